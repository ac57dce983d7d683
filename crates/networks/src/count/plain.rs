//! Counting in one unit, character by character as a reader sees them, so that a cut never goes through one.

use unicode_properties::UnicodeEmoji;
use unicode_segmentation::UnicodeSegmentation;

use super::{Counted, Unit};

pub(super) fn count(text: &str, limit: Option<u32>, unit: Unit) -> Counted {
    Counted::sum(text.grapheme_indices(true).map(|(at, character)| (at, size(character, unit))), limit, unit)
}

/// Threads: an emoji counts as many as it has bytes, anything else by code points.
///
/// Sources disagree (bytes of an emoji, or one for each character), so this is the stricter of them.
pub(super) fn count_heavy_emoji(text: &str, limit: u32) -> Counted {
    let cost = |character: &str| if is_emoji(character) { character.len() } else { character.chars().count() };
    let pieces = text.grapheme_indices(true).map(|(at, character)| (at, cost(character) as u64));
    Counted::sum(pieces, Some(limit), Unit::CodePoint)
}

fn size(character: &str, unit: Unit) -> u64 {
    let size = match unit {
        Unit::CodePoint => character.chars().count(),
        Unit::Utf16 => character.encode_utf16().count(),
        Unit::Byte => character.len(),
        Unit::Character | Unit::Weight | Unit::Hashtag | Unit::Mention | Unit::Refused => 1,
    };
    size as u64
}

/// Digits, `#`, `*`, © and ® are emoji only where a mark says so.
fn is_emoji(character: &str) -> bool {
    character.chars().any(|c| c == '\u{fe0f}' || c == '\u{20e3}' || (c > '\u{ff}' && c.is_emoji_char()))
}
