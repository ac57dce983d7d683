//! The one source of time. Whoever needs the hour is handed a [`Clock`], so that a test can set it.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// How much time went by, since some moment of this process. Nobody sets it: it says how long something takes, not when
    /// it is.
    fn steady(&self) -> Duration;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn steady(&self) -> Duration {
        static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
        BEGAN.elapsed()
    }
}

/// A clock that stands where it was set, for tests and for reports that must come out the same twice.
#[derive(Debug)]
pub struct SetClock {
    at: AtomicI64,
    ahead: AtomicI64,
}

impl SetClock {
    /// Stands at `at`, kept to the microsecond.
    pub fn at(at: Timestamp) -> Self {
        Self { at: AtomicI64::new(at.as_microsecond()), ahead: AtomicI64::new(0) }
    }

    /// Moves to `at`: time goes by.
    pub fn set(&self, at: Timestamp) {
        self.at.store(at.as_microsecond() - self.ahead.load(Ordering::SeqCst), Ordering::SeqCst);
    }

    /// Shows another hour from now on, though no time went by: somebody set it.
    pub fn leap(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_micros()).unwrap_or(0);
        self.ahead.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        let shows = self.at.load(Ordering::SeqCst) + self.ahead.load(Ordering::SeqCst);
        Timestamp::from_microsecond(shows).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn steady(&self) -> Duration {
        Duration::from_micros(self.at.load(Ordering::SeqCst).unsigned_abs())
    }
}
