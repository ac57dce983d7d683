//! Logs and exports brought into the database: once, whatever happens meanwhile.

use std::fmt::Write as _;
use std::io::Read;
use std::sync::Arc;

use domain::SystemRandom;
use jiff::Timestamp;
use measure::import::log::{Bringing, Brought, Source, fingerprint};
use measure::import::{self, Form, keep};
use store::Db;
use store::test_bed::on_both;

use crate::measured_site::{FIREFOX, Site};

fn now() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().unwrap()
}

/// A day's log: thirty visitors from X with two pages each, and a style for each page.
fn log(day: u32) -> String {
    let mut text = String::new();
    for who in 0..30 {
        for (second, target, referrer) in [
            (0, "/bread", "https://t.co/1"),
            (1, "/a.css", "https://shop.example/bread"),
            (30, "/cake", "https://shop.example/bread"),
            (31, "/a.css", "https://shop.example/cake"),
        ] {
            writeln!(
                text,
                "203.0.113.{who} - - [{day:02}/Oct/2026:14:{who:02}:{second:02} +0200] \"GET {target} HTTP/1.1\" 200 9 \"{referrer}\" \"{FIREFOX}\""
            )
            .unwrap();
        }
    }
    text
}

async fn bring(site: &Site, data: &std::path::Path, files: &[&str]) -> Result<Brought, keep::Stopped> {
    let mut sources = Vec::new();
    for text in files {
        let known = fingerprint(text.as_bytes()).unwrap();
        let file = keep::begin(&site.db, &SystemRandom, "s", Form::Log, "access.log", &known, now()).await.unwrap();
        let from: Box<dyn Read + Send> = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        sources.push(Source::of(file, from).unwrap());
    }
    let measured = Arc::clone(&site.sites[&site.number]);
    Bringing::new(&site.db, data, &SystemRandom, measured, sources).unwrap().all(now(), |_| ()).await
}

/// Visits, views and visitors in the sums.
async fn sums(db: &Db) -> (i64, i64, i64) {
    let one = |text| store::Sql::new("sums", text);
    let visits: i64 =
        one("SELECT CAST(COALESCE(SUM(visits), 0) AS BIGINT) FROM visit_day").fetch_one(db).await.unwrap();
    let views: i64 = one("SELECT CAST(COALESCE(SUM(views), 0) AS BIGINT) FROM visit_day").fetch_one(db).await.unwrap();
    let visitors: i64 = one("SELECT CAST(COALESCE(SUM(visitors), 0) AS BIGINT) FROM visitor_day WHERE what = 'all'")
        .fetch_one(db)
        .await
        .unwrap();
    (visits, views, visitors)
}

#[test]
fn a_log_that_is_brought_in_twice_grown_and_rotated_counts_each_line_once() {
    on_both(async |bed| {
        let data = tempfile::tempdir().unwrap();
        let site = Site::on(bed).await;
        let (first, second) = (log(9), log(10));
        let brought = bring(&site, data.path(), &[&first]).await.unwrap();
        assert_eq!((brought.lines, brought.new, brought.known, brought.taken.visits), (120, 60, 0, 30));
        assert_eq!(sums(&site.db).await, (30, 60, 30));
        // The same again: nothing is read.
        let again = bring(&site, data.path(), &[&first]).await.unwrap();
        assert_eq!((again.lines, again.new), (0, 0));
        // It grew, and another file has its second half once more.
        let grown = first.clone() + &second;
        let half: String = first.lines().skip(60).fold(String::new(), |all, line| all + line + "\n");
        let more = bring(&site, data.path(), &[&grown, &half]).await.unwrap();
        assert_eq!((more.new, more.known), (60, 30));
        assert_eq!(sums(&site.db).await, (60, 120, 60));
        // The salt is gone with the import.
        let left = std::fs::read_dir(data.path().join("salts")).unwrap().count();
        assert_eq!(left, 0);
    });
}

#[test]
fn an_import_that_ended_in_the_middle_goes_on_with_the_same_visitors() {
    on_both(async |bed| {
        let data = tempfile::tempdir().unwrap();
        let site = Site::on(bed).await;
        let whole = log(9);
        // Killed before its end: the salt is there, and the file's row says how far it was read.
        let known = fingerprint(whole.as_bytes()).unwrap();
        let file = keep::begin(&site.db, &SystemRandom, "s", Form::Log, "access.log", &known, now()).await.unwrap();
        let salt = data.path().join("salts").join(format!("import-{}.part", site.number));
        std::fs::create_dir_all(salt.parent().unwrap()).unwrap();
        std::fs::write(&salt, [7; 32]).unwrap();
        // The first 15 visitors, and the first page of the 16th.
        let part: String = whole.lines().take(61).fold(String::new(), |all, line| all + line + "\n");
        let source = Source::of(file, Box::new(std::io::Cursor::new(part.into_bytes()))).unwrap();
        let measured = Arc::clone(&site.sites[&site.number]);
        let bringing = Bringing::new(&site.db, data.path(), &SystemRandom, measured, vec![source]).unwrap();
        assert_eq!(bringing.all(now(), |_| ()).await.unwrap().new, 31);
        std::fs::write(&salt, [7; 32]).unwrap();
        bring(&site, data.path(), &[&whole]).await.unwrap();
        assert_eq!(sums(&site.db).await, (30, 60, 30));
        assert!(!salt.exists());
    });
}

#[test]
fn no_line_that_is_remembered_tells_who_asked() {
    on_both(async |bed| {
        let data = tempfile::tempdir().unwrap();
        let site = Site::on(bed).await;
        bring(&site, data.path(), &[&log(9)]).await.unwrap();
        // The same lines of other people are the same lines.
        let others = log(9).replace("203.0.113.", "198.51.100.");
        let again = bring(&site, data.path(), &[&others]).await.unwrap();
        assert_eq!((again.new, again.known), (0, 60));
    });
}

#[test]
fn totals_of_an_export_stay_totals_and_are_replaced_when_it_comes_again() {
    on_both(async |bed| {
        let site = Site::on(bed).await;
        let file = "date,source,referrer,utm_source,utm_medium,pageviews,visitors,visits,visit_duration,bounces\n\
                    2025-10-01,Facebook,m.facebook.com,,,20,9,10,55,3\n2025-10-02,,,,,7,6,6,1,1\n";
        for _ in 0..2 {
            let read = import::read(Form::Plausible, file.as_bytes()).unwrap();
            let row = keep::begin(&site.db, &SystemRandom, "s", Form::Plausible, "x.csv", "f", now()).await.unwrap();
            assert_eq!(keep::totals(&site.db, "s", &row, read.totals, now()).await.unwrap(), 2);
        }
        let all: Vec<(i64, String, Option<String>)> =
            store::Sql::new("all", "SELECT visits, source, network FROM imported_total ORDER BY day")
                .fetch_all(&site.db)
                .await
                .unwrap();
        assert_eq!(all, [(10, "m.facebook.com".to_owned(), Some("facebook".to_owned())), (6, String::new(), None)]);
        assert_eq!(sums(&site.db).await, (0, 0, 0));
    });
}
