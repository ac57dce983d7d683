//! Reading the logs: in the order of their times, whatever they are called, several beside each other where they overlap.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ipnet::IpNet;
use measure::log::lines::Lines;
use measure::log::{Entry, entry};
use measure::visits::{Counting, is_page};

/// Lines at the beginning of a file in which its first time is looked for.
const BEGINNING: usize = 1_000;
/// Lines by which the site is guessed.
const GUESSED_BY: usize = 20_000;
/// Lines between two words about progress.
const TOLD_EACH: u64 = 200_000;

/// A log, open or not yet.
pub(super) struct Source {
    path: PathBuf,
    first: i64,
    lines: Option<Lines<Box<dyn Read>>>,
    next: Option<Line>,
}

/// A line that may be a view of a page, kept until it is its turn.
struct Line {
    at: i64,
    bytes: Vec<u8>,
}

/// What was seen beside the visits.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) lines: u64,
    pub(super) broken: u64,
    pub(super) too_long: u64,
    pub(super) agents: bool,
    pub(super) broken_off: Vec<(PathBuf, String)>,
}

fn lines(path: &Path) -> Result<Lines<Box<dyn Read>>> {
    let open = || -> io::Result<Lines<Box<dyn Read>>> {
        let from: Box<dyn Read> =
            if path.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
        Lines::of(from)
    };
    open().with_context(|| format!("cannot read {}", path.display()))
}

/// All `files`, in the order of their first line's time. One that has none comes first, and is told to be broken.
pub(super) fn open(files: &[PathBuf]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for path in files {
        let mut first = i64::MIN;
        if path.as_os_str() != "-" {
            let mut lines = lines(path)?;
            for _ in 0..BEGINNING {
                let Some(line) = lines.next_line() else { break };
                if let Some(entry) = entry(line) {
                    first = entry.at;
                    break;
                }
            }
        }
        sources.push(Source { path: path.clone(), first, lines: None, next: None });
    }
    sources.sort_by_key(|source| source.first);
    Ok(sources)
}

/// Counts everything in `sources`. A file that overlaps with others in time is read beside them, line by line.
pub(super) fn count(sources: &mut [Source], counting: &mut Counting<'_>, own: &[IpNet], progress: bool) -> Seen {
    let mut seen = Seen::default();
    // Those before `begun` are open or read to their end.
    let mut begun = 0;
    loop {
        let next = sources[..begun]
            .iter()
            .enumerate()
            .filter_map(|(at, source)| source.next.as_ref().map(|line| (line.at, at)))
            .min();
        if let Some(source) = sources.get_mut(begun)
            && next.is_none_or(|(at, _)| source.first <= at)
        {
            begun += 1;
            match lines(&source.path) {
                Ok(lines) => source.lines = Some(lines),
                Err(error) => seen.broken_off.push((source.path.clone(), format!("{:#}", error.root_cause()))),
            }
            source.advance(counting, &mut seen, progress);
            continue;
        }
        let Some((_, at)) = next else { return seen };
        if let Some(line) = sources[at].next.take() {
            if let Some(entry) = entry(&line.bytes) {
                counting.take(&entry, is_own(&entry, own));
            }
            sources[at].advance(counting, &mut seen, progress);
        }
    }
}

impl Source {
    /// Reads on to the next view of a page.
    fn advance(&mut self, counting: &mut Counting<'_>, seen: &mut Seen, progress: bool) {
        let Some(lines) = &mut self.lines else { return };
        while let Some(line) = lines.next_line() {
            seen.lines += 1;
            if progress && seen.lines.is_multiple_of(TOLD_EACH) {
                let _ = write!(io::stderr(), "\r{} lines read", seen.lines);
            }
            let Some(entry) = entry(line) else {
                seen.broken += u64::from(!line.trim_ascii().is_empty());
                continue;
            };
            seen.agents |= entry.agent.is_some();
            if counting.may_be_view(&entry) {
                self.next = Some(Line { at: entry.at, bytes: line.to_vec() });
                return;
            }
        }
        let read = lines.read();
        seen.too_long += read.too_long;
        if let Some(why) = &read.broken_off {
            seen.broken_off.push((self.path.clone(), why.clone()));
        }
        self.lines = None;
        if progress {
            let _ = writeln!(io::stderr(), "\r{} lines read, {} done", seen.lines, self.path.display());
        }
    }
}

fn is_own(entry: &Entry<'_>, own: &[IpNet]) -> bool {
    !own.is_empty()
        && entry.address.parse::<IpAddr>().is_ok_and(|address| own.iter().any(|range| range.contains(&address)))
}

/// A site that was guessed.
pub(super) struct Guess {
    pub(super) host: String,
    pub(super) how: String,
}

/// The site that `files` speak of: the host that stands in most lines, or the page that most pictures and styles were asked for
/// by. `None` where nothing tells.
pub(super) fn guess(files: &[PathBuf]) -> Result<Option<Guess>> {
    let (mut hosts, mut pages) = (Counts::default(), Counts::default());
    for path in files.iter().filter(|path| path.as_os_str() != "-") {
        let mut lines = lines(path)?;
        for _ in 0..=GUESSED_BY / files.len().max(1) {
            let Some(line) = lines.next_line() else { break };
            let Some(entry) = entry(line) else { continue };
            if let Some(host) = &entry.host {
                hosts.add(host);
            }
            if !is_page(&entry.target)
                && let Some(host) = entry.referrer.as_deref().and_then(|it| it.split_once("://")).map(|(_, rest)| rest)
            {
                pages.add(host.split(['/', '?', ':']).next().unwrap_or_default());
            }
        }
    }
    let by = |counts: Counts, how: &str| counts.most().map(|host| Guess { host, how: how.to_owned() });
    Ok(by(hosts, "as the host that most lines name; --site says it for sure")
        .or_else(|| by(pages, "as the site whose pages asked for pictures and styles; --site says it for sure")))
}

/// How often hosts were named, by what they have registered.
#[derive(Default)]
struct Counts(BTreeMap<String, u64>);

impl Counts {
    fn add(&mut self, host: &str) {
        // An address by numbers, or a name of one word, says nothing.
        let host = host.trim_end_matches('.');
        if host.contains('.') && !host.contains(' ') && host.len() < 254 && host.parse::<IpAddr>().is_err() {
            *self.0.entry(domain::registrable(&host.to_ascii_lowercase()).to_owned()).or_default() += 1;
        }
    }

    fn most(self) -> Option<String> {
        self.0.into_iter().max_by_key(|(_, count)| *count).map(|(host, _)| host)
    }
}
