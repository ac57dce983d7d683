//! One pass over a page.

mod body;
mod charset;
mod collect;
mod facts;
mod head;
mod json_ld;
mod maker;
pub(crate) mod markup;
mod script;
mod share;
pub(crate) mod tag;
mod template;
mod transcode;
mod without;

use std::borrow::Cow;
use std::mem;

use domain::{Fetched, Page, PageLink, Without};
use encoding_rs::{REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use url::Url;

use collect::Collected;
use transcode::Places;

/// The most that is read of a page: 16 MiB.
pub(crate) const LARGEST_PAGE: usize = 16 * 1024 * 1024;

/// Where bytes came from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The page's address.
    pub url: Url,
    /// How the server answered; `None` for a file.
    pub fetched: Option<Fetched>,
}

/// What a reading yields: the page, and its links to other pages.
#[derive(Clone, Debug)]
pub struct Read {
    /// The page.
    pub page: Page,
    /// Every `<a href>` and `<area href>` in page order, as written, but for those to a place on the page itself.
    pub links: Vec<PageLink>,
}

/// Reads `body`, the bytes as they came off the wire (decompressed), into a page.
///
/// Nothing behind the first 16 MiB is looked at.
pub fn read(body: &[u8], source: Source) -> Read {
    let seen = &body[..body.len().min(LARGEST_PAGE)];
    let content_type = source.fetched.as_ref().and_then(|fetched| fetched.content_type.as_deref());
    let (encoding, mut charset) = charset::charset(seen, content_type);
    // What markup cannot be told apart in byte by byte becomes UTF-8 first.
    let transcoded = !encoding.is_ascii_compatible();
    let text: Cow<'_, [u8]> =
        if transcoded { transcode::text(seen, encoding).into_bytes().into() } else { seen.into() };
    let in_text = if transcoded { UTF_8 } else { encoding };
    let head = head::head(&text);
    let mut found = collect::collect(&text, in_text, &head);
    let shown = body::body(&text, head.body, in_text);
    let needs_script = script::needs_script(&found, &shown);
    found.share.extend(shown.share);
    found.share.sort_by_key(|mark| mark.at);
    let maker = maker::maker(&found, &text[..head.body.min(text.len())]);
    let template = template::template(maker.as_ref(), &found);
    let mut extent = [head.start, head.end].map(|at| at.map(|at| at as u64));
    if transcoded {
        let unit = if encoding == UTF_16LE || encoding == UTF_16BE { 2 } else { 1 };
        let whole = if encoding == REPLACEMENT { 0 } else { seen.len() };
        put_back(&mut found, &mut extent, &Places::new(&seen[..whole], encoding), unit);
    }
    if charset.meta.is_none()
        && let Some((label, at)) = found.charset
    {
        (charset.meta, charset.meta_at) = (Some(label), Some(at));
    }
    let mut page = Page {
        url: source.url,
        fetched: source.fetched,
        size: body.len() as u64,
        unread: (body.len() - seen.len()) as u64,
        charset,
        lang: found.lang,
        base: found.base,
        title: found.title,
        tags: found.tags,
        links: found.links,
        json_ld: found.json_ld,
        headings: shown.headings,
        opening: shown.opening,
        pictures: shown.pictures,
        share: found.share,
        head_start: extent[0],
        head_end: extent[1],
        needs_script,
        maker,
        template,
        facts: domain::Facts::default(),
        without_plugin: None,
    };
    page.facts = facts::facts(&page, &text, head.body, in_text);
    if let Some(tags) = without::tags(&page.tags) {
        let mut bare = Page { tags, ..page.clone() };
        let facts = facts::facts(&bare, &text, head.body, in_text);
        let tags = mem::take(&mut bare.tags);
        page.without_plugin = Some(Box::new(Without { tags, facts }));
    }
    Read { page, links: shown.links }
}

/// Turns all places in the transcoded text into places in the bytes that were received.
fn put_back(found: &mut Collected, head: &mut [Option<u64>; 2], places: &Places<'_>, unit: u64) {
    // The place behind a tag is that of its last byte, `>`, and one character more.
    let mut starts: Vec<&mut u64> = head.iter_mut().flatten().collect();
    let mut ends: Vec<&mut u64> = Vec::new();
    for it in &mut found.tags {
        starts.push(&mut it.at);
        ends.push(&mut it.end);
    }
    for it in &mut found.links {
        starts.push(&mut it.at);
        ends.push(&mut it.end);
    }
    if let Some(title) = &mut found.title {
        starts.push(&mut title.at);
        ends.push(&mut title.end);
    }
    starts.extend(found.json_ld.iter_mut().map(|it| &mut it.at));
    starts.extend(found.share.iter_mut().map(|it| &mut it.at));
    starts.extend(found.charset.iter_mut().map(|(_, at)| at));
    for end in &mut ends {
        **end = end.saturating_sub(1);
    }
    let mut wanted: Vec<usize> = starts.iter().chain(&ends).map(|at| **at as usize).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mapped = places.map(&wanted);
    let put = |at: u64| wanted.binary_search(&(at as usize)).map_or(at, |index| mapped[index] as u64);
    for start in starts {
        *start = put(*start);
    }
    for end in ends {
        *end = put(*end) + unit;
    }
}
