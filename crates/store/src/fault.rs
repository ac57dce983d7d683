//! What can go wrong, as far as a caller can act on the difference.

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::error::{DatabaseError, ErrorKind};

/// Why the store did not do what it was asked. `Clone`, since writes that share a commit share its failure.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A unique constraint: another row has these values. `what` names the columns, `person.email`, the same on both
    /// engines; an index over an expression is named by itself.
    #[error("{what} is taken already")]
    Taken {
        /// `table.column`, several with commas.
        what: String,
    },
    /// A foreign key: what the row refers to is not there, or what was to go is still referred to.
    #[error("{what} refers to a row that is not there, or is still referred to")]
    Dangling {
        /// The constraint or table, as far as the engine tells; SQLite tells nothing.
        what: String,
    },
    /// A check or NOT NULL constraint.
    #[error("{what} does not take this value")]
    Refused {
        /// The column or constraint.
        what: String,
    },
    /// `fetch_one` found no row.
    #[error("{statement} found no row")]
    NotThere {
        /// The statement's name.
        statement: &'static str,
    },
    /// The database was written by a newer program.
    #[error(
        "the database has schema version {found}, this program knows versions up to {known}: start the newer program \
         again, or restore a backup that this version made"
    )]
    Newer {
        /// The version of the database, or of the archive.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// Another process holds the database, or all connections are in use, for longer than we wait.
    #[error("the database was busy for {} s: try again", crate::db::PATIENCE.as_secs())]
    Busy,
    /// The lease of a job ran out and somebody else has it, or it is finished.
    #[error("the lease of job {job} is lost: somebody else took it, or it is finished")]
    LeaseLost {
        /// The job's id.
        job: i64,
    },
    /// A statement after one that failed, or the end of a transaction in which one failed: nothing of it is kept.
    #[error("a statement of this transaction failed before, nothing of it was kept")]
    Spoiled,
    /// A write inside of a write, which would wait for itself.
    #[error("a write was begun inside of another: pass its transaction on instead")]
    Nested,
    /// The work of a write panicked; nothing of it was kept.
    #[error("the work of a write panicked, nothing of it was kept")]
    Panicked,
    /// The database was closed.
    #[error("the database is closed")]
    Closed,
    /// The database could not be opened.
    #[error("the database {place} could not be opened: {why}")]
    NotOpened {
        /// The file, or host and name without the password.
        place: String,
        /// What the engine said.
        why: String,
    },
    /// A statement failed for a reason that no caller can mend.
    #[error("{statement} failed: {cause}")]
    Statement {
        /// The statement's name.
        statement: &'static str,
        /// What the engine said.
        cause: Arc<sqlx::Error>,
    },
    /// The commit failed: nothing of the transaction was kept, as far as the engine could tell us.
    #[error("the commit failed: {cause}")]
    Commit {
        /// What the engine said.
        cause: Arc<sqlx::Error>,
    },
    /// The key file cannot be used; `why` says what to do.
    #[error("the key file {path}: {why}")]
    Key {
        /// Where it is.
        path: PathBuf,
        /// What is wrong and what to do.
        why: String,
    },
    /// A sealed value that does not open.
    #[error(
        "a sealed value does not open: it was sealed with another key or for another place, or it was changed; put the \
         key file back that belongs to this database"
    )]
    Sealed,
    /// An archive that cannot be written or read; says at which line and what to do.
    #[error("the archive: {why}")]
    Archive {
        /// What is wrong.
        why: String,
    },
}

impl Fault {
    /// What `error` of the statement of this name means.
    pub(crate) fn of(statement: &'static str, error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotThere { statement },
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::Closed,
            sqlx::Error::Database(said) => match said.kind() {
                ErrorKind::UniqueViolation => Self::Taken { what: columns(&**said) },
                ErrorKind::ForeignKeyViolation => Self::Dangling { what: place(&**said) },
                ErrorKind::NotNullViolation | ErrorKind::CheckViolation => Self::Refused { what: place(&**said) },
                _ if is_busy(&**said) => Self::Busy,
                _ => Self::Statement { statement, cause: Arc::new(error) },
            },
            _ => Self::Statement { statement, cause: Arc::new(error) },
        }
    }

    pub(crate) fn commit(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(said) if is_busy(&**said) => Self::Busy,
            _ => Self::Commit { cause: Arc::new(error) },
        }
    }
}

/// SQLITE_BUSY and SQLITE_LOCKED with their extended codes; PostgreSQL's lock_not_available.
fn is_busy(said: &dyn DatabaseError) -> bool {
    let Some(code) = said.code() else { return false };
    match said.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        Some(_) => code == "55P03",
        None => code.parse::<i64>().is_ok_and(|code| matches!(code & 0xff, 5 | 6)),
    }
}

/// `table.column, table.column` of a unique violation. SQLite says so; PostgreSQL's detail names them in parentheses
/// before `=`, whatever its language.
fn columns(said: &dyn DatabaseError) -> String {
    if let Some(said) = said.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        let table = said.table().unwrap_or_default();
        let names = said.detail().and_then(|detail| detail.split_once(")=(")?.0.split_once('('));
        return match names {
            Some((_, names)) if !names.contains('(') => {
                names.split(", ").map(|name| format!("{table}.{name}")).collect::<Vec<_>>().join(", ")
            }
            _ => said.constraint().unwrap_or(table).to_owned(),
        };
    }
    let message = said.message();
    let what = message.split_once(": ").map_or(message, |(_, what)| what);
    what.strip_prefix("index ").map_or(what, |index| index.trim_matches('\'')).to_owned()
}

/// The column where one is named, else the constraint.
fn place(said: &dyn DatabaseError) -> String {
    if let Some(said) = said.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        let table = said.table().unwrap_or_default();
        return match (said.column(), said.constraint()) {
            (Some(column), _) => format!("{table}.{column}"),
            (None, Some(constraint)) => constraint.to_owned(),
            (None, None) => table.to_owned(),
        };
    }
    let message = said.message();
    message.split_once(": ").map_or("a constraint", |(_, what)| what).to_owned()
}
