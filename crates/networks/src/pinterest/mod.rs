//! Pinterest.

mod checks;
mod preview;
mod publish;
mod sign_in;

use crate::{About, Agent, Form, Grade, Kept, Network, Parameter, Share, Survives, Witness, day, id};

pub(crate) static PINTEREST: Network = Network {
    id: id::PINTEREST,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Pinterest",
        colour: "#bd081c",
        agents: &[Agent {
            token: "Pinterestbot",
            header: "Mozilla/5.0 (compatible; Pinterestbot/1.0; +https://www.pinterest.com/bot.html)",
            obeys_robots: true,
            encodings: "gzip, deflate",
            range: None,
        }],
        kept: Kept {
            how_long: "until Pinterest reads the page again, some days",
            refresh: Some("https://developers.pinterest.com/tools/url-debugger/?link={url}"),
            how: "Sign in there and press Validate: pins then show the new text; a saved picture stays as it was saved.",
            evidence: day("https://developers.pinterest.com/docs/rich-pins/", "2026-11-22", Grade::Memory),
        },
        evidence: day("https://developers.pinterest.com/docs/rich-pins/", "2026-11-22", Grade::Platform),
    },
    share: Some(Share {
        form: Form::One("https://www.pinterest.com/pin/create/button/?url={url}&media={picture}&description={title}"),
        longest: None,
        needs_picture: true,
        evidence: day("nygardk/react-share 0630269 src/PinterestShareButton.tsx", "2026-11-26", Grade::Code),
        survives: Survives::Doubtful,
        survives_evidence: day(
            "https://www.infoq.com/news/2026/06/pinterest-miqps-url-dedup/",
            "2026-11-26",
            Grade::ThirdParty,
        ),
    }),
    witness: Witness {
        hosts: &["pinterest.*", "pinterest.info", "pin.it"],
        in_app: &["[Pinterest/"],
        packages: &["com.pinterest", "com.pinterest.twa"],
        parameters: &[Parameter::of_ads("epik")],
        sources: &["pinterest", "pinterest.com", "pin.it"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml",
            "2026-11-26",
            Grade::ThirdParty,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
