//! Bringing the database up to date, with a copy of it put aside first.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use jiff::Timestamp;
use store::{Db, archive};

/// Brings the schema to this program's version. What was there is archived first, into `backups/` of the data folder.
pub(crate) async fn up_to_date(db: &Db, folder: &Path, now: Timestamp) -> Result<()> {
    let told = || format!("the database of {} cannot be brought up to date", folder.display());
    let version = db.version().await.with_context(told)?;
    if version.found > 0 && version.found < version.known {
        let backups = folder.join("backups");
        fs::create_dir_all(&backups).with_context(told)?;
        let name = format!("before-version-{}-of-{}.jsonl.gz", version.known, now.strftime("%Y-%m-%d-%H%M%S"));
        let path = backups.join(name);
        let copied = async {
            let file = private(&path)?;
            archive::write(db, file.try_clone()?).await?;
            file.sync_all()?;
            anyhow::Ok(())
        };
        copied
            .await
            .with_context(|| format!("no copy could be put aside as {}, so nothing was changed", path.display()))?;
        tracing::info!(copy = %path.display(), "a copy of the database was put aside before it is brought up to date");
    }
    db.migrate().await.with_context(told)?;
    Ok(())
}

/// A new file that only its owner reads.
pub(crate) fn private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
