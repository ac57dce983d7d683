//! Discord.

mod preview;
mod publish;

use crate::{About, Agent, Grade, Kept, Network, Witness, day, id};

pub(crate) static DISCORD: Network = Network {
    id: id::DISCORD,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Discord",
        colour: "#5865f2",
        agents: &[Agent {
            token: "Discordbot",
            header: "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
            obeys_robots: false,
            encodings: "gzip, deflate, br",
            range: None,
        }],
        kept: Kept {
            how_long: "about 30 minutes",
            refresh: None,
            how: "Wait half an hour and post the link again, or post it with ?v=2 at its end.",
            evidence: day(
                "https://analogfeelings.github.io/knowledge/discord-website-embeds",
                "2026-11-22",
                Grade::ThirdParty,
            ),
        },
        evidence: day(
            "https://analogfeelings.github.io/knowledge/discord-website-embeds",
            "2026-11-22",
            Grade::ThirdParty,
        ),
    },
    share: None,
    witness: Witness {
        hosts: &["discord.com", "discord.gg", "discordapp.com"],
        packages: &["com.discord"],
        sources: &["discord", "discord.com"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
