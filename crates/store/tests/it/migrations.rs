//! The schema: from nothing, again, by several at once, and never backwards.

use futures_util::future::join_all;
use store::test_bed::on_both_empty;
use store::{Db, Fault, Migrated, Sql};

#[test]
fn an_empty_database_is_brought_to_the_newest_version_once() {
    on_both_empty(async |bed| {
        let first = bed.db.migrate().await.unwrap();
        assert_eq!(first.from, 0);
        assert!(first.to >= 1);
        assert_eq!(bed.db.migrate().await.unwrap(), Migrated { from: first.to, to: first.to });
        let jobs: i64 = Sql::new("jobs", "SELECT COUNT(*) FROM job").fetch_one(&bed.db).await.unwrap();
        assert_eq!(jobs, 0);
    });
}

#[test]
fn several_that_start_at_once_take_each_step_once() {
    on_both_empty(async |bed| {
        let mut dbs = Vec::new();
        for _ in 0..4 {
            dbs.push(Db::open(&bed.place).await.unwrap());
        }
        let outcomes = join_all(dbs.iter().map(Db::migrate)).await;
        for outcome in outcomes {
            outcome.unwrap();
        }
        let (steps, newest): (i64, i64) =
            Sql::new("steps", "SELECT COUNT(*), MAX(version) FROM schema_version").fetch_one(&bed.db).await.unwrap();
        assert_eq!(steps, newest);
        for db in dbs {
            db.close().await;
        }
    });
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    on_both_empty(async |bed| {
        let Migrated { to, .. } = bed.db.migrate().await.unwrap();
        let newer = Sql::new("newer", "INSERT INTO schema_version VALUES ($1, 'of tomorrow')").bind(to + 1);
        bed.db.write(|tx| Box::pin(async move { newer.execute(tx).await })).await.unwrap();
        let fault = bed.db.migrate().await.unwrap_err();
        assert!(matches!(fault, Fault::Newer { found, known } if found == to + 1 && known == to), "{fault:?}");
        assert!(fault.to_string().contains("start the newer program again"), "{fault}");
    });
}
