//! X, once Twitter.

mod latest;
mod media;
mod paid;
mod preview;
mod publish;
mod sign_in;

use crate::{About, Agent, Form, Grade, Kept, Network, Parameter, Share, Survives, Witness, day, id};

pub(crate) static X: Network = Network {
    id: id::X,
    icon: include_str!("icon.svg"),
    about: About {
        name: "X",
        colour: "#0f1419",
        agents: &[Agent {
            token: "Twitterbot",
            header: "Twitterbot/1.0",
            obeys_robots: true,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "about 7 days",
            refresh: None,
            how: "Wait a week, or share the address with ?v=2 at its end: X takes that for a new page.",
            evidence: day(
                "https://developer.x.com/en/docs/x-for-websites/cards/guides/getting-started",
                "2026-11-22",
                Grade::ThirdParty,
            ),
        },
        evidence: day(
            "https://developer.x.com/en/docs/x-for-websites/cards/overview/markup",
            "2026-11-22",
            Grade::Platform,
        ),
    },
    share: Some(Share {
        form: Form::One("https://x.com/intent/tweet?text={title}&url={url}"),
        longest: Some(280),
        needs_picture: false,
        evidence: day("https://docs.x.com/x-for-websites/post-button/guides/web-intent", "2026-11-26", Grade::Platform),
        survives: Survives::Kept,
        survives_evidence: day(
            "https://docs.x.com/x-for-websites/post-button/guides/web-intent",
            "2026-11-26",
            Grade::Platform,
        ),
    }),
    witness: Witness {
        hosts: &["x.com", "twitter.com", "t.co"],
        in_app: &["Twitter for iPhone", "Twitter for iPad", "TwitterAndroid", "Twitter for Android"],
        packages: &["com.twitter.android", "com.twitter.android.lite"],
        parameters: &[Parameter::of_ads("twclid")],
        sources: &["x", "x.com", "twitter", "twitter.com", "t.co"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml; https://business.x.com/en/help/campaign-measurement-and-analytics/conversion-tracking-for-websites",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
