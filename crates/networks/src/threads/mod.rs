//! Threads.

mod preview;
mod publish;

use crate::{About, Form, Grade, Kept, Network, Share, Survives, Witness, day, id};

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
    share: Some(Share {
        form: Form::One("https://www.threads.com/intent/post?text={title}&url={url}"),
        // As others write; the page on intents does not say.
        longest: Some(500),
        needs_picture: false,
        evidence: day(
            "https://developers.facebook.com/documentation/threads/threads-web-intents",
            "2026-11-26",
            Grade::Platform,
        ),
        survives: Survives::Doubtful,
        survives_evidence: day("no page says what a link attachment opens", "2026-11-26", Grade::Memory),
    }),
    witness: Witness {
        hosts: &["threads.net", "threads.com"],
        in_app: &["Barcelona "],
        packages: &["com.instagram.barcelona"],
        sources: &["threads", "threads.net", "threads.com"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
