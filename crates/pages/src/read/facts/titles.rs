//! The title without the site's name, and the site's name.

use std::borrow::Cow;

use domain::Fact;

use super::places::{Places, plain};
use super::{ARTICLES, fact, is};

/// What stands between a title and a site's name.
const SEPARATORS: [&str; 20] = [
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " ~ ", " / ", " ⋆ ", " > ", " < ", " › ", " ‹ ",
    " │ ", " ǀ ", " : ", " >> ",
];
/// Those that stand before a site's name and hardly anywhere else.
const STRONG: [&str; 5] = [" | ", " │ ", " ǀ ", " › ", " :: "];

pub(super) fn site_name(places: &Places<'_>) -> Option<Fact> {
    let from_meta = |name| places.meta(name).and_then(|text| fact(text, name));
    from_meta("og:site_name")
        .or_else(|| {
            let node = places.nodes().find(|node| is(node, &["WebSite"]) && node.name.is_some())?;
            fact(plain(node.name.as_deref()?), "json-ld WebSite name")
        })
        .or_else(|| {
            let node = places.nodes().find(|node| is(node, &ARTICLES) && node.publisher.is_some())?;
            fact(plain(node.publisher.as_deref()?), "json-ld publisher")
        })
        .or_else(|| from_meta("application-name"))
        .or_else(|| from_meta("apple-mobile-web-app-title"))
        .or_else(|| from_meta("dc.publisher"))
        .or_else(|| from_meta("al:ios:app_name"))
        .or_else(|| behind_the_title(places))
}

/// What `<title>` has behind the title that the page states elsewhere: `Rye bread | The Bakery`.
fn behind_the_title(places: &Places<'_>) -> Option<Fact> {
    let whole = places.page.title.as_ref()?.text.as_str();
    let own = places.meta("og:title").or_else(|| places.page.headings[0].as_deref())?;
    let (before, after) =
        SEPARATORS.iter().filter_map(|it| whole.rsplit_once(it)).max_by_key(|(before, _)| before.len())?;
    (same(before, own) && !after.trim().is_empty()).then(|| fact(after, "title"))?
}

pub(super) fn title(places: &Places<'_>, site: Option<&Fact>) -> Option<Fact> {
    let from_meta = |name| places.meta(name).and_then(|text| fact(text, name));
    let names = site_names(places, site);
    let candidates = [
        from_meta("og:title"),
        headline(places),
        from_meta("twitter:title"),
        places.page.title.as_ref().and_then(|title| fact(title.text.as_str(), "title")),
        places.page.headings[0].as_deref().and_then(|text| fact(text, "h1")),
        from_meta("headline"),
        from_meta("dc.title"),
        from_meta("dcterms.title"),
        from_meta("sailthru.title"),
        from_meta("parsely-title"),
    ];
    let stated: Vec<&Fact> = candidates.iter().flatten().collect();
    // One that is only the site's name serves where there is no other.
    let is_site = |it: &&&Fact| names.iter().any(|name| same(name, &it.value));
    let found = stated.iter().find(|it| !is_site(it)).or_else(|| stated.first())?;
    let parted_by = separators(&found.value);
    if parted_by.is_empty() {
        return fact(&found.value, found.from.as_str());
    }
    let names: Vec<String> = names.iter().map(|name| letters(name)).collect();
    let value = without_site(&found.value, &names, &parted_by);
    let headings: Vec<String> = places.page.headings.iter().flatten().map(|text| letters(text)).collect();
    let others: Vec<String> = stated.iter().map(|it| letters(&it.value)).chain(headings.iter().cloned()).collect();
    let mut value = confirmed(value, &others, &headings, &parted_by);
    if found.from == "title" && value == found.value {
        value = before_a_strong_separator(value);
    }
    fact(value.trim_end_matches(|it: char| it.is_whitespace() || "|-–—»›·•:│".contains(it)), found.from.as_str())
}

fn headline(places: &Places<'_>) -> Option<Fact> {
    let article = places.nodes().find(|node| is(node, &ARTICLES) && (node.headline.is_some() || node.name.is_some()));
    if let Some(node) = article {
        return fact(plain(node.headline.as_deref().or(node.name.as_deref())?), "json-ld headline");
    }
    let product =
        places.nodes().find(|node| node.top && is(node, &["Product", "ProductGroup"]) && node.name.is_some())?;
    fact(plain(product.name.as_deref()?), "json-ld name")
}

/// Letters and digits in lower case: what is left of a name when marks and spaces do not count.
pub(super) fn letters(text: &str) -> String {
    if text.is_ascii() {
        return text.bytes().filter(u8::is_ascii_alphanumeric).map(|it| char::from(it.to_ascii_lowercase())).collect();
    }
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two texts are one when marks and spaces do not count.
fn same(left: &str, right: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(left).eq(letters(right))
}

/// Those of the separators that stand in `title`, and the colon.
fn separators(title: &str) -> Vec<&'static str> {
    let parted = title.contains(' ') && title.contains(|it: char| !it.is_alphanumeric() && it != ' ');
    let all = SEPARATORS.iter().chain(&[": "]).filter(|_| parted);
    all.filter(|it| title.contains(**it)).copied().collect()
}

/// All names that the site goes by.
fn site_names<'a>(places: &Places<'a>, site: Option<&'a Fact>) -> Vec<Cow<'a, str>> {
    let mut names: Vec<Cow<'a, str>> = site.iter().map(|site| site.value.as_str().into()).collect();
    for name in ["og:site_name", "application-name", "apple-mobile-web-app-title", "al:ios:app_name", "dc.publisher"] {
        names.extend(places.meta(name).map(Cow::from));
    }
    names.extend(places.meta("twitter:site").map(|text| text.trim_start_matches('@').into()));
    for node in places.nodes() {
        names.extend(node.publisher.as_deref().map(Cow::from));
        if is(node, &["WebSite", "Organization", "NewsMediaOrganization"]) {
            names.extend(node.name.as_deref().map(Cow::from));
        }
    }
    if let Some(host) = places.address().and_then(|url| url.host_str()) {
        let host = host.strip_prefix("www.").unwrap_or(host);
        let domain = domain::registrable(host);
        let label = domain.split('.').next().unwrap_or(domain);
        names.extend([host, domain, label].map(|name| Cow::from(name.to_owned())));
    }
    names.retain(|name| name.chars().filter(|it| it.is_alphanumeric()).nth(1).is_some());
    names
}

/// `title` without the site's name behind or before it, once or twice: `Rye | Bread | The Bakery`.
fn without_site<'a>(title: &'a str, names: &[String], parted_by: &[&str]) -> &'a str {
    let mut title = title.trim();
    for _ in 0..2 {
        let split_behind = parted_by
            .iter()
            .filter(|it| **it != ": ")
            .filter_map(|it| title.rsplit_once(it))
            .max_by_key(|(before, _)| before.len());
        if let Some((before, after)) = split_behind
            && is_name(after, names)
            && !letters(before).is_empty()
        {
            title = before.trim();
            continue;
        }
        let split_before =
            parted_by.iter().filter_map(|it| title.split_once(it)).min_by_key(|(before, _)| before.len());
        if let Some((before, after)) = split_before
            && names.contains(&letters(before))
            && !letters(after).is_empty()
        {
            title = after.trim();
            continue;
        }
        break;
    }
    title
}

/// Whether `text` is one of the site's names, or one of them with little more: `The Bakery` for `Bakery`.
fn is_name(text: &str, names: &[String]) -> bool {
    let text = letters(text);
    names.iter().any(|name| {
        let (short, long) = if name.len() < text.len() { (name, &text) } else { (&text, name) };
        short == long
            || short.chars().count() >= 4 && (long.starts_with(short.as_str()) || long.ends_with(short.as_str()))
    })
}

/// The part of `title` before or behind a separator that the page states by itself elsewhere, or the whole of it. A
/// colon is part of many titles, so that only a heading tells them apart there.
fn confirmed<'a>(title: &'a str, stated: &[String], headings: &[String], parted_by: &[&str]) -> &'a str {
    part_that_is_stated(title, stated, headings, parted_by, 2).unwrap_or(title).trim()
}

fn part_that_is_stated<'a>(
    title: &'a str,
    stated: &[String],
    headings: &[String],
    parted_by: &[&str],
    deep: u8,
) -> Option<&'a str> {
    const SHORTEST: usize = 8;
    if deep == 0 {
        return None;
    }
    let cuts =
        parted_by.iter().flat_map(|it| title.match_indices(it).take(5).map(|(at, found)| (at, at + found.len())));
    let cuts: Vec<(usize, usize)> = cuts.collect();
    let is_stated = |part: &str, known: &[String]| {
        let part = letters(part);
        part.chars().count() >= SHORTEST && known.contains(&part)
    };
    let whole = cuts.iter().find_map(|(end, start)| {
        let is_colon = &title[*end..*start] == ": ";
        let (before, after) = (&title[..*end], &title[*start..]);
        if is_stated(after, if is_colon { headings } else { stated }) {
            return Some(after);
        }
        (!is_colon && is_stated(before, stated)).then_some(before)
    });
    whole.or_else(|| {
        let mut parts = cuts.iter().flat_map(|(end, start)| [&title[..*end], &title[*start..]]);
        parts.find_map(|part| part_that_is_stated(part, stated, headings, parted_by, deep - 1))
    })
}

fn before_a_strong_separator(title: &str) -> &str {
    let cut = STRONG.iter().filter_map(|it| title.rfind(it)).max();
    let before = &title[..cut.unwrap_or(title.len())];
    if before.split_whitespace().count() >= 2 { before } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_taken_off_at_either_end() {
        let names = [letters("The Bakery"), letters("bakery.example"), letters("bakery")];
        for (title, expected) in [
            ("Rye bread | The Bakery", "Rye bread"),
            ("Rye bread - Bread - bakery.example", "Rye bread - Bread"),
            ("The Bakery: Rye bread", "Rye bread"),
            ("Rye bread – Bakery Ltd", "Rye bread"),
            ("The Bakery", "The Bakery"),
            ("Rye - bread", "Rye - bread"),
            ("Our bakery | Rye", "Our bakery | Rye"),
        ] {
            assert_eq!(without_site(title, &names, &separators(title)), expected, "{title}");
        }
    }

    #[test]
    fn a_heading_tells_which_part_is_the_title() {
        let headings = [letters("Rye bread for beginners")];
        for title in
            ["Archive » Rye bread for beginners", "Rye bread for beginners – Blog", "Baking: Rye bread for beginners"]
        {
            assert_eq!(
                confirmed(title, &headings, &headings, &separators(title)),
                "Rye bread for beginners",
                "{title}"
            );
        }
        assert_eq!(
            confirmed("Rye bread for beginners: a course", &headings, &headings, &[": "]),
            "Rye bread for beginners: a course"
        );
    }
}
