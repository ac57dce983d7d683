//! A finding: one fault that one rule saw on one page.

use super::{Rule, Severity};

/// One fault of one page.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that saw it.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// What was seen, exactly: `og:title starts at byte 40,112`.
    pub evidence: String,
    /// Byte offset in the page, where there is one.
    pub at: Option<u64>,
    /// What it has in common with other findings of the rule.
    pub cause: Cause,
}

/// What makes findings of one rule one job.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// The template that made the pages ([`domain::Page::template`]).
    Template(String),
    /// One value that stands on all of them: a picture's address, a title.
    Value(String),
    /// A setting of one host.
    Host(String),
}

/// Where a check puts what it saw.
#[derive(Debug)]
pub struct Found {
    rule: &'static Rule,
    template: String,
    /// What was found so far.
    pub findings: Vec<Finding>,
    /// Something that the rule needs was not looked at on this page.
    pub unseen: bool,
}

impl Found {
    /// An empty sheet for `rule` on a page of `template`.
    pub fn new(rule: &'static Rule, template: &str) -> Self {
        Self { rule, template: template.to_owned(), findings: Vec::new(), unseen: false }
    }

    /// A fault of the page as a whole. Its cause is the template; the methods on the result say otherwise.
    pub fn fault(&mut self, evidence: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding {
            rule: self.rule,
            severity: self.rule.severity,
            evidence: evidence.into(),
            at: None,
            cause: Cause::Template(self.template.clone()),
        });
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// A fault at byte `offset`.
    pub fn at(&mut self, offset: u64, evidence: impl Into<String>) -> &mut Finding {
        let finding = self.fault(evidence);
        finding.at = Some(offset);
        finding
    }

    /// Something that the rule needs was not looked at, so that it can say nothing.
    pub fn not_checked(&mut self) {
        self.unseen = true;
    }
}

impl Finding {
    /// The cause is `value`, wherever it stands.
    pub fn by_value(&mut self, value: impl Into<String>) -> &mut Self {
        self.cause = Cause::Value(value.into());
        self
    }

    /// The cause is a setting of `host`.
    pub fn by_host(&mut self, host: impl Into<String>) -> &mut Self {
        self.cause = Cause::Host(host.into());
        self
    }

    /// Milder or graver than the rule.
    pub fn as_severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }
}
