//! What a website was made with, since the mend is told in that program's own words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The program that made a page, as far as its bytes tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Maker {
    /// The program.
    pub product: Product,
    /// Its version, where the page names it.
    pub version: Option<String>,
    /// The plug-in that writes the social tags, where one does.
    pub plugin: Option<Plugin>,
    /// Whether a shop runs on it (WooCommerce; always for Shopify).
    pub shop: bool,
}

/// A program that makes websites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is a product's own name")]
pub enum Product {
    WordPress,
    Shopify,
    Wix,
    Squarespace,
    Ghost,
    Hugo,
    Jekyll,
    Astro,
    Next,
}

/// A WordPress plug-in that writes social tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is a product's own name")]
pub enum Plugin {
    Yoast,
    RankMath,
    AllInOneSeo,
    Jetpack,
}
