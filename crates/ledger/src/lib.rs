//! Ledger: what all pillars write. Today that is the links, the addresses that we hand out, each with a code that names
//! what it was made for.
//!
//! It never commits: whoever changes something hands in his transaction; and it never decides where a visit came from, for
//! which a link is one piece of evidence.
//! Start at [`link::mint`]; what a process knows of all links to answer `/l/CODE` at once is [`Known`].

mod fault;
pub mod known;
pub mod link;

pub use fault::Fault;
pub use known::Known;
pub use link::{Link, New};
