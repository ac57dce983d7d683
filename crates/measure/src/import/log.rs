//! Logs: their lines made into views of pages, and brought in by batches.
//!
//! What is kept of a line in order to know it again is a hash of what it says without the address, with its ordinal among those
//! of its second that say the same: nobody can be looked for by it. How far a file was read stands in the transaction that
//! keeps its views, so that a run that was killed goes on where it was, and a file that is brought in twice adds nothing.

use std::borrow::Cow;
use std::io::Read;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use domain::token::PARAMETER;
use domain::{Random, Token};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};
use store::Db;

use super::keep::{self, File, Line, Stopped};
use super::salts::Salt;
use crate::arrivals::{Arrival, By, Kind};
use crate::channel::own;
use crate::kept::{Sites, Taken};
use crate::log::lines::Lines;
use crate::log::{Entry, entry};
use crate::measured::Measured;
use crate::visits::{PAUSE, is_look};

/// Views of one transaction.
const AT_ONCE: usize = 6_000;
/// Bytes of an address or a name that are kept.
const LONGEST: usize = 2_000;
/// Bytes, unpacked, by which a file is known again, wherever rotation has put it.
const KNOWN_BY: usize = 4_096;

/// By which the hashes of lines that say the same differ.
const SPREAD: i64 = 0x1e37_79b9_7f4a_7c15;

/// Where one file's lines come from.
pub struct Source {
    /// The row of its import.
    pub file: File,
    lines: Lines<Box<dyn Read + Send>>,
    next: Option<Next>,
    lines_at: u64,
}

/// The line whose turn comes, kept until then.
struct Next {
    at: i64,
    bytes: Vec<u8>,
    before: u64,
}

/// A batch that is read.
struct Prepared {
    lines: Vec<Line>,
    arrivals: Vec<Arrival<'static>>,
    moved: Vec<keep::Moved>,
}

/// What was done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Lines that were read in this run.
    pub lines: u64,
    /// Of no known form, or not whole.
    pub broken: u64,
    /// Views of pages that were brought in before.
    pub known: u64,
    /// Views of pages that were new.
    pub new: u64,
    /// Visits that began, and programs and others that are none.
    pub taken: Taken,
}

/// By what a file is known again: its first bytes, unpacked. A shorter file is known by all of them, and grows into another
/// one; its lines are known by themselves.
pub fn fingerprint(from: impl Read) -> std::io::Result<String> {
    let mut lines = Lines::of(from)?;
    let mut first = Sha256::new();
    while lines.offset() < KNOWN_BY as u64 {
        let Some(line) = lines.next_line() else { break };
        first.update(line);
        first.update(b"\n");
    }
    Ok(first.finalize()[..16].iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

impl Source {
    /// The lines of `from` behind what was read of it before.
    pub fn of(file: File, from: Box<dyn Read + Send>) -> std::io::Result<Self> {
        let mut lines = Lines::of(from)?;
        lines.skip_to(u64::try_from(file.read_to).unwrap_or(0));
        Ok(Self { file, lines, next: None, lines_at: 0 })
    }

    /// Reads on to the next view of a page.
    fn advance(&mut self, hosts: &[String], brought: &mut Brought) {
        loop {
            let before = self.lines.offset();
            let Some(line) = self.lines.next_line() else { break };
            brought.lines += 1;
            self.lines_at += 1;
            match entry(line) {
                None => brought.broken += u64::from(!line.trim_ascii().is_empty()),
                Some(entry) if is_view(&entry, hosts) => {
                    self.next = Some(Next { at: entry.at, bytes: line.to_vec(), before });
                    return;
                }
                Some(_) => {}
            }
        }
        self.next = None;
    }

    /// Up to where everything was taken.
    fn taken_to(&self) -> u64 {
        self.next.as_ref().map_or_else(|| self.lines.offset(), |next| next.before)
    }
}

fn is_view(entry: &Entry<'_>, hosts: &[String]) -> bool {
    let elsewhere = entry.host.as_deref().is_some_and(|host| !own(host.strip_suffix('.').unwrap_or(host), hosts));
    !elsewhere && matches!(entry.status, 200..=203 | 304) && is_look(entry, |host| own(host, hosts))
}

/// Brings logs of one site in.
pub struct Bringing<'a> {
    db: &'a Db,
    site: Arc<Measured>,
    hosts: Vec<String>,
    salt: Salt,
    sources: Vec<Source>,
    /// How often each file had each line of this second.
    second: i64,
    seen: FxHashMap<(usize, i64), u32>,
    brought: Brought,
}

impl<'a> Bringing<'a> {
    /// Of `site`, with a salt in the house's folder.
    pub fn new(
        db: &'a Db,
        data: &Path,
        random: &dyn Random,
        site: Arc<Measured>,
        sources: Vec<Source>,
    ) -> std::io::Result<Self> {
        let salt = Salt::of(data, random, site.number)?;
        let hosts = site.all_hosts();
        let seen = FxHashMap::default();
        Ok(Self { db, site, hosts, salt, sources, second: i64::MIN, seen, brought: Brought::default() })
    }

    /// Brings everything in, and destroys the salt. `look` is told after each batch how far it is.
    pub async fn all(mut self, now: Timestamp, mut look: impl FnMut(&Brought)) -> Result<Brought, Stopped> {
        for source in &mut self.sources {
            source.advance(&self.hosts, &mut self.brought);
        }
        let sites: Arc<Sites> = Arc::new(std::iter::once((self.site.number, Arc::clone(&self.site))).collect());
        let db = self.db;
        let mut next = self.prepared();
        while let Some(Prepared { lines, arrivals, moved }) = next {
            let many = arrivals.len() as u64;
            // While one batch is kept, the next one is read.
            let kept = keep::batch(db, &sites, lines, arrivals, moved, now);
            let (kept, prepared) = tokio::join!(kept, async { self.prepared() });
            next = prepared;
            let kept = kept?;
            self.brought.new += kept.new;
            self.brought.known += many - kept.new;
            let taken = &mut self.brought.taken;
            taken.visits += kept.taken.visits;
            taken.views += kept.taken.views;
            taken.unfurls += kept.taken.unfurls;
            taken.left_out += kept.taken.left_out;
            look(&self.brought);
        }
        for source in &self.sources {
            keep::over(self.db, &source.file, now).await?;
        }
        self.salt.destroy()?;
        Ok(self.brought)
    }

    /// The next batch; `None` where all files were read to their ends.
    fn prepared(&mut self) -> Option<Prepared> {
        let (lines, arrivals) = self.batch();
        let mut moved = Vec::new();
        for source in &mut self.sources {
            let to = i64::try_from(source.taken_to()).unwrap_or(i64::MAX);
            if to > source.file.read_to || source.lines_at > 0 {
                moved.push(keep::Moved { file: source.file.clone(), to, lines: source.lines_at });
                source.file.read_to = to;
                source.lines_at = 0;
            }
        }
        (!moved.is_empty()).then_some(Prepared { lines, arrivals, moved })
    }

    /// The next views of all files, in the order of their times; a second is not cut in two.
    fn batch(&mut self) -> (Vec<Line>, Vec<Arrival<'static>>) {
        let (mut lines, mut arrivals) = (Vec::new(), Vec::new());
        loop {
            let next = self.sources.iter().enumerate().filter_map(|(at, source)| Some((source.next.as_ref()?.at, at)));
            let Some((second, at)) = next.min() else { return (lines, arrivals) };
            if second != self.second {
                if arrivals.len() >= AT_ONCE {
                    return (lines, arrivals);
                }
                self.second = second;
                self.seen.clear();
            }
            let source = &mut self.sources[at];
            if let Some(next) = source.next.take()
                && let Some(entry) = entry(&next.bytes)
            {
                let (line, arrival) = view(&entry, &self.site, &self.salt, |line| ordinal(&mut self.seen, (at, line)));
                lines.push(line);
                arrivals.push(arrival);
            }
            source.advance(&self.hosts, &mut self.brought);
        }
    }
}

/// A view as it arrives at the house.
fn view(entry: &Entry<'_>, site: &Measured, salt: &Salt, ordinal: impl FnOnce(i64) -> u32) -> (Line, Arrival<'static>) {
    let at = Timestamp::from_second(entry.at).unwrap_or_default();
    let (_, day) = site.day(at);
    let agent = entry.agent.as_deref().unwrap_or_default();
    let since_midnight = at.to_zoned(site.zone.clone()).time().duration_since(jiff::civil::Time::midnight()).as_secs();
    let before = (since_midnight < PAUSE).then(|| salt.visitor(day - 1, &entry.address, agent));
    let token = token(&entry.target);
    let target = cut(entry.target.split('#').next().unwrap_or_default());
    let known = |text: &Option<Cow<'_, str>>| text.as_deref().map(|text| Cow::Owned(cut(text).to_owned()));
    let referrer = entry.referrer.as_deref().map(|it| it.split(['?', '#']).next().unwrap_or_default());
    let own = !site.own.is_empty()
        && entry.address.parse::<IpAddr>().is_ok_and(|address| site.own.iter().any(|range| range.contains(&address)));
    let hash = line(entry);
    let line = Line { day, line: hash.wrapping_add(i64::from(ordinal(hash)).wrapping_mul(SPREAD)) };
    let arrival = Arrival {
        kind: Kind::View,
        at: at.as_microsecond(),
        code: token.as_ref().map(|token| token.code.to_string().into()).unwrap_or_default(),
        visitor: Some(salt.visitor(day, &entry.address, agent)),
        before,
        press: token.as_ref().and_then(|token| token.press.as_ref()).map(|press| press.as_str().to_owned().into()),
        parent: token.as_ref().and_then(|token| token.parent.as_ref()).map(|from| from.as_str().to_owned().into()),
        referrer: referrer.map(|it| Cow::Owned(cut(it).to_owned())),
        agent: known(&entry.agent),
        site: Some(site.number),
        url: Some(without_token(target).into()),
        by: Some(By::Log),
        method: Some(cut(&entry.method).to_owned().into()),
        purpose: known(&entry.purpose),
        fetch_dest: known(&entry.fetch_dest),
        own,
        ..Arrival::default()
    };
    (line, arrival)
}

/// How often the file had the line in this second before.
fn ordinal(seen: &mut FxHashMap<(usize, i64), u32>, line: (usize, i64)) -> u32 {
    let many = seen.entry(line).or_default();
    *many += 1;
    *many - 1
}

/// What a line says, without who asked.
fn line(entry: &Entry<'_>) -> i64 {
    let mut hash = Sha256::new();
    hash.update(entry.at.to_le_bytes());
    hash.update(entry.status.to_le_bytes());
    let texts = [Some(&entry.method), Some(&entry.target), entry.referrer.as_ref(), entry.agent.as_ref()];
    for text in texts {
        hash.update([u8::from(text.is_some())]);
        hash.update(text.map_or("", |text| text));
        hash.update([0]);
    }
    hash.finalize()[..8].try_into().map_or(0, i64::from_le_bytes)
}

fn token(target: &str) -> Option<Token> {
    let query = target.split_once('?')?.1.split('#').next()?;
    query.split('&').filter_map(|pair| pair.strip_prefix(PARAMETER)?.strip_prefix('=')).next_back()?.parse().ok()
}

/// The address without the token, as pages' scripts send it.
fn without_token(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let is_token = |pair: &&str| !pair.strip_prefix(PARAMETER).is_some_and(|rest| rest.starts_with('='));
    let rest: Vec<&str> = query.split('&').filter(is_token).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

fn cut(text: &str) -> &str {
    let end = (0..=text.len().min(LONGEST)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    &text[..end]
}
