//! Story: what the demo's shop went through, as values: visits, fetches of previews, looks of programs. [`tell`] makes one.
//!
//! It plants what the statement is to find: mending brought more passing on, some of which began with the bakery's own
//! posts; share buttons are the cheapest, answers the dearest; an ad cost more than it sold; and the sales are too few to
//! be sure of the money.

use std::collections::BTreeMap;

use domain::Side;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) use super::teller::tell;

/// Days of the story.
pub(super) const DAYS: i64 = 90;
/// Before which of them the pages were mended.
pub(super) const MENDED: i64 = 45;
/// On which days the ad ran.
pub(super) const AD: std::ops::RangeInclusive<i64> = 58..=87;
/// The day of the article in the local paper.
pub(super) const ARTICLE: i64 = 30;
/// Days between two posts on one network.
pub(super) const WEEK: i64 = 7;

/// In what way somebody really came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DemoWay")]
pub enum Way {
    /// A visitor pressed a share button.
    ShareButton,
    /// A visitor copied the link and put it where all see it.
    Copied,
    /// A visitor sent the link in a private message.
    Message,
    /// A post of the bakery.
    Post,
    /// An ad.
    Ad,
    /// An answer of the bakery in somebody's thread.
    Reply,
    /// The article in the local paper.
    Article,
    /// A search.
    Search,
    /// The newsletter.
    Email,
    /// An AI assistant.
    Ai,
    /// Typed or kept.
    Direct,
}

impl Way {
    /// As people read it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::ShareButton => "by a share button",
            Self::Copied => "copied and put where all see it",
            Self::Message => "sent in a private message",
            Self::Post => "by a post of the bakery",
            Self::Ad => "by the ad",
            Self::Reply => "by an answer of the bakery",
            Self::Article => "by the article in the paper",
            Self::Search => "by a search",
            Self::Email => "by the newsletter",
            Self::Ai => "by an AI assistant",
            Self::Direct => "typed or kept",
        }
    }

    /// The row of the statement in which such a visit stands, as far as it can be told.
    pub fn row(self) -> &'static str {
        match self {
            Self::ShareButton => "smo-share_button",
            Self::Copied => "smo-passed_on",
            Self::Message => "unknown-dark",
            Self::Post => "smm-post",
            Self::Ad => "smm-paid",
            Self::Reply => "smm-reply",
            Self::Article => "smm-press",
            Self::Search => "other-search",
            Self::Email => "other-email",
            Self::Ai => "other-ai",
            Self::Direct => "other-direct",
        }
    }

    /// Whose doing it really was.
    pub fn side(self) -> Side {
        match self {
            Self::ShareButton | Self::Copied | Self::Message => Side::Smo,
            Self::Post | Self::Ad | Self::Reply | Self::Article => Side::Smm,
            Self::Search | Self::Email | Self::Ai | Self::Direct => Side::Other,
        }
    }
}

/// What really happened: visits, by the number of the day and by way.
pub type Truth = BTreeMap<i64, BTreeMap<Way, u64>>;

/// Links that the story is told with.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    /// Of the share bar, by network.
    pub(super) bar: BTreeMap<String, String>,
    /// Of posts: the day, the network, the code.
    pub(super) posts: Vec<(i64, &'static str, String)>,
    pub(super) ad: String,
    pub(super) reply: String,
    pub(super) article: String,
    pub(super) newsletter: String,
}

/// Where and when the bakery posts: the first day, the network, visits of a post in hundredths.
pub(super) const POSTS: &[(i64, &str, u64)] = &[(1, "facebook", 1_600), (3, "mastodon", 800), (5, "x", 200)];

/// The days on which something was posted on `network`, from `first` on.
pub(super) fn posting_days(first: i64) -> impl Iterator<Item = i64> {
    (0..).map(move |week| first + week * WEEK).take_while(|day| *day < DAYS)
}

/// A visit, as it really was.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// UTC microseconds.
    pub(super) at: i64,
    pub(super) way: Way,
    /// Who: a number of no meaning.
    pub(super) visitor: i64,
    pub(super) page: String,
    /// Behind the question mark, beside the token.
    pub(super) query: &'static str,
    pub(super) code: Option<String>,
    pub(super) press: Option<String>,
    pub(super) parent: Option<String>,
    pub(super) referrer: Option<&'static str>,
    pub(super) agent: &'static str,
    /// Pages that were looked at after the first one.
    pub(super) more: Vec<String>,
    /// What was bought, in minor units.
    pub(super) bought: Option<i64>,
    /// The network whose share button was pressed at its end, with the press.
    pub(super) pressed: Option<(String, String)>,
}

/// A preview agent fetched a page.
#[derive(Clone, Debug)]
pub(super) struct Unfurl {
    pub(super) at: i64,
    pub(super) page: String,
    pub(super) network: &'static str,
    pub(super) agent: &'static str,
}

/// All that happened.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    pub(super) visits: Vec<Visit>,
    pub(super) unfurls: Vec<Unfurl>,
    /// Programs that looked at pages: when, where, what they call themselves.
    pub(super) robots: Vec<(i64, String, &'static str)>,
}

impl Story {
    /// The truth of it; `day` is the number of the day of an instant.
    pub(super) fn truth(&self, day: impl Fn(i64) -> i64) -> Truth {
        let mut truth = Truth::new();
        for visit in &self.visits {
            *truth.entry(day(visit.at)).or_default().entry(visit.way).or_default() += 1;
        }
        truth
    }
}
