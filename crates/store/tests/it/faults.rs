//! Faults that a caller can act on are the same on both engines.

use store::test_bed::on_both;
use store::{Db, Fault, Place, Sql};

async fn change(db: &Db, text: &'static str) -> Result<u64, Fault> {
    db.write(move |tx| Box::pin(async move { Sql::new("change", text).execute(tx).await })).await
}

#[test]
fn a_value_that_is_there_already_is_taken_and_names_its_columns() {
    on_both(async |bed| {
        let db = &bed.db;
        change(db, "CREATE TABLE loaf (id BIGINT PRIMARY KEY, shop TEXT, name TEXT, UNIQUE (shop, name))")
            .await
            .unwrap();
        change(db, "CREATE UNIQUE INDEX loaf_plain ON loaf (lower(name)) WHERE shop = 'z'").await.unwrap();
        change(db, "INSERT INTO loaf VALUES (1, 'a', 'rye'), (2, 'z', 'rye')").await.unwrap();
        for (again, taken) in [
            ("INSERT INTO loaf VALUES (1, 'a', 'oat')", "loaf.id"),
            ("INSERT INTO loaf VALUES (3, 'a', 'rye')", "loaf.shop, loaf.name"),
            ("INSERT INTO loaf VALUES (3, 'z', 'RYE')", "loaf_plain"),
        ] {
            let fault = change(db, again).await.unwrap_err();
            assert!(matches!(&fault, Fault::Taken { what } if what == taken), "{again}: {fault:?}");
        }
    });
}

#[test]
fn what_is_not_there_or_not_allowed_is_told_apart() {
    on_both(async |bed| {
        let db = &bed.db;
        change(db, "CREATE TABLE shop (id BIGINT PRIMARY KEY, name TEXT NOT NULL, CHECK (name <> ''))").await.unwrap();
        change(db, "CREATE TABLE loaf (shop BIGINT REFERENCES shop (id))").await.unwrap();
        change(db, "INSERT INTO shop VALUES (1, 'a')").await.unwrap();
        change(db, "INSERT INTO loaf VALUES (1)").await.unwrap();
        for text in ["INSERT INTO loaf VALUES (2)", "DELETE FROM shop"] {
            assert!(matches!(change(db, text).await, Err(Fault::Dangling { .. })), "{text}");
        }
        let fault = change(db, "INSERT INTO shop VALUES (2, NULL)").await.unwrap_err();
        assert!(matches!(&fault, Fault::Refused { what } if what == "shop.name"), "{fault:?}");
        assert!(matches!(change(db, "INSERT INTO shop VALUES (2, '')").await, Err(Fault::Refused { .. })));
    });
}

#[test]
fn one_row_that_is_not_there_names_its_statement() {
    on_both(async |bed| {
        let fault = Sql::new("the_answer", "SELECT 42 WHERE 1 = 2").fetch_one::<i64, _>(&bed.db).await.unwrap_err();
        assert_eq!(fault.to_string(), "the_answer found no row");
    });
}

#[test]
fn what_reads_cannot_write() {
    on_both(async |bed| {
        change(&bed.db, "CREATE TABLE shop (id BIGINT)").await.unwrap();
        let sneaked =
            Sql::new("sneak", "INSERT INTO shop VALUES (1) RETURNING id").fetch_optional::<i64, _>(&bed.db).await;
        assert!(matches!(sneaked, Err(Fault::Statement { statement: "sneak", .. })), "{sneaked:?}");
    });
}

#[test]
fn a_closed_database_says_so() {
    on_both(async |bed| {
        let db = Db::open(&bed.place).await.unwrap();
        db.close().await;
        assert!(matches!(change(&db, "SELECT 1").await, Err(Fault::Closed)));
        assert!(matches!(Sql::new("one", "SELECT 1").fetch_one::<i64, _>(&db).await, Err(Fault::Closed)));
    });
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(folder.path().join("none/data.sqlite"));
    let fault = Db::open(&place).await.err().unwrap();
    assert!(fault.to_string().contains("none/data.sqlite could not be opened"), "{fault}");
    let url = format!("postgres://somebody:hush@localhost/x?host={}", folder.path().display());
    let fault = Db::open(&Place::Postgres(url)).await.err().unwrap();
    assert!(fault.to_string().starts_with("the database x on "), "{fault}");
    assert!(!format!("{fault} {fault:?}").contains("hush"));
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(folder.path().join("data.sqlite"));
    let db = Db::open(&place).await.unwrap();
    db.migrate().await.unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}
