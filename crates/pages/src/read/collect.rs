//! The streaming pass over the page: every tag that networks read goes by once and leaves what it says.
//!
//! Text inside elements is not collected on the way, since that would make the parser hand out every text of the page;
//! it is cut from the page where a tag has told its place. What the body shows besides is in `body.rs`: handing the
//! parser each link and paragraph as well would cost more than all the rest.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use domain::{JsonLd, LinkTag, ShareMark, Tag, TagKey, Text};
use encoding_rs::Encoding;
use lol_html::html_content::Element;
use lol_html::{AsciiCompatibleEncoding, ElementContentHandlers, HtmlRewriter, Selector, Settings};
use memchr::memmem;

use super::head::Head;
use super::markup::{decode, folded, raw_text_end, value};
use super::tag::{Attribute, attribute, attributes};
use super::{charset, json_ld, share};

/// Everything that one pass over the page found; places are in the text that was passed over.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub(crate) lang: Option<String>,
    pub(crate) base: Option<String>,
    pub(crate) title: Option<Text>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) links: Vec<LinkTag>,
    pub(crate) json_ld: Vec<JsonLd>,
    /// Scripts of share widgets.
    pub(crate) share: Vec<ShareMark>,
    /// The first meta tag that names a charset, wherever it stands.
    pub(crate) charset: Option<(String, u64)>,
    pub(crate) body_class: Option<String>,
    pub(crate) body_id: Option<String>,
    /// Addresses of scripts; inline ones are only counted.
    pub(crate) scripts: Vec<String>,
    pub(crate) inline_scripts: u32,
}

const MOST_SCRIPT_ADDRESSES: usize = 60;
const MOST_JSON_LD: usize = 100;
const LONGEST_TITLE: usize = 64 * 1024;
/// Titles that are tried before one gives up: those of pictures are none.
const MOST_TRIES: u32 = 400;

const WANTED: &str = "meta,link,title,script";

thread_local! {
    // A selector cannot be shared between threads, and parsing it again for each page would show.
    static SELECTOR: OnceCell<Option<Selector>> = const { OnceCell::new() };
}

/// Passes over `text`, which is in `charset`.
pub(crate) fn collect(text: &[u8], charset: &'static Encoding, head: &Head) -> Collected {
    let Some(encoding) = AsciiCompatibleEncoding::new(charset) else { return Collected::default() };
    SELECTOR.with(|selector| {
        let selector = selector.get_or_init(|| WANTED.parse().ok());
        let Some(selector) = selector else { return Collected::default() };
        let mut pass = Pass { text, charset, head, found: Collected::default(), tries: 0 };
        {
            let each = ElementContentHandlers::default().element(|element: &mut Element<'_, '_>| {
                pass.meet(element);
                Ok(())
            });
            let settings = Settings::new()
                .append_element_content_handler((Cow::Borrowed(selector), each))
                .with_encoding(encoding)
                .with_strict(false)
                .with_adjust_charset_on_meta_tag(false);
            let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
            // The parser refuses only what runs out of the memory that it was allowed: what was found until then stands.
            if rewriter.write(text).is_ok() {
                let _ = rewriter.end();
            }
        }
        pass.tags_that_stand_once();
        pass.found
    })
}

struct Pass<'a> {
    text: &'a [u8],
    charset: &'static Encoding,
    head: &'a Head,
    found: Collected,
    tries: u32,
}

/// One start tag: its place, and all of it.
#[derive(Clone, Copy)]
struct Here<'a> {
    at: usize,
    end: usize,
    tag: &'a [u8],
}

impl<'a> Here<'a> {
    fn raw(&self, name: &str) -> Option<&'a [u8]> {
        attribute(self.tag, name.as_bytes())
    }
}

impl<'a> Pass<'a> {
    fn here(&self, element: &Element<'_, '_>) -> Here<'a> {
        let place = element.source_location().bytes();
        Here { at: place.start, end: place.end, tag: self.text.get(place).unwrap_or(&[]) }
    }

    fn value(&self, here: &Here<'_>, name: &str) -> Option<String> {
        here.raw(name).map(|bytes| value(bytes, self.charset))
    }

    fn tags_that_stand_once(&mut self) {
        let value = |tag: Option<&Range<usize>>, name: &[u8]| {
            tag.and_then(|tag| attribute(&self.text[tag.clone()], name)).map(|bytes| value(bytes, self.charset))
        };
        let head = self.head;
        let lang = value(head.html_tag.as_ref(), b"lang");
        let base = value(head.base_tag.as_ref(), b"href");
        let (class, id) = (value(head.body_tag.as_ref(), b"class"), value(head.body_tag.as_ref(), b"id"));
        (self.found.lang, self.found.base) = (lang, base);
        (self.found.body_class, self.found.body_id) = (class, id);
    }

    fn in_head(&self, at: usize) -> bool {
        at < self.head.body
    }

    fn meet(&mut self, element: &Element<'_, '_>) {
        let place = element.source_location().bytes();
        let name = self.text.get(place.start + 1..place.end).unwrap_or(&[]);
        match name.first().map(u8::to_ascii_lowercase) {
            Some(b'm') => self.meta(element),
            Some(b'l') => self.link(element),
            Some(b't') => self.title(place.start, place.end),
            _ => self.script(element),
        }
    }

    fn meta(&mut self, element: &Element<'_, '_>) {
        let here = self.here(element);
        let mut content = None;
        let mut keys: [Option<(Attribute, TagKey)>; 4] = [const { None }; 4];
        let mut tells_charset = false;
        for it in attributes(here.tag) {
            let name = &here.tag[it.name.clone()];
            let is = |other: &[u8]| name.eq_ignore_ascii_case(other);
            let (place, key) = if is(b"content") {
                content.get_or_insert(it);
                continue;
            } else if is(b"property") {
                (0, TagKey::Property)
            } else if is(b"name") {
                (1, TagKey::Name)
            } else if is(b"itemprop") {
                (2, TagKey::Itemprop)
            } else if is(b"http-equiv") {
                tells_charset = true;
                (3, TagKey::HttpEquiv)
            } else {
                tells_charset |= is(b"charset");
                continue;
            };
            keys[place].get_or_insert((it, key));
        }
        if tells_charset
            && self.found.charset.is_none()
            && let Some(label) = charset::meta_label(here.tag)
        {
            self.found.charset = Some((label, here.at as u64));
        }
        let Some(content) = content else { return };
        let mut text = Some(value(&here.tag[content.value], self.charset));
        let mut keys = keys.into_iter().flatten().peekable();
        while let Some((attribute, key)) = keys.next() {
            let mut name = value(&here.tag[attribute.value], self.charset);
            if name.is_ascii() && name.trim().len() == name.len() {
                name.make_ascii_lowercase();
            } else {
                name = name.trim().to_lowercase();
            }
            if name.is_empty() {
                continue;
            }
            // Nearly all have one key, so the content is seldom copied.
            let content_text = if keys.peek().is_some() { text.clone() } else { text.take() };
            self.found.tags.push(Tag {
                name,
                key,
                content: content_text.unwrap_or_default(),
                at: here.at as u64,
                end: here.end as u64,
                in_head: self.in_head(here.at),
                quoted: attribute.quoted && content.quoted,
            });
        }
    }

    fn link(&mut self, element: &Element<'_, '_>) {
        const NAMES: [&[u8]; 6] = [b"rel", b"href", b"type", b"hreflang", b"sizes", b"title"];
        let here = self.here(element);
        let mut values: [Option<String>; 6] = [const { None }; 6];
        for it in attributes(here.tag) {
            let name = &here.tag[it.name];
            if let Some(place) = NAMES.iter().position(|known| name.eq_ignore_ascii_case(known))
                && values[place].is_none()
            {
                values[place] = Some(value(&here.tag[it.value], self.charset));
            }
        }
        let [Some(rel), Some(href), kind, hreflang, sizes, title] = values else { return };
        let mut tokens = String::with_capacity(rel.len());
        for token in rel.split_ascii_whitespace() {
            if !tokens.is_empty() {
                tokens.push(' ');
            }
            tokens.push_str(&token.to_lowercase());
        }
        self.found.links.push(LinkTag {
            rel: tokens,
            href,
            kind,
            hreflang,
            sizes,
            title,
            at: here.at as u64,
            end: here.end as u64,
            in_head: self.in_head(here.at),
        });
    }

    /// Whether `at` lies in an SVG, whose title is not the page's. The parser counts what it holds as HTML.
    fn in_picture(&self, at: usize) -> bool {
        const SIGHT: usize = 256 * 1024;
        let before = self.text.get(self.head.body.max(at.saturating_sub(SIGHT))..at).unwrap_or(&[]);
        let last = |tag: &str| memmem::rfind(before, tag.as_bytes());
        last("<svg").is_some_and(|open| last("</svg").is_none_or(|close| close < open))
    }

    fn title(&mut self, at: usize, inside: usize) {
        if self.found.title.is_some() || !self.may_try() || self.in_picture(at) {
            return;
        }
        let ends = raw_text_end(self.text, inside, b"title");
        let end_tag = memchr::memchr(b'>', &self.text[ends..]).map_or(self.text.len(), |close| ends + close + 1);
        self.found.title = Some(Text {
            text: folded(&self.text[inside..ends.min(inside + LONGEST_TITLE)], self.charset, LONGEST_TITLE),
            at: at as u64,
            end: end_tag as u64,
            in_head: self.in_head(at),
        });
    }

    fn script(&mut self, element: &Element<'_, '_>) {
        let here = self.here(element);
        let kind = here.raw("type").map(|kind| kind.split(|byte| *byte == b';').next().unwrap_or(kind).trim_ascii());
        if kind.is_some_and(|kind| kind.eq_ignore_ascii_case(b"application/ld+json")) {
            if self.found.json_ld.len() < MOST_JSON_LD {
                let ends = raw_text_end(self.text, here.end, b"script");
                let text = decode(&self.text[here.end..ends], self.charset);
                self.found.json_ld.push(json_ld::json_ld(&text, here.at as u64));
            }
            return;
        }
        match self.value(&here, "src") {
            Some(src) => {
                self.share_script(&src, here.at);
                if self.found.scripts.len() < MOST_SCRIPT_ADDRESSES {
                    self.found.scripts.push(src);
                }
            }
            None => self.found.inline_scripts = self.found.inline_scripts.saturating_add(1),
        }
    }

    fn share_script(&mut self, src: &str, at: usize) {
        if self.found.share.len() < share::MOST && share::is_share_script(src) {
            self.found.share.push(ShareMark { href: src.to_owned(), script: true, at: at as u64 });
        }
    }

    fn may_try(&mut self) -> bool {
        self.tries += 1;
        self.tries <= MOST_TRIES
    }
}
