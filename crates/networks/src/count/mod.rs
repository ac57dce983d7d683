//! Counting: how much of a network's limit a text takes, exactly as the network itself counts.
//!
//! Pure and total: any text has a count, a megabyte of emoji too. A rule is a [`Count`]; the numbers in it are the
//! network's own ([`limits`]) or those that a server told. Start at [`Count::of`]; what Bluesky is sent is made by
//! [`bluesky::shown`].

mod addresses;
mod emoji;
mod hashtags;
mod letters;
mod mastodon;
mod normal;
mod plain;
mod punycode;
mod rewritten;
mod top_level;
mod x;

pub mod bluesky;
pub mod limits;

#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is counted: the text as it was written, and what stands beside it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// The text.
    pub text: &'a str,
    /// The warning before it, where the network knows such: Mastodon counts it with the text.
    pub warning: &'a str,
    /// Addresses that are known to stand in the text, so that they are seen whole: those that we minted.
    pub links: &'a [&'a str],
}

impl<'a> From<&'a str> for Words<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }
}

/// How a network counts, with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Count {
    /// X: a letter of Latin, Greek, Cyrillic and a few more is one, any other two, an emoji two, an address 23.
    X {
        /// 280; for paying accounts 25,000.
        limit: u32,
    },
    /// Bluesky: the text as it is posted, in which addresses are shortened, has two limits.
    Bluesky {
        /// 300 characters as a reader sees them.
        characters: u32,
        /// 3,000 bytes of UTF-8.
        bytes: u32,
    },
    /// Mastodon: the warning and the text; each address counts the same, and `@name@host` only as `@name`.
    Mastodon {
        /// `max_characters` of the server.
        limit: u32,
        /// `characters_reserved_per_url` of the server.
        address: u32,
    },
    /// Instagram: a plain limit, and how many hashtags and mentions there may be.
    Instagram {
        /// Characters.
        limit: u32,
        /// Hashtags.
        hashtags: u32,
        /// Mentions.
        mentions: u32,
    },
    /// Threads: an emoji counts as many as it has bytes, anything else by code points.
    Threads {
        /// 500.
        limit: u32,
    },
    /// So many of one unit.
    Plain {
        /// How many.
        limit: u32,
        /// Of what.
        unit: Unit,
    },
    /// As long as one likes.
    Endless,
}

/// Whether an address stands in `text`: one that twitter-text finds, or anything behind `http://` or `https://`.
pub fn has_address(text: &str) -> bool {
    let units: Vec<u16> = normal::normal(text).encode_utf16().collect();
    let lower = text.to_ascii_lowercase();
    let named = ["http://", "https://"].into_iter().any(|protocol| lower.contains(protocol));
    named || !addresses::found(&units, &addresses::X).is_empty()
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// What a reader takes for one character: an extended grapheme cluster.
    Character,
    /// A Unicode code point.
    CodePoint,
    /// A unit of UTF-16, as JavaScript and Telegram count.
    Utf16,
    /// A byte of UTF-8.
    Byte,
    /// X's weight, in whole characters.
    Weight,
    /// A hashtag.
    Hashtag,
    /// A mention.
    Mention,
    /// A character that the network refuses at all.
    Refused,
}

/// How much of one limit a text takes: `274 of 280`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counted {
    /// So many it has.
    pub used: u32,
    /// So many it may have; `None` where there is no limit.
    pub limit: Option<u32>,
    /// Of what.
    pub unit: Unit,
    /// Where it is too long.
    pub over: Option<Over>,
}

/// By how much a text is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Over {
    /// So many too many.
    pub by: u32,
    /// Byte of the text as it was written, from which it no longer fits: the beginning of a character as a reader sees it,
    /// or of an address.
    pub at: u32,
}

impl Counted {
    /// Counts `pieces` (where each starts in the text, and what it costs) against `limit`.
    pub(crate) fn sum(pieces: impl IntoIterator<Item = (usize, u64)>, limit: Option<u32>, unit: Unit) -> Self {
        let mut used = 0_u64;
        let mut at = None;
        for (start, cost) in pieces {
            used += cost;
            if at.is_none() && limit.is_some_and(|limit| used > u64::from(limit)) {
                at = Some(start);
            }
        }
        let over = limit.zip(at).map(|(limit, at)| Over { by: whole(used - u64::from(limit)), at: whole(at as u64) });
        Self { used: whole(used), limit, unit, over }
    }

    /// Whether it is short enough.
    pub fn fits(&self) -> bool {
        self.over.is_none()
    }

    /// What is left; below zero where it is too long. `None` without a limit.
    pub fn left(&self) -> Option<i64> {
        self.limit.map(|limit| i64::from(limit) - i64::from(self.used))
    }

    /// How full it is, in millionths; a limit of nothing is full with the first.
    fn share(&self) -> u64 {
        match self.limit {
            None => 0,
            Some(0) => u64::from(self.used) * 1_000_000,
            Some(limit) => u64::from(self.used) * 1_000_000 / u64::from(limit),
        }
    }
}

impl Count {
    /// Each limit that the network sets, and how much of it `words` take. Never empty.
    pub fn of(&self, words: &Words<'_>) -> Vec<Counted> {
        let text = words.text;
        match *self {
            Self::X { limit } => x::count(text, limit),
            Self::Bluesky { characters, bytes } => bluesky::count(words, characters, bytes),
            Self::Mastodon { limit, address } => vec![mastodon::count(words, limit, address)],
            Self::Instagram { limit, hashtags, mentions } => vec![
                plain::count(text, Some(limit), Unit::Utf16),
                hashtags::count(text, '#', hashtags, Unit::Hashtag),
                hashtags::count(text, '@', mentions, Unit::Mention),
            ],
            Self::Threads { limit } => vec![plain::count_heavy_emoji(text, limit)],
            Self::Plain { limit, unit } => vec![plain::count(text, Some(limit), unit)],
            Self::Endless => vec![plain::count(text, None, Unit::Character)],
        }
    }

    /// With the numbers that a server told in place of its kind's usual ones.
    pub fn as_told(self, told: &serde_json::Value) -> Self {
        let number = |name: &str| told.get(name)?.as_u64()?.try_into().ok();
        match self {
            Self::Mastodon { limit, address } => Self::Mastodon {
                limit: number("max_characters").unwrap_or(limit),
                address: number("characters_reserved_per_url").unwrap_or(address),
            },
            other => other,
        }
    }

    /// The limit that comes first: the one that `words` fill most.
    pub fn tightest(&self, words: &Words<'_>) -> Counted {
        let all = self.of(words);
        let first = Counted { used: 0, limit: None, unit: Unit::Character, over: None };
        all.iter().copied().reduce(|most, next| if next.share() > most.share() { next } else { most }).unwrap_or(first)
    }

    /// Whether `words` fit into every limit.
    pub fn fits(&self, words: &Words<'_>) -> bool {
        self.of(words).iter().all(Counted::fits)
    }
}

/// As many as a `u32` holds; what is beyond is no longer told apart.
fn whole(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
