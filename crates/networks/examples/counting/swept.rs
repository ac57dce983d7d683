//! Texts made by going through everything that there is: each character, each name of the top level.

/// Where a character is tried: `*` stands for it.
const PLACES: &[&str] = &[
    "*example.com",
    "*https://example.com",
    "example.com*",
    "https://example.com*a",
    "https://example.com/*",
    "https://example.com/*a",
    "https://example.com/(*)",
    "example.com/?*",
    "https://example.com?*a",
    "https://a*b.com",
    "a*b.com",
    "*.com/a",
    "https://*a.com",
    "a.c*m",
    "https://a.*om",
    "http://a.xn--*",
];
/// What may follow a character that could be an emoji.
const BEHIND: &[&str] = &[
    "*\u{fe0f}",
    "*\u{fe0e}",
    "*🏽",
    "*\u{fe0f}🏽",
    "*\u{20e3}",
    "*\u{fe0f}\u{20e3}",
    "*\u{200d}♀\u{fe0f}",
    "*🏽\u{200d}♂\u{fe0f}",
    "*\u{fe0f}\u{200d}♂\u{fe0f}",
    "*\u{200d}⚕\u{fe0f}",
    "👩\u{200d}*",
    "👨🏽\u{200d}*\u{fe0f}",
    "👨\u{200d}👩\u{200d}*",
    "👩\u{200d}👧\u{200d}*",
    "👩\u{200d}❤\u{fe0f}\u{200d}*",
    "👨\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}*",
    "🇩*",
    "*🇪",
];

pub(crate) fn texts(keep: &mut impl FnMut(&str, &str)) {
    let every = |range: std::ops::RangeInclusive<u32>| range.filter_map(char::from_u32);
    for place in PLACES {
        for c in every(0..=0xffff) {
            keep("every character of the first plane, beside and within an address", &with(place, &c.to_string()));
        }
    }
    for behind in BEHIND {
        for c in every(0..=0xff).chain(every(0x2000..=0x33ff)).chain(every(0x1f000..=0x1faff)) {
            keep("every character that could be an emoji, with what may follow", &with(behind, &c.to_string()));
        }
    }
    for first in every(0x1f1e6..=0x1f1ff) {
        for second in every(0x1f1e6..=0x1f1ff) {
            keep("every flag of two letters", &format!("{first}{second}"));
        }
    }
    for path in every_word("a.()/@", 6) {
        keep("every path of up to six of a . ( ) / @", &format!("https://a.co/{path}"));
    }
    for query in every_word("a?!/&é", 6) {
        keep("every query of up to six of a ? ! / & é", &format!("a.co/?{query}"));
    }
    for host in every_word("a._-日:", 6) {
        keep("every host with up to six of a . _ - 日 :", &format!("http://{host}.co.de/a"));
        keep("every host with up to six of a . _ - 日 :", &format!("{host}.co"));
    }
    let names = include_str!("../../src/count/tlds.txt").lines().filter(|line| !line.starts_with('#'));
    for name in names {
        for text in [
            format!("a.{name}"),
            format!("a.{}", name.to_uppercase()),
            format!("https://日本.{name}x"),
            format!("日本.{name}"),
        ] {
            keep("every name of the top level", &text);
        }
    }
}

/// Every word of up to `longest` of `letters`.
fn every_word(letters: &str, longest: usize) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut shorter = 0;
    for _ in 0..longest {
        let end = words.len();
        for at in shorter..end {
            for letter in letters.chars() {
                words.push(format!("{}{letter}", words[at]));
            }
        }
        shorter = end;
    }
    words
}

fn with(place: &str, c: &str) -> String {
    place.replace('*', c)
}
