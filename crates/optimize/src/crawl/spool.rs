//! The spool: pages on disk, one JSON line each, appended as they are read.
//!
//! Memory keeps 16 bytes a page. A crash loses at most the lines that were being written: a last line without its end
//! is dropped when the spool is opened again.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use domain::Page;

use crate::audit::Pages;

/// Pages on disk.
#[derive(Debug)]
pub struct Spool {
    path: PathBuf,
    lines: Vec<Line>,
}

/// Where a page's line lies, and how early the page is due.
#[derive(Clone, Copy, Debug)]
struct Line {
    at: u64,
    length: u32,
    /// Links that lead to the page; the start page has the most.
    rank: u32,
}

/// Appends pages.
#[derive(Debug)]
pub struct Appender {
    out: BufWriter<File>,
    at: u64,
    spool: Spool,
}

impl Spool {
    /// Starts a new spool at `path`; what was there is gone.
    pub fn create(path: &Path) -> io::Result<Appender> {
        let file = File::create(path)?;
        Ok(Appender {
            out: BufWriter::with_capacity(1 << 18, file),
            at: 0,
            spool: Self { path: path.to_owned(), lines: Vec::new() },
        })
    }

    /// Opens the spool at `path` to append to it, handing every page that is in it to `visit`.
    pub fn resume(path: &Path, mut visit: impl FnMut(&Page)) -> io::Result<Appender> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut spool = Self { path: path.to_owned(), lines: Vec::new() };
        let mut at = 0;
        {
            let mut reader = BufReader::with_capacity(1 << 18, &file);
            let mut line = Vec::new();
            loop {
                line.clear();
                let read = reader.read_until(b'\n', &mut line)? as u64;
                if read == 0 || line.last() != Some(&b'\n') {
                    break;
                }
                // A line that cannot be read was cut by the crash; what follows it, if anything, is not to be trusted.
                let Ok(page) = serde_json::from_slice::<Page>(&line) else { break };
                visit(&page);
                spool.lines.push(Line { at, length: read as u32, rank: 0 });
                at += read;
            }
        }
        file.set_len(at)?;
        file.seek(SeekFrom::Start(at))?;
        Ok(Appender { out: BufWriter::with_capacity(1 << 18, file), at, spool })
    }

    /// Pages in it.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl Appender {
    /// The line that stands for `page`, with its end. Made apart from writing, so that readers can do it side by side.
    pub fn line(page: &Page) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(page)?;
        line.push(b'\n');
        Ok(line)
    }

    /// Appends a line made by [`Appender::line`] and answers with the page's number, from 0.
    pub fn append(&mut self, line: &[u8]) -> io::Result<u32> {
        self.out.write_all(line)?;
        self.spool.lines.push(Line { at: self.at, length: line.len() as u32, rank: 0 });
        self.at += line.len() as u64;
        Ok(self.spool.lines.len() as u32 - 1)
    }

    /// Hands everything to the operating system, so that a crash of the program loses nothing of it.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Pages so far.
    pub fn len(&self) -> usize {
        self.spool.lines.len()
    }

    /// Whether nothing was appended yet.
    pub fn is_empty(&self) -> bool {
        self.spool.lines.is_empty()
    }

    /// The pages so far, in the order in which they came; those since the last [`Appender::flush`] cannot be read yet.
    pub fn so_far(&self) -> &Spool {
        &self.spool
    }

    /// Ends writing. `rank` answers for a page's number how many links lead to it.
    pub fn finish(mut self, rank: impl Fn(u32) -> u32) -> io::Result<Spool> {
        self.out.flush()?;
        for (number, line) in self.spool.lines.iter_mut().enumerate() {
            line.rank = rank(number as u32);
        }
        // A stable sort: pages with equally many links stay in the order in which they were read.
        self.spool.lines.sort_by_key(|line| std::cmp::Reverse(line.rank));
        Ok(self.spool)
    }
}

impl Pages for Spool {
    fn count(&self) -> usize {
        self.lines.len()
    }

    fn each_in(&self, range: Range<usize>, visit: &mut dyn FnMut(Page) -> io::Result<()>) -> io::Result<()> {
        let range = range.start.min(self.lines.len())..range.end.min(self.lines.len());
        let mut file = File::open(&self.path)?;
        let mut buffer = Vec::new();
        let mut position = 0;
        for line in &self.lines[range] {
            if position != line.at {
                file.seek(SeekFrom::Start(line.at))?;
            }
            buffer.resize(line.length as usize, 0);
            file.read_exact(&mut buffer)?;
            position = line.at + u64::from(line.length);
            visit(serde_json::from_slice(&buffer)?)?;
        }
        Ok(())
    }
}
