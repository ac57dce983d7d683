//! Sandbox: a loopback website that misbehaves on demand, one that serves a folder as fast as it can, one that stands in
//! for the networks to which pages are shared, and one that stands in for what they let programs publish.
//!
//! It speaks HTTP/1.1 by hand, since no server library lets one lie about a length, drip a body or never end a header.
//! It listens on loopback alone and uses nothing of the program's own reading of HTTP: its own counting judges ours.
//! Start at [`Site::new`]; what a page does is an [`Answer`], what was asked stands in [`Running::requests`]. What was
//! posted to which network stands in [`social`]; [`film`] makes films for whoever takes them in.

mod answer;
pub mod film;
mod folder;
pub mod networks;
mod serve;
mod site;
pub mod social;

pub use answer::{Answer, Ranges};
pub use site::{Asked, Running, Site};
