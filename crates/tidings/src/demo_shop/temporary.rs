//! The demo's data folder where nobody named one: it goes when the house closes.
//!
//! What a program that was killed leaves behind stays until the system clears its temporary files: somebody may have a
//! site of his own in it by then, and nobody else may throw that away.

use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;

/// Told with the greeting.
pub(crate) const TEMPORARY: &str =
    "\nThis is the demo. Its folder goes when you stop it: `tidings up --demo --data FOLDER` keeps it.\n";

/// A folder that goes when the house closes, unless somebody has a site of his own in it.
pub(crate) struct Temporary(TempDir);

impl Temporary {
    /// A new one.
    pub(crate) fn new() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("tidings-demo-")
            .tempdir()
            .context("there is no room for a temporary folder: name a place with --data FOLDER")?;
        Ok(Self(folder))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The house has closed: the folder goes, or stays and is told of, since it `keeps` a site of somebody's own.
    pub(crate) fn end(self, keeps: bool) {
        if keeps {
            eprintln!(
                "There is a site of yours among the demo's, so its folder stays. Move it where you like, and go on with\n\n  \
                 tidings up --data {}\n",
                self.0.keep().display()
            );
        }
    }
}
