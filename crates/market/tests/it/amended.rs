//! What is live is corrected at its network, or taken down there, once, whatever is lost; and what others change there is noticed.

use jiff::SignedDuration;
use market::account::Account;
use market::approval::{self, Rule, Said};
use market::deliver::{self, Answer, CORRECT, Delivery, JOB, State, TAKE_DOWN};
use market::post::thread::parts_of;
use market::post::{self, New, NewPart, Post, Variant};
use market::{Fault, LEASE};
use networks::http::{Method, Request};
use sandbox::social::{Fault as Trouble, Network, Social, Step};
use store::Sql;
use store::queue;
use store::test_bed::on_both;

use crate::desk::House;

/// Networks that let a post be changed.
const CORRECTING: [Network; 7] = [
    Network::Mastodon,
    Network::WordPress,
    Network::Facebook,
    Network::LinkedIn,
    Network::Lemmy,
    Network::Telegram,
    Network::Discord,
];

impl House {
    async fn it(&self, post: &Post) -> Delivery {
        post::deliveries_of(&self.desk.db, &[&post.id]).await.unwrap().remove(0)
    }

    async fn corrects(&self, post: &Post, text: &str, may_decide: bool) -> Result<(), Fault> {
        let (now, id, text) = (self.desk.now(), self.it(post).await.id, text.to_owned());
        let kept = self.desk.db.write_or(move |tx| {
            Box::pin(async move { deliver::correct(tx, now, ("s", &id), &text, ("Ada", may_decide)).await.map(drop) })
        });
        kept.await
    }

    pub(crate) async fn wants_down(&self, id: &str) -> Result<(), Fault> {
        let (now, id) = (self.desk.now(), id.to_owned());
        let kept = self.desk.db.write_or(move |tx| {
            Box::pin(async move { deliver::take_down(tx, now, ("s", &id), "Ada").await.map(drop) })
        });
        kept.await
    }

    /// Does what is to be done with posts that are live. How often something was tried.
    pub(crate) async fn amends(&self) -> usize {
        let mut done = 0;
        while let Some(claim) =
            queue::claim(&self.desk.db, &[CORRECT, TAKE_DOWN], self.desk.now(), LEASE).await.unwrap()
        {
            if claim.kind == CORRECT {
                deliver::put_right(&self.desk, &claim).await.unwrap();
            } else {
                deliver::is_taken_down(&self.desk, &claim).await.unwrap();
            }
            done += 1;
        }
        done
    }

    async fn open_notices(&self) -> Vec<String> {
        let open = Sql::new("open", "SELECT kind FROM notice WHERE over_at IS NULL ORDER BY id");
        open.fetch_all(&self.desk.db).await.unwrap()
    }

    async fn live(&self, account: &Account, text: &str) -> Post {
        let post = Box::pin(self.due(&[account], text)).await;
        Box::pin(self.until_over()).await;
        assert_eq!(self.states(&post).await, vec![(State::Live, None)]);
        post
    }
}

#[test]
fn a_correction_stands_at_the_network_in_place_of_what_stood_there_and_its_link_with_it() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for network in CORRECTING {
            let account = house.account(network).await;
            let post = house.live(&account, "Rye on Fridey").await;
            let links = house.social.posts(network)[0].links.clone();
            house.corrects(&post, "Rye on Friday", false).await.unwrap();
            assert_eq!(house.it(&post).await.cause.as_deref(), Some("correcting"));
            assert_eq!(house.amends().await, 1);
            let it = house.it(&post).await;
            assert_eq!((it.state(), &it.says, it.corrected_at.is_some()), (State::Live, &None, true), "{network:?}");
            let there = house.social.posts(network).remove(0);
            let whole = format!("{}{}", there.title.unwrap_or_default(), there.text);
            assert!(whole.contains("Friday") && !whole.contains("Fridey"), "{network:?}: {whole}");
            assert_eq!(there.links, links, "{network:?}");
            assert_eq!((house.social.count(network), house.social.published(network)), (1, 1));
            assert_eq!(house.social.complaints(network), Vec::<String>::new());
        }
        assert_eq!(house.open_notices().await, Vec::<String>::new());
    });
}

#[test]
fn a_correction_whose_answer_is_lost_is_sent_again_and_the_last_word_counts() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for network in CORRECTING {
            let account = house.account(network).await;
            let post = house.live(&account, "Rye").await;
            for (trouble, text) in [(Trouble::LostAfter, "Rye bread"), (Trouble::LostBefore, "Rye loaf")] {
                house.social.fault(network, trouble.on(Step::Edit));
                house.corrects(&post, text, false).await.unwrap();
                house.amends().await;
                assert_eq!(house.it(&post).await.cause.as_deref(), Some("correcting"), "{network:?}");
                house.later(SignedDuration::from_mins(11)).await;
                house.amends().await;
                assert_eq!(house.states(&post).await, vec![(State::Live, None)], "{network:?}");
                let there = house.social.posts(network).remove(0);
                assert!(format!("{}{}", there.title.unwrap_or_default(), there.text).contains(text), "{network:?}");
            }
            assert_eq!(house.social.published(network), 1);
        }
    });
}

#[test]
fn a_correction_that_is_not_taken_is_told_and_said_at_the_post() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        let post = house.live(&account, "Rye").await;
        house.social.fault(Network::Mastodon, Trouble::ErrorBefore(422).on(Step::Edit));
        house.corrects(&post, "Wheat", false).await.unwrap();
        house.amends().await;
        assert!(house.it(&post).await.says.unwrap().contains("says what it said before"));
        assert_eq!(house.open_notices().await, ["post_needs_you"]);
        house.corrects(&post, "Wheat", false).await.unwrap();
        house.amends().await;
        assert_eq!((house.states(&post).await, house.open_notices().await), (vec![(State::Live, None)], vec![]));

        let wrong = async |post: &Post, text: &str| match house.corrects(post, text, false).await {
            Err(Fault::Wrong { code, .. }) => code,
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong(&post, &"long ".repeat(200)).await, "text_too_long");
        assert_eq!(wrong(&post, " ").await, "text_empty");
        assert_eq!(wrong(&post, "a\0b").await, "text_invalid");
        let bluesky = house.account(Network::Bluesky).await;
        let fixed = house.live(&bluesky, "Rye").await;
        assert_eq!(wrong(&fixed, "Wheat").await, "not_corrected");
        let planned = house.due(&[&account], "Later").await;
        assert_eq!(wrong(&planned, "Never").await, "delivery_not_live");
    });
}

#[test]
fn where_posts_need_a_yes_only_who_may_give_it_corrects_one() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        let post = house.live(&account, "Rye").await;
        let now = house.desk.now();
        let rule = house
            .desk
            .db
            .write(move |tx| Box::pin(async move { approval::keep(tx, now, "w", Rule::Workspace(true)).await }));
        rule.await.unwrap();
        let refused = house.corrects(&post, "Anything", false).await;
        assert!(matches!(refused, Err(Fault::Wrong { code: "approval_wanted", .. })), "{refused:?}");
        house.corrects(&post, "Anything", true).await.unwrap();
        house.amends().await;
        assert!(house.social.posts(Network::Mastodon)[0].text.contains("Anything"));

        // What somebody said yes to, and who may do so corrected, needs no other yes.
        let second = house.due(&[&account], "Second").await;
        house.work().await;
        assert_eq!(house.states(&second).await[0].0, State::Planned, "it waits for a yes");
        let stands = async |post: &Post| {
            let post = post::by_id(&house.desk.db, "s", &post.id).await.unwrap();
            approval::of_post(&house.desk.db, &post, &|id| id.to_owned()).await.unwrap()
        };
        let (now, id, version) = (house.desk.now(), second.id.clone(), stands(&second).await.version);
        let said = Said { yes: true, remark: None, by: "Ada".into() };
        let yes = house.desk.db.write_or(move |tx| {
            Box::pin(async move { approval::answer(tx, now, ("s", &id), version, &said).await.map(drop) })
        });
        yes.await.unwrap();
        house.work().await;
        assert_eq!(house.states(&second).await, vec![(State::Live, None)]);
        house.corrects(&second, "Third", true).await.unwrap();
        house.amends().await;
        let now = stands(&second).await;
        assert!(now.version > version && now.said.is_some_and(|it| it.is_yes() == Some(true)), "it has its yes still");
    });
}

#[test]
fn what_somebody_wants_down_is_taken_down_and_stands_there_no_more() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let mut accounts = house.accounts().await;
        // Instagram lets no program take a post away.
        let at = accounts.iter().position(|(network, _)| *network == Network::Instagram).unwrap();
        let (_, instagram) = accounts.remove(at);
        let post = house.live(&instagram, "Stays").await;
        let refused = house.wants_down(&house.it(&post).await.id).await;
        assert!(matches!(refused, Err(Fault::Wrong { code: "not_taken_down", .. })), "{refused:?}");
        for (network, account) in &accounts {
            let post = house.live(account, "Not this").await;
            let id = house.it(&post).await.id;
            house.social.fault(*network, Trouble::LostBefore.on(Step::Delete));
            house.wants_down(&id).await.unwrap();
            house.wants_down(&id).await.unwrap();
            house.amends().await;
            house.later(SignedDuration::from_mins(11)).await;
            house.amends().await;
            assert_eq!(house.social.count(*network), 0, "{network:?}");
            let it = house.it(&post).await;
            assert_eq!((it.state(), it.cause.as_deref()), (State::Gone, Some("taken_down")), "{network:?}");
            assert_eq!(it.says.as_deref(), Some("Ada took it down"));
            house.social.no_more_faults();
        }
        let stands = ledger::presence::of_site(&house.desk.db, "s", 99).await.unwrap();
        let over = stands.iter().filter(|it| it.to_at.is_some());
        assert_eq!((over.count(), stands.len()), (accounts.len(), accounts.len() + 1), "{stands:?}");
        assert_eq!(house.open_notices().await, Vec::<String>::new(), "who took it down need not hear of it");
    });
}

#[test]
fn of_a_thread_that_is_taken_down_nothing_goes_out_any_more_and_what_is_on_its_way_is_waited_for() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let account = house.account(Network::X).await;
        let part = |text: &str| NewPart { text: text.into(), ..NewPart::default() };
        let new = New {
            text: "First".into(),
            parts: vec![part("Second"), part("Third")],
            zone: "UTC".into(),
            accounts: vec![Variant { account: account.id.clone(), ..Variant::default() }],
            ..New::default()
        };
        let post = Box::pin(house.plan(new)).await.unwrap();
        let of = async || {
            let parts = parts_of(&house.desk.db, &[&post.id]).await.unwrap();
            let ids: Vec<&str> = [&*post.id].into_iter().chain(parts.iter().map(|part| &*part.id)).collect();
            post::deliveries_of(&house.desk.db, &ids).await.unwrap()
        };
        let states = async || {
            let mut all = of().await;
            all.sort_by_key(|it| it.post != post.id);
            all.iter().map(Delivery::state).collect::<Vec<_>>()
        };
        // The answer to the second part is lost, and nobody knows.
        let claim = queue::claim(&house.desk.db, &[JOB], house.desk.now(), LEASE).await.unwrap().unwrap();
        deliver::deliver(&house.desk, &claim).await.unwrap();
        house.social.fault(Network::X, Trouble::LostAfter);
        house.social.fault(Network::X, Trouble::ErrorBefore(503).on(Step::Read));
        let claim = queue::claim(&house.desk.db, &[JOB], house.desk.now(), LEASE).await.unwrap().unwrap();
        deliver::deliver(&house.desk, &claim).await.unwrap();
        assert_eq!(house.social.count(Network::X), 2);
        let first = house.it(&post).await.id;
        house.wants_down(&first).await.unwrap();
        house.amends().await;
        assert_eq!(house.social.count(Network::X), 2, "nothing goes while a part is on its way");
        Box::pin(house.until_over()).await;
        house.amends().await;
        assert_eq!(house.social.count(Network::X), 0);
        let mut all = states().await;
        all[1..].sort_by_key(|state| state.name());
        assert_eq!(all, [State::Gone, State::Gone, State::Skipped]);
        Box::pin(house.until_over()).await;
        assert_eq!((house.social.count(Network::X), house.social.published(Network::X)), (0, 2));
    });
}

#[test]
fn what_was_posted_by_hand_is_changed_by_hand_and_what_cannot_be_taken_down_is_told() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Trouble::ErrorBefore(422));
        let post = house.due(&[&account], "By hand").await;
        house.work().await;
        let (now, id) = (house.desk.now(), house.it(&post).await.id);
        let of = id.clone();
        let said = Answer::Live(Some("https://social.example/1".into()));
        let kept = house
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &of), &said).await.map(drop) }));
        kept.await.unwrap();
        let refused = house.wants_down(&id).await;
        assert!(matches!(refused, Err(Fault::Wrong { code: "delivery_by_hand", .. })), "{refused:?}");

        let post = house.live(&account, "Stays").await;
        let id = house.it(&post).await.id;
        house.social.fault(Network::Mastodon, Trouble::ErrorBefore(403).on(Step::Delete).times(u64::MAX));
        house.wants_down(&id).await.unwrap();
        for _ in 0..12 {
            house.amends().await;
            house.later(SignedDuration::from_mins(11)).await;
        }
        assert!(house.it(&post).await.says.unwrap().contains("do so at the network"));
        assert_eq!(
            (house.it(&post).await.state(), house.open_notices().await),
            (State::Live, vec!["post_needs_you".into()])
        );
        assert!(matches!(house.wants_down("nobody").await, Err(Fault::Unknown(_))));
    });
}

#[test]
fn what_somebody_else_changes_at_the_network_is_noticed_once_and_our_own_correction_is_not() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        let post = house.live(&account, "Rye").await;
        house.later(SignedDuration::from_mins(11)).await;
        house.looks().await;
        house.corrects(&post, "Rye bread", false).await.unwrap();
        house.amends().await;
        house.later(SignedDuration::from_hours(2)).await;
        house.looks().await;
        assert_eq!(house.open_notices().await, Vec::<String>::new());

        let receipt = house.it(&post).await.receipt().unwrap();
        let place =
            format!("{}/api/v1/statuses/{}", house.social.at(Network::Mastodon).trim_end_matches('/'), receipt.id);
        let request = Request::new(place.parse().unwrap())
            .header("authorization", "Bearer sandbox-shop")
            .header("content-type", "application/json")
            .sends(Method::Put, r#"{"status":"Bought"}"#);
        let base = house.social.at(Network::Mastodon).parse().unwrap();
        assert_eq!(house.desk.doors.to(&base).get(request).await.unwrap().status, 200);
        for hours in [10, 24, 60] {
            house.later(SignedDuration::from_hours(hours)).await;
            house.looks().await;
        }
        assert_eq!(house.open_notices().await, ["post_changed"]);
        assert_eq!(house.it(&post).await.state(), State::Live);
    });
}
