//! What the card of a page says, and in which template: read from what the page says of itself.

use domain::{Kind as PageKind, Page};

use super::{Kind, Texts};
use crate::audit::{Finding, Look, Mend, Seen, Severity, wanted};
use crate::colour::Colour;

/// Whether something that people see on `page` is mended by another picture alone, as the audit's `findings` tell.
pub fn is_wanted(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.mend == Mend::NeedsCard && finding.severity > Severity::Note)
}

type Suits = fn(&Page) -> bool;

/// Which template suits a page: the first line that is true.
const CHOICE: [(Kind, Suits); 5] = [
    (Kind::Product, |page| page.facts.kind == PageKind::Product && page.facts.price.is_some()),
    (Kind::Event, is_event),
    (Kind::Article, |page| page.facts.kind == PageKind::Article),
    (Kind::Profile, |page| page.facts.kind == PageKind::Profile),
    (Kind::Plain, |_| true),
];

/// The colour that `page` gives itself.
pub fn theme(page: &Page) -> Option<Colour> {
    page.whole().named("theme-color")?.parse().ok()
}

/// Whether the theme colour of a page says something of the brand: one that cannot be told from the ground does not.
pub fn says_something(theme: Colour, ground: Colour) -> bool {
    theme.contrast(ground) >= 1.5
}

/// The template that suits `page`.
pub fn kind(page: &Page) -> Kind {
    CHOICE.into_iter().find(|(_, suits)| suits(page)).map_or(Kind::Plain, |(kind, _)| kind)
}

/// What the card of `page` says. Titles and descriptions are those that `--fix` would write.
pub fn texts(page: &Page) -> Texts {
    let seen = Seen::default();
    let look = Look::at(page, &seen);
    let facts = &page.facts;
    let said = |fact: &Option<domain::Fact>| fact.as_ref().map_or("", |fact| fact.value.as_str()).to_owned();
    let language = facts.language.as_ref().map_or("", |fact| fact.value.as_str());
    let host = host(page);
    let kind = kind(page);
    let named = wanted::og_site_name(&look).unwrap_or_default();
    let (site, address) = if named.is_empty() { (host, String::new()) } else { (named, host) };
    Texts {
        title: wanted::og_title(&look).unwrap_or_default(),
        description: wanted::description(&look).unwrap_or_default(),
        site,
        price: if kind == Kind::Product { price(&said(&facts.price), language) } else { String::new() },
        author: if kind == Kind::Article { said(&facts.author) } else { String::new() },
        date: match kind {
            Kind::Article => day(&said(&facts.date), language),
            Kind::Event => {
                event(page).and_then(|node| node.starts.as_deref()).map_or_else(String::new, |it| day(it, language))
            }
            _ => String::new(),
        },
        place: event(page).and_then(|node| node.place.clone()).unwrap_or_default(),
        address,
    }
}

fn is_event(page: &Page) -> bool {
    event(page).is_some()
}

/// The event that a page is about, by its JSON-LD.
fn event(page: &Page) -> Option<&domain::Node> {
    let nodes = page.json_ld.iter().flat_map(|it| &it.nodes).filter(|node| node.top);
    nodes.into_iter().find(|node| node.starts.is_some() && node.types.iter().any(|kind| kind.ends_with("Event")))
}

/// The host that the page lives on, as people write it.
fn host(page: &Page) -> String {
    let own = || page.has_address().then(|| page.url.clone());
    let stated = page.whole().link("canonical").or_else(|| page.whole().meta("og:url"));
    let url = own().or_else(|| url::Url::parse(stated?.trim()).ok());
    let host = url.and_then(|url| url.host_str().map(str::to_owned)).filter(|host| !host.ends_with(".invalid"));
    host.map_or_else(String::new, |host| host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// `12.50 EUR` as people write it where the page's language is spoken.
fn price(price: &str, language: &str) -> String {
    const SIGNS: [(&str, &str); 8] = [
        ("EUR", "€"),
        ("USD", "$"),
        ("GBP", "£"),
        ("JPY", "¥"),
        ("INR", "₹"),
        ("ILS", "₪"),
        ("UAH", "₴"),
        ("KRW", "₩"),
    ];
    let Some((amount, currency)) = price.rsplit_once(' ') else { return price.to_owned() };
    let Some((_, sign)) = SIGNS.into_iter().find(|(code, _)| code.eq_ignore_ascii_case(currency)) else {
        return price.to_owned();
    };
    match first_part(language) {
        "" | "en" | "ja" | "ko" | "zh" | "he" | "hi" => format!("{sign}{amount}"),
        "de" | "fr" | "es" | "it" | "pt" | "nl" | "pl" | "cs" | "sk" | "fi" | "da" | "nb" | "no" | "sv" | "ru"
        | "uk" | "el" | "tr" | "hu" | "ro" | "bg" | "hr" | "sl" => format!("{} {sign}", amount.replace('.', ",")),
        _ => format!("{amount} {sign}"),
    }
}

/// `2026-05-04` as people write it where the page's language is spoken.
fn day(date: &str, language: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let Ok(day) = date.get(..10).unwrap_or_default().parse::<jiff::civil::Date>() else { return String::new() };
    let (year, month, number) = (day.year(), day.month(), day.day());
    match first_part(language) {
        "" | "en" => {
            let name = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
            format!("{number} {name} {year}")
        }
        "de" | "pl" | "cs" | "sk" | "fi" | "da" | "nb" | "no" | "ru" | "uk" | "tr" | "bg" | "hr" | "sl" | "ro" => {
            format!("{number}.{month}.{year}")
        }
        "fr" | "es" | "it" | "pt" | "el" | "ar" | "he" => format!("{number}/{month}/{year}"),
        "nl" => format!("{number}-{month}-{year}"),
        _ => day.to_string(),
    }
}

/// `de` of `de-AT`.
fn first_part(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use pages::Source;
    use url::Url;

    use super::*;

    fn page(html: &str) -> Page {
        let url = Url::parse("https://www.bakery.example/rye").unwrap();
        pages::read(html.as_bytes(), Source { url, fetched: None }).page
    }

    #[test]
    fn a_page_gets_the_template_that_suits_it() {
        for (html, wanted) in [
            ("<meta property=og:type content=article><title>Why rye</title>", Kind::Article),
            (
                r#"<script type="application/ld+json">{"@type":"Product","name":"Rye","offers":{"price":"4.50","priceCurrency":"EUR"}}</script>"#,
                Kind::Product,
            ),
            ("<meta property=og:type content=product><title>Rye</title>", Kind::Plain),
            (
                r#"<script type="application/ld+json">{"@type":"MusicEvent","name":"Feast","startDate":"2026-05-04T19:00","location":{"name":"Old mill"}}</script>"#,
                Kind::Event,
            ),
            ("<meta property=og:type content=profile><title>Ida</title>", Kind::Profile),
            ("<title>Home</title>", Kind::Plain),
        ] {
            assert_eq!(kind(&page(html)), wanted, "{html}");
        }
    }

    #[test]
    fn a_card_says_what_the_page_says() {
        let texts = texts(&page(
            r#"<html lang=de><title>Roggenbrot | Bäckerei</title><meta property=og:site_name content="Bäckerei">
            <script type="application/ld+json">{"@type":"Product","name":"Roggenbrot","offers":{"price":"4.50","priceCurrency":"EUR"}}</script>"#,
        ));
        assert_eq!((&*texts.title, &*texts.site, &*texts.price), ("Roggenbrot", "Bäckerei", "4,50 €"));
        assert_eq!(texts.address, "bakery.example");
    }

    #[test]
    fn an_event_says_when_and_where() {
        let texts = texts(&page(
            r#"<html lang=en><title>Feast</title><script type="application/ld+json">{"@type":"Event","name":"Feast","startDate":"2026-05-04T19:00","location":{"@type":"Place","name":"Old mill"}}</script>"#,
        ));
        assert_eq!((&*texts.date, &*texts.place), ("4 May 2026", "Old mill"));
        // Without a name of its own a site is called by its host, once.
        assert_eq!((&*texts.site, &*texts.address), ("bakery.example", ""));
    }

    #[test]
    fn prices_and_days_are_written_as_people_write_them() {
        assert_eq!(price("12.50 EUR", "en"), "€12.50");
        assert_eq!(price("12.50 eur", "de-AT"), "12,50 €");
        assert_eq!(price("12.50 CHF", "de"), "12.50 CHF");
        assert_eq!(price("free", "en"), "free");
        assert_eq!(day("2026-05-04T10:00:00Z", "en-GB"), "4 May 2026");
        assert_eq!(day("2026-05-04", "de"), "4.5.2026");
        assert_eq!(day("2026-05-04", "ja"), "2026-05-04");
        assert_eq!(day("soon", "en"), "");
    }
}
