//! What stands behind the name of a whole browser on a desk: its own product, as Edge and Opera put it there, or the program that
//! passes itself off as one. Robots copy a browser's name and add their own, and there are more of them than anybody can list;
//! browsers are few, and `data/products.txt` has them.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::table;

static PRODUCTS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    table::lines(include_str!("../../data/products.txt")).flat_map(str::split_ascii_whitespace).collect()
});

/// Machines on a desk, by how the first comment of a name calls them.
const DESKS: &[&str] = &["Windows NT", "Macintosh", "X11", "CrOS"];
/// Who has one of these is no desk, whatever else he says: there, apps put names of their own behind the browser's.
const NO_DESK: &[&str] = &[
    "Android",
    "Mobile",
    "Mobi",
    "iPhone",
    "iPad",
    "iPod",
    "Phone",
    "Tablet",
    "Tizen",
    "TV",
    "Xbox",
    "PlayStation",
    "Nintendo",
    "Symbian",
    "BlackBerry",
    "Kindle",
    "Windows CE",
    "armv",
    "aarch64",
    "Quest",
    "SmartCast",
    "hbbtv",
    "CE-HTML",
    "MIDP",
    "Vision",
    "QtCarBrowser",
    // Programs with an engine inside call themselves as they like, and people look at pages in them.
    "Electron",
    "AtomShell",
];
/// Since then Chrome says that it is like Safari, and so does whoever is built of it.
const CHROME_SAYS: u32 = 28;
/// Since then Internet Explorer names its engine.
const IE_SAYS: [&str; 2] = ["MSIE 9.", "MSIE 10."];
/// Since long before then Firefox says which engine it has.
const FIREFOX_SAYS: u32 = 60;
/// Bytes of a product's name that are looked at.
const LONGEST: usize = 32;

/// Whether `name`, which begins as a browser's does, has a robot's own name behind a desk browser's, or lacks what that
/// browser always has.
pub(super) fn passes_itself_off(name: &str) -> bool {
    let Some((comment, rest)) = name.split_once('(').and_then(|(_, rest)| rest.split_once(')')) else { return false };
    let ie = comment.contains("MSIE") && comment.contains("Windows");
    if !(ie || DESKS.iter().any(|desk| comment.contains(desk))) || NO_DESK.iter().any(|word| name.contains(word)) {
        return false;
    }
    // The view that Apple's system lends to a program names the program in a browser's place.
    let lent = comment.contains("Macintosh") && !["Safari/", "Chrome/"].iter().any(|word| name.contains(word));
    lacks(name) || (!lent && has_unknown(rest, ie))
}

/// Whether something is missing that such a browser says since long ago.
fn lacks(name: &str) -> bool {
    let version = |of: &str| {
        let digits = name.split_once(of)?.1.split(|sign: char| !sign.is_ascii_digit()).next()?;
        digits.parse::<u32>().ok()
    };
    if version("Chrome/").is_some_and(|version| version >= CHROME_SAYS) {
        return !(name.contains("AppleWebKit/") && name.contains("Safari/"));
    }
    if IE_SAYS.iter().any(|ie| name.contains(ie)) {
        return !name.contains("Trident/");
    }
    version("Firefox/").is_some_and(|version| version >= FIREFOX_SAYS)
        && !(name.contains("rv:") && name.contains("Gecko/"))
}

/// Whether a product in `rest`, outside of comments, is none that is known.
fn has_unknown(rest: &str, ie: bool) -> bool {
    let mut depth = 0_u32;
    let (mut start, mut behind_safari) = (0, false);
    let bytes = rest.as_bytes();
    // Internet Explorer's comment may be closed too early, and go on.
    if ie && rest.trim_start().starts_with([';', ',']) {
        return false;
    }
    for at in 0..=bytes.len() {
        let byte = bytes.get(at).copied().unwrap_or(b' ');
        match byte {
            b' ' | b'(' | b',' | b';' if depth == 0 => {
                let word = &rest[start..at];
                if !word.is_empty() {
                    if !is_known(word) {
                        return true;
                    }
                    behind_safari = word.starts_with("Safari");
                }
                start = at + 1;
                if byte == b'(' {
                    depth = 1;
                    // A comment behind Safari's name is a browser's or a robot's.
                    if behind_safari {
                        let first = rest[at + 1..].split([' ', ';', ')', ':']).next().unwrap_or_default();
                        if !is_known(first) {
                            return true;
                        }
                    }
                }
            }
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                start = at + 1;
            }
            _ => {}
        }
    }
    false
}

/// Whether `word` is a product that is known, or says nothing, as a number does.
fn is_known(word: &str) -> bool {
    let name =
        word.split(['/', '=']).next().unwrap_or_default().trim_matches(|sign: char| !sign.is_ascii_alphanumeric());
    if !name.bytes().any(|byte| byte.is_ascii_alphabetic()) || word.starts_with('[') {
        return true;
    }
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..name.len()) else { return false };
    small.copy_from_slice(name.as_bytes());
    small.make_ascii_lowercase();
    // `2.x`, `v3`: a version.
    let version = small.iter().filter(|byte| byte.is_ascii_alphabetic()).count() == 1 && small.len() > 1;
    version || small.ends_with(b"browser") || std::str::from_utf8(small).is_ok_and(|small| PRODUCTS.contains(small))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    #[test]
    fn a_browser_with_its_own_product_behind_is_one() {
        for name in [
            CHROME.to_owned(),
            format!("{CHROME} Edg/142.0.3595.53"),
            format!("{CHROME} OPR/124.0.0.0 (Edition Campaign 34)"),
            format!("{CHROME} Vivaldi/7.6.3797.58"),
            FIREFOX.to_owned(),
            format!("{FIREFOX} LibreWolf/145.0"),
            "Mozilla/5.0 (X11; U; Linux i686; de; rv:1.9.0.5) Gecko/2008121621 Ubuntu/8.04 (hardy) Firefox/3.0.5".to_owned(),
            "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko".to_owned(),
            "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1; SV1)".to_owned(),
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 Ddg/17.4".to_owned(),
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1.15 (KHTML, like Gecko) QuiteUnknown/4.2".to_owned(),
            format!("{} QuiteUnknown/1", CHROME.replace("Windows NT 10.0; Win64; x64", "Linux; Android 15; Pixel 9")),
        ] {
            assert!(!passes_itself_off(&name), "{name}");
        }
    }

    #[test]
    fn an_unknown_product_behind_a_whole_browsers_name_is_a_robots() {
        for name in [
            format!("{CHROME} QuiteUnknown/1.0"),
            format!("{CHROME} (QuiteUnknown)"),
            format!("{FIREFOX} QuiteUnknown"),
            CHROME.replace("Chrome/", "QuiteUnknown/3 Chrome/"),
            CHROME.replace(" Safari/537.36", ""),
            FIREFOX.replace("; rv:145.0", ""),
            "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1)".to_owned(),
            "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1; SV1) somebody".to_owned(),
        ] {
            assert!(passes_itself_off(&name), "{name}");
        }
    }

    #[test]
    fn wounds_of_a_name_make_nothing_fail() {
        let name = format!("{CHROME} Ünknown/1 ((( ) OPR/1");
        for cut in (0..name.len()).filter(|cut| name.is_char_boundary(*cut)) {
            passes_itself_off(&name[..cut]);
            passes_itself_off(&name[cut..]);
        }
    }
}
