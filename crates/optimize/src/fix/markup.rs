//! Markup, as bytes: where a tag ends, what its attributes are, and how they are written anew.
//!
//! It takes bytes of any charset in which the signs of markup stand for themselves.

use std::borrow::Cow;
use std::ops::Range;

use super::changes::{Edit, attribute};
use domain::TagKey;

/// Text as it stands in a quoted attribute or in a title element.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '"', '<', '>']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            letter => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// White space as HTML has it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// A start tag: the place of its name, of its attributes, and of its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StartTag {
    /// The name.
    pub(super) name: Range<usize>,
    attributes: Vec<Attribute>,
    /// Behind `>`.
    pub(super) end: usize,
}

#[derive(Debug, PartialEq, Eq)]
struct Attribute {
    name: Range<usize>,
    /// The value without its quotes; `None` where there is none.
    value: Option<Range<usize>>,
    /// The value with its quotes, or the end of the name.
    outer: Range<usize>,
}

/// The start tag that begins at `at`; `None` where none does, or where it never ends.
pub(super) fn start_tag(bytes: &[u8], at: usize) -> Option<StartTag> {
    let until = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes.get(from..).map(|rest| from + rest.iter().position(|byte| stop(*byte)).unwrap_or(rest.len()))
    };
    if bytes.get(at) != Some(&b'<') || !bytes.get(at + 1)?.is_ascii_alphabetic() {
        return None;
    }
    let name = at + 1..until(at + 1, &|byte| is_space(byte) || matches!(byte, b'/' | b'>'))?;
    let mut here = name.end;
    let mut attributes = Vec::new();
    loop {
        here = until(here, &|byte| !is_space(byte) && byte != b'/')?;
        if *bytes.get(here)? == b'>' {
            return Some(StartTag { name, attributes, end: here + 1 });
        }
        // An equals sign at the start of a name belongs to it.
        let name = here..until(here + 1, &|byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='))?;
        let sign = until(name.end, &|byte| !is_space(byte))?;
        if *bytes.get(sign)? != b'=' {
            here = name.end;
            attributes.push(Attribute { outer: name.end..name.end, name, value: None });
            continue;
        }
        let start = until(sign + 1, &|byte| !is_space(byte))?;
        let (value, outer) = match *bytes.get(start)? {
            quote @ (b'"' | b'\'') => {
                let end = until(start + 1, &|byte| byte == quote)?;
                (start + 1..end, start..end + 1)
            }
            b'>' => (start..start, start..start),
            _ => {
                let end = until(start, &|byte| is_space(byte) || byte == b'>')?;
                (start..end, start..end)
            }
        };
        here = outer.end;
        attributes.push(Attribute { name, value: Some(value), outer });
    }
}

/// The bytes of the meta or link tag `tag`, changed by `edit`; `encode` turns new text into bytes of the page.
pub(super) fn edited(bytes: &[u8], tag: &StartTag, edit: &Edit, encode: &dyn Fn(&str) -> Vec<u8>) -> Vec<u8> {
    let is_link = bytes[tag.name.clone()].eq_ignore_ascii_case(b"link");
    let value_name: &[u8] = if is_link { b"href" } else { b"content" };
    let mut out = Vec::with_capacity(tag.end - tag.name.start + 64);
    let mut copied = tag.name.start - 1;
    let mut seen: Vec<&[u8]> = Vec::new();
    for it in &tag.attributes {
        let name = &bytes[it.name.clone()];
        let is_value = name.eq_ignore_ascii_case(value_name);
        let key = if is_link { None } else { KEYS.into_iter().find(|key| names(name, *key)) };
        let mut change = key.and_then(|key| edit.keys.iter().find(|(from, _)| *from == key)).map(|(_, to)| to);
        // Only the first attribute of a name counts: what stands behind it must not take its place, nor what stands
        // there without saying anything the place of one that is renamed.
        let first = !seen.iter().any(|before| before.eq_ignore_ascii_case(name));
        let in_the_way = change.is_none() && edit.keys.iter().any(|(_, to)| to.is_some() && *to == key);
        if in_the_way || !first && change.is_some() {
            change = Some(&None);
        } else if !first {
            continue;
        }
        seen.push(name);
        match change {
            Some(None) => {
                let space = bytes[..it.name.start].iter().rev().take_while(|byte| is_space(**byte)).count();
                out.extend_from_slice(&bytes[copied..it.name.start - space]);
                copied = it.outer.end;
                continue;
            }
            Some(Some(to)) => {
                out.extend_from_slice(&bytes[copied..it.name.start]);
                out.extend_from_slice(attribute(*to).as_bytes());
                copied = it.name.end;
            }
            None => {}
        }
        match (&edit.value, &it.value) {
            (Some(new), old) if is_value => {
                out.extend_from_slice(&bytes[copied..if old.is_some() { it.outer.start } else { it.name.end }]);
                if old.is_none() {
                    out.push(b'=');
                }
                out.push(b'"');
                out.extend_from_slice(&encode(&escape(new)));
                out.push(b'"');
                copied = it.outer.end;
            }
            (_, Some(value)) if (is_value || key.is_some()) && *value == it.outer => {
                out.extend_from_slice(&bytes[copied..it.outer.start]);
                out.push(b'"');
                for byte in &bytes[value.clone()] {
                    if *byte == b'"' { out.extend_from_slice(b"&quot;") } else { out.push(*byte) }
                }
                out.push(b'"');
                copied = it.outer.end;
            }
            _ => {}
        }
    }
    out.extend_from_slice(&bytes[copied..tag.end]);
    out
}

const KEYS: [TagKey; 4] = [TagKey::Property, TagKey::Name, TagKey::Itemprop, TagKey::HttpEquiv];

fn names(name: &[u8], key: TagKey) -> bool {
    name.eq_ignore_ascii_case(attribute(key).as_bytes())
}

/// Where the head of a page starts: behind `<head>`, or where the parser would begin one.
pub(super) fn head_start(bytes: &[u8]) -> usize {
    let mut at = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let mut start = at;
    loop {
        while bytes.get(at).is_some_and(|byte| is_space(*byte)) {
            at += 1;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(b"<!--") {
            match comment_end(rest) {
                Some(end) => at += end,
                None => return start,
            }
        } else if rest.starts_with(b"<!") || rest.starts_with(b"<?") {
            match rest.iter().position(|byte| *byte == b'>') {
                Some(end) => at += end + 1,
                None => return start,
            }
            start = at;
        } else if let Some(tag) = start_tag(bytes, at) {
            let name = &bytes[tag.name];
            if name.eq_ignore_ascii_case(b"head") {
                return tag.end;
            }
            if !name.eq_ignore_ascii_case(b"html") {
                return start;
            }
            at = tag.end;
            start = at;
        } else {
            return start;
        }
    }
}

/// Behind the comment that `rest` begins with.
fn comment_end(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"<!-->") {
        return Some(5);
    }
    if rest.starts_with(b"<!--->") {
        return Some(6);
    }
    let ends = |at: &usize| rest[*at..].starts_with(b"-->") || rest[*at..].starts_with(b"--!>");
    let end = (4..rest.len()).find(ends)?;
    Some(end + if rest[end + 2] == b'>' { 3 } else { 4 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(html: &str, keys: &[(TagKey, Option<TagKey>)], value: Option<&str>) -> String {
        let tag = start_tag(html.as_bytes(), 0).unwrap();
        let edit = Edit { keys: keys.to_vec(), value: value.map(str::to_owned) };
        String::from_utf8(edited(html.as_bytes(), &tag, &edit, &|text| text.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn only_what_changes_is_written_anew() {
        let name_to_property = [(TagKey::Name, Some(TagKey::Property))];
        for (before, keys, value, after) in [
            (
                r"<meta  data-x='1' NAME = 'og:title' content='Rye' />",
                &name_to_property[..],
                None,
                r"<meta  data-x='1' property = 'og:title' content='Rye' />",
            ),
            (
                r#"<META property="og:image" content='/a.png'/>"#,
                &[],
                Some("https://bakery.example/a.png?b&c"),
                r#"<META property="og:image" content="https://bakery.example/a.png?b&amp;c"/>"#,
            ),
            (r"<meta property=og:title content=Rye>", &[], None, r#"<meta property="og:title" content="Rye">"#),
            (
                r#"<meta name="description" property="og:description" content="x">"#,
                &[(TagKey::Name, None)],
                None,
                r#"<meta property="og:description" content="x">"#,
            ),
            (r#"<meta name="a" content>"#, &[], Some("b"), r#"<meta name="a" content="b">"#),
            (r#"<meta name="a" content= >"#, &[], Some("b"), r#"<meta name="a" content= "b">"#),
            (
                r#"<link href=/a rel="canonical">"#,
                &[],
                Some("https://bakery.example/a"),
                r#"<link href="https://bakery.example/a" rel="canonical">"#,
            ),
            (
                r#"<meta name="a" property="" name="b" content="c" content="d">"#,
                &name_to_property[..],
                None,
                r#"<meta property="a" content="c" content="d">"#,
            ),
        ] {
            assert_eq!(edit(before, keys, value), after);
        }
    }

    #[test]
    fn a_head_starts_behind_whatever_comes_before_it() {
        for (html, rest) in [
            ("<!DOCTYPE html><html lang=en><head><meta>", "<meta>"),
            ("\u{FEFF}<!-- a --> <!doctype html>\n<HTML>\n<!--> <HEAD class='>'>x", "x"),
            ("<!doctype html>\n<title>Rye</title>", "\n<title>Rye</title>"),
            ("<p>Rye", "<p>Rye"),
            ("<html><body>", "<body>"),
            ("<header>", "<header>"),
            ("<!-- never ends", "<!-- never ends"),
            ("<?xml version='1.0'?><html><head/><meta>", "<meta>"),
        ] {
            assert_eq!(&html[head_start(html.as_bytes())..], rest, "{html}");
        }
    }

    #[test]
    fn a_tag_that_never_ends_is_no_tag() {
        for html in ["<meta", "<meta content='>", "<meta content=", "</meta>", "<", "meta"] {
            assert_eq!(start_tag(html.as_bytes(), 0), None, "{html}");
        }
    }
}
