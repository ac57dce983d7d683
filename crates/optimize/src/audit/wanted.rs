//! Wanted: what each tag of a page should say, from what the page says itself.
//!
//! One function for each tag, whichever rule asks; so two findings never want two contents of one tag, and what was
//! written once is wanted again on the next audit. The order of sources stands on [`Mend`].
//! An error is the mend that remains where nothing can be written.

use std::borrow::Cow;

use domain::{Kind, Page, Tag, same_site};
use networks::preview::is_placeholder;
use url::{Host, Url};

use super::look::is_absolute;
use super::{Look, Mend};

/// A content, or what else mends the page.
pub type Wanted = Result<String, Mend>;

/// What the tag `name` should say; `None` for a name that is wanted as it stands.
pub fn of(look: &Look, name: &str) -> Option<Wanted> {
    Some(match name {
        "title" => title(look),
        "og:title" => og_title(look),
        "og:description" | "description" => description(look),
        "og:url" => address(look),
        "og:image" => og_image(look),
        "og:site_name" => og_site_name(look),
        "twitter:card" => Ok(twitter_card(look)),
        "twitter:title" => own_or(look.says.twitter_title, || og_title(look)),
        "twitter:description" => own_or(look.says.twitter_description, || description(look)),
        "twitter:image" => twitter_image(look),
        _ => return None,
    })
}

fn own_or(own: Option<&Tag>, other: impl Fn() -> Wanted) -> Wanted {
    own.map(|tag| unescaped(tag.content.trim()))
        .filter(|own| says_something(own))
        .map_or_else(other, |own| Ok(own.into_owned()))
}

/// `<title>`: the one that stands there, mended, else the page's title by its other tags and headings.
pub fn title(look: &Look) -> Wanted {
    let own = look.page.title.as_ref().map(|title| title.text.as_str());
    first_title(own.into_iter().chain(read_title(look)))
}

/// `og:title`: the one that stands there, mended, else the page's title; without the site's name.
pub fn og_title(look: &Look) -> Wanted {
    let own = look.says.og_title.map(|tag| tag.content.as_str());
    let element = look.page.title.as_ref().map(|title| title.text.as_str());
    let title = first_title(own.into_iter().chain(read_title(look)).chain(element))?;
    Ok(site_name(look).and_then(|site| without_site_name(&title, site)).unwrap_or(&title).to_owned())
}

/// What the reader takes for the page's title, and its first heading, should that be a leftover.
fn read_title<'a>(look: &Look<'a>) -> impl Iterator<Item = &'a str> {
    let fact = look.page.facts.title.as_ref().map(|fact| fact.value.as_str());
    fact.into_iter().chain(look.page.headings.iter().flatten().map(String::as_str))
}

fn first_title<'a>(titles: impl Iterator<Item = &'a str>) -> Wanted {
    let mut titles = titles.map(|title| unescaped(title.trim()));
    titles.find(|title| says_something(title)).map(Cow::into_owned).ok_or(Mend::ByHand)
}

/// `og:description` and `description`: the first that says more than the title.
pub fn description(look: &Look) -> Wanted {
    let title = look.shared_title().map_or("", |(title, _)| title);
    let written = [look.says.og_description, look.says.description].into_iter().flatten();
    let facts = &look.page.facts;
    let read = [facts.description.as_ref().map(|fact| fact.value.as_str()), look.page.opening.as_deref()];
    written
        .map(|tag| unescaped(tag.content.trim()))
        .chain(read.into_iter().flatten().map(|text| Cow::Owned(shortened(&unescaped(text.trim()), 200))))
        .find(|text| says_something(text) && !same_text(text, title))
        .map(Cow::into_owned)
        .ok_or(Mend::ByHand)
}

/// The address of the page, for `og:url` and `canonical`: both always want the same.
pub fn address(look: &Look) -> Wanted {
    let page = look.page;
    let canonical = look.says.canonical_url.as_ref().filter(|url| is_final(page, url) && stale(url, page).is_none());
    let og_url = look.says.og_url.filter(|tag| is_absolute(&tag.content));
    let og_url = og_url.and_then(|tag| Url::parse(tag.content.trim()).ok()).filter(|url| foreign(look, url).is_none());
    // Where it is not known where the page lives, an address in it may be one that it had before.
    let og_url = og_url.filter(|_| page.has_address());
    let own = page.has_address().then(|| page.url.clone());
    let mut url = canonical.cloned().or(og_url).or(own).ok_or(Mend::NeedsBase)?;
    url.set_fragment(None);
    Ok(url.into())
}

/// Whether `url` may be written: it is not made up from a page without an address.
pub fn is_final(page: &Page, url: &Url) -> bool {
    page.has_address() || url.host() != page.url.host()
}

/// `url` over https, if the page came over https from the same host.
pub fn secured(look: &Look, url: &Url) -> Url {
    let page = &look.page.url;
    let mut url = url.clone();
    if page.scheme() == "https" && url.scheme() == "http" && url.host() == page.host() && url.port().is_none() {
        // Fails only for schemes that cannot have hosts, and this one has.
        let _ = url.set_scheme("https");
    }
    url
}

/// Whether `url` is no address of this site; says what it is.
pub fn foreign(look: &Look, url: &Url) -> Option<&'static str> {
    let page = look.page;
    if let Some(what) = stale(url, page) {
        return Some(what);
    }
    let canonical_agrees = look.says.canonical_url.as_ref().is_some_and(|canonical| canonical.host() == url.host());
    let known = page.has_address() && matches!(page.url.host(), Some(Host::Domain(host)) if host != "localhost");
    (known && !canonical_agrees && !same_site(url, &page.url)).then_some("another site")
}

/// `og:image`, made absolute.
pub fn og_image(look: &Look) -> Wanted {
    let page = look.page;
    let fact = page.facts.image.as_ref().filter(|fact| says_something(&fact.value));
    let fact = fact.and_then(|fact| Url::parse(&fact.value).ok());
    let named = look.says.images.iter().chain(&look.says.twitter_image);
    let named = named.filter(|shown| says_something(&shown.tag.content)).filter_map(|shown| shown.url.clone());
    let url = named.chain(fact).find(|url| may_be_drawn(look, url)).ok_or(Mend::NeedsCard)?;
    if is_final(page, &url) { Ok(secured(look, &url).into()) } else { Err(Mend::NeedsBase) }
}

/// Whether nothing speaks against `url` as the picture of a card: not its name, nor what the page says of its size, nor
/// what was seen of it.
fn may_be_drawn(look: &Look, url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    if [".svg", ".svgz", ".ico", ".bmp", ".avif"].iter().any(|end| path.ends_with(end)) {
        return false;
    }
    let shown = look.page.pictures.iter().find(|picture| look.page.resolve(&picture.src).as_ref() == Some(url));
    if shown.is_some_and(|shown| [shown.width, shown.height].into_iter().flatten().any(|side| side < 200)) {
        return false;
    }
    look.images.of(url).is_none_or(|facts| {
        facts.is_picture()
            && facts.kind != Some(domain::ImageKind::Svg)
            && facts.size().is_none_or(|(width, height)| width >= 200 && height >= 200)
    })
}

/// `twitter:image`, made absolute: the one that stands there, else the page's picture.
pub fn twitter_image(look: &Look) -> Wanted {
    let own = look.says.twitter_image.as_ref().filter(|shown| says_something(&shown.tag.content));
    match own.and_then(|shown| shown.url.as_ref()) {
        Some(url) if is_final(look.page, url) => Ok(secured(look, url).into()),
        Some(_) => Err(Mend::NeedsBase),
        None => og_image(look),
    }
}

/// `og:type`.
pub fn og_type(look: &Look) -> &'static str {
    match look.page.facts.kind {
        Kind::Article => "article",
        Kind::Product => "product",
        Kind::Profile => "profile",
        Kind::Page => "website",
    }
}

/// `og:site_name`.
pub fn og_site_name(look: &Look) -> Wanted {
    let own = site_name(look).map(unescaped).filter(|name| says_something(name) && name.len() <= 253);
    own.map(Cow::into_owned).ok_or(Mend::ByHand)
}

/// The kinds of card that X knows.
pub const CARDS: [&str; 4] = ["summary", "summary_large_image", "app", "player"];

/// `twitter:card`: the last one that X knows, else the largest that the picture allows.
pub fn twitter_card(look: &Look) -> String {
    if let Some(own) = look.page.whole().all("twitter:card").filter_map(known_card).last() {
        return own.to_owned();
    }
    let picture = look.picture_on_x().and_then(|shown| shown.url.as_ref());
    let small = picture.and_then(|url| look.images.of(url)).is_some_and(|facts| {
        !facts.is_picture() || facts.size().is_some_and(|(width, height)| width < 300 || height < 157)
    });
    let has_picture = picture.is_some() || og_image(look).is_ok();
    if has_picture && !small { "summary_large_image" } else { "summary" }.to_owned()
}

/// The card of that name, as X writes it.
pub fn known_card(text: &str) -> Option<&'static str> {
    CARDS.into_iter().find(|card| card.eq_ignore_ascii_case(text.trim()))
}

/// The text of the picture `url`, where the page itself shows that picture with one.
pub fn og_image_alt(look: &Look, url: &Url) -> Wanted {
    let page = look.page;
    let alts = page.pictures.iter().filter_map(|picture| Some((picture, picture.alt.as_deref()?.trim())));
    let mut own = alts.filter(|(picture, alt)| says_something(alt) && page.resolve(&picture.src).as_ref() == Some(url));
    own.next().map(|(_, alt)| shortened(alt, 420)).ok_or(Mend::ByHand)
}

/// The site's name, as the page gives it.
pub fn site_name<'a>(look: &Look<'a>) -> Option<&'a str> {
    let own = look.says.og_site_name.map(|tag| tag.content.trim());
    own.or_else(|| look.page.facts.site_name.as_ref().map(|fact| fact.value.trim())).filter(|name| !name.is_empty())
}

/// `title` without the site's name at its end, where it carries it: `Rye bread | Bakery` → `Rye bread`.
pub fn without_site_name<'a>(title: &'a str, site: &str) -> Option<&'a str> {
    let title = title.trim();
    let cut = title.len().checked_sub(site.len())?;
    let (front, back) = (title.get(..cut)?, title.get(cut..)?);
    if site.is_empty() || back.to_lowercase() != site.to_lowercase() {
        return None;
    }
    let front = front.trim_end();
    let rest = ["|", "-", "–", "—", "·", "•", "::", ":", "»", "›", "/", "~", "<"]
        .into_iter()
        .find_map(|mark| front.strip_suffix(mark))
        .map(|rest| rest.trim_end_matches([' ', '|', '-', '–', '—', '·', '•', ':', '»']))?;
    (rest.chars().count() >= 3).then_some(rest)
}

/// Whether `url` belongs to a place where a site is made, not where it lives; says which.
///
/// On a site that is itself looked at in such a place (a server on this machine), its own host is no fault.
pub fn stale(url: &Url, page: &Page) -> Option<&'static str> {
    let host = url.host_str()?;
    if page.url.host_str() == Some(host) {
        return None;
    }
    let first = host.split('.').next().unwrap_or(host);
    if host == "localhost" || host.ends_with(".localhost") || matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)))
    {
        return Some("a server on somebody's own machine");
    }
    if [".local", ".test", ".internal", ".lan", ".invalid"].iter().any(|end| host.ends_with(end)) {
        return Some("a name that only a local network knows");
    }
    let stages = ["staging", "stage", "dev", "test", "preprod", "preview", "beta-test", "uat", "local"];
    if host.matches('.').count() >= 2 && stages.contains(&first) {
        return Some("a place for trying things out");
    }
    let hosts = [".ngrok.io", ".ngrok-free.app", ".vercel.app", ".netlify.app", ".pages.dev", ".herokuapp.com"];
    (page.has_address() && hosts.iter().any(|end| host.ends_with(end)))
        .then_some("an address of the hosting, not the site's own")
}

/// Whether a text says anything: neither blank nor what a template leaves behind.
pub fn says_something(text: &str) -> bool {
    let text = text.trim();
    let is_address = text.starts_with('/') || text.starts_with("http");
    let left_over = is_address && ["/undefined", "/null", "/NaN", "/None"].iter().any(|end| text.ends_with(end));
    !text.is_empty() && !is_placeholder(text) && !left_over
}

/// Whether two texts read the same, without regard to case and white space.
pub fn same_text(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let folded = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    // Case folding changes lengths little: what is far apart in length is not the same.
    a.len().abs_diff(b.len()) <= a.len() / 2 + 8 && folded(a) == folded(b)
}

/// At most `limit` characters, cut between words, with an ellipsis.
pub fn shortened(text: &str, limit: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(limit) else { return text };
    let room = text.char_indices().nth(limit.saturating_sub(1)).map_or(end, |(at, _)| at);
    let cut = text[..room].rfind(' ').filter(|cut| *cut > room / 2).unwrap_or(room);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '-', '–']))
}

/// The character references that are found escaped twice in practice.
const REFERENCES: [(&str, &str); 19] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("euro", "€"),
];

/// `text` without character references, which were decoded once already: what is left of them was escaped twice.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    // Each round takes one layer off; nobody escapes five times.
    for _ in 0..5 {
        let Some(plain) = one_layer(&text) else { break };
        text = Cow::Owned(plain);
    }
    text
}

fn one_layer(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let length = if let Some((decoded, length)) = reference(from) {
            plain.push_str(&decoded);
            changed = true;
            length
        } else {
            plain.push('&');
            1
        };
        rest = &from[length..];
    }
    plain.push_str(rest);
    changed.then_some(plain)
}

/// The reference at the start of `from`, decoded, and its length.
fn reference(from: &str) -> Option<(String, usize)> {
    let end = from.as_bytes().iter().take(10).position(|byte| *byte == b';')?;
    let name = from.get(1..end)?;
    let decoded = match name.strip_prefix('#') {
        None => REFERENCES.iter().find(|(reference, _)| *reference == name)?.1.to_owned(),
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?.to_string()
        }
    };
    Some((decoded, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_name_at_the_end_is_taken_off_and_nothing_else() {
        for (title, site, rest) in [
            ("Rye bread | Bakery", "Bakery", Some("Rye bread")),
            ("Rye bread – the bakery", "The Bakery", Some("Rye bread")),
            ("Rye bread", "Bakery", None),
            ("Bakery", "Bakery", None),
            ("Visit our Bakery", "Bakery", None),
            ("A | Bakery", "Bakery", None),
            ("Bröt — Größe", "größe", Some("Bröt")),
        ] {
            assert_eq!(without_site_name(title, site), rest, "{title}");
        }
    }

    #[test]
    fn what_was_escaped_twice_is_decoded_and_a_plain_ampersand_stays() {
        for (text, plain) in [
            ("Salt &amp; bread", "Salt & bread"),
            ("Salt &amp;amp; bread", "Salt & bread"),
            ("It&#8217;s &#x27;here&#x27;", "It’s 'here'"),
            ("R&D; salt & bread &c.", "R&D; salt & bread &c."),
            ("&#0; &#xD800;", "&#0; &#xD800;"),
        ] {
            assert_eq!(unescaped(text), plain);
        }
    }

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(shortened("Rye bread from the stone oven", 16), "Rye bread from…");
        assert_eq!(shortened("Rye", 16), "Rye");
        assert!(shortened(&"ü".repeat(50), 20).chars().count() <= 20);
    }
}
