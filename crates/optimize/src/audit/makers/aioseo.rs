//! All in One SEO.

use networks::{Grade, day};

use super::Family::{Accounts, Card, Description, Google, Picture, PictureText, SiteName, Title};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "All in One SEO 4",
    source: day("the plug-in's menus as known", "2026-11", Grade::Memory),
    steps: &[
        (
            Title,
            &[
                "Open the page in the editor, AIOSEO Settings > Social > Facebook, and fill in Facebook Title.",
                "For all pages of a kind: All in One SEO > Search Appearance > Content Types.",
            ],
        ),
        (
            Description,
            &[
                "Open the page in the editor, AIOSEO Settings > General > Meta Description.",
                "For all pages of a kind: All in One SEO > Search Appearance > Content Types.",
            ],
        ),
        (
            Picture,
            &[
                "Give the page a featured image of 1200 x 630 pixels.",
                "All in One SEO > Social Networks > Facebook: choose Featured Image as Default Post Image Source, and a default image for pages without one.",
            ],
        ),
        (PictureText, &["Media > Library: open the picture and fill in Alternative Text."]),
        (
            Card,
            &[
                "All in One SEO > Social Networks: switch on Open Graph Markup (Facebook) and Twitter Card (X), Default Card Type: Summary with Large Image.",
            ],
        ),
        (Accounts, &["All in One SEO > Social Networks > Social Profiles: fill in the X address."]),
        (SiteName, &["All in One SEO > Social Networks > Facebook > Site Name."]),
        (Google, &["All in One SEO > Search Appearance > Advanced > Global Robots Meta: Max Image Preview, large."]),
    ],
};
