//! Slack.

mod preview;

use crate::{About, Agent, Grade, Kept, Network, Witness, day, id};

pub(crate) static SLACK: Network = Network {
    id: id::SLACK,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Slack",
        colour: "#611f69",
        agents: &[
            Agent {
                token: "Slackbot-LinkExpanding",
                header: "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
                obeys_robots: false,
                encodings: "gzip, deflate",
                range: Some("bytes=0-32768"),
            },
            Agent {
                token: "Slack-ImgProxy",
                header: "Slack-ImgProxy 1.138 (+https://api.slack.com/robots)",
                obeys_robots: false,
                encodings: "gzip, deflate",
                range: None,
            },
        ],
        kept: Kept {
            how_long: "about 30 minutes",
            refresh: None,
            how: "Wait half an hour and post the link again: a message that stands there keeps its old preview.",
            evidence: day("https://api.slack.com/robots", "2026-11-22", Grade::ThirdParty),
        },
        evidence: day("https://api.slack.com/robots", "2026-11-22", Grade::ThirdParty),
    },
    share: None,
    witness: Witness {
        hosts: &["slack.com"],
        packages: &["com.slack"],
        sources: &["slack", "slack.com"],
        ..Witness::nothing(day(
            "its own addresses and package; SparkToro, 2023: its links arrive without a referrer",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: None,
    preview: Some(preview::preview),
};
