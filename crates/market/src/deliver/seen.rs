//! Seen: for how long this process has known of a step whose outcome nobody knows.
//!
//! A wall's clock that leaps ahead makes no network faster, and a step may leave some time after its fence was committed. So
//! the time for which nothing of a post is to be found is counted from the first look, by a clock that nobody sets, and anew by
//! each process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Steps that are looked for at a time, about; what is older than a day is forgotten then.
const MANY: usize = 4_096;
const DAY: Duration = Duration::from_hours(24);

/// Since when steps are looked for. A clone is the same one.
#[derive(Clone, Debug, Default)]
pub struct Seen(Arc<Mutex<HashMap<(String, i64), Duration>>>);

impl Seen {
    /// For how long the step behind `fence` of the delivery `id` has been looked for at `now`: nothing, the first time.
    pub(super) fn for_how_long(&self, id: &str, fence: i64, now: Duration) -> Duration {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MANY {
            seen.retain(|_, since| now.saturating_sub(*since) < DAY);
        }
        now.saturating_sub(*seen.entry((id.to_owned(), fence)).or_insert(now))
    }

    /// It is known what came of that step.
    pub(super) fn forget(&self, id: &str, fence: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&(id.to_owned(), fence));
    }
}
