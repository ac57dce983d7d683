//! Posts at their hours: moved, put into the queue, and too late.

use std::sync::Arc;

use jiff::SignedDuration;
use jiff::civil::time;
use ledger::link::{By, Ground};
use market::Fault;
use market::account::{self, Account};
use market::deliver::{self, Answer, State};
use market::missed::{self, Missed, Otherwise};
use market::post::{self, New, Post, Variant, When};
use market::slot::{self, Slot, Slots};
use sandbox::social::Network;
use store::Sql;
use store::test_bed::on_both;

use crate::desk::{House, at, by, run};

impl House {
    /// A draft for these accounts.
    async fn draft(&self, accounts: &[&Account], text: &str) -> Post {
        let new = New {
            text: text.to_owned(),
            zone: "UTC".to_owned(),
            accounts: accounts.iter().map(|it| Variant { account: it.id.clone(), text: None, bare: false }).collect(),
            ..New::default()
        };
        let (random, now) = (Arc::clone(&self.desk.random), self.desk.now());
        let written = self
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { post::write(tx, &*random, now, ("w", "s", "A"), &new).await }));
        written.await.unwrap()
    }

    async fn moves(&self, post: &Post, wall: &str) -> Result<Post, Fault> {
        let (now, id, version) = (self.desk.now(), post.id.clone(), post.version);
        let when = When::of(wall, &post.zone).unwrap();
        let moved = self
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { post::move_to(tx, now, &by(), (&id, version), &when).await }));
        moved.await
    }

    async fn queues(&self, post: &Post) -> Result<Post, Fault> {
        let (random, now, id, version) =
            (Arc::clone(&self.desk.random), self.desk.now(), post.id.clone(), post.version);
        let queued = self.desk.db.write_or(move |tx| {
            Box::pin(async move {
                let (by, site) =
                    (By { site: "s".into(), name: "A".into() }, "https://bakery.example/".parse().unwrap());
                let ground = Ground { site: &site, house: &[], is_public: networks::http::is_public };
                slot::queue(tx, &*random, now, &by, (&id, version), &ground).await
            })
        });
        queued.await
    }

    async fn has_slots(&self, times: &[(i8, i8)], version: i64) -> Result<(), Fault> {
        let times = times.iter().map(|(weekday, hour)| Slot { weekday: *weekday, time: time(*hour, 0, 0, 0) });
        let slots = Slots { zone: "Europe/Berlin".to_owned(), times: times.collect(), version };
        self.desk.db.write_or(move |tx| Box::pin(async move { slot::keep(tx, "s", slots).await })).await
    }

    async fn misses(&self, missed: Missed) -> Result<(), Fault> {
        self.desk.db.write_or(move |tx| Box::pin(async move { missed::keep(tx, "w", missed).await })).await
    }
}

#[test]
fn a_planned_post_goes_out_at_the_time_to_which_it_was_moved_and_at_no_other() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        let post = house.due(&[&account], "Moved").await;
        let code = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0).code;
        let later = house.moves(&post, "2026-11-27T09:00").await.unwrap();
        assert_eq!(later.due_at, Some(at("2026-11-27T08:00:00Z").as_microsecond()));
        assert!(matches!(house.moves(&post, "2026-11-28T09:00").await, Err(Fault::Changed("post"))));
        house.work().await;
        assert_eq!(house.social.count(Network::Bluesky), 0);
        // Sooner again, though its job waits for the later time.
        let sooner = house.moves(&later, "2026-11-26T14:00").await.unwrap();
        house.later(SignedDuration::from_hours(1)).await;
        house.work().await;
        assert_eq!(house.social.count(Network::Bluesky), 1);
        let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
        assert_eq!((it.state(), it.code), (State::Live, code));
        let refused = house.moves(&sooner, "2026-11-29T09:00").await;
        assert!(matches!(refused, Err(Fault::Wrong { code: "post_went_out", .. })), "{refused:?}");
        house.until_over().await;
        assert_eq!(house.social.count(Network::Bluesky), 1);
    });
}

#[test]
fn what_is_skipped_stays_skipped_where_its_post_is_moved_and_neither_drafts_nor_the_past_are_moved_to() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let one = house.account(Network::Bluesky).await;
        let other = account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        let post = house.due(&[&one, &other], "Two").await;
        let its = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap();
        let skipped = its.iter().find(|it| it.account == other.id).unwrap().id.clone();
        let now = house.desk.now();
        let skips = house.desk.db.write_or(move |tx| {
            Box::pin(async move { deliver::answer(tx, now, ("s", &skipped), &Answer::Skip).await })
        });
        skips.await.unwrap();
        assert!(matches!(house.moves(&post, "2026-11-26T09:00").await, Err(Fault::Wrong { code: "time_past", .. })));
        house.moves(&post, "2026-11-27T09:00").await.unwrap();
        let its = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap();
        let state = |account: &Account| its.iter().find(|it| it.account == account.id).unwrap().state();
        assert_eq!((state(&one), state(&other)), (State::Planned, State::Skipped));
        let draft = house.draft(&[&one], "Not yet").await;
        let refused = house.moves(&draft, "2026-11-27T09:00").await;
        assert!(matches!(refused, Err(Fault::Wrong { code: "post_not_planned", .. })), "{refused:?}");
    });
}

#[test]
fn posts_in_the_queue_take_one_free_slot_after_the_other_on_the_slots_wall() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        let drafts = [house.draft(&[&account], "One").await, house.draft(&[&account], "Two").await];
        let none = house.queues(&drafts[0]).await;
        assert!(matches!(none, Err(Fault::Wrong { code: "slots_none", .. })), "{none:?}");
        // Mondays and Thursdays; it is Thursday, 13:00 on that wall.
        house.has_slots(&[(4, 17), (1, 9), (4, 9)], 0).await.unwrap();
        assert!(matches!(house.has_slots(&[], 0).await, Err(Fault::Changed("slots"))));
        let first = house.queues(&drafts[0]).await.unwrap();
        let second = house.queues(&drafts[1]).await.unwrap();
        let told = |post: &Post| (post.wall.clone().unwrap(), post.zone.clone());
        assert_eq!(told(&first), ("2026-11-26T17:00:00".to_owned(), "Europe/Berlin".to_owned()));
        assert_eq!(told(&second), ("2026-11-30T09:00:00".to_owned(), "Europe/Berlin".to_owned()));
        assert_eq!(first.due_at, Some(at("2026-11-26T16:00:00Z").as_microsecond()));
        // A post does not stand in its own way.
        assert_eq!(house.queues(&first).await.unwrap().wall, first.wall);
        let slots = slot::of_site(&house.desk.db, "s").await.unwrap().unwrap();
        assert_eq!(slots.times.iter().map(|slot| slot.weekday).collect::<Vec<_>>(), [1, 4, 4]);
        let next = slot::next(&house.desk.db, house.desk.now(), ("s", ""), &slots).await.unwrap().unwrap();
        assert_eq!(next.wall.to_string(), "2026-12-03T09:00:00");
        let wrong = house.has_slots(&[(8, 9)], 1).await;
        assert!(matches!(wrong, Err(Fault::Wrong { code: "slot_wrong", .. })), "{wrong:?}");
    });
}

#[test]
fn what_is_too_late_goes_out_is_skipped_or_asked_about_as_the_workspace_says() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        let late = async |missed: Option<Missed>, by: SignedDuration| {
            if let Some(missed) = missed {
                house.misses(missed).await.unwrap();
            }
            let post = house.due(&[&account], "Late").await;
            house.later(by).await;
            house.until_over().await;
            house.states(&post).await.remove(0).0
        };
        let hours = SignedDuration::from_hours;
        assert_eq!(Box::pin(late(None, hours(3))).await, State::Person);
        let skip = Missed { within_minutes: 30, otherwise: Otherwise::Skip };
        assert_eq!(Box::pin(late(Some(skip), hours(3))).await, State::Skipped);
        assert_eq!(Box::pin(late(None, SignedDuration::from_mins(20))).await, State::Live);
        let patient = Missed { within_minutes: 6 * 60, otherwise: Otherwise::Ask };
        assert_eq!(Box::pin(late(Some(patient), hours(5))).await, State::Live);
        assert_eq!(house.social.count(Network::Bluesky), 2);
        let wrong = house.misses(Missed { within_minutes: -1, ..patient }).await;
        assert!(matches!(wrong, Err(Fault::Wrong { code: "minutes_wrong", .. })), "{wrong:?}");
    });
}

#[test]
fn where_a_zone_changed_its_rules_a_post_keeps_its_time_on_the_wall_and_says_so() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Mastodon).await;
        let post = house.due(&[&account], "Rye").await;
        let meant = house.moves(&post, "2027-03-01T09:00").await.unwrap();
        assert_eq!(post::replan(&house.desk).await.unwrap(), 0);
        // As an older database would have planned it: an hour later, and an hour earlier.
        for (post, delivery, job) in [
            (
                "UPDATE post SET due_at = due_at + 3600000000",
                "UPDATE delivery SET due_at = due_at + 3600000000",
                "UPDATE job SET due_at = due_at + 3600000000 WHERE kind = 'deliver'",
            ),
            (
                "UPDATE post SET due_at = due_at - 3600000000",
                "UPDATE delivery SET due_at = due_at - 3600000000",
                "UPDATE job SET due_at = due_at - 3600000000 WHERE kind = 'deliver'",
            ),
        ] {
            for text in [post, delivery, job] {
                run(&house.desk.db, text).await;
            }
            assert_eq!(post::replan(&house.desk).await.unwrap(), 1);
            assert_eq!(post::replan(&house.desk).await.unwrap(), 0, "once");
        }
        let now = post::by_id(&house.desk.db, "s", &post.id).await.unwrap();
        assert_eq!((now.due_at, &now.wall), (meant.due_at, &meant.wall));
        let told = Sql::new("told", "SELECT says FROM notice WHERE kind = 'post_replanned' ORDER BY id");
        let told: Vec<(String,)> = told.fetch_all(&house.desk.db).await.unwrap();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].0.contains("2027-03-01T08:00:00Z and no longer 2027-03-01T09:00:00Z"), "{told:?}");

        let until = at("2027-03-01T08:00:00Z").duration_since(house.desk.now());
        house.later(until - SignedDuration::from_mins(1)).await;
        house.work().await;
        assert_eq!(house.social.count(Network::Mastodon), 0);
        house.later(SignedDuration::from_mins(2)).await;
        house.work().await;
        assert_eq!(house.social.count(Network::Mastodon), 1);
    });
}
