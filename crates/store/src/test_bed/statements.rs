//! Every statement is read by both engines before anybody asks it.

use std::path::{Path, PathBuf};

use sqlx::Executor as _;

use super::{Bed, must};
use crate::db::Pools;
use crate::dialect;

/// The statements below `folder`, each `*.sql`, in order.
///
/// # Panics
/// If a folder or file cannot be read.
pub fn in_folder(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in must(std::fs::read_dir(&folder)) {
            let path = must(entry).path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "sql") {
                let text = must(std::fs::read_to_string(&path));
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// Prepares each of `statements` on `bed`.
///
/// # Panics
/// If one does not: with its path and what the engine said.
pub async fn assert_prepared(bed: &Bed, statements: &[(PathBuf, String)]) {
    let mut wrong = Vec::new();
    for (path, text) in statements {
        let statement = dialect::statement(bed.engine(), text.clone());
        let prepared = match bed.db.pools() {
            Pools::Sqlite(pool) => pool.prepare(statement).await.map(drop),
            Pools::Postgres(pool) => pool.prepare(statement).await.map(drop),
        };
        if let Err(error) = prepared {
            wrong.push(format!("{} on {:?}: {error}", path.display(), bed.engine()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
