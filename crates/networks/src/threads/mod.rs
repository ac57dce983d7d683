//! Threads.

mod preview;

use crate::{About, Grade, Kept, Network, day, id};

pub(crate) static THREADS: Network = Network {
    id: id::THREADS,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Threads",
        colour: "#101010",
        // facebookexternalhit fetches for Threads as well; it is listed with Facebook.
        agents: &[],
        kept: Kept {
            how_long: "about 30 days",
            refresh: Some("https://developers.facebook.com/tools/debug/?q={url}"),
            how: "Have Facebook's tool read the page again: Threads takes its previews from the same place.",
            evidence: day("same fetcher as Facebook", "2026-11-22", Grade::Memory),
        },
        evidence: day("same fetcher as Facebook", "2026-11-22", Grade::Memory),
    },
    preview: preview::preview,
};
