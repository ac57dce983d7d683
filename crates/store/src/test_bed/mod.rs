//! Test bed: databases for tests, of this crate and of others, a fresh one each and on both engines.
//!
//! SQLite gets a file in a folder of its own. PostgreSQL is the real one: a private cluster in a folder of its own, on
//! a socket alone, which starts with the first test of a process and ends with the process however that ends.
//! Start at [`on_both`].

mod cluster;
mod statements;

use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;

use crate::{Db, Engine, Fault, Place};

pub use statements::{assert_prepared, in_folder};

/// Set where there is no PostgreSQL and none is wanted: tests then run on SQLite alone.
pub const WITHOUT_POSTGRES: &str = "TIDINGS_WITHOUT_POSTGRES";

/// A database that nobody else uses.
pub struct Bed {
    /// It, open; not migrated where [`empty`] made it.
    pub db: Db,
    /// Where it is, to open it once more or from another process.
    pub place: Place,
    /// Holds the file of SQLite.
    _folder: Option<TempDir>,
}

impl Bed {
    /// The engine behind it.
    pub fn engine(&self) -> Engine {
        self.db.engine()
    }
}

/// Runs `test` on each engine with a migrated database, within a runtime of several threads.
///
/// # Panics
/// If `test` does, or the database cannot be made: it is for tests.
#[expect(clippy::needless_pass_by_value, reason = "a test is a closure, written where it is given")]
pub fn on_both(test: impl AsyncFn(&Bed)) {
    on_both_empty(async |bed| {
        must(bed.db.migrate().await);
        test(bed).await;
    });
}

/// As [`on_both`], with a database that has no schema yet.
///
/// # Panics
/// As [`on_both`].
#[expect(clippy::needless_pass_by_value, reason = "a test is a closure, written where it is given")]
pub fn on_both_empty(test: impl AsyncFn(&Bed)) {
    for engine in engines() {
        // Shown by the test harness if the test fails.
        println!("on {engine:?}:");
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        must(runtime).block_on(async {
            let bed = empty(engine).await;
            test(&bed).await;
            bed.db.close().await;
        });
    }
}

/// The engines that tests run on: both, unless [`WITHOUT_POSTGRES`] is set.
pub fn engines() -> Vec<Engine> {
    if std::env::var_os(WITHOUT_POSTGRES).is_some() {
        return vec![Engine::Sqlite];
    }
    vec![Engine::Sqlite, Engine::Postgres]
}

/// A database without a schema, for tests that bring their own runtime.
///
/// # Panics
/// If it cannot be made: it is for tests.
pub async fn empty(engine: Engine) -> Bed {
    let (place, folder) = match engine {
        Engine::Sqlite => {
            let folder = must(tempfile::tempdir());
            (Place::Sqlite(folder.path().join("data.sqlite")), Some(folder))
        }
        Engine::Postgres => {
            static MADE: AtomicU64 = AtomicU64::new(0);
            let name = format!("bed_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
            let cluster = cluster::running();
            must(cluster.make(&name).await);
            (Place::Postgres(cluster.url(&name)), None)
        }
    };
    let db = must(Db::open(&place).await);
    Bed { db, place, _folder: folder }
}

/// Without what a test stands on, it is over.
pub(crate) fn must<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("the test bed: {error}"),
    }
}

impl Fault {
    /// Of a test bed that cannot be made.
    fn of_bed(why: impl std::fmt::Display) -> Self {
        Self::NotOpened { place: "of the test bed".to_owned(), why: why.to_string() }
    }
}
