//! A sheet that grows in a folder while pages are read. Memory holds the open hundred alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use domain::Images;
use url::Url;

use super::folder::{Folder, GROWING, SITE, replace_json, version};
use super::{CHUNK, Shared, Sheet, Told};
use crate::audit::{Judged, Pages, RULES, Seen, judge};
use crate::report::{Enough, Thumbnails, is_enough};

/// The open hundred is written at most so often.
const EVERY: Duration = Duration::from_millis(250);
/// All hundreds are drawn again at most so often, and so that it takes a tenth of the time at most.
const AGAIN_EVERY: Duration = Duration::from_secs(2);
const SHARE: u32 = 10;

/// A sheet under way, with its pages in the order in which they came.
#[derive(Debug)]
pub struct Growing {
    path: PathBuf,
    sheet: Sheet,
    version: u64,
    round: u64,
    /// Pages that readers have.
    written: usize,
    /// When the open hundred may be written next, and when all may be drawn again.
    next: Instant,
    next_round: Instant,
}

impl Growing {
    /// An empty one below `folder`, for the site of `start`. What grew there before goes; its version is counted on from.
    pub fn create(folder: &Path, start: &Url) -> io::Result<Self> {
        let (version, round) = version(folder);
        let path = folder.join(GROWING);
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(&path)?,
        }
        let now = Instant::now();
        // Rules have their numbers from the start: a hundred never names one that a reader's site.json lacks.
        let sheet = Sheet::of(start, RULES.to_vec());
        let mut this = Self { path, sheet, version, round: round + 1, written: 0, next: now, next_round: now };
        this.tell()?;
        // The first page does not wait.
        this.next = now;
        Ok(this)
    }

    /// Pages in it, as far as readers have them.
    pub fn pages(&self) -> usize {
        self.written
    }

    /// Adds a page whose pictures are as `images` knows them.
    pub fn add(&mut self, judged: &Judged, images: &Images, kept: &dyn Thumbnails) -> io::Result<()> {
        if self.sheet.site.count == 0 {
            // The start page may have led elsewhere.
            self.sheet.site.origin = judged.page.url.origin().ascii_serialization();
        }
        self.sheet.add(judged, images, kept, &mut Folder(&self.path))?;
        if self.sheet.site.count.is_multiple_of(CHUNK) { self.tell() } else { self.look_up() }
    }

    /// Writes the pages that wait, where it is time.
    pub fn look_up(&mut self) -> io::Result<()> {
        if self.written < self.sheet.site.count && Instant::now() >= self.next { self.write() } else { Ok(()) }
    }

    /// Writes the pages that wait.
    pub fn write(&mut self) -> io::Result<()> {
        self.sheet.write_open(&mut Folder(&self.path))?;
        self.tell()
    }

    /// Whether it is time to draw all pages again.
    pub fn may_draw_again(&self) -> bool {
        Instant::now() >= self.next_round
    }

    /// Draws all pages again, as they look by what was `seen` now. `pages` are those that it has, in the same order, and
    /// more. Gives up where `stop` says so.
    pub fn draw_again(
        &mut self,
        pages: &dyn Pages,
        seen: &Seen,
        kept: &dyn Thumbnails,
        stop: &dyn Fn() -> bool,
    ) -> io::Result<()> {
        let started = Instant::now();
        self.sheet.begin_again();
        let path = &self.path;
        let drawn = pages.each(&mut |page| {
            if stop() {
                return Err(io::Error::other(Enough));
            }
            if self.sheet.site.count == 0 {
                self.sheet.site.origin = page.url.origin().ascii_serialization();
            }
            self.sheet.add(&judge(page, seen), &seen.images, kept, &mut Folder(path))
        });
        match drawn {
            Err(fault) if is_enough(&fault) => return Ok(()),
            drawn => drawn?,
        }
        self.round += 1;
        self.write()?;
        self.next_round = Instant::now() + AGAIN_EVERY.max(started.elapsed() * SHARE);
        Ok(())
    }

    /// Says what readers find now. It is written last, so that every page that it counts is there.
    fn tell(&mut self) -> io::Result<()> {
        self.version += 1;
        let shared = Shared::of(&self.sheet.site);
        replace_json(&self.path.join(SITE), &Told { shared, version: self.version, round: self.round })?;
        self.written = self.sheet.site.count;
        self.next = Instant::now() + EVERY;
        Ok(())
    }
}
