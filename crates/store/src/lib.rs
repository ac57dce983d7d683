//! Store: two engines behind one door, SQLite in a folder and PostgreSQL for several processes, with one SQL text for
//! both; on it the migrations, the lease queue, the secret box and the archive.
//! It knows no network and no business word: what a row means is for those who ask, what is done about a [`Fault`] too.
//! Start at [`Db::open`], then [`Db::migrate`], [`sql!`] to ask and [`Db::write`] to change.
//!
//! # What a table and a statement may hold
//!
//! One text serves both engines as long as it keeps to what they share:
//!
//! 1. Columns are BIGINT (ids, UTC microseconds, money in minor units), TEXT (ids, JSON), BOOLEAN, and DOUBLE PRECISION
//!    for ratios alone. No timestamptz, no arrays, no jsonb and none of its operators.
//! 2. `SUM` of BIGINT is written `CAST(SUM(…) AS BIGINT)`, since PostgreSQL answers with numeric.
//! 3. What only one engine understands stands in a marker: `/*postgres: FOR UPDATE SKIP LOCKED */` is unwrapped on
//!    PostgreSQL and stays a comment on SQLite, `/*sqlite: … */` the other way round.
//! 4. A list is bound as JSON text, with [`Sql::bind_list`]:
//!    `IN (SELECT /*sqlite: value FROM json_each($1) *//*postgres: json_array_elements_text(CAST($1 AS json)) */)`.
//! 5. No deferred constraint: its violation shows at the commit, which on SQLite is shared.
//! 6. No statement is expected to fail: after a failure PostgreSQL refuses the rest of a transaction, and so does
//!    [`Tx`] on both engines. `ON CONFLICT` asks without failing.
//!
//! A test prepares every file of every `crates/*/sql` on both engines.

pub mod archive;
mod db;
mod dialect;
mod fault;
mod migrate;
pub mod queue;
mod row;
pub mod secret;
mod sql;
#[cfg(feature = "test-bed")]
pub mod test_bed;
mod tx;
mod writer;

pub use db::{Counts, Db, Engine, Place};
pub use fault::Fault;
pub use futures_util::future::BoxFuture;
pub use migrate::{Migrated, Version};
pub use row::{At, Columns, OneValue, Row};
pub use sql::{Sql, Value};
pub use tx::{On, Snapshot, Tx};

/// The statement in `sql/NAME.sql` of the crate that calls: `sql!("link_by_code").bind(code).fetch_optional(db)`.
#[macro_export]
macro_rules! sql {
    ($name:literal) => {
        $crate::Sql::new($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $name, ".sql")))
    };
}
