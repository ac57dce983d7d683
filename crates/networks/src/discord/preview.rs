use domain::{Images, Page};

use crate::preview::place::{Place, first};
use crate::preview::{Limits, large_if};
use crate::{Line, Preview, Shape};

const PICTURE: Limits = Limits { network: "Discord", kinds: crate::preview::COMMON, ..Limits::NONE };

/// Discord: Open Graph, then Twitter; a title is cut to 67 bytes and a description to 347; a site name of more than 253
/// bytes leaves no card at all. The picture is large where `twitter:card` asks for it.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    let seen = page.whole();
    let site = seen.meta("og:site_name");
    if site.is_some_and(|name| name.len() > 253) {
        return Preview::nothing("Discord draws no card where the site's name is longer than about 250 letters.");
    }
    let named = first(seen, &[Place::Meta("og:title"), Place::Meta("twitter:title")]);
    let description =
        first(seen, &[Place::Meta("og:description"), Place::Meta("twitter:description"), Place::Named("description")]);
    // A title tag alone asks for no card; beside a description it serves as the title.
    let Some(title) = named.or_else(|| description.and_then(|_| first(seen, &[Place::Title]))) else {
        return Preview::nothing(
            "Discord draws a card only for a page that names a title or a description for sharing.",
        );
    };
    let picture = first(seen, &[Place::Meta("og:image"), Place::Meta("twitter:image")]);
    let asks_large = seen.meta("twitter:card") == Some("summary_large_image");
    let card = Preview::text(Line::bytes(title.text, 67, "...", title.from))
        .describe(description.map(|it| Line::bytes(it.text, 347, "...", it.from)))
        .pictured(page, PICTURE.first(page, images, picture), |_| large_if(asks_large, Shape::Natural))
        .alt(seen.meta("og:image:alt"));
    match site {
        Some(name) => card.host(name),
        None => card,
    }
}
