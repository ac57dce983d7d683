//! Microsoft Teams, with the fetcher that Skype left behind.

mod preview;

use crate::{About, Agent, Form, Grade, Kept, Network, Share, Survives, Witness, day, id};

pub(crate) static TEAMS: Network = Network {
    id: id::TEAMS,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Teams",
        colour: "#5059c9",
        agents: &[Agent {
            token: "SkypeUriPreview",
            header: "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
            obeys_robots: false,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "about 30 minutes",
            refresh: None,
            how: "Wait half an hour and post the link again: a message that stands there keeps its old preview.",
            evidence: day(
                "https://learn.microsoft.com/en-us/microsoftteams/platform/messaging-extensions/how-to/link-unfurling",
                "2026-11-22",
                Grade::ThirdParty,
            ),
        },
        evidence: day(
            "https://learn.microsoft.com/en-us/microsoftteams/platform/messaging-extensions/how-to/link-unfurling",
            "2026-11-22",
            Grade::ThirdParty,
        ),
    },
    share: Some(Share {
        form: Form::One("https://teams.microsoft.com/share?href={url}&msgText={title}&preview=true"),
        longest: None,
        needs_picture: false,
        evidence: day(
            "https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/share-to-teams-from-web-apps",
            "2026-11-26",
            Grade::ThirdParty,
        ),
        survives: Survives::Doubtful,
        survives_evidence: day(
            "https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/share-to-teams-from-web-apps",
            "2026-11-26",
            Grade::Memory,
        ),
    }),
    witness: Witness {
        hosts: &["teams.microsoft.com", "teams.live.com", "teams.cloud.microsoft", "teams.cdn.office.net"],
        in_app: &["TeamsMobile-"],
        packages: &["com.microsoft.teams"],
        sources: &["teams", "msteams"],
        ..Witness::nothing(day("its own addresses and package", "2026-11-26", Grade::Memory))
    },
    publish: None,
    preview: Some(preview::preview),
};
