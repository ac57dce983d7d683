//! Sandbox: a loopback website that misbehaves on demand, and one that serves a folder as fast as it can.
//!
//! It speaks HTTP/1.1 by hand, since no server library lets one lie about a length, drip a body or never end a header.
//! It listens on loopback alone and uses nothing of the program's own reading of HTTP: its own counting judges ours.
//! Start at [`Site::new`]; what a page does is an [`Answer`], what was asked stands in [`Running::requests`].

mod answer;
mod folder;
mod serve;
mod site;

pub use answer::{Answer, Ranges};
pub use site::{Asked, Running, Site};
