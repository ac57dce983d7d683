//! `tidings import`: logs and exports into a house, from the command line.

use std::fmt::Write as _;

use crate::run::{Place, stderr, stdout};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

#[test]
fn who_has_no_house_or_no_such_file_is_told_what_to_do() {
    let place = Place::new();
    let mut log = String::new();
    writeln!(log, "203.0.113.7 - - [09/Oct/2026:14:00:00 +0200] \"GET / HTTP/1.1\" 200 9 \"-\" \"{FIREFOX}\"").unwrap();
    let file = place.write("access.log", log);
    let data = place.path("house");
    let output =
        place.tidings(&["import", file.to_str().unwrap(), "--site", "shop.example", "--data", data.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nothing is kept in"), "{}", stderr(&output));
    let help = stdout(&place.tidings(&["import", "--help"]));
    assert!(help.contains("imported_sources") && help.contains("each line counts once"), "{help}");
}

/// A house with one site.
async fn house(place: &Place) -> (String, store::Db) {
    let data = place.path("house");
    std::fs::create_dir_all(&data).unwrap();
    let db = store::Db::open(&store::Place::Sqlite(data.join("tidings.db"))).await.unwrap();
    db.migrate().await.unwrap();
    for text in [
        "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)",
        "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('s', 'w', 'https://shop.example/', 'S', 0)",
    ] {
        let run = store::Sql::new("run", text);
        db.write(move |tx| Box::pin(async move { run.execute(tx).await })).await.unwrap();
    }
    (data.to_str().unwrap().to_owned(), db)
}

#[tokio::test]
async fn a_log_and_an_export_are_brought_in_and_the_log_a_second_time_adds_nothing() {
    let place = Place::new();
    let (data, db) = house(&place).await;
    let mut log = String::new();
    for who in 0..20 {
        writeln!(
            log,
            "203.0.113.{who} - - [09/Oct/2026:14:00:{who:02} +0200] \"GET /bread HTTP/1.1\" 200 9 \"https://t.co/1\" \"{FIREFOX}\""
        )
        .unwrap();
    }
    let log = place.write("access.log", log);
    let export =
        place.write("imported_sources.csv", "date,source,visitors,visits,bounces\n2025-10-01,Facebook,9,10,3\n");
    let bring = |files: &[&std::path::Path]| {
        let mut args = vec!["import", "--site", "www.shop.example", "--data", &data];
        args.extend(files.iter().map(|file| file.to_str().unwrap()));
        let output = place.tidings(&args);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    let told = bring(&[&log, &export]);
    assert!(told.contains("20 views of pages that are new") && told.contains("They are 20 visits"), "{told}");
    assert!(told.contains("1 totals with 10 visits"), "{told}");
    assert!(bring(&[&log]).contains("0 views of pages that are new"));
    let visits: i64 =
        store::Sql::new("visits", "SELECT CAST(SUM(visits) AS BIGINT) FROM visit_day").fetch_one(&db).await.unwrap();
    assert_eq!(visits, 20);
    let output = place.tidings(&["import", log.to_str().unwrap(), "--site", "other.example", "--data", &data]);
    assert!(
        stderr(&output).contains("is none of the sites that are there: https://shop.example/"),
        "{}",
        stderr(&output)
    );
}
