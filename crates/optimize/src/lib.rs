//! Optimise: what makes visitors carry a site: crawl it, judge its pages, mend them, tell it.
//!
//! It never posts, counts no visits and knows neither market nor measure. One way through:
//! [`crawl`] reads pages into a spool → [`audit`] judges each against the rules and draws its previews today and mended →
//! [`report`] tells it; [`fix`] writes the mend; [`watch`] does all of it while somebody looks on. Start at
//! [`audit::Audit`].

pub mod audit;
pub mod buttons;
pub mod card;
pub mod colour;
pub mod crawl;
pub mod fix;
pub mod glance;
pub mod kept;
pub mod proof;
pub mod report;
pub mod wanting;
pub mod watch;
mod whole;
