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

pub use segment::{Arrivals, Counts, NotKept};

/// What arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody followed a link.
    Click,
    /// A network's preview agent fetched a link, a page or a card.
    Unfurl,
    /// Somebody looked at a page.
    View,
    /// Something happened on a page: a share button was pressed, a link that leads away, an event of the site's own.
    Event,
    /// Something was sold, or taken back.
    Sale,
    /// Of a later version of the program.
    #[default]
    #[serde(other)]
    Other,
}

impl Kind {
    /// As it stands in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::Unfurl => "unfurl",
            Self::View => "view",
            Self::Event => "event",
            Self::Sale => "sale",
            Self::Other => "other",
        }
    }
}

/// By what an arrival was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The script on the page.
    Beacon,
    /// The picture for browsers without scripts: where they came from cannot be seen.
    Pixel,
    /// The site's own server.
    Server,
    /// The plug-in.
    Plugin,
    /// A log.
    Log,
    /// Of a later version of the program.
    #[serde(other)]
    Other,
}

/// What happened on a page.
pub const PRESS: &str = "press";
/// A link was followed that leads away from the site.
pub const OUTBOUND: &str = "outbound";

/// An arrival as it is kept. It holds no address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival<'a> {
    /// What it is.
    pub kind: Kind,
    /// UTC microseconds.
    pub at: i64,
    /// The link's code; empty where there is none.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub code: Cow<'a, str>,
    /// The visitor's hash under the salt of the site's day; none of a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<i64>,
    /// The same under the salt of the day before, shortly after midnight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// What the token said of a press.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub press: Option<Cow<'a, str>>,
    /// What the token said of whom that came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Cow<'a, str>>,
    /// Whose preview agent it was; of a press, the button's network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Cow<'a, str>>,
    /// From where, without what stands behind the question mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referrer: Option<Cow<'a, str>>,
    /// What the browser calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Cow<'a, str>>,
    /// The site's number (`measured`); none of what comes by a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<i64>,
    /// The page: from its path on, with those parameters that are evidence, without the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Cow<'a, str>>,
    /// By what it was noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// Of an event its name: [`PRESS`], [`OUTBOUND`], or the site's own. Of a sale the goal's id, where one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Cow<'a, str>>,
    /// Of [`OUTBOUND`] the host that it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Cow<'a, str>>,
    /// Of a sale, and of an event that brings something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sold: Option<Sold<'a>>,
    /// As the site's server says it: the request's method, `Sec-Purpose` or its like, `Sec-Fetch-Dest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Cow<'a, str>>,
    /// See [`method`](Self::method).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Cow<'a, str>>,
    /// See [`method`](Self::method).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetch_dest: Option<Cow<'a, str>>,
    /// By which whoever sends it again is understood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Cow<'a, str>>,
    /// One of the site's own people.
    #[serde(default, skip_serializing_if = "is_false")]
    pub own: bool,
    /// The browser opened the page again as it was before.
    #[serde(default, skip_serializing_if = "is_false")]
    pub restored: bool,
}

/// What was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sold<'a> {
    /// The order's id: whoever says it twice says the same.
    pub order: Cow<'a, str>,
    /// What it brought, in minor units; below zero: what was paid back of it.
    pub minor: i64,
    /// The currency, by its three letters.
    pub currency: Cow<'a, str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(it: &bool) -> bool {
    !it
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
