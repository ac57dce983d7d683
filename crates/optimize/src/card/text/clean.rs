//! Texts made fit for a card: one line, no controls, no marks that turn the direction of what follows.

use unicode_bidi::BidiClass;
use unicode_segmentation::UnicodeSegmentation;

/// Longer texts are cut before they are laid out: no card shows as much.
const LONGEST: usize = 1_000;
/// More marks on one letter than any language writes.
const MARKS: usize = 6;

/// `text` as a card shows it.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::new();
    let mut blank = false;
    for cluster in text.graphemes(true).take(LONGEST * 2) {
        if cluster.chars().all(char::is_whitespace) {
            blank = true;
            continue;
        }
        let kept = out.len();
        if blank && !out.is_empty() {
            out.push(' ');
        }
        let before = out.len();
        out.extend(cluster.chars().filter(|c| !is_dropped(*c)).take(MARKS + emoji_room(cluster)));
        if out.len() == before {
            out.truncate(kept);
        } else {
            blank = false;
        }
        if out.len() > LONGEST * 4 {
            break;
        }
    }
    out
}

/// A family of emoji is one cluster of many letters.
fn emoji_room(cluster: &str) -> usize {
    if cluster.contains('\u{200d}') || cluster.chars().any(|c| ('\u{e0020}'..='\u{e007f}').contains(&c)) {
        16
    } else {
        0
    }
}

/// Blank, though no white space by Unicode.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{3164}'
            | '\u{ffa0}'
            | '\u{2800}'
    )
}

/// Controls, and what overrides, embeds or isolates directions: a text may not turn round its neighbours.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || is_blank(c)
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffc}')
        || ('\u{e000}'..='\u{f8ff}').contains(&c)
        || u32::from(c) >= 0xf_0000
}

/// Whether `text` runs from right to left, by its first letter with a direction; `None` where no letter has one.
pub(crate) fn is_rtl(text: &str) -> Option<bool> {
    text.chars().find_map(|c| match unicode_bidi::bidi_class(c) {
        BidiClass::L => Some(false),
        BidiClass::R | BidiClass::AL => Some(true),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_directions_is_taken_out_and_blanks_are_one_space() {
        for (text, cleaned) in [
            ("  Rye\n\tbread  ", "Rye bread"),
            ("invoice\u{202e}gpj.exe", "invoicegpj.exe"),
            ("\u{2067}a\u{2069}\u{200f}", "a"),
            ("\u{200b}\u{feff}", ""),
            ("a\u{0}b\u{7}", "ab"),
            ("👩‍👩‍👧‍👦 ❤️‍🔥", "👩‍👩‍👧‍👦 ❤️‍🔥"),
            ("می‌خواهم", "می‌خواهم"),
        ] {
            assert_eq!(clean(text), cleaned);
        }
        assert!(clean(&"word ".repeat(100_000)).len() < 5_000);
        assert!(clean(&format!("Z{}", "\u{301}".repeat(10_000))).chars().count() < 10);
    }

    #[test]
    fn the_first_letter_with_a_direction_decides() {
        assert_eq!(is_rtl("2026: שלום world"), Some(true));
        assert_eq!(is_rtl("🎉 hello مرحبا"), Some(false));
        assert_eq!(is_rtl("12 – 🎉"), None);
    }
}
