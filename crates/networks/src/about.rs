//! What is known of a network, as dated data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a network is, for lists, help texts and the report.
#[derive(Debug)]
pub struct About {
    /// As it writes itself: `LinkedIn`.
    pub name: &'static str,
    /// Its colour on light paper, `#rrggbb`.
    pub colour: &'static str,
    /// The programs that fetch pages for its previews; empty where the sender's own app does it under a browser's name.
    pub agents: &'static [Agent],
    /// How long it keeps a preview once made.
    pub kept: Kept,
    /// What the preview code is based on.
    pub evidence: Evidence,
}

/// A program that fetches pages to draw previews.
#[derive(Debug)]
pub struct Agent {
    /// The product token by which robots.txt and logs name it: `facebookexternalhit`.
    pub token: &'static str,
    /// The whole User-Agent header that it sends.
    pub header: &'static str,
    /// Whether it asks robots.txt before it reads a page.
    pub obeys_robots: bool,
    /// The `Accept-Encoding` that it sends.
    pub encodings: &'static str,
    /// The `Range` that it asks for, where it does.
    pub range: Option<&'static str>,
}

/// How long a preview lives, and how to have it made anew.
#[derive(Debug)]
pub struct Kept {
    /// In words: `about 7 days`, `as long as the post`.
    pub how_long: &'static str,
    /// Address of the network's own tool that reads the page again; `{url}` stands for the page's encoded address.
    pub refresh: Option<&'static str>,
    /// What to do there, or what to do where there is no tool. One sentence.
    pub how: &'static str,
    /// What that is based on.
    pub evidence: Evidence,
}

impl Kept {
    /// Of a network that draws no previews, which `evidence` says.
    pub const fn nothing(evidence: Evidence) -> Self {
        Self { how_long: "nothing, since it draws no preview", refresh: None, how: "There is nothing to do.", evidence }
    }
}

/// Where a fact about the outside comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// Address or short name of the source.
    pub source: &'static str,
    /// The day on which it was read, `2026-11-22`.
    pub read: &'static str,
    /// How far it is to be trusted.
    pub grade: Grade,
}

/// How far a source is to be trusted, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// The source code of the program that fetches previews.
    Code,
    /// The network's own documentation.
    Platform,
    /// Measured by us.
    Measured,
    /// A discussion of a concrete case.
    Issue,
    /// Somebody else's write-up.
    ThirdParty,
    /// Follows from how the web works or from other rules.
    Design,
    /// Not checked; common knowledge.
    Memory,
}

impl Grade {
    /// As the report prints it: `their source code`.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Code => "their source code",
            Self::Platform => "their documentation",
            Self::Measured => "measured by us",
            Self::Issue => "a reported case",
            Self::ThirdParty => "somebody else's write-up",
            Self::Design => "follows from how the web works",
            Self::Memory => "common knowledge, unchecked",
        }
    }
}

/// Evidence in one line: `day("https://…", "2026-05-04", Grade::Platform)`.
pub const fn day(source: &'static str, read: &'static str, grade: Grade) -> Evidence {
    Evidence { source, read, grade }
}
