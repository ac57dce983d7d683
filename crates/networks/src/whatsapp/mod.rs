//! WhatsApp.

mod preview;

use crate::{About, Agent, Grade, Kept, Network, day, id};

pub(crate) static WHATSAPP: Network = Network {
    id: id::WHATSAPP,
    icon: include_str!("icon.svg"),
    about: About {
        name: "WhatsApp",
        colour: "#25d366",
        agents: &[Agent {
            token: "WhatsApp",
            header: "WhatsApp/2.23.20.0 A",
            obeys_robots: false,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "as long as the message",
            refresh: None,
            how: "Send the link again: the sender's phone makes the preview; a phone that sent it lately may need the address with ?v=2.",
            evidence: day(
                "https://developers.facebook.com/documentation/business-messaging/whatsapp/link-previews/",
                "2026-11-22",
                Grade::ThirdParty,
            ),
        },
        evidence: day(
            "https://developers.facebook.com/documentation/business-messaging/whatsapp/link-previews/",
            "2026-11-22",
            Grade::Platform,
        ),
    },
    preview: preview::preview,
};
