//! Audit: from pages that were read to findings, jobs and a summary.
//!
//! Pure: a page, its pictures and its site go in, findings come out; nothing is fetched here.
//! Start at [`judge`]; the rules are in [`rules`], one file for each thing they look at.

mod finding;
mod job;
mod judge;
mod rule;
pub mod rules;
mod seen_by;
mod site;

pub use finding::{Cause, Finding, Found};
pub use job::Job;
pub use judge::{Audit, Judged, NetworkSummary, Pages, Seen, Summary, check, judge};
pub use rule::{Check, Mend, Needs, Rule, Severity};
pub use rules::RULES;
pub use seen_by::{AgentView, Blocker, SeenBy};
pub use site::Site;
