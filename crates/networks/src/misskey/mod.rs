//! Misskey and its kin: every server reads pages with summaly.

mod preview;

use crate::{About, Agent, Form, Grade, Kept, Network, Share, Survives, Witness, day, id};

pub(crate) static MISSKEY: Network = Network {
    id: id::MISSKEY,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Misskey",
        colour: "#86b300",
        agents: &[Agent {
            token: "SummalyBot",
            header: "SummalyBot/5.5.1 (+https://github.com/misskey-dev/summaly/blob/master/README.md)",
            obeys_robots: false,
            encodings: "gzip, deflate, br",
            range: None,
        }],
        kept: Kept {
            how_long: "7 days, in each reader's browser",
            refresh: None,
            how: "Wait a week, or share the address with ?v=2 at its end.",
            evidence: day(
                "misskey-dev/misskey packages/backend/src/server/web/UrlPreviewService.ts",
                "2026-11-22",
                Grade::Code,
            ),
        },
        evidence: day("@misskey-dev/summaly 5.5.1 built/index.js", "2026-11-22", Grade::Code),
    },
    share: Some(Share {
        form: Form::OfServer("https://{server}/share?title={title}&url={url}"),
        // Common knowledge, unchecked.
        longest: Some(3_000),
        needs_picture: false,
        evidence: day("misskey-dev/misskey 02d6b25 packages/frontend/src/pages/share.vue", "2026-11-26", Grade::Code),
        survives: Survives::Kept,
        survives_evidence: day(
            "misskey-dev/misskey 019dca5 packages/frontend/src/components/MkUrlPreview.vue",
            "2026-11-26",
            Grade::Code,
        ),
    }),
    witness: Witness {
        hosts: &[
            "misskey.io",
            "misskey.design",
            "misskey.social",
            "misskey.art",
            "misskey.cloud",
            "misskey.dev",
            "nijimiss.moe",
            "sushi.ski",
        ],
        servers: &["misskey"],
        packages: &["jp.panta.misskeyandroidclient"],
        sources: &["misskey", "misskey.io"],
        federation: Some("fediverse"),
        ..Witness::nothing(day("misskey-hub.net lists the servers", "2026-11-26", Grade::Memory))
    },
    publish: None,
    preview: Some(preview::preview),
};
