//! Names of the top level, by which a host is told from words with a dot between.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::letters::plain;

/// Each name in units of UTF-16, and the length of the longest.
static NAMES: LazyLock<(HashSet<Vec<u16>>, usize)> = LazyLock::new(|| {
    let names: HashSet<Vec<u16>> = include_str!("tlds.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.encode_utf16().collect())
        .collect();
    let longest = names.iter().map(Vec::len).max().unwrap_or(0);
    (names, longest)
});

/// Where the name ends that begins at `at`; 0 where none does.
pub(super) fn end(text: &[u16], at: usize) -> u32 {
    let rest = text.get(at..).unwrap_or_default();
    known(rest).or_else(|| punycode(rest)).map_or(0, |length| (at + length) as u32)
}

/// Whether `name`, in small letters, is known.
pub(super) fn is(name: &str) -> bool {
    NAMES.0.contains(&name.encode_utf16().collect::<Vec<_>>())
}

/// The longest known name with which `rest` begins and behind which no letter, digit, `@`, `+` or `-` stands.
fn known(rest: &[u16]) -> Option<usize> {
    let (names, longest) = &*NAMES;
    let letters: Vec<u16> = rest
        .iter()
        .take(*longest)
        .take_while(|unit| **unit > 0x7f || plain(**unit))
        .map(|unit| folded(*unit))
        .collect();
    let ends =
        |length: usize| rest.get(length).is_none_or(|next| !plain(*next) && !matches!(*next, 0x40 | 0x2b | 0x2d));
    (1..=letters.len()).rev().find(|length| ends(*length) && names.contains(&letters[..*length]))
}

/// `xn--` and what follows, without a look at what it stands for.
fn punycode(rest: &[u16]) -> Option<usize> {
    let prefix: Vec<u16> = rest.iter().take(4).map(|unit| folded(*unit)).collect();
    let behind = rest.iter().skip(4).take_while(|unit| plain(**unit) || **unit == u16::from(b'-')).count();
    (prefix == [0x78, 0x6e, 0x2d, 0x2d] && behind > 0).then_some(4 + behind)
}

/// The small letter, where it is one unit too. No letter from beyond ASCII becomes one of ASCII.
fn folded(unit: u16) -> u16 {
    match unit {
        0x41..=0x5a => unit + 0x20,
        0..=0x7f => unit,
        // Greek and Cyrillic letters of other shapes: they have the same capital as the letter beside them.
        0x3f5 => 0x3b5,
        0x1c80 => 0x432,
        0x1c81 => 0x434,
        0x1c82 => 0x43e,
        0x1c83 => 0x441,
        0x1c84 | 0x1c85 => 0x442,
        _ => {
            let Some(c) = char::from_u32(u32::from(unit)) else { return unit };
            let mut small = c.to_lowercase();
            match (small.next().map(u32::from), small.next()) {
                (Some(one), None) if one > 0x7f => u16::try_from(one).unwrap_or(unit),
                _ => unit,
            }
        }
    }
}
