//! Threads: each part once, below the one above it, whatever dies in between; and what becomes of one that breaks.

use jiff::SignedDuration;
use market::account::{self, Account};
use market::deliver::{self, Answer, Delivery, JOB, State, TAKE_BACK};
use market::post::thread::parts_of;
use market::post::{self, New, NewPart, OnBreak, Post, Variant};
use market::{Fault, LEASE};
use sandbox::social::{Fault as Trouble, Network, Social, Until};
use store::queue;
use store::test_bed::on_both;

use crate::desk::House;

/// Networks on which parts are posts.
const THREADED: [Network; 5] = [Network::Bluesky, Network::Mastodon, Network::X, Network::Threads, Network::Nostr];

/// What somebody wrote: a post and two parts below it.
fn thread(accounts: &[&Account], text: &str, on_break: OnBreak) -> New {
    let accounts = accounts.iter().map(|it| Variant { account: it.id.clone(), text: None, ..Variant::default() });
    let part = |more: &str| NewPart { text: format!("{text}: {more}"), ..NewPart::default() };
    New {
        text: text.to_owned(),
        page: Some("https://bakery.example/rye".to_owned()),
        parts: vec![part("second"), part("third")],
        on_break,
        zone: "UTC".to_owned(),
        accounts: accounts.collect(),
        ..New::default()
    }
}

impl House {
    async fn threads(&self, accounts: &[&Account], text: &str, on_break: OnBreak) -> Post {
        self.plan(thread(accounts, text, on_break)).await.unwrap()
    }

    /// The deliveries of a thread, part after part.
    pub(crate) async fn parts(&self, post: &Post) -> Vec<Delivery> {
        let mut all = post::deliveries_of(&self.desk.db, &[&post.id]).await.unwrap();
        for part in parts_of(&self.desk.db, &[&post.id]).await.unwrap() {
            all.extend(post::deliveries_of(&self.desk.db, &[&part.id]).await.unwrap());
        }
        all
    }

    pub(crate) async fn stand(&self, post: &Post) -> Vec<State> {
        self.parts(post).await.iter().map(Delivery::state).collect()
    }

    /// Works on one job.
    pub(crate) async fn one(&self) {
        let claim = queue::claim(&self.desk.db, &[JOB], self.desk.now(), LEASE).await.unwrap().unwrap();
        deliver::deliver(&self.desk, &claim).await.unwrap();
    }

    pub(crate) async fn takes_back(&self) {
        while let Some(claim) = queue::claim(&self.desk.db, &[TAKE_BACK], self.desk.now(), LEASE).await.unwrap() {
            deliver::take_back(&self.desk, &claim).await.unwrap();
        }
    }

    pub(crate) async fn answers(&self, id: &str, said: Answer) {
        let (now, id) = (self.desk.now(), id.to_owned());
        let kept = self
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &id), &said).await.map(drop) }));
        kept.await.unwrap();
    }

    /// That the last thread on `network` is whole, part below part.
    fn is_whole(&self, network: Network, text: &str) {
        let posts = self.social.posts(network);
        let [first, second, third] = &posts[posts.len() - 3..] else { panic!("{network}: {posts:?}") };
        assert!(first.text.starts_with(text) && first.reply_to.is_none(), "{network}: {first:?}");
        assert_eq!(
            (&second.text, &second.reply_to),
            (&format!("{text}: second"), &Some(first.id.clone())),
            "{network}"
        );
        assert_eq!((&third.text, &third.reply_to), (&format!("{text}: third"), &Some(second.id.clone())), "{network}");
    }
}

#[test]
fn parts_stand_below_each_other_and_are_joined_where_there_are_no_threads() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let mut accounts = Vec::new();
        for network in THREADED.into_iter().chain([Network::Facebook]) {
            accounts.push(house.account(network).await);
        }
        let hand = account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        let by: Vec<&Account> = accounts.iter().chain([&hand]).collect();
        let post = house.threads(&by, "Rye", OnBreak::GoOn).await;
        house.until_over().await;
        for network in THREADED {
            house.is_whole(network, "Rye");
            assert_eq!(house.social.complaints(network), Vec::<String>::new());
        }
        let [joined] = &house.social.posts(Network::Facebook)[..] else { panic!("one post") };
        assert!(joined.text.starts_with("Rye\n\nRye: second\n\nRye: third"), "{joined:?}");
        let of = |state: State| move |it: &Delivery| it.state() == state;
        let all = house.parts(&post).await;
        assert_eq!((all.len(), all.iter().filter(|it| of(State::Live)(it)).count()), (17, 16));
        let turn = all.iter().find(|it| of(State::Waiting)(it)).unwrap();
        assert!(market::hand::text(&post, turn, true).starts_with("Rye\n\nRye: second"));
    });
}

#[test]
fn a_worker_that_dies_after_any_step_leaves_each_part_once() {
    for (networks, keys) in [(&THREADED[..], true), (&[Network::Mastodon][..], false)] {
        on_both(async move |bed| {
            let house = House::with(bed, |social| if keys { social } else { social.ignores_idempotency() }).await;
            for network in networks.iter().copied() {
                let account = house.account(network).await;
                for steps in 0..24 {
                    let text = format!("Loaf {steps}");
                    house.threads(&[&account], &text, OnBreak::GoOn).await;
                    // Dies in the first part, then in those below it.
                    for _ in 0..3 {
                        house.dies_after(steps).await;
                        house.later(SignedDuration::from_mins(6)).await;
                    }
                    house.until_over().await;
                    assert_eq!(house.social.count(network), 3 * (steps + 1), "{network} after {steps} steps");
                    house.is_whole(network, &text);
                }
            }
        });
    }
}

#[test]
fn whatever_becomes_of_an_answer_each_part_is_there_once() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let mut accounts = Vec::new();
        for network in THREADED {
            accounts.push(house.account(network).await);
        }
        let by: Vec<&Account> = accounts.iter().collect();
        let troubles = [
            Trouble::LostBefore,
            Trouble::LostAfter,
            Trouble::ErrorAfter(502),
            Trouble::Limited(Until::Seconds(90)),
            Trouble::Cut(3),
            Trouble::Html(true),
            Trouble::Empty(true),
        ];
        let mut threads = 0;
        for trouble in troubles {
            // In the first part, in the second, in the last.
            for part in 0..3 {
                let text = format!("Bread {threads}");
                let post = house.threads(&by, &text, OnBreak::GoOn).await;
                for _ in 0..part * by.len() {
                    house.one().await;
                }
                for network in THREADED {
                    house.social.fault(network, trouble);
                }
                house.until_over().await;
                house.social.no_more_faults();
                threads += 1;
                assert_eq!(house.stand(&post).await, vec![State::Live; 3 * THREADED.len()], "{trouble:?} {part}");
                for network in THREADED {
                    assert_eq!(house.social.published(network), 3 * threads, "{network} {trouble:?} {part}");
                    house.is_whole(network, &text);
                }
            }
        }
    });
}

#[test]
fn a_thread_that_breaks_goes_on_or_is_taken_back_as_chosen() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for network in THREADED {
            let account = house.account(network).await;
            let goes_on = house.threads(&[&account], "Goes on", OnBreak::GoOn).await;
            house.one().await;
            house.social.fault(network, Trouble::ErrorBefore(422));
            house.until_over().await;
            assert_eq!(house.stand(&goes_on).await, [State::Live, State::Refused, State::Live], "{network}");
            let posts = house.social.posts(network);
            assert_eq!(posts[1].reply_to.as_ref(), Some(&posts[0].id), "{network}: below the last that is there");

            let back = house.threads(&[&account], "Comes back", OnBreak::TakeBack).await;
            house.one().await;
            house.social.fault(network, Trouble::ErrorBefore(422));
            house.until_over().await;
            house.takes_back().await;
            assert_eq!(house.stand(&back).await, [State::Gone, State::Refused, State::Skipped], "{network}");
            assert_eq!(house.social.count(network), 2, "{network}");
            assert_eq!(house.parts(&back).await[0].cause.as_deref(), Some("taken_back"));
            let stands = ledger::presence::of_site(&house.desk.db, "s", 99).await.unwrap();
            assert!(stands.iter().any(|it| it.to_at.is_some()), "what was taken back stands outside no more");
        }
    });
}

#[test]
fn a_first_part_that_is_refused_holds_the_others_until_it_is_there() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Trouble::ErrorBefore(422));
        let post = house.threads(&[&account], "Held", OnBreak::GoOn).await;
        house.until_over().await;
        assert_eq!(house.stand(&post).await, [State::Refused, State::Planned, State::Planned]);
        let first = house.parts(&post).await.remove(0);
        house.answers(&first.id, Answer::Send).await;
        house.until_over().await;
        house.is_whole(Network::Mastodon, "Held");
        // Left out, what is below it is left out too.
        house.social.fault(Network::Mastodon, Trouble::ErrorBefore(422));
        let post = house.threads(&[&account], "Left", OnBreak::GoOn).await;
        house.until_over().await;
        let first = house.parts(&post).await.remove(0);
        house.answers(&first.id, Answer::Skip).await;
        house.until_over().await;
        assert_eq!(house.stand(&post).await, vec![State::Skipped; 3]);
        assert_eq!(house.social.count(Network::Mastodon), 3);
    });
}

#[test]
fn a_part_that_is_too_long_or_says_nothing_is_not_planned() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        for (text, code, says) in
            [("long ".repeat(80), "text_too_long", "part 3 is"), (" ".into(), "text_empty", "part 3 says nothing")]
        {
            let mut new = thread(&[&account], "Rye", OnBreak::GoOn);
            new.parts[1].text = text;
            let Err(Fault::Wrong { code: told, says: why }) = house.plan(new).await else { panic!("it was planned") };
            assert_eq!(told, code);
            assert!(why.contains(says), "{why}");
        }
    });
}
