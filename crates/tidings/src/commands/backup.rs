//! `tidings backup`, `tidings restore`, `tidings resume`: everything into one file, out of it, and on after a pause.

use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use domain::{Clock, SystemClock};
use store::Db;

use crate::backup;
use crate::config::ConfigArgs;
use crate::service::place::{self, Hold, PlaceArgs};

#[derive(clap::Args)]
#[command(after_help = "\
It may run while Tidings is up. The key that seals secrets (DATA/key) is not in the backup: keep a copy of it elsewhere,
or connected accounts and webhooks have to be set up again after a restore.")]
pub(crate) struct BackupArgs {
    /// The file that is written [default: tidings-YEAR-MONTH-DAY.tar.gz here]
    file: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

pub(crate) fn backup(args: BackupArgs) -> Result<u8> {
    runtime()?.block_on(async {
        let now = SystemClock.now();
        let to = args.file.unwrap_or_else(|| PathBuf::from(now.strftime("tidings-%Y-%m-%d.tar.gz").to_string()));
        ensure!(!to.exists(), "{} is there already: name another file", to.display());
        let (data, db) = args.place.open_existing().await?;
        let holds = backup::write(&db, &data, &to, now).await?;
        writeln!(io::stdout(), "{}: {holds}.", to.display())?;
        Ok(super::exit::CLEAN)
    })
}

#[derive(clap::Args)]
#[command(after_help = "\
The folder, and the PostgreSQL database if one is named, must be empty: so a backup of `tidings up` becomes the beginning
of `tidings serve`. Restored data comes up paused: nothing is read or sent by itself until `tidings resume`, or until
whoever set Tidings up says so in the console. Put the key file (DATA/key) back yourself.")]
pub(crate) struct RestoreArgs {
    /// The backup
    file: PathBuf,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

pub(crate) fn restore(args: &RestoreArgs) -> Result<u8> {
    runtime()?.block_on(async {
        ensure!(args.file.exists(), "there is no file {}", args.file.display());
        let folder = args.place.folder()?;
        let held = place::hold(&folder, Hold::Alone)?;
        let at = args.place.database(&held.folder);
        let db = Db::open(&at).await.with_context(|| format!("{} cannot be opened", place::told(&at)))?;
        let restored = backup::restore(&db, &at, &held.folder, &args.file, SystemClock.now()).await;
        db.close().await;
        let holds = restored?;
        writeln!(io::stdout(), "Restored {holds}. It comes up paused: look at it, then run `tidings resume`.")?;
        Ok(super::exit::CLEAN)
    })
}

#[derive(clap::Args)]
#[command(after_help = "\
Restored or copied data, and data that is met by a clock far behind, comes up paused. Make sure that no other Tidings
works with the same data, then go on.")]
pub(crate) struct ResumeArgs {
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

pub(crate) fn resume(args: &ResumeArgs) -> Result<u8> {
    runtime()?.block_on(async {
        let (_, db) = args.place.open_existing().await?;
        let paused = people::service::is_paused(&db).await.context("nothing is kept there yet")?;
        let now = SystemClock.now();
        db.write(move |tx| {
            Box::pin(async move {
                if paused {
                    market::deliver::distrust(&mut *tx, now).await?;
                }
                people::service::go_on(tx, now).await
            })
        })
        .await?;
        writeln!(io::stdout(), "{}", if paused { "Tidings goes on." } else { "Tidings was not paused." })?;
        db.close().await;
        Ok(super::exit::CLEAN)
    })
}

/// Where the database is waited for.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("no threads can be started")
}
