//! Instagram: pictures with a caption, in which links are text that nobody can press.

mod checks;
mod publish;

use crate::{About, Grade, Kept, Network, Parameter, Witness, day, id};

pub(crate) static INSTAGRAM: Network = Network {
    id: id::INSTAGRAM,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Instagram",
        colour: "#c13584",
        // Facebook's reads for its direct messages.
        agents: &[],
        kept: Kept::nothing(day("links in captions are text", "2026-11-26", Grade::Memory)),
        evidence: day(
            "https://developers.facebook.com/docs/instagram-platform/content-publishing",
            "2026-11-26",
            Grade::Platform,
        ),
    },
    share: None,
    witness: Witness {
        hosts: &["instagram.com", "ig.me", "instagr.am"],
        in_app: &["Instagram "],
        packages: &["com.instagram.android", "com.instagram.lite"],
        parameters: &[Parameter::of_links("igsh"), Parameter::of_links("igshid")],
        sources: &["instagram", "instagram.com", "ig", "l.instagram.com"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml; the rest from common knowledge",
            "2026-11-26",
            Grade::Memory,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: None,
};
