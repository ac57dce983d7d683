//! Crawl: from a target to pages in a spool.

pub mod folder;
pub mod pictures;
pub mod spool;
