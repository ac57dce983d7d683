//! Signal: the sender's own app reads the page.

mod preview;

use crate::{About, Grade, Kept, Network, Witness, day, id};

pub(crate) static SIGNAL: Network = Network {
    id: id::SIGNAL,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Signal",
        colour: "#3b45fd",
        // It calls itself WhatsApp/2, so what lets WhatsApp in lets Signal in.
        agents: &[],
        kept: Kept {
            how_long: "as long as the message",
            refresh: None,
            how: "Send the link again: the sender's app reads the page at every message.",
            evidence: day(
                "signalapp/Signal-Desktop ts/linkPreviews/linkPreviewFetch.preload.ts",
                "2026-11-22",
                Grade::Code,
            ),
        },
        evidence: day(
            "signalapp/Signal-Desktop ts/linkPreviews/linkPreviewFetch.preload.ts",
            "2026-11-22",
            Grade::Code,
        ),
    },
    share: None,
    witness: Witness {
        hosts: &["signal.me"],
        packages: &["org.thoughtcrime.securesms"],
        sources: &["signal"],
        ..Witness::nothing(day("its own addresses and package", "2026-11-26", Grade::Memory))
    },
    publish: None,
    preview: Some(preview::preview),
};
