//! The places of a page in which networks look for text, by the manner in which they look.

use domain::{Page, TagKey, Window};

use super::Found;
use super::line::Line;

/// Where a title came from that is no title: the address itself.
pub(crate) const ADDRESS: &str = "address";

/// A place where text may stand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// A meta tag, by `property=` or `name=`.
    Meta(&'static str),
    /// A meta tag with `property=`.
    Property(&'static str),
    /// A meta tag with `name=`.
    Named(&'static str),
    /// A link tag with exactly this `rel`.
    Link(&'static str),
    /// The page's title tag.
    Title,
    /// The first main heading.
    Heading,
    /// The first paragraph.
    Opening,
}

/// The text of the first of `places` that has any.
pub(crate) fn first<'a>(seen: Window<'a>, places: &[Place]) -> Option<Found<'a>> {
    places.iter().find_map(|place| look(seen, *place))
}

fn look(seen: Window<'_>, place: Place) -> Option<Found<'_>> {
    let page = seen.page();
    let (text, from) = match place {
        Place::Meta(name) => (seen.meta(name)?, name),
        Place::Property(name) => (seen.property(name)?, name),
        Place::Named(name) => (seen.named(name)?, name),
        Place::Link(rel) => {
            let href = seen.links().filter(|link| link.rel == rel).map(|link| link.href.trim());
            (href.into_iter().find(|href| !href.is_empty())?, rel)
        }
        Place::Title => (seen.title()?, "title"),
        Place::Heading => (page.headings[0].as_deref().filter(|text| !text.trim().is_empty())?, "h1"),
        Place::Opening => (page.opening.as_deref()?, "first paragraph"),
    };
    Some(Found { text, from })
}

/// Every meta tag with one of `names`, in page order, that is not blank.
pub(crate) fn every<'a>(
    seen: Window<'a>,
    names: &'static [&'static str],
    by: impl Fn(TagKey) -> bool,
) -> impl Iterator<Item = Found<'a>> {
    seen.tags().filter(move |tag| by(tag.key)).filter_map(move |tag| {
        let from = *names.iter().find(|name| **name == tag.name)?;
        Some(Found { text: tag.content.trim(), from }).filter(|found| !found.text.is_empty())
    })
}

/// By `property=` alone.
pub(crate) fn property(key: TagKey) -> bool {
    key == TagKey::Property
}

/// By `property=` or `name=`.
pub(crate) fn either(key: TagKey) -> bool {
    matches!(key, TagKey::Property | TagKey::Name)
}

/// The first meta tag called `name`, even where it is blank: what a reader gets that takes one tag and looks no further.
pub(crate) fn only<'a>(seen: Window<'a>, name: &'static str, by: impl Fn(TagKey) -> bool) -> Option<Found<'a>> {
    let tag = seen.tags().find(|tag| tag.name == name && by(tag.key))?;
    Some(Found { text: tag.content.trim(), from: name })
}

/// The address as a title, for a page that gives none.
pub(crate) fn address(page: &Page) -> Line {
    Line { text: super::host(page).to_owned(), cut: false, from: ADDRESS }
}
