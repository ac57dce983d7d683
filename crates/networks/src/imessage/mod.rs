//! iMessage: the sender's own device opens the page.

mod preview;

use crate::{About, Agent, Grade, Kept, Network, Witness, day, id};

pub(crate) static IMESSAGE: Network = Network {
    id: id::IMESSAGE,
    icon: include_str!("icon.svg"),
    about: About {
        name: "iMessage",
        colour: "#34c759",
        agents: &[Agent {
            token: "Facebot",
            header: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
            obeys_robots: false,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "as long as the message",
            refresh: None,
            how: "Send the link again: the sender's device reads the page at every message.",
            evidence: day(
                "https://developer.apple.com/library/archive/technotes/tn2444/",
                "2026-11-22",
                Grade::ThirdParty,
            ),
        },
        evidence: day("https://developer.apple.com/library/archive/technotes/tn2444/", "2026-11-22", Grade::Platform),
    },
    share: None,
    witness: Witness {
        sources: &["imessage"],
        ..Witness::nothing(day(
            "nothing tells: a link in a message opens in the browser, without a referrer",
            "2026-11-26",
            Grade::Design,
        ))
    },
    publish: None,
    preview: Some(preview::preview),
};
