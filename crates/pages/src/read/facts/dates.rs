//! When the page was published and changed, to the day.

use domain::Fact;
use jiff::civil::Date;

use super::places::Places;
use super::{ARTICLES, fact, is};

pub(super) fn published(places: &Places<'_>) -> Option<Fact> {
    let node = places.nodes().find(|node| is(node, &ARTICLES) && node.published.is_some());
    node.and_then(|node| stated(node.published.as_deref()?, "json-ld datePublished")).or_else(|| {
        ["article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dcterms.created"]
            .iter()
            .find_map(|name| places.meta(name).and_then(|text| stated(text, name)))
    })
}

pub(super) fn modified(places: &Places<'_>) -> Option<Fact> {
    let node = places.nodes().find(|node| is(node, &ARTICLES) && node.modified.is_some());
    node.and_then(|node| stated(node.modified.as_deref()?, "json-ld dateModified")).or_else(|| {
        ["article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"]
            .iter()
            .find_map(|name| places.meta(name).and_then(|text| stated(text, name)))
    })
}

fn stated(text: &str, from: &str) -> Option<Fact> {
    day(text).and_then(|day| fact(day.to_string(), from))
}

/// The day that `text` states, as it is written: no time zone is applied.
fn day(text: &str) -> Option<Date> {
    text.trim().get(..10)?.parse().ok()
}
