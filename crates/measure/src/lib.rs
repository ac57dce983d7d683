//! Measure: what came of what was done. Today that is the arrivals, clicks and unfurls, from the moment in which they come
//! in to the rows and sums of the database, and the rules that say through which channel a visit came.
//! Beside them stands the way without a database: from a web server's log to the statement that says whether it is worth it.
//!
//! It stores no address of anybody, and loses nothing whose answer left: an arrival is with the kernel before that.
//! Start at [`arrivals::Arrivals::keep`], then [`arrivals::read::round`]; of a visit at [`channel::classify`];
//! of a log at [`log::entry`], [`visits::Counting`] and [`statement::of`]; of what others counted before us at [`import`].

pub mod arrivals;
pub mod channel;
pub mod collect;
pub mod import;
pub mod kept;
pub mod log;
pub mod measured;
pub mod sale;
pub mod statement;
pub mod visits;
