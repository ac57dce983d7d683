//! Judging: each page against every rule, each network's preview today and mended; then the sums.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::time::Duration;

use domain::{Images, Maker, NetworkId, Page};
use jiff::Timestamp;
use networks::{Preview, Verdict, previewing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Finding, Found, Job, Look, Needs, RULES, SeenBy, Severity, Site, hurt};
use crate::fix::{self, Mended};

/// Pages that can be walked more than once, and in parts by several threads: the crawl's spool, or a list in memory.
/// They stand in one order, the most linked first.
pub trait Pages: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// Hands the pages of `range` to `visit`, in order; stops at its first error. Numbers behind the last are left out.
    fn each_in(&self, range: Range<usize>, visit: &mut dyn FnMut(Page) -> io::Result<()>) -> io::Result<()>;

    /// Hands every page to `visit`, in order; stops at its first error.
    fn each(&self, visit: &mut dyn FnMut(Page) -> io::Result<()>) -> io::Result<()> {
        self.each_in(0..self.count(), visit)
    }
}

impl Pages for Vec<Page> {
    fn count(&self) -> usize {
        self.len()
    }

    fn each_in(&self, range: Range<usize>, visit: &mut dyn FnMut(Page) -> io::Result<()>) -> io::Result<()> {
        let range = range.start.min(self.len())..range.end.min(self.len());
        self[range].iter().cloned().try_for_each(visit)
    }
}

/// What a crawl saw beside the pages themselves; everything that judging needs.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What the pages share.
    pub site: Site,
    /// Pictures that were looked at.
    pub images: Images,
    /// The sample that was read as preview agents.
    pub seen_by: SeenBy,
    /// What was left undone, so that a rule is *not checked*, never passed: need → why.
    pub unseen: BTreeMap<Needs, String>,
    /// Pages of the sample after their scripts ran, by address (`--render`).
    pub rendered: BTreeMap<String, Page>,
    /// Pages and pictures of the audit before, by address (`--resume`, baselines).
    pub before: BTreeMap<String, Page>,
    /// Pictures of the audit before.
    pub images_before: Images,
}

/// One audit: what was looked at, what came out, and the pages to walk for the rest.
pub struct Audit {
    /// What was audited, as the user wrote it.
    pub target: String,
    /// When it began.
    pub started: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// What made the site, if most of its pages agree.
    pub maker: Option<Maker>,
    /// The sums.
    pub summary: Summary,
    /// Findings of one rule and one cause, the most useful first.
    pub jobs: Vec<Job>,
    /// Things to do: jobs that one act settles (the same first step), told as one. What a person is shown first.
    pub things: Vec<Job>,
    /// What could not be read: address and reason, at most 1,000.
    pub unread: Vec<(String, String)>,
    /// What the crawl saw.
    pub seen: Seen,
    /// The pages.
    pub pages: Box<dyn Pages>,
}

/// One page with everything that is said of it.
#[derive(Debug)]
pub struct Judged {
    /// The page.
    pub page: Page,
    /// Its faults, in the order of the rules.
    pub findings: Vec<Finding>,
    /// Rules that could not be checked on it.
    pub not_checked: Vec<&'static str>,
    /// What each network draws today, in the order of `networks::previewing`.
    pub today: Vec<Preview>,
    /// What each would draw after the mend, with a card made by Tidings where the page wants a picture.
    pub mended: Vec<Preview>,
    /// The mend.
    pub mend: Mended,
}

/// The sums of an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Pages that were read.
    pub pages: u32,
    /// Findings that are errors.
    pub errors: u32,
    /// Findings that are warnings.
    pub warnings: u32,
    /// Findings that are notes.
    pub notes: u32,
    /// Rule → pages that have it.
    pub rules: BTreeMap<String, u32>,
    /// Rule → pages on which it could not be checked.
    pub not_checked: BTreeMap<String, u32>,
    /// Each network's verdicts, in the order of `networks::previewing`.
    pub networks: Vec<NetworkSummary>,
}

/// How often a network draws what, over all pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NetworkSummary {
    /// The network.
    pub network: NetworkId,
    /// Verdict → pages, today.
    pub today: BTreeMap<Verdict, u32>,
    /// Verdict → pages, after the mend.
    pub mended: BTreeMap<Verdict, u32>,
}

impl Audit {
    /// Walks all pages, judging each.
    pub fn each(&self, visit: &mut dyn FnMut(Judged) -> io::Result<()>) -> io::Result<()> {
        self.pages.each(&mut |page| visit(judge(page, &self.seen)))
    }
}

/// Judges one page.
pub fn judge(page: Page, seen: &Seen) -> Judged {
    let (mut findings, not_checked) = check(&page, seen);
    let mend = fix::mend(&page, &findings, &seen.images);
    let draw =
        |page: &Page| -> Vec<Preview> { previewing().iter().map(|network| network.draw(page, &seen.images)).collect() };
    let (today, mended) = (draw(&page), draw(mend.at_its_best()));
    hurt::keep_what_shows(&mut findings, &today, &mended);
    Judged { page, findings, not_checked, today, mended, mend }
}

/// All findings of one page, and the rules that could not be checked on it.
pub fn check(page: &Page, seen: &Seen) -> (Vec<Finding>, Vec<&'static str>) {
    let look = Look::at(page, seen);
    let mut not_checked = Vec::new();
    let Some(first) = RULES.first() else { return (Vec::new(), not_checked) };
    let mut found = Found::new(first, &page.template);
    for rule in RULES {
        let before = found.findings.len();
        found.by(rule);
        if look.has(rule.needs) {
            (rule.check)(&look, &mut found);
        } else {
            found.not_checked();
        }
        if found.unseen && found.findings.len() == before {
            not_checked.push(rule.id);
        }
    }
    (found.findings, not_checked)
}

impl Summary {
    /// Counts one judged page in.
    pub fn add(&mut self, judged: &Judged) {
        self.pages += 1;
        for finding in &judged.findings {
            *match finding.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                Severity::Note => &mut self.notes,
            } += 1;
        }
        let mut rules: Vec<&str> = judged.findings.iter().map(|finding| finding.rule.id).collect();
        rules.dedup();
        for rule in rules {
            *self.rules.entry(rule.to_owned()).or_default() += 1;
        }
        for rule in &judged.not_checked {
            *self.not_checked.entry((*rule).to_owned()).or_default() += 1;
        }
        self.name_networks();
        for (sum, (today, mended)) in self.networks.iter_mut().zip(judged.today.iter().zip(&judged.mended)) {
            *sum.today.entry(today.verdict).or_default() += 1;
            *sum.mended.entry(mended.verdict).or_default() += 1;
        }
    }

    fn name_networks(&mut self) {
        if self.networks.is_empty() {
            let empty = |network: &&'static networks::Network| NetworkSummary {
                network: network.id.clone(),
                today: BTreeMap::new(),
                mended: BTreeMap::new(),
            };
            self.networks = previewing().iter().map(empty).collect();
        }
    }

    /// Adds the sums of other pages.
    pub fn merge(&mut self, other: Self) {
        self.pages += other.pages;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        for (sums, more) in [(&mut self.rules, other.rules), (&mut self.not_checked, other.not_checked)] {
            for (rule, pages) in more {
                *sums.entry(rule).or_default() += pages;
            }
        }
        self.name_networks();
        for (sum, more) in self.networks.iter_mut().zip(other.networks) {
            for (sums, more) in [(&mut sum.today, more.today), (&mut sum.mended, more.mended)] {
                for (verdict, pages) in more {
                    *sums.entry(verdict).or_default() += pages;
                }
            }
        }
    }
}
