use domain::{ImageKind, Images, KIB, MIB, Page};

use crate::preview::place::{Place, first, only, property};
use crate::preview::{Found, Limits, Relative, host, is_local, served_as};
use crate::{Layout, Preview, Shape};

const PICTURE: Limits = Limits {
    network: "Signal",
    relative: Relative::ToPage,
    kinds: &[ImageKind::Gif, ImageKind::Ico, ImageKind::Jpeg, ImageKind::Png, ImageKind::Webp],
    at_most: Some(MIB),
    secure: true,
    inline: true,
    ..Limits::NONE
};

/// Signal: tags by `property=` alone, the first of each name, within the first 1,000 KiB; a picture of at most 1 MiB over
/// https, else the page's icon where no picture is named; no card at all without a title. The picture is large where both
/// sides measure 200 pixels and it is not about square.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    if let Some(why) = unsafe_to_read(page) {
        return Preview::nothing(why);
    }
    let seen = page.first(1000 * KIB);
    let property = |name| only(seen, name, property).filter(|it| !it.text.is_empty());
    let Some(title) = property("og:title").or_else(|| first(seen, &[Place::Title])) else {
        return Preview::nothing("Signal draws no card without a title.");
    };
    let description =
        property("og:description").or_else(|| only(seen, "description", |key| key == domain::TagKey::Name));
    let picture = property("og:image").or_else(|| property("og:image:url")).or_else(|| {
        first(
            seen,
            &[
                Place::Link("apple-touch-icon"),
                Place::Link("apple-touch-icon-precomposed"),
                Place::Link("shortcut icon"),
                Place::Link("icon"),
            ],
        )
    });
    Preview::text(title.whole())
        .describe(description.filter(|it| !it.text.is_empty()).map(Found::whole))
        .host(host(page))
        .pictured(page, PICTURE.first(page, images, picture), |size| match size {
            Some((width, height))
                if width < 200 || height < 200 || (1.0 - f64::from(width) / f64::from(height)).abs() < 0.05 =>
            {
                (Layout::Small, Shape::Square)
            }
            _ => (Layout::Large, Shape::Wide),
        })
}

/// Why Signal does not read the page: an address without https, on the way or at the end; a download; not a web page.
fn unsafe_to_read(page: &Page) -> Option<&'static str> {
    if page.url.scheme() != "https" && !is_local(&page.url) {
        return Some("Signal draws cards for secure addresses (https) alone.");
    }
    let fetched = page.fetched.as_ref()?;
    if fetched.hops.iter().any(|hop| hop.from.scheme() != "https" && !is_local(&hop.from)) {
        return Some("Signal draws no card where the way to the page leaves https.");
    }
    if fetched.attachment {
        return Some("Signal draws no card for a page that the server sends as a download.");
    }
    (!served_as(page).is_some_and(|kind| kind.eq_ignore_ascii_case("text/html")))
        .then_some("Signal draws cards for pages alone that the server sends as such.")
}
