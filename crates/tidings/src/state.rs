//! Where an audit keeps what it read, so that it can be resumed and compared with the next one.

use std::fs::{File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The folder of one target, held for as long as this lives.
pub(crate) struct State {
    path: PathBuf,
    /// Dropping it gives the folder free, and so does the end of the program, whatever ends it.
    _lock: File,
}

impl State {
    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Opens `folder`, else the one for `targets` below the user's cache folder. Refuses one that another audit holds.
pub(crate) fn open(folder: Option<PathBuf>, targets: &[String]) -> Result<State> {
    let Some(path) = folder.or_else(|| folder_for(targets)) else {
        bail!("there is no home folder to keep pages in: name a place with --state FOLDER")
    };
    let told = || format!("cannot keep pages in {}: name another place with --state FOLDER", path.display());
    std::fs::create_dir_all(&path).with_context(told)?;
    let path = path.canonicalize().with_context(told)?;
    let lock = File::create(path.join("lock")).with_context(told)?;
    match lock.try_lock() {
        Ok(()) => Ok(State { path, _lock: lock }),
        Err(TryLockError::WouldBlock) => {
            bail!("another audit of this target is running: wait for it, or name another place with --state FOLDER")
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(told),
    }
}

/// The folder for audits of `targets`: below the user's cache folder, named after the first target.
fn folder_for(targets: &[String]) -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))?;
    let mut hasher = DefaultHasher::new();
    targets.hash(&mut hasher);
    // The same relative path means another folder elsewhere.
    std::env::current_dir().ok().filter(|_| targets.iter().any(|target| Path::new(target).exists())).hash(&mut hasher);
    let first = targets.first().map_or("demo", String::as_str);
    let slug: String = first
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
        .take(40)
        .collect();
    let name = format!("{}-{:08x}", slug.trim_matches(['-', '.']), hasher.finish() as u32);
    Some(cache.join("tidings").join("audits").join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_targets_never_share_a_folder() {
        let one = folder_for(&["https://bakery.example/".to_owned()]);
        let other = folder_for(&["http://bakery.example/".to_owned()]);
        assert_ne!(one, other);
    }

    #[test]
    fn a_second_audit_of_one_target_is_refused_while_the_first_runs() {
        let dir = tempfile::tempdir().unwrap();
        let first = open(Some(dir.path().to_owned()), &[]).unwrap();
        assert!(open(Some(dir.path().to_owned()), &[]).is_err());
        drop(first);
        assert!(open(Some(dir.path().to_owned()), &[]).is_ok());
    }
}
