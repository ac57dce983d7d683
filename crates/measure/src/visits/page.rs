//! What of a site is a page that somebody looked at: by what the server said that it sent and the browser that it asked for,
//! where the log has that, else by the address's ending.

use crate::log::Entry;

/// Endings of what is no page.
const PARTS: &[&str] = &[
    "css", "js", "mjs", "cjs", "map", "json", "jsonld", "xml", "xsl", "txt", "csv", "png", "jpg", "jpeg", "jpe",
    "jfif", "gif", "webp", "avif", "heic", "svg", "ico", "cur", "bmp", "tif", "tiff", "woff", "woff2", "ttf", "otf",
    "eot", "mp3", "m4a", "mp4", "m4v", "m4s", "m3u8", "ts", "webm", "ogg", "ogv", "oga", "mov", "wav", "flac", "pdf",
    "zip", "gz", "bz2", "xz", "tar", "7z", "rar", "dmg", "exe", "msi", "apk", "deb", "rpm", "iso", "bin", "wasm",
    "rss", "atom", "ics", "vcf", "swf", "sql", "bak", "env", "ini", "log", "yml", "yaml", "toml", "doc", "docx", "xls",
    "xlsx", "ppt", "pptx", "epub",
];

/// Beginnings of paths that are so called by one program alone, and lead to nothing that visitors look at.
const BEHIND: &[&str] = &[
    "/wp-json",
    "/wp-admin",
    "/wp-login.php",
    "/wp-cron.php",
    "/wp-content/",
    "/wp-includes/",
    "/xmlrpc.php",
    "/.well-known/",
    "/_next/",
    "/_nuxt/",
    "/cdn-cgi/",
    "/socket.io",
    "/server-status",
    "/nginx_status",
    "/.git",
    "/.env",
    "/phpmyadmin",
];

/// What pages ask by script, or are there to be read by programs; but a shop for horses may sell feed, and a clinic may have
/// an `/api/`. A page of such a name is one that somebody came to from elsewhere.
const BY_SCRIPT: &[&str] = &["/api/", "/graphql"];
/// The same of ends: those who read feeds name no origin.
const FEEDS: &[&str] = &["/feed", "/feed/", "/rss", "/rss/", "/atom", "/amp-manifest", "/oembed", "/embed/"];

/// Whether `entry` is a look at a page, as far as a log tells; `own` says of a host whether it is the site's.
pub(crate) fn is_look(entry: &Entry<'_>, own: impl Fn(&str) -> bool) -> bool {
    // Top level or nothing: a frame, a picture and what a script asks for have other names.
    if let Some(asked) = entry.fetch_dest.as_deref().filter(|asked| !asked.is_empty())
        && asked != "document"
    {
        return false;
    }
    let (path, query) = split(&entry.target);
    if !is_path(path) || is_behind(path, query) {
        return false;
    }
    if let Some(sent) = entry.content_type.as_deref().filter(|sent| !sent.is_empty()) {
        let kind = sent.split(';').next().unwrap_or_default().trim();
        return ["text/html", "application/xhtml+xml"].iter().any(|page| kind.eq_ignore_ascii_case(page));
    }
    if has_ending(path) {
        return false;
    }
    if entry.fetch_dest.as_deref() == Some("document") {
        return true;
    }
    let from = entry.referrer.as_deref().and_then(|it| it.split_once("://")).map(|(_, rest)| rest);
    let from = from.and_then(|rest| rest.split(['/', '?', '#', ':']).next());
    if BY_SCRIPT.iter().any(|begin| begins(path, begin)) {
        return !from.is_some_and(own);
    }
    from.is_some() || !is_feed(path)
}

/// Whether `target`, a path with its parameters, may be a page, by the address alone.
pub fn is_page(target: &str) -> bool {
    let (path, query) = split(target);
    is_path(path) && !has_ending(path) && !is_behind(path, query) && !is_feed(path)
}

fn split(target: &str) -> (&str, &str) {
    target.split_at(memchr::memchr2(b'?', b'#', target.as_bytes()).unwrap_or(target.len()))
}

fn is_path(path: &str) -> bool {
    path.starts_with('/') || path.starts_with("http")
}

fn has_ending(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    last.rsplit_once('.').is_some_and(|(_, ending)| {
        let is = |part: &&str| part.eq_ignore_ascii_case(ending);
        PARTS.iter().any(is) || is(&"webmanifest")
    })
}

fn is_feed(path: &str) -> bool {
    FEEDS.iter().any(|feed| path.ends_with(feed))
}

fn is_behind(path: &str, query: &str) -> bool {
    BEHIND.iter().any(|behind| begins(path, behind))
        || ["wc-ajax=", "rest_route=", "doing_wp_cron", "feed="].iter().any(|part| {
            query.get(1..).is_some_and(|query| query.split('&').any(|parameter| parameter.starts_with(part)))
        })
}

/// Whether `path` lies at or under `behind`; `/healthy-bread` does not lie under `/health`.
fn begins(path: &str, behind: &str) -> bool {
    path.strip_prefix(behind)
        .is_some_and(|rest| behind.ends_with('/') || rest.is_empty() || rest.starts_with(['/', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_their_parts() {
        for page in [
            "/",
            "/bread",
            "/bread/?utm_source=x",
            "/index.html",
            "/a.b/c",
            "/shop.php?id=3.png",
            "/healthy-bread",
            "/health",
            "/s/spring",
            "/l/lemon",
            "/actuator/catalogue",
            "/v1.2",
        ] {
            assert!(is_page(page), "{page}");
        }
        for part in [
            "/a.css",
            "/A.JPG?v=1",
            "/robots.txt",
            "/feed/",
            "/wp-json/wp/v2/posts",
            "/wp-admin/admin-ajax.php",
            "*",
            "/?wc-ajax=get_refreshed_fragments",
            "/sitemap.xml",
            "/.env",
            "",
        ] {
            assert!(!is_page(part), "{part}");
        }
    }

    #[test]
    fn a_name_that_programs_like_too_is_a_page_where_somebody_came_to_it() {
        let look = |target: &'static str, referrer: &'static str| {
            let entry = Entry { target: target.into(), referrer: Some(referrer.into()), ..Entry::default() };
            is_look(&entry, |host| host == "clinic.example")
        };
        assert!(look("/health/teeth", "") && look("/health", "https://clinic.example/"));
        assert!(look("/api/prices", "https://t.co/1") && look("/api/prices", ""));
        assert!(!look("/api/prices", "https://clinic.example/teeth"));
        assert!(look("/horses/feed/", "https://clinic.example/horses") && !look("/feed/", ""));
    }

    #[test]
    fn what_was_sent_and_what_was_asked_for_say_more_than_an_ending() {
        let look = |target: &'static str, sent: &'static str, asked: &'static str| {
            let entry = Entry {
                target: target.into(),
                content_type: Some(sent.into()),
                fetch_dest: Some(asked.into()),
                ..Entry::default()
            };
            is_look(&entry, |_| true)
        };
        assert!(look("/bread", "text/html; charset=utf-8", "") && look("/notes.txt", "text/html", "document"));
        assert!(!look("/bread", "application/json", "") && !look("/bread", "text/html", "iframe"));
        assert!(!look("/bread", "", "empty") && look("/api/x", "", "document") && !look("/a.pdf", "", "document"));
        assert!(!look("/wp-login.php", "text/html", "document"));
    }
}
