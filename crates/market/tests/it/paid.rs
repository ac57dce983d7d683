//! Paid: what X charges is reserved before it leaves, spent once, and given back where nothing is there; counted at X.

use std::time::Duration;

use domain::Micros;
use jiff::SignedDuration;
use ledger::entry;
use ledger::wallet::{self, New as NewWallet};
use market::account::Account;
use market::deliver::{self, Answer, State};
use market::post::{self, New, NewPart, Post, Variant};
use market::price::{self, Written};
use sandbox::social::{Fault, Network, Social, Step, Trouble, Until};
use store::Sql;
use store::test_bed::{Bed, on_both};

use crate::desk::{House, at, run};

/// What X takes, with a link and without.
const LINK: i64 = 200_000;
const PLAIN: i64 = 15_000;
/// Saying whose the account is, when it was connected.
const CONNECTING: i64 = 10_000;

fn usd(micros: i64) -> Micros {
    Micros::new(micros, "USD".parse().unwrap())
}

/// A house whose wallet holds so much a month for posts, with an account at X.
async fn with(bed: &Bed, micros: i64) -> (House, Account) {
    let house = House::with(bed, Social::ignores_idempotency).await;
    let account = house.account(Network::X).await;
    approve(&house, micros).await;
    (house, account)
}

async fn approve(house: &House, micros: i64) {
    let version = wallet::of(&house.desk.db, "w").await.unwrap().unwrap().version;
    let amount = usd(if micros > 0 { micros + CONNECTING } else { 0 });
    let new = NewWallet { amount, zone: "UTC".into(), version };
    let now = house.desk.now();
    let kept =
        house.desk.db.write_or(move |tx| Box::pin(async move { price::approve(tx, now, ("w", "A"), &new).await }));
    kept.await.unwrap();
}

/// Spent, reserved and left of the month, as if calls beside posts took nothing.
async fn stands(house: &House) -> (i64, i64, i64) {
    let (spent, reserved) = posts(house, "2026-11").await;
    let wallet = wallet::of(&house.desk.db, "w").await.unwrap().unwrap();
    (spent, reserved, (wallet.approved().micros - CONNECTING - spent - reserved).max(0))
}

/// Spent and reserved of a month for posts alone.
async fn posts(house: &House, month: &str) -> (i64, i64) {
    let sum = "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'spent' THEN micros ELSE 0 END), 0) AS BIGINT), \
               CAST(COALESCE(SUM(CASE WHEN state = 'reserved' THEN micros ELSE 0 END), 0) AS BIGINT) \
               FROM reservation WHERE month = $1";
    Sql::new("posts", sum).bind(month).fetch_one(&house.desk.db).await.unwrap()
}

/// Spent and reserved, of the month and of the next: some tests last for days.
async fn of_both_months(house: &House) -> (i64, i64) {
    let (one, other) = (posts(house, "2026-11").await, posts(house, "2026-12").await);
    (one.0 + other.0, one.1 + other.1)
}

/// All that was taken from the wallet, spent or reserved, for posts and beside them.
async fn taken(house: &House) -> i64 {
    let wallet = wallet::of(&house.desk.db, "w").await.unwrap().unwrap();
    let mut all = 0;
    for month in ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"] {
        let sums = wallet::sums(&house.desk.db, "w", &wallet, month).await.unwrap();
        all += sums.spent.micros + sums.reserved.micros;
    }
    all
}

/// What X charged, in millionths.
fn charged(house: &House) -> i64 {
    i64::try_from(house.social.charged(Network::X)).unwrap() * 1_000
}

/// What the ledger says was paid for posts, in cents, and in how many entries.
async fn entered(house: &House) -> (i64, usize) {
    let entries = entry::of_site(&house.desk.db, "s", (0, 99_999), (i64::MAX, ""), 9_999).await.unwrap();
    assert!(entries.iter().all(|it| it.source == "wallet" && it.network.as_deref() == Some("x") && it.side == "smm"));
    let posts = entries.iter().filter(|it| it.note.starts_with("delivery "));
    let posts: Vec<i64> = posts.filter_map(|it| it.minor).collect();
    (posts.iter().sum(), posts.len())
}

async fn notices(house: &House) -> Vec<String> {
    let open = Sql::new("open", "SELECT kind FROM notice WHERE over_at IS NULL ORDER BY id");
    open.fetch_all(&house.desk.db).await.unwrap()
}

async fn says(house: &House, post: &Post, said: Answer) {
    let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
    let now = house.desk.now();
    let kept =
        house.desk.db.write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &it.id), &said).await }));
    kept.await.unwrap();
}

#[test]
fn what_goes_out_is_spent_at_its_price_and_is_an_entry_of_the_ledger() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000)).await;
        house.due(&[&account], "Rye").await;
        house.work().await;
        house.try_due_of(&[&account], "Plain", None).await.unwrap();
        house.work().await;
        assert_eq!(stands(&house).await, (LINK + PLAIN, 0, 1_000_000 - LINK - PLAIN));
        assert_eq!(charged(&house), taken(&house).await, "as X charged it");
        assert_eq!(entered(&house).await, (22, 2));
        let stands = ledger::presence::of_site(&house.desk.db, "s", 9).await.unwrap();
        assert_eq!(stands.len(), 2);
    });
}

#[test]
fn of_two_posts_that_want_the_last_money_at_once_one_goes_out_and_one_waits_with_the_reason() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, LINK + PLAIN)).await;
        let posts = [house.due(&[&account], "One").await, house.due(&[&account], "Other").await];
        tokio::join!(house.work(), house.work());
        let mut all = Vec::new();
        for post in &posts {
            all.extend(house.states(post).await);
        }
        all.sort_by_key(|(state, _)| *state != State::Live);
        let [(State::Live, None), (State::Person, Some(why))] = &all[..] else { panic!("{all:?}") };
        assert!(why.contains("X takes $0.20 for it, and of this month’s wallet $0.015 is left"), "{why}");
        assert!(
            why.contains("raise the wallet") && why.contains("leave the link out") && why.contains("by hand"),
            "{why}"
        );
        assert_eq!((house.social.published(Network::X), stands(&house).await), (1, (LINK, 0, PLAIN)));
        assert_eq!(notices(&house).await, ["wallet_low", "wallet_empty"]);
    });
}

#[test]
fn without_money_nothing_is_sent_until_somebody_raises_the_wallet_or_leaves_the_link_out() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, PLAIN)).await;
        let asked = house.social.asked().len();
        let post = house.due(&[&account], "Rye: https://bakery.example/rye today").await;
        house.until_over().await;
        assert_eq!(house.social.asked().len(), asked, "nobody was asked");
        assert_eq!(house.states(&post).await[0].0, State::Person);
        says(&house, &post, Answer::SendBare).await;
        house.work().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!(house.social.posts(Network::X)[0].text, "Rye: today");
        assert_eq!((stands(&house).await, entered(&house).await), ((PLAIN, 0, 0), (2, 1)));

        let post = house.due(&[&account], "More").await;
        house.work().await;
        assert_eq!(house.states(&post).await[0].0, State::Person);
        approve(&house, 1_000_000).await;
        assert_eq!(notices(&house).await, ["wallet_empty"], "enough is left again");
        says(&house, &post, Answer::Send).await;
        house.work().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!(notices(&house).await, Vec::<String>::new());

        // Whoever posts it himself pays nothing from the wallet.
        approve(&house, 0).await;
        let post = house.due(&[&account], "By hand").await;
        house.work().await;
        says(&house, &post, Answer::Live(None)).await;
        assert_eq!(stands(&house).await.0, LINK + PLAIN);
    });
}

#[test]
fn money_is_held_while_nobody_knows_and_spent_once_however_the_answer_was_lost() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000_000)).await;
        let troubles: Vec<Trouble> = vec![
            Fault::LostBefore.into(),
            Fault::LostAfter.into(),
            Fault::ErrorBefore(500).into(),
            Fault::ErrorAfter(503).times(2),
            Fault::Late(Duration::from_millis(40)).into(),
            Fault::Cut(3).into(),
            Fault::Html(true).into(),
            Fault::Empty(false).into(),
            Fault::LostBefore.times(3),
        ];
        let mut unknown = 0;
        for (n, trouble) in (0_i64..).zip(troubles) {
            let before = n * LINK;
            house.social.fault(Network::X, trouble);
            let post = house.due(&[&account], &format!("Bread number {n}")).await;
            house.work().await;
            let held = match house.states(&post).await[0].0 {
                State::Unknown => (before, LINK),
                // It was found at once.
                State::Live => (before + LINK, 0),
                other => panic!("{trouble:?}: {other:?}"),
            };
            unknown += usize::from(held.1 > 0);
            assert_eq!((stands(&house).await.0, stands(&house).await.1), held, "{trouble:?}");
            house.until_over().await;
            house.social.no_more_faults();
            assert_eq!(house.states(&post).await, vec![(State::Live, None)], "{trouble:?}");
            assert_eq!((stands(&house).await.0, stands(&house).await.1), (before + LINK, 0), "{trouble:?}");
        }
        assert!(unknown > 2, "some were not found at once: {unknown}");
        assert!(charged(&house) <= taken(&house).await, "never more than was taken before");
        let many = house.social.count(Network::X);
        assert_eq!(entered(&house).await, (20 * i64::try_from(many).unwrap(), many));
    });
}

#[test]
fn a_worker_that_dies_after_any_step_leaves_one_reservation_and_one_entry() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000_000)).await;
        let (mut steps, mut deaths) = (0, 0);
        loop {
            let post = house.due(&[&account], &format!("Loaf {steps}")).await;
            let ended = house.dies_after(steps).await;
            deaths += usize::from(!ended);
            house.later(SignedDuration::from_mins(6)).await;
            house.until_over().await;
            assert_eq!(house.states(&post).await, vec![(State::Live, None)], "after {steps} steps");
            let many = i64::try_from(steps).unwrap() + 1;
            assert_eq!(house.social.count(Network::X), steps + 1);
            assert_eq!(of_both_months(&house).await, (many * LINK, 0), "after {steps} steps");
            assert_eq!(entered(&house).await, (20 * many, steps + 1));
            if ended && steps > 8 {
                break;
            }
            steps += 1;
        }
        assert!(charged(&house) <= taken(&house).await, "never more than was taken before");
        assert!(deaths > 1, "there is something to die in ({deaths} of {steps})");
    });
}

#[test]
fn what_x_refuses_is_given_back_and_a_copy_that_it_refuses_is_spent_once() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000)).await;
        house.social.fault(Network::X, Fault::ErrorBefore(403));
        let post = house.due(&[&account], "Not this").await;
        house.until_over().await;
        assert_eq!(house.states(&post).await[0].0, State::Refused);
        assert_eq!((stands(&house).await, entered(&house).await), ((0, 0, 1_000_000), (0, 0)));
        says(&house, &post, Answer::Send).await;
        house.work().await;
        assert_eq!(stands(&house).await, (LINK, 0, 1_000_000 - LINK));
        // Its answer is lost, so are those of looks, and where it is sent again that is cut.
        house.social.fault(Network::X, Fault::LostAfter);
        house.social.fault(Network::X, Fault::Empty(false).on(Step::Read).times(2));
        house.social.fault(Network::X, Fault::Cut(20));
        let post = house.due(&[&account], "Twice").await;
        house.until_over().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!((house.social.published(Network::X), stands(&house).await.0), (2, 2 * LINK));
        assert_eq!(entered(&house).await, (40, 2));
    });
}

#[test]
fn what_may_be_there_keeps_its_money_when_it_is_skipped_and_what_is_not_gives_it_back() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000)).await;
        house.social.fault(Network::X, Fault::LostAfter);
        house.social.fault(Network::X, Fault::ErrorBefore(503).on(Step::Read).times(u64::MAX));
        let post = house.due(&[&account], "Perhaps").await;
        for _ in 0..40 {
            house.work().await;
            house.later(SignedDuration::from_hours(1)).await;
        }
        assert_eq!(house.states(&post).await[0].0, State::Person);
        says(&house, &post, Answer::Skip).await;
        assert_eq!(stands(&house).await, (0, LINK, 1_000_000 - LINK));
        // Looked up after all.
        says(&house, &post, Answer::Live(Some("https://x.com/shop/status/1".into()))).await;
        assert_eq!((stands(&house).await, entered(&house).await), ((LINK, 0, 1_000_000 - LINK), (20, 1)));
        house.social.no_more_faults();
        approve(&house, LINK).await;
        let waits = house.due(&[&account], "Short").await;
        house.work().await;
        says(&house, &waits, Answer::Skip).await;
        assert_eq!(stands(&house).await, (LINK, 0, 0));
    });
}

#[test]
fn what_a_copy_of_this_house_sent_is_paid_from_the_wallet_too() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000)).await;
        let post = house.due(&[&account], "Before the backup").await;
        house.work().await;
        for back in [
            "UPDATE delivery SET state = 'planned', frozen = NULL, so_far = 'null', fence = 0, tries = 0, sent_at = NULL, \
             live_id = NULL, live_url = NULL, live_at = NULL",
            "UPDATE job SET ended_at = NULL, outcome = NULL, lease_until = NULL",
            "DELETE FROM reservation",
            "DELETE FROM entry",
        ] {
            run(&house.desk.db, back).await;
        }
        let now = house.desk.now();
        house.desk.db.write(move |tx| Box::pin(async move { deliver::distrust(tx, now).await })).await.unwrap();
        house.until_over().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!((stands(&house).await.0, entered(&house).await), (LINK, (20, 1)));
    });
}

#[test]
fn the_price_goes_by_what_was_frozen_whatever_became_of_the_post_since() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000)).await;
        house.social.fault(Network::X, Fault::Limited(Until::Seconds(90)));
        let post = house.due(&[&account], "With its link").await;
        house.work().await;
        assert_eq!((house.states(&post).await[0].0, stands(&house).await.1), (State::Limited, LINK));
        run(&house.desk.db, "UPDATE post SET text = 'Short', page = NULL").await;
        house.until_over().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!((stands(&house).await.0, entered(&house).await), (LINK, (20, 1)));
        assert_eq!(charged(&house), taken(&house).await);
    });
}

#[test]
fn where_posts_go_to_stand_ins_nothing_is_reserved() {
    on_both(async |bed| {
        let (mut house, account) = Box::pin(with(bed, 0)).await;
        house.desk.charged = false;
        let post = house.due(&[&account], "For trying").await;
        house.work().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!((stands(&house).await, entered(&house).await), ((0, 0, 0), (0, 0)));
    });
}

#[test]
fn a_month_knows_what_is_planned_in_it_and_planning_reserves_nothing() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000)).await;
        let post = house.due(&[&account], "Planned").await;
        let wallet = wallet::of(&house.desk.db, "w").await.unwrap().unwrap();
        let of = async |when: &str, but: &str| {
            price::month(&house.desk.db, "w", &wallet, at(when), but).await.unwrap().planned.micros
        };
        assert_eq!((of("2026-11-02T00:00:00Z", "").await, stands(&house).await.1), (LINK, 0));
        assert_eq!(of("2026-11-02T00:00:00Z", &post.id).await, 0);
        assert_eq!(of("2026-12-02T00:00:00Z", "").await, 0);
        house.work().await;
        assert_eq!(of("2026-11-02T00:00:00Z", "").await, 0, "it is spent");
        let text = |bare| price::of_text(&account, "Rye", Some("https://bakery.example/rye"), bare, 1);
        assert_eq!((text(false), text(true)), (Some(usd(LINK + 5_000)), Some(usd(PLAIN + 5_000))));
    });
}

#[test]
fn what_is_told_of_a_thread_before_is_what_its_parts_take_each_by_itself() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000)).await;
        let page = "https://bakery.example/rye";
        let parts = [("Three days of leaven", 0), ("More at bakery.com/leaven", 0), ("One of patience", 0)];
        let comment = format!("Warm until six: {page}");
        let written = Written { text: "Rye", page: Some(page), described: 0, parts: &parts, comment: Some(&*comment) };
        let all = LINK + PLAIN + LINK + PLAIN + LINK;
        assert_eq!(price::of_written(&account, &written, false), Some(usd(all)));
        assert_eq!(price::of_written(&account, &written, true), Some(usd(all - LINK + PLAIN)));
        let new = New {
            text: "Rye".to_owned(),
            page: Some(page.to_owned()),
            parts: parts.map(|(text, _)| NewPart { text: text.to_owned(), ..NewPart::default() }).into(),
            first_comment: Some(comment.clone()),
            zone: "UTC".to_owned(),
            accounts: vec![Variant { account: account.id.clone(), ..Variant::default() }],
            ..New::default()
        };
        let post = house.plan(new).await.unwrap();
        house.until_over().await;
        assert!(house.stand(&post).await.iter().all(|state| *state == State::Live));
        assert_eq!(stands(&house).await.0, all, "as it was taken");
    });
}

/// What somebody pays who takes a post away elsewhere.
const REMOVAL: i64 = 10_000;

#[test]
fn reading_a_post_back_is_paid_call_by_call_and_what_the_wallet_has_not_is_not_asked_for() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, 1_000_000)).await;
        let post = house.due(&[&account], "Looked at").await;
        house.work().await;
        assert_eq!((taken(&house).await, charged(&house)), (LINK + CONNECTING, LINK + CONNECTING));
        // Its looks of a hundred days: nine, of a thousandth each.
        for _ in 0..60 {
            house.later(SignedDuration::from_hours(48)).await;
            house.looks().await;
        }
        assert_eq!((taken(&house).await, charged(&house)), (LINK + CONNECTING + 9_000, LINK + CONNECTING + 9_000));
        let entries = entry::of_site(&house.desk.db, "s", (0, 99_999), (i64::MAX, ""), 99).await.unwrap();
        assert_eq!(entries.iter().filter_map(|it| it.minor).sum::<i64>(), 21, "20.9 cents, to the nearest one");
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);

        // One that is gone is looked for by its id too, twice; where nothing is left nobody asks.
        let other = house.due(&[&account], "Taken away").await;
        house.work().await;
        approve(&house, 1).await;
        house.later(SignedDuration::from_mins(11)).await;
        let asked = house.social.asked().len();
        house.looks().await;
        assert_eq!(house.social.asked().len(), asked, "nobody was asked");
        approve(&house, 1_000_000).await;
        house.takes_down(&account, &other).await;
        for _ in 0..8 {
            house.later(SignedDuration::from_hours(6)).await;
            house.looks().await;
        }
        assert_eq!(house.states(&other).await[0].0, State::Gone);
        assert_eq!(charged(&house) - REMOVAL, taken(&house).await, "what is not there costs nothing");
    });
}

#[test]
fn a_lost_answer_at_an_empty_wallet_is_looked_up_when_there_is_money_again() {
    on_both(async |bed| {
        let (house, account) = Box::pin(with(bed, LINK)).await;
        house.social.fault(Network::X, Fault::LostAfter);
        let post = house.due(&[&account], "Who knows").await;
        house.work().await;
        let asked = house.social.asked().len();
        house.later(SignedDuration::from_mins(30)).await;
        house.work().await;
        let (state, why) = house.states(&post).await.remove(0);
        assert_eq!(state, State::Unknown);
        assert!(why.unwrap_or_default().contains("raise the wallet"), "it says what to do");
        assert_eq!(house.social.asked().len(), asked, "nobody was asked");
        approve(&house, 1_000_000).await;
        house.until_over().await;
        assert_eq!((house.states(&post).await, house.social.published(Network::X)), (vec![(State::Live, None)], 1));
        assert_eq!(charged(&house), taken(&house).await);
    });
}
