//! When the page was published and changed, to the day.

use domain::Fact;

use super::places::Places;
use super::{ARTICLES, fact, is};
use crate::moment::{Order, moment};

pub(super) fn published(places: &Places<'_>) -> Option<Fact> {
    let node = places.nodes().find(|node| is(node, &ARTICLES) && node.published.is_some());
    node.and_then(|node| stated(places, node.published.as_deref()?, "json-ld datePublished")).or_else(|| {
        ["article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dcterms.created"]
            .iter()
            .find_map(|name| places.meta(name).and_then(|text| stated(places, text, name)))
    })
}

pub(super) fn modified(places: &Places<'_>) -> Option<Fact> {
    let node = places.nodes().find(|node| is(node, &ARTICLES) && node.modified.is_some());
    node.and_then(|node| stated(places, node.modified.as_deref()?, "json-ld dateModified")).or_else(|| {
        ["article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"]
            .iter()
            .find_map(|name| places.meta(name).and_then(|text| stated(places, text, name)))
    })
}

fn stated(places: &Places<'_>, text: &str, from: &str) -> Option<Fact> {
    moment(text, order(places)).and_then(|moment| fact(moment.date.to_string(), from))
}

/// How the page's language writes a date of three numbers.
fn order(places: &Places<'_>) -> Order {
    let lang = places.page.lang.as_deref().or_else(|| places.meta("og:locale")).unwrap_or("");
    let lang = lang.trim().to_ascii_lowercase().replace('_', "-");
    match lang.split('-').next().unwrap_or("") {
        "" => Order::Unknown,
        "en" if lang == "en-us" => Order::MonthFirst,
        "en" if lang == "en" => Order::Unknown,
        _ => Order::DayFirst,
    }
}
