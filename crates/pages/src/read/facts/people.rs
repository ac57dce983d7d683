//! Who wrote the page.

use domain::Fact;

use super::places::Places;
use super::{ARTICLES, fact, is};

pub(super) fn author(places: &Places<'_>) -> Option<Fact> {
    let node = places.nodes().find(|node| is(node, &ARTICLES) && !node.authors.is_empty());
    node.and_then(|node| fact(node.authors.join(", "), "json-ld author")).or_else(|| {
        ["author", "article:author", "dc.creator", "dcterms.creator", "twitter:creator"]
            .iter()
            .find_map(|name| places.meta(name).filter(|text| !text.contains("://")).and_then(|text| fact(text, *name)))
    })
}
