//! When the page was published and changed, to the day.

use domain::Fact;
use url::Url;

use super::places::Places;
use super::shown::Mark;
use super::{ARTICLES, fact, is};
use crate::moment::{Moment, Order, moment, moment_within};

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
    let day = |text: &str| moment_within(text, order(places)).map(|it| it.date.to_string());
    let addressed = || places.address().and_then(in_address);
    let found = of_node(true)
        .or_else(|| first(places, &PUBLISHED))
        .or_else(|| of_node(false))
        .or_else(|| places.scripted(day).and_then(|day| fact(day, "script")))
        .or_else(addressed)
        .or_else(|| shown(places, &places.stated_dates().published))
        .or_else(|| shown(places, &places.styled_dates().published))
        .or_else(|| places.written(day).and_then(|day| fact(day, "text")))?;
    // A time in UTC may lie on another day than the author's. An address has the author's, and so has a time with a zone.
    let neighbour = |other: Option<Fact>| other.filter(|other| is_next_to(&found.value, &other.value));
    let zoned = |name: &&&str| places.metas(name).any(|text| moment(text, Order::Unknown).is_some_and(is_zoned));
    let of_meta = || PUBLISHED.iter().filter(zoned).find_map(|name| neighbour(first(places, &[name])));
    neighbour(addressed()).or_else(of_meta).or(Some(found.clone()))
}

fn is_zoned(moment: Moment) -> bool {
    moment.time.is_some() && moment.offset.is_some_and(|offset| offset != 0)
}

fn is_next_to(day: &str, other: &str) -> bool {
    let days = |text: &str| text.parse::<jiff::civil::Date>().ok();
    days(day)
        .zip(days(other))
        .is_some_and(|(day, other)| day.tomorrow().ok() == Some(other) || day.yesterday().ok() == Some(other))
}

pub(super) fn modified(places: &Places<'_>) -> Option<Fact> {
    let of_node = |articles: bool| {
        let mut nodes = places.nodes().filter(|node| !articles || is(node, &ARTICLES));
        nodes.find_map(|node| stated(places, node.modified.as_deref()?, "json-ld dateModified"))
    };
    of_node(true)
        .or_else(|| first(places, &MODIFIED))
        .or_else(|| of_node(false))
        .or_else(|| shown(places, &places.stated_dates().changed))
}

fn first(places: &Places<'_>, names: &[&str]) -> Option<Fact> {
    names.iter().find_map(|name| places.metas(name).find_map(|text| stated(places, text, name)))
}

fn shown(places: &Places<'_>, marks: &[Mark]) -> Option<Fact> {
    marks.iter().find_map(|mark| stated(places, &mark.text, mark.from))
}

fn stated(places: &Places<'_>, text: &str, from: &str) -> Option<Fact> {
    moment_within(text, order(places)).and_then(|moment| fact(moment.date.to_string(), from))
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

/// The day in an address such as `/2026/03/02/rye`, `/rye-2026-03-02`, `/rye-02-03-2026` or `/20260302-rye`.
fn in_address(url: &Url) -> Option<Fact> {
    let path = url.path();
    let starts = path
        .char_indices()
        .filter(|(at, letter)| letter.is_ascii_digit() && !path[..*at].ends_with(|it: char| it.is_ascii_digit()));
    starts.take(20).find_map(|(at, _)| {
        let mut parts = path[at..].split(|it: char| !it.is_ascii_digit());
        let mut part = |most| parts.next().filter(|it| (1..=most).contains(&it.len()));
        let separator = |at: usize| path[at..].chars().next().filter(|it| matches!(it, '/' | '-' | '_' | '.'));
        let first = part(8)?;
        let stated = match first.len() {
            8 => format!("{}-{}-{}", &first[..4], &first[4..6], &first[6..]),
            4 => {
                separator(at + 4)?;
                let (month, day) = (part(2)?, part(2)?);
                format!("{first}-{month}-{day}")
            }
            2 => {
                separator(at + 2)?;
                let (month, year) = (part(2)?, part(4)?);
                if year.len() != 4 {
                    return None;
                }
                format!("{year}-{month}-{first}")
            }
            _ => return None,
        };
        let date = moment(&stated, Order::Unknown)?.date;
        (date.year() >= 1995).then(|| fact(date.to_string(), "address"))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_hold_the_day() {
        for (path, day) in [
            ("/2026/03/02/rye", Some("2026-03-02")),
            ("/rye-2026-03-02.html", Some("2026-03-02")),
            ("/news/02-03-2026", Some("2026-03-02")),
            ("/20260302_rye", Some("2026-03-02")),
            ("/2026/03/rye", None),
            ("/2026/99/02/rye", None),
            ("/article/12345678", None),
            ("/1200x630/2026", None),
        ] {
            let url = Url::parse("https://bakery.example/").unwrap().join(path).unwrap();
            assert_eq!(in_address(&url).map(|it| it.value).as_deref(), day, "{path}");
        }
    }

    #[test]
    fn neighbouring_days_are_told_from_others() {
        assert!(is_next_to("2026-03-01", "2026-02-28"));
        assert!(!is_next_to("2026-03-01", "2026-03-01"));
    }
}
