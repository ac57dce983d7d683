//! Telegram.

mod preview;
mod publish;

use crate::{About, Agent, Form, Grade, Kept, Network, Share, Survives, Witness, day, id};

pub(crate) static TELEGRAM: Network = Network {
    id: id::TELEGRAM,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Telegram",
        colour: "#229ed9",
        agents: &[Agent {
            token: "TelegramBot",
            header: "TelegramBot (like TwitterBot)",
            obeys_robots: false,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "until somebody asks for a new one",
            refresh: Some("https://t.me/WebpageBot?text={url}"),
            how: "Send the address to @WebpageBot: it reads the page again for everybody.",
            evidence: day("https://share-preview.com/blog/telegram-link-preview", "2026-11-22", Grade::ThirdParty),
        },
        evidence: day("https://share-preview.com/blog/telegram-link-preview", "2026-11-22", Grade::ThirdParty),
    },
    share: Some(Share {
        form: Form::One("https://t.me/share/url?url={url}&text={title}"),
        longest: None,
        needs_picture: false,
        evidence: day("https://core.telegram.org/widgets/share", "2026-11-26", Grade::Platform),
        survives: Survives::KeptInText,
        survives_evidence: day("https://core.telegram.org/widgets/share", "2026-11-26", Grade::Platform),
    }),
    witness: Witness {
        hosts: &["t.me", "telegram.me", "telegram.org", "telegram.dog"],
        in_app: &["Telegram-Android/", "Telegram-iOS/"],
        packages: &[
            "org.telegram.messenger",
            "org.telegram.messenger.web",
            "org.telegram.plus",
            "org.thunderdog.challegram",
        ],
        sources: &["telegram", "telegram.org", "t.me", "tg"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
