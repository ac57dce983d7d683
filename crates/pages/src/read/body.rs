//! What the body shows: links, pictures, headings, the opening, share buttons, and whether there is text at all.

use domain::{PageLink, Picture, ShareMark};
use encoding_rs::Encoding;

use super::markup::{Piece, Walk, inner_text, is_space, value};
use super::share;
use super::tag::{attribute, attributes};

const MOST_PICTURES: usize = 10;
const LONGEST_HEADING: usize = 1000;
const OPENING: std::ops::RangeInclusive<usize> = 40..=600;
/// Headings and paragraphs that are tried before one gives up.
const MOST_TRIES: u32 = 400;
/// Bytes of text are counted up to here.
const ENOUGH_TEXT: usize = 200;

/// What one walk over a body found; places are in the text that was walked over.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) headings: [Option<String>; 3],
    pub(crate) opening: Option<String>,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) share: Vec<ShareMark>,
    pub(crate) links: Vec<PageLink>,
    /// Bytes of text that are no white space, counted until they are enough to read.
    pub(crate) letters: usize,
}

/// Walks over the body that starts at `start` in `text`.
pub(crate) fn body(text: &[u8], start: usize, charset: &'static Encoding) -> Body {
    let mut walk = Reading { text, charset, found: Body::default(), tries: 0 };
    for piece in Walk::new(text, start..text.len()) {
        match piece {
            Piece::Start { name, tag } => walk.meet(&text[name], tag.start, &text[tag]),
            Piece::Text(range) if walk.found.letters < ENOUGH_TEXT => {
                walk.found.letters += text[range].iter().filter(|byte| !is_space(**byte)).count();
            }
            _ => {}
        }
    }
    walk.found
}

struct Reading<'a> {
    text: &'a [u8],
    charset: &'static Encoding,
    found: Body,
    tries: u32,
}

impl Reading<'_> {
    fn meet(&mut self, name: &[u8], at: usize, tag: &[u8]) {
        match name {
            [b'a' | b'A'] => self.anchor(at, tag),
            [b'p' | b'P'] => self.paragraph(at + tag.len()),
            [b'h' | b'H', rank @ b'1'..=b'3'] => self.heading(usize::from(rank - b'1'), at + tag.len()),
            [b'i' | b'I', b'm' | b'M', b'g' | b'G'] => self.picture(tag),
            [b'a' | b'A', ..] if name.eq_ignore_ascii_case(b"area") => self.area(tag),
            [b'i' | b'I', ..] if name.eq_ignore_ascii_case(b"iframe") => self.frame(at, tag),
            _ => {}
        }
    }

    /// The address and whether `rel` holds `nofollow`. A place on the page itself is no link to a page; a listing has
    /// one for each of its hundred thousand lines.
    fn link(&self, tag: &[u8]) -> Option<PageLink> {
        let mut href = None;
        let mut nofollow = false;
        for it in attributes(tag) {
            let name = &tag[it.name];
            if href.is_none() && name.eq_ignore_ascii_case(b"href") {
                href = Some(it.value);
            } else if name.eq_ignore_ascii_case(b"rel") {
                let mut tokens = tag[it.value].split(u8::is_ascii_whitespace);
                nofollow |= tokens.any(|token| token.eq_ignore_ascii_case(b"nofollow"));
            }
        }
        let href = &tag[href?];
        let elsewhere = href.trim_ascii_start().first() != Some(&b'#');
        elsewhere.then(|| PageLink { href: value(href, self.charset), nofollow })
    }

    fn anchor(&mut self, at: usize, tag: &[u8]) {
        let Some(link) = self.link(tag) else { return };
        if self.found.share.len() < share::MOST && share::is_share_link(&link.href) {
            self.found.share.push(ShareMark { href: link.href.clone(), script: false, at: at as u64 });
        }
        self.found.links.push(link);
    }

    fn area(&mut self, tag: &[u8]) {
        self.found.links.extend(self.link(tag));
    }

    fn frame(&mut self, at: usize, tag: &[u8]) {
        let Some(src) = attribute(tag, b"src").map(|src| value(src, self.charset)) else { return };
        if self.found.share.len() < share::MOST && share::is_share_script(&src) {
            self.found.share.push(ShareMark { href: src, script: true, at: at as u64 });
        }
    }

    fn picture(&mut self, tag: &[u8]) {
        if self.found.pictures.len() >= MOST_PICTURES {
            return;
        }
        let text = |name: &[u8]| attribute(tag, name).map(|bytes| value(bytes, self.charset));
        let Some(src) = text(b"src").filter(|src| !src.trim().is_empty()) else { return };
        let pixels = |name| attribute(tag, name).and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok());
        let (width, height) = (pixels(b"width"), pixels(b"height"));
        self.found.pictures.push(Picture { src, alt: text(b"alt"), width, height });
    }

    fn heading(&mut self, rank: usize, inside: usize) {
        if self.found.headings[rank].is_some() || !self.may_try() {
            return;
        }
        let text = inner_text(self.text, inside, self.charset, LONGEST_HEADING, |name, _| {
            matches!(name, [b'h' | b'H', b'1'..=b'6'] | [b'p' | b'P'])
        });
        if !text.is_empty() {
            self.found.headings[rank] = Some(text);
        }
    }

    fn paragraph(&mut self, inside: usize) {
        if self.found.opening.is_some() || !self.may_try() {
            return;
        }
        let mut text = inner_text(self.text, inside, self.charset, *OPENING.end(), |name, _| ends_paragraph(name));
        if text.chars().count() < *OPENING.start() {
            return;
        }
        if let Some((cut, _)) = text.char_indices().nth(*OPENING.end()) {
            text.truncate(cut);
        }
        self.found.opening = Some(text);
    }

    fn may_try(&mut self) -> bool {
        self.tries += 1;
        self.tries <= MOST_TRIES
    }
}

/// Tags that end a paragraph, whether they start or end an element themselves.
fn ends_paragraph(name: &[u8]) -> bool {
    const BLOCKS: [&str; 25] = [
        "p",
        "div",
        "section",
        "article",
        "aside",
        "nav",
        "main",
        "header",
        "footer",
        "ul",
        "ol",
        "dl",
        "li",
        "table",
        "blockquote",
        "pre",
        "form",
        "figure",
        "fieldset",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "body",
    ];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block.as_bytes()))
}
