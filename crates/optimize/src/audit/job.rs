//! A job: findings of one rule and one cause, mended together. Shown as a *thing to do*.

use domain::NetworkId;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Mend, Severity};

/// Findings that are mended together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Job {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad the worst of them is.
    pub severity: Severity,
    /// What a person sees.
    pub says: String,
    /// What stands behind it.
    pub technical: String,
    /// What was seen on the first page.
    pub evidence: String,
    /// What they have in common, in words.
    pub cause: String,
    /// Pages that have it.
    pub pages: u32,
    /// Findings in it.
    pub findings: u32,
    /// Up to five of those pages, the most linked first.
    pub examples: Vec<String>,
    /// Networks that it hurts.
    pub networks: Vec<NetworkId>,
    /// What mends it.
    pub mend: Mend,
    /// How to mend it, step by step, in the words of the program that made the site.
    pub how: Vec<String>,
    /// An estimate of the minutes that the mend takes.
    pub minutes: u32,
    /// Pages × networks × weight of severity: jobs stand in falling order of it.
    pub weight: u64,
}
