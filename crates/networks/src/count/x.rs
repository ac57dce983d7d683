//! X: weights by twitter-text's third configuration, over the text in NFC.

use unicode_segmentation::UnicodeSegmentation;

use super::{Counted, Unit, addresses, emoji, letters, normal};

/// What an address weighs, however long it is.
const ADDRESS: u64 = 23;
/// What an emoji weighs, and any character beyond [`LIGHT`].
const HEAVY: u64 = 2;
/// Latin, Greek, Cyrillic, Arabic, Georgian…, spaces, dashes and quotation marks.
const LIGHT: [std::ops::RangeInclusive<u16>; 4] = [0..=4351, 8192..=8205, 8208..=8223, 8242..=8247];

/// The weight, and, where there are such, characters that X refuses.
pub(super) fn count(text: &str, limit: u32) -> Vec<Counted> {
    let normal = normal::normal(text);
    let units: Vec<u16> = normal.encode_utf16().collect();
    let mut weight = Counted::sum(pieces(&units), Some(limit), Unit::Weight);
    if let Some(over) = &mut weight.over {
        over.at = super::whole(character_at(text, normal::origin(text, over.at as usize)) as u64);
    }
    let refused = text.char_indices().filter(|(_, c)| letters::refused(*c)).map(|(at, _)| (at, 1));
    let refused = Counted::sum(refused, Some(0), Unit::Refused);
    if refused.fits() { vec![weight] } else { vec![refused, weight] }
}

/// The beginning of the character, as a reader sees it, that has byte `at`: X weighs its parts one by one.
fn character_at(text: &str, at: usize) -> usize {
    text.grapheme_indices(true).map(|(start, _)| start).take_while(|start| *start <= at).last().unwrap_or(0)
}

/// Each address, emoji and other character of `units`: where it begins and what it weighs.
fn pieces(units: &[u16]) -> Vec<(usize, u64)> {
    let addresses = addresses::found(units, &addresses::X);
    let mut addresses = addresses.iter().peekable();
    // Emoji are looked for without regard to addresses: one that begins within an address is none behind it.
    let mut emoji = sequences(units).peekable();
    let mut pieces = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        while addresses.next_if(|address| address.start < at).is_some() {}
        while emoji.next_if(|(start, _)| *start < at).is_some() {}
        let address = addresses.next_if(|address| address.start == at).map(|address| (address.length, ADDRESS));
        let drawn = || emoji.next_if(|(start, _)| *start == at).map(|(_, length)| (length, HEAVY));
        let (size, weight) = address.or_else(drawn).unwrap_or_else(|| character(units, at));
        pieces.push((at, weight));
        at += size;
    }
    pieces
}

/// The emoji sequences of `units`: where each begins and how many units it has.
fn sequences(units: &[u16]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < units.len() {
            let (start, length) = (at, emoji::length(units, at));
            at += length.max(1);
            if length > 0 {
                return Some((start, length));
            }
        }
        None
    })
}

fn character(units: &[u16], at: usize) -> (usize, u64) {
    let unit = units[at];
    let pair = (0xd800..0xdc00).contains(&unit) && units.get(at + 1).is_some_and(|low| (0xdc00..0xe000).contains(low));
    if pair {
        return (2, HEAVY);
    }
    (1, if LIGHT.iter().any(|range| range.contains(&unit)) { 1 } else { HEAVY })
}
