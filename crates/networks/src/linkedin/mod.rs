//! LinkedIn.

mod preview;

use crate::{About, Agent, Grade, Kept, Network, day, id};

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
    preview: preview::preview,
};
