//! Bluesky: the app of whoever posts asks its card service, and the card stays in the post.

mod checks;
mod media;
mod preview;
mod publish;
mod sign_in;

use crate::{About, Agent, Form, Grade, Kept, Network, Share, Survives, Witness, day, id};

pub(crate) static BLUESKY: Network = Network {
    id: id::BLUESKY,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Bluesky",
        colour: "#1185fe",
        agents: &[Agent {
            token: "BlueskyPreviewBot",
            header: "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
            obeys_robots: true,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "as long as the post",
            refresh: None,
            how: "Delete the post and write it again: its card was made when it was posted.",
            evidence: day("bluesky-social/social-app src/lib/api/resolve.ts", "2026-11-22", Grade::Code),
        },
        evidence: day(
            "bluesky-social/social-app src/lib/api/resolve.ts; tags by third-party write-ups",
            "2026-11-22",
            Grade::ThirdParty,
        ),
    },
    share: Some(Share {
        form: Form::One("https://bsky.app/intent/compose?text={title}%20{url}"),
        longest: Some(300),
        needs_picture: false,
        evidence: day("https://docs.bsky.app/docs/advanced-guides/intent-links", "2026-11-26", Grade::Platform),
        survives: Survives::Kept,
        survives_evidence: day(
            "bluesky-social/social-app 0655301 src/lib/link-meta/link-meta.ts",
            "2026-11-26",
            Grade::Code,
        ),
    }),
    witness: Witness {
        hosts: &["bsky.app", "bsky.social", "skyfeed.app", "deck.blue"],
        packages: &["xyz.blueskyweb.app"],
        sources: &["bluesky", "bsky", "bsky.app"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml; bentleypark/aiwatch pull 1427: links leave through go.bsky.app",
            "2026-11-26",
            Grade::Issue,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
