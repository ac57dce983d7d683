//! Addresses as a crawl compares them: one page, one address; and the traps in which it would never end.

use rustc_hash::FxHashSet;
use url::Url;

/// Parameters that say where a visitor came from and change nothing of the page.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "oly_enc_id",
    "oly_anon_id",
];

/// Endings of files that are no pages; they are not asked for.
const NO_PAGES: &[&str] = &[
    "7z",
    "aac",
    "avi",
    "avif",
    "bmp",
    "bz2",
    "css",
    "csv",
    "deb",
    "dmg",
    "doc",
    "docx",
    "eot",
    "epub",
    "exe",
    "flac",
    "gif",
    "gz",
    "ico",
    "ics",
    "iso",
    "jar",
    "jpeg",
    "jpg",
    "js",
    "json",
    "m4a",
    "m4v",
    "mjs",
    "mkv",
    "mov",
    "mp3",
    "mp4",
    "mpeg",
    "mpg",
    "msi",
    "odp",
    "ods",
    "odt",
    "ogg",
    "ogv",
    "otf",
    "pdf",
    "png",
    "ppt",
    "pptx",
    "ps",
    "rar",
    "rpm",
    "rss",
    "svg",
    "tar",
    "tgz",
    "tif",
    "tiff",
    "ttf",
    "wasm",
    "wav",
    "webm",
    "webmanifest",
    "webp",
    "wmv",
    "woff",
    "woff2",
    "xls",
    "xlsx",
    "xml",
    "xz",
    "zip",
];

const LONGEST: usize = 2_000;
const LONGEST_PATH: usize = 1_000;
const DEEPEST: usize = 24;
const MOST_PARAMETERS: usize = 10;

/// The address under which a page is known: http or https, without fragment, tracking parameters, name and password.
/// `None` where it is no page's address.
pub(super) fn plain(mut url: Url) -> Option<Url> {
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return None;
    }
    url.set_fragment(None);
    if !url.username().is_empty() || url.password().is_some() {
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
    }
    if let Some(query) = url.query() {
        let tracks = |part: &&str| {
            let name = part.split('=').next().unwrap_or("").to_ascii_lowercase();
            name.starts_with("utm_") || TRACKING.contains(&name.as_str())
        };
        if query.is_empty() || query.split('&').any(|part| tracks(&part)) {
            let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !tracks(part)).collect();
            let kept = kept.join("&");
            url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
        }
    }
    (url.as_str().len() <= LONGEST).then_some(url)
}

/// Whether an address looks made by a fault of the site that makes ever more of them: a link that is relative by
/// mistake (`/a/b/a/b/a/b`), or filters heaped on filters.
pub(super) fn is_trap(url: &Url) -> bool {
    let path = url.path();
    if path.len() > LONGEST_PATH || url.query().is_some_and(|query| query.split('&').count() > MOST_PARAMETERS) {
        return true;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let different: FxHashSet<&str> = parts.iter().copied().collect();
    // A calendar has /2026/11/11 and a shop /a/a: only what comes back again and again is a trap.
    parts.len() > DEEPEST || parts.len() - different.len() >= 4
}

/// Whether the ending of `url` says that it is no page.
pub(super) fn is_no_page(url: &Url) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or("");
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        ending.len() <= 11 && NO_PAGES.binary_search(&ending.to_ascii_lowercase().as_str()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn one_page_has_one_address() {
        for (written, plainly) in [
            ("https://Bakery.example:443/a/../b#top", "https://bakery.example/b"),
            ("https://bakery.example", "https://bakery.example/"),
            ("https://bakery.example/?utm_source=x&UTM_Medium=y", "https://bakery.example/"),
            ("https://bakery.example/?a=1&fbclid=2&b=3", "https://bakery.example/?a=1&b=3"),
            ("https://bakery.example/?", "https://bakery.example/"),
            ("https://me:secret@bakery.example/", "https://bakery.example/"),
        ] {
            assert_eq!(plain(url(written)).unwrap().as_str(), plainly);
        }
        for none in ["mailto:a@bakery.example", "javascript:void(0)", "data:text/html,x", "ftp://bakery.example/"] {
            assert_eq!(plain(url(none)), None, "{none}");
        }
        assert_eq!(plain(url(&format!("https://bakery.example/{}", "a".repeat(3000)))), None);
    }

    #[test]
    fn what_would_never_end_is_a_trap() {
        for (path, trap) in [
            ("/2026/11/11", false),
            ("/shop/bread/rye", false),
            ("/a/b/a/b/a/b/a/b", true),
            ("/x/x/x/x/x", true),
            ("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25", true),
            ("/?a&b&c&d&e&f&g&h&i&j&k&l", true),
        ] {
            assert_eq!(is_trap(&url(&format!("https://bakery.example{path}"))), trap, "{path}");
        }
    }

    #[test]
    fn files_that_are_no_pages_are_known_by_their_endings() {
        assert!(NO_PAGES.is_sorted());
        for (path, no_page) in [
            ("/a.PDF", true),
            ("/a.html", false),
            ("/a", false),
            ("/a.php", false),
            ("/v1.2", false),
            ("/x.woff2", true),
        ] {
            assert_eq!(is_no_page(&url(&format!("https://bakery.example{path}"))), no_page, "{path}");
        }
    }
}
