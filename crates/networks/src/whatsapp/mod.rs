//! WhatsApp.

mod preview;

use crate::{About, Agent, Form, Grade, Kept, Network, Share, Survives, Witness, day, id};

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
    share: Some(Share {
        form: Form::One("https://wa.me/?text={title}%20{url}"),
        longest: None,
        needs_picture: false,
        evidence: day("ellisonleao/sharer.js 4f0a5d4 sharer.js", "2026-11-26", Grade::Code),
        survives: Survives::KeptInText,
        survives_evidence: day(
            "the address is part of the message; where a press on the card leads is not public",
            "2026-11-26",
            Grade::Memory,
        ),
    }),
    witness: Witness {
        hosts: &["whatsapp.com", "wa.me", "whatsapp.net"],
        packages: &["com.whatsapp", "com.whatsapp.w4b"],
        sources: &["whatsapp", "whatsapp.com", "wa", "wa.me"],
        ..Witness::nothing(day(
            "its own addresses and packages; SparkToro, 2023: its links arrive without a referrer",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: None,
    preview: Some(preview::preview),
};
