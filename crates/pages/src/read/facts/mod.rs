//! What a page says about itself: for each fact the first of an ordered list of places that says something usable.

mod dates;
mod people;
mod places;
mod titles;

use domain::{Fact, Facts, Kind, Node, Page};
use encoding_rs::Encoding;

use places::Places;

/// The facts of `page`, whose text is `text` in `charset`.
pub(crate) fn facts(page: &Page, text: &[u8], charset: &'static Encoding) -> Facts {
    let _ = (text, charset);
    let places = Places::new(page);
    let kind = kind(&places);
    let site_name = titles::site_name(&places);
    Facts {
        title: titles::title(&places, site_name.as_ref()),
        description: description(&places),
        image: image(&places),
        author: people::author(&places),
        date: dates::published(&places),
        date_modified: dates::modified(&places),
        site_name,
        language: language(&places),
        kind,
        price: price(&places),
    }
}

fn fact(value: impl Into<String>, from: impl Into<String>) -> Option<Fact> {
    let value = value.into();
    let value = value.trim();
    (!value.is_empty()).then(|| Fact { value: value.to_owned(), from: from.into() })
}

const ARTICLES: [&str; 12] = [
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "SocialMediaPosting",
];

fn is(node: &Node, types: &[&str]) -> bool {
    node.types.iter().any(|it| types.contains(&it.as_str()))
}

fn kind(places: &Places<'_>) -> Kind {
    let node = |types: &[&str]| places.nodes().any(|node| node.top && is(node, types));
    match places.meta("og:type").unwrap_or("").to_ascii_lowercase().as_str() {
        "article" => return Kind::Article,
        "product" | "product.item" | "og:product" => return Kind::Product,
        "profile" => return Kind::Profile,
        _ => {}
    }
    if node(&["Product", "ProductGroup"]) {
        Kind::Product
    } else if node(&ARTICLES) {
        Kind::Article
    } else if node(&["ProfilePage"]) {
        Kind::Profile
    } else {
        Kind::Page
    }
}

fn description(places: &Places<'_>) -> Option<Fact> {
    let from_meta = |name| places.meta(name).and_then(|text| fact(text, name));
    from_meta("og:description")
        .or_else(|| from_meta("description"))
        .or_else(|| from_meta("twitter:description"))
        .or_else(|| {
            let node = places.nodes().find(|node| is(node, &ARTICLES) && node.description.is_some())?;
            fact(node.description.as_deref()?, "json-ld description")
        })
        .or_else(|| from_meta("dc.description"))
        .or_else(|| places.page.opening.as_deref().and_then(|text| fact(text, "first paragraph")))
}

fn image(places: &Places<'_>) -> Option<Fact> {
    let absolute = |href: &str, from: &str| places.page.resolve(href).and_then(|url| fact(url, from));
    ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"]
        .iter()
        .find_map(|name| places.meta(name).and_then(|href| absolute(href, name)))
        .or_else(|| {
            let nodes = places.nodes().filter(|node| is(node, &ARTICLES) || is(node, &["Product", "WebPage"]));
            nodes.flat_map(|node| &node.images).find_map(|href| absolute(href, "json-ld image"))
        })
        .or_else(|| {
            places.page.links.iter().find(|it| it.is("image_src")).and_then(|it| absolute(&it.href, "image_src"))
        })
        .or_else(|| places.page.pictures.iter().find_map(|it| absolute(&it.src, "img")))
}

fn language(places: &Places<'_>) -> Option<Fact> {
    let tag = |text: &str| {
        let text = text.trim().replace('_', "-");
        let plausible = (2..=35).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && text.split('-').next().is_some_and(|first| (2..=3).contains(&first.len()));
        plausible.then_some(text)
    };
    let stated = |text: Option<&str>, from: &str| text.and_then(tag).and_then(|text| fact(text, from));
    stated(places.page.lang.as_deref(), "html lang")
        .or_else(|| stated(places.meta("og:locale"), "og:locale"))
        .or_else(|| stated(places.meta("content-language"), "content-language"))
        .or_else(|| stated(places.nodes().find_map(|node| node.language.as_deref()), "json-ld inLanguage"))
        .or_else(|| stated(places.meta("language"), "language"))
        .or_else(|| stated(places.meta("dc.language"), "dc.language"))
}

fn price(places: &Places<'_>) -> Option<Fact> {
    let from_meta = |amount, currency| {
        let amount = places.meta(amount)?;
        let currency = places.meta(currency).unwrap_or("");
        fact(format!("{amount} {currency}"), amount_name(currency))
    };
    fn amount_name(_: &str) -> &'static str {
        "price:amount"
    }
    from_meta("product:price:amount", "product:price:currency")
        .or_else(|| from_meta("og:price:amount", "og:price:currency"))
        .or_else(|| {
            let node = places.nodes().find(|node| is(node, &["Product", "Offer"]) && node.price.is_some())?;
            fact(format!("{} {}", node.price.as_deref()?, node.currency.as_deref().unwrap_or("")), "json-ld price")
        })
}
