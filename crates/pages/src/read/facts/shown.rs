//! What the body shows of author and date, told by the marks that templates put on their elements: `itemprop`, `rel`,
//! `datetime`, and the usual words in class and id.
//!
//! Marks are found by looking for their letters, not by taking every tag apart: pages without them cost next to nothing.

use encoding_rs::Encoding;
use memchr::{memchr, memmem, memrchr};

use crate::read::markup::{Piece, Walk, decode, fold};
use crate::read::tag::{attribute, attributes};

/// Tags that one mark is looked at in, and what is taken of an element's text.
const MOST_TAGS: usize = 60;
const LONGEST: usize = 160;
const SIGHT: usize = 6 * 1024;

/// Text that some element shows, the better marked first.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    /// Names of authors, as shown: `By Ada Baker`.
    pub(super) authors: Vec<Mark>,
    /// Dates of publication.
    pub(super) dates: Vec<Mark>,
    /// Dates of the last change.
    pub(super) changes: Vec<Mark>,
}

/// One marked text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// How good the mark is; 0 is best.
    rank: u8,
    /// The text, white space folded.
    pub(super) text: String,
    /// The kind of mark.
    pub(super) from: &'static str,
}

/// A start tag in a body.
struct Tag<'a> {
    text: &'a [u8],
    name: &'a [u8],
    whole: &'a [u8],
    end: usize,
}

impl Shown {
    pub(super) fn find(text: &[u8], body: usize, charset: &'static Encoding) -> Self {
        let mut shown = Self::default();
        for needle in [&b"uthor"[..], b"yline", b"itemprop"] {
            for tag in Marked::new(text, body, needle) {
                shown.author(&tag, charset);
            }
        }
        for needle in [&b"datetime"[..], b"date", b"Date", b"publish", b"posted", b"time"] {
            for tag in Marked::new(text, body, needle) {
                shown.date(&tag, charset);
            }
        }
        for marks in [&mut shown.authors, &mut shown.dates, &mut shown.changes] {
            marks.sort_by_key(|mark| mark.rank);
        }
        shown
    }

    fn author(&mut self, tag: &Tag<'_>, charset: &'static Encoding) {
        let Some((rank, from)) = author_mark(tag, charset) else { return };
        let text = match attribute(tag.whole, b"content") {
            Some(content) => line(content, charset),
            None => element_text(tag, charset),
        };
        if !text.is_empty() {
            self.authors.push(Mark { rank, text, from });
        }
    }

    fn date(&mut self, tag: &Tag<'_>, charset: &'static Encoding) {
        let Some((rank, from, changed)) = date_mark(tag, charset) else { return };
        let stated = [&b"datetime"[..], b"content", b"title"].iter().find_map(|name| attribute(tag.whole, name));
        let stated = stated.map(|value| line(value, charset)).filter(|text| text.bytes().any(|it| it.is_ascii_digit()));
        let text = stated.unwrap_or_else(|| element_text(tag, charset));
        if !text.is_empty() {
            let marks = if changed { &mut self.changes } else { &mut self.dates };
            marks.push(Mark { rank, text, from });
        }
    }
}

fn line(bytes: &[u8], charset: &'static Encoding) -> String {
    let mut out = String::new();
    fold(&mut out, &htmlize::unescape_attribute(decode(bytes, charset)), LONGEST);
    out.truncate(out.trim_end().len());
    out
}

/// Lower-case value of an attribute.
fn lower(tag: &Tag<'_>, name: &[u8], charset: &'static Encoding) -> Option<String> {
    attribute(tag.whole, name).map(|value| decode(value, charset).to_lowercase())
}

/// The marks in class and id, one by one.
fn words(tag: &Tag<'_>, charset: &'static Encoding) -> Vec<String> {
    let mut words = Vec::new();
    for it in attributes(tag.whole) {
        let name = &tag.whole[it.name];
        if [&b"class"[..], b"id", b"data-testid"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
            let value = decode(&tag.whole[it.value], charset).to_lowercase();
            words.extend(value.split_whitespace().take(30).map(str::to_owned));
        }
    }
    words
}

fn author_mark(tag: &Tag<'_>, charset: &'static Encoding) -> Option<(u8, &'static str)> {
    if let Some(property) = lower(tag, b"itemprop", charset) {
        return property.split_whitespace().any(|it| it == "author").then_some((0, "itemprop author"));
    }
    if tag.name.eq_ignore_ascii_case(b"a") {
        if lower(tag, b"rel", charset).is_some_and(|rel| rel.split_whitespace().any(|it| it == "author")) {
            return Some((1, "rel author"));
        }
        let leads = |href: String| ["/author/", "/authors/", "/autor/", "/autoren/"].iter().any(|it| href.contains(it));
        if lower(tag, b"href", charset).is_some_and(leads) {
            return Some((3, "link to the author"));
        }
    }
    // What stands near an author without being the name.
    const BESIDE: [&str; 25] = [
        "bio", "box", "avatar", "image", "img", "photo", "picture", "desc", "comment", "social", "follow", "twitter",
        "icon", "date", "title", "about", "archive", "list", "more", "job", "role", "prefix", "label", "logo",
        "related",
    ];
    const BEST: [&str; 7] =
        ["author-name", "author__name", "authorname", "author_name", "byline-name", "byline__name", "byline-author"];
    let words = words(tag, charset);
    let is_beside = |word: &str| BESIDE.iter().any(|it| word.contains(it));
    let marked = |word: &&String| (word.contains("author") || word.contains("byline")) && !is_beside(word);
    if words.iter().any(|word| BEST.iter().any(|best| word.ends_with(best))) {
        return Some((2, "marked as author"));
    }
    words.iter().find(marked).map(|_| (4, "marked as author"))
}

fn date_mark(tag: &Tag<'_>, charset: &'static Encoding) -> Option<(u8, &'static str, bool)> {
    let words = words(tag, charset);
    let has = |part: &str| words.iter().any(|word| word.contains(part));
    let changed = (has("updated") || has("modified") || has("changed")) && !has("publish");
    if let Some(property) = lower(tag, b"itemprop", charset) {
        return match property.split_whitespace().find(|it| it.starts_with("date") || *it == "uploaddate") {
            Some("datemodified") => Some((0, "itemprop dateModified", true)),
            Some("datepublished" | "datecreated" | "uploaddate" | "date") => Some((0, "itemprop datePublished", false)),
            _ => None,
        };
    }
    if tag.name.eq_ignore_ascii_case(b"time") {
        let is_comment = has("comment");
        let is_published = attribute(tag.whole, b"pubdate").is_some() || has("publish") || has("entry-date");
        return (!is_comment).then_some((if is_published { 1 } else { 2 }, "time", changed));
    }
    const NOT: [&str; 12] = [
        "update",
        "validate",
        "candidate",
        "comment",
        "sidebar",
        "calendar",
        "picker",
        "event",
        "mandate",
        "timeline",
        "runtime",
        "countdown",
    ];
    const MARKS: [&str; 9] =
        ["date", "datum", "publish", "posted", "timestamp", "posttime", "post-time", "article-time", "entry-time"];
    let marked = |word: &&String| {
        MARKS.iter().any(|mark| word.contains(mark)) && !NOT.iter().any(|it| word.contains(it)) || *word == "time"
    };
    if changed {
        return Some((3, "marked as date", true));
    }
    words.iter().find(marked).map(|_| (3, "marked as date", false))
}

/// The text of the element that `tag` starts, white space folded; nothing of a scripts's or style's.
fn element_text(tag: &Tag<'_>, charset: &'static Encoding) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for piece in Walk::new(tag.text, tag.end..tag.end.saturating_add(SIGHT)) {
        match piece {
            Piece::Text(range) => {
                fold(&mut out, &htmlize::unescape(decode(&tag.text[range], charset)), LONGEST);
                if out.len() >= LONGEST {
                    break;
                }
            }
            Piece::Start { name, .. } => {
                let name = &tag.text[name];
                depth += usize::from(name.eq_ignore_ascii_case(tag.name));
                if !is_inline(name) {
                    fold(&mut out, " ", LONGEST);
                }
            }
            Piece::End { name, .. } => {
                let name = &tag.text[name];
                if name.eq_ignore_ascii_case(tag.name) {
                    match depth.checked_sub(1) {
                        Some(less) => depth = less,
                        None => break,
                    }
                }
                if !is_inline(name) {
                    fold(&mut out, " ", LONGEST);
                }
            }
            Piece::Raw(_) | Piece::Comment(_) => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_inline(name: &[u8]) -> bool {
    ["a", "b", "i", "em", "strong", "span", "u", "sup", "sub", "abbr"]
        .iter()
        .any(|it| name.eq_ignore_ascii_case(it.as_bytes()))
}

/// The start tags of a body that hold some letters in their attributes.
struct Marked<'a, 'n> {
    text: &'a [u8],
    finder: memmem::Finder<'n>,
    at: usize,
    left: usize,
}

impl<'a, 'n> Marked<'a, 'n> {
    fn new(text: &'a [u8], body: usize, needle: &'n [u8]) -> Self {
        Self { text, finder: memmem::Finder::new(needle), at: body, left: MOST_TAGS }
    }
}

impl<'a> Iterator for Marked<'a, '_> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        const LONGEST_TAG: usize = 4 * 1024;
        while self.left > 0 {
            let hit = self.at + self.finder.find(self.text.get(self.at..)?)?;
            let floor = self.at.max(hit.saturating_sub(LONGEST_TAG));
            if let Some(open) = memrchr(b'<', &self.text[floor..hit]).map(|open| floor + open)
                && let Some(Piece::Start { name, tag }) = Walk::new(self.text, open..open + LONGEST_TAG).next()
                && tag.end > hit
            {
                self.at = tag.end;
                self.left -= 1;
                return Some(Tag { text: self.text, name: &self.text[name], end: tag.end, whole: &self.text[tag] });
            }
            // In text or in a script: nothing before the next tag can be in one.
            self.at = hit + memchr(b'<', &self.text[hit..])?;
        }
        None
    }
}
