//! What each network allows, as dated data. Where a server tells its own numbers, those replace these.

use domain::NetworkId;

use super::{Count, Unit};
use crate::{Evidence, Grade, day, id};

/// One limit of a network.
#[derive(Debug)]
pub struct Limit {
    /// Whose.
    pub network: NetworkId,
    /// Of which part of a post.
    pub part: Part,
    /// The rule.
    pub count: Count,
    /// Where that comes from.
    pub evidence: Evidence,
}

/// A part of a post that has a limit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The text of a post.
    Text,
    /// What stands below a picture or video, where that is another limit than the text's.
    Caption,
    /// The title.
    Title,
    /// A comment below a post, where that is another limit than the text's.
    Comment,
}

/// The limit that `network` sets for `part`.
pub fn limit(network: &NetworkId, part: Part) -> Option<&'static Limit> {
    LIMITS.iter().find(|limit| limit.network == *network && limit.part == part)
}

const READ: &str = "2026-11-26";

const fn text(network: NetworkId, count: Count, evidence: Evidence) -> Limit {
    Limit { network, part: Part::Text, count, evidence }
}

const fn title(network: NetworkId, limit: u32, unit: Unit, evidence: Evidence) -> Limit {
    Limit { network, part: Part::Title, count: Count::Plain { limit, unit }, evidence }
}

const fn comment(network: NetworkId, limit: u32, unit: Unit, evidence: Evidence) -> Limit {
    Limit { network, part: Part::Comment, count: Count::Plain { limit, unit }, evidence }
}

/// Where nobody says which characters are meant, units of UTF-16 are counted: of the counts of characters that is the
/// one that finds most.
const UNSAID: Unit = Unit::Utf16;

/// Every limit.
pub static LIMITS: &[Limit] = &[
    text(
        id::FACEBOOK,
        Count::Plain { limit: 63_206, unit: Unit::CodePoint },
        day("what two other publishing programs allow for a Page's feed: Postiz, openpost", READ, Grade::ThirdParty),
    ),
    comment(
        id::FACEBOOK,
        8_000,
        Unit::CodePoint,
        day("what its own form takes, as others quote it", "2026-11-27", Grade::Memory),
    ),
    text(
        id::X,
        Count::X { limit: 280 },
        day("twitter/twitter-text 30e2430 config/v3.json and js/src/parseTweet.js", READ, Grade::Code),
    ),
    text(
        id::LINKEDIN,
        Count::Plain { limit: 3_000, unit: UNSAID },
        day("what other publishing programs allow for a post's commentary", READ, Grade::ThirdParty),
    ),
    comment(
        id::LINKEDIN,
        1_250,
        UNSAID,
        day("https://docs.upload-post.com/resources/character-limits/", "2026-11-27", Grade::ThirdParty),
    ),
    text(
        id::INSTAGRAM,
        Count::Instagram { limit: 2_200, hashtags: 30, mentions: 20 },
        day(
            "https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media, as others quote it",
            READ,
            Grade::ThirdParty,
        ),
    ),
    text(
        id::THREADS,
        Count::Threads { limit: 500 },
        day(
            "https://developers.facebook.com/docs/threads, as others quote it: an emoji counts as its bytes",
            READ,
            Grade::ThirdParty,
        ),
    ),
    text(
        id::TELEGRAM,
        Count::Plain { limit: 4_096, unit: Unit::Utf16 },
        day(
            "https://core.telegram.org/bots/api#sendmessage, in a copy; the unit is that of its entities",
            READ,
            Grade::Platform,
        ),
    ),
    Limit {
        network: id::TELEGRAM,
        part: Part::Caption,
        count: Count::Plain { limit: 1_024, unit: Unit::Utf16 },
        evidence: day(
            "https://core.telegram.org/bots/api#sendphoto, not read again; the unit is that of its entities",
            READ,
            Grade::ThirdParty,
        ),
    },
    text(
        id::DISCORD,
        Count::Plain { limit: 2_000, unit: Unit::CodePoint },
        day("discord/discord-api-docs issue 1315: code points, says Discord", READ, Grade::Issue),
    ),
    text(
        id::MASTODON,
        Count::Mastodon { limit: 500, address: 23 },
        day("glitch-soc/mastodon 098ca41 status_length_validator.rb, and other forks of Mastodon 4", READ, Grade::Code),
    ),
    text(
        id::BLUESKY,
        Count::Bluesky { characters: 300, bytes: 3_000 },
        day("bluesky-social/atproto 0600bf1 lexicons/app/bsky/feed/post.json", READ, Grade::Code),
    ),
    title(id::REDDIT, 300, UNSAID, day("reddit-archive/reddit 753b174 r2/r2/lib/validator", "2026-11-27", Grade::Code)),
    text(
        id::REDDIT,
        Count::Plain { limit: 40_000, unit: UNSAID },
        day("reddit-archive/reddit 753b174 r2/r2/models/link.py", "2026-11-27", Grade::Code),
    ),
    title(
        id::PINTEREST,
        100,
        UNSAID,
        day("pinterest/api-description v5/openapi.yaml 5.23.0", "2026-11-27", Grade::Platform),
    ),
    text(
        id::PINTEREST,
        Count::Plain { limit: 800, unit: UNSAID },
        day("pinterest/api-description v5/openapi.yaml 5.23.0", "2026-11-27", Grade::Platform),
    ),
    title(
        id::LEMMY,
        200,
        Unit::CodePoint,
        day("LemmyNet/lemmy 26dd0a0 crates/utils/src/utils/validation.rs", "2026-11-27", Grade::Code),
    ),
    // That file lets a post have 50,000 and any other body 10,000. Older servers had the one number for both.
    text(
        id::LEMMY,
        Count::Plain { limit: 10_000, unit: Unit::CodePoint },
        day("LemmyNet/lemmy 00f9f79 crates/utils/src/utils/validation.rs", READ, Grade::Code),
    ),
    text(
        id::NOSTR,
        Count::Endless,
        day("nostr-protocol/nips 01.md: relays may refuse what is too long", READ, Grade::Memory),
    ),
    text(id::WORDPRESS, Count::Endless, day("a post's content is LONGTEXT in the database", READ, Grade::Memory)),
];
