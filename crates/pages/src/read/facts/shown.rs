//! What the body shows of author and date, told by the marks that templates put on their elements: `itemprop`, `rel`,
//! `datetime`, and the usual words in class and id.
//!
//! Marks are found by looking for their letters, not by taking every tag apart: pages without them cost next to nothing.

use encoding_rs::Encoding;
use memchr::{memchr, memchr3, memmem, memrchr, memrchr2};

use crate::read::markup::{Piece, Walk, decode, fold};
use crate::read::tag::{attribute, attributes};

/// Tags that one mark is looked at in, and what is taken of an element's text.
const MOST_TAGS: usize = 60;
const LONGEST: usize = 160;
const SIGHT: usize = 6 * 1024;
/// So many bytes above the first heading may its date stand.
const ABOVE: usize = 3 * 1024;

/// Dates that elements show, the better marked first.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    /// Of publication.
    pub(super) published: Vec<Mark>,
    /// Of the last change.
    pub(super) changed: Vec<Mark>,
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

/// Names of authors as elements show them, the better marked first: `By Ada Baker`.
pub(super) fn authors(text: &[u8], body: usize, charset: &'static Encoding) -> Vec<Mark> {
    let mut found = Vec::new();
    for needle in [&b"uthor"[..], b"yline", b"utor"] {
        for tag in Marked::new(text, body, needle) {
            let Some((rank, from)) = author_mark(&tag, charset) else { continue };
            let text = match attribute(tag.whole, b"content") {
                Some(content) => line(content, charset),
                None => element_text(&tag, charset),
            };
            if !text.is_empty() {
                found.push(Mark { rank, text, from });
            }
        }
    }
    found.sort_by_key(|mark| mark.rank);
    found
}

/// What has a date by its nature: `<time>`, and what microdata or RDFa calls one.
pub(super) fn stated_dates(text: &[u8], body: usize, charset: &'static Encoding) -> Dates {
    dates(text, body, charset, &[b"datetime", b"datePubl", b"dateMod", b"dateCre"])
}

/// What class or id calls a date.
pub(super) fn styled_dates(text: &[u8], body: usize, charset: &'static Encoding) -> Dates {
    dates(text, body, charset, &[b"date", b"Date", b"publish", b"posted", b"time", b"datum"])
}

fn dates(text: &[u8], body: usize, charset: &'static Encoding, needles: &[&[u8]]) -> Dates {
    let heading = memmem::find(&text[body.min(text.len())..], b"<h1").map_or(body, |at| body + at);
    let mut found = Dates::default();
    for needle in needles {
        for tag in Marked::new(text, body, needle) {
            found.add(&tag, charset, heading);
        }
    }
    for marks in [&mut found.published, &mut found.changed] {
        marks.sort_by_key(|mark| mark.rank);
    }
    found
}

impl Dates {
    fn add(&mut self, tag: &Tag<'_>, charset: &'static Encoding, heading: usize) {
        let Some((mut rank, from, changed)) = date_mark(tag, charset) else { return };
        // Far above the heading stand tickers and teasers.
        if tag.end + ABOVE < heading {
            rank += 10;
        }
        let stated = [&b"datetime"[..], b"content", b"title"].iter().find_map(|name| attribute(tag.whole, name));
        let stated = stated.map(|value| line(value, charset)).filter(|text| text.bytes().any(|it| it.is_ascii_digit()));
        let text = stated.unwrap_or_else(|| element_text(tag, charset));
        if !text.is_empty() {
            let marks = if changed { &mut self.changed } else { &mut self.published };
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

/// What microdata or RDFa calls the element, without prefixes.
fn property(tag: &Tag<'_>, charset: &'static Encoding) -> Option<String> {
    let text = lower(tag, b"itemprop", charset).or_else(|| lower(tag, b"property", charset))?;
    Some(text.split_whitespace().map(|it| it.rsplit(':').next().unwrap_or(it)).collect::<Vec<_>>().join(" "))
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
    const NEVER: [&str; 12] =
        ["input", "label", "form", "body", "html", "img", "button", "textarea", "svg", "link", "option", "main"];
    if NEVER.iter().any(|name| tag.name.eq_ignore_ascii_case(name.as_bytes())) {
        return None;
    }
    if let Some(property) = property(tag, charset) {
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
    const MARKS: [&str; 4] = ["author", "byline", "autor", "verfasser"];
    const BEST: [&str; 7] =
        ["author-name", "author__name", "authorname", "author_name", "byline-name", "byline__name", "byline-author"];
    let words = words(tag, charset);
    let is_beside = |word: &str| BESIDE.iter().any(|it| word.contains(it));
    let marked = |word: &&String| MARKS.iter().any(|it| word.contains(it)) && !is_beside(word);
    if words.iter().any(|word| BEST.iter().any(|best| word.ends_with(best))) {
        return Some((2, "marked as author"));
    }
    words.iter().find(marked).map(|_| (4, "marked as author"))
}

fn date_mark(tag: &Tag<'_>, charset: &'static Encoding) -> Option<(u8, &'static str, bool)> {
    let words = words(tag, charset);
    let has = |part: &str| words.iter().any(|word| word.contains(part));
    let changed = (has("updated") || has("modified") || has("changed")) && !has("publish");
    if let Some(property) = property(tag, charset) {
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

/// Whether the sign at `at` may stand in a value: what follows it reads on to a quote before the next tag starts.
fn is_quoted(text: &[u8], at: usize) -> bool {
    memchr3(b'"', b'\'', b'<', &text[at..]).is_some_and(|next| text[at + next] != b'<')
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
            // Mostly it stands in text: the end of a tag is nearer than the start of one. A value may hold one, too.
            let nearest = memrchr2(b'<', b'>', &self.text[floor..hit]).map(|at| floor + at);
            let near = nearest.filter(|at| self.text[*at] == b'<' || is_quoted(self.text, *at));
            if let Some(open) = near.and_then(|near| memrchr(b'<', &self.text[floor..=near])).map(|open| floor + open)
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

/// The first that `of` makes of a short text of the body that has a year in it: near a main heading, else anywhere.
pub(super) fn written<T>(
    text: &[u8],
    body: usize,
    charset: &'static Encoding,
    of: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    const MOST_HEADINGS: usize = 4;
    const BELOW: usize = 4 * 1024;
    const SIGHT: usize = 256 * 1024;
    let body_text = text.get(body..)?;
    let near = memmem::find_iter(body_text, b"<h1").take(MOST_HEADINGS);
    let mut near = near.map(|at| at.saturating_sub(ABOVE)..at + BELOW);
    let stretch = |range: std::ops::Range<usize>| &body_text[range.start..range.end.min(body_text.len())];
    near.find_map(|range| in_stretch(stretch(range), charset, &of))
        .or_else(|| in_stretch(stretch(0..SIGHT), charset, &of))
}

fn in_stretch<T>(stretch: &[u8], charset: &'static Encoding, of: impl Fn(&str) -> Option<T>) -> Option<T> {
    const MOST_HITS: usize = 60;
    const LONGEST_LINE: usize = 120;
    let mut behind = 0;
    let mut hits = 0;
    for hit in memmem::find_iter(stretch, b"20") {
        let is_year = stretch.get(hit + 2..hit + 4).is_some_and(|it| it.iter().all(u8::is_ascii_digit));
        if hit < behind || !is_year {
            continue;
        }
        hits += 1;
        if hits > MOST_HITS {
            break;
        }
        let start = memrchr(b'>', &stretch[..hit]).map_or(0, |at| at + 1);
        let end = memchr(b'<', &stretch[hit..]).map_or(stretch.len(), |at| hit + at);
        behind = end;
        let opened = memrchr(b'<', &stretch[..start]).map_or(&[][..], |at| &stretch[at..start]);
        let is_script = opened.starts_with(b"<script") || opened.starts_with(b"<style");
        let line_text = &stretch[start..end];
        if is_script || line_text.len() > LONGEST_LINE || memchr(b'<', &stretch[start..hit]).is_some() {
            continue;
        }
        let line = line(line_text, charset);
        // Whose rights these are is no date.
        if line.contains('©') || line.contains('"') || line.contains('=') {
            continue;
        }
        if let Some(found) = of(&line) {
            return Some(found);
        }
    }
    None
}

/// The first date that a script states under the name that schema.org has for it, whether or not its text is sound.
pub(super) fn scripted<T>(text: &[u8], of: impl Fn(&str) -> Option<T>) -> Option<T> {
    const NAMES: [&str; 4] = ["datePublished", "publishedDate", "publishDate", "published_at"];
    const MOST_HITS: usize = 5;
    NAMES.iter().find_map(|name| {
        memmem::find_iter(text, name).take(MOST_HITS).find_map(|hit| {
            let behind = &text[hit + name.len()..text.len().min(hit + name.len() + 60)];
            let behind = std::str::from_utf8(behind)
                .unwrap_or_else(|error| std::str::from_utf8(&behind[..error.valid_up_to()]).unwrap_or(""));
            let value = behind.trim_start_matches(['"', '\'', '\\']).trim_start().strip_prefix([':', '='])?;
            let value = value.trim_start().trim_start_matches(['"', '\'', '\\']);
            of(value.split(['"', '\'', '\\', ',']).next()?)
        })
    })
}
