use domain::{Images, KIB, Page, Window};

use crate::preview::place::{Place, either, every, first};
use crate::preview::{Found, Limits, large_if, site_or_host};
use crate::{Preview, Shape};

const PICTURE: Limits = Limits { network: "Slack", kinds: crate::preview::COMMON, ..Limits::NONE };

/// Slack: the first 32 KB; Open Graph or Twitter, whichever comes first in the page; then title and description. The
/// picture is large where `twitter:card` asks for it.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.first(32 * KIB);
    let Some(title) = earliest(seen, &["og:title", "twitter:title"]).or_else(|| first(seen, &[Place::Title])) else {
        return Preview::nothing("Slack finds no title in the first 32 KB of the page.");
    };
    let description = earliest(seen, &["og:description", "twitter:description"])
        .or_else(|| first(seen, &[Place::Named("description")]));
    let picture = earliest(seen, &["og:image", "twitter:image"]);
    let asks_large = seen.meta("twitter:card") == Some("summary_large_image");
    Preview::text(title.whole()).describe(description.map(Found::whole)).host(site_or_host(seen)).pictured(
        page,
        PICTURE.first(page, images, picture),
        |_| large_if(asks_large, Shape::Natural),
    )
}

fn earliest<'a>(seen: Window<'a>, names: &'static [&'static str]) -> Option<Found<'a>> {
    every(seen, names, either).next()
}
