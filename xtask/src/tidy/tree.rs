//! The files of a working copy, as git would add them.

use std::path::Path;

use anyhow::{Context, Result};

use crate::program::Program;

/// A file, its path from the top with `/` between folders.
#[derive(Debug)]
pub(crate) struct File {
    /// `crates/pages/src/read.rs`
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// Its content, where that is text.
    pub text: Option<String>,
}

/// All files of a working copy, in the order of their paths.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The files.
    pub files: Vec<File>,
}

impl Tree {
    /// The files below `root` that git tracks, or would track.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let listed = Program::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .within(root)
            .text()?;
        let mut paths: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let full = root.join(path);
            // Deleted but not yet committed, or a link to somewhere else.
            if !full.symlink_metadata().is_ok_and(|it| it.is_file()) {
                continue;
            }
            let bytes = std::fs::read(&full).with_context(|| format!("cannot read {path}"))?;
            files.push(File { path: path.to_owned(), size: bytes.len() as u64, text: String::from_utf8(bytes).ok() });
        }
        Ok(Self { files })
    }

    /// The text of the file at `path`.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|file| file.path == path)?.text.as_deref()
    }

    /// Whether there is a file at `path`, or below it.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path.strip_prefix(path).is_some_and(|r| r.is_empty() || r.starts_with('/')))
    }

    /// Path and text of all text files whose name ends in `.extension`.
    pub(crate) fn ending<'a>(&'a self, extension: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files.iter().filter_map(move |file| {
            (file.extension() == extension).then_some((file.path.as_str(), file.text.as_deref()?))
        })
    }

    /// A tree of these files, for a test.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| File {
                path: (*path).to_owned(),
                size: text.len() as u64,
                text: Some((*text).to_owned()),
            })
            .collect();
        Self { files }
    }
}

impl File {
    /// What its name ends in: `rs`.
    pub(crate) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Its lines, counted from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.iter().flat_map(|text| text.lines()).zip(1..).map(|(line, number)| (number, line))
    }
}

/// The lines of a Rust file that are not test code, counted from 1.
///
/// Test code is what follows `#[cfg(test)]` before a `mod`: by the habit of this repository it ends the file.
pub(crate) fn outside_tests(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text
        .lines()
        .zip(text.lines().skip(1))
        .position(|(line, next)| line.trim() == "#[cfg(test)]" && next.trim_start().starts_with("mod "))
        .unwrap_or(usize::MAX);
    text.lines().take(end).zip(1..).map(|(line, number)| (number, line))
}
