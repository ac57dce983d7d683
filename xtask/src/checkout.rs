//! The working copy that xtask was started in, and the cache outside of it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::program::Program;

/// A working copy of the repository.
#[derive(Clone, Debug)]
pub(crate) struct Checkout {
    /// Its top folder.
    pub root: PathBuf,
}

impl Checkout {
    /// The one that cargo started xtask from.
    pub(crate) fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").context("start me as `cargo xtask`")?;
        let root = Path::new(&manifest).parent().context("xtask's folder has no parent")?.to_owned();
        Ok(Self { root })
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), |dir| self.root.join(dir))
    }

    /// The short name of the commit, with a note where files differ from it.
    pub(crate) fn commit(&self) -> Result<String> {
        let git = |arguments: &[&str]| Program::new("git").args(arguments).within(&self.root).text();
        let commit = git(&["rev-parse", "--short=10", "HEAD"])?;
        Ok(if git(&["status", "--porcelain"])?.is_empty() { commit } else { format!("{commit} with changes") })
    }
}

/// The folder for tools, peers and pages that are too large for the repository: `TIDINGS_CACHE`, else
/// `~/.cache/tidings`.
pub(crate) fn cache() -> Result<PathBuf> {
    if let Some(dir) = std::env::var_os("TIDINGS_CACHE") {
        return Ok(PathBuf::from(dir));
    }
    let home = std::env::home_dir().context("there is no home folder: set TIDINGS_CACHE")?;
    Ok(home.join(".cache/tidings"))
}
