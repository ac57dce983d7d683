//! Ghost.

use networks::{Grade, day};

use super::Family::{Accounts, Address, Description, Icons, Picture, PictureText, SiteName, Template, Title};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Ghost 6",
    source: day("the program's menus as known", "2026-11", Grade::Memory),
    steps: &[
        (
            Title,
            &[
                "Open the post, Post settings > X card and Facebook card: the title. For search: Meta data.",
                "For the start page: Settings > Meta data.",
            ],
        ),
        (
            Description,
            &[
                "Open the post, Post settings > Excerpt, or X card and Facebook card: the description.",
                "For the start page: Settings > Meta data.",
            ],
        ),
        (
            Picture,
            &[
                "Give the post a feature image of 1200 x 630 pixels, or Post settings > Facebook card and X card: an image.",
                "For the start page: Settings > Meta data > Facebook card and X card.",
            ],
        ),
        (PictureText, &["Open the post and fill in Alt below the feature image."]),
        (
            Accounts,
            &[
                "Settings > Social accounts: fill in X and the others. For authors: Settings > Staff, the person, Socials.",
            ],
        ),
        (SiteName, &["Settings > Title & description."]),
        (Icons, &["Settings > Design & branding > Brand > Publication icon."]),
        (
            Template,
            &[
                "Ghost writes the tags where the theme says {{ghost_head}}: look in default.hbs for others that stand beside it.",
            ],
        ),
        (
            Address,
            &[
                "The address comes from url in config.production.json: it must be the final one, with https.",
                "For one post: Post settings > Meta data > Canonical URL.",
            ],
        ),
    ],
};
