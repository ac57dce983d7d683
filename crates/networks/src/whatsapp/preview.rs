use domain::{Images, KIB, Page};

use crate::preview::place::{Place, first};
use crate::preview::{Found, Limits, host, large_if, measures};
use crate::{Preview, Shape};

const PICTURE: Limits = Limits {
    network: "WhatsApp",
    kinds: crate::preview::COMMON,
    at_most: Some(600_000),
    ratio: Some(4.0),
    ..Limits::NONE
};

/// WhatsApp: what stands inside the head, within the first 300 KB; a picture of at most 600 KB; drawn large where the
/// picture is at least 300 pixels wide. Of the description, 80 characters are seen.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.head(300 * KIB);
    let Some(title) = first(seen, &[Place::Meta("og:title"), Place::Title]) else {
        return Preview::nothing("WhatsApp finds no title in the first 300 KB of the page's head.");
    };
    let description = first(seen, &[Place::Meta("og:description"), Place::Named("description")]);
    Preview::text(title.whole()).describe(description.map(|it: Found| it.characters(80))).host(host(page)).pictured(
        page,
        PICTURE.first(page, images, first(seen, &[Place::Meta("og:image")])),
        |size| large_if(measures(size, 300, 1), Shape::Wide),
    )
}
