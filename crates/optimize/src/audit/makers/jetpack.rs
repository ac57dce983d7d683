//! Jetpack. It takes title, text and picture from the post and has few settings of its own.

use networks::{Grade, day};

use super::Family::{Description, Picture, PictureText, Template, Title};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Jetpack 15",
    source: day("the plug-in's menus as known", "2026-11", Grade::Memory),
    steps: &[
        (
            Title,
            &[
                "Jetpack takes the title of the page: change it there, or in the editor under Jetpack > SEO > SEO title.",
            ],
        ),
        (Description, &["Open the page in the editor and fill in the excerpt; or Jetpack > SEO > SEO description."]),
        (
            Picture,
            &[
                "Give the page a featured image of 1200 x 630 pixels.",
                "Or switch on Jetpack > Settings > Sharing > Social image generator.",
            ],
        ),
        (PictureText, &["Media > Library: open the picture and fill in Alternative Text."]),
        (
            Template,
            &[
                "Look whether theme and Jetpack both write the tags; a filter jetpack_enable_open_graph that answers false switches Jetpack's off.",
            ],
        ),
    ],
};
