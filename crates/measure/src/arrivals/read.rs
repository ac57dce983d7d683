//! Reading: segments into rows and sums.
//!
//! How far a segment was read stands in the transaction that keeps what was read, and moves on only from where the reader
//! began. So several readers, and one that is killed at any moment, neither lose nor double. What came to pages goes to
//! [`kept::take_at`] in that transaction; what the database does not take for its own fault is put aside, and holds up nothing.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::{Db, Fault, sql};

use super::record::{self, Found};
use super::segment::{ENDING, FOLDER};
use super::{Arrival, Kind, salt};
use crate::kept::{self, Sites};
use crate::measured;

/// Arrivals of one transaction.
const AT_ONCE: usize = 6_000;
/// The file beside the segments to which goes what the database does not take, a JSON object a line.
pub const ASIDE: &str = "aside.jsonl";
/// Bytes that are read at once; a record is shorter.
const BYTES_AT_ONCE: u64 = 2 << 20;
/// That a segment was read is known so long after it went.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Arrivals that were read.
    pub read: u64,
    /// Segments that were read to their end and taken away.
    pub over: u64,
    /// Bytes at the ends of segments that were torn.
    pub torn: u64,
    /// Arrivals that the database does not take, see [`ASIDE`].
    pub aside: u64,
    /// There was more than it was to read.
    pub is_cut_short: bool,
}

/// Why a round stopped.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The database.
    #[error(transparent)]
    Store(#[from] Fault),
    /// The disk.
    #[error("the arrivals in {}: {fault}", folder.display())]
    Disk {
        /// The folder.
        folder: PathBuf,
        /// What it said.
        fault: io::Error,
    },
}

/// Reads what was written since the last round into the database, takes away segments that nobody writes any more, and
/// destroys old salts. It ends after some `at_most` arrivals, so that a storm is digested when it is over, and visitors
/// do not wait for it.
pub async fn round(db: &Db, data: &Path, now: Timestamp, at_most: u64) -> Result<Round, Stopped> {
    let folder = data.join(FOLDER);
    let disk = |fault| Stopped::Disk { folder: folder.clone(), fault };
    salt::destroy_old(data, now).map_err(disk)?;
    let mut round = Round::default();
    for path in segments(&folder).map_err(disk)? {
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
        if round.read >= at_most {
            round.is_cut_short = true;
            break;
        }
        segment(db, &path, name, now, at_most, &mut round).await.map_err(|stopped| match stopped {
            Ended::Store(fault) => Stopped::Store(fault),
            Ended::Disk(fault) => disk(fault),
        })?;
    }
    forget(db, now).await?;
    Ok(round)
}

/// Bytes of the folder that were kept, and are not in the database yet.
pub async fn unread(db: &Db, data: &Path) -> Result<u64, Stopped> {
    let folder = data.join(FOLDER);
    let disk = |fault| Stopped::Disk { folder: folder.clone(), fault };
    let mut bytes = 0;
    for path in segments(&folder).map_err(disk)? {
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
        let length = match fs::metadata(&path) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => continue,
            found => found.map_err(disk)?.len(),
        };
        let known: Option<(i64, Option<i64>)> = sql!("segment_read").bind(name).fetch_optional(db).await?;
        let read_to = match known {
            Some((_, Some(_))) => length,
            Some((read_to, None)) => u64::try_from(read_to).unwrap_or(0),
            None => record::MAGIC.len() as u64,
        };
        bytes += length.saturating_sub(read_to);
    }
    Ok(bytes)
}

enum Ended {
    Store(Fault),
    Disk(io::Error),
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<io::Error> for Ended {
    fn from(fault: io::Error) -> Self {
        Self::Disk(fault)
    }
}

/// The segments of the folder, in an order.
fn segments(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            paths.push(path);
        }
    }
    paths.sort_unstable();
    Ok(paths)
}

async fn segment(
    db: &Db,
    path: &Path,
    name: &str,
    now: Timestamp,
    at_most: u64,
    round: &mut Round,
) -> Result<(), Ended> {
    let mut file = match File::open(path) {
        // Another reader took it away.
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let known: Option<(i64, Option<i64>)> = sql!("segment_read").bind(name).fetch_optional(db).await?;
    if let Some((_, Some(_))) = known {
        // It was read to its end by one who was killed before it could take it away.
        return Ok(fs::remove_file(path).or_else(gone_is_fine)?);
    }
    let mut read_to = match known {
        Some((read_to, _)) => u64::try_from(read_to).unwrap_or(0),
        None => 0,
    };
    // Looked at before the last read: what its writer wrote until it let go is read then.
    let is_left = match file.try_lock_shared() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(fault)) => return Err(fault.into()),
    };
    let length = file.metadata()?.len();
    if read_to == 0 {
        let mut magic = [0; record::MAGIC.len()];
        if file.read_exact(&mut magic).is_ok() && magic == *record::MAGIC {
            read_to = magic.len() as u64;
        } else {
            if is_left {
                tracing::warn!(segment = name, "the beginning of a segment was torn by a stop: it is put aside");
                fs::rename(path, path.with_extension("torn")).or_else(gone_is_fine)?;
            }
            return Ok(());
        }
        begin(db, name, read_to).await?;
    }
    let mut sites: Option<Arc<Sites>> = None;
    let mut at_once = AT_ONCE;
    loop {
        if round.read >= at_most {
            round.is_cut_short = true;
            return Ok(());
        }
        // Away from the threads that answer visitors.
        let (back, batch) = tokio::task::spawn_blocking(move || {
            let batch = Batch::next(&mut file, read_to, at_once);
            (file, batch)
        })
        .await
        .map_err(io::Error::other)?;
        file = back;
        let Some(batch) = batch? else { break };
        let (many, end) = (batch.many, batch.end);
        let of_pages = if batch.arrivals.is_empty() {
            Arc::default()
        } else {
            match &sites {
                Some(sites) => Arc::clone(sites),
                None => Arc::clone(sites.insert(Arc::new(measured::all(db).await?))),
            }
        };
        match keep(db, name, read_to, batch, of_pages, now).await {
            Ok(true) => at_once = AT_ONCE,
            // Another reader was here meanwhile, and goes on.
            Ok(false) => return Ok(()),
            Err(fault) if !is_of_the_data(&fault) => return Err(fault.into()),
            Err(_) if at_once > 1 => {
                at_once = (at_once.min(usize::try_from(many).unwrap_or(AT_ONCE)) / 2).max(1);
                continue;
            }
            Err(fault) => {
                tracing::warn!(segment = name, at = read_to, %fault, "an arrival cannot be digested: it is put aside");
                put_aside(path, &mut file, read_to, end)?;
                if !keep(db, name, read_to, Batch { end, ..Batch::default() }, Arc::default(), now).await? {
                    return Ok(());
                }
                round.aside += 1;
                at_once = AT_ONCE;
            }
        }
        round.read += many;
        read_to = end;
    }
    if is_left {
        let torn = length.saturating_sub(read_to);
        if torn > 0 {
            tracing::warn!(segment = name, bytes = torn, "the end of a segment was torn by a stop: it is cut");
        }
        if !over(db, name, read_to, now).await? {
            return Ok(());
        }
        fs::remove_file(path).or_else(gone_is_fine)?;
        round.over += 1;
        round.torn += torn;
    }
    Ok(())
}

fn gone_is_fine(fault: io::Error) -> io::Result<()> {
    if fault.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(fault) }
}

/// The whole records at the beginning of `bytes`, at most so many, and where they end.
fn whole(bytes: &[u8], at_most: usize) -> (Vec<Arrival<'static>>, usize) {
    let (mut arrivals, mut end, mut many) = (Vec::new(), 0, 0);
    while many < at_most
        && let Found::Record(arrival, length) = record::read(&bytes[end..])
    {
        arrivals.extend(arrival.filter(|arrival| arrival.kind != Kind::Other));
        end += length;
        many += 1;
    }
    (arrivals, end)
}

/// Whether the database refuses what it was given, whoever gives it and whenever.
fn is_of_the_data(fault: &Fault) -> bool {
    match fault {
        Fault::Taken { .. } | Fault::Dangling { .. } | Fault::Refused { .. } | Fault::Panicked => true,
        Fault::Statement { cause, .. } => {
            let code = cause.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default();
            // PostgreSQL: a value that is none, one that is too large. SQLite: an error of a function, too large, of another
            // type, out of range. Not: a full disk, a lost connection, a file that cannot be read.
            code.len() == 5 && (code.starts_with("22") || code.starts_with("54"))
                || matches!(&*code, "1" | "18" | "20" | "25")
        }
        _ => false,
    }
}

/// Keeps the record from `from` to `end` where an operator finds it.
fn put_aside(segment: &Path, file: &mut File, from: u64, end: u64) -> io::Result<()> {
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    Read::by_ref(file).take(end - from).read_to_end(&mut bytes)?;
    let Found::Record(Some(arrival), _) = record::read(&bytes) else { return Ok(()) };
    let mut line = serde_json::to_vec(&arrival)?;
    line.push(b'\n');
    let mut aside = OpenOptions::new().create(true).append(true).open(segment.with_file_name(ASIDE))?;
    aside.write_all(&line)?;
    aside.sync_all()
}

async fn begin(db: &Db, name: &str, read_to: u64) -> Result<(), Fault> {
    let name = name.to_owned();
    db.write(move |tx| {
        Box::pin(async move { sql!("segment_begin").bind(name).bind(read_to.cast_signed()).execute(tx).await })
    })
    .await
    .map(drop)
}

/// What came by one link.
#[derive(Default, Serialize)]
struct Sum {
    code: String,
    clicks: i64,
    unfurls: i64,
    clicked_at: Option<i64>,
}

/// What one transaction keeps.
#[derive(Default)]
struct Batch {
    /// What came by links, as JSON, as the statements take it.
    rows: String,
    sums: String,
    /// What came to pages.
    arrivals: Vec<Arrival<'static>>,
    many: u64,
    /// Where it ends in the segment.
    end: u64,
}

impl Batch {
    /// What follows `from` in a segment; `None` at its end.
    fn next(file: &mut File, from: u64, at_most: usize) -> io::Result<Option<Self>> {
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        Read::by_ref(file).take(BYTES_AT_ONCE).read_to_end(&mut bytes)?;
        let (mut arrivals, end) = whole(&bytes, at_most);
        if end == 0 {
            return Ok(None);
        }
        // In the order of codes, in which rows are locked by all readers.
        let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
        let mut by_links: Vec<&Arrival<'_>> = Vec::new();
        let by_link = |it: &&Arrival<'_>| !it.code.is_empty() && matches!(it.kind, Kind::Click | Kind::Unfurl);
        for arrival in arrivals.iter().filter(by_link) {
            by_links.push(arrival);
            let sum = sums.entry(&arrival.code).or_default();
            if arrival.kind == Kind::Click {
                sum.clicks += 1;
                sum.clicked_at = sum.clicked_at.max(Some(arrival.at));
            } else {
                sum.unfurls += 1;
            }
        }
        for (code, sum) in &mut sums {
            (*code).clone_into(&mut sum.code);
        }
        let sums: Vec<Sum> = sums.into_values().collect();
        let text = |is_empty: bool, text: serde_json::Result<String>| if is_empty { Ok(String::new()) } else { text };
        let rows = text(by_links.is_empty(), serde_json::to_string(&by_links))?;
        let sums = text(sums.is_empty(), serde_json::to_string(&sums))?;
        let many = arrivals.len() as u64;
        arrivals.retain(|arrival| arrival.site.is_some() && arrival.kind != Kind::Click);
        Ok(Some(Self { rows, sums, arrivals, many, end: from + end as u64 }))
    }
}

/// Keeps a batch, and that the segment was read from `from` to its end. False where somebody else moved on from `from`:
/// nothing is kept then.
async fn keep(db: &Db, name: &str, from: u64, batch: Batch, sites: Arc<Sites>, now: Timestamp) -> Result<bool, Fault> {
    let (name, Batch { rows, sums, arrivals, end, .. }) = (name.to_owned(), batch);
    db.write(move |tx| {
        Box::pin(async move {
            let move_on = sql!("segment_move").bind(name).bind(from.cast_signed()).bind(end.cast_signed());
            if move_on.execute(&mut *tx).await? == 0 {
                return Ok(false);
            }
            // First, since it waits for its turn: whoever waits holds no row that the others need.
            if !arrivals.is_empty() {
                kept::take_at(&mut *tx, &sites, &arrivals, now).await?;
            }
            if !rows.is_empty() {
                sql!("arrival_add").bind(rows).execute(&mut *tx).await?;
                sql!("link_count_add").bind(sums).execute(tx).await?;
            }
            Ok(true)
        })
    })
    .await
}

async fn over(db: &Db, name: &str, read_to: u64, now: Timestamp) -> Result<bool, Fault> {
    let name = name.to_owned();
    db.write(move |tx| {
        Box::pin(async move { sql!("segment_over").bind(name).bind(read_to.cast_signed()).bind(now).execute(tx).await })
    })
    .await
    .map(|ended| ended > 0)
}

async fn forget(db: &Db, now: Timestamp) -> Result<(), Fault> {
    let before = now - KNOWN_FOR;
    let old: i64 = sql!("segment_old").bind(before).fetch_one(db).await?;
    if old > 0 {
        db.write(move |tx| Box::pin(async move { sql!("segment_forget").bind(before).execute(tx).await })).await?;
    }
    Ok(())
}
