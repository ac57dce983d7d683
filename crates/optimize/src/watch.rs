//! Watch: an audit of a website that somebody looks at while it runs, over and over, from elsewhere.
//!
//! It reads and judges as `tidings audit` does and keeps everything in one folder: the crawl's own files, the contact
//! sheet as it grows and as it is in the end ([`sheet`]), `result.json` and `summary.json`. It speaks to nobody; a server
//! hands the files out and tells what it hears. Cut off at any moment, it goes on from there with `plan.resume`.
//! Start at [`audit`]; [`audit_folder`] is the same for files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::Clock;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::audit::{Audit, Needs, Seen, Summary, judge};
use crate::crawl::Crawl;
use crate::crawl::folder::Folder;
use crate::crawl::web::{self, Event, Fault, Plan, SoFar, Website};
use crate::report::Thumbnails;
use crate::report::result::Result as Found;
use crate::report::sheet::{self, Growing};
use crate::wanting;

/// What an audit found, see [`Outcome::result`].
const RESULT: &str = "result.json";
/// Its sums, see [`Outcome::summary`].
pub const SUMMARY: &str = "summary.json";
/// When the audit began, for a run that goes on with it.
const BEGUN: &str = "begun.json";

/// How often progress is told at most.
const EVERY: Duration = Duration::from_millis(250);

/// What an audit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It reads pages, pictures, and what preview agents get.
    Reading,
    /// It judges all pages.
    Judging,
}

/// How far an audit is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Told {
    /// What it does.
    pub state: State,
    /// Pages that were read.
    pub pages: usize,
    /// Addresses of the site that are known; more than will be read where a plan sets an end.
    pub known: usize,
    /// Pages that the sheet has.
    pub sheet: usize,
    /// Why nothing comes: `bakery.example asks to wait 4 s`.
    pub waiting: Option<String>,
    /// What is done when all pages are read: `84 of 214 pictures looked at`.
    pub beside: Option<String>,
}

/// How an audit ended.
#[derive(Debug)]
pub struct Outcome {
    /// What it found; it stands in `result.json` too.
    pub result: Found,
    /// The sums of which `report::difference` and `report::result::score` are made; they stand in `summary.json` too.
    pub summary: Summary,
    /// When it began; for one that was cut off, when its first run did.
    pub started: Timestamp,
    /// It was told to stop before the end: there are more pages, which the same call with `plan.resume` reads.
    pub stopped: bool,
}

/// Audits what `plan` says into `folder`, and tells how far it is, at most four times a second but for the beginning,
/// the first page, and where the state changes. Where `stop` is set, what was read until then is judged.
///
/// A website that cannot be read at all is a fault, and so is a folder that cannot be written to; what is wrong with a
/// page is not.
pub fn audit(
    plan: &Plan,
    folder: &Path,
    clock: &dyn Clock,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(&Told),
) -> Result<Outcome, Fault> {
    let disk = |error: io::Error| Fault::Disk { folder: folder.to_owned(), error };
    let entered = clock.now();
    fs::create_dir_all(folder).map_err(disk)?;
    let started = begun(folder, plan.resume, entered).map_err(disk)?;
    let mut watching = Watching::begin(folder, plan, stop).map_err(disk)?;
    watching.say(tell);
    let website = web::read(plan, folder, clock, stop, &mut |event| watching.hear(&event, tell))?;
    if let Some(error) = watching.fault.take() {
        return Err(disk(error));
    }
    let Website { crawl: Crawl { pages, seen, unread, stopped }, kept } = website;
    watching.judges(pages.count());
    watching.say(tell);
    let target: Vec<&str> = plan.start.urls().iter().map(Url::as_str).collect();
    let took = clock.now().duration_since(entered).unsigned_abs();
    let audit = Audit::conclude(target.join(" "), started, took, seen, pages, unread).map_err(disk)?;
    finish(&audit, &kept, folder).map_err(disk)?;
    let result = Found::of(&audit);
    sheet::replace_json(&folder.join(SUMMARY), &audit.summary).map_err(disk)?;
    sheet::replace_json(&folder.join(RESULT), &result).map_err(disk)?;
    Ok(Outcome { result, summary: audit.summary, started, stopped })
}

/// Audits the files in `files`, a website that lies at `base`, into `folder`: `at_most` pages of them. It is quick, so that
/// there is no sheet before the whole one, and what was cut off begins anew.
pub fn audit_folder(
    (files, base): (&Path, Url),
    folder: &Path,
    at_most: usize,
    clock: &dyn Clock,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(&Told),
) -> io::Result<Outcome> {
    let started = clock.now();
    fs::create_dir_all(folder)?;
    for name in [RESULT, SUMMARY] {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    sheet::clear(folder)?;
    let target = base.to_string();
    let files = Folder::walk(files, Some(base), &|_| true, at_most)?;
    let mut told = Told { state: State::Reading, pages: 0, known: files.len(), sheet: 0, waiting: None, beside: None };
    tell(&told);
    let read = files.read(&folder.join("pages.jsonl"), stop, |pages| {
        told.pages = pages;
        tell(&told);
    })?;
    (told.state, told.pages) = (State::Judging, files.len());
    tell(&told);
    let took = clock.now().duration_since(started).unsigned_abs();
    let seen = Seen { site: read.site, images: read.images, unseen: no_server(), ..Seen::default() };
    let audit = Audit::conclude(target, started, took, seen, Box::new(read.spool), read.unread)?;
    finish(&audit, &files, folder)?;
    let result = Found::of(&audit);
    sheet::replace_json(&folder.join(SUMMARY), &audit.summary)?;
    sheet::replace_json(&folder.join(RESULT), &result)?;
    Ok(Outcome { result, summary: audit.summary, started, stopped: read.stopped })
}

/// Writes what stands below `folder` for each page: the sheet, and what the pages lack.
fn finish(audit: &Audit, kept: &dyn Thumbnails, folder: &Path) -> io::Result<()> {
    let mut lacks = wanting::Writer::create(folder)?;
    sheet::finish(audit, kept, folder, &mut |judged| lacks.note(judged, &audit.seen))?;
    lacks.finish()
}

/// What files cannot tell.
pub(crate) fn no_server() -> BTreeMap<Needs, String> {
    let without = "these are files, without a server that could be asked";
    BTreeMap::from([
        (Needs::Http, without.to_owned()),
        (Needs::Agents, without.to_owned()),
        (Needs::History, "the pictures of the folder before are not kept to compare with".to_owned()),
        (Needs::Render, "pages were read without running their scripts".to_owned()),
    ])
}

/// When the audit in `folder` began: `now`, unless it goes on.
fn begun(folder: &Path, resume: bool, now: Timestamp) -> io::Result<Timestamp> {
    let path = folder.join(BEGUN);
    if resume
        && let Ok(bytes) = fs::read(&path)
        && let Ok(began) = serde_json::from_slice(&bytes)
    {
        return Ok(began);
    }
    sheet::replace_json(&path, &now)?;
    Ok(now)
}

/// Lets the sheet grow with what the crawl tells, and passes on how far it is.
struct Watching<'a> {
    growing: Growing,
    told: Told,
    /// What was said last, and when something may be said again.
    said: Option<Told>,
    next: Instant,
    stop: &'a AtomicBool,
    /// Why the sheet could not be written.
    fault: Option<io::Error>,
}

impl<'a> Watching<'a> {
    /// What an earlier audit left in `folder` for readers goes.
    fn begin(folder: &Path, plan: &Plan, stop: &'a AtomicBool) -> io::Result<Self> {
        for name in [RESULT, SUMMARY] {
            match fs::remove_file(folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        let nowhere = || Url::parse("about:blank").map_err(io::Error::other);
        let start = plan.start.urls().first().cloned().map_or_else(nowhere, Ok)?;
        let growing = Growing::create(folder, &start)?;
        sheet::clear(folder)?;
        let told = Told { state: State::Reading, pages: 0, known: 0, sheet: 0, waiting: None, beside: None };
        Ok(Self { growing, told, said: None, next: Instant::now(), stop, fault: None })
    }

    fn hear(&mut self, event: &Event<'_>, tell: &mut dyn FnMut(&Told)) {
        if self.fault.is_some() {
            return;
        }
        if let Err(error) = self.take(event) {
            self.fault = Some(error);
        }
        // The first page is what somebody waits for.
        let first = self.told.sheet == 0 && self.growing.pages() > 0;
        self.told.sheet = self.growing.pages();
        if first || (self.said.as_ref() != Some(&self.told) && Instant::now() >= self.next) {
            self.say(tell);
        }
    }

    fn take(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::Start(..) | Event::Moment => {}
            Event::Resumed(so_far) => {
                self.told.pages = so_far.pages.count();
                self.told.known = self.told.pages;
                self.draw_again(so_far)?;
            }
            Event::Page(page, SoFar { pages, seen, kept }) => {
                self.told.pages = pages.count();
                self.told.known = self.told.known.max(self.told.pages);
                self.told.waiting = None;
                self.growing.add(&judge((*page).clone(), seen), &seen.images, *kept)?;
            }
            Event::Read { pages, known } => (self.told.pages, self.told.known) = (*pages, *known),
            Event::Waiting { host, wait } => {
                self.told.waiting = Some(format!("{host} asks to wait {} s", wait.as_secs()));
            }
            Event::Pictures { seen, of, so_far } => {
                self.told.waiting = None;
                self.told.beside = Some(format!("{seen} of {of} pictures looked at"));
                if seen == of || self.growing.may_draw_again() {
                    self.draw_again(so_far)?;
                }
            }
            Event::Agents { asked, of } => {
                self.told.beside = Some(format!("{asked} of {of} questions asked as preview agents"));
            }
        }
        self.growing.look_up()
    }

    fn draw_again(&mut self, so_far: &SoFar<'_>) -> io::Result<()> {
        let stop = || self.stop.load(Ordering::Relaxed);
        self.growing.draw_again(so_far.pages, so_far.seen, so_far.kept, &stop)
    }

    fn judges(&mut self, pages: usize) {
        self.told = Told { state: State::Judging, pages, waiting: None, beside: None, ..self.told.clone() };
    }

    fn say(&mut self, tell: &mut dyn FnMut(&Told)) {
        tell(&self.told);
        self.said = Some(self.told.clone());
        self.next = Instant::now() + EVERY;
    }
}
