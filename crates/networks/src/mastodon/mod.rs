//! Mastodon: every server fetches for itself.

mod preview;

use crate::{About, Agent, Form, Grade, Kept, Network, Share, Survives, day, id};

pub(crate) static MASTODON: Network = Network {
    id: id::MASTODON,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Mastodon",
        colour: "#6364ff",
        agents: &[Agent {
            token: "Mastodon",
            header: "Mastodon/4.5.0 (http.rb/5.3.1; +https://mastodon.example/) Bot",
            obeys_robots: false,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "2 weeks, on each server for itself",
            refresh: None,
            how: "Wait two weeks, or share the address with ?v=2 at its end: nothing else makes a server read it sooner.",
            evidence: day("mastodon/mastodon app/services/fetch_link_card_service.rb", "2026-11-22", Grade::Code),
        },
        evidence: day("mastodon/mastodon app/lib/link_details_extractor.rb", "2026-11-22", Grade::Code),
    },
    share: Some(Share {
        form: Form::OfServer("https://{server}/share?text={title}%20{url}"),
        // What a server takes unless it says otherwise; common knowledge, unchecked.
        longest: Some(500),
        needs_picture: false,
        evidence: day("mastodon/mastodon app/helpers/application_helper.rb", "2026-11-26", Grade::Code),
        survives: Survives::Kept,
        survives_evidence: day(
            "mastodon/mastodon app/serializers/rest/preview_card_serializer.rb, since pull 27312",
            "2026-11-26",
            Grade::Code,
        ),
    }),
    preview: preview::preview,
};
