//! A rule: a dated, sourced check, as a value that a person can read.

use domain::{Fetched, Images, NetworkId, Page};
use networks::Evidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Found, SeenBy, Site};

/// A check that looks at a page and says what is wrong.
#[derive(Debug)]
pub struct Rule {
    /// Stable id, such as `og-image-missing`.
    pub id: &'static str,
    /// How bad it is; a single finding may be milder ([`Found::as_severity`]).
    pub severity: Severity,
    /// Networks whose previews suffer. Empty: all.
    pub hurts: &'static [NetworkId],
    /// What mends it.
    pub mend: Mend,
    /// What a person sees, without a technical word. `{networks}` stands for the networks that it hurts.
    pub says: &'static str,
    /// What stands behind it, for somebody who edits the page: one sentence.
    pub technical: &'static str,
    /// Where the rule comes from.
    pub source: Evidence,
    /// What it looks at, and how.
    pub check: Check,
}

/// How bad a finding is, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Could be better.
    Note,
    /// Some networks show less than they could.
    Warning,
    /// Some networks show no card, no picture, or the wrong one.
    Error,
}

/// What mends a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mend {
    /// `--fix` writes it from what the page says itself.
    Write,
    /// `--fix` writes it once it knows where the site will live (`--base`).
    NeedsBase,
    /// Wants a picture that does not exist yet: a card.
    NeedsCard,
    /// Somebody must decide or act: write a text, change a server.
    ByHand,
}

/// The check itself. Its variant is what it needs; where that was not seen, the rule is *not checked*, never passed.
pub enum Check {
    /// The bytes of the page.
    Bytes(fn(&Page, &mut Found)),
    /// How the server answered.
    Http(fn(&Page, &Fetched, &mut Found)),
    /// The pictures. A check calls [`Found::not_checked`] for a picture that was not looked at.
    Images(fn(&Page, &Images, &mut Found)),
    /// The page as preview agents see it.
    Agents(fn(&Page, &SeenBy, &mut Found)),
    /// The other pages of the site, its robots.txt.
    Site(fn(&Page, &Site, &mut Found)),
    /// The page after its scripts ran: raw page, rendered page.
    Render(fn(&Page, &Page, &mut Found)),
    /// The page at the audit before: page, earlier page, pictures now, pictures then.
    History(fn(&Page, &Page, &Images, &Images, &mut Found)),
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "as in Check")]
pub enum Needs {
    Bytes,
    Http,
    Images,
    Agents,
    Site,
    Render,
    History,
}

impl Check {
    /// What the check looks at.
    pub fn needs(&self) -> Needs {
        match self {
            Self::Bytes(_) => Needs::Bytes,
            Self::Http(_) => Needs::Http,
            Self::Images(_) => Needs::Images,
            Self::Agents(_) => Needs::Agents,
            Self::Site(_) => Needs::Site,
            Self::Render(_) => Needs::Render,
            Self::History(_) => Needs::History,
        }
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.needs().fmt(out)
    }
}
