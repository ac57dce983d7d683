//! Twins: `/` and `/index.html`, one page that a server gives at two addresses.

use std::collections::hash_map::Entry;
use std::hash::Hasher;
use std::io;

use domain::Page;
use rustc_hash::{FxHashMap, FxHasher};
use url::Url;

/// Names that servers answer a folder's address with.
const INDEX: [&str; 7] =
    ["index.html", "index.htm", "index.xhtml", "index.php", "default.htm", "default.html", "default.aspx"];

/// What the pages at folders' addresses say, as hashes: folder → page.
#[derive(Debug, Default)]
pub(super) struct Twins(FxHashMap<u64, u64>);

impl Twins {
    /// Notes `page`; whether the same page is there by its other address already.
    pub(super) fn note(&mut self, page: &Page) -> bool {
        let Some(folder) = folder_of(&page.url) else { return false };
        let mut place = FxHasher::default();
        place.write(folder.as_bytes());
        let says = says(page);
        match self.0.entry(place.finish()) {
            Entry::Occupied(known) => *known.get() == says,
            Entry::Vacant(free) => {
                free.insert(says);
                false
            }
        }
    }
}

/// The folder whose page `url` may be: `/shop/` of `/shop/` and of `/shop/index.html`; with a query it is none.
fn folder_of(url: &Url) -> Option<&str> {
    let (folder, name) = url.as_str().rsplit_once('/')?;
    (name.is_empty() || INDEX.iter().any(|index| name.eq_ignore_ascii_case(index))).then_some(folder)
}

/// Everything that was read of `page` but where it was found, as a hash.
fn says(page: &Page) -> u64 {
    struct Into(FxHasher);
    impl io::Write for Into {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut into = Into(FxHasher::default());
    let parts = (page.size, &page.title, &page.tags, &page.links, &page.headings, &page.opening);
    // A hasher takes everything, and these parts have no map whose keys could be none.
    let _ = serde_json::to_writer(&mut into, &parts);
    into.0.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, title: &str) -> Page {
        let page = format!("<!doctype html><title>{title}</title><p>Rye");
        pages::read(page.as_bytes(), pages::Source { url: url.parse().unwrap(), fetched: None }).page
    }

    #[test]
    fn a_folder_and_its_index_are_one_page_only_where_they_say_the_same() {
        let mut twins = Twins::default();
        for (url, title, twin) in [
            ("https://bakery.example/", "Bakery", false),
            ("https://bakery.example/index.html", "Bakery", true),
            ("https://bakery.example/INDEX.HTM", "Bakery", true),
            ("https://bakery.example/index.php", "Another", false),
            ("https://bakery.example/rye.html", "Bakery", false),
            ("https://bakery.example/shop/index.html", "Bakery", false),
            ("https://bakery.example/shop/", "Bakery", true),
            ("https://bakery.example/shop/?page=2", "Bakery", false),
        ] {
            assert_eq!(twins.note(&page(url, title)), twin, "{url}");
        }
    }
}
