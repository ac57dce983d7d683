//! The wire between the program and the networks: it passes everything on, and knows the moments at which to die: before a
//! request is passed on, behind it, before its answer is, and behind that.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;

use crate::posting::chance::Chance;
use crate::posting::house::Workers;

/// Who dies, and how often.
pub(super) struct Death {
    workers: Arc<Workers>,
    chance: Mutex<Chance>,
    /// So many more times.
    left: AtomicU32,
    kills: AtomicU32,
    /// At a moment on the wire: one in so many.
    one_in: AtomicU64,
}

impl Death {
    pub(super) fn of(workers: Arc<Workers>, seed: u64) -> Arc<Self> {
        let chance = Mutex::new(Chance::of(seed));
        let (left, kills, one_in) = (AtomicU32::new(0), AtomicU32::new(0), AtomicU64::new(200));
        Arc::new(Self { workers, chance, left, kills, one_in })
    }

    /// From now on, so many times.
    pub(super) fn begins(&self, times: u32) {
        self.left.store(times, Ordering::SeqCst);
    }

    pub(super) fn is_over(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }

    pub(super) fn kills(&self) -> u32 {
        self.kills.load(Ordering::SeqCst)
    }

    pub(super) fn draw(&self, end: u64) -> u64 {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).below(end)
    }

    /// Somebody dies. Whether anybody was alive, and it was his time.
    pub(super) fn strikes(&self) -> bool {
        let takes = |left: u32| left.checked_sub(1);
        if self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, takes).is_err() {
            return false;
        }
        if !self.workers.kill(self.draw(u64::MAX)) {
            self.left.fetch_add(1, Ordering::SeqCst);
            return false;
        }
        self.kills.fetch_add(1, Ordering::SeqCst);
        true
    }

    /// A moment on the wire.
    fn moment(&self) -> bool {
        !self.is_over() && self.draw(self.one_in.load(Ordering::Relaxed)) == 0 && self.strikes()
    }
}

/// A wire, until it is dropped.
pub(super) struct Wire {
    /// Where the program finds the networks.
    pub(super) host: String,
    is_cut: Arc<AtomicBool>,
}

impl Wire {
    /// To the networks at `host`.
    pub(super) fn to(host: &str, death: &Arc<Death>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let here = listener.local_addr()?.to_string();
        let is_cut = Arc::new(AtomicBool::new(false));
        let (host, death, cut) = (host.to_owned(), Arc::clone(death), Arc::clone(&is_cut));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if cut.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(other) = TcpStream::connect(&host) else { continue };
                let (Ok(back), Ok(from)) = (stream.try_clone(), other.try_clone()) else { continue };
                let (asks, answers) = (Arc::clone(&death), Arc::clone(&death));
                std::thread::spawn(move || passes(stream, other, &asks, true));
                std::thread::spawn(move || passes(from, back, &answers, false));
            }
        });
        Ok(Self { host: here, is_cut })
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.is_cut.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(&self.host);
    }
}

/// Passes on what comes, to its end.
fn passes(mut from: TcpStream, mut to: TcpStream, death: &Death, asks: bool) {
    let _ = to.set_nodelay(true);
    let mut part = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut part) {
        // Whoever died before his request left the machine asked for nothing; or it had just left.
        if death.moment() && asks && death.draw(2) == 0 {
            break;
        }
        if to.write_all(&part[..length]).is_err() {
            break;
        }
        death.moment();
    }
    let _ = to.shutdown(Shutdown::Write);
    if asks {
        let _ = to.shutdown(Shutdown::Both);
    }
}
