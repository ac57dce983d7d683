//! JSON Feed: its items name their pages.

use serde::Deserialize;

use super::Sitemap;
use crate::moment::{Moment, Order, moment};

#[derive(Deserialize)]
struct Feed {
    #[serde(default)]
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    url: Option<String>,
    date_modified: Option<String>,
    date_published: Option<String>,
}

pub(super) fn read(text: &str, sitemap: &mut Sitemap) {
    let feed = match serde_json::from_str::<Feed>(text) {
        Ok(feed) => feed,
        Err(fault) => return sitemap.fault(format!("it is no JSON Feed: {fault}")),
    };
    for item in feed.items {
        let changed = item.date_modified.or(item.date_published);
        let changed = changed.and_then(|at| moment(at.trim(), Order::Unknown)).and_then(Moment::seconds);
        // An item without an address of its own is a note, and no page.
        if let Some(url) = item.url
            && !sitemap.page(url.trim(), changed)
        {
            return;
        }
    }
}
