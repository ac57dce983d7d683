//! Rank Math SEO. The names of the settings are those of its settings pages.

use networks::{Grade, day};

use super::Family::{Accounts, Card, Description, Google, Picture, PictureText, SiteName, Structured, Title};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Rank Math SEO 1.0",
    source: day("rankmath/seo-by-rank-math includes/settings/titles/global.php", "2026-11-22", Grade::Code),
    steps: &[
        (
            Title,
            &[
                "Open the page in the editor, Rank Math > General > Edit Snippet > Social, and fill in the title for Facebook.",
                "For all pages of a kind: Rank Math SEO > Titles & Meta > Posts (or Pages), Single Post Title. Take %sitename% out for shared links.",
            ],
        ),
        (
            Description,
            &[
                "Open the page in the editor, Rank Math > General > Edit Snippet, and fill in the description.",
                "For all pages of a kind: Rank Math SEO > Titles & Meta > Posts (or Pages), Single Post Description, for instance %excerpt%.",
            ],
        ),
        (
            Picture,
            &[
                "Give the page a featured image of 1200 x 630 pixels.",
                "For pages without one: Rank Math SEO > Titles & Meta > Global Meta > OpenGraph Thumbnail.",
            ],
        ),
        (PictureText, &["Media > Library: open the picture and fill in Alternative Text."]),
        (Card, &["Rank Math SEO > Titles & Meta > Global Meta > Twitter Card Type: Summary Card with Large Image."]),
        (Accounts, &["Rank Math SEO > Titles & Meta > Social Meta: fill in the Twitter username."]),
        (SiteName, &["Rank Math SEO > Titles & Meta > Local SEO > Website Name."]),
        (Structured, &["Rank Math SEO > Titles & Meta > Posts > Schema Type: Article, Article Type: News Article."]),
        (Google, &["Rank Math SEO > Titles & Meta > Global Meta > Advanced Robots Meta: Image Preview, Large."]),
    ],
};
