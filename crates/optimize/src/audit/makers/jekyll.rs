//! Jekyll with jekyll-seo-tag.

use networks::{Grade, day};

use super::Family::{
    Accounts, Address, Card, Description, Picture, PictureTags, PictureText, SiteName, Template, Title,
};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "jekyll-seo-tag 2.8",
    source: day("jekyll/jekyll-seo-tag docs/usage.md", "2026-11-22", Grade::Code),
    steps: &[
        (
            Title,
            &[
                "In _config.yml: plugins: [jekyll-seo-tag]; in the head of the layout: {% seo %}.",
                "Front matter of the page: title.",
            ],
        ),
        (Description, &["Front matter of the page: description. For all others: description in _config.yml."]),
        (
            Picture,
            &[
                "Front matter of the page: image: /assets/card.jpg.",
                "For all pages: defaults in _config.yml with values: image.",
            ],
        ),
        (PictureText, &["Front matter of the page: image with path and alt below it."]),
        (PictureTags, &["Front matter of the page: image with path, width and height below it."]),
        (
            Address,
            &[
                "url in _config.yml must be the final address, with https; {% seo %} writes canonical and og:url from it.",
            ],
        ),
        (Card, &["In _config.yml: twitter: with card: summary_large_image and username below it."]),
        (Accounts, &["In _config.yml: twitter: with username below it. For authors: author: with twitter below it."]),
        (SiteName, &["title in _config.yml."]),
        (
            Template,
            &[
                "lang in _config.yml or in the front matter; look in _includes/head.html for tags that stand beside {% seo %}.",
            ],
        ),
    ],
};
