//! Sitemaps, sitemap indexes, and plain lists of addresses.
//!
//! Source: sitemaps.org/protocol.html, read 2026-11-22. Feeds (RSS, Atom) count as sitemaps there; JSON Feed, which is younger,
//! is read as they are (jsonfeed.org/version/1.1, read 2026-11-27).

mod json;
mod xml;

use std::borrow::Cow;
use std::io::Read;

use encoding_rs::{Encoding, UTF_8};
use flate2::read::MultiGzDecoder;

/// The most pages that one sitemap may name.
const MOST_PAGES: usize = 50_000;
/// The largest that a sitemap may be, unpacked.
const LARGEST: usize = 50 * 1024 * 1024;
const LONGEST_ADDRESS: usize = 8 * 1024;
const MOST_FAULTS: usize = 20;

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

/// Reads `bytes`: XML, gzip of it, RSS or Atom, JSON Feed, or lines of addresses. At most 50,000 pages and 50 MiB, as the protocol has it.
pub fn read(bytes: &[u8]) -> Sitemap {
    let mut sitemap = Sitemap::default();
    let bytes = unpacked(bytes, &mut sitemap);
    let text = text(&bytes);
    let start = text.trim_start();
    if start.starts_with('<') {
        if is_web_page(start) {
            sitemap.fault("it is a web page, not a sitemap");
            return sitemap;
        }
        xml::read(start, &mut sitemap);
    } else if start.starts_with('{') {
        json::read(start, &mut sitemap);
    } else {
        lines(start, &mut sitemap);
    }
    if sitemap.pages.is_empty() && sitemap.sitemaps.is_empty() {
        sitemap.fault("it names no page");
    }
    sitemap
}

impl Sitemap {
    fn fault(&mut self, fault: impl Into<String>) {
        let fault = fault.into();
        if self.faults.len() < MOST_FAULTS && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Keeps a page; `false` where there is no room for more.
    fn page(&mut self, url: &str, changed: Option<i64>) -> bool {
        if !self.is_address(url) {
            return true;
        }
        let room = self.has_room(self.pages.len());
        if room {
            self.pages.push(Entry { url: url.to_owned(), changed });
        }
        room
    }

    fn further(&mut self, url: &str) -> bool {
        if !self.is_address(url) {
            return true;
        }
        let room = self.has_room(self.sitemaps.len());
        if room {
            self.sitemaps.push(url.to_owned());
        }
        room
    }

    fn is_address(&mut self, url: &str) -> bool {
        if url.is_empty() {
            self.fault("an entry has no address");
        } else if url.len() > LONGEST_ADDRESS {
            self.fault("an address is longer than 8 KB");
        }
        (1..=LONGEST_ADDRESS).contains(&url.len())
    }

    fn has_room(&mut self, kept: usize) -> bool {
        if kept >= MOST_PAGES {
            self.fault("it names more than 50,000 addresses; the others were not read");
        }
        kept < MOST_PAGES
    }
}

fn unpacked<'a>(bytes: &'a [u8], sitemap: &mut Sitemap) -> Cow<'a, [u8]> {
    let mut bytes = Cow::Borrowed(bytes);
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let mut out = Vec::new();
        // One byte more than allowed tells that there is more.
        let read = MultiGzDecoder::new(&*bytes).take(LARGEST as u64 + 1).read_to_end(&mut out);
        if read.is_err() {
            sitemap.fault("the gzip file is damaged or cut off; what could be unpacked was read");
        }
        bytes = Cow::Owned(out);
    }
    if bytes.len() > LARGEST {
        sitemap.fault("it is larger than 50 MB; what lies behind was not read");
        match &mut bytes {
            Cow::Borrowed(bytes) => *bytes = &bytes[..LARGEST],
            Cow::Owned(bytes) => bytes.truncate(LARGEST),
        }
    }
    bytes
}

/// The text of a sitemap, which should be UTF-8 and is at times declared otherwise.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[bom..]).0;
    }
    let head = &bytes[..bytes.len().min(200)];
    let declared = memchr::memmem::find(head, b"encoding=").and_then(|at| {
        let rest = head.get(at + b"encoding=".len()..)?;
        let quote = rest.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let label = rest[1..].split(|byte| byte == quote).next()?;
        Encoding::for_label_no_replacement(label)
    });
    // What calls itself UTF-16 and could be read up to that point is not.
    let encoding = declared.filter(|encoding| encoding.is_ascii_compatible()).unwrap_or(UTF_8);
    encoding.decode_without_bom_handling(bytes).0
}

fn is_web_page(text: &str) -> bool {
    let begins = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    begins("<!doctype html") || begins("<html")
}

fn lines(text: &str, sitemap: &mut Sitemap) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_address = line.starts_with("http://") || line.starts_with("https://");
        if !is_address || line.contains(char::is_whitespace) {
            sitemap.fault("a line is no address");
        } else if !sitemap.page(line, None) {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
