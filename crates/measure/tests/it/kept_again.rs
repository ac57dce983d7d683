//! What is kept, looked at, judged again, forgotten: on both engines.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use domain::{Random, Side, SystemRandom};
use jiff::SignedDuration;
use jiff::Timestamp;
use measure::arrivals::{Arrival, Arrivals, Kind, read, salt};
use measure::channel::Channel;
use measure::kept::{self, Filter, Stored, forget, replay};
use measure::measured;
use store::test_bed::on_both;
use store::{Place, Sql};
use tempfile::TempDir;

use crate::measured_site::{FIREFOX, Site, run};

const ALL: (i64, i64) = (0, 30_000);

async fn listed(site: &Site, filter: Filter) -> Vec<String> {
    let visits = kept::list(&site.db, site.number, ALL, &filter, None, 100).await.unwrap();
    visits.iter().map(|visit| format!("{} {}", visit.page.as_deref().unwrap_or("?"), visit.channel().name())).collect()
}

#[test]
fn visits_are_listed_by_any_filter_page_by_page_and_one_says_why() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        run(&site.db, "UPDATE link SET campaign = 'Summer' WHERE activity = 'post'").await;
        let token = Arrival {
            code: site.post.clone().into(),
            ..site.view("2026-10-09T12:00:00Z", 1, "/cake", "https://t.co/1")
        };
        site.take(vec![
            token,
            site.view("2026-10-09T12:01:00Z", 2, "/bread", "https://t.co/1"),
            site.view("2026-10-10T12:00:00Z", 12, "/bread", "https://www.google.com/"),
            site.view("2026-10-10T12:01:00Z", 13, "/", ""),
        ])
        .await;
        let all = ["/ direct", "/bread search", "/bread passed_on", "/cake post"];
        assert_eq!(listed(&site, Filter::default()).await, all);
        assert_eq!(listed(&site, Filter { side: Some(Side::Smm), ..Filter::default() }).await, ["/cake post"]);
        assert_eq!(
            listed(&site, Filter { channel: Some(Channel::Search), ..Filter::default() }).await,
            ["/bread search"]
        );
        assert_eq!(listed(&site, Filter { network: Some("x".into()), ..Filter::default() }).await, all[2..]);
        assert_eq!(listed(&site, Filter { page: Some("/bread".into()), ..Filter::default() }).await, all[1..3]);
        assert_eq!(listed(&site, Filter { campaign: Some("summer".into()), ..Filter::default() }).await, all[3..]);
        assert_eq!(listed(&site, Filter { code: Some(site.post.clone()), ..Filter::default() }).await, all[3..]);
        assert!(listed(&site, Filter { page: Some("/nowhere".into()), ..Filter::default() }).await.is_empty());
        // Two at a time.
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let some = kept::list(&site.db, site.number, ALL, &Filter::default(), after, 2).await.unwrap();
            let Some(last) = some.last() else { break };
            after = Stored::named(&last.name());
            seen.extend(some.iter().map(Stored::name));
        }
        assert_eq!(seen.len(), 4);

        let (day, id) = Stored::named(&seen[3]).unwrap();
        let visit = kept::one(&site.db, site.number, day, id).await.unwrap().unwrap();
        let why = kept::why(&site.db, &site.sites[&site.number], &visit).await.unwrap().join("\n");
        assert!(why.contains("brought by us (own posts, X)") && why.contains(&site.post), "{why}");
        assert!(kept::one(&site.db, site.number, day, 99).await.unwrap().is_none());

        let now: Timestamp = "2026-10-10T12:20:00Z".parse().unwrap();
        let live = kept::live(&site.db, &site.sites[&site.number], now).await.unwrap();
        assert_eq!((live.visitors, live.visits.len()), (2, 2));
    });
}

#[test]
fn judging_again_shows_the_difference_first_and_then_moves_visits_and_sums_by_it() {
    on_both(async |bed| {
        let mut site = Site::on(bed).await;
        let shared = |who| site.view("2026-10-09T12:00:00Z", who, "/bread", "https://t.co/1");
        site.take((0..1_500).map(shared).collect()).await;
        site.take(vec![site.view("2026-10-09T12:10:00Z", 1, "/cake", "https://shop.example/bread")]).await;
        let nothing = kept::replay(&site.db, &site.sites[&site.number], ALL, true, u64::MAX).await.unwrap();
        assert_eq!((nothing.looked, nothing.changed), (1_500, 0));
        // Now somebody says that posts stand on X.
        run(&site.db, "UPDATE measured SET posts = '[\"x\"]'").await;
        site.sites = Arc::new(measured::all(&site.db).await.unwrap());
        let measured = Arc::clone(&site.sites[&site.number]);
        let before = site.counted().await;
        let shown = kept::replay(&site.db, &measured, ALL, true, u64::MAX).await.unwrap();
        assert_eq!((shown.looked, shown.changed, shown.moves.len()), (1_500, 1_500, 1));
        let way = &shown.moves[0];
        assert_eq!((way.from.channel, way.to.as_ref().map(|to| to.channel)), (Channel::PassedOn, Some(Channel::Post)));
        assert_eq!(site.counted().await, before);
        // Killed after the first batch: the next one goes on.
        let cut = kept::replay(&site.db, &measured, ALL, false, 1).await.unwrap();
        assert_eq!((cut.looked, cut.is_cut_short), (1_000, true));
        site.adds_up().await;
        let applied = kept::replay(&site.db, &measured, ALL, false, u64::MAX).await.unwrap();
        assert_eq!(applied.changed, 500);
        site.adds_up().await;
        let row = |channel: &str| (channel.to_owned(), "shared".to_owned(), Some("x".to_owned()), 1_500, 1_501);
        assert_eq!(site.counted().await, [row("post")]);
        assert_eq!(kept::replay(&site.db, &measured, ALL, false, u64::MAX).await.unwrap().changed, 0);
    });
}

#[test]
fn a_preview_and_an_ad_that_become_known_late_have_their_days_judged_again() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let page = "/bread-and-butter";
        site.take(vec![
            site.view("2026-10-09T12:00:00Z", 1, page, ""),
            site.view("2026-10-10T12:00:00Z", 12, &format!("{page}?rdt_cid=1"), ""),
        ])
        .await;
        let fetch = Arrival {
            kind: Kind::Unfurl,
            visitor: None,
            network: Some("slack".into()),
            ..site.view("2026-10-09T11:00:00Z", 0, page, "")
        };
        site.take(vec![fetch]).await;
        run(
            &site.db,
            "INSERT INTO entry (id, site, day, activity, side, network, kind, minor, currency, months, note, source, made_by, made_at) \
             VALUES ('e', 's', 20736, 'ad', 'smm', 'reddit', 'ad_spend', 100, 'EUR', 1, '', 'hand', 'Ada', 1791633600000000)",
        )
        .await;
        let now: Timestamp = "2026-10-11T12:00:00Z".parse().unwrap();
        assert_eq!(replay::ads(&site.db, now).await.unwrap(), 1);
        assert_eq!(replay::ads(&site.db, now).await.unwrap(), 0);
        assert_eq!(site.number("SELECT COUNT(*) FROM replay_day").await, 2);
        assert_eq!(replay::waiting(&site.db, 10).await.unwrap(), 2);
        site.adds_up().await;
        let counted: Vec<_> = site.counted().await.into_iter().map(|it| (it.0, it.1, it.2)).collect();
        let row = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), Some(c.to_owned()));
        assert_eq!(counted, [row("paid", "weak", "reddit"), row("dark", "probable", "slack")]);
        assert_eq!(replay::waiting(&site.db, 10).await.unwrap(), 0);
    });
}

#[test]
fn single_visits_go_after_their_days_and_sums_stay_and_words_go_that_nobody_needs() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        run(&site.db, "UPDATE measured SET raw_days = 30").await;
        let views =
            (0..2_500).map(|who| site.view("2026-10-09T12:00:00Z", who, "/bread", "https://blog.example/only-here"));
        site.take(views.collect()).await;
        site.take(vec![site.view("2026-11-20T12:00:00Z", 1, "/cake", "")]).await;
        let before = site.counted().await;
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let some = forget::forget(&site.db, now, 1_000).await.unwrap();
        assert_eq!((some.visits, some.visitors, some.is_cut_short), (2_000, 2_500, true));
        let rest = forget::forget(&site.db, now, 1_000).await.unwrap();
        assert_eq!((rest.visits, rest.visitors, rest.is_cut_short), (500, 0, false));
        assert_eq!(site.counted().await, before);
        assert_eq!(site.visitors("all").await, [(20_735, 2_500), (20_777, 1)]);
        let words = async |text: &str| -> i64 {
            Sql::new("words", "SELECT COUNT(*) FROM word WHERE text = $1").bind(text).fetch_one(&site.db).await.unwrap()
        };
        assert_eq!(words("https://blog.example/only-here").await, 1);
        assert!(forget::words(&site.db).await.unwrap() >= 1);
        // The page stands in the sums.
        assert_eq!(
            (words("https://blog.example/only-here").await, words("/bread").await, words(FIREFOX).await),
            (0, 1, 1)
        );
        assert_eq!(forget::words(&site.db).await.unwrap(), 0);
        assert_eq!(site.number("SELECT COUNT(*) FROM word_going").await, 0);
    });
}

#[test]
fn what_was_measured_is_erased_before_a_day_and_no_other_day() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        site.take(vec![
            site.view("2026-10-08T21:59:59Z", 1, "/bread", ""),
            site.view("2026-10-08T22:00:00Z", 2, "/bread", ""),
        ])
        .await;
        let gone = forget::erase(&site.db, &site.sites[&site.number], "2026-10-09".parse().unwrap(), 10).await.unwrap();
        assert_eq!((gone.visits, gone.visitors), (1, 1));
        site.adds_up().await;
        assert_eq!(site.counted().await.len(), 1);
        assert_eq!(site.visitors("all").await, [(20_735, 1)]);
        let gone = forget::erase(&site.db, &site.sites[&site.number], "2027-01-01".parse().unwrap(), 10).await.unwrap();
        assert_eq!(gone.visits, 1);
        assert_eq!(
            site.number("SELECT (SELECT COUNT(*) FROM visit_quarter) + (SELECT COUNT(*) FROM page_day)").await,
            0
        );
    });
}

#[test]
fn a_site_that_changes_its_zone_counts_by_the_new_days_from_then_on() {
    on_both(async |bed| {
        let mut site = Site::on(bed).await;
        site.take(vec![site.view("2026-10-09T22:30:00Z", 1, "/", "")]).await;
        run(&site.db, "UPDATE measured SET zone = 'America/New_York'").await;
        site.sites = Arc::new(measured::all(&site.db).await.unwrap());
        site.take(vec![site.view("2026-10-09T23:30:00Z", 2, "/", "")]).await;
        // What was counted stays on its day; the quarter-hours are of UTC and know no zone.
        assert_eq!(site.visitors("all").await, [(20_735, 1), (20_736, 1)]);
        assert_eq!(site.number("SELECT COUNT(*) FROM visit_quarter").await, 2);
    });
}

/// Whether the bytes of any file below `folder` hold `needle`.
fn holds(folder: &Path, needle: &[u8]) -> Option<String> {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if let Some(found) = holds(&path, needle) {
                return Some(found);
            }
        } else if fs::read(&path).unwrap().windows(needle.len()).any(|part| part == needle) {
            return Some(path.display().to_string());
        }
    }
    None
}

#[test]
fn a_known_visitor_cannot_be_found_after_his_day_with_everything_in_hand() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let data = TempDir::new().unwrap();
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let writer = Arrivals::of(data.path(), random);
        let (address, agent) = ("203.0.113.77".parse().unwrap(), FIREFOX);
        let begin: Timestamp = "2026-10-09T12:00:00Z".parse().unwrap();
        let measured = Arc::clone(&site.sites[&site.number]);
        let day = |now: Timestamp| measured.day(now).0;
        let hash = writer.visitor(day(begin), "s", address, agent).unwrap();
        let others = (0..20).map(|n| site.view("2026-10-09T12:00:00Z", n, "/bread", ""));
        for view in others.chain([site.view("2026-10-09T12:00:00Z", hash, "/bread", "")]) {
            writer.keep(&view);
        }
        read::round(&site.db, data.path(), begin, u64::MAX).await.unwrap();
        let known = async || -> i64 {
            Sql::new("known", "SELECT COUNT(*) FROM visitor WHERE hash = $1")
                .bind(hash)
                .fetch_one(&site.db)
                .await
                .unwrap()
        };
        // On his day he is told apart, by whoever has the salt.
        assert_eq!(known().await, 1);
        assert_eq!(writer.visitor(day(begin), "s", address, agent), Some(hash));
        drop(writer);
        // The rounds of the days after.
        for days in 1..=3 {
            let now = begin + SignedDuration::from_hours(24 * days);
            read::round(&site.db, data.path(), now, u64::MAX).await.unwrap();
            forget::forget(&site.db, now, u64::MAX).await.unwrap();
        }
        // Whoever has everything tries every salt that is left, and every day, for this very visitor.
        let mut candidates = vec![hash];
        if let Ok(salts) = fs::read_dir(data.path().join(salt::FOLDER)) {
            for entry in salts {
                let name = entry.unwrap().file_name().into_string().unwrap();
                let left = salt::Salt::of(data.path(), &SystemRandom, name.parse().unwrap()).unwrap();
                candidates.push(left.visitor("s", address, agent));
            }
        }
        let rows: i64 = Sql::new("rows", "SELECT COUNT(*) FROM visitor").fetch_one(&site.db).await.unwrap();
        assert_eq!(rows, 0, "nobody is told apart any more");
        let later = Arrivals::of(data.path(), Arc::new(SystemRandom));
        assert_ne!(
            later.visitor(day(begin), "s", address, agent),
            Some(hash),
            "a salt that is gone does not come back"
        );
        drop(later);
        // A backup of the database, and every file of the data folder, hold neither his address nor a hash of him.
        let copy = TempDir::new().unwrap();
        let mut archive = Vec::new();
        store::archive::write(&site.db, &mut archive).await.unwrap();
        fs::write(copy.path().join("backup"), &archive).unwrap();
        for folder in [data.path(), copy.path()] {
            for hash in &candidates {
                for needle in [hash.to_string().into_bytes(), hash.to_le_bytes().to_vec(), hash.to_be_bytes().to_vec()]
                {
                    assert_eq!(holds(folder, &needle), None);
                }
            }
            assert_eq!(holds(folder, b"203.0.113.77"), None);
            assert_eq!(holds(folder, &[203, 0, 113, 77]), None);
        }
        if let Place::Sqlite(file) = &bed.place {
            let folder = file.parent().unwrap();
            assert_eq!(holds(folder, b"203.0.113.77"), None);
        }
        // What is left of his visit is that there was one.
        assert_eq!(site.number("SELECT COUNT(*) FROM visit").await, 21);
    });
}
