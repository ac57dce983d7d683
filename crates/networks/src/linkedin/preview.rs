use domain::{Images, Page};

use crate::preview::place::{Place, address, first};
use crate::preview::{Found, Limits, host, large_if, measures};
use crate::{Preview, Shape};

const PICTURE: Limits =
    Limits { network: "LinkedIn", kinds: crate::preview::COMMON, at_most: Some(5_000_000), ..Limits::NONE };

/// LinkedIn: Open Graph, then title and description; Twitter tags do not exist for it. A picture narrower than 401
/// pixels becomes a thumbnail.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.whole();
    let title = first(seen, &[Place::Meta("og:title"), Place::Title]);
    let description = first(seen, &[Place::Meta("og:description"), Place::Named("description")]);
    Preview::text(title.map_or_else(|| address(page), |it| it.characters(200)))
        .describe(description.map(|it: Found| it.characters(300)))
        .host(host(page))
        .pictured(page, PICTURE.first(page, images, first(seen, &[Place::Meta("og:image")])), |size| {
            large_if(measures(size, 401, 1), Shape::Wide)
        })
}
