//! Who may be asked when: so many connections to a host at a time, so much time between two questions, and silence for
//! as long as the host asks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Pace;

/// Hosts whose pace is remembered; beyond, those that nobody is asking are forgotten.
const REMEMBERED: usize = 4096;

#[derive(Debug)]
pub(super) struct Paces {
    pace: Pace,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    connections: Arc<Semaphore>,
    turn: Mutex<Turn>,
}

#[derive(Debug)]
struct Turn {
    /// No question before this instant.
    next: Option<Instant>,
    /// Time between two questions; a `Crawl-delay` makes it longer.
    every: Duration,
}

impl Paces {
    pub(super) fn new(pace: Pace) -> Self {
        Self { pace, hosts: Mutex::default() }
    }

    /// Waits until `place` (host and port) may be asked; the permit is held until its answer is there.
    pub(super) async fn turn(&self, place: &str) -> Option<OwnedSemaphorePermit> {
        let host = self.host(place);
        // The semaphore is never closed.
        let permit = Arc::clone(&host.connections).acquire_owned().await.ok();
        loop {
            let wait = {
                let mut turn = host.turn.lock().unwrap_or_else(PoisonError::into_inner);
                let now = Instant::now();
                match turn.next {
                    Some(next) if next > now => next - now,
                    _ => {
                        turn.next = (!turn.every.is_zero()).then(|| now + turn.every);
                        return permit;
                    }
                }
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// Leaves `place` alone for `wait`, as far as the pace honours it, and says how long that is.
    pub(super) fn silence(&self, place: &str, wait: Duration) -> Duration {
        let wait = wait.min(self.pace.longest_wait);
        let host = self.host(place);
        let mut turn = host.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let until = Instant::now() + wait;
        turn.next = Some(turn.next.map_or(until, |next| next.max(until)));
        wait
    }

    /// Keeps at least `every` between two questions to `place` from now on.
    pub(super) fn slow_down(&self, place: &str, every: Duration) {
        let host = self.host(place);
        let mut turn = host.turn.lock().unwrap_or_else(PoisonError::into_inner);
        turn.every = turn.every.max(every.min(self.pace.longest_wait));
    }

    /// How long `place` is still to be left alone.
    pub(super) fn silent_for(&self, place: &str) -> Duration {
        let host = self.host(place);
        let turn = host.turn.lock().unwrap_or_else(PoisonError::into_inner);
        turn.next.map_or(Duration::ZERO, |next| next.saturating_duration_since(Instant::now()))
    }

    fn host(&self, place: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = hosts.get(place) {
            return Arc::clone(host);
        }
        if hosts.len() >= REMEMBERED {
            let now = Instant::now();
            hosts.retain(|_, host| {
                let turn = host.turn.lock().unwrap_or_else(PoisonError::into_inner);
                Arc::strong_count(host) > 1 || turn.every > self.pace.every || turn.next.is_some_and(|next| next > now)
            });
        }
        let host = Arc::new(Host {
            connections: Arc::new(Semaphore::new(self.pace.connections.max(1))),
            turn: Mutex::new(Turn { next: None, every: self.pace.every }),
        });
        hosts.insert(place.to_owned(), Arc::clone(&host));
        host
    }
}
