//! Audit: from pages that were read to findings, jobs and a summary.
//!
//! Pure: a page, its pictures and its site go in, findings come out; nothing is fetched here.
//! Start at [`judge`]; the rules are in [`rules`], one file for each thing they look at.

mod book;
mod conclude;
mod finding;
mod hurt;
mod job;
mod judge;
mod look;
mod makers;
mod rule;
pub mod rules;
mod seen_by;
mod site;
mod things;
pub mod wanted;
mod words;

pub use book::JobBook;
pub use finding::{Cause, Finding, Found, Place, Write};
pub use job::Job;
pub use judge::{Audit, Judged, NetworkSummary, Pages, Seen, Summary, check, judge};
pub use look::{Look, Says, Shown};
pub use rule::{Effort, Mend, Needs, Rule, Severity};
pub use rules::RULES;
pub use seen_by::{AgentView, Blocker, SeenBy};
pub use site::{MissingPage, OEmbed, Site};
pub use words::networks_in_words;
