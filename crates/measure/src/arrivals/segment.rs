//! Segments: the files that arrivals are appended to, each by one process, which holds a lock on it as long as it writes.
//!
//! An arrival is with the kernel before [`Arrivals::keep`] comes back, so that no kill of the process loses it, and on
//! the disk within 50 ms, for which one thread sees. A disk that is full loses arrivals, never an answer: what was lost is
//! counted. Who is to be told only when it is on the disk waits with others for one sync ([`Arrivals::keep_durably`]); so
//! many wait at most, and who comes then is sent away, so that memory does not grow with what a slow disk leaves undone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use domain::Random;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::oneshot;

use super::salt::{self, Salt};
use super::{Arrival, record};

/// The folder of segments, below the data folder.
pub(super) const FOLDER: &str = "arrivals";
/// The ending of a segment; another one is not read.
pub(super) const ENDING: &str = "seg";
/// A segment that is longer is followed by another one.
const LONGEST: u64 = 8 << 20;
/// How long the disk is waited for after an arrival, at most half of what is promised: the other half is its own.
const COLLECTED: Duration = Duration::from_millis(25);
/// Those who wait for one sync, at most.
const WAITING: usize = 4_096;

/// Where arrivals of this process go. It makes nothing on the disk before the first one.
#[derive(Debug)]
pub struct Arrivals {
    data: PathBuf,
    random: Arc<dyn Random>,
    /// Those of the days on which sites are now; a few.
    salts: RwLock<Vec<Salt>>,
    open: Mutex<Option<Segment>>,
    shared: Arc<Shared>,
    syncing: Mutex<Option<JoinHandle<()>>>,
    kept: AtomicU64,
    lost: AtomicU64,
    is_ill: AtomicBool,
    /// Why the last one was lost; `None` after one was kept.
    fault: Mutex<Option<String>>,
}

/// What the thread that syncs knows.
#[derive(Debug, Default)]
struct Shared {
    is_dirty: AtomicBool,
    wanted: Mutex<Wanted>,
    woken: Condvar,
    /// What is to be brought to the disk; the last one is the segment that is written.
    files: Mutex<Vec<Arc<File>>>,
}

/// What is wanted of that thread.
#[derive(Debug, Default)]
struct Wanted {
    is_closing: bool,
    /// Those whose arrivals are with the kernel, and who wait for the disk.
    waiting: Vec<oneshot::Sender<bool>>,
}

/// Why arrivals are not on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// Too many wait already: nothing was written.
    #[error("too many visits wait for the disk: send it again in a few seconds")]
    Busy,
    /// The disk did not take them.
    #[error("the disk did not take it: make room on it, then send it again")]
    Lost,
}

#[derive(Debug)]
struct Segment {
    file: Arc<File>,
    /// Whole records, in bytes.
    length: u64,
}

/// What this process kept and lost since its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Arrivals that are with the kernel.
    pub kept: u64,
    /// Those that could not be written.
    pub lost: u64,
    /// Why, if the last one was lost.
    pub fault: Option<String>,
}

impl Arrivals {
    /// Those of the data folder `data`.
    pub fn of(data: &Path, random: Arc<dyn Random>) -> Self {
        Self {
            data: data.to_owned(),
            random,
            salts: RwLock::default(),
            open: Mutex::default(),
            shared: Arc::default(),
            syncing: Mutex::default(),
            kept: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            is_ill: AtomicBool::new(false),
            fault: Mutex::default(),
        }
    }

    /// The hash of a visitor under the salt of `day`, which is that on the site's wall; none where there is no salt to be
    /// had, which is told as a loss is.
    pub fn visitor(&self, day: Date, site: &str, address: IpAddr, agent: &str) -> Option<i64> {
        let of_day =
            |salts: &[Salt]| salts.iter().find(|salt| salt.day == day).map(|it| it.visitor(site, address, agent));
        if let Some(visitor) = of_day(&self.salts.read().unwrap_or_else(PoisonError::into_inner)) {
            return Some(visitor);
        }
        let mut salts = self.salts.write().unwrap_or_else(PoisonError::into_inner);
        if of_day(&salts).is_none() {
            match Salt::of(&self.data, &*self.random, day) {
                Ok(salt) => salts.push(salt),
                // Another day's must not tell who came on this one.
                Err(fault) => self.tell(&fault),
            }
        }
        of_day(&salts)
    }

    /// Forgets salts of days that are over.
    pub fn turn(&self, now: Timestamp) {
        let oldest = salt::oldest(now);
        if self.salts.read().unwrap_or_else(PoisonError::into_inner).iter().any(|salt| salt.day < oldest) {
            self.salts.write().unwrap_or_else(PoisonError::into_inner).retain(|salt| salt.day >= oldest);
        }
    }

    /// Keeps an arrival: it is with the kernel when this comes back, or it is counted as lost.
    pub fn keep(&self, arrival: &Arrival<'_>) {
        let mut bytes = Vec::with_capacity(512);
        record::write(arrival, &mut bytes);
        match self.append(&bytes) {
            Ok(()) => {
                self.kept.fetch_add(1, Ordering::Relaxed);
                if !self.shared.is_dirty.swap(true, Ordering::AcqRel) {
                    self.wake();
                }
            }
            Err(fault) => {
                self.lost.fetch_add(1, Ordering::Relaxed);
                self.tell(&fault);
            }
        }
    }

    /// Keeps arrivals, all in one write: they are on the disk when the future says so, by a sync that all share who wait
    /// meanwhile. They are written before this comes back, so that whoever drops the future keeps them as [`Self::keep`] does.
    pub fn keep_durably(&self, arrivals: &[Arrival<'_>]) -> impl Future<Output = Result<(), NotKept>> + Send + use<> {
        let kept = self.keep_all(arrivals);
        async move {
            let Some(synced) = kept? else { return Ok(()) };
            // Where the thread is gone, so is the house.
            if synced.await.unwrap_or(false) { Ok(()) } else { Err(NotKept::Lost) }
        }
    }

    fn keep_all(&self, arrivals: &[Arrival<'_>]) -> Result<Option<oneshot::Receiver<bool>>, NotKept> {
        let (mut bytes, mut many) = (Vec::with_capacity(512 * arrivals.len().min(64)), 0);
        for arrival in arrivals {
            let before = bytes.len();
            record::write(arrival, &mut bytes);
            many += u64::from(bytes.len() > before);
        }
        self.lost.fetch_add(arrivals.len() as u64 - many, Ordering::Relaxed);
        if many == 0 {
            return Ok(None);
        }
        if self.shared.wanted().waiting.len() >= WAITING {
            return Err(NotKept::Busy);
        }
        if let Err(fault) = self.append(&bytes) {
            self.lost.fetch_add(many, Ordering::Relaxed);
            self.tell(&fault);
            return Err(NotKept::Lost);
        }
        self.kept.fetch_add(many, Ordering::Relaxed);
        let (tell, synced) = oneshot::channel();
        self.shared.wanted().waiting.push(tell);
        self.shared.woken.notify_all();
        if !self.shared.is_dirty.swap(true, Ordering::AcqRel) {
            self.wake();
        }
        Ok(Some(synced))
    }

    /// What was kept and lost since the start.
    pub fn counts(&self) -> Counts {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Counts { kept: self.kept.load(Ordering::Relaxed), lost: self.lost.load(Ordering::Relaxed), fault }
    }

    /// The log has it once, until one is kept again.
    fn tell(&self, fault: &io::Error) {
        let mut told = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none() {
            tracing::error!(%fault, "arrivals cannot be kept: links still lead where they should, but are not counted");
        }
        *told = Some(fault.to_string());
        self.is_ill.store(true, Ordering::Relaxed);
    }

    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Err(io::Error::other("an arrival is longer than a record may be"));
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let segment = match &mut *open {
            Some(segment) if segment.length < LONGEST => segment,
            // The one before is given free: whoever reads it to its end takes it away.
            other => other.insert(self.begin()?),
        };
        let written = (&*segment.file).write_all(bytes);
        if let Err(fault) = written {
            // What was written in part is taken back, or the segment is left as it is, torn.
            if segment.file.set_len(segment.length).is_err() {
                *open = None;
            }
            return Err(fault);
        }
        segment.length += bytes.len() as u64;
        drop(open);
        self.is_well();
        Ok(())
    }

    /// Forgets why the last one was lost.
    fn is_well(&self) {
        if self.is_ill.swap(false, Ordering::Relaxed) {
            let mut told = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
            if told.take().is_some() {
                tracing::info!("arrivals are kept again");
            }
        }
    }

    /// A new segment. It takes its name when it is locked: a reader never meets one that nobody holds.
    fn begin(&self) -> io::Result<Segment> {
        let folder = self.data.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let name = self.random.code();
        let part = folder.join(format!("{name}.part"));
        let mut options = OpenOptions::new();
        options.append(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&part)?;
        let begun = file.lock().and_then(|()| (&file).write_all(record::MAGIC));
        if let Err(fault) = begun.and_then(|()| fs::rename(&part, folder.join(format!("{name}.{ENDING}")))) {
            let _ = fs::remove_file(&part);
            return Err(fault);
        }
        let file = Arc::new(file);
        let mut files = self.shared.files.lock().unwrap_or_else(PoisonError::into_inner);
        // The name too is to be there after the machine stopped.
        #[cfg(unix)]
        files.push(Arc::new(File::open(&folder)?));
        files.push(Arc::clone(&file));
        drop(files);
        Ok(Segment { file, length: record::MAGIC.len() as u64 })
    }

    /// Wakes the thread that syncs; the first time, starts it.
    fn wake(&self) {
        let mut syncing = self.syncing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = &*syncing {
            thread.thread().unpark();
            return;
        }
        let shared = Arc::clone(&self.shared);
        match thread::Builder::new().name("arrivals".to_owned()).spawn(move || shared.sync_on_and_on()) {
            Ok(thread) => *syncing = Some(thread),
            Err(fault) => self.tell(&fault),
        }
    }
}

impl Drop for Arrivals {
    fn drop(&mut self) {
        self.shared.wanted().is_closing = true;
        self.shared.woken.notify_all();
        let syncing = self.syncing.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = syncing {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn wanted(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sync_on_and_on(&self) {
        loop {
            // Before the look whether there is something: who waits is written, and says so after that.
            let waiting = std::mem::take(&mut self.wanted().waiting);
            if self.is_dirty.swap(false, Ordering::AcqRel) || !waiting.is_empty() {
                let synced = self.sync();
                for waits in waiting {
                    // Who went away is not told.
                    let _ = waits.send(synced);
                }
                self.collect();
            } else if self.wanted().is_closing {
                return;
            } else {
                thread::park();
            }
        }
    }

    /// Waits, so that one sync does for all that come in meanwhile; not where somebody waits for it, or the house closes.
    fn collect(&self) {
        let is_calm = |wanted: &mut Wanted| !wanted.is_closing && wanted.waiting.is_empty();
        let _ = self.woken.wait_timeout_while(self.wanted(), COLLECTED, is_calm);
    }

    /// Whether all is on the disk.
    fn sync(&self) -> bool {
        let files: Vec<Arc<File>> = self.files.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut synced = true;
        for file in &files {
            if let Err(fault) = file.sync_data() {
                synced = false;
                tracing::error!(%fault, "arrivals could not be brought to the disk: the machine may lose them if it stops");
            }
        }
        // The last one is still written to; what came before is done with.
        let mut now = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let done = files.len().saturating_sub(1);
        now.drain(..done);
        synced
    }
}

#[cfg(test)]
mod tests {
    use domain::SystemRandom;

    use super::*;
    use crate::arrivals::record::{MAGIC, read};
    use crate::arrivals::{Arrival, record};

    fn many_in(data: &Path) -> usize {
        let mut many = 0;
        for entry in fs::read_dir(data.join(FOLDER)).unwrap() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            let mut at = MAGIC.len();
            while let record::Found::Record(Some(_), length) = read(&bytes[at..]) {
                (at, many) = (at + length, many + 1);
            }
        }
        many
    }

    #[tokio::test]
    async fn what_was_acknowledged_is_there_and_those_who_wait_share_a_sync() {
        let data = tempfile::tempdir().unwrap();
        let arrivals = Arrivals::of(data.path(), Arc::new(SystemRandom));
        let waiting: Vec<_> =
            (0..500).map(|at| arrivals.keep_durably(&[Arrival { at, ..Arrival::default() }])).collect();
        for kept in waiting {
            kept.await.unwrap();
        }
        arrivals.keep_durably(&[Arrival::default(), Arrival::default()]).await.unwrap();
        arrivals.keep_durably(&[]).await.unwrap();
        assert_eq!((many_in(data.path()), arrivals.counts().kept), (502, 502));
    }

    #[tokio::test]
    async fn where_the_disk_is_slow_so_many_wait_and_the_next_is_sent_away_unwritten() {
        let data = tempfile::tempdir().unwrap();
        let arrivals = Arrivals::of(data.path(), Arc::new(SystemRandom));
        arrivals.keep_durably(&[Arrival::default()]).await.unwrap();
        // Whoever syncs waits here, as for a slow disk.
        let slow = arrivals.shared.files.lock().unwrap();
        let (mut waiting, mut busy) = (Vec::new(), 0);
        while busy < 10 {
            let kept = arrivals.keep_all(&[Arrival::default()]);
            match kept {
                Ok(kept) => waiting.push(kept.unwrap()),
                Err(fault) => {
                    assert_eq!(fault, NotKept::Busy);
                    busy += 1;
                }
            }
            assert!(waiting.len() <= 2 * WAITING, "memory grows");
        }
        drop(slow);
        let many = waiting.len();
        for kept in waiting {
            assert!(kept.await.unwrap());
        }
        assert_eq!(many_in(data.path()), many + 1);
    }

    #[tokio::test]
    async fn a_disk_that_takes_nothing_is_told() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(FOLDER), "in the way").unwrap();
        let arrivals = Arrivals::of(data.path(), Arc::new(SystemRandom));
        let kept = arrivals.keep_durably(&[Arrival::default(), Arrival::default()]).await;
        assert_eq!((kept, arrivals.counts().lost), (Err(NotKept::Lost), 2));
    }
}
