use domain::{Images, Page};

use crate::preview::place::{Place, first};
use crate::preview::{Found, Limits, large_if, site_or_host};
use crate::{Preview, Shape};

const PICTURE: Limits =
    Limits { network: "Telegram", kinds: crate::preview::COMMON, at_most: Some(5_000_000), ..Limits::NONE };

/// Telegram: Open Graph, then Twitter, then title and description; a picture below 5 MB, large where `twitter:card` asks
/// for it.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.whole();
    let Some(title) = first(seen, &[Place::Meta("og:title"), Place::Meta("twitter:title"), Place::Title]) else {
        return Preview::nothing("Telegram draws no card without a title.");
    };
    let description =
        first(seen, &[Place::Meta("og:description"), Place::Meta("twitter:description"), Place::Named("description")]);
    let picture = first(seen, &[Place::Meta("og:image"), Place::Meta("twitter:image")]);
    let asks_large = seen.meta("twitter:card") == Some("summary_large_image");
    Preview::text(title.whole()).describe(description.map(Found::whole)).host(site_or_host(seen)).pictured(
        page,
        PICTURE.first(page, images, picture),
        |_| large_if(asks_large, Shape::Natural),
    )
}
