//! Reddit.

mod checks;
mod latest;
mod preview;
mod publish;
mod sign_in;

use crate::{About, Agent, Form, Grade, Kept, Network, Parameter, Share, Survives, Witness, day, id};

pub(crate) static REDDIT: Network = Network {
    id: id::REDDIT,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Reddit",
        colour: "#ff4500",
        agents: &[Agent {
            token: "redditbot",
            header: "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)",
            obeys_robots: false,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "as long as the post",
            refresh: None,
            how: "Post the link again: a post keeps the thumbnail that it got.",
            evidence: day("reddit-archive/reddit r2/r2/lib/media.py (2013 to 2017)", "2026-11-22", Grade::Code),
        },
        evidence: day("reddit-archive/reddit r2/r2/lib/media.py (2013 to 2017)", "2026-11-22", Grade::Code),
    },
    share: Some(Share {
        form: Form::One("https://www.reddit.com/submit?type=LINK&url={url}&title={title}"),
        longest: None,
        needs_picture: false,
        evidence: day("nygardk/react-share 0630269 src/RedditShareButton.tsx", "2026-11-26", Grade::Code),
        survives: Survives::Doubtful,
        survives_evidence: day(
            "nothing found that says that submitted addresses are rewritten",
            "2026-11-26",
            Grade::Memory,
        ),
    }),
    witness: Witness {
        hosts: &["reddit.com", "redd.it"],
        packages: &["com.reddit.frontpage", "com.andrewshu.android.reddit", "com.laurencedawson.reddit_sync"],
        parameters: &[Parameter::of_ads("rdt_cid")],
        sources: &["reddit", "reddit.com"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
