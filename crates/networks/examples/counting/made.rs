//! Texts made by chance: of every kind that a network looks at.

use crate::parts::{
    AROUND, EMOJI, GLUE, KNOWN, LABELS, MARKS, NAMED, PATHS, PORTS, PROTOCOLS, QUERIES, SCRIPTS, SHORT, TOPS,
};

/// A source of numbers that are the same for the same seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn within(&mut self, ranges: &[(u32, u32)]) -> char {
        let (first, last) = ranges[self.below(ranges.len())];
        char::from_u32(first + self.below((last - first + 1) as usize) as u32).unwrap_or('\u{fffd}')
    }
}

/// `count` texts of each kind.
pub(crate) fn texts(seed: u64, count: usize, keep: &mut impl FnMut(&str, &str)) {
    type Part = fn(&mut Chance, &mut String);
    let kinds: [(&str, &[Part]); 7] = [
        ("letters of many scripts", &[letters]),
        ("emoji and what they are made of", &[emoji]),
        ("addresses with signs around them", &[around, address, around]),
        ("addresses between other scripts", &[letters, address]),
        ("mentions, hashtags and shares", &[around, named, around]),
        ("combining marks and control characters", &[letters, mark]),
        ("everything, with bits lost and doubled", &[letters, emoji, around, address, mark, short, named]),
    ];
    let mut chance = Chance(seed);
    for (kind, parts) in kinds {
        for _ in 0..count {
            let mut text = String::new();
            let everything = parts.len() > 3;
            for turn in 0..=chance.below(6) {
                if everything {
                    (parts[chance.below(parts.len())])(&mut chance, &mut text);
                } else {
                    for part in parts {
                        part(&mut chance, &mut text);
                    }
                }
                if turn % 2 == 0 && chance.below(3) == 0 {
                    text.push(' ');
                }
            }
            if everything {
                text = damaged(&mut chance, &text);
            }
            keep(kind, &text);
        }
    }
}

fn letters(chance: &mut Chance, text: &mut String) {
    let script = [SCRIPTS[chance.below(SCRIPTS.len())]];
    for _ in 0..chance.below(8) {
        text.push(chance.within(&script));
    }
}

fn emoji(chance: &mut Chance, text: &mut String) {
    match chance.below(4) {
        0 => text.push_str(chance.one(KNOWN)),
        1 => text.push(chance.within(EMOJI)),
        _ => {
            for _ in 0..=chance.below(4) {
                text.push(chance.within(EMOJI));
                text.push_str(chance.one(GLUE));
            }
        }
    }
}

fn around(chance: &mut Chance, text: &mut String) {
    for _ in 0..chance.below(3) {
        text.push_str(chance.one(AROUND));
    }
}

fn address(chance: &mut Chance, text: &mut String) {
    text.push_str(chance.one(PROTOCOLS));
    for _ in 0..chance.below(4) {
        if chance.below(60) == 0 {
            let long = if chance.below(2) == 0 { "l" } else { "é日" };
            text.push_str(&long.repeat(58 + chance.below(8)));
        } else {
            text.push_str(chance.one(LABELS));
        }
        text.push('.');
    }
    text.push_str(chance.one(TOPS));
    for list in [PORTS, PATHS, QUERIES] {
        text.push_str(chance.one(list));
    }
    if chance.below(400) == 0 {
        text.push('/');
        text.push_str(&"p".repeat(4_050 + chance.below(50)));
    }
}

fn named(chance: &mut Chance, text: &mut String) {
    text.push_str(chance.one(NAMED));
    if chance.below(30) == 0 {
        let long = if chance.below(2) == 0 { "t" } else { "👩🏽" };
        text.push_str(&long.repeat(60 + chance.below(8)));
    }
}

fn mark(chance: &mut Chance, text: &mut String) {
    for _ in 0..chance.below(4) {
        text.push_str(chance.one(MARKS));
    }
}

fn short(chance: &mut Chance, text: &mut String) {
    text.push_str(chance.one(SHORT));
    text.push_str(&"k".repeat(chance.below(44)));
    text.push_str(chance.one(QUERIES));
    text.push_str(chance.one(PATHS));
}

/// Without some of its characters, and with others twice.
fn damaged(chance: &mut Chance, text: &str) -> String {
    let mut damaged = String::new();
    for c in text.chars() {
        match chance.below(24) {
            0 => {}
            1 => damaged.extend([c, c]),
            _ => damaged.push(c),
        }
    }
    damaged
}
