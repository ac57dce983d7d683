//! What of a site is a page, by its address alone: a log does not say what was sent.

/// Endings of what is no page.
const PARTS: &[&str] = &[
    "css",
    "js",
    "mjs",
    "cjs",
    "map",
    "json",
    "jsonld",
    "xml",
    "xsl",
    "txt",
    "csv",
    "png",
    "jpg",
    "jpeg",
    "jpe",
    "jfif",
    "gif",
    "webp",
    "avif",
    "heic",
    "svg",
    "ico",
    "cur",
    "bmp",
    "tif",
    "tiff",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "mp3",
    "m4a",
    "mp4",
    "m4v",
    "m4s",
    "m3u8",
    "ts",
    "webm",
    "ogg",
    "ogv",
    "oga",
    "mov",
    "wav",
    "flac",
    "pdf",
    "zip",
    "gz",
    "bz2",
    "xz",
    "tar",
    "7z",
    "rar",
    "dmg",
    "exe",
    "msi",
    "apk",
    "deb",
    "rpm",
    "iso",
    "bin",
    "wasm",
    "webmanifest",
    "rss",
    "atom",
    "ics",
    "vcf",
    "swf",
    "sql",
    "bak",
    "env",
    "ini",
    "log",
    "yml",
    "yaml",
    "toml",
    "doc",
    "docx",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "epub",
];

/// Beginnings of paths under which programs speak with the server.
const BEHIND: &[&str] = &[
    "/wp-json",
    "/wp-admin",
    "/wp-login.php",
    "/wp-cron.php",
    "/wp-content/",
    "/wp-includes/",
    "/xmlrpc.php",
    "/.well-known/",
    "/api/",
    "/cgi-bin/",
    "/_next/",
    "/_nuxt/",
    "/cdn-cgi/",
    "/socket.io",
    "/graphql",
    "/server-status",
    "/nginx_status",
    "/health",
    "/metrics",
    "/.git",
    "/.env",
    "/phpmyadmin",
    "/actuator",
    "/l/",
    "/s/",
];

/// Ends of paths that are read by programs.
const FEEDS: &[&str] = &["/feed", "/feed/", "/rss", "/rss/", "/atom", "/amp-manifest", "/oembed", "/embed/"];

/// Whether `target`, a path with its parameters, is a page that people look at.
pub fn is_page(target: &str) -> bool {
    let end = memchr::memchr2(b'?', b'#', target.as_bytes()).unwrap_or(target.len());
    let (path, query) = target.split_at(end);
    if !path.starts_with('/') && !path.starts_with("http") {
        return false;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    if let Some((_, ending)) = last.rsplit_once('.')
        && ending.len() <= 11
        && PARTS.iter().any(|part| part.eq_ignore_ascii_case(ending))
    {
        return false;
    }
    !BEHIND.iter().any(|behind| begins(path, behind))
        && !FEEDS.iter().any(|feed| path.ends_with(feed))
        && !["wc-ajax=", "rest_route=", "doing_wp_cron", "feed="].iter().any(|part| {
            query.get(1..).is_some_and(|query| query.starts_with(part) || query.contains(&format!("&{part}")))
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
            "/health",
            "*",
            "/?wc-ajax=get_refreshed_fragments",
            "/sitemap.xml",
            "/.env",
            "",
        ] {
            assert!(!is_page(part), "{part}");
        }
    }
}
