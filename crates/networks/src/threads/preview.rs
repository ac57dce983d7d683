use domain::{Images, MIB, Page};

use crate::facebook;
use crate::preview::place::{Place, address, first};
use crate::preview::{Found, host, large_if, measures};
use crate::{Preview, Shape};

/// Threads: read by Facebook's fetcher, so with its limits; title and host under the picture, no description.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let title = first(page.first(MIB), &[Place::Property("og:title"), Place::Title, Place::Heading]);
    Preview::text(title.map_or_else(|| address(page), Found::whole)).host(host(page)).pictured(
        page,
        facebook::picture("Threads", page, images),
        |size| large_if(measures(size, 600, 315), Shape::Wide),
    )
}
