//! Texts of X: what they weigh, and how their links are shown.
//!
//! From the configuration of twitter-text 3 (github.com/twitter/twitter-text, config/v3.json), read on 26 November 2026:
//! 280 in all, an address 23, characters of four ranges 1, others 2, an emoji 2 as a whole. Addresses that begin without
//! `http` are addresses for X too; here those ending in a well-known way are, which is a part of the real list.

use unicode_segmentation::UnicodeSegmentation;

use super::super::say;

/// The most that a text may weigh.
pub(super) const MOST: usize = 280;
const ADDRESS: usize = 23;
const LIGHT: [(u32, u32); 4] = [(0, 4351), (8192, 8205), (8208, 8223), (8242, 8247)];
/// Endings of names that make an address without `http`.
const ENDINGS: &[&str] = &[".com", ".org", ".net", ".example", ".de", ".io", ".dev", ".shop"];

/// What `text` weighs.
pub(super) fn weight(text: &str) -> usize {
    let ranges = ranges(text);
    let mut weight = ranges.len() * ADDRESS;
    let mut from = 0;
    for range in ranges {
        weight += plain(&text[from..range.start]);
        from = range.end;
    }
    weight + plain(&text[from..])
}

fn plain(text: &str) -> usize {
    text.graphemes(true).map(|grapheme| if is_emoji(grapheme) { 2 } else { grapheme.chars().map(one).sum() }).sum()
}

fn one(c: char) -> usize {
    if LIGHT.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(c))) { 1 } else { 2 }
}

/// Whether a grapheme is drawn as a picture: by its first character, or since it asks for that.
fn is_emoji(grapheme: &str) -> bool {
    let first = grapheme.chars().next().map_or(0, u32::from);
    grapheme.contains(['\u{fe0f}', '\u{20e3}'])
        || (0x1f000..0x20000).contains(&first)
        || (0x2600..0x27c0).contains(&first)
}

/// The addresses in `text`, whole: one that began without `http` gets it.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let whole = |address: &str| {
        if address.starts_with("http") { address.to_owned() } else { format!("http://{address}") }
    };
    ranges(text).into_iter().map(|range| whole(&text[range])).collect()
}

fn ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = say::addresses(text);
    let mut from = 0;
    for word in text.split(char::is_whitespace) {
        let start = from;
        from += word.len() + text[from + word.len()..].chars().next().map_or(0, char::len_utf8);
        let bare = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '…']);
        let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
        let named = ENDINGS.iter().any(|ending| host.len() > ending.len() && host.ends_with(ending));
        if named
            && !bare.contains('@')
            && !bare.contains("://")
            && bare.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            found.push(start..start + bare.len());
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

/// `$ABC` and the like.
pub(super) fn cashtags(text: &str) -> usize {
    let is_tag = |word: &&str| {
        word.strip_prefix('$')
            .is_some_and(|tag| (1..=6).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphabetic()))
    };
    text.split_whitespace().filter(is_tag).count()
}

/// The short address that stands for `address`.
pub(super) fn short(address: &str) -> String {
    format!("https://t.co/{}", &say::digest(address.as_bytes())[..10])
}

/// `text` as it is shown: each address short.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for (range, address) in ranges(text).into_iter().zip(addresses(text)) {
        shown.push_str(&text[from..range.start]);
        shown.push_str(&short(&address));
        from = range.end;
    }
    shown + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_weigh_what_the_published_table_says() {
        assert_eq!(weight(&"👩‍👩‍👧‍👦".repeat(50)), 100);
        assert_eq!(weight(&"🏳️‍🌈".repeat(60)), 120);
        assert_eq!(weight(&format!("{} https://shop.example/{}", "a".repeat(250), "b".repeat(200))), 274);
        assert_eq!(weight("日本語"), 6);
        assert_eq!(weight("see shop.example/a-very-long-path-indeed, please"), 4 + 23 + ", please".len());
        assert_eq!(weight("mail@shop.example"), 17);
    }

    #[test]
    fn an_address_is_shown_short_and_told_whole() {
        let shown = shown("See https://shop.example/?e=k3v9xq, and shop.example!");
        assert!(shown.starts_with("See https://t.co/") && shown.ends_with('!') && !shown.contains("shop"), "{shown}");
        assert_eq!(addresses("shop.example/a"), ["http://shop.example/a"]);
        assert_eq!(cashtags("$AB and $CD but $5"), 2);
    }
}
