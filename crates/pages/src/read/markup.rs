//! A walk over raw markup, for the few stretches that the streaming pass does not take apart: the head's extent, and
//! the text of one heading or paragraph. It knows tags, comments and raw text; it builds no tree.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};
use memchr::{memchr, memchr3, memmem};

/// One piece of markup; ranges are positions in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text between tags.
    Text(Range<usize>),
    /// `<name …>`: the place of the name and of the whole tag.
    Start { name: Range<usize>, tag: Range<usize> },
    /// `</name>`.
    End { name: Range<usize>, tag: Range<usize> },
    /// What stands in a script, a style, a title or the like.
    Raw(Range<usize>),
    /// A comment, a doctype, a processing instruction.
    Comment(Range<usize>),
}

/// Walks over a stretch of a body.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    body: &'a [u8],
    at: usize,
    until: usize,
    /// The raw-text element whose text comes next.
    raw: Option<Range<usize>>,
}

impl<'a> Walk<'a> {
    /// Over `range` of `body`, which starts outside of any tag.
    pub(crate) fn new(body: &'a [u8], range: Range<usize>) -> Self {
        let until = range.end.min(body.len());
        Self { body, at: range.start.min(until), until, raw: None }
    }

    fn seek(&self, byte: u8, from: usize) -> Option<usize> {
        memchr(byte, self.body.get(from..self.until)?).map(|at| from + at)
    }

    fn name_end(&self, from: usize) -> usize {
        let rest = &self.body[from..self.until];
        from + rest.iter().position(|byte| is_space(*byte) || matches!(byte, b'/' | b'>')).unwrap_or(rest.len())
    }

    /// Behind the `>` of the tag whose name ends at `from`; a quoted value may hold a `>`.
    fn tag_end(&self, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at += memchr3(b'>', b'"', b'\'', self.body.get(at..self.until)?)?;
            let quote = self.body[at];
            if quote == b'>' {
                return Some(at + 1);
            }
            let before = self.body[from..at].iter().rev().find(|byte| !is_space(**byte));
            at += 1;
            if before == Some(&b'=') {
                at = self.seek(quote, at)? + 1;
            }
        }
    }

    fn comment_end(&self, from: usize) -> usize {
        let rest = &self.body[from..self.until];
        if rest.starts_with(b">") {
            return from + 1;
        }
        if rest.starts_with(b"->") {
            return from + 2;
        }
        let mut at = 0;
        while let Some(dashes) = rest.get(at..).and_then(|rest| memmem::find(rest, b"--")) {
            at += dashes + 2;
            match rest.get(at..) {
                Some([b'>', ..]) => return from + at + 1,
                Some([b'!', b'>', ..]) => return from + at + 2,
                // Three dashes: the last two may belong to the end.
                Some([b'-', ..]) => at -= 1,
                _ => {}
            }
        }
        self.until
    }

    fn markup(&mut self, at: usize) -> Option<Piece> {
        let start = at;
        let piece = match self.body.get(at + 1..self.until)? {
            [letter, ..] if letter.is_ascii_alphabetic() => {
                let name = at + 1..self.name_end(at + 1);
                let end = self.tag_end(name.end)?;
                if is_raw_text(&self.body[name.clone()]) {
                    self.raw = Some(name.clone());
                }
                self.at = end;
                Piece::Start { name, tag: start..end }
            }
            [b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                let name = at + 2..self.name_end(at + 2);
                let end = self.tag_end(name.end)?;
                self.at = end;
                Piece::End { name, tag: start..end }
            }
            [b'!', b'-', b'-', ..] => {
                self.at = self.comment_end(at + 4);
                Piece::Comment(start..self.at)
            }
            [b'!' | b'?' | b'/', ..] => {
                self.at = self.seek(b'>', at + 1).map_or(self.until, |end| end + 1);
                Piece::Comment(start..self.at)
            }
            _ => {
                self.at = self.seek(b'<', at + 1).unwrap_or(self.until);
                Piece::Text(start..self.at)
            }
        };
        Some(piece)
    }
}

impl Iterator for Walk<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if let Some(name) = self.raw.take() {
            let start = self.at;
            self.at = raw_text_end(&self.body[..self.until], start, &self.body[name]);
            if self.at > start {
                return Some(Piece::Raw(start..self.at));
            }
        }
        if self.at >= self.until {
            return None;
        }
        if self.body[self.at] == b'<' {
            let piece = self.markup(self.at);
            if piece.is_none() {
                // A tag that never ends is no tag, and nothing comes after it.
                self.at = self.until;
            }
            return piece;
        }
        let start = self.at;
        self.at = self.seek(b'<', start).unwrap_or(self.until);
        Some(Piece::Text(start..self.at))
    }
}

/// Where the text of the raw-text element `name` ends that starts at `from`: at its `</name`, or at the end.
pub(crate) fn raw_text_end(body: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = body.get(at..).and_then(|rest| memmem::find(rest, b"</")) {
        let end = at + found;
        let after = end + 2 + name.len();
        let named = body.get(end + 2..after).is_some_and(|here| here.eq_ignore_ascii_case(name));
        if named && body.get(after).is_none_or(|byte| is_space(*byte) || matches!(byte, b'/' | b'>')) {
            return end;
        }
        at = end + 2;
    }
    body.len()
}

fn is_raw_text(name: &[u8]) -> bool {
    let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
    match name.len() {
        3 => is("xmp"),
        5 => is("style") || is("title"),
        6 => is("script") || is("iframe"),
        7 => is("noembed"),
        8 => is("noscript") || is("textarea") || is("noframes"),
        _ => false,
    }
}

/// White space as HTML has it.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// Bytes as text; `charset` is one that markup can be told apart in.
pub(crate) fn decode<'a>(bytes: &'a [u8], charset: &'static Encoding) -> Cow<'a, str> {
    if charset == UTF_8 { String::from_utf8_lossy(bytes) } else { charset.decode_without_bom_handling(bytes).0 }
}

/// An attribute's value: decoded, its character references resolved.
pub(crate) fn value(bytes: &[u8], charset: &'static Encoding) -> String {
    let text = decode(bytes, charset);
    let text = if memchr(b'&', text.as_bytes()).is_some() { htmlize::unescape_attribute(text) } else { text };
    if memchr(0, text.as_bytes()).is_some() { text.replace('\0', "\u{FFFD}") } else { text.into_owned() }
}

/// Adds `text` to `to` with each run of white space as one space, none at the start; stops behind `at_most` bytes.
pub(crate) fn fold(to: &mut String, text: &str, at_most: usize) {
    let mut gap = to.is_empty();
    if to.ends_with(' ') {
        gap = true;
    }
    for letter in text.chars() {
        if to.len() >= at_most {
            return;
        }
        // A zero byte and a byte order mark are no text.
        if letter.is_whitespace() {
            if !gap {
                to.push(' ');
                gap = true;
            }
        } else if !matches!(letter, '\0' | '\u{FEFF}') {
            to.push(letter);
            gap = false;
        }
    }
}

/// The folded text of `range`: decoded, its character references resolved, at most `at_most` bytes or little more.
pub(crate) fn folded(bytes: &[u8], charset: &'static Encoding, at_most: usize) -> String {
    let text = decode(bytes, charset);
    let text = if memchr(b'&', text.as_bytes()).is_some() { htmlize::unescape(text) } else { text };
    let mut out = String::new();
    fold(&mut out, &text, at_most);
    out.truncate(out.trim_end().len());
    out
}

/// The folded text from `start` until a tag that ends the element, as `ends` tells by name and by whether it is an end tag.
pub(crate) fn inner_text(
    body: &[u8],
    start: usize,
    charset: &'static Encoding,
    at_most: usize,
    ends: impl Fn(&[u8], bool) -> bool,
) -> String {
    const SIGHT: usize = 32 * 1024;
    let mut out = String::new();
    for piece in Walk::new(body, start..start.saturating_add(SIGHT)) {
        match piece {
            Piece::Text(range) => {
                let text = decode(&body[range], charset);
                let text = if memchr(b'&', text.as_bytes()).is_some() { htmlize::unescape(text) } else { text };
                fold(&mut out, &text, at_most);
                if out.len() >= at_most {
                    break;
                }
            }
            Piece::Start { name, .. } => {
                let name = &body[name];
                if ends(name, false) {
                    break;
                }
                if name.eq_ignore_ascii_case(b"br") {
                    fold(&mut out, " ", at_most);
                }
            }
            Piece::End { name, .. } => {
                if ends(&body[name], true) {
                    break;
                }
            }
            Piece::Raw(_) | Piece::Comment(_) => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(html: &str) -> Vec<String> {
        Walk::new(html.as_bytes(), 0..html.len())
            .map(|piece| match piece {
                Piece::Text(at) => format!("text {}", &html[at]),
                Piece::Start { tag, .. } | Piece::End { tag, .. } => html[tag].to_owned(),
                Piece::Raw(at) => format!("raw {}", &html[at]),
                Piece::Comment(at) => format!("comment {}", &html[at]),
            })
            .collect()
    }

    #[test]
    fn a_quoted_value_may_hold_the_sign_that_ends_a_tag() {
        assert_eq!(pieces(r#"<a b="x>y" c='>' d>t"#), [r#"<a b="x>y" c='>' d>"#, "text t"]);
        assert_eq!(pieces(r#"<a b"c>t"#), [r#"<a b"c>"#, "text t"]);
    }

    #[test]
    fn tags_in_scripts_and_comments_are_no_tags() {
        assert_eq!(pieces("<SCRIPT><b></script ><i>"), ["<SCRIPT>", "raw <b>", "</script >", "<i>"]);
        assert_eq!(
            pieces("<!-- <b> --><i><!--><b><!--->"),
            ["comment <!-- <b> -->", "<i>", "comment <!-->", "<b>", "comment <!--->"]
        );
        assert_eq!(pieces("<!-- a --- b --!>c<!-- d"), ["comment <!-- a --- b --!>", "text c", "comment <!-- d"]);
    }

    #[test]
    fn a_lonely_sign_is_text_and_a_tag_that_never_ends_is_nothing() {
        assert_eq!(pieces("1 < 2 <b x='"), ["text 1 ", "text < 2 "]);
        assert_eq!(pieces("</ b><?php ?>x"), ["comment </ b>", "comment <?php ?>", "text x"]);
    }

    #[test]
    fn the_text_of_an_element_is_folded_and_decoded_once() {
        let text = inner_text(b"<b>Rye &amp;amp;</b>\n  bread<br>daily</h1>x", 0, UTF_8, 100, |_, end| end);
        assert_eq!(text, "Rye &amp;");
        let text = inner_text(b"Rye\n  bread<br>daily</h1>x", 0, UTF_8, 100, |_, end| end);
        assert_eq!(text, "Rye bread daily");
    }
}
