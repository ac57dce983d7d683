//! What all pages of a site share, gathered while they are read: counts and hashes, never the pages themselves.
//!
//! About 60 bytes a page. Several readers may each gather their part; [`Site::merge`] puts the parts together.

use std::hash::BuildHasher;

use domain::{Page, Robots};
use rustc_hash::{FxBuildHasher, FxHashMap};
use url::Url;

use super::look::Says;

/// What must be known of all pages before one can be judged.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Pages that were read.
    pub pages: u32,
    /// Hash of a shared title → pages that have it and stand for themselves ([`stands_for_itself`]).
    pub titles: FxHashMap<u64, u32>,
    /// Hash of a shared description → pages that have it and stand for themselves.
    pub descriptions: FxHashMap<u64, u32>,
    /// Hash of a picture's address → pages that name it first.
    pub pictures: FxHashMap<u64, u32>,
    /// Host (with port, where one is written) → its robots.txt. Empty for a folder.
    pub robots: FxHashMap<String, Robots>,
    /// Hash of an address that was asked → its status, and whether it redirects. See [`Site::heard`].
    pub answers: FxHashMap<u64, (u16, bool)>,
    /// What an address that cannot exist answered. `None` where it was not asked.
    pub missing_page: Option<MissingPage>,
    /// Host → what is wrong with its certificate; empty where it is valid. Hosts that were not asked over https are absent.
    pub certificates: FxHashMap<String, String>,
    /// Hash of an oEmbed address → what it answered. See [`Site::heard_oembed`].
    pub oembed: FxHashMap<u64, OEmbed>,
}

/// What an address that cannot exist answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingPage {
    /// HTTP status.
    pub status: u16,
    /// The title that a shared link to it would show.
    pub title: Option<String>,
    /// It has a picture for shared links.
    pub picture: bool,
}

/// What an oEmbed address answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OEmbed {
    /// HTTP status; 0 where nobody answered.
    pub status: u16,
    /// `type`: `link`, `photo`, `video`, `rich`. `None` where the answer could not be parsed.
    pub kind: Option<String>,
    /// `title`
    pub title: Option<String>,
}

impl Site {
    /// Counts `page` in.
    pub fn add(&mut self, page: &Page) {
        self.pages += 1;
        let look = Says::of(page);
        if let Some(picture) = look.images.first().and_then(|shown| shown.url.as_ref()) {
            count(&mut self.pictures, picture.as_str());
        }
        if !stands_for_itself(page, &look) {
            return;
        }
        if let Some(title) = look.shared_title(page) {
            count(&mut self.titles, title.0);
        }
        if let Some(description) = look.shared_description() {
            count(&mut self.descriptions, description.0);
        }
    }

    /// Adds what another part of the same site gathered.
    pub fn merge(&mut self, other: Self) {
        self.pages += other.pages;
        for (sums, more) in [
            (&mut self.titles, other.titles),
            (&mut self.descriptions, other.descriptions),
            (&mut self.pictures, other.pictures),
        ] {
            for (key, count) in more {
                *sums.entry(key).or_default() += count;
            }
        }
        self.robots.extend(other.robots);
        self.answers.extend(other.answers);
        self.missing_page = self.missing_page.take().or(other.missing_page);
        self.certificates.extend(other.certificates);
        self.oembed.extend(other.oembed);
    }

    /// Keeps what `url` answered when it was asked itself: the status of the first answer, before any redirect.
    pub fn heard(&mut self, url: &Url, status: u16, redirects: bool) {
        self.answers.insert(hash(without_fragment(url)), (status, redirects));
    }

    /// What `url` answered: status and whether it redirects. `None` where it was not asked.
    pub fn answer(&self, url: &Url) -> Option<(u16, bool)> {
        self.answers.get(&hash(without_fragment(url))).copied()
    }

    /// Keeps what the oEmbed address `url` answered.
    pub fn heard_oembed(&mut self, url: &Url, answer: OEmbed) {
        self.oembed.insert(hash(url.as_str()), answer);
    }

    /// What the oEmbed address `url` answered. `None` where it was not asked.
    pub fn oembed_of(&self, url: &Url) -> Option<&OEmbed> {
        self.oembed.get(&hash(url.as_str()))
    }

    /// The robots.txt that rules over `url`. `None` where it was not asked for.
    pub fn robots_of(&self, url: &Url) -> Option<&Robots> {
        self.robots.get(&url[url::Position::BeforeHost..url::Position::AfterPort])
    }

    /// How many pages share the title `text`.
    pub fn with_title(&self, text: &str) -> u32 {
        self.titles.get(&hash(text.trim())).copied().unwrap_or(0)
    }

    /// How many pages share the description `text`.
    pub fn with_description(&self, text: &str) -> u32 {
        self.descriptions.get(&hash(text.trim())).copied().unwrap_or(0)
    }

    /// How many pages show the picture `url` first.
    pub fn with_picture(&self, url: &Url) -> u32 {
        self.pictures.get(&hash(url.as_str())).copied().unwrap_or(0)
    }
}

/// Whether a page is the one that networks count: it names no other page as its canonical one.
///
/// Only paths are compared, without `index.html` and a slash at the end: a folder may be read before it has its address.
pub(super) fn stands_for_itself(page: &Page, says: &Says) -> bool {
    let Some(canonical) = &says.canonical_url else { return true };
    plain_path(canonical.path()) == plain_path(page.url.path())
        && (canonical.query() == page.url.query() || page.url.query().is_none())
}

/// A path without what servers add or leave out: `/a/index.html`, `/a/` and `/a` are one, and so are `/b.html` and `/b`.
pub(super) fn plain_path(path: &str) -> &str {
    let folder = |name| path.strip_suffix(name).filter(|folder: &&str| folder.is_empty() || folder.ends_with('/'));
    let path = folder("index.html").or_else(|| folder("index.htm")).unwrap_or(path);
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
    path.trim_end_matches('/')
}

fn without_fragment(url: &Url) -> &str {
    &url[..url::Position::AfterQuery]
}

fn count(sums: &mut FxHashMap<u64, u32>, text: &str) {
    *sums.entry(hash(text)).or_default() += 1;
}

/// 64 bits stand for a text: two that fall together among a million texts are one chance in 30 million.
fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_with_and_without_index_html() {
        for (a, b) in [("/a/index.html", "/a"), ("/", "/index.html"), ("/b.html", "/b"), ("/c/", "/c")] {
            assert_eq!(plain_path(a), plain_path(b));
        }
        assert_ne!(plain_path("/a"), plain_path("/b"));
        assert_ne!(plain_path("/visual-index.html"), plain_path("/visual-"));
    }

    #[test]
    fn two_parts_of_a_site_add_up() {
        let url = Url::parse("https://bakery.example/").unwrap();
        let mut left = Site { pages: 2, ..Site::default() };
        count(&mut left.titles, "Rye");
        let mut right = Site { pages: 3, ..Site::default() };
        count(&mut right.titles, "Rye");
        right.heard(&url, 301, true);
        left.merge(right);
        assert_eq!((left.pages, left.with_title("Rye"), left.answer(&url)), (5, 2, Some((301, true))));
    }
}
