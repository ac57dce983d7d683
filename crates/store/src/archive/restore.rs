//! An archive into an empty database of either engine: all of it, or nothing.

use std::io::{self, BufReader};

use flate2::bufread::GzDecoder;

use super::cells::{Cells, quoted};
use super::lines::{Head, Line, Reader};
use super::schema::{self, Table};
use super::{Counted, FORMAT};
use crate::migrate::{self, MIGRATIONS};
use crate::{Db, Engine, Fault, Sql, Tx, sql};

/// Restores what [`write`](super::write) wrote into `db`, which must be empty; it then has this program's schema. An
/// archive of an older schema is taken up as it was and migrated; one of a newer schema is [`Fault::Newer`]. All is one
/// transaction. Reading `from` blocks, so it is a file or memory.
pub async fn restore(db: &Db, from: impl io::Read + Send + 'static) -> Result<Counted, Fault> {
    db.write(|tx| Box::pin(take_up(tx, Reader::new(BufReader::new(GzDecoder::new(BufReader::new(from))))))).await
}

async fn take_up<R: io::BufRead>(tx: &mut Tx, mut from: Reader<R>) -> Result<Counted, Fault> {
    let head: Head = from.next()?;
    if head.format != FORMAT {
        return Err(from.wrong(&format!("its format is {}, this program reads {FORMAT}", head.format)));
    }
    if head.schema > migrate::known() {
        return Err(Fault::Newer { found: head.schema, known: migrate::known() });
    }
    let there = migrate::version(tx).await?;
    if there != 0 {
        return Err(Fault::Archive {
            why: format!("the database is not empty (its schema has version {there}): restore into a new one"),
        });
    }
    let mut steps = (1_i64..).zip(MIGRATIONS);
    for (version, step) in steps.by_ref().take(head.schema as usize) {
        migrate::take(tx, version, step).await?;
    }
    let tables = schema::tables(tx).await?;
    look_at_references_later(tx).await?;
    for table in tables.iter().rev() {
        // What a migration put there is in the archive too, as it became.
        Sql::made("archive_clear", format!("DELETE FROM {}", quoted(&table.name))).execute(tx).await?;
    }
    let counted = rows(tx, &tables, &mut from).await?;
    count_on(tx).await?;
    look_at_references_now(tx).await?;
    for (version, step) in steps {
        migrate::take(tx, version, step).await?;
    }
    Ok(counted)
}

/// Puts the rows in, to the end of the archive.
async fn rows<R: io::BufRead>(tx: &mut Tx, tables: &[Table], from: &mut Reader<R>) -> Result<Counted, Fault> {
    let mut counted = Counted::new();
    let mut now: Option<(Table, u64)> = None;
    loop {
        match from.next()? {
            Line::Row(row) => {
                let Some((table, rows)) = &mut now else { return Err(from.wrong("a row before any table")) };
                let insert = Cells::of(table).insert(row);
                let insert = insert.ok_or_else(|| from.wrong(&format!("this is no row of {}", table.name)))?;
                insert.execute(tx).await?;
                *rows += 1;
            }
            Line::Opening(opening) => {
                counted.extend(now.take().map(|(table, rows)| (table.name, rows)));
                let Some(table) = tables.iter().find(|table| table.name == opening.table) else {
                    return Err(from.wrong(&format!("the schema has no table {}", opening.table)));
                };
                let columns: Option<Vec<_>> = opening
                    .columns
                    .iter()
                    .map(|name| table.columns.iter().find(|column| column.name == *name).cloned())
                    .collect();
                let Some(columns) = columns.filter(|columns| columns.len() == table.columns.len()) else {
                    return Err(from.wrong(&format!("these are not the columns of {}", table.name)));
                };
                now = Some((Table { columns, ..table.clone() }, 0));
            }
            Line::Foot(foot) => {
                counted.extend(now.take().map(|(table, rows)| (table.name, rows)));
                if counted != foot.end {
                    return Err(from.wrong("its rows are not as many as it counted: take a whole copy"));
                }
                from.end()?;
                return Ok(counted);
            }
        }
    }
}

/// Rows of one table may refer to later ones, and tables to each other.
async fn look_at_references_later(tx: &mut Tx) -> Result<(), Fault> {
    match tx.engine() {
        Engine::Sqlite => tx.run_script("archive_later", "PRAGMA defer_foreign_keys = ON").await,
        Engine::Postgres => alter_references(tx, "DEFERRABLE INITIALLY DEFERRED").await,
    }
}

async fn look_at_references_now(tx: &mut Tx) -> Result<(), Fault> {
    let dangling: Option<String> = sql!("archive_dangling").fetch_optional(tx).await?;
    if let Some(what) = dangling {
        return Err(Fault::Dangling { what });
    }
    if tx.engine() == Engine::Postgres {
        tx.run_script("archive_now", "SET CONSTRAINTS ALL IMMEDIATE").await?;
        alter_references(tx, "NOT DEFERRABLE").await?;
    }
    Ok(())
}

async fn alter_references(tx: &mut Tx, how: &str) -> Result<(), Fault> {
    for reference in schema::references(tx).await? {
        let (table, name) = (quoted(&reference.of_table), quoted(&reference.name));
        let text = format!("ALTER TABLE {table} ALTER CONSTRAINT {name} {how}");
        Sql::made("archive_references", text).execute(tx).await?;
    }
    Ok(())
}

/// Columns that count by themselves go on behind what they have now.
async fn count_on(tx: &mut Tx) -> Result<(), Fault> {
    let identities: Vec<(String, String)> = sql!("archive_identities").fetch_all(tx).await?;
    for (table, column) in identities {
        let text = format!(
            "SELECT setval(pg_get_serial_sequence($1, $2), (SELECT MAX({}) FROM {}))",
            quoted(&column),
            quoted(&table)
        );
        let _: Option<i64> =
            Sql::made("archive_count_on", text).bind(quoted(&table)).bind(column).fetch_one(tx).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_bed::on_both;

    const TABLES: &str = "
        CREATE TABLE shelf (id BIGINT PRIMARY KEY, home BIGINT);
        CREATE TABLE book (
            id BIGINT PRIMARY KEY, shelf BIGINT NOT NULL REFERENCES shelf (id), parent BIGINT REFERENCES book (id));
        /*postgres: ALTER TABLE shelf ADD FOREIGN KEY (home) REFERENCES book (id); */";

    async fn put(tx: &mut Tx, text: &'static str) -> Result<u64, Fault> {
        Sql::new("put", text).execute(tx).await
    }

    #[test]
    fn rows_may_come_before_those_that_they_refer_to_but_not_without_them() {
        on_both(async |bed| {
            bed.db.write(|tx| Box::pin(tx.run_script("make", TABLES))).await.unwrap();
            let restore = |parent_comes: bool| {
                bed.db.write(move |tx| {
                    Box::pin(async move {
                        look_at_references_later(tx).await?;
                        put(tx, "INSERT INTO book VALUES (2, 1, 1)").await?;
                        if parent_comes {
                            put(tx, "INSERT INTO book VALUES (1, 1, NULL)").await?;
                        }
                        put(tx, "INSERT INTO shelf VALUES (1, 2)").await?;
                        look_at_references_now(tx).await
                    })
                })
            };
            assert!(matches!(restore(false).await, Err(Fault::Dangling { .. })));
            restore(true).await.unwrap();
            // From now on they are looked at at once again.
            let late = bed.db.write(|tx| Box::pin(put(tx, "INSERT INTO book VALUES (3, 9, NULL)"))).await;
            assert!(matches!(late, Err(Fault::Dangling { .. })), "{late:?}");
        });
    }
}
