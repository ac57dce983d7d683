//! Rows of any table, as JSON and back.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::TryStreamExt as _;
use serde_json::Value as Json;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Executor as _, Row as _};

use super::schema::{Kind, Table};
use crate::tx::Connection;
use crate::{Fault, Snapshot, Sql, Value, dialect};

const STATEMENT: &str = "archive_rows";

/// The rows of a table.
pub(super) struct Cells<'a> {
    table: &'a Table,
}

macro_rules! to_json {
    ($row:expr, $table:expr) => {{
        let row = $row;
        let cells = $table.columns.iter().enumerate().map(|(n, column)| {
            Ok(match column.kind {
                Kind::Integer => row.try_get::<Option<i64>, _>(n)?.map(Json::from),
                Kind::Boolean => row.try_get::<Option<bool>, _>(n)?.map(Json::from),
                Kind::Real => row.try_get::<Option<f64>, _>(n)?.map(|it| Json::from(it.to_string())),
                Kind::Text => row.try_get::<Option<String>, _>(n)?.map(Json::from),
                Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(n)?.map(|it| Json::from(BASE64_STANDARD.encode(it))),
            }
            .unwrap_or(Json::Null))
        });
        cells.collect::<Result<Vec<Json>, sqlx::Error>>()
    }};
}

impl<'a> Cells<'a> {
    pub(super) fn of(table: &'a Table) -> Self {
        Self { table }
    }

    /// Gives each row to `take`, in the order of the primary key, one at a time.
    pub(super) async fn each(
        &self,
        snapshot: &Snapshot,
        mut take: impl FnMut(Vec<Json>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let failed = |error| Fault::of(STATEMENT, error);
        let text = dialect::statement(snapshot.0.engine(), self.select());
        match &mut *snapshot.0.connection.lock().await {
            Connection::Sqlite(connection) => {
                let mut rows = connection.fetch(text);
                while let Some(row) = rows.try_next().await.map_err(failed)? {
                    take(self.of_sqlite(&row).map_err(failed)?)?;
                }
            }
            Connection::SqliteSnapshot(transaction) => {
                let mut rows = transaction.fetch(text);
                while let Some(row) = rows.try_next().await.map_err(failed)? {
                    take(self.of_sqlite(&row).map_err(failed)?)?;
                }
            }
            Connection::Postgres(transaction) => {
                let mut rows = transaction.fetch(text);
                while let Some(row) = rows.try_next().await.map_err(failed)? {
                    take(self.of_postgres(&row).map_err(failed)?)?;
                }
            }
        }
        Ok(())
    }

    /// The statement that puts `row` back; `None` if the row does not fit the table.
    pub(super) fn insert(&self, row: Vec<Json>) -> Option<Sql> {
        if row.len() != self.table.columns.len() {
            return None;
        }
        let places: Vec<String> = (1..=row.len()).map(|n| format!("${n}")).collect();
        let text =
            format!("INSERT INTO {} ({}) VALUES ({})", quoted(&self.table.name), self.names(), places.join(", "));
        let mut insert = Sql::made(STATEMENT, text);
        for (column, cell) in self.table.columns.iter().zip(row) {
            insert = insert.bind(value(column.kind, cell)?);
        }
        Some(insert)
    }

    fn select(&self) -> String {
        let keys: Vec<String> =
            self.table.columns.iter().filter(|column| column.key).map(|column| quoted(&column.name)).collect();
        let order = if keys.is_empty() { String::new() } else { format!(" ORDER BY {}", keys.join(", ")) };
        format!("SELECT {} FROM {}{order}", self.names(), quoted(&self.table.name))
    }

    fn names(&self) -> String {
        self.table.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    fn of_sqlite(&self, row: &SqliteRow) -> Result<Vec<Json>, sqlx::Error> {
        to_json!(row, self.table)
    }

    fn of_postgres(&self, row: &PgRow) -> Result<Vec<Json>, sqlx::Error> {
        to_json!(row, self.table)
    }
}

/// A cell for a column of this kind; `None` if it is something else.
fn value(kind: Kind, cell: Json) -> Option<Value> {
    Some(match (kind, cell) {
        (Kind::Integer, Json::Null) => Value::Integer(None),
        (Kind::Boolean, Json::Null) => Value::Boolean(None),
        (Kind::Real, Json::Null) => Value::Real(None),
        (Kind::Text, Json::Null) => Value::Text(None),
        (Kind::Bytes, Json::Null) => Value::Bytes(None),
        (Kind::Integer, cell) => Value::from(cell.as_i64()?),
        (Kind::Boolean, cell) => Value::from(cell.as_bool()?),
        (Kind::Real, cell) => Value::from(cell.as_str()?.parse::<f64>().ok()?),
        (Kind::Text, Json::String(text)) => Value::from(text),
        (Kind::Bytes, Json::String(text)) => Value::from(BASE64_STANDARD.decode(text).ok()?),
        (Kind::Text | Kind::Bytes, _) => return None,
    })
}

/// A name of the schema within a statement.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
