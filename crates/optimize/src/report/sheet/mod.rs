//! Sheet: the contact sheet as data, pages by the hundred, for whoever draws it.
//!
//! There is one encoding and there are two carriers: the HTML report holds a sheet as scripts, a folder holds it as files
//! that may grow while pages are read. It judges nothing and draws nothing; its readers are the report's scripts and the
//! console. Start at [`write`] for a sheet that is whole, at [`Growing`] for one that is not yet, at [`look_up`] for a page
//! of either; `chunk.rs` says what the letters mean.

mod addresses;
mod chunk;
mod folder;
mod growing;
mod pictures;
mod search;
mod shared;
mod short;

use std::io;

use domain::Images;
use networks::{Layout, Shape};
use url::Url;

use super::Thumbnails;
use crate::audit::{Audit, Judged, Mend, RULES, Rule};
use chunk::{Album, Chunk};
use pictures::Pictures;

pub use addresses::{Known, Looked, Stands, look_up};
pub use chunk::{Index, Rest};
pub use folder::{clear, finish, index, pages, picture, site};
pub use growing::Growing;
pub use search::{Named, search};
pub use shared::{Keeps, Shared, Told};
pub use short::{Found, InShort, OnNetwork};

pub(crate) use folder::replace_json;

/// Pages that are read together.
const CHUNK: usize = 100;

const LAYOUTS: [Layout; 5] = [Layout::Nothing, Layout::Text, Layout::Small, Layout::Large, Layout::Overlay];
const SHAPES: [Shape; 4] = [Shape::Wide, Shape::Film, Shape::Square, Shape::Natural];
const MENDS: [Mend; 4] = [Mend::Write, Mend::NeedsBase, Mend::NeedsCard, Mend::ByHand];

/// What takes a sheet to its readers.
pub(super) trait Carrier {
    /// Takes the picture with this number.
    fn picture(&mut self, number: u32, mime: &str, bytes: &[u8]) -> io::Result<()>;

    /// Takes the hundred with this number; every picture that it names was handed over before.
    fn hundred(&mut self, number: usize, index: &Index, rest: &Rest<'_>) -> io::Result<()>;
}

/// Hands all pages of `audit` to `carrier` and, as they pass, to `also`. Answers with what all pages share, which is
/// known only then.
pub(super) fn write(
    audit: &Audit,
    start: &Judged,
    kept: &dyn Thumbnails,
    carrier: &mut dyn Carrier,
    also: &mut dyn FnMut(&Judged),
) -> io::Result<Shared> {
    let mut sheet = Sheet::of(&start.page.url, Vec::new());
    audit.each(&mut |judged| {
        if judged.page.url == start.page.url {
            sheet.site.start = sheet.site.count;
        }
        also(&judged);
        sheet.add(&judged, &audit.seen.images, kept, carrier)
    })?;
    sheet.write_open(carrier)?;
    Ok(Shared::of(&sheet.site))
}

/// A sheet under way. It holds the open hundred; the full ones are with the carrier.
#[derive(Debug)]
struct Sheet {
    site: Site,
    pictures: Pictures,
    open: Chunk,
    /// Hundreds that are full.
    full: usize,
}

impl Sheet {
    /// An empty one for the site of `start`, in which `rules` have their numbers already.
    fn of(start: &Url, rules: Vec<&'static Rule>) -> Self {
        Self {
            site: Site { origin: start.origin().ascii_serialization(), start: 0, count: 0, rules },
            pictures: Pictures::default(),
            open: Chunk::default(),
            full: 0,
        }
    }

    /// Forgets the pages; pictures and rules keep their numbers.
    fn begin_again(&mut self) {
        (self.open, self.full, self.site.count) = (Chunk::default(), 0, 0);
    }

    /// Adds a page. A hundred that it fills goes to `carrier`.
    fn add(
        &mut self,
        judged: &Judged,
        images: &Images,
        kept: &dyn Thumbnails,
        carrier: &mut dyn Carrier,
    ) -> io::Result<()> {
        let mut album = Album { pictures: &mut self.pictures, kept, carrier: &mut *carrier };
        self.open.add(judged, &mut self.site, images, &mut album)?;
        self.site.count += 1;
        if self.open.len() == CHUNK {
            std::mem::take(&mut self.open).write(self.full, carrier)?;
            self.full += 1;
        }
        Ok(())
    }

    /// Hands the open hundred to `carrier`, as far as there is one.
    fn write_open(&self, carrier: &mut dyn Carrier) -> io::Result<()> {
        if self.open.len() == 0 { Ok(()) } else { self.open.write(self.full, carrier) }
    }
}

/// What all pages share.
#[derive(Debug)]
struct Site {
    origin: String,
    start: usize,
    count: usize,
    rules: Vec<&'static Rule>,
}

impl Site {
    /// The number by which the sheet calls the rule.
    fn rule(&mut self, id: &str) -> Option<usize> {
        self.rules.iter().position(|rule| rule.id == id).or_else(|| {
            self.rules.push(RULES.iter().copied().find(|rule| rule.id == id)?);
            Some(self.rules.len() - 1)
        })
    }
}

/// Where `value` stands in `list`.
fn place<T: PartialEq>(list: &[T], value: &T) -> usize {
    list.iter().position(|other| other == value).unwrap_or(0)
}
