//! Nostr: no server but relays, which keep what somebody signed with a key of his own and show it to whoever asks.

mod event;
mod key;
mod publish;
mod relay;

use crate::{About, Grade, Kept, Network, Witness, day, id};

pub(crate) static NOSTR: Network = Network {
    id: id::NOSTR,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Nostr",
        colour: "#7b3fe4",
        agents: &[],
        kept: Kept::nothing(day("each client draws links in its own way", "2026-11-27", Grade::Memory)),
        evidence: day("https://github.com/nostr-protocol/nips/blob/master/01.md", "2026-11-27", Grade::Platform),
    },
    share: None,
    witness: Witness {
        hosts: &["njump.me", "primal.net", "snort.social"],
        sources: &["nostr"],
        ..Witness::nothing(day("the best-known clients on the web", "2026-11-26", Grade::Memory))
    },
    publish: Some(&publish::PUBLISH),
    preview: None,
};
