//! Transactions, and what a statement can be run on.

use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::{PgTransaction, SqliteConnection, SqliteTransaction};
use tokio::sync::Mutex;

use crate::{Db, Engine, Fault};

/// The caller's transaction, given to the work of [`Db::write`]. Whoever takes `&mut Tx` writes as part of it.
///
/// After a statement that failed it takes no other, and nothing of it is kept: so it is on PostgreSQL, and what only
/// one engine forgives should fail on both.
pub struct Tx {
    pub(crate) connection: Mutex<Connection>,
    engine: Engine,
    spoilt: AtomicBool,
}

/// A state of the database that does not change while others write, for what takes several statements to read.
/// Made by [`Db::snapshot`]; gone when dropped. Keep it for moments: SQLite cannot reuse its log meanwhile.
pub struct Snapshot(pub(crate) Tx);

pub(crate) enum Connection {
    /// The one that writes; its task begins and commits.
    Sqlite(SqliteConnection),
    SqliteSnapshot(SqliteTransaction<'static>),
    Postgres(PgTransaction<'static>),
}

/// What a statement is run on: a [`Db`], a [`Tx`] or a [`Snapshot`].
pub trait On: Send + Sync {
    /// The way to a connection.
    #[doc(hidden)]
    fn lend(&self) -> Lent<'_>;
}

/// Where a statement goes.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub enum Lent<'e> {
    /// A connection of the pool.
    Db(&'e Db),
    /// The connection of the transaction.
    Tx(&'e Tx),
}

impl On for Db {
    fn lend(&self) -> Lent<'_> {
        Lent::Db(self)
    }
}

impl On for Tx {
    fn lend(&self) -> Lent<'_> {
        Lent::Tx(self)
    }
}

impl On for Snapshot {
    fn lend(&self) -> Lent<'_> {
        Lent::Tx(&self.0)
    }
}

/// So that `&mut *tx`, `&mut tx` and `tx` are all understood.
impl<T: On + ?Sized> On for &T {
    fn lend(&self) -> Lent<'_> {
        (**self).lend()
    }
}

impl<T: On + ?Sized> On for &mut T {
    fn lend(&self) -> Lent<'_> {
        (**self).lend()
    }
}

impl Tx {
    pub(crate) fn new(engine: Engine, connection: Connection) -> Self {
        Self { connection: Mutex::new(connection), engine, spoilt: AtomicBool::new(false) }
    }

    /// The engine behind it.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether no statement failed yet.
    pub(crate) fn sound(&self) -> Result<(), Fault> {
        if self.spoilt.load(Ordering::Relaxed) { Err(Fault::Spoiled) } else { Ok(()) }
    }

    pub(crate) fn spoilt_by(&self, statement: &'static str, error: sqlx::Error) -> Fault {
        self.spoilt.store(true, Ordering::Relaxed);
        Fault::of(statement, error)
    }

    pub(crate) fn anew(&mut self) {
        *self.spoilt.get_mut() = false;
    }

    /// Several statements without values: a migration.
    #[expect(clippy::disallowed_methods, reason = "migrations hold several statements")]
    pub(crate) async fn run_script(&mut self, name: &'static str, text: &'static str) -> Result<(), Fault> {
        self.sound()?;
        let script = sqlx::raw_sql(crate::dialect::statement(self.engine, text));
        match self.connection.get_mut() {
            Connection::Sqlite(connection) => script.execute(connection).await.map(drop),
            Connection::SqliteSnapshot(transaction) => script.execute(&mut **transaction).await.map(drop),
            Connection::Postgres(transaction) => script.execute(&mut **transaction).await.map(drop),
        }
        .map_err(|error| self.spoilt_by(name, error))
    }
}
