//! Addresses: where a page stands in a sheet, found by its address.
//!
//! Beside a whole sheet lies the file `addresses`, so that a look-up in a million pages reads some twenty places of one
//! file and one hundred. It begins with [`MAGIC`]; then comes for each page the first eight bytes of the SHA-256 of its
//! address and its number as four, both big-endian, sorted by hash. Nothing is believed that the hundred itself does not
//! say too. Where the file is missing (older audits have none, and a sheet that grows), cut off or of another sheet, the
//! hundreds are gone through one by one; memory holds one of them. Start at [`look_up`].

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use super::chunk::path;
use super::folder::{GROWING, SITE, WHOLE, replace};

/// The first bytes of the file.
const MAGIC: &[u8; 20] = b"tidings addresses 1\n";
/// The file's name.
const NAME: &str = "addresses";
/// Bytes of a record.
const RECORD: usize = 12;
/// Addresses of one hash that are looked at; two are a rarity, more a damaged file.
const ALIKE: usize = 8;

/// Where all pages of a sheet stand, before it is written.
#[derive(Debug, Default)]
pub(super) struct Addresses(Vec<(u64, u32)>);

impl Addresses {
    /// The next page.
    pub(super) fn add(&mut self, url: &Url) {
        let number = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.push((hash(url.as_str()), number));
    }

    /// Writes the file into the sheet's folder.
    pub(super) fn write(mut self, folder: &Path) -> io::Result<()> {
        self.0.sort_unstable();
        replace(&folder.join(NAME), |out| {
            out.write_all(MAGIC)?;
            self.0.iter().try_for_each(|(hash, number)| {
                out.write_all(&hash.to_be_bytes())?;
                out.write_all(&number.to_be_bytes())
            })
        })
    }
}

/// The pages of a whole sheet, for whoever asks for many: eight bytes for each.
#[derive(Debug)]
pub struct Known(Vec<u64>);

impl Known {
    /// Those of the sheet below `folder`; `None` where it does not say.
    pub fn of(folder: &Path) -> io::Result<Option<Self>> {
        let Some(bytes) = there(fs::read(folder.join(WHOLE).join(NAME)))? else { return Ok(None) };
        let Some(records) = bytes.strip_prefix(MAGIC) else { return Ok(None) };
        let hashes = records.chunks_exact(RECORD).filter_map(<[u8]>::first_chunk);
        Ok(Some(Self(hashes.map(|hash| u64::from_be_bytes(*hash)).collect())))
    }

    /// Whether the page at `address` is one of them.
    pub fn has(&self, address: &Url) -> bool {
        self.0.binary_search(&hash(address.as_str())).is_ok()
    }
}

fn hash(address: &str) -> u64 {
    let digest: [u8; 32] = Sha256::digest(address.as_bytes()).into();
    digest.iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

/// What came of looking for a page.
#[derive(Debug)]
pub enum Looked {
    /// There is no sheet.
    NoSheet,
    /// The sheet has no such page.
    Missing,
    /// There it is.
    Stands(Box<Stands>),
}

/// Where a page stands in a sheet.
#[derive(Debug)]
pub struct Stands {
    /// Its number.
    pub number: usize,
    /// How many pages the sheet has.
    pub count: usize,
    /// Which hundred it is in.
    pub part: usize,
    /// Where in that.
    pub row: usize,
    /// What all pages share, as JSON.
    pub site: Vec<u8>,
    /// Its hundred in short, as JSON.
    pub index: Vec<u8>,
    origin: String,
    hundred: usize,
    folder: PathBuf,
}

/// What is read of `site.json` here.
#[derive(Deserialize)]
struct Shared {
    origin: String,
    count: usize,
    chunk: usize,
}

/// What is read of a hundred here.
#[derive(Deserialize)]
struct Paths {
    u: Vec<String>,
}

/// Where the page at `address` stands in the sheet below `folder`, the whole one or the one that grows.
pub fn look_up(folder: &Path, address: &Url) -> io::Result<Looked> {
    let mut looked = Looked::NoSheet;
    // The whole one may take the place of the other just between the two looks.
    for (part, is_last) in [(WHOLE, true), (GROWING, false), (WHOLE, true)] {
        let folder = folder.join(part);
        let Some(site) = there(fs::read(folder.join(SITE)))? else { continue };
        let Ok(shared) = serde_json::from_slice::<Shared>(&site) else { continue };
        if let Some((number, index)) = find(&folder, &shared, address)? {
            let Shared { origin, count, chunk } = shared;
            let (part, row) = (number / chunk, number % chunk);
            let stands = Stands { number, count, part, row, site, index, origin, hundred: chunk, folder };
            return Ok(Looked::Stands(Box::new(stands)));
        }
        looked = Looked::Missing;
        if is_last {
            break;
        }
    }
    Ok(looked)
}

impl Stands {
    /// Its hundred in full, as JSON.
    pub fn pages(&self) -> io::Result<Option<Vec<u8>>> {
        there(fs::read(self.folder.join(format!("pages-{}.json", self.part))))
    }

    /// The address of the page with this number; `None` where there is none.
    pub fn address_of(&self, number: usize) -> io::Result<Option<String>> {
        let part = number / self.hundred;
        let other = if part == self.part { None } else { hundred(&self.folder, part)? };
        let paths = other.as_deref().unwrap_or(&self.index);
        if number >= self.count || (part != self.part && other.is_none()) {
            return Ok(None);
        }
        let path = paths_of(paths).into_iter().nth(number % self.hundred);
        Ok(path.map(|path| if path.starts_with('/') { format!("{}{path}", self.origin) } else { path }))
    }
}

/// The number of the page, and its hundred.
fn find(folder: &Path, shared: &Shared, address: &Url) -> io::Result<Option<(usize, Vec<u8>)>> {
    if shared.chunk == 0 || shared.count == 0 {
        return Ok(None);
    }
    let path = path(address, &shared.origin);
    let Ok(numbers) = numbers(&folder.join(NAME), shared.count, hash(address.as_str())) else {
        return go_through(folder, shared, &path);
    };
    for number in &numbers {
        let Some(index) = hundred(folder, number / shared.chunk)? else { continue };
        if paths_of(&index).get(number % shared.chunk) == Some(&path) {
            return Ok(Some((*number, index)));
        }
    }
    // What is named stands elsewhere: the file is of another sheet, or damaged.
    if numbers.is_empty() { Ok(None) } else { go_through(folder, shared, &path) }
}

/// The numbers of the pages whose address has this hash. An error: the file is none that could be asked.
fn numbers(file: &Path, count: usize, hash: u64) -> io::Result<Vec<usize>> {
    let mut file = File::open(file)?;
    let mut magic = [0; MAGIC.len()];
    file.read_exact(&mut magic)?;
    if magic != *MAGIC || file.metadata()?.len() != (MAGIC.len() + count * RECORD) as u64 {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = from.midpoint(to);
        if record(&mut file, middle)?.0 < hash { from = middle + 1 } else { to = middle }
    }
    let mut numbers = Vec::new();
    for at in (from..count).take(ALIKE) {
        let (other, number) = record(&mut file, at)?;
        if other != hash {
            break;
        }
        numbers.push(number as usize);
    }
    Ok(numbers)
}

fn record(file: &mut File, at: usize) -> io::Result<(u64, u32)> {
    let (mut hash, mut number) = ([0; 8], [0; 4]);
    file.seek(SeekFrom::Start((MAGIC.len() + at * RECORD) as u64))?;
    file.read_exact(&mut hash)?;
    file.read_exact(&mut number)?;
    Ok((u64::from_be_bytes(hash), u32::from_be_bytes(number)))
}

/// Looks through all hundreds. One in which the path does not occur as text is not taken apart.
fn go_through(folder: &Path, shared: &Shared, path: &String) -> io::Result<Option<(usize, Vec<u8>)>> {
    let written = serde_json::to_string(path)?;
    for part in 0..shared.count.div_ceil(shared.chunk) {
        // There is none behind one that is missing.
        let Some(index) = hundred(folder, part)? else { break };
        if !std::str::from_utf8(&index).is_ok_and(|text| text.contains(&written)) {
            continue;
        }
        let number = paths_of(&index).iter().position(|other| other == path).map(|row| part * shared.chunk + row);
        if let Some(number) = number.filter(|number| *number < shared.count) {
            return Ok(Some((number, index)));
        }
    }
    Ok(None)
}

fn hundred(folder: &Path, part: usize) -> io::Result<Option<Vec<u8>>> {
    there(fs::read(folder.join(format!("index-{part}.json"))))
}

/// None where the hundred is damaged: what is not read is not found.
fn paths_of(index: &[u8]) -> Vec<String> {
    serde_json::from_slice(index).map_or_else(|_| Vec::new(), |Paths { u }| u)
}

fn there(read: io::Result<Vec<u8>>) -> io::Result<Option<Vec<u8>>> {
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}
