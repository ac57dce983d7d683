//! What a crawl writes down as it goes, so that it can go on where it was cut off, and the next one knows what was there.
//!
//! `addresses.txt` holds every address that is known, one a line; `asked.txt` what became of those that were asked:
//! `+ 7: 0 3` (address 7 is a page with links to 0 and 3; its page is the next line of `pages.jsonl`), `- 8 why not`,
//! `= 9` (no page). A line of `asked.txt` is written before its page, so that no page is ever without one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use domain::Page;
use rustc_hash::FxHashMap;

use super::frontier::Frontier;
use crate::crawl::spool::{Appender, Spool};

const PAGES: &str = "pages.jsonl";
const ADDRESSES: &str = "addresses.txt";
const ASKED: &str = "asked.txt";
const PICTURES: &str = "pictures.jsonl";
const DONE: &str = "done";
/// Where the audit before lies, below the folder of this one.
const BEFORE: &str = "before";

#[derive(Debug)]
pub(super) struct Journal {
    pub(super) frontier: Frontier,
    pages: Appender,
    asked: File,
    /// The number of the address of each page, in the order of `pages`.
    of_pages: Vec<u32>,
    folder: PathBuf,
}

/// What an earlier run left undone.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// Addresses that could not be read, and why.
    pub(super) unread: Vec<(String, String)>,
}

impl Journal {
    /// A new one in `folder`. A finished audit that lies there becomes the one before.
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        if folder.join(DONE).exists() {
            let before = folder.join(BEFORE);
            fs::create_dir_all(&before)?;
            for name in [PAGES, ADDRESSES, ASKED, PICTURES] {
                match fs::rename(folder.join(name), before.join(name)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
            fs::remove_file(folder.join(DONE))?;
        }
        Ok(Self {
            pages: Spool::create(&folder.join(PAGES))?,
            frontier: Frontier::create(&folder.join(ADDRESSES))?,
            asked: File::create(folder.join(ASKED))?,
            of_pages: Vec::new(),
            folder: folder.to_owned(),
        })
    }

    /// The one that an earlier run left in `folder`. Each of its pages is handed to `visit`.
    pub(super) fn resume(folder: &Path, visit: impl FnMut(&Page)) -> io::Result<(Self, Left)> {
        let pages = Spool::resume(&folder.join(PAGES), visit)?;
        let mut frontier = Frontier::open(&folder.join(ADDRESSES))?;
        let mut asked =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(folder.join(ASKED))?;
        let mut left = Left::default();
        let mut of_pages = Vec::new();
        let mut end = 0;
        let mut reader = BufReader::new(&mut asked);
        let mut line = String::new();
        loop {
            line.clear();
            let Ok(read) = reader.read_line(&mut line) else { break };
            let Some(entry) = line.strip_suffix('\n').and_then(Entry::parse) else { break };
            match entry {
                // The page itself did not get written any more.
                Entry::Page(..) if of_pages.len() == pages.len() => break,
                Entry::Page(number, links) => {
                    frontier.take(number);
                    frontier.answered(number, 200, false);
                    of_pages.push(number);
                    links.for_each(|link| frontier.link(link));
                }
                Entry::Unread(number, why) => {
                    frontier.take(number);
                    left.unread.push((frontier.address(number)?, why.to_owned()));
                }
                Entry::Nothing(number) => _ = frontier.take(number),
            }
            end += read as u64;
        }
        drop(reader);
        asked.set_len(end)?;
        asked.seek(SeekFrom::Start(end))?;
        // It is not finished any more.
        match fs::remove_file(folder.join(DONE)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        Ok((Self { frontier, pages, asked, of_pages, folder: folder.to_owned() }, left))
    }

    /// Pages so far.
    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The pages so far, in the order in which they came.
    pub(super) fn so_far(&self) -> &Spool {
        self.pages.so_far()
    }

    /// Writes down that `number` is the page of `line`, with `links`.
    pub(super) fn page(&mut self, number: u32, links: &[u32], line: &[u8]) -> io::Result<()> {
        self.frontier.flush(true)?;
        let mut entry = format!("+ {number}:");
        for link in links {
            entry.push(' ');
            entry.push_str(&link.to_string());
        }
        entry.push('\n');
        self.asked.write_all(entry.as_bytes())?;
        self.pages.append(line)?;
        self.pages.flush()?;
        self.of_pages.push(number);
        Ok(())
    }

    /// Writes down that `number` cannot be read, and why.
    pub(super) fn unread(&mut self, number: u32, why: &str) -> io::Result<()> {
        self.frontier.flush(true)?;
        self.asked.write_all(format!("- {number} {}\n", why.replace(['\n', '\r'], " ")).as_bytes())
    }

    /// Writes down that `number` is no page.
    pub(super) fn nothing(&mut self, number: u32) -> io::Result<()> {
        self.frontier.flush(true)?;
        self.asked.write_all(format!("= {number}\n").as_bytes())
    }

    /// Ends writing; `done`: nothing was left to read.
    pub(super) fn finish(self, done: bool) -> io::Result<(Spool, Frontier)> {
        let Self { frontier, pages, of_pages, folder, .. } = self;
        let first = of_pages.first().copied();
        let rank = |page: u32| {
            let number = of_pages[page as usize];
            // The start page stands first, however few link to it.
            if Some(number) == first { u32::MAX } else { frontier.links(number) }
        };
        let spool = pages.finish(rank)?;
        if done {
            File::create(folder.join(DONE))?;
        }
        Ok((spool, frontier))
    }
}

/// A line of `asked.txt`.
enum Entry<'a, L> {
    Page(u32, L),
    Unread(u32, &'a str),
    Nothing(u32),
}

impl<'a> Entry<'a, std::iter::FilterMap<std::str::Split<'a, char>, fn(&'a str) -> Option<u32>>> {
    fn parse(line: &'a str) -> Option<Self> {
        let (kind, rest) = line.split_once(' ')?;
        match kind {
            "+" => {
                let (number, links) = rest.split_once(':')?;
                let parse: fn(&'a str) -> Option<u32> = |link| link.parse().ok();
                Some(Self::Page(number.parse().ok()?, links.split(' ').filter_map(parse)))
            }
            "-" => {
                let (number, why) = rest.split_once(' ')?;
                Some(Self::Unread(number.parse().ok()?, why))
            }
            "=" => Some(Self::Nothing(rest.parse().ok()?)),
            _ => None,
        }
    }
}

/// The audit before: its pages by address, for questions of the kind *only if it changed*.
#[derive(Debug)]
pub(super) struct Earlier {
    frontier: Frontier,
    pages: File,
    asked: File,
    /// Number of the address → where its page and its line of `asked.txt` lie.
    places: FxHashMap<u32, (u64, u32, u64, u32)>,
}

impl Earlier {
    /// The one in the folder `before`; `None` where there is none.
    pub(super) fn open(before: &Path) -> io::Result<Option<Self>> {
        let (pages, asked) = (before.join(PAGES), before.join(ASKED));
        if !pages.exists() || !asked.exists() {
            return Ok(None);
        }
        let frontier = Frontier::open(&before.join(ADDRESSES))?;
        let mut places = FxHashMap::default();
        let (pages, asked) = (File::open(pages)?, File::open(asked)?);
        let mut page_lines = Lines::of(&pages);
        let mut asked_lines = Lines::of(&asked);
        while let Some((asked_at, line)) = asked_lines.next()? {
            let Ok(text) = std::str::from_utf8(line) else { break };
            let asked_length = line.len() as u32;
            if let Some(Entry::Page(number, _)) = Entry::parse(text.trim_end()) {
                let Some((page_at, page)) = page_lines.next()? else { break };
                places.insert(number, (page_at, page.len() as u32, asked_at, asked_length));
            }
        }
        Ok(Some(Self { frontier, pages, asked, places }))
    }

    /// The page that lay at `address`, and the addresses that it linked to.
    pub(super) fn page(&mut self, address: &str) -> io::Result<Option<(Page, Vec<String>)>> {
        let place = self.frontier.number(address).and_then(|number| self.places.get(&number).copied());
        let Some((page_at, page_length, asked_at, asked_length)) = place else { return Ok(None) };
        let page: Page = serde_json::from_slice(&read_at(&mut self.pages, page_at, page_length)?)?;
        let asked = read_at(&mut self.asked, asked_at, asked_length)?;
        let mut links = Vec::new();
        if let Ok(text) = std::str::from_utf8(&asked)
            && let Some(Entry::Page(_, numbers)) = Entry::parse(text.trim_end())
        {
            let known = self.frontier.known();
            for number in numbers.filter(|number| (*number as usize) < known) {
                links.push(self.frontier.address(number)?);
            }
        }
        Ok(Some((page, links)))
    }

    /// Up to `most` of its pages, in the order in which they were read.
    pub(super) fn first(&self, most: usize) -> io::Result<Vec<Page>> {
        let mut pages = Vec::new();
        let mut lines = Lines::of(&self.pages);
        while pages.len() < most
            && let Some((_, line)) = lines.next()?
            && let Ok(page) = serde_json::from_slice(line)
        {
            pages.push(page);
        }
        Ok(pages)
    }
}

/// Where the audit before lies that was made in the same `folder`.
pub(super) fn before(folder: &Path) -> PathBuf {
    folder.join(BEFORE)
}

/// Where the pictures of the audit in `folder` lie.
pub(super) fn pictures(folder: &Path) -> PathBuf {
    folder.join(PICTURES)
}

fn read_at(file: &mut File, at: u64, length: u32) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length as usize];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The lines of a file with their places, from its beginning.
struct Lines<'a> {
    reader: BufReader<&'a File>,
    at: u64,
    line: Vec<u8>,
    started: bool,
}

impl<'a> Lines<'a> {
    fn of(file: &'a File) -> Self {
        Self { reader: BufReader::with_capacity(1 << 16, file), at: 0, line: Vec::new(), started: false }
    }

    fn next(&mut self) -> io::Result<Option<(u64, &[u8])>> {
        if !std::mem::replace(&mut self.started, true) {
            self.reader.seek(SeekFrom::Start(0))?;
        }
        self.at += self.line.len() as u64;
        self.line.clear();
        self.reader.read_until(b'\n', &mut self.line)?;
        Ok((self.line.last() == Some(&b'\n')).then_some((self.at, &self.line)))
    }
}
