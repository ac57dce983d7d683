//! Facebook, with Messenger and Instagram: one fetcher reads for all of them.

mod checks;
mod films;
mod preview;
mod publish;
mod sign_in;

use crate::{About, Agent, Form, Grade, Kept, Network, Parameter, Share, Survives, Witness, day, id};

pub(crate) use preview::picture;

pub(crate) static FACEBOOK: Network = Network {
    id: id::FACEBOOK,
    icon: include_str!("icon.svg"),
    about: About {
        name: "Facebook",
        colour: "#0866ff",
        agents: &[Agent {
            token: "facebookexternalhit",
            header: "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            obeys_robots: true,
            encodings: "gzip, deflate",
            range: Some("bytes=0-524287"),
        }],
        kept: Kept {
            how_long: "about 30 days",
            refresh: Some("https://developers.facebook.com/tools/debug/?q={url}"),
            how: "Sign in there and press Scrape Again, twice if the picture is new.",
            evidence: day(
                "https://developers.facebook.com/docs/sharing/webmasters/images/",
                "2026-11-22",
                Grade::Platform,
            ),
        },
        evidence: day("https://developers.facebook.com/docs/sharing/webmasters/images/", "2026-11-22", Grade::Platform),
    },
    share: Some(Share {
        form: Form::One("https://www.facebook.com/sharer/sharer.php?u={url}"),
        longest: None,
        needs_picture: false,
        evidence: day("nygardk/react-share 0630269 src/FacebookShareButton.tsx", "2026-11-26", Grade::Code),
        survives: Survives::Doubtful,
        survives_evidence: day(
            "https://developers.facebook.com/documentation/sharing/webmasters/getting-started/versioned-link",
            "2026-11-26",
            Grade::Platform,
        ),
    }),
    witness: Witness {
        hosts: &[
            "facebook.com",
            "fb.com",
            "fb.me",
            "fb.watch",
            "facebookwkhpilnemxj7asaniu7vnjjbiltxjqhye3mhbshg7kx5tfyd.onion",
        ],
        in_app: &["FBAN/FB", "FBAV/", "FB_IAB/FB4A", "FBIOS", "MetaIAB Facebook", "FB4A"],
        packages: &["com.facebook.katana", "com.facebook.lite"],
        parameters: &[Parameter::of_links("fbclid").and_by(&["instagram", "messenger", "threads"])],
        sources: &["facebook", "facebook.com", "fb", "m.facebook.com", "l.facebook.com"],
        ..Witness::nothing(day(
            "matomo-org/searchengine-and-social-list 3b3a82d Socials.yml; umami-software/umami issue 4297 on fbclid",
            "2026-11-26",
            Grade::Issue,
        ))
    },
    publish: Some(&publish::PUBLISH),
    preview: Some(preview::preview),
};
