//! One start tag, taken apart: its attributes, as they stand.

use std::ops::Range;

use memchr::memchr;

use super::markup::is_space;

/// One attribute: the places of its name and of its value without the quotes, within the tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The name.
    pub(crate) name: Range<usize>,
    /// The value; empty where none is given.
    pub(crate) value: Range<usize>,
    /// Whether the value stands in quotes.
    pub(crate) quoted: bool,
}

/// The attributes of `tag`, which is `<name …>` whole.
pub(crate) fn attributes(tag: &[u8]) -> Attributes<'_> {
    let at = tag.iter().position(|byte| is_space(*byte) || *byte == b'/').unwrap_or(tag.len());
    let until = if tag.ends_with(b">") { tag.len() - 1 } else { tag.len() };
    Attributes { tag: &tag[..until.max(1)], at }
}

/// The value of the first attribute of `tag` called `name` (in lower case), as written.
pub(crate) fn attribute<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    attributes(tag).find(|it| tag[it.name.clone()].eq_ignore_ascii_case(name)).map(|it| &tag[it.value])
}

/// Walks over the attributes of a tag.
#[derive(Debug)]
pub(crate) struct Attributes<'a> {
    tag: &'a [u8],
    at: usize,
}

impl Attributes<'_> {
    fn skip(&mut self, more: impl Fn(u8) -> bool) {
        let rest = self.tag.get(self.at..).unwrap_or(&[]);
        self.at += rest.iter().position(|byte| !more(*byte)).unwrap_or(rest.len());
    }
}

impl Iterator for Attributes<'_> {
    type Item = Attribute;

    fn next(&mut self) -> Option<Attribute> {
        self.skip(|byte| is_space(byte) || byte == b'/');
        let name_start = self.at;
        if name_start >= self.tag.len() {
            return None;
        }
        // A name may begin with an equals sign; after its first letter the sign ends it.
        self.at += 1;
        self.skip(|byte| !is_space(byte) && !matches!(byte, b'/' | b'='));
        let name = name_start..self.at;
        self.skip(is_space);
        if self.tag.get(self.at) != Some(&b'=') {
            return Some(Attribute { name, value: self.at..self.at, quoted: false });
        }
        self.at += 1;
        self.skip(is_space);
        if let Some(quote @ (b'"' | b'\'')) = self.tag.get(self.at) {
            let start = self.at + 1;
            let end = memchr(*quote, &self.tag[start..]).map_or(self.tag.len(), |end| start + end);
            self.at = end + 1;
            return Some(Attribute { name, value: start..end, quoted: true });
        }
        let start = self.at;
        self.skip(|byte| !is_space(byte));
        Some(Attribute { name, value: start..self.at, quoted: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_however_they_are_written() {
        let tag = br#"<meta  NAME = "a b" content='c>d' x=y/z checked =q="r" z>"#;
        let read: Vec<_> = attributes(tag)
            .map(|it| {
                let text = |range| String::from_utf8_lossy(&tag[range]).into_owned();
                (text(it.name), text(it.value), it.quoted)
            })
            .collect();
        let expect = |name: &str, value: &str, quoted| (name.to_owned(), value.to_owned(), quoted);
        assert_eq!(
            read,
            [
                expect("NAME", "a b", true),
                expect("content", "c>d", true),
                expect("x", "y/z", false),
                expect("checked", "q=\"r\"", false),
                expect("z", "", false),
            ]
        );
    }
}
