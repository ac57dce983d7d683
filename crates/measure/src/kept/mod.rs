//! Kept: arrivals made into visits with their evidence, each counted once in all sums, in the caller's transaction.
//!
//! [`take`] is the one way in, for the reader of segments, for logs that are brought in and for the demo. Whoever calls it
//! waits until nobody else takes views in: who was here before is read, not guessed. A row says nothing of whom it is of;
//! the rows of `visitor`, which tell visitors apart, go with the salts under which their hashes were made.
//!
//! What is kept is looked at in [`look`], judged again in [`replay`], and goes in [`forget`].

mod around;
mod batch;
mod flags;
pub mod forget;
pub mod look;
pub mod replay;
mod rows;
mod stored;
mod sums;
mod take;
mod trail;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use store::{Fault, Tx};

pub use look::{Filter, Live, list, live, one, visitors, why};
pub use replay::replay;
pub use stored::Stored;
pub use trail::Trail;

use crate::arrivals::Arrival;
use crate::measured::Measured;
use crate::sale;

/// New pages of a site's day that have a name; the others are counted together, as page 0.
pub const MOST_PAGES: usize = crate::visits::MOST_PAGES;

/// Measured sites by their numbers.
pub type Sites = HashMap<i64, Arc<Measured>>;

/// What a batch came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Visits that began.
    pub visits: u64,
    /// Views of pages that were counted, the first of each visit too.
    pub views: u64,
    /// Presses, links that lead away, events of sites.
    pub events: u64,
    /// Bursts of fetches by preview agents.
    pub unfurls: u64,
    /// What is no visit: programs, own people, what was sent twice.
    pub left_out: u64,
    /// Of no site that is there.
    pub nowhere: u64,
}

/// Takes in what arrived at pages of `sites`, by their numbers: one batch, all of it or nothing. Arrivals by links alone are
/// not looked at.
pub async fn take(tx: &mut Tx, sites: &Sites, arrivals: &[Arrival<'_>]) -> Result<Taken, Fault> {
    let (taken, trail) = take::take(tx, sites, arrivals, None).await?;
    // What visits brought is found once they are there.
    sale::take(tx, sites, arrivals, &trail).await?;
    Ok(taken)
}

/// As [`take`], where it is known what time it is: what comes from the future is left out.
pub async fn take_at(tx: &mut Tx, sites: &Sites, arrivals: &[Arrival<'_>], now: Timestamp) -> Result<Taken, Fault> {
    let (taken, trail) = take::take(tx, sites, arrivals, Some(now)).await?;
    let is_ahead = |arrival: &Arrival<'_>| arrival.at > now.as_microsecond() + take::AHEAD;
    if arrivals.iter().any(is_ahead) {
        let over: Vec<Arrival<'_>> = arrivals.iter().filter(|arrival| !is_ahead(arrival)).cloned().collect();
        sale::take(tx, sites, &over, &trail).await?;
    } else {
        sale::take(tx, sites, arrivals, &trail).await?;
    }
    Ok(taken)
}
