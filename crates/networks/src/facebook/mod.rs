//! Facebook.

mod preview;

use crate::{About, Grade, Kept, Network, day, id};

pub(crate) static FACEBOOK: Network = Network {
    id: id::FACEBOOK,
    about: About {
        name: "Facebook",
        colour: "#3b45fd",
        agents: &[],
        kept: Kept {
            how_long: "as long as the message",
            refresh: None,
            how: "Send the link again: the sender's app reads the page at every message.",
            evidence: day("facebookapp/Facebook-Desktop ts/linkPreviews", "2026-11-22", Grade::Code),
        },
        evidence: day("facebookapp/Facebook-Desktop ts/linkPreviews", "2026-11-22", Grade::Code),
    },
    preview: preview::preview,
};
