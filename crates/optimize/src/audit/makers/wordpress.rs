//! WordPress without a plug-in that writes social tags.

use networks::{Grade, day};

use super::Family::{
    Address, Buttons, Card, Description, Host, Icons, Picture, PictureText, Robots, SiteName, Template, Title,
};
use super::Guide;

/// The one act that settles most of what a WordPress without such a plug-in lacks.
pub(super) const PLUG_IN: &str =
    "Plugins > Add New Plugin: install one plug-in that writes social tags, such as Yoast SEO or Rank Math.";

pub(super) static GUIDE: Guide = Guide {
    program: "WordPress 6",
    source: day("the program's menus as known", "2026-11", Grade::Memory),
    steps: &[
        (Title, &[PLUG_IN, "(It takes the title of the page unless you write another.)"]),
        (Description, &[PLUG_IN, "Then write a description in the editor of the page, or an excerpt."]),
        (
            Picture,
            &[
                "Open the page in the editor, Featured image, and choose a picture of 1200 x 630 pixels.",
                "(A plug-in that writes social tags, such as Yoast SEO or Rank Math, then names it.)",
            ],
        ),
        (PictureText, &["Media > Library: open the picture and fill in Alternative Text."]),
        (Card, &[PLUG_IN, "(It chooses the kind of card by the page and its picture.)"]),
        (
            Address,
            &[
                PLUG_IN,
                "Settings > General: WordPress Address and Site Address both begin with https and name the same host.",
            ],
        ),
        (SiteName, &[PLUG_IN, "(It takes the name from Settings > General > Site Title.)"]),
        (Icons, &["Settings > General > Site Icon: a square picture of 512 x 512 pixels serves for all."]),
        (
            Template,
            &[
                "Look which plug-ins and which theme write social tags, and let only one of them do it.",
                "The head is written by the theme: Appearance > Theme File Editor > header.php, in a child theme.",
            ],
        ),
        (Buttons, &["Plugins: switch off the plug-in of the share buttons, or take the network out in its settings."]),
        (
            Robots,
            &[
                "Settings > Reading: take the tick from Discourage search engines; then look at robots.txt in the site's folder or in the SEO plug-in.",
            ],
        ),
        (
            Host,
            &[
                "Look whether a security plug-in (Plugins > Installed) blocks agents; then ask the host about its firewall.",
            ],
        ),
    ],
};
