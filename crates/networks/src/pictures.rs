//! Pictures: what each network takes of them, as dated data. Whoever sends one makes it fit first (`market::media`).

use domain::{ImageKind, NetworkId};

use crate::{Evidence, Grade, day, id};

/// What a network takes.
#[derive(Debug)]
pub struct Pictures {
    /// Whose.
    pub network: NetworkId,
    /// Pictures of one post; 0 where they cannot be sent.
    pub most: usize,
    /// Each of them.
    pub each: Room,
    /// The picture of a link's card, where whoever posts brings the card; else the network makes its own of the page.
    pub card: Option<Room>,
    /// Where that comes from.
    pub evidence: Evidence,
}

/// What a picture fits into.
#[derive(Debug)]
pub struct Room {
    /// Bytes of the file.
    pub bytes: u64,
    /// Pixels of the longer side.
    pub side: u32,
    /// As which it is taken.
    pub kinds: &'static [ImageKind],
}

const READ: &str = "2026-11-26";
const STILL: &[ImageKind] = &[ImageKind::Jpeg, ImageKind::Png];
const MOVING: &[ImageKind] = &[ImageKind::Jpeg, ImageKind::Png, ImageKind::Gif];

/// Bluesky takes 2,000,000 bytes since the summer of 2026; servers that are older take half of that, so half is sent.
const BLUESKY: Room = Room { bytes: 1_000_000, side: 2_000, kinds: STILL };

/// Instagram fetches them itself, as JPEG alone; the picture of a page's card stands in for one that is missing.
const INSTAGRAM: Room = Room { bytes: 8_000_000, side: 1_440, kinds: &[ImageKind::Jpeg] };

const LINKEDIN: Room = Room { bytes: 5_000_000, side: 4_096, kinds: MOVING };

const PINTEREST: Room = Room { bytes: 5_000_000, side: 3_000, kinds: STILL };

/// Those of which something is known.
pub static PICTURES: &[Pictures] = &[
    Pictures {
        network: id::BLUESKY,
        most: 4,
        each: BLUESKY,
        card: Some(BLUESKY),
        evidence: day("bluesky-social/atproto lexicons/app/bsky/embed/{images,external}.json", READ, Grade::Code),
    },
    Pictures {
        network: id::MASTODON,
        most: 4,
        each: Room { bytes: 16 << 20, side: 3_840, kinds: MOVING },
        card: None,
        evidence: day("mastodon/mastodon app/models/media_attachment.rb", READ, Grade::Code),
    },
    Pictures {
        network: id::X,
        most: 4,
        each: Room { bytes: 5_000_000, side: 4_096, kinds: MOVING },
        card: None,
        evidence: day("what another publishing program allows: openpost", READ, Grade::ThirdParty),
    },
    Pictures {
        network: id::INSTAGRAM,
        most: 10,
        each: INSTAGRAM,
        card: Some(INSTAGRAM),
        evidence: day(
            "https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media",
            READ,
            Grade::ThirdParty,
        ),
    },
    Pictures {
        network: id::LINKEDIN,
        most: 20,
        each: LINKEDIN,
        card: Some(LINKEDIN),
        evidence: day(
            "what another publishing program allows: openpost; that the card is not read from the page is common knowledge",
            READ,
            Grade::Memory,
        ),
    },
    Pictures {
        network: id::THREADS,
        most: 20,
        each: Room { bytes: 8_000_000, side: 1_440, kinds: STILL },
        card: None,
        evidence: day("https://developers.facebook.com/docs/threads/overview, from notes", "2026-11-27", Grade::Memory),
    },
    // A pin is a picture: that of a page's card stands in for one that is missing. They go along inside the request.
    Pictures {
        network: id::PINTEREST,
        most: 5,
        each: PINTEREST,
        card: Some(PINTEREST),
        evidence: day(
            "pinterest/api-description v5/openapi.yaml 5.23.0: five, JPEG and PNG; less than its 20 MB is common knowledge",
            "2026-11-27",
            Grade::Code,
        ),
    },
    // It takes them through a WebSocket; a link shows that of its page.
    Pictures {
        network: id::REDDIT,
        most: 0,
        each: Room { bytes: 5_000_000, side: 4_096, kinds: STILL },
        card: None,
        evidence: day("praw-dev/praw 7b69758 praw/models/reddit/subreddit", "2026-11-27", Grade::Code),
    },
    // Each server's administrator sets what it takes: light ones get in everywhere.
    Pictures {
        network: id::LEMMY,
        most: 10,
        each: Room { bytes: 1 << 20, side: 2_048, kinds: STILL },
        card: None,
        evidence: day("LemmyNet/lemmy says no number; what administrators set is its own", "2026-11-27", Grade::Design),
    },
    // They stay where they are, and every client fetches them from there: a few, and light.
    Pictures {
        network: id::NOSTR,
        most: 4,
        each: Room { bytes: 2 << 20, side: 2_048, kinds: MOVING },
        card: None,
        evidence: day("no relay takes files", "2026-11-27", Grade::Design),
    },
];

/// Of which nothing is known: what nearly everybody takes.
static CAUTIOUS: Pictures = Pictures {
    network: NetworkId::new("unknown"),
    most: 4,
    each: Room { bytes: 1_000_000, side: 2_048, kinds: STILL },
    card: Some(Room { bytes: 1_000_000, side: 2_048, kinds: STILL }),
    evidence: day("the least of those that are known", READ, Grade::ThirdParty),
};

/// What `network` takes.
pub fn taken_by(network: &str) -> &'static Pictures {
    PICTURES.iter().find(|it| it.network.as_str() == network).unwrap_or(&CAUTIOUS)
}

/// Whether whoever posts brings the card of a link, as far as that is known.
pub fn brings_card(network: &str) -> bool {
    PICTURES.iter().any(|it| it.network.as_str() == network && it.card.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_network_is_there_once_and_takes_still_pictures_or_none() {
        for (n, it) in PICTURES.iter().chain([&CAUTIOUS]).enumerate() {
            assert!(
                PICTURES[..n.min(PICTURES.len())].iter().all(|other| other.network != it.network),
                "{:?}",
                it.network
            );
            for room in [Some(&it.each), it.card.as_ref()].into_iter().flatten() {
                assert!(room.kinds.contains(&ImageKind::Jpeg) && room.bytes > 100_000 && room.side > 1_000, "{it:?}");
            }
        }
        assert!(brings_card("bluesky") && !brings_card("mastodon") && !brings_card("nowhere"));
    }
}
