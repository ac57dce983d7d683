//! The place: the data folder, held for as long as the program runs, and the database.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use store::{Db, Place};

/// Where things are.
#[derive(clap::Args, Clone)]
pub(crate) struct PlaceArgs {
    /// Where everything is kept [default: tidings below your data folder]
    #[arg(long, value_name = "FOLDER", env = "TIDINGS_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database for several processes: postgres://user:password@host/name
    #[arg(long, value_name = "URL", env = "TIDINGS_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
}

/// Who else may hold the folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Nobody: the database is a file in it, or it is being filled.
    Alone,
    /// Processes that share a PostgreSQL database, and the audits in the folder.
    Together,
}

/// A data folder that is held. Dropping it gives the folder free, and so does the end of the program, whatever ends it.
pub(crate) struct Held {
    pub(crate) folder: PathBuf,
    _lock: File,
}

impl PlaceArgs {
    /// The data folder.
    pub(crate) fn folder(&self) -> Result<PathBuf> {
        let folder = self.data.clone().or_else(data_folder);
        folder.context("there is no home folder to keep things in: name a place with --data FOLDER")
    }

    /// The database, `folder` being the data folder.
    pub(crate) fn database(&self, folder: &Path) -> Place {
        match &self.database {
            Some(url) => Place::Postgres(url.clone()),
            None => Place::Sqlite(folder.join("tidings.db")),
        }
    }

    /// Opens the database, which has to be there: for commands beside a service.
    pub(crate) async fn open_existing(&self) -> Result<(PathBuf, Db)> {
        let folder = self.folder()?;
        let place = self.database(&folder);
        if let Place::Sqlite(file) = &place {
            ensure!(
                file.exists(),
                "nothing is kept in {}: name the folder with --data FOLDER, or start there with `tidings up`",
                folder.display()
            );
        }
        let db = Db::open(&place).await.with_context(|| format!("{} cannot be opened", told(&place)))?;
        Ok((folder, db))
    }
}

/// A database in words, without its password.
pub(crate) fn told(place: &Place) -> String {
    match place {
        Place::Sqlite(file) => format!("the database {}", file.display()),
        Place::Postgres(_) => "the PostgreSQL database".to_owned(),
    }
}

/// Makes the folder if it is not there, and holds it.
pub(crate) fn hold(folder: &Path, how: Hold) -> Result<Held> {
    let told = || format!("cannot keep things in {}: name another place with --data FOLDER", folder.display());
    fs::create_dir_all(folder).with_context(told)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).with_context(told)?;
    }
    let folder = folder.canonicalize().with_context(told)?;
    let lock = File::create(folder.join("lock")).with_context(told)?;
    let locked = match how {
        Hold::Alone => lock.try_lock(),
        Hold::Together => lock.try_lock_shared(),
    };
    match locked {
        Ok(()) => Ok(Held { folder, _lock: lock }),
        Err(TryLockError::WouldBlock) => bail!(
            "Tidings is up in {} already: stop that one, or name another place with --data FOLDER",
            folder.display()
        ),
        Err(TryLockError::Error(error)) => Err(error).with_context(told),
    }
}

/// Whether another process holds the folder.
pub(crate) fn is_held(folder: &Path) -> io::Result<bool> {
    let lock = match File::open(folder.join("lock")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        opened => opened?,
    };
    match lock.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn data_folder() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    Some(base.or_else(|| Some(std::env::home_dir()?.join(".local/share")))?.join("tidings"))
}

/// What tells this database from a copy of it. A file: its number and birth, which a copy does not take along. A server
/// says it itself.
pub(crate) async fn mark(db: &Db, place: &Place) -> Result<String> {
    match place {
        Place::Postgres(_) => Ok(people::service::postgres_mark(db).await?),
        Place::Sqlite(file) => {
            let there = fs::metadata(file).with_context(|| format!("{} cannot be looked at", file.display()))?;
            let born = there.created().ok().and_then(|time| Timestamp::try_from(time).ok());
            Ok(format!("{} {}", number(&there), born.map_or_else(String::new, |born| born.to_string())))
        }
    }
}

#[cfg(unix)]
fn number(file: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(file)
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> u64 {
    0
}

/// The last sign of life, beside the database rather than in it: a database that was put back is older.
pub(crate) fn noted_beside(folder: &Path) -> Option<Timestamp> {
    fs::read_to_string(folder.join("noted")).ok()?.trim().parse().ok()
}

pub(crate) fn note_beside(folder: &Path, now: Timestamp) -> io::Result<()> {
    let beside = folder.join("noted.part");
    fs::write(&beside, format!("{now}\n"))?;
    fs::rename(beside, folder.join("noted"))
}
