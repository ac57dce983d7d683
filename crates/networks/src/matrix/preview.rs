use domain::{Images, Page, TagKey, Window};

use super::words::summary;
use crate::preview::place::{self, address};
use crate::preview::{Found, Limits, Relative, small};
use crate::{Line, Preview};

const PICTURE: Limits =
    Limits { network: "Matrix", relative: Relative::ToPage, kinds: crate::preview::COMMON, ..Limits::NONE };
/// More tags than this under one prefix are none.
const MOST_TAGS: usize = 50;
/// A longer value is dropped.
const LONGEST: usize = 1000;

/// Matrix, as the server Synapse reads pages: `og:` by `property=`, then `twitter:` by `name=`, of several the last; then
/// title or headings, the largest picture of the page or its icon, and the page's own text.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    if page.size > 10 * 1024 * 1024 {
        return Preview::nothing("Matrix reads no page of more than 10 MB.");
    }
    let tags = Tags::of(page.whole());
    let title = tags.get("og:title", "twitter:title").or_else(|| heading(page));
    let title = title.map(Found::whole).filter(|it| !it.text.is_empty() && it.text.chars().count() <= LONGEST);
    let description = description(page, &tags).filter(|it| it.text.chars().count() <= LONGEST);
    let picture = tags.get("og:image", "twitter:image").or_else(|| of_page(page));
    if picture.is_some_and(|it| has_half_a_bracket(it.text)) {
        return Preview::nothing("Matrix gives up where the address of the picture cannot be read.");
    }
    if title.is_none() && description.is_none() && picture.is_none() {
        return Preview::nothing("Matrix finds no title, no text and no picture in the page.");
    }
    let card = Preview::text(title.unwrap_or_else(|| address(page))).describe(description).pictured(
        page,
        PICTURE.first(page, images, picture),
        small,
    );
    match tags.get("og:site_name", "twitter:site") {
        Some(site) => card.host(site.text),
        None => card,
    }
}

/// The two families of tags that Synapse reads.
struct Tags<'a> {
    seen: Window<'a>,
    open_graph: bool,
    twitter: bool,
}

impl<'a> Tags<'a> {
    fn of(seen: Window<'a>) -> Self {
        Self {
            seen,
            open_graph: distinct(seen, "og:", TagKey::Property) <= MOST_TAGS,
            twitter: distinct(seen, "twitter:", TagKey::Name) <= MOST_TAGS,
        }
    }

    fn get(&self, open_graph: &'static str, twitter: &'static str) -> Option<Found<'a>> {
        let one = |name, key, read: bool| if read { last(self.seen, name, key) } else { None };
        one(open_graph, TagKey::Property, self.open_graph).or_else(|| one(twitter, TagKey::Name, self.twitter))
    }
}

/// How many tags begin with `prefix`, counted no further than matters.
fn distinct(seen: Window<'_>, prefix: &str, key: TagKey) -> usize {
    let named = || seen.tags().filter(|tag| tag.key == key && tag.name.starts_with(prefix) && !tag.content.is_empty());
    if named().nth(MOST_TAGS).is_none() {
        return 0;
    }
    let mut names: Vec<&str> = named().map(|tag| tag.name.as_str()).collect();
    // One more tag after the fiftieth name is what tips it, even where its name is not new.
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    if names.len() >= MOST_TAGS && all > names.len() { MOST_TAGS + 1 } else { names.len() }
}

/// The last tag called `name` that is not empty.
fn last<'a>(seen: Window<'a>, name: &'static str, key: TagKey) -> Option<Found<'a>> {
    let tag = seen.tags().filter(|tag| tag.key == key && tag.name == name && !tag.content.is_empty()).last()?;
    Some(Found { text: &tag.content, from: name })
}

/// The title tag, else the first heading.
fn heading(page: &Page) -> Option<Found<'_>> {
    const NAMES: [&str; 3] = ["h1", "h2", "h3"];
    place::first(page.whole(), &[place::Place::Title]).or_else(|| {
        let mut headings = page.headings.iter().zip(NAMES);
        headings.find_map(|(text, from)| Some(Found { text: text.as_deref()?, from }))
    })
}

/// A shared description is cut to about 500 characters; the description for search engines is not; without both, the
/// page's own text stands in.
fn description(page: &Page, tags: &Tags<'_>) -> Option<Line> {
    if let Some(found) = tags.get("og:description", "twitter:description") {
        return summary(found.text).map(|(text, cut)| Line { text, cut, from: found.from });
    }
    let plain = page
        .whole()
        .tags()
        .find(|tag| tag.key == TagKey::Name && tag.name.contains("description") && !tag.content.is_empty());
    if let Some(tag) = plain {
        return Some(Line::whole(&tag.content, "description"));
    }
    let heading = page.headings.iter().flatten().next();
    let text: Vec<&str> = heading.into_iter().chain(&page.opening).map(String::as_str).collect();
    let (text, cut) = summary(&text.join(" "))?;
    Some(Line { text, cut, from: "first heading and paragraph" })
}

/// An address with one bracket out of two fails so early in Synapse that the whole preview is lost; any other bad
/// address costs the picture alone.
fn has_half_a_bracket(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("//") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    authority.contains('[') != authority.contains(']')
}

/// A picture by microdata, the largest picture of the page by its declared size, the first one, or the icon.
fn of_page(page: &Page) -> Option<Found<'_>> {
    let seen = page.whole();
    let micro =
        seen.tags().find(|tag| tag.key == TagKey::Itemprop && tag.name.contains("image") && !tag.content.is_empty());
    if let Some(tag) = micro {
        return Some(Found { text: &tag.content, from: "itemprop image" });
    }
    let mut largest: Option<(u64, &str)> = None;
    for picture in page.pictures.iter().filter(|it| !it.src.is_empty()) {
        let (Some(width), Some(height)) = (picture.width, picture.height) else { continue };
        let area = u64::from(width) * u64::from(height);
        if width > 10 && height > 10 && largest.is_none_or(|(most, _)| area > most) {
            largest = Some((area, &picture.src));
        }
    }
    let first = || page.pictures.iter().map(|it| it.src.as_str()).find(|src| !src.is_empty());
    if let Some(text) = largest.map(|(_, src)| src).or_else(first) {
        return Some(Found { text, from: "a picture of the page" });
    }
    let icon = seen.links().find(|link| link.is("icon") && !link.href.is_empty())?;
    Some(Found { text: &icon.href, from: "icon" })
}
