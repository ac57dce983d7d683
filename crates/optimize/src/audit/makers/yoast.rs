//! Yoast SEO. The names of the settings are those of its settings page; the free version writes the tags, the
//! previews by network are part of Premium.

use networks::{Grade, day};

use super::Family::{
    Accounts, Address, Card, Description, Google, Picture, PictureTags, PictureText, SiteName, Structured, Title,
};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "Yoast SEO 20 and later",
    source: day("Yoast/wordpress-seo packages/js/src/settings/app.js", "2026-11-22", Grade::Code),
    steps: &[
        (
            Title,
            &[
                "Open the page in the editor, Yoast SEO, Social, and fill in the social title; or SEO title, from which it is taken.",
                "For all pages of a kind: Yoast SEO > Settings > Content types > Posts (or Pages), SEO title and Social title. Take %%sitename%% out of the social title.",
            ],
        ),
        (
            Description,
            &[
                "Open the page in the editor, Yoast SEO, and fill in the meta description; Social has one of its own for shared links.",
                "For all pages of a kind: Yoast SEO > Settings > Content types > Posts (or Pages), Meta description, for instance %%excerpt%%.",
            ],
        ),
        (
            Picture,
            &[
                "Give the page a featured image of 1200 x 630 pixels, or one in the editor under Yoast SEO > Social > Social image.",
                "For pages without one: Yoast SEO > Settings > General > Site basics > Site image.",
            ],
        ),
        (PictureText, &["Media > Library: open the picture and fill in Alternative Text."]),
        (
            PictureTags,
            &[
                "Choose the picture from the media library, not by its address: Yoast SEO then writes its size and type.",
            ],
        ),
        (
            Address,
            &[
                "Settings > General: look at WordPress Address and Site Address; Yoast SEO takes the canonical address from there.",
                "For one page: editor, Yoast SEO > Advanced > Canonical URL. Leave it empty unless the page belongs elsewhere.",
            ],
        ),
        (
            Card,
            &[
                "Yoast SEO > Settings > General > Site features > Social sharing: switch on Open Graph data and X card data.",
            ],
        ),
        (
            Accounts,
            &[
                "Yoast SEO > Settings > General > Site representation > Other profiles: fill in the X account.",
                "For authors: Users > Profile, X username.",
            ],
        ),
        (SiteName, &["Yoast SEO > Settings > General > Site basics > Website name."]),
        (
            Structured,
            &[
                "Yoast SEO > Settings > Content types > Posts > Schema: choose Article or News article as the article type.",
            ],
        ),
        (
            Google,
            &["Yoast SEO writes it by itself; look for another plug-in or the theme that writes a second robots tag."],
        ),
    ],
};
