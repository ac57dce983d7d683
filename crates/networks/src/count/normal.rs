//! Text in NFC, as X normalises it before it counts, and the way back to the text as it was written.

use std::borrow::Cow;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc, is_nfc_quick};

/// `text` in NFC.
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The byte of `text` of which unit `unit` of its normalised UTF-16 is made; of what normalising changes, the first.
pub(super) fn origin(text: &str, unit: usize) -> usize {
    let mut passed = 0;
    let mut start = 0;
    while start < text.len() {
        let part = part_at(text, start);
        let behind = passed + part.nfc().map(char::len_utf16).sum::<usize>();
        if behind > unit {
            return start + if is_nfc(part) { byte_of(part, unit - passed) } else { 0 };
        }
        passed = behind;
        start += part.len();
    }
    text.len()
}

/// The byte of `part` where the character begins that has its unit `unit`.
fn byte_of(part: &str, unit: usize) -> usize {
    let mut behind = 0;
    let holds = |(_, c): &(usize, char)| {
        behind += c.len_utf16();
        behind > unit
    };
    part.char_indices().find(holds).map_or(0, |(at, _)| at)
}

/// From `start` to where the next part begins that normalises by itself.
fn part_at(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    let end = rest.char_indices().skip(1).find(|(_, c)| begins(*c)).map_or(rest.len(), |(at, _)| at);
    &rest[..end]
}

/// Whether `c` neither changes nor joins what stands before it.
fn begins(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}
