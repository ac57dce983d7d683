//! Channel: through what a visit came, by rules that are data with a version.
//!
//! It is pure and total: [`classify`] takes [`Evidence`], whatever stands in it, and gives a [`Verdict`]; it reads no clock,
//! no database and no network. What a rule makes of a visit stands in `data/rules.txt`, when it holds in `decide`, and what
//! the places and programs are that it speaks of in the other tables of `data/` and in each network's folder.
//! Start at [`classify`]; [`explain`] says why in plain words.
//!
//! Two things of the measurement's step 0 need more than one view and are not here: whoever follows more links a minute than
//! a person can, and whether a visit goes on or another one begins ([`begins_anew`]).

mod address;
mod agents;
mod decide;
mod evidence;
mod explain;
mod places;
mod products;
pub mod rules;
mod table;
mod tags;
mod verdict;

pub(crate) use address::{below, path};
pub use evidence::{Evidence, Live, Minted, Outlet};
pub use explain::{explain, place_name};
pub(crate) use places::own;
pub(crate) use tags::{kept, telling};
pub use verdict::{Channel, Confidence, Counted, Fold, Verdict};

/// A host of the place that other counters call `name`, in small letters.
pub(crate) fn host_named(name: &str) -> Option<&'static str> {
    places::PLACES.host_named(name)
}

/// What `evidence` is, and where it came from: the first rule that holds.
pub fn classify(evidence: &Evidence<'_>) -> Verdict {
    decide::decide(evidence)
}

/// Whether a visit with this verdict begins, though one of the same visitor is under way: it came with evidence of its own.
pub fn begins_anew(verdict: &Verdict) -> bool {
    let silent = [Channel::Direct, Channel::Dark, Channel::Unseen, Channel::Unclear, Channel::Within];
    verdict.visit && verdict.channel.is_some_and(|channel| !silent.contains(&channel))
}
