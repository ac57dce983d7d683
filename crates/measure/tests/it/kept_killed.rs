//! A reader that is killed at any moment, and one whose disk is full, neither lose nor double a visit.
#![cfg(unix)]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use domain::SystemRandom;
use measure::arrivals::{Arrivals, read};
use store::test_bed::on_both;
use store::{Db, Engine, Place};
use tempfile::TempDir;

use crate::measured_site::Site;

/// Set in the process that reads: where the database is, and where the data.
const PLACE: &str = "TIDINGS_TEST_PLACE";
const DATA: &str = "TIDINGS_TEST_DATA";
const VIEWS: i64 = 24_000;

fn fill(site: &Site, data: &Path) {
    let writer = Arrivals::of(data, Arc::new(SystemRandom));
    for n in 0..VIEWS {
        // Each visitor looks at three pages.
        writer.keep(&site.view("2026-10-09T12:00:00Z", n / 3, &format!("/p{}", n % 40), ""));
    }
}

/// This test in a process of its own, which reads everything; `limit`: the shell's words before it.
fn reader(test: &str, place: &Place, data: &Path, limit: &str) -> Child {
    let place = match place {
        Place::Sqlite(path) => path.display().to_string(),
        Place::Postgres(url) => url.clone(),
    };
    Command::new("sh")
        .args(["-c", &format!("{limit} exec \"$0\" --exact kept_killed::{test}")])
        .arg(std::env::current_exe().unwrap())
        .env(PLACE, place)
        .env(DATA, data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads everything, in that process; fails where the database does not take it.
fn read_everything() -> bool {
    let Some(place) = std::env::var(PLACE).ok() else { return false };
    let place = if place.starts_with("postgres") { Place::Postgres(place) } else { Place::Sqlite(place.into()) };
    let data = std::env::var(DATA).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let db = Db::open(&place).await.unwrap();
        let now = "2026-10-09T12:10:00Z".parse().unwrap();
        read::round(&db, Path::new(&data), now, u64::MAX).await.unwrap();
    });
    true
}

async fn views(site: &Site) -> i64 {
    site.number("SELECT CAST(COALESCE(SUM(views), 0) AS BIGINT) FROM visit_day").await
}

async fn is_whole(site: &Site) {
    site.adds_up().await;
    assert_eq!(views(site).await, VIEWS);
    assert_eq!(site.number("SELECT COUNT(*) FROM visit").await, VIEWS / 3);
    assert_eq!(site.visitors("all").await, [(20_735, VIEWS / 3)]);
}

#[test]
fn a_reader_that_is_killed_while_it_digests_loses_and_doubles_nothing() {
    if read_everything() {
        return;
    }
    on_both(async |bed| {
        let (site, data) = (Site::on(bed).await, TempDir::new().unwrap());
        fill(&site, data.path());
        let mut kills = 0;
        loop {
            let before = views(&site).await;
            let test = "a_reader_that_is_killed_while_it_digests_loses_and_doubles_nothing";
            let mut child = reader(test, &bed.place, data.path(), "");
            // Killed in the midst of a batch: one is through, and the next one has begun.
            let over = loop {
                if let Some(over) = child.try_wait().unwrap() {
                    break Some(over);
                }
                if views(&site).await > before {
                    break None;
                }
                tokio::task::yield_now().await;
            };
            if let Some(over) = over {
                assert!(over.success());
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
            site.adds_up().await;
        }
        assert!(kills >= 3, "{kills}");
        println!("killed {kills} times");
        is_whole(&site).await;
    });
}

#[test]
fn a_full_disk_keeps_what_was_read_whole_and_reading_goes_on_when_there_is_room() {
    if read_everything() {
        return;
    }
    on_both(async |bed| {
        if bed.engine() == Engine::Postgres {
            // There the disk is the server's.
            return;
        }
        let (site, data) = (Site::on(bed).await, TempDir::new().unwrap());
        fill(&site, data.path());
        let Place::Sqlite(file) = &bed.place else { panic!("a file") };
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |there| there.len());
        let blocks = length(file).max(length(&file.with_extension("sqlite-wal"))) / 512;
        let test = "a_full_disk_keeps_what_was_read_whole_and_reading_goes_on_when_there_is_room";
        let limit = format!("trap '' XFSZ; ulimit -f {};", blocks + 800);
        let failed = reader(test, &bed.place, data.path(), &limit).wait().unwrap();
        assert!(!failed.success(), "the limit was not met");
        let read = views(&site).await;
        assert!(read < VIEWS, "{read}");
        site.adds_up().await;
        println!("{read} of {VIEWS} views were in when the disk was full");
        assert!(reader(test, &bed.place, data.path(), "").wait().unwrap().success());
        is_whole(&site).await;
    });
}
