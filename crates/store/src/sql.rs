//! Statements: a text from a file, the values bound to it, and the four ways of running it.

use std::borrow::Cow;

use jiff::Timestamp;
use sqlx::query::Query;
use sqlx::{Postgres, SqlStr, Sqlite};

use crate::db::Pools;
use crate::tx::{Connection, Lent};
use crate::{Engine, Fault, On, Row, Tx, dialect};

/// A statement and what is bound to it. Made by [`sql!`](crate::sql!).
#[derive(Clone, Debug)]
#[must_use = "a statement does nothing until it is fetched or executed"]
pub struct Sql {
    name: &'static str,
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// A value for `$1`, `$2`, … Null carries its type, since PostgreSQL asks for it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// BIGINT
    Integer(Option<i64>),
    /// BOOLEAN
    Boolean(Option<bool>),
    /// DOUBLE PRECISION
    Real(Option<f64>),
    /// TEXT
    Text(Option<String>),
    /// BLOB on SQLite, BYTEA on PostgreSQL
    Bytes(Option<Vec<u8>>),
}

macro_rules! values {
    ($($from:ty => $variant:ident, $given:ident => $make:expr;)*) => { $(
        impl From<$from> for Value {
            fn from($given: $from) -> Self {
                Self::$variant(Some($make))
            }
        }

        impl From<Option<$from>> for Value {
            fn from(given: Option<$from>) -> Self {
                Self::$variant(given.map(|$given| $make))
            }
        }
    )* };
}

values! {
    i64 => Integer, given => given;
    i32 => Integer, given => i64::from(given);
    u32 => Integer, given => i64::from(given);
    Timestamp => Integer, given => given.as_microsecond();
    bool => Boolean, given => given;
    f64 => Real, given => given;
    String => Text, given => given;
    &str => Text, given => given.to_owned();
    &String => Text, given => given.clone();
    Vec<u8> => Bytes, given => given;
    &[u8] => Bytes, given => given.to_vec();
}

/// Runs `$do` with `$query` and `$on`, the connection that `$lent` leads to; `$map` maps a row.
macro_rules! run {
    ($sql:ident on $lent:expr, |$query:ident, $connection:ident, $map:ident| $do:expr) => {{
        let name = $sql.name;
        match $lent {
            Lent::Db(db) => match db.pools() {
                Pools::Sqlite(pool) => {
                    let ($query, $connection, $map) = ($sql.sqlite(), pool, T::of_sqlite);
                    $do
                }
                Pools::Postgres(pool) => {
                    let ($query, $connection, $map) = ($sql.postgres(), pool, T::of_postgres);
                    $do
                }
            }
            .map_err(|error| Fault::of(name, error)),
            Lent::Tx(tx) => {
                tx.sound()?;
                match &mut *tx.connection.lock().await {
                    Connection::Sqlite(connection) => {
                        let ($query, $connection, $map) = ($sql.sqlite(), connection, T::of_sqlite);
                        $do
                    }
                    Connection::SqliteSnapshot(transaction) => {
                        let ($query, $connection, $map) = ($sql.sqlite(), &mut **transaction, T::of_sqlite);
                        $do
                    }
                    Connection::Postgres(transaction) => {
                        let ($query, $connection, $map) = ($sql.postgres(), &mut **transaction, T::of_postgres);
                        $do
                    }
                }
                .map_err(|error| tx.spoilt_by(name, error))
            }
        }
    }};
}

impl Sql {
    /// A statement with its name, which faults show. Written out only in tests; elsewhere it is a file, see
    /// [`sql!`](crate::sql!).
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text: Cow::Borrowed(text), values: Vec::new() }
    }

    /// A statement made of names that the schema gave.
    pub(crate) fn made(name: &'static str, text: String) -> Self {
        Self { name, text: text.into(), values: Vec::new() }
    }

    /// The next value: the first is `$1`.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The next value is a list, as JSON text: see the fourth rule of the crate.
    pub fn bind_list<I>(self, items: I) -> Self
    where
        I: IntoIterator<Item: serde::Serialize>,
    {
        let mut text = Vec::new();
        let list = serde::Serializer::collect_seq(&mut serde_json::Serializer::new(&mut text), items);
        // What cannot be written as JSON is no list, and the engine says so.
        let text = list.ok().and_then(|()| String::from_utf8(text).ok()).unwrap_or_default();
        self.bind(text)
    }

    /// The row, if there is one; of several, the first.
    pub async fn fetch_optional<T: Row<S>, S>(self, on: &(impl On + ?Sized)) -> Result<Option<T>, Fault> {
        run!(self on on.lend(), |query, connection, map| match query.fetch_optional(connection).await {
            Ok(row) => row.as_ref().map(map).transpose(),
            Err(error) => Err(error),
        })
    }

    /// The row, which must be there: else [`Fault::NotThere`].
    pub async fn fetch_one<T: Row<S>, S>(self, on: &(impl On + ?Sized)) -> Result<T, Fault> {
        let statement = self.name;
        self.fetch_optional(on).await?.ok_or(Fault::NotThere { statement })
    }

    /// All rows.
    pub async fn fetch_all<T: Row<S>, S>(self, on: &(impl On + ?Sized)) -> Result<Vec<T>, Fault> {
        run!(self on on.lend(), |query, connection, map| match query.fetch_all(connection).await {
            Ok(rows) => rows.iter().map(map).collect(),
            Err(error) => Err(error),
        })
    }

    /// Changes something; how many rows it changed.
    pub async fn execute(self, tx: &mut Tx) -> Result<u64, Fault> {
        tx.sound()?;
        let name = self.name;
        match tx.connection.get_mut() {
            Connection::Sqlite(connection) => self.sqlite().execute(connection).await.map(|done| done.rows_affected()),
            Connection::SqliteSnapshot(transaction) => {
                self.sqlite().execute(&mut **transaction).await.map(|done| done.rows_affected())
            }
            Connection::Postgres(transaction) => {
                self.postgres().execute(&mut **transaction).await.map(|done| done.rows_affected())
            }
        }
        .map_err(|error| tx.spoilt_by(name, error))
    }

    fn text(&self, engine: Engine) -> SqlStr {
        dialect::statement(engine, self.text.clone())
    }

    fn sqlite(self) -> Query<'static, Sqlite, <Sqlite as sqlx::Database>::Arguments> {
        let query = asked(self.text(Engine::Sqlite));
        self.values.into_iter().fold(query, |query, value| match value {
            Value::Integer(value) => query.bind(value),
            Value::Boolean(value) => query.bind(value),
            Value::Real(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Bytes(value) => query.bind(value),
        })
    }

    fn postgres(self) -> Query<'static, Postgres, <Postgres as sqlx::Database>::Arguments> {
        let query = asked(self.text(Engine::Postgres));
        self.values.into_iter().fold(query, |query, value| match value {
            Value::Integer(value) => query.bind(value),
            Value::Boolean(value) => query.bind(value),
            Value::Real(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Bytes(value) => query.bind(value),
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "statements come here to be asked")]
fn asked<DB: sqlx::Database>(text: SqlStr) -> Query<'static, DB, DB::Arguments> {
    sqlx::query(text)
}
