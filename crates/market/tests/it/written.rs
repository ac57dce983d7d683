//! Posts as people write, plan, change and answer for them.

use std::sync::Arc;

use jiff::SignedDuration;
use market::Fault;
use market::account;
use market::deliver::{self, Answer, State};
use market::media;
use market::post::{self, Chosen, New, Variant, When};
use sandbox::social::Network;
use store::test_bed::on_both;

use crate::desk::{House, at, by, plain, run};

#[test]
fn a_wall_and_its_zone_are_what_was_meant_on_both_nights_of_the_clocks() {
    let when = |wall: &str| When::of(wall, "Europe/Berlin").unwrap();
    assert_eq!(when("2026-11-28T09:00").at, at("2026-11-28T08:00:00Z"));
    assert_eq!(when("2026-07-01T09:00").at, at("2026-07-01T07:00:00Z"));
    // The wall has no 2:30 when clocks go forward, and shows it twice when they go back.
    let gap = when("2026-03-29T02:30");
    assert!(gap.moved);
    assert_eq!((gap.at, gap.wall.to_string()), (at("2026-03-29T01:30:00Z"), "2026-03-29T03:30:00".to_owned()));
    assert_eq!(when("2026-10-25T02:30").at, at("2026-10-25T00:30:00Z"));
    for wrong in ["tomorrow", "2026-13-01T00:00", "2026-11-28 25:00", ""] {
        assert!(matches!(When::of(wrong, "Europe/Berlin"), Err(Fault::Wrong { code: "time_invalid", .. })), "{wrong}");
    }
    assert!(matches!(When::of("2026-11-28T09:00", "Mars/Base"), Err(Fault::Wrong { code: "zone_unknown", .. })));
}

#[test]
fn every_wall_time_in_every_zone_is_an_instant_that_shows_it_or_says_that_it_moved() {
    for zone in jiff::tz::db().available() {
        let zone = zone.as_str();
        for day in ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"] {
            for minute in (0..24 * 60).step_by(15) {
                let wall = format!("{day}T{:02}:{:02}", minute / 60, minute % 60);
                let when = When::of(&wall, zone).unwrap();
                let shown = when.at.to_zoned(jiff::tz::TimeZone::get(zone).unwrap()).datetime();
                assert_eq!(shown, when.wall, "{wall} in {zone}");
                assert_eq!(when.moved, shown != wall.parse().unwrap(), "{wall} in {zone}");
            }
        }
    }
}

#[test]
fn what_was_changed_meanwhile_is_not_overwritten_and_what_is_back_in_the_drafts_does_not_go_out() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        let post = house.due(&[&account], "First").await;
        let change = async |version: i64, text: &str| {
            let new = New {
                text: text.to_owned(),
                zone: "Europe/Berlin".to_owned(),
                accounts: vec![Variant { account: account.id.clone(), text: None, bare: false }],
                ..New::default()
            };
            let (random, now, id) = (Arc::clone(&house.desk.random), house.desk.now(), post.id.clone());
            house
                .desk
                .db
                .write_or(move |tx| {
                    Box::pin(
                        async move { post::change(tx, &*random, now, ("w", "s", "A"), (&id, version), &new).await },
                    )
                })
                .await
        };
        let changed = change(post.version, "Second").await.unwrap();
        assert!(matches!(change(post.version, "Third").await, Err(Fault::Changed("post"))));
        let (now, id, version) = (house.desk.now(), post.id.clone(), changed.version);
        let back = house
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { post::unschedule(tx, now, &by(), (&id, version)).await }));
        assert_eq!(back.await.unwrap().due_at, None);
        house.until_over().await;
        assert_eq!(house.social.count(Network::Bluesky), 0);
        assert_eq!(house.states(&post).await, vec![(State::Draft, None)]);
    });
}

#[test]
fn by_hand_it_waits_for_somebody_and_is_live_when_he_says_so() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        let post = house.due(&[&account], "By hand").await;
        house.work().await;
        let [(State::Waiting, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.contains("post it on r/bread"), "{says}");
        let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
        let answer = async |said: Answer| {
            let (now, id) = (house.desk.now(), it.id.clone());
            let kept = house
                .desk
                .db
                .write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &id), &said).await }));
            kept.await
        };
        assert!(matches!(
            answer(Answer::Live(Some("there".into()))).await,
            Err(Fault::Wrong { code: "address_invalid", .. })
        ));
        let live = answer(Answer::Live(Some("https://www.reddit.com/r/bread/1".into()))).await.unwrap();
        assert_eq!(
            (live.state(), live.receipt().unwrap().url.as_deref()),
            (State::Live, Some("https://www.reddit.com/r/bread/1"))
        );
        assert!(matches!(answer(Answer::Skip).await, Err(Fault::Wrong { code: "delivery_not_open", .. })));
        assert_eq!(ledger::presence::of_site(&house.desk.db, "s", 9).await.unwrap().len(), 1);
    });
}

#[test]
fn what_should_have_gone_out_while_nobody_was_at_work_is_asked_about_first() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        let post = house.due(&[&account], "Missed").await;
        house.later(SignedDuration::from_hours(3)).await;
        house.work().await;
        let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.contains("its time passed while Tidings was not at work"), "{says}");
        let it = post::deliveries_of(&house.desk.db, &[&post.id]).await.unwrap().remove(0);
        let now = house.desk.now();
        let kept = house
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &it.id), &Answer::Send).await }));
        assert_eq!(kept.await.unwrap().state(), State::Planned);
        house.work().await;
        assert_eq!(house.states(&post).await, vec![(State::Live, None)]);
        assert_eq!(house.social.count(Network::Bluesky), 1);
    });
}

#[test]
fn a_text_is_counted_as_its_server_counts_and_one_that_is_too_long_is_not_planned() {
    on_both(async |bed| {
        let house = House::with(bed, |social| social.mastodon_characters(60)).await;
        let account = house.account(Network::Mastodon).await;
        let page = Some("https://example.com/a/very/long/way/to/the/rye/of/the/day");
        let counted = post::counted(&account, "Rye", page, false);
        // Three, two line ends, and 23 for an address however long.
        assert_eq!((counted[0].used, counted[0].limit), (28, Some(60)));
        let planned = house.try_due(&[&account], &"long ".repeat(40)).await;
        let Err(Fault::Wrong { code: "text_too_long", says }) = planned else { panic!("{planned:?}") };
        assert!(says.contains("too long for @"), "{says}");
    });
}

#[test]
fn below_a_picture_telegram_takes_less_and_a_text_that_is_too_long_there_is_not_planned() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Telegram).await;
        let limit = |pictured| post::counted(&account, "Rye", None, pictured)[0].limit;
        assert_eq!((limit(false), limit(true)), (Some(4_096), Some(1_024)));
        let long = "long ".repeat(300);
        house.try_due(&[&account], &long).await.unwrap();
        let picture = media::keep(&house.desk, ("s", "A"), plain()).await.unwrap();
        let new = New {
            text: long,
            zone: "Europe/Berlin".to_owned(),
            accounts: vec![Variant { account: account.id.clone(), text: None, bare: false }],
            media: vec![Chosen { digest: picture.digest, alt: String::new() }],
            ..New::default()
        };
        let planned = house.plan(new).await;
        let Err(Fault::Wrong { code: "text_too_long", says }) = planned else { panic!("{planned:?}") };
        assert!(says.contains("too long for @shop"), "{says}");
    });
}

#[test]
fn what_is_planned_for_a_site_in_the_bin_does_not_go_out_and_its_workspace_can_be_forgotten() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let account = house.account(Network::Bluesky).await;
        let post = house.due(&[&account], "In the bin").await;
        run(&house.desk.db, "UPDATE site SET removed_at = 1").await;
        house.until_over().await;
        let [(State::Person, Some(says))] = &house.states(&post).await[..] else {
            panic!("{:?}", house.states(&post).await)
        };
        assert!(says.contains("its site is in the bin"), "{says}");
        assert_eq!(house.social.count(Network::Bluesky), 0);
        run(&house.desk.db, "DELETE FROM site").await;
        run(&house.desk.db, "DELETE FROM workspace").await;
    });
}
