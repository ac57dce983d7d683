//! Writes: what is kept, what is not, and who sees it when.

use store::test_bed::on_both;
use store::{Db, Fault, Sql};

async fn make_shelf(db: &Db) {
    db.write(|tx| {
        Box::pin(async move {
            Sql::new("make", "CREATE TABLE shelf (id BIGINT PRIMARY KEY, title TEXT NOT NULL UNIQUE)").execute(tx).await
        })
    })
    .await
    .unwrap();
}

async fn put(db: &Db, id: i64, title: &'static str) -> Result<u64, Fault> {
    db.write(move |tx| Box::pin(async move { put_with(tx, id, title).await })).await
}

async fn put_with(tx: &mut store::Tx, id: i64, title: &str) -> Result<u64, Fault> {
    Sql::new("put", "INSERT INTO shelf (id, title) VALUES ($1, $2)").bind(id).bind(title).execute(tx).await
}

async fn titles(db: &Db) -> Vec<String> {
    Sql::new("titles", "SELECT title FROM shelf ORDER BY id").fetch_all(db).await.unwrap()
}

#[test]
fn a_value_that_is_there_already_is_taken_and_names_its_column() {
    on_both(async |bed| {
        make_shelf(&bed.db).await;
        put(&bed.db, 1, "bread").await.unwrap();
        let fault = put(&bed.db, 2, "bread").await.unwrap_err();
        assert!(matches!(&fault, Fault::Taken { what } if what == "shelf.title"), "{fault:?}");
        assert_eq!(titles(&bed.db).await, ["bread"]);
    });
}
