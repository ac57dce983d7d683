//! First comments: each once, below its post, whatever dies in between; with a link of its own, or without; and left out where
//! there are none.

use jiff::SignedDuration;
use market::account::{self, Account};
use market::deliver::{self, Answer, Delivery, LOOK, State};
use market::post::{self, Card, New, NewPart, OnBreak, Post, Variant};
use market::{Fault, LEASE, media};
use sandbox::social::{Fault as Trouble, Network, Social, Step, Until};
use store::queue;
use store::test_bed::on_both;

use crate::copies::asked;
use crate::desk::{House, plain, run};

const PAGE: &str = "https://bakery.example/rye";

/// Networks on which accounts comment below their own posts.
const COMMENTED: [Network; 8] = [
    Network::Bluesky,
    Network::Mastodon,
    Network::X,
    Network::Threads,
    Network::Nostr,
    Network::Facebook,
    Network::Instagram,
    Network::LinkedIn,
];

impl House {
    /// One of each that comments; LinkedIn's is a page, of which it tells what stands below its posts.
    async fn commenting(&self) -> Vec<(Network, Account)> {
        let mut accounts = Vec::new();
        for network in COMMENTED {
            let account = if network == Network::LinkedIn {
                let roles = asked(self, |request| request, "/rest/organizationAcls?q=roleAssignee").await;
                let page = roles["elements"][0]["organization"].as_str().unwrap().to_owned();
                self.account_with(network, &[("secret", "sandbox-shop"), ("organization", &page)]).await
            } else {
                self.account(network).await
            };
            accounts.push((network, account));
        }
        accounts
    }

    /// A post that goes out with `comment` below it.
    async fn commented(&self, accounts: &[&Account], text: &str, comment: &str) -> Post {
        let new = self.new_with(accounts, text, comment).await;
        self.plan(new).await.unwrap()
    }

    async fn new_with(&self, accounts: &[&Account], text: &str, comment: &str) -> New {
        let accounts = accounts.iter().map(|it| Variant { account: it.id.clone(), ..Variant::default() });
        New {
            text: text.to_owned(),
            page: Some(PAGE.to_owned()),
            card: Card {
                title: "Rye".to_owned(),
                picture: Some(media::keep(&self.desk, ("s", "A"), plain()).await.unwrap()),
                ..Card::default()
            },
            first_comment: Some(comment.to_owned()),
            zone: "UTC".to_owned(),
            accounts: accounts.collect(),
            ..New::default()
        }
    }

    /// That the last post on `network` has its comment below it, and nothing else came with them. What the comment says.
    fn has_comment(&self, network: Network, text: &str, comment: &str) -> String {
        let posts = self.social.posts(network);
        let [.., first, second] = &posts[..] else { panic!("{network}: {posts:?}") };
        assert!(first.text.starts_with(text) && first.reply_to.is_none(), "{network}: {first:?}");
        assert_eq!(second.reply_to.as_ref(), Some(&first.id), "{network}: {second:?}");
        assert!(second.text.starts_with(comment), "{network}: {second:?}");
        second.text.clone()
    }
}

#[test]
fn a_comment_stands_below_its_post_with_a_link_of_its_own_and_is_left_out_where_there_are_none() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let accounts = house.commenting().await;
        let without = house.account(Network::Telegram).await;
        let hand = account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        let by: Vec<&Account> = accounts.iter().map(|(_, it)| it).chain([&without, &hand]).collect();
        let post = house.commented(&by, "Rye", &format!("Warm until six: {PAGE}")).await;
        house.until_over().await;
        let all = house.parts(&post).await;
        assert_eq!(all.len(), 2 * COMMENTED.len() + 2);
        for (network, account) in &accounts {
            house.has_comment(*network, "Rye", "Warm until six: ");
            let its: Vec<&Delivery> = all.iter().filter(|it| it.account == account.id).collect();
            let [first, comment] = its[..] else { panic!("{network}: {its:?}") };
            assert_eq!((first.state(), comment.state()), (State::Live, State::Live), "{network} {:?}", comment.says);
            assert!(comment.code.is_some() && first.code != comment.code, "{network}: each link is told apart");
            let said = house.social.posts(*network).remove(1);
            let carries = said.links.iter().any(|it| it.ends_with(&format!("?e={}", comment.code.as_ref().unwrap())));
            assert!(carries, "{network}: {said:?}");
            assert_eq!(house.social.complaints(*network), Vec::<String>::new());
        }
        let [alone] = &house.social.posts(Network::Telegram)[..] else { panic!("one post") };
        assert!(!alone.text.contains("Warm until six"), "{alone:?}");
        let turn = all.iter().find(|it| it.account == hand.id).unwrap();
        assert!(!market::hand::text(&post, turn, true).contains("Warm until six"));
        let stands = ledger::presence::of_site(&house.desk.db, "s", 99).await.unwrap();
        assert_eq!(stands.len(), 2 * COMMENTED.len() + 1);
        // They are looked at again as posts are, and stay.
        house.later(SignedDuration::from_mins(30)).await;
        while let Some(claim) = queue::claim(&house.desk.db, &[LOOK], house.desk.now(), LEASE).await.unwrap() {
            deliver::look(&house.desk, &claim).await.unwrap();
        }
        let looked = house.parts(&post).await.iter().filter(|it| it.looked_at.is_some()).count();
        assert_eq!(looked, 2 * COMMENTED.len(), "Telegram tells nothing");
    });
}

#[test]
fn a_worker_that_dies_after_any_step_leaves_one_comment() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        for (network, account) in house.commenting().await {
            for steps in 0..20 {
                let text = format!("Loaf {steps}");
                // With a link by which it is known, and without; the same words twice X refuses.
                let comment = if steps % 2 == 0 { format!("Here: {PAGE}") } else { format!("Warm until {steps}") };
                house.commented(&[&account], &text, &comment).await;
                // Dies in the post, then in its comment.
                for _ in 0..2 {
                    house.dies_after(steps).await;
                    house.later(SignedDuration::from_mins(6)).await;
                }
                house.until_over().await;
                assert_eq!(house.social.count(network), 2 * (steps + 1), "{network} after {steps} steps");
                house.has_comment(network, &text, &comment[..4]);
            }
        }
    });
}

#[test]
fn whatever_becomes_of_an_answer_the_comment_is_there_once() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let accounts = house.commenting().await;
        let by: Vec<&Account> = accounts.iter().map(|(_, it)| it).collect();
        let troubles = [
            Trouble::LostBefore,
            Trouble::LostAfter,
            Trouble::ErrorBefore(500),
            Trouble::ErrorAfter(502),
            Trouble::Limited(Until::Headers(90)),
            Trouble::Cut(3),
            Trouble::Html(true),
            Trouble::Empty(true),
            Trouble::ErrorInside,
        ];
        let mut posts = 0;
        for trouble in troubles {
            for comment in [format!("Warm until {posts}"), format!("Here: {PAGE}")] {
                let text = format!("Bread {posts}");
                let post = house.commented(&by, &text, &comment).await;
                for _ in 0..by.len() {
                    house.one().await;
                }
                for (network, _) in &accounts {
                    house.social.fault(*network, trouble);
                    // And once more where it is looked for.
                    house.social.fault(*network, Trouble::ErrorBefore(503).on(Step::Read));
                }
                house.until_over().await;
                house.social.no_more_faults();
                posts += 1;
                let all = house.parts(&post).await;
                for it in &all {
                    assert_eq!(it.state(), State::Live, "{trouble:?} {comment} {it:?}");
                }
                assert_eq!(all.len(), 2 * COMMENTED.len());
                for (network, _) in &accounts {
                    assert_eq!(house.social.published(*network), 2 * posts, "{network} {trouble:?} {comment}");
                    house.has_comment(*network, &text, &comment[..4]);
                }
            }
        }
    });
}

#[test]
fn a_person_s_comment_on_linkedin_whose_answer_was_lost_is_for_a_person() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::LinkedIn).await;
        let post = house.commented(&[&account], "Rye", "Warm until six").await;
        house.one().await;
        house.social.fault(Network::LinkedIn, Trouble::LostAfter);
        house.until_over().await;
        assert_eq!(house.stand(&post).await, [State::Live, State::Person]);
        let says = house.parts(&post).await[1].says.clone().unwrap();
        assert!(says.contains("look there, and say so here"), "{says}");
        assert_eq!(house.social.published(Network::LinkedIn), 2);
    });
}

#[test]
fn what_a_restored_house_finds_due_is_looked_for_below_its_post_before_it_is_said_again() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let accounts = house.commenting().await;
        let by: Vec<&Account> = accounts.iter().map(|(_, it)| it).collect();
        let mut posts = Vec::new();
        for comment in ["Warm until six", "Here: https://bakery.example/rye"] {
            posts.push(house.commented(&by, &format!("With {comment}"), comment).await);
        }
        house.until_over().await;
        // As the backup has them, of before they went out; comments had no jobs then.
        for back in [
            "UPDATE delivery SET state = 'planned', frozen = NULL, so_far = 'null', fence = 0, tries = 0, sent_at = NULL, \
             live_id = NULL, live_url = NULL, live_at = NULL",
            "UPDATE job SET ended_at = NULL, outcome = NULL, lease_until = NULL WHERE kind = 'deliver'",
        ] {
            run(&house.desk.db, back).await;
        }
        let now = house.desk.now();
        house.desk.db.write(move |tx| Box::pin(async move { deliver::distrust(tx, now).await })).await.unwrap();
        house.until_over().await;
        for post in &posts {
            assert_eq!(house.stand(post).await, vec![State::Live; 2 * COMMENTED.len()]);
        }
        for (network, _) in &accounts {
            assert_eq!((house.social.count(*network), house.social.published(*network)), (4, 4), "{network}");
        }
    });
}

#[test]
fn a_comment_that_is_refused_leaves_its_post_and_one_of_a_post_that_is_not_there_is_not_said() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for (network, account) in house.commenting().await {
            let mut new = house.new_with(&[&account], "Stays", "Refused").await;
            new.on_break = OnBreak::TakeBack;
            let post = house.plan(new).await.unwrap();
            house.one().await;
            house.social.fault(network, Trouble::ErrorBefore(422).on(Step::Publish));
            house.until_over().await;
            house.social.no_more_faults();
            house.takes_back().await;
            assert_eq!(house.stand(&post).await, [State::Live, State::Refused], "{network}");
            // Whoever knows what to do says so, and it is said below the same post.
            let comment = house.parts(&post).await.remove(1);
            house.answers(&comment.id, Answer::Send).await;
            house.until_over().await;
            house.has_comment(network, "Stays", "Refused");
        }
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Trouble::ErrorBefore(422));
        let post = house.commented(&[&account], "Left out", "And this too").await;
        house.until_over().await;
        assert_eq!(house.stand(&post).await, [State::Refused, State::Planned]);
        let first = house.parts(&post).await.remove(0);
        house.answers(&first.id, Answer::Skip).await;
        house.until_over().await;
        assert_eq!(house.stand(&post).await, [State::Skipped, State::Skipped]);
    });
}

#[test]
fn below_a_thread_the_comment_is_its_last_part() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let accounts = [house.account(Network::Bluesky).await, house.account(Network::Facebook).await];
        let mut new = house.new_with(&[&accounts[0], &accounts[1]], "First", &format!("Here: {PAGE}")).await;
        new.parts = vec![NewPart { text: "Second".to_owned(), ..NewPart::default() }];
        house.plan(new).await.unwrap();
        house.until_over().await;
        let [first, second, comment] = &house.social.posts(Network::Bluesky)[..] else { panic!("three posts") };
        assert_eq!((&second.reply_to, &comment.reply_to), (&Some(first.id.clone()), &Some(second.id.clone())));
        assert!(comment.text.starts_with("Here: ") && comment.card.is_some(), "{comment:?}");
        let [joined, comment] = &house.social.posts(Network::Facebook)[..] else { panic!("a post and its comment") };
        assert!(joined.text.starts_with("First\n\nSecond"), "{joined:?}");
        assert_eq!(comment.reply_to.as_ref(), Some(&joined.id));
    });
}

#[test]
fn a_comment_that_is_too_long_is_not_planned_and_one_without_words_is_none() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::LinkedIn).await;
        let new = house.new_with(&[&account], "Rye", &"long ".repeat(300)).await;
        let Err(Fault::Wrong { code, says }) = house.plan(new).await else { panic!("it was planned") };
        assert_eq!(code, "text_too_long");
        assert!(says.starts_with("the first comment is 249 too long for "), "{says}");
        let post = house.commented(&[&account], "Rye", " \n").await;
        assert_eq!(post.first_comment, None);
        house.until_over().await;
        assert_eq!(house.stand(&post).await, [State::Live]);
        assert_eq!(post::thread::parts_of(&house.desk.db, &[&post.id]).await.unwrap(), []);
    });
}
