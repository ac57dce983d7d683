//! Known: how all sites are measured, in memory, so that a visitor waits for no database.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use store::{Db, Fault, sql};
use tokio::sync::Mutex;

use super::{Measured, Row};

/// All measured sites.
#[derive(Debug, Default)]
pub struct Known {
    by_key: RwLock<FxHashMap<String, Arc<Measured>>>,
    /// How many rows there were, and the sum of their versions.
    seen: Mutex<Option<(i64, i64)>>,
}

impl Known {
    /// The site whose pages' script names `key`.
    pub fn by_key(&self, key: &str) -> Option<Arc<Measured>> {
        self.by_key.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// The site of this id.
    pub fn by_site(&self, site: &str) -> Option<Arc<Measured>> {
        let all = self.by_key.read().unwrap_or_else(PoisonError::into_inner);
        all.values().find(|measured| measured.site == site).cloned()
    }

    /// Takes up what changed in the database since the last call.
    pub async fn refresh(&self, db: &Db) -> Result<(), Fault> {
        let mut seen = self.seen.lock().await;
        let now: (i64, i64) = sql!("measured_seen").fetch_one(db).await?;
        if *seen == Some(now) {
            return Ok(());
        }
        let rows: Vec<Row> = sql!("measured_all").fetch_all(db).await?;
        let all = rows.into_iter().map(|row| (row.key.clone(), Arc::new(Measured::from(row)))).collect();
        *self.by_key.write().unwrap_or_else(PoisonError::into_inner) = all;
        *seen = Some(now);
        Ok(())
    }
}
