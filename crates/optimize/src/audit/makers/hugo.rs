//! Hugo: its embedded partials write most tags.

use networks::{Grade, day};

use super::Family::{
    Accounts, Address, Card, Description, Google, Picture, PictureTags, PictureText, SiteName, Structured, Template,
    Title,
};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Hugo 0.146 and later",
    source: day("https://gohugo.io/templates/embedded/", "2026-11-22", Grade::Platform),
    steps: &[
        (
            Title,
            &[
                "In the head of layouts/baseof.html: {{ partial \"opengraph.html\" . }}. It takes title from the front matter.",
            ],
        ),
        (
            Description,
            &[
                "Front matter of the page: description. For all others: params.description in hugo.toml.",
                "In the head of layouts/baseof.html: {{ partial \"opengraph.html\" . }} and <meta name=\"description\" content=\"{{ .Description }}\">.",
            ],
        ),
        (
            Picture,
            &[
                "Front matter of the page: images = [\"card.jpg\"], or a file whose name holds feature, cover or thumbnail in the page's folder.",
                "For all others: params.images in hugo.toml.",
            ],
        ),
        (
            Address,
            &[
                "baseURL in hugo.toml must be the final address, with https.",
                "In the head of layouts/baseof.html: <link rel=\"canonical\" href=\"{{ .Permalink }}\">.",
            ],
        ),
        (
            Card,
            &[
                "In the head of layouts/baseof.html: {{ partial \"twitter_cards.html\" . }} beside {{ partial \"opengraph.html\" . }}.",
            ],
        ),
        (SiteName, &["title in hugo.toml."]),
        (Accounts, &["In hugo.toml: [params.social] with twitter = \"name\"."]),
        (
            Structured,
            &[
                "Front matter of the page: date. In the head: {{ partial \"opengraph.html\" . }} writes article:published_time from it.",
            ],
        ),
        (
            Template,
            &[
                "Copy the embedded partial to layouts/_partials/opengraph.html and change it there; look for the same tags in the theme.",
                "hugo --minify: keep quotes with minify.tdewolff.html.keepQuotes = true in hugo.toml.",
            ],
        ),
        (
            PictureText,
            &[
                "Add <meta property=\"og:image:alt\" content=\"{{ .Params.imageAlt }}\"> to layouts/_partials/opengraph.html.",
            ],
        ),
        (
            PictureTags,
            &[
                "In layouts/_partials/opengraph.html, take the picture as a resource and write .Width and .Height as og:image:width and og:image:height.",
            ],
        ),
        (Google, &["In the head of layouts/baseof.html: <meta name=\"robots\" content=\"max-image-preview:large\">."]),
    ],
};
