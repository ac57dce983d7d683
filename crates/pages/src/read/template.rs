//! A name for the template that made a page: the same for all its pages, and few for a site of thousands.
//!
//! It comes from what made the page and from the class or id that templates write on the body. Where they write none,
//! the names of the style sheets stand in. Words that belong to one page, such as `postid-123`, are left out.

use domain::{Maker, Product};

use super::collect::Collected;

/// Words on a body that tell of the visitor, the browser or the moment, not of the template.
const PASSING: [&str; 18] = [
    "js",
    "no-js",
    "nojs",
    "loading",
    "loaded",
    "dark",
    "light",
    "auto",
    "logged-in",
    "logged-out",
    "admin-bar",
    "no-customize-support",
    "customize-support",
    "wp-custom-logo",
    "wp-singular",
    "wp-embed-responsive",
    "ltr",
    "rtl",
];
/// Classes that WordPress gives to each sort of page, the more telling first; one that ends in a hyphen has a sort behind it.
const WORDPRESS: [&str; 14] = [
    "error404",
    "home",
    "search",
    "author",
    "category",
    "tag",
    "date",
    "post-type-archive-",
    "tax-",
    "single-",
    "attachment",
    "page-template-",
    "blog",
    "page",
];
/// How words begin that belong to what a page is about.
const ABOUT: [&str; 9] = ["tag-", "category-", "author-", "term-", "slug-", "id-", "path-", "user-", "collection-"];
const MOST_WORDS: usize = 3;
const LONGEST_WORD: usize = 40;

/// The name of the template that wrote the page.
pub(crate) fn template(maker: Option<&Maker>, found: &Collected) -> String {
    let product = maker.map(|maker| maker.product);
    let mut name = product.map_or_else(|| generator(found), |product| written(product).to_owned());
    let words = match product {
        Some(Product::WordPress) => wordpress(found),
        _ => dressed(found),
    };
    let mut words = if words.is_empty() { styles(found) } else { words };
    words.retain(|word| *word != name);
    if words.is_empty() && found.tags.iter().any(|tag| tag.name == "refresh") {
        name.push_str("/redirect");
    }
    for word in words {
        name.push('/');
        name.push_str(&word);
    }
    name
}

fn written(product: Product) -> &'static str {
    match product {
        Product::WordPress => "wordpress",
        Product::Shopify => "shopify",
        Product::Wix => "wix",
        Product::Squarespace => "squarespace",
        Product::Ghost => "ghost",
        Product::Hugo => "hugo",
        Product::Jekyll => "jekyll",
        Product::Astro => "astro",
        Product::Next => "next",
    }
}

/// The first word of the generator tag, where it names a program that is not known by name here.
fn generator(found: &Collected) -> String {
    let tag = found.tags.iter().find(|tag| tag.name == "generator");
    let word = tag.and_then(|tag| tag.content.split_whitespace().next()).map(str::to_lowercase);
    word.filter(|word| is_lasting(word)).unwrap_or_else(|| "page".to_owned())
}

/// A word that can stand for a template: short, without digits, and nothing passing.
fn is_lasting(word: &str) -> bool {
    let plain = |letter: char| letter.is_alphabetic() || matches!(letter, '-' | '_' | '.');
    (1..=LONGEST_WORD).contains(&word.len())
        && word.chars().all(plain)
        && !PASSING.contains(&word)
        && !ABOUT.iter().any(|start| word.starts_with(start))
}

fn words(class: &str) -> impl Iterator<Item = String> {
    class.split_whitespace().take(100).map(str::to_lowercase)
}

fn wordpress(found: &Collected) -> Vec<String> {
    let class = found.body_class.as_deref().unwrap_or("");
    let told = WORDPRESS.iter().find_map(|known| {
        words(class).find(|word| {
            word == known
                || known.ends_with('-') && word.starts_with(known) && is_lasting(word) && !word.ends_with("-php")
        })
    });
    told.into_iter().collect()
}

fn dressed(found: &Collected) -> Vec<String> {
    let class = found.body_class.as_deref().unwrap_or("");
    let mut kept: Vec<String> = words(class).filter(|word| is_lasting(word)).take(MOST_WORDS).collect();
    if kept.is_empty() {
        let id = found.body_id.as_deref().unwrap_or("").to_lowercase();
        kept.extend(Some(id).filter(|id| is_lasting(id)));
    }
    kept
}

/// The names of the first style sheets, without folders, versions and fingerprints.
fn styles(found: &Collected) -> Vec<String> {
    let sheets = found.links.iter().filter(|link| link.is("stylesheet"));
    let stem = |href: &str| {
        let path = href.split(['?', '#']).next().unwrap_or(href);
        let file = path.rsplit('/').next().unwrap_or(path);
        file.split(['.', '-', '_']).next().unwrap_or(file).to_lowercase()
    };
    sheets.map(|link| stem(&link.href)).filter(|word| is_lasting(word)).take(MOST_WORDS).collect()
}
