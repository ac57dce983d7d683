//! When the page was published and changed, to the day.

use domain::Fact;
use url::Url;

use super::places::Places;
use super::shown::Mark;
use super::{ARTICLES, fact, is};
use crate::moment::{Order, moment};

const PUBLISHED: [&str; 30] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "published_time",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "published-date",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "dcterms.created",
    "article:created",
    "datecreated",
    "last-published",
    "rnews:datepublished",
];
const MODIFIED: [&str; 12] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "modified_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revision_date",
    "article:updated",
];

pub(super) fn published(places: &Places<'_>) -> Option<Fact> {
    let of_node = |articles: bool| {
        let mut nodes = places.nodes().filter(|node| !articles || is(node, &ARTICLES));
        nodes.find_map(|node| stated(places, node.published.as_deref()?, "json-ld datePublished"))
    };
    of_node(true)
        .or_else(|| first(places, &PUBLISHED))
        .or_else(|| of_node(false))
        .or_else(|| shown(places, &places.shown().dates))
        .or_else(|| places.address().and_then(in_address))
}

pub(super) fn modified(places: &Places<'_>) -> Option<Fact> {
    let of_node = |articles: bool| {
        let mut nodes = places.nodes().filter(|node| !articles || is(node, &ARTICLES));
        nodes.find_map(|node| stated(places, node.modified.as_deref()?, "json-ld dateModified"))
    };
    of_node(true)
        .or_else(|| first(places, &MODIFIED))
        .or_else(|| of_node(false))
        .or_else(|| shown(places, &places.shown().changes))
}

fn first(places: &Places<'_>, names: &[&str]) -> Option<Fact> {
    names.iter().find_map(|name| places.metas(name).find_map(|text| stated(places, text, name)))
}

fn shown(places: &Places<'_>, marks: &[Mark]) -> Option<Fact> {
    marks.iter().find_map(|mark| stated(places, &mark.text, mark.from))
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

/// The day in an address such as `/2026/03/02/rye` or `/rye-2026-03-02`.
fn in_address(url: &Url) -> Option<Fact> {
    let path = url.path();
    for (at, _) in path.match_indices("20").take(20) {
        let before = path[..at].chars().next_back();
        if before.is_some_and(|it| it.is_ascii_digit()) {
            continue;
        }
        let rest = &path[at..];
        for separator in ['/', '-', '_'] {
            let mut parts = rest.splitn(4, separator);
            let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else { continue };
            let day = &day[..day.len() - day.trim_start_matches(|it: char| it.is_ascii_digit()).len()];
            if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
                continue;
            }
            if let Some(moment) = moment(&format!("{year}-{month}-{day}"), Order::Unknown) {
                return fact(moment.date.to_string(), "address");
            }
        }
    }
    None
}
