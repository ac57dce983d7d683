//! Posts that repeat: each copy once, with a link of its own, so many copies and no more.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use market::account;
use market::deliver::{self, Answer, State};
use market::post::repeat::{self, Repeat};
use market::post::{self, Post};
use market::{Fault, LEASE};
use sandbox::social::Network;
use store::queue;
use store::test_bed::on_both;

use crate::desk::House;

async fn repeats(house: &House, post: &Post, repeat: Repeat) -> Result<(), Fault> {
    let id = post.id.clone();
    house.desk.db.write_or(move |tx| Box::pin(async move { repeat::keep(tx, ("s", &id), repeat).await })).await
}

/// Makes the copies that are to be made; how many jobs that were.
async fn goes_on(house: &House) -> usize {
    let mut done = 0;
    while let Some(claim) = queue::claim(&house.desk.db, &[repeat::JOB], house.desk.now(), LEASE).await.unwrap() {
        repeat::run(&house.desk, claim).await.unwrap();
        done += 1;
    }
    done
}

async fn all(house: &House) -> Vec<Post> {
    post::of_site(&house.desk.db, "s", (i64::MIN, i64::MAX), false, 99).await.unwrap()
}

#[test]
fn a_post_goes_out_again_each_week_so_many_times_each_with_a_link_of_its_own() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let (sky, toot) = (house.account(Network::Bluesky).await, house.account(Network::Mastodon).await);
        let post = house.due(&[&sky, &toot], "Evergreen").await;
        repeats(&house, &post, Repeat { every_days: 7, copies: 2, until: None }).await.unwrap();
        for week in 1..=4 {
            house.work().await;
            assert!(goes_on(&house).await <= 1);
            let copies = all(&house).await;
            assert_eq!(copies.len(), (week + 1).min(3), "one copy though two accounts are live");
            house.later(SignedDuration::from_hours(7 * 24)).await;
        }
        assert_eq!((house.social.count(Network::Bluesky), house.social.count(Network::Mastodon)), (3, 3));
        let posts = all(&house).await;
        let walls: Vec<&str> = posts.iter().map(|post| &post.wall.as_deref().unwrap()[..16]).collect();
        assert_eq!(walls, ["2026-11-26T13:00", "2026-12-03T13:00", "2026-12-10T13:00"]);
        let ids: Vec<&str> = posts.iter().map(|post| &*post.id).collect();
        let deliveries = post::deliveries_of(&house.desk.db, &ids).await.unwrap();
        let codes: BTreeSet<&str> = deliveries.iter().map(|it| it.code.as_deref().unwrap()).collect();
        assert_eq!(codes.len(), 6);
        assert!(deliveries.iter().all(|it| it.state() == State::Live));
        assert_eq!(repeat::of(&house.desk.db, &posts[2].id).await.unwrap().unwrap().copies, 0);
    });
}

#[test]
fn it_ends_after_its_last_day_and_what_was_late_repeats_at_the_next_time_to_come() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let sky = house.account(Network::Bluesky).await;
        let post = house.due(&[&sky], "Until").await;
        let until = Some("2026-12-01".parse().unwrap());
        repeats(&house, &post, Repeat { every_days: 2, copies: 9, until }).await.unwrap();
        house.work().await;
        goes_on(&house).await;
        assert_eq!(all(&house).await.len(), 2);
        // The second goes out an hour late; the third would be on the 30th, the fourth after the last day.
        house.later(SignedDuration::from_hours(49)).await;
        house.work().await;
        goes_on(&house).await;
        house.later(SignedDuration::from_hours(48)).await;
        house.work().await;
        goes_on(&house).await;
        let walls: Vec<String> =
            all(&house).await.iter().map(|post| post.wall.as_deref().unwrap()[..16].to_owned()).collect();
        assert_eq!(walls, ["2026-11-26T13:00", "2026-11-28T13:00", "2026-11-30T13:00"]);
        let wrong = repeats(&house, &post, Repeat { every_days: 0, copies: 1, until: None }).await;
        assert!(matches!(wrong, Err(Fault::Wrong { code: "repeat_wrong", .. })), "{wrong:?}");
    });
}

#[test]
fn a_copy_that_cannot_be_planned_stands_among_the_drafts() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let sky = house.account(Network::Bluesky).await;
        let post = house.due(&[&sky], "Nobody").await;
        repeats(&house, &post, Repeat { every_days: 1, copies: 3, until: None }).await.unwrap();
        house.work().await;
        goes_on(&house).await;
        let copy = all(&house).await.remove(1);
        let (now, id) = (house.desk.now(), sky.id.clone());
        house
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { account::disconnect(tx, "w", &id, now).await }))
            .await
            .unwrap();
        house.later(SignedDuration::from_hours(25)).await;
        house.work().await;
        assert_ne!(house.states(&copy).await[0].0, State::Live);
        // Somebody posted it himself after all, and says so.
        let it = post::deliveries_of(&house.desk.db, &[&copy.id]).await.unwrap().remove(0);
        let now = house.desk.now();
        let answer = house.desk.db.write_or(move |tx| {
            Box::pin(async move { deliver::answer(tx, now, ("s", &it.id), &Answer::Live(None)).await })
        });
        answer.await.unwrap();
        assert_eq!(goes_on(&house).await, 1);
        let drafts = post::of_site(&house.desk.db, "s", (0, 0), true, 9).await.unwrap();
        assert_eq!(drafts.len(), 1);
        assert_eq!(repeat::of(&house.desk.db, &drafts[0].id).await.unwrap().unwrap().copies, 1);
    });
}
