//! What tables there are, in an order in which what is referred to comes first.

use crate::{Fault, On, sql};

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
}

/// A column of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Whether it is of the primary key.
    pub(super) key: bool,
}

/// The types that a schema may have: see the first rule of the crate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Integer,
    Boolean,
    Real,
    Text,
    Bytes,
}

/// A foreign key.
#[derive(sqlx::FromRow)]
pub(super) struct Reference {
    pub(super) of_table: String,
    pub(super) to_table: String,
    /// Of the constraint; empty on SQLite.
    pub(super) name: String,
}

pub(super) async fn references(on: &impl On) -> Result<Vec<Reference>, Fault> {
    sql!("archive_references").fetch_all(on).await
}

/// All tables but `schema_version`.
pub(super) async fn tables(on: &impl On) -> Result<Vec<Table>, Fault> {
    let columns: Vec<(String, String, String, bool)> = sql!("archive_columns").fetch_all(on).await?;
    let mut tables: Vec<Table> = Vec::new();
    for (table, name, kind, key) in columns {
        let Some(kind) = Kind::named(&kind) else {
            return Err(Fault::Archive { why: format!("{table}.{name} is {kind}, a type that it cannot hold") });
        };
        let column = Column { name, kind, key };
        match tables.last_mut() {
            Some(last) if last.name == table => last.columns.push(column),
            _ => tables.push(Table { name: table, columns: vec![column] }),
        }
    }
    let references = references(on).await?;
    Ok(ordered(tables, &references))
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "bigint" | "integer" => Self::Integer,
            "boolean" => Self::Boolean,
            "double precision" => Self::Real,
            "text" => Self::Text,
            "blob" | "bytea" => Self::Bytes,
            _ => return None,
        })
    }
}

/// Those first that refer to none that is still to come, else by name. Tables in a circle come as they are: whoever
/// restores looks at references at the end.
fn ordered(mut waiting: Vec<Table>, references: &[Reference]) -> Vec<Table> {
    let mut done: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let free = waiting.iter().position(|table| {
            let mut of_it = references.iter().filter(|it| it.of_table == table.name && it.to_table != table.name);
            of_it.all(|it| !waiting.iter().any(|other| other.name == it.to_table))
        });
        done.push(waiting.remove(free.unwrap_or(0)));
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_after_those_that_it_refers_to() {
        let table = |name: &str| Table { name: name.to_owned(), columns: Vec::new() };
        let refers =
            |of: &str, to: &str| Reference { of_table: of.to_owned(), to_table: to.to_owned(), name: String::new() };
        let tables = ["audit", "page", "site", "workspace"].map(table).to_vec();
        let references =
            [refers("audit", "site"), refers("page", "audit"), refers("page", "page"), refers("site", "workspace")];
        let names: Vec<String> = ordered(tables, &references).into_iter().map(|table| table.name).collect();
        assert_eq!(names, ["workspace", "site", "audit", "page"]);
        let circle = [refers("audit", "page"), refers("page", "audit")];
        assert_eq!(ordered(["audit", "page"].map(table).to_vec(), &circle).len(), 2);
    }
}
