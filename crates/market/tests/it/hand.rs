//! What is posted by hand, who hears of it, and looks at what is live.

use jiff::SignedDuration;
use market::Fault;
use market::account;
use market::deliver::{self, Answer, State};
use market::hand::{self, Link};
use market::post::{self, Post};
use networks::http::Request;
use networks::publish::Engagement;
use sandbox::social::{Fault as Trouble, Network, Step};
use store::Sql;
use store::test_bed::on_both;

use crate::desk::{House, run};

const PERSON: &str = "INSERT INTO person (id, name, email, created_at) VALUES ('p', 'Ada', 'ada@bakery.example', 0)";
const MEMBER: &str = "INSERT INTO membership (workspace, person, role, since) VALUES ('w', 'p', 'owner', 0)";

async fn by_hand(house: &House) -> Post {
    run(&house.desk.db, PERSON).await;
    run(&house.desk.db, MEMBER).await;
    let place = account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
    let post = house.due(&[&place], "Rye today").await;
    let id = post.id.clone();
    house.desk.db.write(move |tx| Box::pin(async move { hand::gets(tx, &id, "p").await })).await.unwrap();
    post
}

async fn mails(house: &House) -> Vec<(String, String, String)> {
    Sql::new("mails", "SELECT recipient, subject, body FROM mail ORDER BY id").fetch_all(&house.desk.db).await.unwrap()
}

/// Kinds of notices that are open.
async fn open(house: &House) -> Vec<(String, String)> {
    let open = Sql::new("open", "SELECT kind, about FROM notice WHERE over_at IS NULL ORDER BY id");
    open.fetch_all(&house.desk.db).await.unwrap()
}

async fn answered(house: &House, id: &str, answer: Answer) -> Result<(), Fault> {
    let (now, id) = (house.desk.now(), id.to_owned());
    let kept = house
        .desk
        .db
        .write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &id), &answer).await.map(drop) }));
    kept.await
}

#[test]
fn whose_turn_it_is_gets_one_mail_with_all_that_he_needs_and_a_page_to_say_so() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let post = Box::pin(by_hand(&house)).await;
        house.work().await;
        house.work().await;
        let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
        assert_eq!(it.state(), State::Waiting);
        let code = it.code.clone().unwrap();
        let [(to, subject, body)] = mails(&house).await.try_into().unwrap();
        assert_eq!((&*to, &*subject), ("ada@bakery.example", "Your turn: post on Reddit (r/bread)"));
        assert!(body.contains(&format!("Rye today\n\nhttps://bakery.example/rye?e={code}\n")), "{body}");
        assert!(body.contains("https://www.reddit.com/"), "{body}");
        let picture = post.card().picture.unwrap().digest;
        assert!(body.contains(&format!("https://tidings.example/media/{picture}")), "{body}");
        let end = body.split("https://tidings.example/do/").nth(1).unwrap().split_whitespace().next().unwrap();
        let link = Link::opened(&house.desk.key, end, house.desk.now()).unwrap();
        let opened = hand::open(&house.desk.db, &link.delivery).await.unwrap();
        assert_eq!(opened.told.picture, Some(format!("/media/{picture}")));
        assert_eq!((&*opened.site, &*opened.delivery.id, &*opened.told.place), ("s", &*it.id, "r/bread"));
        assert_eq!(open(&house).await, vec![("post_turn".to_owned(), format!("{}/{}", post.id, it.id))]);

        answered(&house, &it.id, Answer::Live(None)).await.unwrap();
        assert_eq!(open(&house).await, vec![]);
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert!(matches!(
            answered(&house, &it.id, Answer::Skip).await,
            Err(Fault::Wrong { code: "delivery_not_open", .. })
        ));
    });
}

#[test]
fn the_first_visit_says_that_it_is_there_and_says_nothing_of_what_was_left_out() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let post = Box::pin(by_hand(&house)).await;
        house.work().await;
        let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
        let seen = async || {
            let (now, id) = (house.desk.now(), it.id.clone());
            house.desk.db.write(move |tx| Box::pin(async move { deliver::is_seen(tx, now, &id).await })).await.unwrap()
        };
        answered(&house, &it.id, Answer::Skip).await.unwrap();
        assert!(!seen().await);
        answered(&house, &it.id, Answer::Send).await.unwrap();
        house.work().await;
        assert_eq!(house.states(&post).await[0].0, State::Waiting, "taken up again, it is somebody's turn again");
        assert!(seen().await);
        assert!(!seen().await, "it is news once");
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!(open(&house).await, vec![]);
        let stands = ledger::presence::of_site(&house.desk.db, "s", 9).await.unwrap();
        assert_eq!((stands.len(), stands[0].code.clone()), (1, it.code.clone()));
    });
}

#[test]
fn what_is_refused_is_told_until_somebody_says_what_becomes_of_it() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Trouble::ErrorBefore(422));
        let post = house.due(&[&account], "Rye").await;
        house.work().await;
        let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
        assert_eq!(it.state(), State::Refused);
        assert_eq!(open(&house).await, vec![("post_needs_you".to_owned(), format!("{}/{}", post.id, it.id))]);
        answered(&house, &it.id, Answer::Send).await.unwrap();
        house.work().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!((open(&house).await, house.social.count(Network::Mastodon)), (vec![], 1));
    });
}

#[test]
fn a_post_that_is_taken_away_elsewhere_is_noticed_and_stands_there_no_more() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for network in [Network::Bluesky, Network::Mastodon] {
            let account = house.account(network).await;
            let post = house.due(&[&account], &format!("Rye for {network:?}")).await;
            house.work().await;
            assert_eq!(house.looks().await, 0, "nobody looks at once");
            house.later(SignedDuration::from_mins(11)).await;
            // A network that fails has taken nothing away.
            house.social.fault(network, Trouble::ErrorBefore(500).on(Step::Read));
            assert_eq!(house.looks().await, 1);
            house.later(SignedDuration::from_hours(7)).await;
            assert_eq!(house.looks().await, 1);
            let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
            assert_eq!((it.state(), it.looked_at), (State::Live, Some(house.desk.now().as_microsecond())));

            house.takes_down(&account, &post).await;
            house.takes_down(&account, &post).await;
            assert_eq!(house.social.count(network), 0);

            house.later(SignedDuration::from_hours(1)).await;
            assert_eq!(house.looks().await, 1);
            assert_eq!(house.states(&post).await[0].0, State::Live, "once may be a network that lags behind");
            house.later(SignedDuration::from_mins(11)).await;
            assert_eq!(house.looks().await, 1);
            assert_eq!(house.states(&post).await[0].0, State::Gone);
            house.later(SignedDuration::from_hours(999)).await;
            assert_eq!(house.looks().await, 0, "nobody looks at what is gone");
            let stands = ledger::presence::of_site(&house.desk.db, "s", 9).await.unwrap();
            assert!(stands.iter().all(|it| it.to_at.is_some()), "{stands:?}");
        }
        assert_eq!(open(&house).await.len(), 2);
    });
}

#[test]
fn what_people_do_with_a_post_is_kept_as_it_grows() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        let post = house.due(&[&account], "Rye").await;
        house.work().await;
        let it = async || post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
        assert_eq!(it().await.engagement(), Engagement::default(), "nobody looked yet");
        house.later(SignedDuration::from_mins(11)).await;
        assert_eq!(house.looks().await, 1);
        // The same numbers again are no news.
        house.later(SignedDuration::from_hours(1)).await;
        assert_eq!(house.looks().await, 1);

        let base = account.base.parse::<url::Url>().unwrap();
        let status = it().await.receipt().unwrap().id;
        let favourite = format!("{}/api/v1/statuses/{status}/favourite", account.base.trim_end_matches('/'));
        let liked = Request::new(favourite.parse().unwrap()).header("authorization", "Bearer sandbox-reader").post("");
        assert_eq!(house.desk.doors.to(&base).get(liked).await.unwrap().status, 200);
        house.later(SignedDuration::from_hours(6)).await;
        assert_eq!(house.looks().await, 1);
        assert_eq!(it().await.engagement().likes, Some(1));
        // A network that cannot be asked takes nothing back, and a look that nobody could make is none.
        let looked = it().await.looked_at;
        house.later(SignedDuration::from_hours(20)).await;
        house.social.fault(Network::Mastodon, Trouble::ErrorBefore(500).on(Step::Read).times(9));
        for _ in 0..5 {
            assert_eq!(house.looks().await, 1);
            house.later(SignedDuration::from_hours(7)).await;
        }
        assert_eq!((it().await.looked_at, it().await.engagement().likes), (looked, Some(1)));

        let grew = deliver::grew(&house.desk.db, "s", &it().await.id).await.unwrap();
        assert_eq!(grew.iter().map(|(_, then)| then.likes).collect::<Vec<_>>(), [Some(0), Some(1)]);
        assert_eq!(deliver::grew(&house.desk.db, "other", &it().await.id).await.unwrap(), []);
    });
}

#[test]
fn who_has_to_connect_an_account_anew_hears_of_it_once_until_it_is_or_is_gone() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Trouble::Revoked);
        for text in ["Rye", "Wheat"] {
            house.due(&[&account], text).await;
        }
        house.until_over().await;
        let kinds: Vec<String> = open(&house).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds.iter().filter(|kind| *kind == "account_over").count(), 1, "{kinds:?}");
        let (id, now) = (account.id.clone(), house.desk.now());
        let gone =
            house.desk.db.write_or(move |tx| Box::pin(async move { account::disconnect(tx, "w", &id, now).await }));
        gone.await.unwrap();
        let kinds: Vec<String> = open(&house).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["post_needs_you", "post_needs_you"]);
    });
}
