//! A finding: one fault that one rule saw on one page.

use std::borrow::Cow;

use domain::NetworkId;
use schemars::JsonSchema;
use serde::Serialize;

use super::words::with_networks;
use super::{Mend, Rule, Severity};

/// One fault of one page.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that saw it.
    pub rule: &'static Rule,
    /// What a person sees, as [`Rule::says`]; the rule's own, unless the previews show less.
    pub sentence: &'static str,
    /// How bad it is here.
    pub severity: Severity,
    /// Networks whose previews suffer here; empty: all. The rule's own, unless the check knew better.
    pub hurts: Cow<'static, [NetworkId]>,
    /// What was seen, exactly: `og:title starts at byte 40,112`.
    pub evidence: String,
    /// Byte offset in the page, where there is one.
    pub at: Option<u64>,
    /// What it has in common with other findings of the rule.
    pub cause: Cause,
    /// What mends it here.
    pub mend: Mend,
    /// What `--fix` is to write; never empty where the mend is [`Mend::Write`], empty otherwise.
    pub writes: Vec<Write>,
}

/// A tag that a page should have.
///
/// Once written it stands in the head, in quotes, and carries its key in the attribute that the standard wants
/// (`property=` for Open Graph and its article, product and profile parts, `name=` for Twitter cards and HTML).
/// Two findings of one page never want different contents of one name and place; where they want different places of
/// one tag, the greater [`Place`] wins.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Write {
    /// `og:title`, `twitter:card`, `description`, `robots`; besides `title` (the element), `canonical` (the link) and
    /// `charset` (`<meta charset>`).
    pub name: Cow<'static, str>,
    /// Its content, not escaped.
    pub content: String,
    /// Where it goes.
    pub place: Place,
}

/// Where a tag goes that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "place", content = "offset")]
pub enum Place {
    /// In place of the tag that begins at this byte; others of its name stay.
    At(u64),
    /// To the start of the head, and the tag that begins at this byte goes; others of its name stay.
    From(u64),
    /// To the start of the head, and every other tag of its name goes.
    Anew,
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

/// Where checks put what they saw of one page.
#[derive(Debug)]
pub struct Found {
    rule: &'static Rule,
    template: String,
    /// What was found so far, by all rules.
    pub findings: Vec<Finding>,
    /// Something that the present rule needs was not looked at on this page.
    pub unseen: bool,
}

impl Found {
    /// An empty sheet for a page of `template`, beginning with `rule`.
    pub fn new(rule: &'static Rule, template: &str) -> Self {
        Self { rule, template: template.to_owned(), findings: Vec::new(), unseen: false }
    }

    /// Whatever follows is said by `rule`.
    pub fn by(&mut self, rule: &'static Rule) -> &mut Self {
        self.rule = rule;
        self.unseen = false;
        self
    }

    /// A fault of the page as a whole. Its cause is the template; the methods on the result say otherwise.
    pub fn fault(&mut self, evidence: impl Into<String>) -> &mut Finding {
        let mend = match self.rule.mend {
            // Only `Finding::write` makes it so: it brings what is to be written.
            Mend::Write | Mend::NeedsBase => Mend::ByHand,
            mend => mend,
        };
        self.findings.push(Finding {
            rule: self.rule,
            sentence: self.rule.says,
            severity: self.rule.severity,
            hurts: Cow::Borrowed(self.rule.hurts),
            evidence: evidence.into(),
            at: None,
            cause: Cause::Template(self.template.clone()),
            mend,
            writes: Vec::new(),
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

    /// It hurts these networks, and no others.
    pub fn hurting(&mut self, networks: Vec<NetworkId>) -> &mut Self {
        self.hurts = Cow::Owned(networks);
        self
    }

    /// What a person sees, with the networks named.
    pub fn says(&self) -> String {
        with_networks(self.sentence, &self.hurts)
    }

    /// Mended otherwise than the rule says.
    pub fn mended_by(&mut self, mend: Mend) -> &mut Self {
        self.mend = mend;
        self
    }

    /// `--fix` writes `name` with `content` anew.
    pub fn write(&mut self, name: impl Into<Cow<'static, str>>, content: impl Into<String>) -> &mut Self {
        self.mend = Mend::Write;
        self.writes.push(Write { name: name.into(), content: content.into(), place: Place::Anew });
        self
    }

    /// `--fix` writes `name` with `content` at `place`.
    pub fn write_at(
        &mut self,
        place: Place,
        name: impl Into<Cow<'static, str>>,
        content: impl Into<String>,
    ) -> &mut Self {
        self.mend = Mend::Write;
        self.writes.push(Write { name: name.into(), content: content.into(), place });
        self
    }

    /// `--fix` writes `name` if `wanted` has a content for it; otherwise the error says what mends it.
    pub fn write_wanted(&mut self, name: impl Into<Cow<'static, str>>, wanted: Result<String, Mend>) -> &mut Self {
        match wanted {
            Ok(content) => self.write(name, content),
            Err(mend) => self.mended_by(mend),
        }
    }
}
