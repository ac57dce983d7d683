//! The lines of an archive.

use std::io::{self, BufRead, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Counted;
use crate::Fault;

/// The first line.
#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) format: String,
    pub(super) schema: i64,
    pub(super) tables: Vec<String>,
}

/// Before the rows of a table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opening {
    pub(super) table: String,
    pub(super) columns: Vec<String>,
}

/// The last line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Foot {
    pub(super) end: Counted,
}

/// A line after the first.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Row(Vec<serde_json::Value>),
    Opening(Opening),
    Foot(Foot),
}

/// Writes one line.
pub(super) fn put(to: &mut impl Write, line: &impl Serialize) -> Result<(), Fault> {
    serde_json::to_writer(&mut *to, line).map_err(io::Error::from).map_err(|error| unwritten(&error))?;
    to.write_all(b"\n").map_err(|error| unwritten(&error))
}

pub(super) fn unwritten(error: &io::Error) -> Fault {
    Fault::Archive { why: format!("it could not be written: {error}") }
}

/// Reads line after line and knows where it is.
pub(super) struct Reader<R> {
    from: R,
    line: u64,
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, line: 0 }
    }

    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Result<T, Fault> {
        let mut text = String::new();
        self.line += 1;
        match self.from.read_line(&mut text) {
            Ok(0) => Err(self.wrong("it ends here, though the count of its rows is still to come: take a whole copy")),
            Ok(_) => serde_json::from_str(&text).map_err(|error| self.wrong(&error.to_string())),
            Err(error) => Err(self.wrong(&format!("it cannot be read: {error}: take a whole copy"))),
        }
    }

    /// Nothing may follow but the check sum, which holds.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        match self.from.read_line(&mut String::new()) {
            Ok(0) => Ok(()),
            Ok(_) => Err(self.wrong("something follows its end")),
            Err(error) => Err(self.wrong(&format!("it cannot be read to its end: {error}: take a whole copy"))),
        }
    }

    /// A fault of the line that was read last.
    pub(super) fn wrong(&self, why: &str) -> Fault {
        Fault::Archive { why: format!("line {}: {why}", self.line) }
    }
}
