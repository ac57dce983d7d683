//! WooCommerce, in WordPress: what is particular to products.

use networks::{Grade, day};

use super::Family::{Description, Picture, Structured};
use super::Guide;

pub(super) static GUIDE: Guide = Guide {
    program: "WooCommerce 10",
    source: day("the program's menus as known", "2026-11", Grade::Memory),
    steps: &[
        (
            Picture,
            &["Products > All Products: open the product and set a Product image of at least 1200 pixels' width."],
        ),
        (Description, &["Products > All Products: open the product and fill in the product short description."]),
        (
            Structured,
            &[
                "Products > All Products: open the product and fill in Regular price; WooCommerce writes price and currency into JSON-LD.",
                "(The product tags come from the SEO plug-in; some want its shop add-on for that.)",
            ],
        ),
    ],
};
