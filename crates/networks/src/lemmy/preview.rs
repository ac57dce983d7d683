use domain::{Images, MIB, Page, TagKey, Window};

use crate::Preview;
use crate::preview::place::{Place, either, first};
use crate::preview::{Found, Limits, Relative, host, small};

const PICTURE: Limits = Limits { network: "Lemmy", relative: Relative::ToPage, ..Limits::NONE };

/// Lemmy: Open Graph inside the head, in the first MiB; of several titles the last, of several pictures the first; it
/// follows one redirect and no more.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    if page.fetched.as_ref().is_some_and(|it| it.hops.len() > 1) {
        return Preview::nothing("Lemmy follows one redirect, and there are more on the way to the page.");
    }
    let seen = page.head(MIB);
    let title = last(seen, "og:title").or_else(|| first(seen, &[Place::Title])).filter(|it| !it.text.is_empty());
    let Some(title) = title else {
        return Preview::nothing("Lemmy finds no title in the page, so it draws no card below the post.");
    };
    let description =
        last(seen, "og:description").or_else(|| last(seen, "description")).filter(|it| !it.text.is_empty());
    Preview::text(title.whole()).describe(description.map(Found::whole)).host(host(page)).pictured(
        page,
        PICTURE.first(page, images, picture(seen)),
        small,
    )
}

/// The last tag called `name`, even where it is blank.
fn last<'a>(seen: Window<'a>, name: &'static str) -> Option<Found<'a>> {
    let tag = seen.tags().filter(|tag| tag.name == name && either(tag.key)).last()?;
    Some(Found { text: tag.content.trim(), from: name })
}

/// The first `og:image` or `og:image:url`, even where it is blank; a blank one is the page itself, which is no picture.
fn picture(seen: Window<'_>) -> Option<Found<'_>> {
    let tag = seen.tags().find(|tag| {
        matches!(tag.key, TagKey::Property | TagKey::Name) && matches!(tag.name.as_str(), "og:image" | "og:image:url")
    })?;
    let found = Found { text: tag.content.trim(), from: "og:image" };
    Some(found).filter(|it| !it.text.is_empty())
}
