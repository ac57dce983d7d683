//! Pictures in the file: each once, in a script of its own, named by a number.

use std::io::{self, Write};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rustc_hash::FxHashMap;
use url::Url;

use super::markup;
use crate::report::{Thumbnails, thumbnail};

/// The pictures that stand in the file so far.
pub(super) struct Pictures<'a> {
    kept: &'a dyn Thumbnails,
    numbers: FxHashMap<Url, u32>,
    bytes: usize,
}

/// Pictures may take this much of the file; those after it are drawn as a plain area.
const AT_MOST: usize = 24_000_000;

impl<'a> Pictures<'a> {
    pub(super) fn of(kept: &'a dyn Thumbnails) -> Self {
        Self { kept, numbers: FxHashMap::default(), bytes: 0 }
    }

    /// The number of the picture at `url`, which is written first where it is new; `None` where it was not kept.
    pub(super) fn number(&mut self, url: &Url, out: &mut dyn Write) -> io::Result<Option<u32>> {
        if let Some(number) = self.numbers.get(url) {
            return Ok(Some(*number));
        }
        if self.bytes > AT_MOST {
            return Ok(None);
        }
        let Some((mime, bytes)) = self.kept.thumbnail(url).and_then(|(kind, bytes)| thumbnail::small(kind, bytes))
        else {
            return Ok(None);
        };
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let written = format!("data:{mime};base64,{}", BASE64_STANDARD.encode(bytes));
        self.bytes += written.len();
        write!(out, "<script type=\"application/json\" id=\"picture-{number}\">")?;
        markup::json(&written, out)?;
        writeln!(out, "</script>")?;
        self.numbers.insert(url.clone(), number);
        Ok(Some(number))
    }
}
