//! Unsure: networks that tell nothing of a post whose answer was lost. It is there at most once, and a person is asked.

use std::time::Duration;

use jiff::SignedDuration;
use market::account;
use market::deliver::{self, Answer, State};
use market::post::{self, Post};
use sandbox::social::{Fault, Network, Trouble, Until};
use store::test_bed::on_both;

use crate::desk::{House, UNSURE};

#[test]
fn a_lost_answer_is_for_a_person_with_the_reason_and_whatever_else_comes_it_is_there_once_or_refused() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let accounts = [house.account(Network::Telegram).await, house.account(Network::Discord).await];
        let (person, live, refused) = (State::Person, State::Live, State::Refused);
        let troubles: Vec<(Trouble, State, usize)> = vec![
            (Fault::LostBefore.into(), person, 0),
            (Fault::LostAfter.into(), person, 1),
            (Fault::ErrorBefore(500).into(), person, 0),
            (Fault::ErrorAfter(502).into(), person, 1),
            (Fault::Late(Duration::from_millis(40)).into(), person, 1),
            (Fault::Cut(3).into(), person, 1),
            (Fault::Html(true).into(), person, 1),
            (Fault::Html(false).into(), person, 0),
            (Fault::Empty(true).into(), person, 1),
            (Fault::Empty(false).into(), person, 0),
            (Fault::ErrorInside.into(), person, 0),
            // What is said to be refused is not there, and may be tried again.
            (Fault::ErrorBefore(400).into(), refused, 0),
            (Fault::Limited(Until::Unsaid).into(), live, 1),
            (Fault::Limited(Until::Seconds(90)).into(), live, 1),
            (Fault::Limited(Until::Headers(300)).times(3), live, 1),
            (Fault::Slow(Duration::from_millis(20)).into(), live, 1),
        ];
        let mut there = 0;
        for (n, (trouble, state, more)) in troubles.into_iter().enumerate() {
            for &(network, _) in UNSURE {
                house.social.fault(network, trouble);
            }
            let post = house.due(&[&accounts[0], &accounts[1]], &format!("Bread number {n}")).await;
            house.until_over().await;
            for (stands, says) in house.states(&post).await {
                assert_eq!(stands, state, "{trouble:?} {says:?}");
                if state == person {
                    let says = says.unwrap();
                    assert!(says.contains("answer was lost") && says.contains("say here whether"), "{says}");
                }
            }
            there += more;
            for &(network, _) in UNSURE {
                assert_eq!(house.social.count(network), there, "{network} {trouble:?}");
                assert_eq!(house.social.published(network), there as u64, "{network} {trouble:?}");
            }
        }
        for &(network, _) in UNSURE {
            assert_eq!(house.social.complaints(network), Vec::<String>::new());
        }
    });
}

#[test]
fn how_long_a_network_wants_to_be_left_alone_is_read_from_what_it_says() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for &(network, _) in UNSURE {
            let account = house.account(network).await;
            // Telegram tells it nowhere but in the body.
            house.social.fault(network, Fault::Limited(Until::Headers(300)));
            let post = house.due(&[&account], "Busy").await;
            house.work().await;
            let rests = account::by_id(&house.desk.db, "w", &account.id).await.unwrap().rests_until.unwrap();
            assert_eq!(rests, (house.desk.now() + SignedDuration::from_secs(300)).as_microsecond(), "{network}");
            house.until_over().await;
            assert_eq!(house.states(&post).await, vec![(State::Live, None)], "{network}");
        }
    });
}

#[test]
fn a_worker_that_dies_after_any_step_leaves_at_most_one_post_and_a_person_where_it_may_be_there() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for &(network, _) in UNSURE {
            let account = house.account(network).await;
            let (mut steps, mut deaths, mut there) = (0, 0, 0);
            loop {
                let post = house.due(&[&account], &format!("Loaf {steps}")).await;
                let ended = house.dies_after(steps).await;
                house.later(SignedDuration::from_mins(6)).await;
                house.until_over().await;
                let [(state, says)] = &house.states(&post).await[..] else { panic!("one delivery") };
                let now = house.social.count(network);
                assert!(now - there <= 1, "{network} after {steps} steps: {}", now - there);
                match state {
                    State::Live => assert_eq!(now, there + 1, "{network} after {steps} steps"),
                    // It may be there, and somebody looks.
                    State::Person => {}
                    other => panic!("{network} after {steps} steps: {other:?} {says:?}"),
                }
                there = now;
                deaths += usize::from(!ended);
                // A machine that is busy with other things does several steps at once.
                if ended && steps > 8 {
                    break;
                }
                steps += 1;
            }
            assert_eq!(house.social.published(network), there as u64);
            assert!(deaths > 1, "{network}: there is something to die in ({deaths} of {steps})");
        }
    });
}

#[test]
fn of_two_workers_at_once_one_delivers_here_too() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for &(network, _) in UNSURE {
            let account = house.account(network).await;
            for n in 0..12 {
                house.due(&[&account], &format!("Roll {n}")).await;
            }
            let (one, other) = tokio::join!(house.work(), house.work());
            assert_eq!((one + other, house.social.published(network)), (12, 12), "{network}");
        }
    });
}

async fn says(house: &House, post: &Post, said: Answer) {
    let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
    let now = house.desk.now();
    let kept =
        house.desk.db.write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &it.id), &said).await }));
    kept.await.unwrap();
}

#[test]
fn whoever_looked_says_whether_it_is_there_and_it_goes_out_or_is_live() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for &(network, _) in UNSURE {
            let account = house.account(network).await;
            house.social.fault(network, Fault::LostBefore);
            let lost = house.due(&[&account], "Lost").await;
            house.work().await;
            says(&house, &lost, Answer::Send).await;
            house.work().await;
            assert_eq!(house.states(&lost).await, vec![(State::Live, None)], "{network}");
            house.social.fault(network, Fault::LostAfter);
            let there = house.due(&[&account], "There").await;
            house.work().await;
            says(&house, &there, Answer::Live(None)).await;
            house.until_over().await;
            assert_eq!(house.states(&there).await[0].0, State::Live, "{network}");
            assert_eq!((house.social.count(network), house.social.published(network)), (2, 2), "{network}");
        }
    });
}

#[test]
fn a_token_that_was_taken_back_leaves_the_account_ill_and_nothing_there() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        for &(network, _) in UNSURE {
            let account = house.account(network).await;
            house.social.fault(network, Fault::Revoked);
            let post = house.due(&[&account], "Revoked").await;
            house.until_over().await;
            let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
                panic!("{:?}", house.states(&post).await)
            };
            assert!(says.contains("any more"), "{says}");
            let ill = account::by_id(&house.desk.db, "w", &account.id).await.unwrap();
            assert_eq!((ill.stands(), house.social.count(network)), (account::Stands::Ill, 0), "{network}");
        }
    });
}
