//! Rows: what a statement's answer is mapped to.

use jiff::Timestamp;
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Database, Decode, FromRow, Row as _, Type};

/// What one row becomes: a type with `#[derive(sqlx::FromRow)]` or a tuple ([`Columns`]), or the value of its only
/// column ([`OneValue`]): `i64`, `bool`, `f64`, `String`, `Vec<u8>`, [`At`], and `Option` of them. The compiler finds
/// the shape by itself.
pub trait Row<Shape>: Sized + Send {
    /// From a row of SQLite.
    #[doc(hidden)]
    fn of_sqlite(row: &SqliteRow) -> Result<Self, sqlx::Error>;
    /// From a row of PostgreSQL.
    #[doc(hidden)]
    fn of_postgres(row: &PgRow) -> Result<Self, sqlx::Error>;
}

/// Shape of a row with a name or place for each column.
#[derive(Clone, Copy, Debug)]
pub struct Columns;

/// Shape of a row of which the first column is all.
#[derive(Clone, Copy, Debug)]
pub struct OneValue;

impl<T> Row<Columns> for T
where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send,
{
    fn of_sqlite(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        T::from_row(row)
    }

    fn of_postgres(row: &PgRow) -> Result<Self, sqlx::Error> {
        T::from_row(row)
    }
}

impl<T> Row<OneValue> for T
where
    T: for<'r> Decode<'r, Sqlite> + for<'r> Decode<'r, Postgres> + Type<Sqlite> + Type<Postgres> + Send,
{
    fn of_sqlite(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        row.try_get(0)
    }

    fn of_postgres(row: &PgRow) -> Result<Self, sqlx::Error> {
        row.try_get(0)
    }
}

/// An instant in a column: BIGINT, microseconds UTC. Write it with `bind(timestamp)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct At(pub Timestamp);

impl<DB: Database> Type<DB> for At
where
    i64: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        i64::type_info()
    }

    fn compatible(ty: &DB::TypeInfo) -> bool {
        i64::compatible(ty)
    }
}

impl<'r, DB: Database> Decode<'r, DB> for At
where
    i64: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
        Ok(Self(Timestamp::from_microsecond(i64::decode(value)?)?))
    }
}
