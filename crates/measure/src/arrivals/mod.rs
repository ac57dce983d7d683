//! Arrivals: raw events, appended to segment files first, read into the database later.
//!
//! One format ([`record`]) in one folder, `arrivals/` of the data folder. Each process appends to segments of its own
//! ([`Arrivals`]); whoever reads ([`read::round`]) remembers how far, in the transaction that keeps what was read. What
//! tells visitors apart is a hash under a salt that is destroyed after the next day ([`salt`]).

pub mod counts;
pub mod read;
pub mod record;
pub mod salt;
mod segment;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use segment::{Arrivals, Counts};

/// What arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody followed a link.
    Click,
    /// A network's preview agent fetched it.
    Unfurl,
    /// Of a later version of the program.
    #[serde(other)]
    Other,
}

impl Kind {
    /// As it stands in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::Unfurl => "unfurl",
            Self::Other => "other",
        }
    }
}

/// An arrival as it is kept. It holds no address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival<'a> {
    /// What it is.
    pub kind: Kind,
    /// UTC microseconds.
    pub at: i64,
    /// The link's code.
    pub code: Cow<'a, str>,
    /// The visitor's hash; none of a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<i64>,
    /// What the token said of a press.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub press: Option<Cow<'a, str>>,
    /// What the token said of whom that came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Cow<'a, str>>,
    /// Whose preview agent it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Cow<'a, str>>,
    /// From where, without what stands behind the question mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referrer: Option<Cow<'a, str>>,
    /// What the browser calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Cow<'a, str>>,
}

/// Bytes that are kept of what a browser says.
const SAID_AT_MOST: usize = 300;

/// What a browser said, as it is kept: one line, not longer than needed, in whole characters.
pub fn said(text: &str) -> Option<Cow<'_, str>> {
    let text = text.split(char::is_control).next().unwrap_or_default();
    let mut end = text.len().min(SAID_AT_MOST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Some(&text[..end]).filter(|text| !text.is_empty()).map(Cow::Borrowed)
}

/// A referrer, as it is kept: what stands behind the question mark is somebody's own.
pub fn referrer(text: &str) -> Option<Cow<'_, str>> {
    said(text.split(['?', '#']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_says_is_kept_in_whole_characters_and_without_what_is_somebodys_own() {
        assert_eq!(said(""), None);
        assert_eq!(said("a\0b").unwrap(), "a");
        assert_eq!(said(&"ü".repeat(200)).unwrap().len(), 300);
        assert_eq!(said(&format!("x{}", "ü".repeat(200))).unwrap().len(), 299);
        assert_eq!(referrer("https://a.example/b?session=1#c").unwrap(), "https://a.example/b");
        assert_eq!(referrer("?x"), None);
    }
}
