//! Writes: what is kept, what is not, and who sees it when.

use futures_util::future::join_all;
use store::test_bed::{Bed, on_both};
use store::{BoxFuture, Db, Engine, Fault, Sql, Tx};

async fn make_shelf(bed: &Bed) -> Db {
    let make = Sql::new("make", "CREATE TABLE shelf (id BIGINT PRIMARY KEY, title TEXT NOT NULL UNIQUE)");
    bed.db.write(|tx| Box::pin(async move { make.execute(tx).await })).await.unwrap();
    bed.db.clone()
}

async fn put(tx: &mut Tx, id: i64) -> Result<u64, Fault> {
    let title = format!("t{id}");
    Sql::new("put", "INSERT INTO shelf (id, title) VALUES ($1, $2)").bind(id).bind(title).execute(tx).await
}

async fn ids(on: &impl store::On) -> Vec<i64> {
    Sql::new("ids", "SELECT id FROM shelf ORDER BY id").fetch_all(on).await.unwrap()
}

#[test]
fn writes_that_fail_leave_those_beside_them_alone() {
    on_both(async |bed| {
        let db = make_shelf(bed).await;
        // Of ten, one refuses after it wrote, one breaks a constraint, one goes on after that, one panics.
        let work = |id: i64| {
            db.write(move |tx| -> BoxFuture<'_, Result<(), Fault>> {
                Box::pin(async move {
                    put(tx, id).await?;
                    match id % 10 {
                        1 => Err(Fault::Refused { what: "the test".to_owned() }),
                        2 => put(tx, id).await.map(drop),
                        3 => {
                            assert!(matches!(put(tx, id).await, Err(Fault::Taken { .. })));
                            assert!(matches!(put(tx, id + 1000).await, Err(Fault::Spoiled)));
                            Ok(())
                        }
                        4 => panic!("as the test wants it"),
                        _ => Ok(()),
                    }
                })
            })
        };
        let outcomes = join_all((0..100).map(work)).await;
        for (id, outcome) in outcomes.iter().enumerate() {
            let expected = match id % 10 {
                1 => matches!(outcome, Err(Fault::Refused { .. })),
                2 => matches!(outcome, Err(Fault::Taken { .. })),
                3 => matches!(outcome, Err(Fault::Spoiled)),
                4 => matches!(outcome, Err(Fault::Panicked)),
                _ => outcome.is_ok(),
            };
            assert!(expected, "{id}: {outcome:?}");
        }
        let kept: Vec<i64> = (0..100).filter(|id| !(1..=4).contains(&(id % 10))).collect();
        assert_eq!(ids(&db).await, kept);
    });
}

#[test]
fn writes_that_wait_share_a_commit_on_sqlite() {
    on_both(async |bed| {
        let db = make_shelf(bed).await;
        let before = db.counts();
        let works = (0..400).map(|id| db.write(move |tx| Box::pin(put(tx, id))));
        assert!(join_all(works).await.iter().all(Result::is_ok));
        let after = db.counts();
        let (writes, commits) = (after.writes - before.writes, after.commits - before.commits);
        println!("{writes} writes, {commits} commits");
        assert_eq!(writes, 400);
        match bed.engine() {
            // All hand in their work at once, and at most 128 share a commit.
            Engine::Sqlite => assert!((4..40).contains(&commits), "{commits}"),
            Engine::Postgres => assert_eq!(commits, 400),
        }
    });
}

#[test]
fn readers_see_what_is_committed_and_nothing_else() {
    on_both(async |bed| {
        let db = make_shelf(bed).await;
        let reader = db.clone();
        let within = db.write(move |tx| {
            Box::pin(async move {
                put(tx, 1).await?;
                Ok((ids(tx).await, ids(&reader).await))
            })
        });
        assert_eq!(within.await.unwrap(), (vec![1], vec![]));
        assert_eq!(ids(&db).await, [1]);
    });
}

#[test]
fn a_snapshot_stays_as_it_was() {
    on_both(async |bed| {
        let db = make_shelf(bed).await;
        let snapshot = db.snapshot().await.unwrap();
        db.write(|tx| Box::pin(put(tx, 1))).await.unwrap();
        assert_eq!(ids(&snapshot).await, Vec::<i64>::new());
        assert_eq!(ids(&db).await, [1]);
        let sneaked = Sql::new("sneak", "INSERT INTO shelf VALUES (2, 'x') RETURNING id");
        assert!(sneaked.fetch_one::<i64, _>(&snapshot).await.is_err());
        drop(snapshot);
        assert_eq!(ids(&db).await, [1]);
    });
}

#[test]
fn a_write_within_a_write_is_refused_rather_than_waiting_for_itself() {
    on_both(async |bed| {
        let db = make_shelf(bed).await;
        let inner = db.clone();
        let outcome = db.write(move |_| Box::pin(async move { inner.write(|tx| Box::pin(put(tx, 1))).await }));
        assert!(matches!(outcome.await, Err(Fault::Nested)));
    });
}

#[test]
fn a_refusal_of_the_callers_own_leaves_nothing_behind() {
    #[derive(Debug, thiserror::Error)]
    enum Refusal {
        #[error("the shelf is full")]
        Full,
        #[error(transparent)]
        Store(#[from] Fault),
    }
    on_both(async |bed| {
        let db = make_shelf(bed).await;
        let work = db.write_or(|tx| {
            Box::pin(async move {
                put(tx, 1).await?;
                if ids(tx).await.len() == 1 { Err(Refusal::Full) } else { Ok(()) }
            })
        });
        assert!(matches!(work.await, Err(Refusal::Full)));
        assert_eq!(ids(&db).await, Vec::<i64>::new());
        let work = db.write_or(|tx| Box::pin(async move { Ok::<_, Refusal>(put(tx, 1).await? + put(tx, 1).await?) }));
        assert!(matches!(work.await, Err(Refusal::Store(Fault::Taken { .. }))));
    });
}

#[test]
fn what_was_handed_in_before_the_end_is_kept() {
    on_both(async |bed| {
        let db = make_shelf(bed).await;
        let other = Db::open(&bed.place).await.unwrap();
        let works: Vec<_> = (0..20)
            .map(|id| {
                let db = other.clone();
                tokio::spawn(async move { db.write(move |tx| Box::pin(put(tx, id))).await })
            })
            .collect();
        let outcomes = join_all(works).await;
        other.close().await;
        assert!(outcomes.into_iter().all(|outcome| outcome.unwrap().is_ok()));
        assert_eq!(ids(&db).await.len(), 20);
    });
}
