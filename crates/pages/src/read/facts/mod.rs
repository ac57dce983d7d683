//! What a page says about itself: for each fact the first of an ordered list of places that says something usable.

mod dates;
mod people;
mod places;
mod shown;
mod titles;

use domain::{Fact, Facts, Kind, Node, Page, Picture};
use encoding_rs::Encoding;

use super::markup::fold;
use places::{Places, plain};

/// A fact is cut here; nothing that is longer is one.
const LONGEST: usize = 5000;

/// The facts of `page`, whose text is `text` in `charset`, and whose body starts at `body` in it.
pub(crate) fn facts(page: &Page, text: &[u8], body: usize, charset: &'static Encoding) -> Facts {
    let places = Places::new(page, text, body, charset);
    let kind = kind(&places);
    let site_name = titles::site_name(&places);
    let title = titles::title(&places, site_name.as_ref());
    let names: Vec<&Fact> = title.iter().chain(&site_name).collect();
    Facts {
        description: description(&places, &names),
        image: image(&places),
        author: people::author(&places, site_name.as_ref()),
        date: dates::published(&places),
        date_modified: dates::modified(&places),
        title,
        site_name,
        language: language(&places),
        kind,
        price: price(&places),
    }
}

/// A fact, its white space folded; `None` where nothing is left.
fn fact(value: impl AsRef<str>, from: impl Into<String>) -> Option<Fact> {
    let mut text = String::new();
    fold(&mut text, value.as_ref(), LONGEST);
    text.truncate(text.trim_end().len());
    (!text.is_empty()).then(|| Fact { value: text, from: from.into() })
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

fn description(places: &Places<'_>, names: &[&Fact]) -> Option<Fact> {
    // What only repeats the title or the site's name describes nothing.
    let names: Vec<String> = names.iter().map(|it| titles::letters(&it.value)).collect();
    let telling = |it: &Fact| !names.contains(&titles::letters(&it.value));
    let from_meta = |list: &[&str]| {
        let mut found = list.iter().filter_map(|name| places.meta(name).and_then(|text| fact(text, *name)));
        found.find(telling)
    };
    from_meta(&["og:description", "description", "twitter:description"])
        .or_else(|| {
            let types = |node: &Node| is(node, &ARTICLES) || is(node, &["WebPage", "Product", "ProfilePage"]);
            let mut nodes = places.nodes().filter(|node| types(node));
            nodes.find_map(|node| fact(plain(node.description.as_deref()?), "json-ld description").filter(telling))
        })
        .or_else(|| {
            from_meta(&[
                "dc.description",
                "dcterms.description",
                "dcterms.abstract",
                "sailthru.description",
                "abstract",
            ])
        })
        .or_else(|| places.page.opening.as_deref().and_then(|text| fact(text, "first paragraph")))
}

fn image(places: &Places<'_>) -> Option<Fact> {
    let absolute = |href: &str, from: &str| places.resolve(href).and_then(|url| fact(url.as_str(), from));
    let named = |name: &str| places.metas(name).find_map(|href| absolute(href, name));
    ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "image"]
        .iter()
        .find_map(|name| named(name))
        .or_else(|| {
            let types = |node: &&Node| is(node, &ARTICLES) || is(node, &["Product", "WebPage"]);
            let mut images = places.nodes().filter(types).flat_map(|node| &node.images);
            images.find_map(|href| absolute(href, "json-ld image"))
        })
        .or_else(|| {
            places.page.links.iter().find(|it| it.is("image_src")).and_then(|it| absolute(&it.href, "image_src"))
        })
        .or_else(|| {
            // A picture that says it is small is an icon or a counter.
            let small = |side: Option<u32>| side.is_some_and(|side| side < 100);
            let large =
                |it: &&Picture| !small(it.width) && !small(it.height) && !it.src.trim_start().starts_with("data:");
            places.page.pictures.iter().filter(large).find_map(|it| absolute(&it.src, "img"))
        })
}

fn language(places: &Places<'_>) -> Option<Fact> {
    let tag = |text: &str| {
        let text = text.trim().replace('_', "-");
        let mut parts = text.split('-');
        let first =
            parts.next().is_some_and(|it| (2..=3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphabetic()));
        let others = parts.all(|it| (1..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric()));
        (first && others).then_some(text)
    };
    let stated = |text: Option<&str>, from: &str| text.and_then(tag).and_then(|text| fact(text, from));
    stated(places.page.lang.as_deref(), "html lang")
        .or_else(|| stated(places.meta("og:locale"), "og:locale"))
        .or_else(|| stated(places.meta("content-language"), "content-language"))
        .or_else(|| stated(places.nodes().find_map(|node| node.language.as_deref()), "json-ld inLanguage"))
        .or_else(|| stated(places.meta("language"), "language"))
        .or_else(|| stated(places.meta("dc.language"), "dc.language"))
        .or_else(|| stated(places.meta("dcterms.language"), "dcterms.language"))
}

fn price(places: &Places<'_>) -> Option<Fact> {
    let priced =
        |amount: &str, currency: Option<&str>, from: &str| fact(format!("{amount} {}", currency.unwrap_or("")), from);
    let from_meta = |amount, currency| priced(places.meta(amount)?, places.meta(currency), amount);
    from_meta("product:price:amount", "product:price:currency")
        .or_else(|| from_meta("og:price:amount", "og:price:currency"))
        .or_else(|| {
            let node = places.nodes().find(|node| is(node, &["Product", "Offer"]) && node.price.is_some())?;
            priced(node.price.as_deref()?, node.currency.as_deref(), "json-ld price")
        })
        .or_else(|| from_meta("price", "pricecurrency"))
}
