//! Shopify, with themes that are made like Dawn.

use networks::{Grade, day};

use super::Family::{
    Accounts, Address, Buttons, Card, Description, Icons, Picture, PictureText, Robots, SiteName, Template, Title,
};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Shopify with an Online Store 2.0 theme",
    source: day("https://shopify.dev/docs/api/liquid/objects/page_image", "2026-11-22", Grade::Platform),
    steps: &[
        (
            Title,
            &[
                "Open the product, page or post in the admin, Search engine listing > Edit, Page title.",
                "For the start page: Online Store > Preferences > Home page title.",
            ],
        ),
        (
            Description,
            &[
                "Open the product, page or post in the admin, Search engine listing > Edit, Meta description.",
                "For the start page: Online Store > Preferences > Meta description.",
            ],
        ),
        (
            Picture,
            &[
                "Products, collections and posts show their featured image: set one of 1200 x 630 pixels.",
                "For all other pages: Online Store > Preferences > Social sharing image.",
            ],
        ),
        (PictureText, &["Open the product, choose the picture, and fill in its alt text."]),
        (
            Card,
            &["Online Store > Themes > ... > Edit code: snippets/meta-tags.liquid (its name in Dawn) writes the card."],
        ),
        (Accounts, &["Online Store > Themes > Customize > Theme settings > Social media: fill in the X account."]),
        (SiteName, &["Settings > General > Store name."]),
        (Address, &["Settings > Domains: choose the primary domain; Shopify writes canonical_url from it."]),
        (
            Template,
            &[
                "Online Store > Themes > ... > Edit code: layout/theme.liquid writes the head, snippets/meta-tags.liquid the social tags.",
            ],
        ),
        (Icons, &["Online Store > Themes > Customize > Theme settings > Logo > Favicon image."]),
        (Robots, &["Online Store > Themes > ... > Edit code: templates/robots.txt.liquid."]),
        (
            Buttons,
            &[
                "Online Store > Themes > Customize: take the share button out of the section, or Edit code: snippets/share-button.liquid.",
            ],
        ),
    ],
};
