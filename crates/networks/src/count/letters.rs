//! Which characters may stand where in an address, by units of UTF-16: that is how X's own program reads a text.
//!
//! Where that program ignores case it also takes the partners of a range's letters, which are no neighbours of it: of
//! U+0345, which is in the range of marks, the partner is a Greek iota. So the ranges here are wider than they look.

/// Whether `unit` is in one of `ranges`, which are in order.
fn within(unit: u16, ranges: &[(u16, u16)]) -> bool {
    let behind = ranges.partition_point(|(first, _)| *first <= unit);
    behind.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|(_, last)| unit <= *last)
}

/// Latin letters with accents, marks, and their partners.
const ACCENTED: &[(u16, u16)] = &[
    (0xc0, 0xd6),
    (0xd8, 0xf6),
    (0xf8, 0x24f),
    (0x253, 0x254),
    (0x256, 0x257),
    (0x259, 0x259),
    (0x25b, 0x25b),
    (0x260, 0x260),
    (0x263, 0x263),
    (0x268, 0x269),
    (0x26f, 0x26f),
    (0x272, 0x272),
    (0x275, 0x275),
    (0x280, 0x280),
    (0x283, 0x283),
    (0x288, 0x28c),
    (0x292, 0x292),
    (0x2bb, 0x2bb),
    (0x300, 0x36f),
    (0x399, 0x399),
    (0x3b9, 0x3b9),
    (0x1e00, 0x1eff),
    (0x1fbe, 0x1fbe),
    (0x2c65, 0x2c66),
    (0x2c7e, 0x2c7f),
    (0xa7dc, 0xa7dc),
];

/// Cyrillic letters and marks, and their partners.
const CYRILLIC: &[(u16, u16)] = &[(0x400, 0x4ff), (0x1c80, 0x1c87)];

/// What is no part of a host's name beside punctuation: white space, marks of direction, marks of byte order.
const NOT_IN_HOSTS: &[(u16, u16)] = &[
    (0x09, 0x0d),
    (0x20, 0x20),
    (0x85, 0x85),
    (0xa0, 0xa0),
    (0x61c, 0x61c),
    (0x1680, 0x1680),
    (0x180e, 0x180e),
    (0x2000, 0x200a),
    (0x200e, 0x200f),
    (0x2028, 0x202f),
    (0x205f, 0x205f),
    (0x2066, 0x2069),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
    (0xfffe, 0xffff),
];

/// White space of Unicode, all of it in the first plane.
const WHITE: &[(u16, u16)] = &[
    (0x09, 0x0d),
    (0x20, 0x20),
    (0x85, 0x85),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
];

fn ascii(unit: u16) -> Option<u8> {
    u8::try_from(unit).ok().filter(u8::is_ascii)
}

/// A letter or digit of ASCII.
pub(super) fn plain(unit: u16) -> bool {
    ascii(unit).is_some_and(|byte| byte.is_ascii_alphanumeric())
}

fn one_of(unit: u16, signs: &[u8]) -> bool {
    ascii(unit).is_some_and(|byte| signs.contains(&byte))
}

/// What a text may not have at all.
pub(super) fn refused(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{feff}' | '\u{ffff}')
}

/// What may stand right before an address.
pub(super) fn before_address(unit: u16) -> bool {
    !plain(unit) && !matches!(unit, 0x40 | 0xff20 | 0x24 | 0x23 | 0xff03 | 0xfffe | 0xfeff | 0xffff)
}

/// What may stand at both ends of a label of a host. Quotation marks and control characters may: nobody forbade them.
pub(super) fn host_edge(unit: u16) -> bool {
    !one_of(unit, b"!'#%&()*+,\\-./:;<=>?@[]^_{|}~$") && !within(unit, NOT_IN_HOSTS)
}

/// What may stand within such a label.
pub(super) fn host_inner(unit: u16) -> bool {
    host_edge(unit) || one_of(unit, b"_-")
}

/// What a host is made of that stands without a protocol: X calls these ASCII, and means Latin.
pub(super) fn latin_label(unit: u16) -> bool {
    plain(unit) || unit == u16::from(b'-') || within(unit, ACCENTED)
}

/// X: what a path is made of.
pub(super) fn path(unit: u16) -> bool {
    plain(unit)
        || one_of(unit, b"!*';:=+,.$/%#[]-_~@|&")
        || unit == 0x2013
        || within(unit, ACCENTED)
        || within(unit, CYRILLIC)
}

/// X: with what a path ends.
pub(super) fn path_end(unit: u16) -> bool {
    plain(unit) || one_of(unit, b"+-=_#/") || within(unit, ACCENTED) || within(unit, CYRILLIC)
}

/// X: what a query is made of.
pub(super) fn query(unit: u16) -> bool {
    plain(unit) || one_of(unit, b"!?*'@();:&=+$/%#[]-_.,~|")
}

/// X: with what a query ends.
pub(super) fn query_end(unit: u16) -> bool {
    plain(unit) || one_of(unit, b"-_&=#/")
}

/// Mastodon: what a path is made of.
pub(super) fn wide_path(unit: u16) -> bool {
    !one_of(unit, b"<>()?") && !within(unit, WHITE)
}

/// Mastodon: with what a path ends.
pub(super) fn wide_path_end(unit: u16) -> bool {
    wide_path(unit) && !one_of(unit, b"!*\"';:=,.$%[]~&|@") && !matches!(unit, 0x300c | 0x300d)
}

/// Mastodon: what a query is made of.
pub(super) fn wide_query(unit: u16) -> bool {
    query(unit) || unit == u16::from(b'^') || beyond_latin(unit)
}

/// Mastodon: with what a query ends.
pub(super) fn wide_query_end(unit: u16) -> bool {
    query_end(unit) || beyond_latin(unit)
}

/// Any character from U+00A0 on that is one.
fn beyond_latin(unit: u16) -> bool {
    unit >= 0xa0 && !(0xfdd0..=0xfdef).contains(&unit) && unit < 0xfff0
}
