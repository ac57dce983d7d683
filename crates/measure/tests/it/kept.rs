//! Visits with their evidence and their sums, on both engines.

use std::sync::Arc;

use domain::{NetworkId, SystemRandom};
use measure::arrivals::{Arrival, Arrivals, Kind, PRESS, read};
use measure::kept::{self, Taken};
use measure::measured;
use store::test_bed::on_both;
use tempfile::TempDir;

use crate::measured_site::{Site, run};

fn row(
    channel: &str,
    confidence: &str,
    network: Option<&str>,
    visits: i64,
    views: i64,
) -> (String, String, Option<String>, i64, i64) {
    (channel.to_owned(), confidence.to_owned(), network.map(str::to_owned), visits, views)
}

#[test]
fn a_visit_goes_on_for_half_an_hour_and_begins_anew_with_evidence_of_its_own() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let first = vec![
            site.view("2026-10-09T12:00:00Z", 1, "/bread", "https://t.co/1"),
            site.view("2026-10-09T12:00:05Z", 1, "/bread", "https://t.co/1"),
            site.view("2026-10-09T12:10:00Z", 1, "/cake", "https://shop.example/bread"),
        ];
        // The next batch knows what the one before it found.
        let second = vec![
            site.view("2026-10-09T12:11:00Z", 1, "/cake", "https://www.google.com/"),
            site.view("2026-10-09T12:12:00Z", 2, "/cake", "https://t.co/2"),
            site.view("2026-10-09T13:00:00Z", 1, "/", ""),
        ];
        assert_eq!(site.take(first).await, Taken { visits: 1, views: 3, ..Taken::default() });
        assert_eq!(site.take(second).await.visits, 3);
        assert_eq!(
            site.counted().await,
            [
                row("passed_on", "strong", Some("x"), 2, 4),
                row("search", "strong", Some("google"), 1, 1),
                row("direct", "estimated", None, 1, 1),
            ]
        );
        assert_eq!(site.visitors("all").await, [(20_735, 2)]);
        assert_eq!(site.visitors("side:smo").await, [(20_735, 2)]);
        assert_eq!(site.visitors("channel:search").await, [(20_735, 1)]);
        let longest = site.number("SELECT MAX(seconds) FROM visit").await;
        assert_eq!(longest, 600);
    });
}

#[test]
fn a_token_proves_a_link_of_this_site_and_no_other() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let with = |who: i64, code: &str, referrer: &str| Arrival {
            code: code.to_owned().into(),
            ..site.view("2026-10-09T12:00:00Z", who, "/bread-and-butter", referrer)
        };
        let pressed = |who: i64, press: &str, parent: &str| Arrival {
            press: Some(press.to_owned().into()),
            parent: Some(parent.to_owned().into()),
            ..with(who, &site.button, "")
        };
        let (post, foreign) = (site.post.clone(), site.foreign.clone());
        site.take(vec![
            with(1, &post, "https://t.co/1"),
            with(2, &post, "https://old.reddit.com/r/cakes"),
            with(3, &foreign, ""),
            with(4, "forged!", ""),
        ])
        .await;
        site.take(vec![pressed(5, "abc123", &post), pressed(6, "def456", "abc123")]).await;
        site.take(vec![pressed(7, "ghj789", "def456"), pressed(8, "xyz789", "nobody")]).await;
        assert_eq!(
            site.counted().await,
            [
                row("share_button", "proven", None, 4, 4),
                row("passed_on", "strong", Some("reddit"), 1, 1),
                row("post", "proven", Some("x"), 1, 1),
                row("dark", "estimated", None, 2, 2),
            ]
        );
        // Three presses and the link that was carried on began with a post of ours.
        assert_eq!(site.number("SELECT CAST(SUM(began_ours) AS BIGINT) FROM visit_day").await, 4);
        assert_eq!(site.number("SELECT CAST(SUM(visits) AS BIGINT) FROM link_day").await, 6);
        // Who switches a link off takes nothing back.
        run(&site.db, "UPDATE link SET withdrawn_at = 1760000000000000 WHERE activity = 'post'").await;
        site.take(vec![with(9, &post, "")]).await;
        assert_eq!(site.number("SELECT CAST(SUM(visits) AS BIGINT) FROM link_day").await, 6);
    });
}

#[test]
fn a_visit_over_midnight_is_one_and_whoever_goes_on_is_new_to_nobody() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        // Midnight in Zurich is 22:00 in UTC.
        let over =
            |time: &str, url: &str| Arrival { before: Some(1), ..site.view(time, 11, url, "https://shop.example/") };
        site.take(vec![site.view("2026-10-09T21:50:00Z", 1, "/", "")]).await;
        site.take(vec![over("2026-10-09T22:10:00Z", "/cake")]).await;
        // Later the browser is known by today's hash alone.
        site.take(vec![site.view("2026-10-09T22:35:00Z", 11, "/bread", "https://shop.example/")]).await;
        assert_eq!(site.counted().await, [row("direct", "estimated", None, 1, 3)]);
        assert_eq!(site.visitors("all").await, [(20_735, 1)]);
        site.take(vec![site.view("2026-10-10T08:00:00Z", 11, "/", "")]).await;
        assert_eq!(site.visitors("all").await, [(20_735, 1), (20_736, 1)]);
    });
}

#[test]
fn whoever_looks_at_more_pages_than_a_person_can_is_taken_back_in_whatever_batches_it_comes() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let all: Vec<_> =
            (0..40).map(|n| site.view(&format!("2026-10-09T12:00:{n:02}Z"), 1, &format!("/p{n}"), "")).collect();
        for some in all.chunks(17) {
            site.take(some.to_vec()).await;
        }
        assert!(site.counted().await.is_empty());
        assert!(site.visitors("all").await.is_empty());
        assert_eq!(site.left_out("too_fast").await, 10);
    });
}

#[test]
fn what_is_no_visit_is_counted_by_why_and_bad_input_is_normal_input() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let view = |who| site.view("2026-10-09T12:00:00Z", who, "/bread", "");
        let long = "ü".repeat(4_000);
        let many = vec![
            Arrival { agent: Some("curl/8.1".into()), ..view(1) },
            Arrival { own: true, ..view(2) },
            Arrival { method: Some("HEAD".into()), ..view(3) },
            Arrival { agent: None, ..view(4) },
            Arrival { site: Some(99), ..view(5) },
            Arrival { at: i64::MIN, ..view(6) },
            Arrival { at: 0, ..view(7) },
            Arrival { id: Some("a".into()), ..view(8) },
            Arrival { id: Some("a".into()), ..view(8) },
            Arrival {
                url: Some(format!("/{long}?utm_source={long}").into()),
                referrer: Some(long.clone().into()),
                ..view(9)
            },
            Arrival {
                url: Some("\u{0}\u{7}".into()),
                referrer: Some("\u{0}x".into()),
                press: Some("\u{0}".into()),
                ..view(10)
            },
            Arrival { url: None, visitor: None, ..view(11) },
        ];
        let taken = site.take(many).await;
        assert_eq!(taken, Taken { visits: 4, views: 4, left_out: 6, nowhere: 2, ..Taken::default() });
        for (why, times) in [("bot", 2), ("own", 1), ("head", 1), ("before", 1), ("twice", 1)] {
            assert_eq!(site.left_out(why).await, times, "{why}");
        }
        let again = site.take(vec![Arrival { id: Some("a".into()), ..view(8) }]).await;
        assert_eq!(again, Taken { left_out: 1, ..Taken::default() });
        // From the future, where it is known what time it is.
        let (sites, ahead) = (Arc::clone(&site.sites), vec![view(1)]);
        let now = "2026-10-09T11:49:00Z".parse().unwrap();
        let taken = site.db.write(move |tx| Box::pin(async move { kept::take_at(tx, &sites, &ahead, now).await }));
        assert_eq!(taken.await.unwrap().left_out, 1);
        assert_eq!(site.left_out("future").await, 1);
    });
}

#[test]
fn a_preview_is_fetched_in_bursts_and_a_silent_visit_after_it_was_probably_passed_on() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let fetch = |time: &str, agent: &'static str| Arrival {
            kind: Kind::Unfurl,
            visitor: None,
            agent: Some(agent.into()),
            ..site.view(time, 0, "/bread-and-butter", "")
        };
        let (slack, mastodon) = (
            "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
            "Mastodon/4.5.0 (http.rb/5.3.1; +https://m.example/)",
        );
        let mut all = vec![
            fetch("2026-10-09T12:00:00Z", slack),
            fetch("2026-10-09T12:05:00Z", slack),
            fetch("2026-10-09T14:05:00Z", slack),
        ];
        all.extend((0..50).map(|n| fetch(&format!("2026-10-09T12:{n:02}:00Z"), mastodon)));
        assert_eq!(site.take(all).await.unfurls, 3);
        let silent = |time: &str, who| site.view(time, who, "/bread-and-butter", "");
        site.take(vec![silent("2026-10-09T15:00:00Z", 1), silent("2026-10-13T15:00:00Z", 2)]).await;
        assert_eq!(
            site.counted().await,
            [row("dark", "probable", Some("slack"), 1, 1), row("dark", "estimated", None, 1, 1)]
        );
        assert_eq!(site.number("SELECT COUNT(*) FROM replay_day").await, 0);
        // One that is heard of late has its day judged again.
        site.take(vec![fetch("2026-10-13T10:00:00Z", slack)]).await;
        assert_eq!(site.number("SELECT day FROM replay_day").await, 20_739);
    });
}

#[test]
fn ten_thousand_paths_of_a_scanner_and_more_are_bounded_and_the_rest_is_other() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let all: Vec<_> =
            (0..10_300).map(|n| site.view("2026-10-09T12:00:00Z", n, &format!("/scan/{n}"), "")).collect();
        for some in all.chunks(4_000) {
            site.take(some.to_vec()).await;
        }
        assert_eq!(site.number("SELECT COUNT(DISTINCT page) FROM page_day WHERE page <> 0").await, 10_000);
        assert_eq!(site.number("SELECT CAST(SUM(visits) AS BIGINT) FROM page_day WHERE page = 0").await, 300);
    });
}

#[test]
fn segments_out_of_order_and_clocks_a_minute_apart_make_the_same_visit() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        // The second server's clock is behind, and its segment is read first.
        site.take(vec![site.view("2026-10-09T11:59:30Z", 1, "/cake", "https://shop.example/bread")]).await;
        site.take(vec![site.view("2026-10-09T12:00:00Z", 1, "/bread", "https://t.co/1")]).await;
        assert_eq!(site.counted().await, [row("passed_on", "strong", Some("x"), 1, 2)]);
        assert_eq!(site.visitors("all").await, [(20_735, 1)]);
        assert_eq!(site.visitors("side:unknown").await, []);
    });
}

#[test]
fn views_and_events_come_out_of_segments_once_with_clicks_among_them_and_what_is_of_no_use_holds_up_nothing() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let data = TempDir::new().unwrap();
        let writer = Arrivals::of(data.path(), Arc::new(SystemRandom));
        for n in 0..4_500 {
            writer.keep(&site.view("2026-10-09T12:00:00Z", n, "/bread", ""));
            if n % 3 == 0 {
                writer.keep(&Arrival { kind: Kind::Click, code: site.post.clone().into(), ..Arrival::default() });
            }
            if n % 5 == 0 {
                let name = Some(PRESS.into());
                let press = Arrival {
                    kind: Kind::Event,
                    name,
                    network: Some("x".into()),
                    ..site.view("2026-10-09T12:00:09Z", n, "/bread", "")
                };
                writer.keep(&press);
            }
        }
        drop(writer);
        let now = "2026-10-09T12:10:00Z".parse().unwrap();
        let reads = (0..3).map(|_| read::round(&site.db, data.path(), now, u64::MAX));
        let mut reads: Vec<_> = reads.map(Box::pin).collect();
        let [a, b, c] = &mut reads[..] else { panic!("three") };
        let (a, b, c) = tokio::join!(a, b, c);
        assert_eq!([a, b, c].map(|round| round.unwrap().read).iter().sum::<u64>(), 4_500 + 1_500 + 900);
        site.adds_up().await;
        assert_eq!(site.counted().await, [row("direct", "estimated", None, 4_500, 4_500)]);
        assert_eq!(site.number("SELECT COUNT(*) FROM arrival").await, 1_500);
        assert_eq!(site.number("SELECT times FROM happened_day WHERE kind = 'press'").await, 900);
        assert_eq!(site.visitors("all").await, [(20_735, 4_500)]);
    });
}

#[test]
fn both_nights_of_daylight_saving_have_one_day_each() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        // 23 hours, and 25.
        for (who, (time, day)) in (1..).zip([
            ("2026-03-28T22:59:59Z", 20_540),
            ("2026-03-28T23:00:00Z", 20_541),
            ("2026-03-29T21:59:59Z", 20_541),
            ("2026-03-29T22:00:00Z", 20_542),
            ("2026-10-24T21:59:59Z", 20_750),
            ("2026-10-24T22:00:00Z", 20_751),
            ("2026-10-25T22:59:59Z", 20_751),
            ("2026-10-25T23:00:00Z", 20_752),
        ]) {
            site.take(vec![site.view(time, who, "/", "")]).await;
            assert_eq!(site.number("SELECT day FROM visit ORDER BY id DESC LIMIT 1").await, day, "{time}");
        }
    });
}

#[test]
fn where_nobody_said_where_posts_stand_it_may_have_been_one() {
    on_both(async |bed| {
        let mut site = Site::on(bed).await;
        for posts in ["NULL", "'[\"x\"]'"] {
            let text = if posts == "NULL" {
                "UPDATE measured SET posts = NULL"
            } else {
                "UPDATE measured SET posts = '[\"x\"]'"
            };
            run(&site.db, text).await;
            site.sites = Arc::new(measured::all(&site.db).await.unwrap());
            let who = i64::from(posts == "NULL");
            site.take(vec![site.view("2026-10-09T12:00:00Z", who, "/", "https://t.co/1")]).await;
        }
        assert_eq!(site.sites[&site.number].settings.posts, Some(vec![NetworkId::new("x")]));
        assert_eq!(
            site.counted().await,
            [row("passed_on", "shared", Some("x"), 1, 1), row("post", "shared", Some("x"), 1, 1)]
        );
    });
}
