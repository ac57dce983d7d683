//! The archive: everything in the database as one stream that either engine writes and either takes up. It is the
//! backup, and the way from SQLite to PostgreSQL.
//!
//! Gzip; within it, lines of JSON. A header names the format, the version of the schema and the tables; then, table by
//! table, those that are referred to first, a line with its name and columns and one line for each row; the last line
//! counts the rows, so that an archive that was cut short is noticed. Integers and booleans are themselves, a ratio is
//! text (JSON's numbers need not survive exactly), bytes are base64. Secrets stay sealed; their key is not in it.
//! Start at [`write`] and [`restore`].

mod cells;
mod lines;
mod restore;
mod schema;

use std::collections::BTreeMap;
use std::io;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Db, Fault, Sql};
use cells::Cells;
use lines::{Foot, Head, Opening};

pub use restore::restore;

/// What the header says of the format.
const FORMAT: &str = "tidings-archive/1";

/// Rows of each table.
pub type Counted = BTreeMap<String, u64>;

/// Writes everything to `to`, as it is at one moment; others read and write meanwhile. Writing `to` blocks, so it is a
/// file or memory.
pub async fn write(db: &Db, to: impl io::Write + Send) -> Result<Counted, Fault> {
    let snapshot = db.snapshot().await?;
    let tables = schema::tables(&snapshot).await?;
    let schema: i64 =
        Sql::new("schema_version", "SELECT COALESCE(MAX(version), 0) FROM schema_version").fetch_one(&snapshot).await?;
    let mut to = GzEncoder::new(io::BufWriter::new(to), Compression::default());
    let names = tables.iter().map(|table| table.name.clone()).collect();
    lines::put(&mut to, &Head { format: FORMAT.to_owned(), schema, tables: names })?;
    let mut counted = Counted::new();
    for table in &tables {
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        lines::put(&mut to, &Opening { table: table.name.clone(), columns })?;
        let mut rows = 0;
        Cells::of(table)
            .each(&snapshot, |row| {
                rows += 1;
                lines::put(&mut to, &row)
            })
            .await?;
        counted.insert(table.name.clone(), rows);
    }
    lines::put(&mut to, &Foot { end: counted.clone() })?;
    let written = to.finish().and_then(|to| to.into_inner().map_err(io::IntoInnerError::into_error));
    written.and_then(|mut to| to.flush()).map_err(|error| lines::unwritten(&error))?;
    Ok(counted)
}
