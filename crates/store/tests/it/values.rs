//! What is bound comes back as it was.

use domain::{Clock as _, SetClock};
use jiff::Timestamp;
use store::test_bed::{Bed, on_both};
use store::{At, Sql};

#[derive(Debug, PartialEq, sqlx::FromRow)]
struct Everything {
    id: i64,
    whole: Option<i64>,
    yes: Option<bool>,
    ratio: Option<f64>,
    words: Option<String>,
    bytes: Option<Vec<u8>>,
    at: Option<At>,
}

async fn make(bed: &Bed) {
    let table = Sql::new(
        "make",
        "CREATE TABLE everything (id BIGINT PRIMARY KEY, whole BIGINT, yes BOOLEAN, ratio DOUBLE PRECISION, words TEXT,
        bytes /*sqlite: BLOB */ /*postgres: BYTEA */, at BIGINT)",
    );
    bed.db.write(|tx| Box::pin(async move { table.execute(tx).await })).await.unwrap();
}

async fn put(bed: &Bed, row: &Everything) {
    let insert = Sql::new("put", "INSERT INTO everything VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(row.id)
        .bind(row.whole)
        .bind(row.yes)
        .bind(row.ratio)
        .bind(row.words.clone())
        .bind(row.bytes.clone())
        .bind(row.at.map(|at| at.0));
    bed.db.write(|tx| Box::pin(async move { insert.execute(tx).await })).await.unwrap();
}

#[test]
fn every_type_and_null_comes_back_as_it_was() {
    on_both(async |bed| {
        make(bed).await;
        let clock = SetClock::at(Timestamp::new(1_772_000_000, 123_456_000).unwrap());
        let full = Everything {
            id: 1,
            whole: Some(i64::MIN),
            yes: Some(true),
            ratio: Some(0.1),
            words: Some("naïve “bread” \u{1f35e}".to_owned()),
            bytes: Some(vec![0, 255, 10]),
            at: Some(At(clock.now())),
        };
        let empty = Everything { id: 2, whole: None, yes: None, ratio: None, words: None, bytes: None, at: None };
        let edge = Everything {
            id: i64::MAX,
            whole: Some(0),
            yes: Some(false),
            ratio: Some(1.0),
            words: Some(String::new()),
            bytes: Some(vec![]),
            at: Some(At(Timestamp::UNIX_EPOCH)),
        };
        for row in [&full, &empty, &edge] {
            put(bed, row).await;
        }
        let all: Vec<Everything> =
            Sql::new("all", "SELECT * FROM everything ORDER BY id").fetch_all(&bed.db).await.unwrap();
        assert_eq!(all, [full, empty, edge]);
    });
}

#[test]
fn rows_are_tuples_or_single_values_too() {
    on_both(async |bed| {
        let db = &bed.db;
        let pair: (i64, Option<String>) = Sql::new("pair", "SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT)")
            .bind(7_i32)
            .bind("seven")
            .fetch_one(db)
            .await
            .unwrap();
        assert_eq!(pair, (7, Some("seven".to_owned())));
        let none: Option<String> =
            Sql::new("none", "SELECT CAST($1 AS TEXT)").bind(None::<&str>).fetch_one(db).await.unwrap();
        assert_eq!(none, None);
        let sum: i64 =
            Sql::new("sum", "SELECT CAST(SUM(n) AS BIGINT) FROM (SELECT 1 AS n UNION ALL SELECT 2) AS numbers")
                .fetch_one(db)
                .await
                .unwrap();
        assert_eq!(sum, 3);
        let no_row: Option<i64> = Sql::new("no_row", "SELECT 1 WHERE 1 = 2").fetch_optional(db).await.unwrap();
        assert_eq!(no_row, None);
    });
}

#[test]
fn a_list_is_bound_as_one_value() {
    on_both(async |bed| {
        make(bed).await;
        for id in 1..=4 {
            let words = Some(format!("w{id}"));
            put(bed, &Everything { id, whole: None, yes: None, ratio: None, words, bytes: None, at: None }).await;
        }
        let by_words: Vec<i64> = Sql::new(
            "by_words",
            "SELECT id FROM everything WHERE words IN (SELECT /*sqlite: value FROM json_each($1) */
            /*postgres: json_array_elements_text(CAST($1 AS json)) */) ORDER BY id",
        )
        .bind_list(["w2", "w4", "w'9"])
        .fetch_all(&bed.db)
        .await
        .unwrap();
        assert_eq!(by_words, [2, 4]);
    });
}
