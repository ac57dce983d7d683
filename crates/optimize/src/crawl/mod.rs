//! Crawl: from a target to pages in a spool, with everything that judging them needs.
//!
//! It judges nothing and draws nothing. A folder is read by [`folder`], a website by [`web`]; both end in a [`Crawl`].
//! Start at [`Target`], what may be audited.

pub mod folder;
pub mod patterns;
pub mod pictures;
pub mod spool;
mod target;
pub mod web;

pub use target::{Target, TargetFault};

use crate::audit::{Pages, Seen};

/// What a crawl leaves behind.
pub struct Crawl {
    /// The pages, the most linked first.
    pub pages: Box<dyn Pages>,
    /// What was seen beside them.
    pub seen: Seen,
    /// What could not be read, and why; at most 1,000.
    pub unread: Vec<(String, String)>,
    /// It was told to stop before the end: what was read is whole, but there is more.
    pub stopped: bool,
}
