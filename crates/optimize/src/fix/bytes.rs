//! Bytes: changes as splices of a page's bytes. Whatever is not replaced stays as it is, byte for byte.

use std::ops::Range;

use domain::Page;
use encoding_rs::Encoding;
use thiserror::Error;

use super::changes::{Change, Piece};
use super::markup::{StartTag, edited, escape, head_start, is_space, start_tag};
use super::reread::behind_charset;

/// A stretch of the old bytes and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The old bytes; empty where something is only put in.
    pub old: Range<usize>,
    /// The new ones.
    pub new: Vec<u8>,
}

/// Why a page's bytes are left alone.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CannotWrite {
    /// In this charset the signs of markup do not stand for themselves.
    #[error("it is written in {0}, in which Tidings does not write: save the page as UTF-8 first")]
    Charset(String),
    /// A tag that was read does not stand where it stood.
    #[error("no tag begins at byte {0} any more: the file changed since it was read")]
    NoTag(u64),
    /// Two changes would touch the same bytes.
    #[error("two changes meet at byte {0}")]
    Overlap(usize),
}

/// The bytes of `page` with `changes`. `bytes` are those that the page was read from.
pub fn apply(bytes: &[u8], page: &Page, changes: &[Change]) -> Result<Vec<u8>, CannotWrite> {
    Ok(spliced(bytes, &splices(bytes, page, changes)?))
}

/// `bytes` with `splices`, which stand in order and apart.
fn spliced(bytes: &[u8], splices: &[Splice]) -> Vec<u8> {
    let more: usize = splices.iter().map(|splice| splice.new.len()).sum();
    let mut out = Vec::with_capacity(bytes.len() + more);
    let mut copied = 0;
    for splice in splices {
        out.extend_from_slice(&bytes[copied..splice.old.start]);
        out.extend_from_slice(&splice.new);
        copied = splice.old.end;
    }
    out.extend_from_slice(&bytes[copied..]);
    out
}

/// What `changes` replace in `bytes`, in order and apart.
pub fn splices(bytes: &[u8], page: &Page, changes: &[Change]) -> Result<Vec<Splice>, CannotWrite> {
    let charset = Encoding::for_label(page.charset.used.as_bytes())
        .filter(|charset| charset.is_ascii_compatible())
        .ok_or_else(|| CannotWrite::Charset(page.charset.used.clone()))?;
    let paper = Paper { bytes, charset, close: if is_xhtml(bytes) { " />" } else { ">" } };
    let mut splices = Vec::with_capacity(changes.len());
    let mut removed = Vec::new();
    for change in changes {
        splices.push(match change {
            Change::Begin(pieces) => {
                let at = match behind_charset(page, pieces) {
                    Some(at) => paper.tag(at)?.end,
                    None => head_start(bytes),
                };
                paper.put(at, pieces)?
            }
            Change::Behind(at, pieces) => paper.put(paper.tag(*at)?.end, pieces)?,
            Change::Edit(at, edit) => {
                let tag = paper.tag(*at)?;
                let new = edited(bytes, &tag, edit, &|text| paper.encode(text));
                Splice { old: *at as usize..tag.end, new }
            }
            Change::Title(at, text) => {
                let tag = paper.tag(*at)?;
                let end = title_end(bytes, tag.end).ok_or(CannotWrite::NoTag(*at))?;
                Splice { old: tag.end..end, new: paper.encode(&escape(text)) }
            }
            Change::Remove(at) => {
                removed.push(*at as usize..paper.tag(*at)?.end);
                continue;
            }
        });
    }
    // Tags that go together from one line may leave it empty.
    removed.sort_by_key(|tag| tag.start);
    for tags in removed.chunk_by(|a, b| bytes[a.end.min(b.start)..b.start].iter().all(|byte| is_blank(*byte))) {
        if let (Some(first), Some(last)) = (tags.first(), tags.last()) {
            splices.push(Splice { old: with_line(bytes, first.start..last.end), new: Vec::new() });
        }
    }
    // Where something is put in at the start of a tag that changes, it comes first.
    splices.sort_by_key(|splice| (splice.old.start, splice.old.end));
    for pair in splices.windows(2) {
        if let [before, behind] = pair
            && before.old.end > behind.old.start
        {
            return Err(CannotWrite::Overlap(behind.old.start));
        }
    }
    Ok(splices)
}

/// The page's bytes, and how one writes on them.
struct Paper<'a> {
    bytes: &'a [u8],
    charset: &'static Encoding,
    close: &'static str,
}

impl Paper<'_> {
    fn tag(&self, at: u64) -> Result<StartTag, CannotWrite> {
        let tag = usize::try_from(at).ok().and_then(|at| start_tag(self.bytes, at));
        let known = |tag: &StartTag| {
            let name = &self.bytes[tag.name.clone()];
            [&b"meta"[..], b"link", b"title"].iter().any(|it| name.eq_ignore_ascii_case(it))
        };
        tag.filter(known).ok_or(CannotWrite::NoTag(at))
    }

    /// `text` in the page's charset; what that cannot write becomes a character reference.
    fn encode(&self, text: &str) -> Vec<u8> {
        self.charset.encode(text).0.into_owned()
    }

    /// Puts `pieces` in at `at`: behind a tag, or at the very start.
    fn put(&self, at: usize, pieces: &[Piece]) -> Result<Splice, CannotWrite> {
        let mut new = Vec::new();
        let line = self.line_of(at);
        for piece in pieces {
            let markup = match piece {
                Piece::Moved(from, edit) => {
                    let tag = self.tag(*from)?;
                    edited(self.bytes, &tag, edit, &|text| self.encode(text))
                }
                piece => self.encode(&piece.markup(self.close).unwrap_or_default()),
            };
            match &line {
                Some((end, indent)) if at > 0 && !self.bytes[..at].ends_with(b"\xEF\xBB\xBF") => {
                    new.extend_from_slice(end);
                    new.extend_from_slice(indent);
                    new.extend_from_slice(&markup);
                }
                Some((end, _)) => {
                    new.extend_from_slice(&markup);
                    new.extend_from_slice(end);
                }
                None => new.extend_from_slice(&markup),
            }
        }
        Ok(Splice { old: at..at, new })
    }

    /// How lines end and how they are indented around `at`; `None` where what stands there is one long line.
    fn line_of(&self, at: usize) -> Option<(&'static [u8], Vec<u8>)> {
        let rest = &self.bytes[at..];
        let end = rest.iter().position(|byte| *byte == b'\n');
        let at_start = at == 0 || self.bytes[..at] == *b"\xEF\xBB\xBF";
        let ends_here = rest[..end.unwrap_or(rest.len())].iter().all(|byte| is_space(*byte));
        if end.is_none() && (at_start || !ends_here || !self.bytes[..at].contains(&b'\n')) {
            return None;
        }
        if !at_start && !ends_here {
            return None;
        }
        let first = self.bytes.iter().position(|byte| *byte == b'\n')?;
        let crlf = first > 0 && self.bytes[first - 1] == b'\r';
        // Like the next tag of the head, or like the line that stands there.
        let next = end.map_or(&[][..], |end| &rest[end + 1..]);
        let next = next.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).map_or(&[][..], |skip| &next[skip..]);
        let indent =
            |line: &[u8]| -> Vec<u8> { line.iter().copied().take_while(|byte| matches!(byte, b' ' | b'\t')).collect() };
        let next_indent = indent(next);
        let next = &next[next_indent.len()..];
        let in_head = next.len() > 1
            && next[0] == b'<'
            && (next[1].is_ascii_alphabetic() || next[1] == b'!')
            && !starts(next, b"<body");
        let start = self.bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let indent = if in_head { next_indent } else { indent(&self.bytes[start..at]) };
        Some((if crlf { b"\r\n" } else { b"\n" }, indent))
    }
}

fn starts(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(start))
}

/// Whether the page asks to be read as XML, where a tag without content must say so.
fn is_xhtml(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(512)];
    start.windows(5).any(|it| it.eq_ignore_ascii_case(b"<?xml")) || start.windows(5).any(|it| it == b"XHTML")
}

/// Where the text of a title element ends that begins at `from`.
fn title_end(bytes: &[u8], from: usize) -> Option<usize> {
    let ends = |at: &usize| {
        starts(&bytes[*at..], b"</title")
            && bytes.get(*at + 7).is_none_or(|byte| is_space(*byte) || matches!(byte, b'/' | b'>'))
    };
    (from..bytes.len()).find(ends)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// `tag`, with its line if nothing else stands there.
fn with_line(bytes: &[u8], tag: Range<usize>) -> Range<usize> {
    let start = tag.start - bytes[..tag.start].iter().rev().take_while(|byte| is_blank(**byte)).count();
    let end = tag.end + bytes[tag.end..].iter().take_while(|byte| is_blank(**byte)).count();
    let opens = start == 0 || bytes[start - 1] == b'\n';
    match bytes.get(end) {
        Some(b'\n') if opens => start..end + 1,
        _ => tag,
    }
}
