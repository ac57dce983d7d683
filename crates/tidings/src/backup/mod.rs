//! Backup: everything that Tidings keeps, in one file: the database as `store::archive` writes it, the folders of audits
//! that came to their end, the folders that somebody handed in, and the pictures of posts.
//!
//! A gzipped tar: `backup.json` (format, version, when), `database.jsonl.gz`, `audits/ID/…`, `folders/ID/…`, `media/DIGEST`. It is written while others
//! read and write, and restored into an empty place of either engine. The key of the secret box is not in it, so that a
//! stolen backup opens no secret: the operator keeps the key apart. Start at [`write()`] and [`restore()`].

mod restore;
mod write;

use serde::{Deserialize, Serialize};

pub(crate) use restore::{is_lived_in, restore};
pub(crate) use write::write;

/// What the first file in it says of the format.
const FORMAT: &str = "tidings-backup/1";
/// Its first file.
const HEAD: &str = "backup.json";
/// The database in it.
const DATABASE: &str = "database.jsonl.gz";
/// The folder of audits, in it and in the data folder.
const AUDITS: &str = "audits";

/// The folders that were handed in, in it and in the data folder.
const FOLDERS: &str = optimize::kept::FOLDERS;
/// The folder of pictures, in it and in the data folder.
const MEDIA: &str = market::media::FOLDER;

/// The first file of a backup.
#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    /// The version of the program that wrote it.
    version: String,
    /// When, RFC 3339.
    made: jiff::Timestamp,
}

/// What a backup holds, for people to count.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Holds {
    /// Rows of each table.
    pub(crate) rows: store::archive::Counted,
    /// Folders of audits.
    pub(crate) audits: usize,
    /// Files in them.
    pub(crate) files: usize,
    /// When it was made.
    pub(crate) made: jiff::Timestamp,
}

impl std::fmt::Display for Holds {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rows: u64 = self.rows.values().sum();
        let tables = self.rows.values().filter(|rows| **rows > 0).count();
        write!(out, "{rows} rows of {tables} tables, {} audits with {} files", self.audits, self.files)
    }
}
