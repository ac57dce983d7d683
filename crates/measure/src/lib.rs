//! Measure: what came of what was done. Today that is the arrivals, clicks and unfurls, from the moment in which they come
//! in to the rows and sums of the database, and the rules that say through which channel a visit came.
//!
//! It stores no address of anybody, and loses nothing whose answer left: an arrival is with the kernel before that.
//! Start at [`arrivals::Arrivals::keep`], then [`arrivals::read::round`]; of a visit at [`channel::classify`].

pub mod arrivals;
pub mod channel;
pub mod log;
pub mod statement;
pub mod visits;
