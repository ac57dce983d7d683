//! Crawl: from a target to pages in a spool.
