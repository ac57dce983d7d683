//! The database: where it is, how it is opened, and how it is written.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, PgPool, SqlitePool};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::tx::Connection;
use crate::writer::{self, Ran, Work};
use crate::{Fault, Snapshot, Sql, Tx};

/// How long we wait for another process, or for a connection.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that read, on SQLite.
const READERS: u32 = 8;

/// Connections to PostgreSQL of one process; a server takes 100 by default.
const CONNECTIONS: u32 = 16;

/// Works that may wait for the writer before callers wait to hand theirs in.
const QUEUE: usize = 1024;

/// The log of SQLite is cut back to this after a long read kept it growing.
const LOG_AT_MOST: &str = "67108864";

/// Where the data is.
#[derive(Clone, Debug)]
pub enum Place {
    /// The database file in the data folder; it is made if it is not there, the folder is not.
    Sqlite(PathBuf),
    /// `postgres://user:password@host/name`; TLS as `sslmode` says.
    Postgres(String),
}

/// Which engine is behind a [`Db`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, one process that writes at a time.
    Sqlite,
    /// A server, several processes.
    Postgres,
}

/// The database. A clone is the same one.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    pools: Pools,
    /// On SQLite, the one that writes; taken away by [`Db::close`].
    writer: Mutex<Option<Writer>>,
    counters: Arc<Counters>,
}

struct Writer {
    way: mpsc::Sender<Work>,
    task: JoinHandle<()>,
}

/// Connections that read; on PostgreSQL, that write too.
pub(crate) enum Pools {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// What was written since the database was opened, for health and benches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Writes that were kept.
    pub writes: u64,
    /// Commits that kept them: on SQLite fewer, since writes that wait share one.
    pub commits: u64,
}

#[derive(Default)]
pub(crate) struct Counters {
    writes: AtomicU64,
    commits: AtomicU64,
}

impl Counters {
    /// One commit that kept so many writes.
    pub(crate) fn committed(&self, writes: usize) {
        self.writes.fetch_add(writes as u64, Ordering::Relaxed);
        self.commits.fetch_add(1, Ordering::Relaxed);
    }
}

tokio::task_local! {
    /// Set while the work of a write runs.
    static WRITING: ();
}

impl Db {
    /// Opens the database. SQLite: WAL, `synchronous=FULL`, foreign keys on, and one task that writes, so this is
    /// called within a tokio runtime, which must live as long as the database.
    pub async fn open(place: &Place) -> Result<Self, Fault> {
        match place {
            Place::Sqlite(path) => open_sqlite(path).await,
            Place::Postgres(url) => open_postgres(url).await,
        }
    }

    /// The engine behind it.
    pub fn engine(&self) -> Engine {
        match self.0.pools {
            Pools::Sqlite(_) => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs `work` in a transaction and answers after its commit. If it answers with a fault, or a statement of it
    /// failed, or it panics, nothing of it is kept. The compiler understands a closure that is written in place, or a
    /// function: `db.write(|tx| Box::pin(rename(tx)))`.
    ///
    /// ```text
    /// db.write(move |tx| Box::pin(async move { sql!("rename").bind(name).bind(id).execute(tx).await })).await?;
    /// ```
    ///
    /// On SQLite, works that wait share a transaction and a commit, each within a savepoint; one that fails does not
    /// touch the others. So `work` runs statements and waits for nothing else, least for another write
    /// ([`Fault::Nested`]). On PostgreSQL each work has its own transaction at READ COMMITTED, and nothing is tried
    /// again: at that level the engine reports no serialization failure, and works that lock rows in the same order
    /// cannot deadlock. A work whose caller went away may have been kept, or not; never in part.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Fault>> + Send + 'static,
    {
        self.write_or(work).await
    }

    /// [`write`](Db::write) for a work with an error of its own: a refusal that is no fault of the store. It too
    /// leaves nothing behind.
    pub async fn write_or<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        if WRITING.try_with(|()| ()).is_ok() {
            return Err(Fault::Nested.into());
        }
        match &self.0.pools {
            Pools::Sqlite(_) => self.queued(work).await,
            Pools::Postgres(pool) => {
                let begun = pool.begin_with("BEGIN READ WRITE").await.map_err(|error| Fault::of("BEGIN", error))?;
                let mut tx = Tx::new(Engine::Postgres, Connection::Postgres(begun));
                let kept = attempt(work, &mut tx).await?;
                if let Connection::Postgres(transaction) = tx.connection.into_inner() {
                    transaction.commit().await.map_err(Fault::commit)?;
                }
                self.0.counters.committed(1);
                Ok(kept)
            }
        }
    }

    /// Hands `work` to the one that writes, and waits for its answer.
    async fn queued<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel::<Result<T, E>>();
        let work: Work = Box::new(move |tx| {
            Box::pin(async move {
                let outcome = match tx {
                    Ok(tx) => attempt(work, tx).await,
                    Err(fault) => Err(fault.into()),
                };
                let keep = outcome.is_ok();
                let answer = Box::new(move |lost: Option<Fault>| {
                    let outcome = match (outcome, lost) {
                        (Ok(_), Some(lost)) => Err(lost.into()),
                        (outcome, _) => outcome,
                    };
                    // Nobody is there to hear it any more: that is theirs to know.
                    let _ = answer.send(outcome);
                });
                Ran { keep, answer }
            })
        });
        let way = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|it| it.way.clone());
        let Some(way) = way else { return Err(Fault::Closed.into()) };
        if way.send(work).await.is_err() {
            return Err(Fault::Closed.into());
        }
        drop(way);
        answered.await.unwrap_or_else(|_| Err(Fault::Closed.into()))
    }

    /// The database as it is now, to read it with several statements while others write.
    pub async fn snapshot(&self) -> Result<Snapshot, Fault> {
        let failed = |error| Fault::of("BEGIN", error);
        let tx = match &self.0.pools {
            Pools::Sqlite(pool) => {
                let begun = pool.begin().await.map_err(failed)?;
                Tx::new(Engine::Sqlite, Connection::SqliteSnapshot(begun))
            }
            Pools::Postgres(pool) => {
                let begun = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await.map_err(failed)?;
                Tx::new(Engine::Postgres, Connection::Postgres(begun))
            }
        };
        // The state that is seen is that of the first read.
        let look = match self.engine() {
            Engine::Sqlite => "SELECT COUNT(*) FROM sqlite_schema",
            Engine::Postgres => "SELECT COUNT(*) FROM pg_namespace",
        };
        let _: i64 = Sql::new("snapshot", look).fetch_one(&tx).await?;
        Ok(Snapshot(tx))
    }

    /// What was written since the database was opened.
    pub fn counts(&self) -> Counts {
        let Counters { writes, commits } = &*self.0.counters;
        Counts { writes: writes.load(Ordering::Relaxed), commits: commits.load(Ordering::Relaxed) }
    }

    /// Finishes what waits and closes the connections; later calls get [`Fault::Closed`].
    pub async fn close(&self) {
        let writer = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Writer { way, task }) = writer {
            drop(way);
            // It ends when nobody can hand in work any more; that it panicked is nothing that could be mended here.
            let _ = task.await;
        }
        match &self.0.pools {
            Pools::Sqlite(pool) => pool.close().await,
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.0.pools
    }
}

/// Runs `work`; a panic, and success after a statement that failed, are faults.
async fn attempt<T, E, F>(work: F, tx: &mut Tx) -> Result<T, E>
where
    E: From<Fault>,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
{
    let run = AssertUnwindSafe(async { work(tx).await }).catch_unwind();
    match within_write(run).await {
        Err(_) => Err(Fault::Panicked.into()),
        Ok(Err(refused)) => Err(refused),
        Ok(Ok(value)) => {
            tx.sound()?;
            Ok(value)
        }
    }
}

async fn within_write<T>(run: impl Future<Output = T>) -> T {
    WRITING.scope((), run).await
}

async fn open_sqlite(path: &Path) -> Result<Db, Fault> {
    let not_opened =
        |why: &dyn std::fmt::Display| Fault::NotOpened { place: path.display().to_string(), why: why.to_string() };
    make_private(path).map_err(|error| not_opened(&error))?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .synchronous(SqliteSynchronous::Full)
        .disable_statement_logging();
    let writes = options.clone().journal_mode(SqliteJournalMode::Wal).pragma("journal_size_limit", LOG_AT_MOST);
    let connection = writes.connect().await.map_err(|error| not_opened(&error))?;
    let reads = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .connect_with(options.pragma("query_only", "ON"))
        .await
        .map_err(|error| not_opened(&error))?;
    let counters = Arc::new(Counters::default());
    let (way, waiting) = mpsc::channel(QUEUE);
    let tx = Tx::new(Engine::Sqlite, Connection::Sqlite(connection));
    let task = tokio::spawn(writer::write(tx, waiting, counters.clone()));
    let writer = Mutex::new(Some(Writer { way, task }));
    Ok(Db(Arc::new(Inner { pools: Pools::Sqlite(reads), writer, counters })))
}

/// Makes the file before SQLite does, so that only its owner reads it; the log beside it takes its mode from it.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

async fn open_postgres(url: &str) -> Result<Db, Fault> {
    let options: PgConnectOptions = url
        .parse()
        .map_err(|error: sqlx::Error| Fault::NotOpened { place: "PostgreSQL".to_owned(), why: error.to_string() })?;
    let place = format!("{} on {}", options.get_database().unwrap_or("(no name)"), options.get_host());
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(|connection, _| Box::pin(only_read(connection)))
        .connect_with(options.application_name("tidings").disable_statement_logging())
        .await
        .map_err(|error| Fault::NotOpened { place, why: error.to_string() })?;
    Ok(Db(Arc::new(Inner { pools: Pools::Postgres(pool), writer: Mutex::new(None), counters: Arc::default() })))
}

/// Outside of a write nothing is written, as on SQLite.
#[expect(clippy::disallowed_methods, reason = "sets up a connection")]
async fn only_read(connection: &mut sqlx::PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("SET default_transaction_read_only = on").execute(connection).await.map(drop)
}
