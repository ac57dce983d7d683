//! LinkedIn.

mod checks;
mod comment;
mod film;
mod image;
mod little;
mod preview;
mod publish;
mod sign_in;

use crate::{About, Agent, Form, Grade, Kept, Network, Parameter, Share, Survives, Witness, day, id};

pub(crate) static LINKEDIN: Network = Network {
    id: id::LINKEDIN,
    icon: include_str!("icon.svg"),
    about: About {
        name: "LinkedIn",
        colour: "#0a66c2",
        agents: &[Agent {
            token: "LinkedInBot",
            header: "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
            obeys_robots: true,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "about 7 days",
            refresh: Some("https://www.linkedin.com/post-inspector/inspect/{url}"),
            how: "Sign in there and press Inspect: new posts then show the new preview, old ones keep theirs.",
            evidence: day("https://www.linkedin.com/help/linkedin/answer/a521928", "2026-11-22", Grade::ThirdParty),
        },
        evidence: day("https://www.linkedin.com/help/linkedin/answer/a521928", "2026-11-22", Grade::ThirdParty),
    },
    share: Some(Share {
        form: Form::One("https://www.linkedin.com/sharing/share-offsite/?url={url}"),
        longest: None,
        needs_picture: false,
        evidence: day("heiseonline/shariff 193cd83 src/js/services/linkedin.js", "2026-11-26", Grade::Code),
        survives: Survives::Doubtful,
        survives_evidence: day(
            "https://github.com/huacnlee/social-share-button/issues/104",
            "2026-11-26",
            Grade::Issue,
        ),
    }),
    witness: Witness {
        hosts: &["linkedin.com", "lnkd.in"],
        in_app: &["[LinkedInApp]", "LinkedInApp"],
        packages: &["com.linkedin.android"],
        parameters: &[Parameter::of_ads("li_fat_id")],
        sources: &["linkedin", "linkedin.com", "lnkd.in"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
