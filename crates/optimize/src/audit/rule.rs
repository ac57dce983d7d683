//! A rule: a dated, sourced check, as a value that a person can read.

use domain::NetworkId;
use networks::Evidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Found, Look};

/// A check that looks at a page and says what is wrong.
#[derive(Debug)]
pub struct Rule {
    /// Stable id, such as `og-image-missing`.
    pub id: &'static str,
    /// How bad it is; a single finding may be milder or graver ([`super::Finding::as_severity`]).
    pub severity: Severity,
    /// Networks whose previews suffer. Empty: all.
    pub hurts: &'static [NetworkId],
    /// What it looks at. Where that was not seen, the rule is *not checked*, never passed.
    pub needs: Needs,
    /// What mends it as a rule; a single finding may say otherwise ([`super::Finding::mend`]).
    pub mend: Mend,
    /// The work that the mend takes.
    pub effort: Effort,
    /// What a person sees, without a technical word. `{networks}` stands for the networks that it hurts.
    pub says: &'static str,
    /// What stands behind it, for somebody who edits the page: one sentence.
    pub technical: &'static str,
    /// Where the rule comes from. `read` is a day, or a month where the day was not kept.
    pub source: Evidence,
    /// The check itself. It looks only at what [`Rule::needs`] names, and at the page; for anything else that it
    /// would like to know it makes do without.
    pub check: for<'a> fn(&Look<'a>, &mut Found),
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
///
/// The contract with `fix`: a finding whose mend is [`Mend::Write`] carries everything that is to be written in
/// [`super::Finding::writes`], and is gone on the next audit once that stands in the page. The values come from
/// `audit::wanted`, one function for each tag, so that two rules never ask for different contents of one tag. They
/// are taken from the page itself, in this order:
///
/// | tag | content |
/// | --- | --- |
/// | `title` | `Facts.title` |
/// | `og:title` | itself, unescaped and without the site's name, if it says something; `Facts.title` |
/// | `og:description`, `description` | itself; the other one; `Facts.description`; the opening paragraph, cut at 200 |
/// | `og:image` | itself, made absolute; `Facts.image` |
/// | `og:url`, `canonical` | the canonical address, made absolute; the page's own address |
/// | `og:type` | by `Facts.kind`: `article`, `product`, `profile`, `website` |
/// | `og:site_name` | itself; `Facts.site_name` |
/// | `twitter:card` | the last one if it is known to X; `summary_large_image` with a picture; `summary` |
/// | `og:image:width`, `height`, `type` | what the picture's own bytes say |
/// | `og:image:alt` | the text of the same picture in the page |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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

/// The work that a mend takes, for the estimate on a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// So many minutes, once for all pages with the same cause: a template, a setting, a question to the host.
    Once(u32),
    /// So many minutes for each page: a text, a picture.
    EachPage(u32),
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Needs {
    /// The bytes of the page.
    Bytes,
    /// How a server answered for the page, and its robots.txt.
    Http,
    /// The pictures. A check says *not checked* for a picture that was not looked at.
    Images,
    /// The page as preview agents see it.
    Agents,
    /// The other pages of the site.
    Site,
    /// The page after its scripts ran.
    Render,
    /// The page and its pictures at the audit before.
    History,
}

impl Rule {
    /// What a person sees, with the networks named.
    pub fn says_of(&self, networks: &[NetworkId]) -> String {
        super::words::with_networks(self.says, networks)
    }
}

impl Needs {
    /// In words: `the bytes of the page`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Bytes => "the bytes of the page",
            Self::Http => "how the server answers",
            Self::Images => "the pictures",
            Self::Agents => "the page as preview agents get it",
            Self::Site => "the other pages of the site",
            Self::Render => "the page after its scripts ran (--render)",
            Self::History => "the audit before",
        }
    }
}

impl Severity {
    /// In words: `error`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Mend {
    /// In words: `Tidings writes it`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Write => "Tidings writes it",
            Self::NeedsBase => "Tidings writes it once it knows where the site will live",
            Self::NeedsCard => "wants a picture that does not exist yet",
            Self::ByHand => "by hand",
        }
    }
}
