//! Wix.

use networks::{Grade, day};

use super::Family::{Address, Card, Description, Icons, Picture, Robots, SiteName, Structured, Title};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Wix, editor of 2026",
    source: day("the program's menus as known", "2026-11", Grade::Memory),
    steps: &[
        (
            Title,
            &[
                "Editor: Pages & Menu, the page, ... > Social share: og:title.",
                "For all pages of a kind: Dashboard > SEO > SEO Settings, the kind of page, Social share.",
            ],
        ),
        (
            Description,
            &[
                "Editor: Pages & Menu, the page, ... > Social share: og:description.",
                "For all pages of a kind: Dashboard > SEO > SEO Settings, the kind of page, Social share.",
            ],
        ),
        (
            Picture,
            &[
                "Editor: Pages & Menu, the page, ... > Social share: the picture, 1200 x 630 pixels.",
                "For all pages: Dashboard > Settings > Social share image.",
            ],
        ),
        (Card, &["Dashboard > SEO > SEO Settings, the kind of page, Social share > X: card type large image."]),
        (SiteName, &["Dashboard > Settings > Website settings > Site name."]),
        (Address, &["Dashboard > SEO > SEO Settings, the kind of page: canonical tag."]),
        (Icons, &["Dashboard > Settings > Website settings > Favicon."]),
        (Structured, &["Editor: Pages & Menu, the page, ... > SEO basics > Advanced SEO > Structured data markup."]),
        (Robots, &["Dashboard > SEO > Robots.txt Editor."]),
    ],
};
