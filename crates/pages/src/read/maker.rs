//! What made a page: told by its generator tag, by the addresses of its scripts and styles, and by comments in its head.

use domain::{Maker, Plugin, Product};
use memchr::memmem;

use super::collect::Collected;

/// Generator tags by how they begin, in lower case.
const GENERATORS: [(&str, Product); 9] = [
    ("wordpress", Product::WordPress),
    ("woocommerce", Product::WordPress),
    ("wix.com", Product::Wix),
    ("squarespace", Product::Squarespace),
    ("ghost", Product::Ghost),
    ("hugo", Product::Hugo),
    ("jekyll", Product::Jekyll),
    ("astro", Product::Astro),
    ("next.js", Product::Next),
];

/// Parts of addresses of scripts and styles that only one product has. Those behind are hosts of whole services.
const ADDRESSES: [(&str, Product); 14] = [
    ("/wp-content/", Product::WordPress),
    ("/wp-includes/", Product::WordPress),
    ("/wp-json/", Product::WordPress),
    ("//cdn.shopify.com/", Product::Shopify),
    ("/cdn/shop/", Product::Shopify),
    ("//static.parastorage.com/", Product::Wix),
    ("//static.wixstatic.com/", Product::Wix),
    ("//static1.squarespace.com/", Product::Squarespace),
    ("//assets.squarespace.com/", Product::Squarespace),
    ("/ghost/portal", Product::Ghost),
    ("/ghost/sodo-search", Product::Ghost),
    ("/_astro/", Product::Astro),
    ("/_next/static/", Product::Next),
    ("/_next/", Product::Next),
];

/// What the comments of a head say that a product or one of its plug-ins wrote.
const JEKYLL_COMMENT: &str = "Begin Jekyll SEO tag";
const SQUARESPACE_COMMENT: &str = "This is Squarespace.";
const PLUGIN_COMMENTS: [(&str, Plugin); 6] = [
    ("optimized with the Yoast SEO", Plugin::Yoast),
    ("Yoast SEO Premium plugin", Plugin::Yoast),
    ("by Rank Math", Plugin::RankMath),
    ("All in One SEO", Plugin::AllInOneSeo),
    ("Jetpack Open Graph Tags", Plugin::Jetpack),
    ("yoast-schema-graph", Plugin::Yoast),
];

/// What made the page whose head is `head`.
pub(crate) fn maker(found: &Collected, head: &[u8]) -> Option<Maker> {
    let (product, version) = generator(found).or_else(|| {
        let product = addresses(found).find_map(product_at).or_else(|| commented(head))?;
        Some((product, None))
    })?;
    let plugin = if product == Product::WordPress { plugin(found, head) } else { None };
    let shop = match product {
        Product::Shopify => true,
        Product::WordPress => sells(found),
        _ => false,
    };
    Some(Maker { product, version, plugin, shop })
}

fn generator(found: &Collected) -> Option<(Product, Option<String>)> {
    let generators = found.tags.iter().filter(|tag| tag.name == "generator");
    let mut told = generators.filter_map(|tag| {
        let content = tag.content.trim();
        let lower = content.to_ascii_lowercase();
        let (name, product) = GENERATORS.iter().find(|(name, _)| lower.starts_with(name))?;
        // WooCommerce's version is not that of WordPress.
        let version = if *name == "woocommerce" { None } else { version(&content[name.len()..]) };
        Some((*product, version))
    });
    let first = told.next()?;
    if first.1.is_some() {
        return Some(first);
    }
    told.find(|(product, version)| *product == first.0 && version.is_some()).or(Some(first))
}

/// The first word that starts with a digit, a `v` before it left out.
fn version(text: &str) -> Option<String> {
    let words = text.split([' ', ';', '(', ')', ',']).map(|word| word.trim_start_matches('v'));
    let mut versions = words.filter(|word| word.starts_with(|letter: char| letter.is_ascii_digit()));
    versions.next().map(|word| word.chars().take(20).collect())
}

fn addresses(found: &Collected) -> impl Iterator<Item = &str> {
    let styles = found.links.iter().filter(|link| {
        link.is("stylesheet") || link.is("preload") || link.is("modulepreload") || link.is("https://api.w.org/")
    });
    styles.map(|link| link.href.as_str()).chain(found.scripts.iter().map(String::as_str))
}

fn product_at(address: &str) -> Option<Product> {
    ADDRESSES.iter().find(|(part, _)| address.contains(part)).map(|(_, product)| *product)
}

fn commented(head: &[u8]) -> Option<Product> {
    let says = |text: &str| memmem::find(head, text.as_bytes()).is_some();
    if says(SQUARESPACE_COMMENT) {
        Some(Product::Squarespace)
    } else if says(JEKYLL_COMMENT) {
        Some(Product::Jekyll)
    } else {
        None
    }
}

fn plugin(found: &Collected, head: &[u8]) -> Option<Plugin> {
    let said = PLUGIN_COMMENTS.iter().find(|(text, _)| memmem::find(head, text.as_bytes()).is_some());
    said.map(|(_, plugin)| *plugin).or_else(|| {
        let generated = |start| found.tags.iter().any(|tag| tag.name == "generator" && tag.content.starts_with(start));
        generated("All in One SEO").then_some(Plugin::AllInOneSeo)
    })
}

fn sells(found: &Collected) -> bool {
    let generated = found.tags.iter().any(|tag| tag.name == "generator" && tag.content.starts_with("WooCommerce"));
    let dressed = || found.body_class.as_deref().is_some_and(|class| class.contains("woocommerce"));
    generated || dressed() || addresses(found).any(|address| address.contains("/plugins/woocommerce/"))
}
