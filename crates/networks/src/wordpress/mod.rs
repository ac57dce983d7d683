//! WordPress: no network but a site, on which a post of ours is an article.

mod publish;

use crate::{About, Grade, Kept, Network, Witness, day, id};

pub(crate) static WORDPRESS: Network = Network {
    id: id::WORDPRESS,
    icon: include_str!("icon.svg"),
    about: About {
        name: "WordPress",
        colour: "#3858e9",
        agents: &[],
        kept: Kept::nothing(day("an article is HTML as it was written", "2026-11-26", Grade::Design)),
        evidence: day("https://developer.wordpress.org/rest-api/reference/posts/", "2026-11-26", Grade::Platform),
    },
    share: None,
    // Each site has a name of its own: only the code in the link tells.
    witness: Witness::nothing(day("a site of WordPress has any host", "2026-11-26", Grade::Design)),
    publish: Some(&publish::PUBLISH),
    preview: None,
};
