//! What is known and still to be asked, the most linked and the newest first. The addresses lie on disk: memory keeps
//! about 50 bytes for each.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::hash::BuildHasher;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// Addresses that are kept at all; a site with more of them makes them by machine.
const MOST: usize = 5_000_000;
/// Addresses with a query that are kept for one path.
const MOST_QUERIES: u16 = 200;
/// Addresses are written when so many bytes of them wait.
const WAITING: usize = 64 * 1024;

/// The frontier. An address is called by its number, from 0, in the order of discovery.
#[derive(Debug)]
pub(super) struct Frontier {
    file: File,
    /// Bytes of the file that are written, and those that wait.
    written: u64,
    tail: Vec<u8>,
    by_hash: FxHashMap<u64, u32>,
    entries: Vec<Entry>,
    /// Numbers by score, the best last. An address stands in several when its score rose; the old places are passed over.
    due: Vec<VecDeque<u32>>,
    /// Addresses with a query by their path.
    queries: FxHashMap<u64, u16>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    at: u64,
    /// Links that lead to it.
    links: u32,
    /// How new it is: 0 unknown or old, 1 this year, 2 this month.
    news: u8,
    taken: bool,
    /// Status of its answer with the highest bit for a redirect; 0 while there is none.
    answer: u16,
}

const REDIRECTED: u16 = 1 << 15;

impl Frontier {
    /// A new one whose addresses lie at `path`.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?;
        Ok(Self::of(file))
    }

    fn of(file: File) -> Self {
        Self {
            file,
            written: 0,
            tail: Vec::new(),
            by_hash: FxHashMap::default(),
            entries: Vec::new(),
            due: vec![VecDeque::new(); 20],
            queries: FxHashMap::default(),
        }
    }

    /// The one that an earlier run left at `path`; nothing of it is taken, no links are counted.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut this = Self::of(file);
        let mut reader = BufReader::new(this.file.try_clone()?);
        reader.seek(SeekFrom::Start(0))?;
        let (mut line, mut at) = (Vec::new(), 0);
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line)? as u64;
            // A line without its end was being written when the run was cut off.
            if read == 0 || line.last() != Some(&b'\n') {
                break;
            }
            let number = this.entries.len() as u32;
            this.by_hash.insert(FxBuildHasher.hash_one(&line[..line.len() - 1]), number);
            this.entries.push(Entry { at, links: 0, news: 0, taken: false, answer: 0 });
            this.due[0].push_back(number);
            at += read;
        }
        this.written = at;
        this.file.set_len(at)?;
        Ok(this)
    }

    /// Addresses that are known.
    pub(super) fn known(&self) -> usize {
        self.entries.len()
    }

    /// The number of `address`, which is added where it is new. `None` where there is no room for it.
    pub(super) fn add(&mut self, address: &str) -> Option<u32> {
        let hash = FxBuildHasher.hash_one(address.as_bytes());
        if let Some(number) = self.by_hash.get(&hash) {
            return Some(*number);
        }
        if self.entries.len() >= MOST || address.contains('\n') {
            return None;
        }
        if let Some((path, _)) = address.split_once('?') {
            let count = self.queries.entry(FxBuildHasher.hash_one(path)).or_default();
            if *count >= MOST_QUERIES {
                return None;
            }
            *count += 1;
        }
        let number = self.entries.len() as u32;
        self.by_hash.insert(hash, number);
        let at = self.written + self.tail.len() as u64;
        self.entries.push(Entry { at, links: 0, news: 0, taken: false, answer: 0 });
        self.tail.extend_from_slice(address.as_bytes());
        self.tail.push(b'\n');
        self.due[0].push_back(number);
        Some(number)
    }

    /// The number of `address`, where it is known.
    pub(super) fn number(&self, address: &str) -> Option<u32> {
        self.by_hash.get(&FxBuildHasher.hash_one(address.as_bytes())).copied()
    }

    /// Counts a link to `number`.
    pub(super) fn link(&mut self, number: u32) {
        self.change(number, |entry| entry.links = entry.links.saturating_add(1));
    }

    /// Notes that `number` was changed `days` days ago.
    pub(super) fn changed(&mut self, number: u32, days: i64) {
        let news = if days <= 31 { 2 } else { u8::from(days <= 366) };
        self.change(number, |entry| entry.news = entry.news.max(news));
    }

    fn change(&mut self, number: u32, change: impl FnOnce(&mut Entry)) {
        let Some(entry) = self.entries.get_mut(number as usize) else { return };
        let before = entry.score();
        change(entry);
        let after = entry.score();
        if after != before && !entry.taken {
            self.due[after].push_back(number);
        }
    }

    /// The address that is due next, with its number.
    pub(super) fn next(&mut self) -> io::Result<Option<(u32, String)>> {
        while let Some(score) = self.due.iter().rposition(|due| !due.is_empty()) {
            let Some(number) = self.due[score].pop_front() else { continue };
            let entry = &self.entries[number as usize];
            if !entry.taken && entry.score() == score {
                self.take(number);
                return Ok(Some((number, self.address(number)?)));
            }
        }
        Ok(None)
    }

    /// Marks `number` as asked for. `false`: it was already.
    pub(super) fn take(&mut self, number: u32) -> bool {
        self.entries.get_mut(number as usize).is_some_and(|entry| !std::mem::replace(&mut entry.taken, true))
    }

    /// Lets `number` be asked once more.
    pub(super) fn put_back(&mut self, number: u32) {
        if let Some(entry) = self.entries.get_mut(number as usize) {
            entry.taken = false;
            let score = entry.score();
            self.due[score].push_back(number);
        }
    }

    /// Links that lead to `number`.
    pub(super) fn links(&self, number: u32) -> u32 {
        self.entries.get(number as usize).map_or(0, |entry| entry.links)
    }

    /// Notes what `number` answered itself.
    pub(super) fn answered(&mut self, number: u32, status: u16, redirects: bool) {
        if let Some(entry) = self.entries.get_mut(number as usize) {
            entry.answer = (status & !REDIRECTED) | if redirects { REDIRECTED } else { 0 };
        }
    }

    /// What `address` answered itself, where it was asked: status and whether it redirects.
    pub(super) fn answer(&self, address: &str) -> Option<(u16, bool)> {
        let entry = self.entries[self.number(address)? as usize];
        (entry.answer != 0).then_some((entry.answer & !REDIRECTED, entry.answer & REDIRECTED != 0))
    }

    /// The address with this number.
    pub(super) fn address(&mut self, number: u32) -> io::Result<String> {
        let at = self.entries[number as usize].at;
        let end = self.entries.get(number as usize + 1).map_or(self.written + self.tail.len() as u64, |next| next.at);
        let length = (end - at).saturating_sub(1) as usize;
        let bytes = if let Some(from) = at.checked_sub(self.written) {
            self.tail[from as usize..from as usize + length].to_vec()
        } else {
            let mut bytes = vec![0; length];
            self.file.seek(SeekFrom::Start(at))?;
            self.file.read_exact(&mut bytes)?;
            bytes
        };
        String::from_utf8(bytes).map_err(io::Error::other)
    }

    /// Writes the addresses that wait, where they are many or `now`.
    pub(super) fn flush(&mut self, now: bool) -> io::Result<()> {
        if self.tail.is_empty() || !(now || self.tail.len() >= WAITING) {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.written))?;
        self.file.write_all(&self.tail)?;
        self.written += self.tail.len() as u64;
        self.tail.clear();
        Ok(())
    }
}

impl Entry {
    /// From 0 to 19. Links count by their order of magnitude; what is new counts as much as eight times the links.
    fn score(&self) -> usize {
        let links = (u32::BITS - self.links.leading_zeros()).min(13) as usize;
        links + usize::from(self.news) * 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(frontier: &mut Frontier) -> Vec<String> {
        std::iter::from_fn(|| frontier.next().unwrap()).map(|(_, address)| address).collect()
    }

    #[test]
    fn the_most_linked_and_the_newest_come_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut frontier = Frontier::create(&dir.path().join("a")).unwrap();
        for (address, links, days) in [("old", 0, 900), ("some", 3, 900), ("many", 40, 900), ("new", 1, 3)] {
            let number = frontier.add(address).unwrap();
            frontier.changed(number, days);
            (0..links).for_each(|_| frontier.link(number));
            frontier.flush(links == 3).unwrap();
        }
        assert_eq!(frontier.add("many"), Some(2));
        assert_eq!(all(&mut frontier), ["new", "many", "some", "old"]);
    }

    #[test]
    fn a_cut_off_line_is_no_address() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, "one\ntwo\nthr").unwrap();
        let mut frontier = Frontier::open(&path).unwrap();
        frontier.add("three").unwrap();
        frontier.take(0);
        assert_eq!(all(&mut frontier), ["two", "three"]);
        frontier.flush(true).unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "one\ntwo\nthree\n");
    }

    #[test]
    fn one_path_with_ever_new_queries_is_cut_short() {
        let dir = tempfile::tempdir().unwrap();
        let mut frontier = Frontier::create(&dir.path().join("a")).unwrap();
        let kept = (0..1000).filter(|n| frontier.add(&format!("https://bakery.example/?day={n}")).is_some()).count();
        assert_eq!(kept, usize::from(MOST_QUERIES));
    }
}
