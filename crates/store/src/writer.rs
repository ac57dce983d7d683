//! The one that writes on SQLite: works that wait share a transaction and its commit, each within a savepoint.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use tokio::sync::mpsc;

use crate::db::Counters;
use crate::tx::Connection;
use crate::{Fault, Tx};

/// Works that share one commit, at most. A bound, so that the first of them is answered soon.
pub(crate) const GROUP: usize = 128;

/// A work that waits. It is called once: with the transaction, or with the reason why there is none.
pub(crate) type Work = Box<dyn for<'t> FnOnce(Result<&'t mut Tx, Fault>) -> BoxFuture<'t, Ran> + Send>;

/// A work that ran, and waits for the commit.
pub(crate) struct Ran {
    /// Whether its changes are to be kept.
    pub(crate) keep: bool,
    /// Answers the caller; `Some` if what was done is lost.
    pub(crate) answer: Box<dyn FnOnce(Option<Fault>) + Send>,
}

/// Runs works until nobody can send any.
pub(crate) async fn write(mut tx: Tx, mut waiting: mpsc::Receiver<Work>, counters: Arc<Counters>) {
    while let Some(first) = waiting.recv().await {
        if let Err(error) = control(&mut tx, "BEGIN IMMEDIATE").await {
            let ran = first(Err(Fault::of("BEGIN IMMEDIATE", error))).await;
            (ran.answer)(None);
            continue;
        }
        let (done, lost) = run_group(&mut tx, first, &mut waiting).await;
        let lost = match lost {
            None => control(&mut tx, "COMMIT").await.map_err(Fault::commit).err(),
            lost => lost,
        };
        if lost.is_some() {
            // The engine may have rolled back by itself; then this fails, and there is nothing left to do.
            let _ = control(&mut tx, "ROLLBACK").await;
        }
        let kept = done.iter().filter(|ran| ran.keep).count();
        if lost.is_none() && kept > 0 {
            counters.committed(kept);
        }
        for ran in done {
            (ran.answer)(lost.clone());
        }
    }
    if let Connection::Sqlite(connection) = tx.connection.into_inner() {
        // What is committed is safe without it; closing takes the log into the file.
        let _ = sqlx::Connection::close(connection).await;
    }
}

/// The first work and those that came meanwhile; and a fault, if the whole transaction is lost.
async fn run_group(tx: &mut Tx, first: Work, waiting: &mut mpsc::Receiver<Work>) -> (Vec<Ran>, Option<Fault>) {
    let mut done = Vec::new();
    let mut next = Some(first);
    while let Some(work) = next {
        tx.anew();
        if let Err(error) = control(tx, "SAVEPOINT work").await {
            let fault = Fault::of("SAVEPOINT", error);
            done.push(work(Err(fault.clone())).await);
            return (done, Some(fault));
        }
        let ran = work(Ok(tx)).await;
        let back = if ran.keep { Ok(()) } else { control(tx, "ROLLBACK TO work").await };
        let released = match back {
            Ok(()) => control(tx, "RELEASE work").await,
            Err(error) => Err(error),
        };
        done.push(ran);
        if let Err(error) = released {
            return (done, Some(Fault::of("SAVEPOINT", error)));
        }
        next = if done.len() < GROUP { waiting.try_recv().ok() } else { None };
    }
    (done, None)
}

#[expect(clippy::disallowed_methods, reason = "what frames the works is no statement of theirs")]
async fn control(tx: &mut Tx, text: &'static str) -> Result<(), sqlx::Error> {
    match tx.connection.get_mut() {
        Connection::Sqlite(connection) => sqlx::query(text).execute(connection).await.map(drop),
        Connection::SqliteSnapshot(_) | Connection::Postgres(_) => Ok(()),
    }
}
