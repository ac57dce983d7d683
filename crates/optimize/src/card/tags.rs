//! The tags of a card: what a page says once it has one.

use domain::Page;
use url::Url;

use super::{HEIGHT, WIDTH};
use crate::audit::{Place, Write};

/// What is written into `page` so that networks show the card at `address`, which says `alt`.
///
/// Other names for the same picture are written only where the page uses them: left alone they would still name the
/// old one. Tags of further pictures go.
pub fn writes(page: &Page, address: &Url, media_type: &str, alt: &str) -> Vec<Write> {
    let own: [(&'static str, String, bool); 11] = [
        ("og:image", address.to_string(), true),
        ("og:image:url", address.to_string(), false),
        ("og:image:secure_url", address.to_string(), false),
        ("og:image:type", media_type.to_owned(), false),
        ("og:image:width", WIDTH.to_string(), true),
        ("og:image:height", HEIGHT.to_string(), true),
        ("og:image:alt", alt.to_owned(), !alt.is_empty()),
        ("twitter:card", "summary_large_image".to_owned(), true),
        ("twitter:image", address.to_string(), false),
        ("twitter:image:src", address.to_string(), false),
        ("twitter:image:alt", alt.to_owned(), false),
    ];
    let stands = |name: &str| page.tags_for_networks().any(|tag| tag.name == name);
    own.into_iter()
        .filter(|(name, content, always)| *always || (!content.is_empty() && stands(name)))
        .map(|(name, content, _)| Write { name: name.into(), content, place: Place::Anew })
        .collect()
}
