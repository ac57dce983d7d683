//! Squarespace.

use networks::{Grade, day};

use super::Family::{Accounts, Buttons, Description, Icons, Picture, SiteName, Template, Title};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Squarespace 7.1",
    source: day("the program's menus as known", "2026-11", Grade::Memory),
    steps: &[
        (Title, &["Pages, the page's settings (gear) > SEO > SEO title."]),
        (Description, &["Pages, the page's settings (gear) > SEO > SEO description."]),
        (
            Picture,
            &[
                "Pages, the page's settings (gear) > Social Image, 1200 x 630 pixels.",
                "For all pages: Settings > Website > Browser icon & social sharing > Social sharing.",
            ],
        ),
        (SiteName, &["Settings > Website > Site title & logo."]),
        (Icons, &["Settings > Website > Browser icon & social sharing > Browser icon (favicon)."]),
        (Accounts, &["Settings > Developer tools > Code injection > Header: add the tag there."]),
        (Template, &["Settings > Developer tools > Code injection > Header: look for tags that stand there twice."]),
        (Buttons, &["Settings > Website > Share buttons: take the network out."]),
    ],
};
