//! What all pages of a site share, gathered while they are read: counts and hashes, never the pages themselves.

use domain::{Page, Robots};
use rustc_hash::FxHashMap;

/// What must be known of all pages before one can be judged.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Pages that were read.
    pub pages: u32,
    /// Hash of a title → pages that have it.
    pub titles: FxHashMap<u64, u32>,
    /// Hash of a description → pages that have it.
    pub descriptions: FxHashMap<u64, u32>,
    /// Hash of a picture's address → pages that name it.
    pub pictures: FxHashMap<u64, u32>,
    /// Host (with port) → its robots.txt. Empty for a folder.
    pub robots: FxHashMap<String, Robots>,
    /// Hash of an address that was asked → its status, and whether it redirects.
    pub answers: FxHashMap<u64, (u16, bool)>,
    /// What an address that cannot exist answered: status and title. `None` where it was not asked.
    pub missing_page: Option<(u16, Option<String>)>,
}

impl Site {
    /// Counts `page` in.
    pub fn add(&mut self, page: &Page) {
        self.pages += 1;
        let _ = page;
    }
}
