//! Mastodon: the warning as it is, then the text, in which addresses and mentions of other servers are shortened.
//!
//! Then characters are counted as a reader sees them: `StatusLengthValidator`; what an address is says `twitter_regex.rb`
//! of mastodon/mastodon 3208bd8, what a mention is `Account::MENTION_RE` and `Extractor`, read 2026-11-26 in forks. No
//! Mastodon was asked: unlike X's, this count stands on reading alone.

use std::ops::Range;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

use super::addresses::{self, Grammar};
use super::rewritten::Rewritten;
use super::{Counted, Unit, Words, letters};

const GRAMMAR: Grammar = Grammar {
    protocols: &["https", "http", "dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "gemini"],
    bare: false,
    path: letters::wide_path,
    path_end: letters::wide_path_end,
    // Its expression for an end was put together before it let brackets hold more.
    brackets_end: Some(letters::path),
    query: letters::wide_query,
    query_end: letters::wide_query_end,
};

/// The longest server of a mention.
const LONGEST_SERVER: usize = 253;

pub(super) fn count(words: &Words<'_>, limit: u32, address: u32) -> Counted {
    let counted = rewritten(words, address);
    let pieces = counted.text.grapheme_indices(true).map(|(at, _)| (counted.origin(at), 1));
    Counted::sum(pieces, Some(limit), Unit::Character)
}

/// What Mastodon counts instead of the text.
fn rewritten(words: &Words<'_>, address: u32) -> Rewritten {
    let text = words.text;
    let mut counted = Rewritten::default();
    counted.put(words.warning, 0);
    if text.chars().all(char::is_whitespace) {
        return counted;
    }
    // A server may reserve what it likes; more than a text can have needs not be written out.
    let placeholder = "x".repeat(address.min(10_000) as usize);
    let mut entities: Vec<(Range<usize>, &str)> =
        addresses_in(text).into_iter().map(|address| (address, placeholder.as_str())).collect();
    entities.extend(mentions(text));
    entities.sort_by_key(|(place, _)| place.start);
    let mut done = 0;
    for (place, shown) in entities {
        if place.start < done {
            continue;
        }
        counted.keep(&text[done..place.start], done);
        counted.put(shown, place.start);
        done = place.end;
    }
    counted.keep(&text[done..], done);
    counted
}

/// Addresses, as bytes of `text`.
fn addresses_in(text: &str) -> Vec<Range<usize>> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let found = addresses::found(&units, &GRAMMAR);
    let mut bytes = text.char_indices().scan(0, |unit, (byte, c)| {
        let at = *unit;
        *unit += c.len_utf16();
        Some((at, byte))
    });
    let mut byte_of = |unit: usize| bytes.find(|(at, _)| *at >= unit).map_or(text.len(), |(_, byte)| byte);
    // One address may begin where the one before it ends, so that its place is known already.
    let (mut known, mut places) = ((0, 0), Vec::with_capacity(found.len()));
    for address in found {
        let start = if address.start == known.0 { known.1 } else { byte_of(address.start) };
        let end = address.start + address.length;
        known = (end, byte_of(end));
        places.push(start..known.1);
    }
    places
}

/// Mentions of other servers' people: their place, and `@name`.
fn mentions(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut next = 0;
    text.match_indices('@').filter_map(move |(at, _)| {
        let before = text[..at].chars().next_back();
        if at < next || before.is_some_and(|c| matches!(c, '=' | '/') || of_word(c)) {
            return None;
        }
        let name = at + 1 + dotted(&text[at + 1..], |c| c.is_ascii_alphanumeric() || c == '_');
        if name == at + 1 {
            return None;
        }
        let server = text[name..].strip_prefix('@').map_or(0, |rest| dotted(rest, of_word));
        let end = if server == 0 { name } else { name + 1 + server };
        next = end;
        let long = text[name..end].chars().count() > LONGEST_SERVER + 1;
        (server > 0 && !long && !goes_on(&text[end..])).then_some((at..end, &text[at..name]))
    })
}

/// How many bytes at the beginning of `text` are words with dots and dashes between.
fn dotted(text: &str, letter: impl Fn(char) -> bool) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if letter(c) {
            end = at + c.len_utf8();
        } else if at == 0 || !matches!(c, '.' | '-') {
            break;
        }
    }
    end
}

/// What must not follow a mention.
fn goes_on(rest: &str) -> bool {
    let accented = |c: char| u16::try_from(u32::from(c)).is_ok_and(|unit| unit > 0x7f && letters::latin_label(unit));
    rest.starts_with("://") || rest.starts_with(|c: char| matches!(c, '@' | '\u{ff20}') || accented(c))
}

/// A letter, mark, digit or connector, as Ruby's `[[:word:]]` has it.
fn of_word(c: char) -> bool {
    let group = c.general_category_group();
    matches!(group, GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark)
        || matches!(c.general_category(), GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation)
}
