//! Lemmy: every server fetches for itself.

mod checks;
mod pictures;
mod preview;
mod publish;
mod sign_in;

use crate::{About, Agent, Form, Grade, Kept, Network, Share, Survives, Witness, day, id};

pub(crate) static LEMMY: Network = Network {
    id: id::LEMMY,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Lemmy",
        colour: "#00a846",
        agents: &[Agent {
            token: "Lemmy",
            header: "Lemmy/0.19.12; +https://lemmy.example",
            obeys_robots: false,
            encodings: "gzip, deflate",
            range: Some("bytes=0-1048575"),
        }],
        kept: Kept {
            how_long: "as long as the post",
            refresh: None,
            how: "Edit the post and save it: its server then reads the page again.",
            evidence: day("LemmyNet/lemmy crates/api_common/src/request.rs", "2026-11-22", Grade::Code),
        },
        evidence: day(
            "LemmyNet/lemmy crates/api_common/src/request.rs; orottier/webpage-rs src/parser.rs",
            "2026-11-22",
            Grade::Code,
        ),
    },
    share: Some(Share {
        form: Form::OfServer("https://{server}/create_post?url={url}&title={title}"),
        longest: None,
        needs_picture: false,
        evidence: day(
            "LemmyNet/lemmy-ui d08625c8 src/shared/components/post/create-post.tsx",
            "2026-11-26",
            Grade::Code,
        ),
        survives: Survives::Kept,
        survives_evidence: day("LemmyNet/lemmy 439734dd6 crates/diesel_utils/src/utils.rs", "2026-11-26", Grade::Code),
    }),
    witness: Witness {
        hosts: &[
            "lemmy.world",
            "lemmy.ml",
            "lemmy.ca",
            "lemmy.zip",
            "lemmy.today",
            "lemmy.dbzer0.com",
            "sh.itjust.works",
            "beehaw.org",
            "programming.dev",
            "feddit.org",
            "feddit.uk",
            "feddit.it",
            "feddit.dk",
            "sopuli.xyz",
            "aussie.zone",
            "discuss.tchncs.de",
            "lemmings.world",
            "piefed.social",
            "slrpnk.net",
        ],
        servers: &["lemmy", "feddit"],
        packages: &["com.jerboa", "com.liftoffapp.liftoff", "io.voyager"],
        sources: &["lemmy", "lemmy.world"],
        federation: Some("fediverse"),
        ..Witness::nothing(day("join-lemmy.org lists the servers", "2026-11-26", Grade::Memory))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
