//! The pictures of a sheet: each once, small, named by a number.

use std::io;

use rustc_hash::FxHashMap;
use url::Url;

use super::Carrier;
use crate::report::{Thumbnails, thumbnail};

/// The pictures that stand in the sheet so far.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    numbers: FxHashMap<Url, u32>,
    bytes: usize,
}

/// Pictures may take this much of a sheet, written as an HTML file writes them; those after it are drawn as a plain area.
const AT_MOST: usize = 24_000_000;

impl Pictures {
    /// The number of the picture at `url`, which is handed to `carrier` first where it is new; `None` where it was not
    /// kept.
    pub(super) fn number(
        &mut self,
        url: &Url,
        kept: &dyn Thumbnails,
        carrier: &mut dyn Carrier,
    ) -> io::Result<Option<u32>> {
        if let Some(number) = self.numbers.get(url) {
            return Ok(Some(*number));
        }
        if self.bytes > AT_MOST {
            return Ok(None);
        }
        let Some((mime, bytes)) = kept.thumbnail(url).and_then(|(kind, bytes)| thumbnail::small(kind, bytes)) else {
            return Ok(None);
        };
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.bytes += "data:;base64,".len() + mime.len() + bytes.len().div_ceil(3) * 4;
        carrier.picture(number, mime, &bytes)?;
        self.numbers.insert(url.clone(), number);
        Ok(Some(number))
    }
}
