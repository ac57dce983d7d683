//! A folder of pages, read on all cores and told in the order of their paths.
//!
//! Files are taken in portions: while one portion is read, no more than its lines are kept.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use pages::Source;
use url::Url;

use super::{Line, address_of, complain, read_file};

const PORTION: usize = 512;
/// So many files in a row are taken by one thread, so that threads do not wait for each other.
const STRIDE: usize = 8;

/// Reads every page below `folder`. `false` where a file could not be read; that is told on stderr.
pub(super) fn read(folder: &Path, base: Option<&Url>, out: &mut impl Write) -> Result<bool> {
    let mut walk = Walk::new(folder)?;
    let mut all_well = true;
    loop {
        let portion: Vec<PathBuf> = walk.by_ref().take(PORTION).collect();
        if portion.is_empty() {
            return Ok(all_well && !walk.failed);
        }
        for chunk in read_portion(&portion, folder, base) {
            out.write_all(&chunk.lines)?;
            for fault in &chunk.faults {
                complain(fault);
                all_well = false;
            }
        }
    }
}

/// What a few files in a row yield.
#[derive(Default)]
struct Chunk {
    lines: Vec<u8>,
    faults: Vec<String>,
}

fn read_portion(paths: &[PathBuf], folder: &Path, base: Option<&Url>) -> Vec<Chunk> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Chunk)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..threads.min(paths.len().div_ceil(STRIDE)) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mine) = paths.chunks(STRIDE).nth(at) else { return };
                    let mut chunk = Chunk::default();
                    for path in mine {
                        if let Err(error) = read_one(path, folder, base, &mut chunk.lines) {
                            chunk.faults.push(format!("{error:#}"));
                        }
                    }
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((at, chunk));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, chunk)| chunk).collect()
}

fn read_one(path: &Path, folder: &Path, base: Option<&Url>, lines: &mut Vec<u8>) -> Result<()> {
    let body = read_file(path)?;
    let within = path.strip_prefix(folder).unwrap_or(path);
    let url = address_of(base, path, within)?;
    let read = pages::read(&body, Source { url, fetched: None });
    Line::of(&path.to_string_lossy(), &read.page).write(lines)
}

/// Pages below a folder in the order of their paths. A folder that can be reached twice is walked once.
struct Walk {
    /// What is still to be looked at, the next one last.
    stack: Vec<PathBuf>,
    walked: HashSet<PathBuf>,
    failed: bool,
}

impl Walk {
    fn new(folder: &Path) -> Result<Self> {
        let mut walk = Self { stack: Vec::new(), walked: HashSet::new(), failed: false };
        walk.enter(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        Ok(walk)
    }

    fn enter(&mut self, folder: &Path) -> std::io::Result<()> {
        if !self.walked.insert(fs::canonicalize(folder)?) {
            return Ok(());
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(folder)? {
            inside.push(entry?.path());
        }
        inside.sort_unstable_by(|left, right| right.cmp(left));
        self.stack.append(&mut inside);
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = PathBuf;

    fn next(&mut self) -> Option<PathBuf> {
        while let Some(path) = self.stack.pop() {
            if path.is_dir() {
                if let Err(error) = self.enter(&path) {
                    complain(&format!("cannot read {}: {error}", path.display()));
                    self.failed = true;
                }
            } else if is_page(&path) {
                return Some(path);
            }
        }
        None
    }
}

fn is_page(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    ["html", "htm", "xhtml"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}
