//! Ledger: what all pillars write: the links, the addresses that we hand out, each with a code that names what it was made
//! for; the entries, hours and money that went into it; and the marks, moments at which the site changed.
//!
//! It never commits: whoever changes something hands in his transaction; and it never decides where a visit came from, for
//! which a link is one piece of evidence.
//! Start at [`link::mint`]; what a process knows of all links to answer `/l/CODE` at once is [`Known`]; of costs at
//! [`entry::add`]; of what may be spent at [`wallet::reserve`].

pub mod entry;
mod fault;
pub mod known;
pub mod link;
pub mod mark;
pub mod presence;
pub mod rate;
pub mod seen;
pub mod table;
pub mod timer;
pub mod wallet;

pub use fault::Fault;
pub use known::Known;
pub use link::{Link, New};
