//! Migrations: the schema, forward only, each step in one transaction.
//!
//! To add one, put `NNNN_name.sql` into `migrations/` and its name at the end of [`MIGRATIONS`]. It keeps to the rules
//! of the crate; where the engines differ, a marker says so. What was released is never edited. A step that takes
//! something away comes a release after the program stopped using it, so that one release can be taken back.

use crate::{Db, Engine, Fault, Sql, Tx};

/// One step.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! migrations {
    ($($name:literal,)*) => {
        &[$(Migration {
            name: $name,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")),
        }),*]
    };
}

/// Every step, in order: the first brings version 1.
pub(crate) const MIGRATIONS: &[Migration] = migrations![
    "0001_queue",
    "0002_people",
    "0003_audits",
    "0004_rooms",
    "0005_watch",
    "0006_notices",
    "0007_service",
    "0008_demo",
    "0009_folders",
    "0010_links",
    "0011_share_bar",
    "0012_cards",
    "0013_feed",
    "0014_demo_steps",
    "0015_measure",
    "0016_money",
    "0017_publish",
    "0018_slots",
    "0019_media",
    "0020_hands",
    "0021_wallet",
    "0022_approval",
    "0023_webhooks",
    "0024_sign_in",
    "0025_engagement",
    "0026_feeds",
    "0027_beside",
    "0028_corrections",
    "0029_films",
    "0030_first_comment",
    "0031_demo_posts",
    "0032_trying",
];

/// What [`Db::migrate`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version that was found; 0 for an empty database.
    pub from: i64,
    /// The version that it has now.
    pub to: i64,
}

/// Which version a database has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// What is there; 0 for an empty database.
    pub found: i64,
    /// The newest that this program knows.
    pub known: i64,
}

/// The newest version that this program knows.
pub(crate) fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

impl Db {
    /// The version of the schema.
    pub async fn version(&self) -> Result<Version, Fault> {
        Ok(Version { found: self.write(|tx| Box::pin(version(tx))).await?, known: known() })
    }

    /// Brings the schema to the version of this program. Several processes may do so at once.
    pub async fn migrate(&self) -> Result<Migrated, Fault> {
        let from = self.write(|tx| Box::pin(version(tx))).await?;
        let mut at = from;
        while at < known() {
            at = self.write(|tx| Box::pin(next(tx))).await?;
        }
        if at > known() { Err(Fault::Newer { found: at, known: known() }) } else { Ok(Migrated { from, to: at }) }
    }
}

/// The version of the schema, with everybody else kept out until the transaction ends.
pub(crate) async fn version(tx: &mut Tx) -> Result<i64, Fault> {
    if tx.engine() == Engine::Postgres {
        // Any number will do, as long as it is always the same.
        let lock = Sql::new("lock_schema", "SELECT 1 FROM (SELECT pg_advisory_xact_lock(7161988224)) AS taken");
        let _: i32 = lock.fetch_one(&*tx).await?;
    }
    tx.run_script(
        "make_schema_version",
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL)",
    )
    .await?;
    let newest = Sql::new("schema_version", "SELECT COALESCE(MAX(version), 0) FROM schema_version");
    newest.fetch_one(&*tx).await
}

/// Takes the next step, if another process did not; the version after it.
async fn next(tx: &mut Tx) -> Result<i64, Fault> {
    let at = version(tx).await?;
    match MIGRATIONS.get(at as usize) {
        Some(step) => take(tx, at + 1, step).await,
        None => Ok(at),
    }
}

/// Takes `step`, which brings `version`.
pub(crate) async fn take(tx: &mut Tx, version: i64, step: &Migration) -> Result<i64, Fault> {
    tx.run_script(step.name, step.text).await?;
    Sql::new("note_version", "INSERT INTO schema_version (version, name) VALUES ($1, $2)")
        .bind(version)
        .bind(step.name)
        .execute(tx)
        .await?;
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_migration_has_the_number_of_its_place() {
        for (n, step) in MIGRATIONS.iter().enumerate() {
            assert!(step.name.starts_with(&format!("{:04}_", n + 1)), "{} is the step to version {}", step.name, n + 1);
        }
    }
}
