//! Mastodon: every server fetches for itself.

mod checks;
mod pictures;
mod preview;
mod publish;
mod sign_in;

use crate::{About, Agent, Form, Grade, Kept, Network, Share, Survives, Witness, day, id};

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
    witness: Witness {
        hosts: &[
            "mastodon.social",
            "mastodon.online",
            "mastodon.cloud",
            "mastodon.xyz",
            "mastodon.at",
            "mastodon.art",
            "mastodon.world",
            "mastodon.scot",
            "mastodon.nz",
            "mastodon.eus",
            "mastodonapp.uk",
            "mastodont.cat",
            "masto.ai",
            "mas.to",
            "mstdn.social",
            "mstdn.jp",
            "mstdn.io",
            "mstdn.party",
            "mamot.fr",
            "pawoo.net",
            "quey.org",
            "social.tchncs.de",
            "bitcoinhackers.org",
            "fosstodon.org",
            "chaos.social",
            "vis.social",
            "typo.social",
            "front-end.social",
            "hachyderm.io",
            "newsie.social",
            "indieweb.social",
            "sfba.social",
            "c.im",
            "universeodon.com",
            "social.vivaldi.net",
            "ohai.social",
            "toot.community",
            "graphics.social",
            "tkm.eus",
            "infosec.exchange",
            "techhub.social",
            "troet.cafe",
            "norden.social",
            "ruhr.social",
            "det.social",
            "piaille.fr",
            "aus.social",
            "elk.zone",
            "phanpy.social",
        ],
        servers: &["mastodon", "mstdn", "masto"],
        packages: &[
            "org.joinmastodon.android",
            "org.joinmastodon.android.beta",
            "com.keylesspalace.tusky",
            "app.fedilab.android",
        ],
        sources: &["mastodon", "mastodon.social", "fediverse"],
        federation: Some("fediverse"),
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml; its issue 112 on the Android app",
            "2026-11-26",
            Grade::Issue,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
