//! The title without the site's name, and the site's name.

use domain::Fact;

use super::places::Places;
use super::{ARTICLES, fact, is};

/// What stands between a title and a site's name.
const SEPARATORS: [&str; 10] = [" | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " ~ "];

pub(super) fn site_name(places: &Places<'_>) -> Option<Fact> {
    let from_meta = |name| places.meta(name).and_then(|text| fact(text, name));
    from_meta("og:site_name")
        .or_else(|| {
            let node = places.nodes().find(|node| is(node, &["WebSite"]) && node.name.is_some())?;
            fact(node.name.as_deref()?, "json-ld WebSite name")
        })
        .or_else(|| {
            let node = places.nodes().find(|node| is(node, &ARTICLES) && node.publisher.is_some())?;
            fact(node.publisher.as_deref()?, "json-ld publisher")
        })
        .or_else(|| from_meta("application-name"))
}

pub(super) fn title(places: &Places<'_>, site: Option<&Fact>) -> Option<Fact> {
    let from_meta = |name| places.meta(name).and_then(|text| fact(text, name));
    let found = from_meta("og:title")
        .or_else(|| {
            let node = places.nodes().find(|node| is(node, &ARTICLES) && node.headline.is_some())?;
            fact(node.headline.as_deref()?, "json-ld headline")
        })
        .or_else(|| from_meta("twitter:title"))
        .or_else(|| places.page.title.as_ref().and_then(|title| fact(title.text.as_str(), "title")))
        .or_else(|| places.page.headings[0].as_deref().and_then(|text| fact(text, "h1")))?;
    let value = match site {
        Some(site) => without(&found.value, &site.value).to_owned(),
        None => found.value,
    };
    Some(Fact { value, from: found.from })
}

/// `title` without `site` at its end or start.
fn without<'a>(title: &'a str, site: &str) -> &'a str {
    for separator in SEPARATORS {
        if let Some((before, after)) = title.rsplit_once(separator)
            && after.trim().eq_ignore_ascii_case(site)
            && !before.trim().is_empty()
        {
            return before.trim();
        }
        if let Some((before, after)) = title.split_once(separator)
            && before.trim().eq_ignore_ascii_case(site)
            && !after.trim().is_empty()
        {
            return after.trim();
        }
    }
    title
}
