//! A sheet as files: `site.json`, and for each hundred `index-N.json` and `pages-N.json`; `picture-N` beside them, and in
//! a whole one `addresses`.
//!
//! While it grows it stands in `growing/`; the whole one is made in `sheet.part/` and then called `sheet/`, so that nobody
//! ever reads half of each. A file is replaced whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use domain::ImageKind;
use pages::image::Header;
use serde::Serialize;
use serde_json::Value;

use super::addresses::Addresses;
use super::{Carrier, Index, Rest, Told};
use crate::audit::{Audit, Judged};
use crate::report::{Thumbnails, start_page};

pub(super) const WHOLE: &str = "sheet";
const MADE: &str = "sheet.part";
const GONE: &str = "sheet.old";
pub(super) const GROWING: &str = "growing";
pub(super) const SITE: &str = "site.json";

/// Carries a sheet into a folder.
pub(super) struct Folder<'a>(pub(super) &'a Path);

impl Carrier for Folder<'_> {
    fn picture(&mut self, number: u32, _: &str, bytes: &[u8]) -> io::Result<()> {
        replace(&self.0.join(format!("picture-{number}")), |out| out.write_all(bytes))
    }

    fn hundred(&mut self, number: usize, index: &Index, rest: &Rest<'_>) -> io::Result<()> {
        replace_json(&self.0.join(format!("pages-{number}.json")), rest)?;
        replace_json(&self.0.join(format!("index-{number}.json")), index)
    }
}

/// Writes the sheet of `audit`, in the order of its pages, below `folder`, where it takes the place of the one that grew.
/// Its pictures are those of `kept`; each page is handed to `also` as it passes.
pub fn finish(audit: &Audit, kept: &dyn Thumbnails, folder: &Path, also: &mut dyn FnMut(&Judged)) -> io::Result<()> {
    let Some(start) = start_page(audit)? else { return clear(folder) };
    let made = folder.join(MADE);
    remove(&made)?;
    fs::create_dir_all(&made)?;
    let mut addresses = Addresses::default();
    let note = &mut |judged: &Judged| {
        addresses.add(&judged.page.url);
        also(judged);
    };
    let shared = super::write(audit, &start, kept, &mut Folder(&made), note)?;
    addresses.write(&made)?;
    let (version, round) = version(folder);
    replace_json(&made.join(SITE), &Told { shared, version: version + 1, round: round + 1 })?;
    let (whole, gone) = (folder.join(WHOLE), folder.join(GONE));
    remove(&gone)?;
    match fs::rename(&whole, &gone) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::rename(&made, &whole)?,
    }
    remove(&gone)?;
    remove(&folder.join(GROWING))
}

/// Takes away the whole sheet below `folder`, so that what grows there is read in its place.
pub fn clear(folder: &Path) -> io::Result<()> {
    [WHOLE, MADE, GONE].iter().try_for_each(|name| remove(&folder.join(name)))
}

/// `site.json` of the sheet below `folder`; `None` where there is none.
pub fn site(folder: &Path) -> io::Result<Option<Vec<u8>>> {
    read(folder, SITE)
}

/// The index of the hundred with this number.
pub fn index(folder: &Path, number: usize) -> io::Result<Option<Vec<u8>>> {
    read(folder, &format!("index-{number}.json"))
}

/// The pages of the hundred with this number.
pub fn pages(folder: &Path, number: usize) -> io::Result<Option<Vec<u8>>> {
    read(folder, &format!("pages-{number}.json"))
}

/// The picture with this number, and what it is by its own bytes. A stranger made it: whoever serves it forbids it to run
/// scripts, since an SVG may carry some.
pub fn picture(folder: &Path, number: usize) -> io::Result<Option<(ImageKind, Vec<u8>)>> {
    let Some(bytes) = read(folder, &format!("picture-{number}"))? else { return Ok(None) };
    Ok(match pages::image::header(&bytes) {
        Header::Known { kind, .. } => Some((kind, bytes)),
        _ => None,
    })
}

fn read(folder: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    // The whole one may take the place of the other just between the two looks.
    for part in [WHOLE, GROWING, WHOLE] {
        match fs::read(folder.join(part).join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            read => return read.map(Some),
        }
    }
    Ok(None)
}

/// Version and round of the sheet below `folder`, whichever is read there; 0 for none.
pub(super) fn version(folder: &Path) -> (u64, u64) {
    let site = site(folder).ok().flatten().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let number = |name| site.as_ref().and_then(|site| site[name].as_u64()).unwrap_or(0);
    (number("version"), number("round"))
}

/// Writes `value` as JSON, whole or not at all.
pub(crate) fn replace_json<T: Serialize + ?Sized>(path: &Path, value: &T) -> io::Result<()> {
    replace(path, |out| Ok(serde_json::to_writer(out, value)?))
}

/// Writes a file whole or not at all: into a file beside it, which then takes its name.
pub(super) fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let beside: PathBuf = path.with_added_extension("part");
    let mut out = BufWriter::with_capacity(1 << 16, File::create(&beside)?);
    write(&mut out).and_then(|()| out.flush())?;
    drop(out);
    fs::rename(&beside, path)
}

/// Removes a folder with all that is in it; that it is not there is fine.
fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
