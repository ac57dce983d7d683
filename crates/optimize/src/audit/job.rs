//! A job: findings of one rule and one cause, mended together. Shown as a *thing to do*.

use domain::NetworkId;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Cause, Effort, Mend, Needs, Rule, Severity};

/// Findings that are mended together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Job {
    /// The rule's id; of several, the one that weighs most.
    pub rule: &'static str,
    /// All rules whose findings it settles: one for a job, any number for a thing to do.
    pub rules: Vec<&'static str>,
    /// How bad the worst of them is.
    pub severity: Severity,
    /// What a person sees.
    pub says: String,
    /// The same before the networks are named in it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) sentence: &'static str,
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
    /// Networks that it hurts; never empty.
    pub networks: Vec<NetworkId>,
    /// What mends it.
    pub mend: Mend,
    /// How to mend it, step by step, in the words of the program that made the site.
    pub how: Vec<String>,
    /// What is good to know beside, and no act.
    pub notes: Vec<String>,
    /// An estimate of the minutes that the mend takes.
    pub minutes: u32,
    /// Pages × networks × weight of severity: jobs stand in falling order of it.
    pub weight: u64,
}

impl Job {
    /// The order in which jobs are told: what weighs most, then what is gravest, then by name, so that it is always the
    /// same.
    pub(super) fn the_most_useful_first(&self, other: &Self) -> std::cmp::Ordering {
        (other.weight.cmp(&self.weight))
            .then(other.severity.cmp(&self.severity))
            .then(self.rule.cmp(other.rule))
            .then(self.cause.cmp(&other.cause))
    }
}

/// How much a finding of this severity weighs. Each step is three times the one below: three networks that show less
/// than they could are as bad as one that shows nothing.
pub(super) fn weight_of(severity: Severity) -> u64 {
    match severity {
        Severity::Error => 9,
        Severity::Warning => 3,
        Severity::Note => 1,
    }
}

/// A working day: nobody does more of one thing by hand. Who has more pages begins with the most linked ones.
pub(super) const A_DAY: u32 = 480;

/// Pages that somebody writes one by one; who has more has a template.
const WRITTEN_BY_HAND: u32 = 50;

/// `minutes` as somebody would say them who guesses: in fives above a quarter of an hour, in quarters above two hours.
pub(super) fn guessed(minutes: u32) -> u32 {
    match minutes {
        0..=15 => minutes,
        16..=120 => minutes.next_multiple_of(5),
        _ => minutes.next_multiple_of(15),
    }
}

/// The minutes that a job takes.
///
/// - What `--fix` writes into files takes 2 minutes, however many pages.
/// - Work that is done once (a template, a setting, a question to the host) takes what its rule says. Where nothing says
///   that a program made the site, its pages may be written by hand: the head of each further page is a minute, as far as
///   pages are written so.
/// - Work on each page takes what its rule says times the pages, at most a working day; but one picture that stands
///   on many pages is mended once.
pub(super) fn minutes(rule: &Rule, cause: &Cause, mend: Mend, pages: u32, in_files: bool, made: bool) -> u32 {
    match (mend, rule.effort) {
        (Mend::Write | Mend::NeedsBase, _) if in_files => 2,
        (_, Effort::EachPage(each)) if rule.needs == Needs::Images && matches!(cause, Cause::Value(_)) => each,
        (_, Effort::Once(once)) if !made && matches!(cause, Cause::Template(_)) => {
            once + pages.saturating_sub(1).min(WRITTEN_BY_HAND)
        }
        (_, Effort::Once(once)) => once,
        (_, Effort::EachPage(each)) => each.saturating_mul(pages).min(A_DAY),
    }
}

/// A rule speaks of one page; a job may stand for many.
pub(super) fn of_pages(says: String, pages: u32) -> String {
    if pages > 1 { says.replace("links to this page", "links to these pages") } else { says }
}

/// What findings have in common, in words.
pub(super) fn in_words(cause: &Cause) -> String {
    match cause {
        Cause::Template(name) if name.is_empty() => "the same on each page".to_owned(),
        Cause::Template(name) => format!("the template {name}"),
        Cause::Value(value) => value.clone(),
        Cause::Host(host) => format!("a setting of {host}"),
    }
}
