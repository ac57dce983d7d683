//! Astro: the layout writes the head.

use networks::{Grade, day};

use super::Family::{Address, Card, Description, Picture, PictureTags, Template, Title};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Astro 5",
    source: day("the program's own manner of layouts", "2026-11", Grade::Memory),
    steps: &[
        (
            Title,
            &[
                "In the layout (src/layouts/…astro), head: <meta property=\"og:title\" content={title} />, with title from Astro.props.",
            ],
        ),
        (
            Description,
            &[
                "In the layout, head: <meta name=\"description\" content={description} /> and the same as og:description.",
            ],
        ),
        (
            Picture,
            &[
                "In the layout, head: <meta property=\"og:image\" content={new URL(image.src, Astro.site)} />, with image imported from src/assets.",
            ],
        ),
        (
            PictureTags,
            &["Of an imported image, write {image.width} and {image.height} as og:image:width and og:image:height."],
        ),
        (
            Address,
            &[
                "site in astro.config.mjs must be the final address. In the layout: const canonical = new URL(Astro.url.pathname, Astro.site), and <link rel=\"canonical\" href={canonical} />.",
            ],
        ),
        (
            Card,
            &[
                "In the layout, head: <meta name=\"twitter:card\" content=\"summary_large_image\" /> and og:type by a prop.",
            ],
        ),
        (Template, &["Change it once in the layout that holds <head> (src/layouts or src/components/BaseHead.astro)."]),
    ],
};
