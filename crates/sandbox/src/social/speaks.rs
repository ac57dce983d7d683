//! What a network of the sandbox is: it says what a request wants, answers it, and has its own words for each misfortune.

use jiff::Timestamp;

use super::fault::Until;
use super::request::Request;
use super::shelf::Shelf;
use super::{Options, Step};
use crate::Answer;

/// A network. What it changes, it has changed when [`Speaks::answer`] returns.
pub(super) trait Speaks: Send {
    /// What `request` wants.
    fn step(&self, request: &Request) -> Step;

    /// Does what `request` wants, and answers it.
    fn answer(&mut self, request: &Request, now: Timestamp) -> Answer;

    /// What was posted.
    fn shelf(&self) -> &Shelf;

    /// As [`Speaks::shelf`], for what time does by itself: what was scheduled goes live.
    fn passes(&mut self, _now: Timestamp) {}

    /// The token of `request` is good for nothing any more; where `refreshable`, a new one can be had for the refresh token.
    fn revoke(&mut self, request: &Request, refreshable: bool);

    /// An error with this status, in the network's own words.
    fn failed(&self, status: u16) -> Answer;

    /// Too many requests; [`Until::Headers`] in the network's own headers.
    fn limited(&self, until: Until, now: Timestamp) -> Answer;

    /// The key that came with `request` is forgotten.
    fn forgets_key(&mut self, _request: &Request) {}

    /// The next upload is ready after so many looks at it.
    fn not_ready(&mut self, _looks: u32) {}

    /// How much money was charged so far, in thousandths of a US dollar.
    fn charged(&self) -> u64 {
        0
    }
}

/// `answer` with `Retry-After`, where `until` asks for that.
pub(super) fn retry_after(answer: Answer, until: Until, now: Timestamp) -> Answer {
    match until {
        Until::Seconds(seconds) => answer.header("Retry-After", seconds.to_string()),
        Until::Date(seconds) => answer.header("Retry-After", super::say::http_date(later(now, seconds))),
        Until::Unsaid | Until::Headers(_) => answer,
    }
}

/// `now` and so many seconds.
pub(super) fn later(now: Timestamp, seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(now)
}

/// So many points within so many seconds, for each account by itself.
#[derive(Debug, Default)]
pub(super) struct Budget {
    limit: u64,
    seconds: u64,
    enforced: bool,
    spent: std::collections::HashMap<String, (u64, Timestamp)>,
}

/// What is left of a budget.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    pub(super) limit: u64,
    pub(super) remaining: u64,
    pub(super) reset: Timestamp,
    /// Whether there was nothing left of it.
    pub(super) over: bool,
}

impl Budget {
    /// Refuses what is too much only where `options` say so; else each window begins anew when it is spent.
    pub(super) fn of(limit: u64, seconds: u64, options: &Options) -> Self {
        Self { limit, seconds, enforced: options.quotas, ..Self::default() }
    }

    /// Spends `points` of `who`, unless that is too much.
    pub(super) fn spend(&mut self, who: &str, points: u64, now: Timestamp) -> Left {
        let fresh = (0, later(now, self.seconds));
        let (spent, reset) = self.spent.entry(who.to_owned()).or_insert(fresh);
        if *reset <= now || (!self.enforced && *spent + points > self.limit) {
            (*spent, *reset) = fresh;
        }
        let over = *spent + points > self.limit;
        if !over {
            *spent += points;
        }
        Left { limit: self.limit, remaining: self.limit - *spent, reset: *reset, over }
    }
}
