//! A page as it was read: every tag with its place, nothing judged.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Maker, Window};

/// What one reading of one page found. Made by `pages::read`, which cannot fail: what is wrong with a page is data.
///
/// Offsets are bytes from the start of the body as it was received (after decompression, before any transcoding).
/// Text has its character references decoded once and is not trimmed, unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Where it was read, after redirects; for a folder, the base address with the file's path.
    pub url: Url,
    /// How the server answered; `None` for a file.
    pub fetched: Option<Fetched>,
    /// Size of the body in bytes, as far as it was received.
    pub size: u64,
    /// Bytes at the end that were not read, since the page is larger than the reader takes (16 MiB).
    pub unread: u64,
    /// How its bytes were understood.
    pub charset: Charset,
    /// `<html lang>`.
    pub lang: Option<String>,
    /// `<base href>`.
    pub base: Option<String>,
    /// The first `<title>` outside SVG, white space folded.
    pub title: Option<Text>,
    /// Every `<meta>` with a key and a content, in page order.
    pub tags: Vec<Tag>,
    /// Every `<link>` with a rel and a href, in page order.
    pub links: Vec<LinkTag>,
    /// Every JSON-LD script, in page order.
    pub json_ld: Vec<JsonLd>,
    /// The first heading of each rank, `h1` to `h3`, white space folded.
    pub headings: [Option<String>; 3],
    /// The first paragraph of at least 40 characters, white space folded, at most 600 characters.
    pub opening: Option<String>,
    /// The first 10 pictures of the body.
    pub pictures: Vec<Picture>,
    /// Addresses in the page that belong to share buttons, and scripts that make them.
    pub share: Vec<ShareMark>,
    /// Where `<head>` begins: behind its start tag, or the first thing that stands in a head without one.
    #[serde(default)]
    pub head_start: Option<u64>,
    /// Where `<head>` ends: the start of `</head>`, or of the first thing that cannot stand in a head.
    pub head_end: Option<u64>,
    /// Scripts are many and text is little: without running them the page says next to nothing.
    pub needs_script: bool,
    /// What made it.
    pub maker: Option<Maker>,
    /// A stable name for the template that made it: pages with one name can be mended in one place.
    pub template: String,
    /// What the page says about itself, each with where that came from.
    pub facts: Facts,
    /// What is otherwise on it without Tidings' own plug-in, where the page says that one wrote into it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_plugin: Option<Box<Without>>,
}

/// What a page is without the tags of Tidings' own plug-in: those that others print, or would print.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Without {
    /// In place of [`Page::tags`].
    pub tags: Vec<Tag>,
    /// In place of [`Page::facts`].
    pub facts: Facts,
}

/// How a server answered a request for a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fetched {
    /// The redirects on the way, in order; the last one led to [`Page::url`].
    pub hops: Vec<Hop>,
    /// HTTP status of the last answer.
    pub status: u16,
    /// `Content-Type`, whole.
    pub content_type: Option<String>,
    /// `Content-Encoding`.
    pub encoding: Option<String>,
    /// Served with `Content-Disposition: attachment`.
    pub attachment: bool,
    /// `X-Robots-Tag`, whole.
    pub robots_tag: Option<String>,
    /// Milliseconds until the whole answer was there.
    pub millis: u32,
    /// The body ended before the length that the server had promised.
    pub cut_off: bool,
    /// `ETag`, for the next visit.
    pub etag: Option<String>,
    /// `Last-Modified`, for the next visit.
    pub last_modified: Option<String>,
}

/// One redirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// The address that redirected.
    pub from: Url,
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
}

/// How bytes became text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charset {
    /// The name by which the text was decoded, as in the Encoding Standard: `UTF-8`, `windows-1252`.
    pub used: String,
    /// What told it.
    pub from: CharsetFrom,
    /// The charset of the `Content-Type` header, as written.
    pub header: Option<String>,
    /// The charset of `<meta charset>` or its http-equiv form, as written.
    pub meta: Option<String>,
    /// Byte offset of that meta tag.
    pub meta_at: Option<u64>,
    /// Bytes that the charset cannot decode, counted up to 1,000.
    pub undecodable: u32,
}

/// What told the charset, in the order of precedence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharsetFrom {
    /// A byte order mark.
    Bom,
    /// The `Content-Type` header.
    Header,
    /// A meta tag within the first 1,024 bytes.
    Meta,
    /// Nothing: guessed from the bytes.
    #[default]
    Guess,
}

/// Text with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Byte offset of the start tag.
    pub at: u64,
    /// Byte offset behind the end tag.
    pub end: u64,
    /// Stands in the head.
    pub in_head: bool,
}

/// The attribute that carries a meta tag's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TagKey {
    /// `property=`, as Open Graph has it.
    Property,
    /// `name=`, as HTML and Twitter cards have it.
    Name,
    /// `itemprop=`.
    Itemprop,
    /// `http-equiv=`.
    HttpEquiv,
}

/// A `<meta>`: key and content. One with two keys (`name` and `property`) is two tags with one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The key in lower case: `og:title`, `twitter:card`, `description`.
    pub name: String,
    /// The attribute that carried it.
    pub key: TagKey,
    /// The content.
    pub content: String,
    /// Byte offset of `<`.
    pub at: u64,
    /// Byte offset behind `>`.
    pub end: u64,
    /// Stands in the head.
    pub in_head: bool,
    /// Key and content are written in quotes.
    pub quoted: bool,
}

/// A `<link>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTag {
    /// `rel` in lower case, its tokens separated by one space.
    pub rel: String,
    /// The address as written.
    pub href: String,
    /// `type`, where given.
    pub kind: Option<String>,
    /// `hreflang`, where given.
    pub hreflang: Option<String>,
    /// `sizes`, where given.
    pub sizes: Option<String>,
    /// `title`, where given.
    pub title: Option<String>,
    /// Byte offset of `<`.
    pub at: u64,
    /// Byte offset behind `>`.
    pub end: u64,
    /// Stands in the head.
    pub in_head: bool,
}

/// One JSON-LD script, reduced to what networks read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JsonLd {
    /// Byte offset of the script's start tag.
    pub at: u64,
    /// Why it could not be parsed.
    pub fault: Option<String>,
    /// Its objects that have a type: the top, arrays, `@graph`, and what hangs below them, breadth first, at most 100.
    pub nodes: Vec<Node>,
}

/// One JSON-LD object. Text is as written; addresses are not resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are schema.org's own")]
pub struct Node {
    pub types: Vec<String>,
    /// Stands at the top, in the top array or in `@graph`; not below another object.
    pub top: bool,
    /// Stands in a `@graph`, or below an object in one. Mastodon does not look there.
    pub in_graph: bool,
    pub headline: Option<String>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub url: Option<String>,
    pub images: Vec<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub language: Option<String>,
    pub price: Option<String>,
    pub currency: Option<String>,
    /// `startDate` of an event.
    pub starts: Option<String>,
    /// The name of an event's `location`.
    pub place: Option<String>,
}

/// An `<img>` of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The address as written.
    pub src: String,
    /// `alt`, where given.
    pub alt: Option<String>,
    /// `width` in pixels, where a plain number is given.
    pub width: Option<u32>,
    /// `height` in pixels, where a plain number is given.
    pub height: Option<u32>,
}

/// A trace of a share button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareMark {
    /// The address of the link, or of the script.
    pub href: String,
    /// A script or frame, not a link.
    pub script: bool,
    /// Byte offset of `<`.
    pub at: u64,
}

/// A link from a page to another one, for the crawl; not kept with the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// The address as written, with character references decoded.
    pub href: String,
    /// `rel` holds `nofollow`.
    pub nofollow: bool,
}

/// What a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Kind {
    Article,
    Product,
    Profile,
    #[default]
    Page,
}

/// A value that the page states about itself, with the place that stated it (`og:title`, `json-ld headline`, `h1`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// The value, trimmed; an address is absolute.
    pub value: String,
    /// Where it came from.
    pub from: String,
}

/// The semantic facts of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// The title without the site's name.
    pub title: Option<Fact>,
    /// One or two sentences about it.
    pub description: Option<Fact>,
    /// The absolute address of its picture.
    pub image: Option<Fact>,
    /// Who wrote it.
    pub author: Option<Fact>,
    /// The day it was published, `2026-11-22`.
    pub date: Option<Fact>,
    /// The day it was last changed, `2026-11-22`.
    pub date_modified: Option<Fact>,
    /// The site's name.
    pub site_name: Option<Fact>,
    /// Its language, a BCP 47 tag.
    pub language: Option<Fact>,
    /// What it is.
    pub kind: Kind,
    /// Its price with currency, `12.50 EUR`.
    pub price: Option<Fact>,
}

impl Page {
    /// The whole page, as a reader without limits sees it.
    pub fn whole(&self) -> Window<'_> {
        Window::new(self, u64::MAX, false)
    }

    /// What a reader sees that takes only the first `limit` bytes.
    pub fn first(&self, limit: u64) -> Window<'_> {
        Window::new(self, limit, false)
    }

    /// What a reader sees that takes only tags inside `<head>`, within the first `limit` bytes.
    pub fn head(&self, limit: u64) -> Window<'_> {
        Window::new(self, limit, true)
    }

    /// Whether it is known where the page lives. A folder without `--base` is read under a host that ends in `.invalid`
    /// (RFC 2606), so that links can be resolved; nothing may be written with such an address.
    pub fn has_address(&self) -> bool {
        matches!(self.url.scheme(), "http" | "https")
            && self.url.host_str().is_some_and(|host| host != "invalid" && !host.ends_with(".invalid"))
    }

    /// The absolute address that `href` means on this page; `None` where it is none, or not http(s).
    pub fn resolve(&self, href: &str) -> Option<Url> {
        let href = href.trim();
        if href.is_empty() {
            return None;
        }
        let base = self.base.as_deref().and_then(|base| self.url.join(base.trim()).ok());
        let url = base.as_ref().unwrap_or(&self.url).join(href).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    /// The tags that networks and search engines read, in page order: those whose key stands in `property=` or `name=`.
    /// What carries `itemprop=` belongs to a thing on the page, what carries `http-equiv=` to the transport.
    pub fn tags_for_networks(&self) -> impl DoubleEndedIterator<Item = &Tag> {
        self.tags.iter().filter(|tag| matches!(tag.key, TagKey::Property | TagKey::Name))
    }

    /// The page as it would be without Tidings' own plug-in; `None` where that wrote nothing into it.
    pub fn without_plugin(&self) -> Option<Self> {
        let Without { tags, facts } = self.without_plugin.as_deref()?.clone();
        Some(Self { tags, facts, without_plugin: None, ..self.clone() })
    }

    /// The last tag of Open Graph or Twitter cards in the page.
    pub fn last_social_tag(&self) -> Option<&Tag> {
        self.tags.iter().rev().find(|tag| tag.is_social())
    }
}

impl Tag {
    /// Whether it belongs to Open Graph (with its article, product and profile parts) or to Twitter cards.
    pub fn is_social(&self) -> bool {
        ["og:", "twitter:", "article:", "product:", "profile:", "book:", "fb:"].iter().any(|p| self.name.starts_with(p))
    }

    /// Whether it says nothing: empty, or only white space.
    pub fn is_blank(&self) -> bool {
        self.content.trim().is_empty()
    }
}

impl LinkTag {
    /// Whether `rel` holds the token `rel`.
    pub fn is(&self, rel: &str) -> bool {
        self.rel.split(' ').any(|token| token == rel)
    }
}
