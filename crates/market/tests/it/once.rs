//! Once: answers that are lost, errors after the deed, a worker that dies after any step, two workers at once.

use std::time::Duration;

use jiff::SignedDuration;
use market::deliver::{self, State};
use sandbox::social::{Fault, Network, Social, Step, Trouble, Until};
use store::test_bed::on_both;

use crate::desk::{ALL, House, run};

#[test]
fn a_post_goes_out_with_its_card_and_its_link_and_ends_in_a_receipt() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (bluesky, mastodon) = (house.account(Network::Bluesky).await, house.account(Network::Mastodon).await);
        let post = house.due(&[&bluesky, &mastodon], "Rye, warm: https://bakery.example/rye").await;
        assert_eq!(house.work().await, 2);
        assert_eq!(house.states(&post).await, vec![(State::Live, None); 2]);
        let on = |network| house.social.posts(network).remove(0);
        let (short, long) = (on(Network::Bluesky), on(Network::Mastodon));
        assert!(short.text.starts_with("Rye, warm: bakery.example/rye"), "{}", short.text);
        let card = short.card.unwrap();
        assert_eq!((&*card.title, &*card.description), ("Rye", "Baked today"));
        let codes: Vec<String> = market::post::deliveries_of(&house.desk.db, &[&post.id])
            .await
            .unwrap()
            .into_iter()
            .map(|it| it.code.unwrap())
            .collect();
        assert_ne!(codes[0], codes[1], "each delivery is told apart");
        assert!(codes.iter().any(|code| card.address.ends_with(&format!("/rye?e={code}"))), "{}", card.address);
        assert!(
            codes.iter().any(|code| long.links.iter().any(|link| link.ends_with(&format!("?e={code}")))),
            "{long:?}"
        );
        let stands = ledger::presence::of_site(&house.desk.db, "s", 9).await.unwrap();
        assert_eq!(stands.len(), 2);
        assert!(stands.iter().all(|it| it.to_at.is_none() && it.url.is_some()));
    });
}

#[test]
fn whatever_becomes_of_the_answer_it_is_there_once() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let accounts = house.accounts().await;
        let troubles: Vec<Trouble> = vec![
            Fault::LostBefore.into(),
            Fault::LostAfter.into(),
            Fault::ErrorBefore(500).into(),
            Fault::ErrorAfter(502).into(),
            Fault::ErrorAfter(503).times(2),
            Fault::Late(Duration::from_millis(40)).into(),
            Fault::Limited(Until::Unsaid).into(),
            Fault::Limited(Until::Seconds(90)).into(),
            Fault::Limited(Until::Headers(300)).times(3),
            Fault::Cut(3).into(),
            Fault::Html(true).into(),
            Fault::Html(false).into(),
            Fault::Empty(true).into(),
            Fault::Empty(false).into(),
            Fault::ErrorInside.into(),
            Fault::LostBefore.times(3),
        ];
        // What is made before it is shown may go wrong as well.
        let unseen = troubles.iter().map(|trouble| trouble.on(Step::Prepare));
        let all: Vec<Trouble> = troubles.iter().copied().chain(unseen).collect();
        for (n, trouble) in all.iter().enumerate() {
            for (network, _) in &accounts {
                house.social.fault(*network, *trouble);
            }
            let by: Vec<_> = accounts.iter().map(|(_, account)| account).collect();
            let post = house.due(&by, &format!("Bread number {n}")).await;
            house.until_over().await;
            house.social.no_more_faults();
            assert_eq!(house.states(&post).await, vec![(State::Live, None); ALL.len()], "{trouble:?}");
            for (network, _) in ALL {
                assert_eq!(house.social.count(*network), n + 1, "{network} {trouble:?}");
                assert_eq!(house.social.published(*network), n as u64 + 1, "{network} {trouble:?}");
            }
        }
        for (network, _) in ALL {
            assert_eq!(house.social.complaints(*network), Vec::<String>::new());
        }
    });
}

#[test]
fn a_look_that_goes_wrong_itself_proves_nothing() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let accounts = house.accounts().await;
        let by: Vec<_> = accounts.iter().map(|(_, account)| account).collect();
        let looks = [
            Fault::LostBefore,
            Fault::ErrorBefore(500),
            Fault::Limited(Until::Headers(120)),
            Fault::Cut(3),
            Fault::Html(false),
            Fault::Empty(false),
            Fault::ErrorInside,
        ];
        let both = looks.iter().flat_map(|look| [(Fault::LostBefore, *look), (Fault::LostAfter, *look)]);
        for (n, (lost, look)) in both.enumerate() {
            for (network, _) in ALL {
                house.social.fault(*network, lost);
                house.social.fault(*network, look.on(Step::Read).times(2));
            }
            let post = house.due(&by, &format!("Looked for {n}")).await;
            house.until_over().await;
            house.social.no_more_faults();
            assert_eq!(house.states(&post).await, vec![(State::Live, None); ALL.len()], "{lost:?} {look:?}");
            for (network, _) in ALL {
                assert_eq!(house.social.published(*network), n as u64 + 1, "{network} {lost:?} {look:?}");
            }
        }
    });
}

#[test]
fn a_clock_that_leaps_ahead_makes_no_network_faster() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Fault::Late(Duration::from_millis(900)));
        let post = house.due(&[&account], "On its way").await;
        house.work().await;
        house.clock.leap(SignedDuration::from_hours(1));
        house.work().await;
        house.until_over().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!(house.social.published(Network::Mastodon), 1);
    });
}

#[test]
fn a_clock_that_was_ahead_keeps_nothing_waiting_once_the_house_goes_on() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Fault::LostBefore);
        house.clock.leap(SignedDuration::from_hours(9));
        let post = house.due(&[&account], "Far away").await;
        house.work().await;
        house.clock.leap(SignedDuration::from_hours(-9));
        run(&house.desk.db, "UPDATE delivery SET due_at = due_at - 32400000000").await;
        let now = house.desk.now();
        house.desk.db.write(move |tx| Box::pin(async move { deliver::distrust(tx, now).await })).await.unwrap();
        for _ in 0..3 {
            house.work().await;
            house.later(SignedDuration::from_mins(3)).await;
        }
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
    });
}

#[test]
fn a_post_is_found_below_all_that_the_account_posted_since() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Fault::Late(Duration::from_millis(40)));
        let first = house.due(&[&account], "The first of many").await;
        house.work().await;
        house.social.settled().await;
        for n in 0..90 {
            house.due(&[&account], &format!("One of many, {n}")).await;
        }
        house.work().await;
        house.until_over().await;
        assert_eq!(house.states(&first).await, vec![(State::Live, None)]);
        assert_eq!(house.social.published(Network::Mastodon), 91);
    });
}

#[test]
fn a_worker_that_dies_after_any_step_leaves_one_post() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        for (network, account) in house.accounts().await {
            let (mut steps, mut deaths) = (0, 0);
            loop {
                let post = house.due(&[&account], &format!("Loaf {steps}")).await;
                let ended = house.dies_after(steps).await;
                deaths += usize::from(!ended);
                // Whoever is dead does not hold the job for ever.
                house.later(SignedDuration::from_mins(6)).await;
                house.until_over().await;
                let [(state, says)] = &house.states(&post).await[..] else { panic!("one delivery") };
                assert_eq!(*state, State::Live, "{network} {steps} {says:?}");
                assert_eq!(house.social.count(network), steps + 1, "{network} after {steps} steps");
                // A machine that is busy with other things does several steps at once.
                if ended && steps > 8 {
                    break;
                }
                steps += 1;
            }
            assert!(deaths > 1, "{network}: there is something to die in ({deaths} of {steps})");
        }
    });
}

#[test]
fn of_two_workers_at_once_one_delivers() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let accounts = house.accounts().await;
        let by: Vec<_> = accounts.iter().map(|(_, account)| account).collect();
        for n in 0..12 {
            house.due(&by, &format!("Roll {n}")).await;
        }
        let (one, other) = tokio::join!(house.work(), house.work());
        assert_eq!(one + other, 12 * ALL.len());
        for (network, _) in ALL {
            assert_eq!(house.social.published(*network), 12, "{network}");
        }
    });
}

#[test]
fn a_token_that_was_taken_back_sends_nothing_and_asks_for_a_person() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        // Bluesky's app password makes a new one, and at Nostr nobody has a token.
        let has_token = |it: Network| !matches!(it, Network::Bluesky | Network::Nostr);
        for (network, account) in house.accounts().await.into_iter().filter(|(it, _)| has_token(*it)) {
            house.social.fault(network, Fault::Revoked);
            let post = house.due(&[&account], "Without a token").await;
            house.until_over().await;
            let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
                panic!("{network}: {:?}", house.states(&post).await)
            };
            assert!(says.contains(" again"), "{network}: {says}");
            assert_eq!(house.social.count(network), 0, "{network}");
        }
    });
}

#[test]
fn what_the_network_refuses_is_told_with_its_words_and_not_tried_again() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Fault::ErrorBefore(422));
        let post = house.due(&[&account], "Not this").await;
        house.until_over().await;
        let [(State::Refused, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.starts_with("The server does not take the post: "), "{says}");
        assert_eq!(house.social.count(Network::Mastodon), 0);
    });
}

#[test]
fn a_network_that_cannot_be_looked_at_for_a_day_leaves_it_to_a_person() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        house.social.fault(Network::Mastodon, Fault::LostBefore);
        house.social.fault(Network::Mastodon, Fault::ErrorBefore(503).on(Step::Read).times(u64::MAX));
        let post = house.due(&[&account], "Away").await;
        for _ in 0..40 {
            house.work().await;
            house.later(SignedDuration::from_hours(1)).await;
        }
        let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.contains("could not be looked up for a day"), "{says}");
        assert_eq!(house.social.count(Network::Mastodon), 0);
    });
}

#[test]
fn what_a_restored_house_finds_due_is_looked_for_before_it_is_sent() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let accounts = house.accounts().await;
        let by: Vec<_> = accounts.iter().map(|(_, account)| account).collect();
        let mut posts = Vec::new();
        for n in 0..5 {
            posts.push(house.due(&by, &format!("Before the backup {n}")).await);
        }
        house.work().await;
        // As the backup has them, of before they went out.
        for back in [
            "UPDATE delivery SET state = 'planned', frozen = NULL, so_far = 'null', fence = 0, tries = 0, sent_at = NULL, \
             live_id = NULL, live_url = NULL, live_at = NULL",
            "UPDATE job SET ended_at = NULL, outcome = NULL, lease_until = NULL",
        ] {
            run(&house.desk.db, back).await;
        }
        posts.push(house.due(&by, "Not out yet").await);
        let now = house.desk.now();
        let many = house.desk.db.write(move |tx| Box::pin(async move { deliver::distrust(tx, now).await })).await;
        assert_eq!(many.unwrap(), 6 * ALL.len() as u64);
        house.until_over().await;
        for post in &posts {
            assert_eq!(house.states(post).await, vec![(State::Live, None); ALL.len()]);
        }
        for (network, _) in ALL {
            assert_eq!((house.social.count(*network), house.social.published(*network)), (6, 6), "{network}");
        }
    });
}

#[test]
fn a_refusal_that_breaks_off_in_the_middle_proves_nothing() {
    on_both(async |bed| {
        let house = House::with(bed, Social::ignores_idempotency).await;
        let accounts = house.accounts().await;
        for (network, _) in &accounts {
            house.social.fault(*network, Fault::LostAfter);
            // Where it is sent again, the network says that it has it, and that is cut.
            house.social.fault(*network, Fault::Cut(20));
        }
        let by: Vec<_> = accounts.iter().map(|(_, account)| account).collect();
        let post = house.due(&by, "Half an answer").await;
        house.until_over().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None); ALL.len()]);
        for (network, _) in ALL {
            assert_eq!(house.social.published(*network), 1, "{network}");
        }
    });
}
