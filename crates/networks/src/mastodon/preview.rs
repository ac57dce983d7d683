use domain::{Images, MIB, Node, Page, Window};

use crate::preview::place::{Place, either, first, only};
use crate::preview::{Found, Limits, Relative, decoded_again, host, served_as};
use crate::{Layout, Line, Preview, Shape};

const PICTURE: Limits = Limits {
    network: "Mastodon",
    relative: Relative::ToPage,
    kinds: crate::preview::COMMON,
    at_most: Some(8 * MIB),
    ..Limits::NONE
};
/// The limit of servers that draw pictures with ImageMagick instead of libvips.
const OLDER: u64 = 2 * MIB;

/// Mastodon: the headline of a `NewsArticle` or `WebPage` in JSON-LD, then `og:title`, then the title tag; never Twitter.
/// It takes the first tag of a name, and where that one is blank, the line stays blank. A picture that is wider than high
/// is drawn large. The first megabyte counts.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    if page.fetched.as_ref().is_some_and(|it| it.status != 200)
        || page.fetched.is_some() && !served_as(page).is_some_and(|kind| kind.eq_ignore_ascii_case("text/html"))
    {
        return Preview::nothing("Mastodon draws cards for pages alone that the server sends as such.");
    }
    let seen = page.first(MIB);
    let stated = structured(seen);
    let title = said(stated.and_then(|it| it.headline.as_deref()), "json-ld headline")
        .or_else(|| only(seen, "og:title", either))
        .or_else(|| first(seen, &[Place::Title]));
    let Some(title) = title.filter(|it| !it.text.trim().is_empty()) else {
        return Preview::nothing("Mastodon draws no card where the first title that it finds is blank.");
    };
    let description = said(stated.and_then(|it| it.description.as_deref()), "json-ld description")
        .or_else(|| only(seen, "og:description", either))
        .or_else(|| first(seen, &[Place::Named("description")]))
        .filter(|it| !it.text.is_empty());
    let picture = only(seen, "og:image", either).filter(|it| !it.text.is_empty() && it.text != "null");
    let card = Preview::text(line(title))
        .describe(description.map(line))
        .host(provider(seen, stated))
        .by(author(seen, stated))
        .pictured(page, PICTURE.first(page, images, picture), |size| match size {
            Some((width, height)) if width <= height => (Layout::Small, Shape::Square),
            _ => (Layout::Large, Shape::Wide),
        })
        .alt(seen.meta("og:image:alt"));
    let heavy = card.picture.as_ref().and_then(|it| images.of(&it.url)?.bytes).is_some_and(|bytes| bytes > OLDER);
    if heavy { card.because("Some servers take pictures up to 2 MB only, and draw none here.") } else { card }
}

/// The first JSON-LD object of a type that Mastodon reads. It looks at the top of each script, not into `@graph`.
fn structured(seen: Window<'_>) -> Option<&Node> {
    seen.nodes().find(|node| {
        node.top
            && !node.in_graph
            && matches!(node.types.as_slice(), [kind] if kind == "NewsArticle" || kind == "WebPage")
    })
}

fn said<'a>(text: Option<&'a str>, from: &'static str) -> Option<Found<'a>> {
    text.map(|text| Found { text, from })
}

/// Character references are decoded a second time.
fn line(found: Found<'_>) -> Line {
    Line::whole(&decoded_again(found.text), found.from)
}

fn provider<'a>(seen: Window<'a>, stated: Option<&'a Node>) -> &'a str {
    let named = stated.and_then(|it| it.publisher.as_deref()).or_else(|| seen.meta("og:site_name"));
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| host(seen.page()))
}

/// Who wrote it, or the account that the page names as its author.
fn author<'a>(seen: Window<'a>, stated: Option<&'a Node>) -> Option<&'a str> {
    let named = stated.and_then(|it| it.authors.first().map(String::as_str));
    let named = named.or_else(|| seen.meta("og:author")).or_else(|| seen.meta("og:author:username"));
    named.or_else(|| seen.meta("fediverse:creator"))
}
