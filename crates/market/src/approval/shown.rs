//! Shown: what each network will show of a post, for whoever is to say yes to it. The card is drawn by the code that draws it for
//! the audit, from what the post keeps of its page. Pure.

use std::fmt::Write as _;

use domain::{ImageFacts, ImageKind, Images, Page};
use networks::Preview;
use networks::publish::Medium;
use url::Url;

use crate::account::{self, Account};
use crate::deliver::Delivery;
use crate::hand;
use crate::post::{Card, Part, Post, comment, thread};

/// A post as an account shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The network's name.
    pub network: String,
    /// What the account is called.
    pub place: String,
    /// Somebody posts it there himself.
    pub by_hand: bool,
    /// The whole text, with its link.
    pub text: String,
    /// The parts below it, where they are posts of their own there.
    pub parts: Vec<Part>,
    /// What is written below it when it is live, where comments are.
    pub comment: Option<String>,
    /// Its pictures.
    pub pictures: Vec<Medium>,
    /// The card of its page; `None` where none is drawn, or nothing is known of the page.
    pub card: Option<Preview>,
    /// The card's picture.
    pub card_picture: Option<Medium>,
}

impl Shown {
    /// `it` of `post` by `account`.
    pub fn of(post: &Post, it: &Delivery, account: &Account) -> Self {
        let network = account::network(&account.network);
        let kept = post.card();
        // Whoever adds pictures shows them in the place of the card.
        let threaded = thread::is_threaded(account);
        let pictures = if threaded { post.media() } else { post.all_media() };
        let page = post.page.as_deref().and_then(|page| page.parse().ok());
        let drawn = page.filter(|_| pictures.is_empty() && !kept.title.is_empty()).map(|page| read(&page, &kept));
        let card = network.zip(drawn).map(|(network, (page, images))| network.draw(&page, &images));
        Self {
            network: network.map_or(&*account.network, |network| network.about.name).to_owned(),
            place: account.name.clone(),
            by_hand: account.by_hand,
            text: hand::text(post, it, !threaded),
            comment: post.first_comment.clone().filter(|_| comment::is_written_by(account)),
            parts: if threaded { post.parts() } else { Vec::new() },
            pictures,
            card_picture: card.as_ref().and_then(|card| card.picture.as_ref()).and(kept.picture),
            card,
        }
    }
}

/// The page at `url` with what `card` says of it, as its own tags would.
fn read(url: &Url, card: &Card) -> (Page, Images) {
    let mut images = Images::default();
    let mut tags = String::new();
    let mut tag = |name: &str, content: &str| {
        let _ = write!(tags, "<meta property=\"{name}\" content=\"{}\">", escaped(content));
    };
    tag("og:title", &card.title);
    tag("og:description", &card.description);
    if let Some((picture, address)) = card.picture.as_ref().zip(url.join("/card").ok()) {
        tag("og:image", address.as_str());
        tag("og:image:alt", &card.alt);
        tag("twitter:card", "summary_large_image");
        let facts = ImageFacts {
            kind: ImageKind::from_mime(&picture.kind),
            width: picture.width,
            height: picture.height,
            bytes: Some(picture.bytes),
            status: 200,
            ..ImageFacts::default()
        };
        images.insert(&address, facts);
    }
    let html = format!("<!doctype html><html><head><title>{}</title>{tags}</head></html>", escaped(&card.title));
    (pages::read(html.as_bytes(), pages::Source { url: url.clone(), fetched: None }).page, images)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_card_says_is_drawn_whatever_signs_stand_in_it() {
        let url: Url = "https://bakery.example/rye".parse().unwrap();
        let card = Card {
            title: "Rye & \"butter\" <today>".to_owned(),
            description: "Warm".to_owned(),
            picture: Some(Medium {
                kind: "image/jpeg".to_owned(),
                width: 1_200,
                height: 630,
                bytes: 90_000,
                ..Medium::default()
            }),
            ..Card::default()
        };
        let (page, images) = read(&url, &card);
        for network in ["bluesky", "mastodon", "facebook", "x"] {
            let drawn = account::network(network).unwrap().draw(&page, &images);
            assert_eq!(drawn.title.unwrap().text, card.title, "{network}");
            assert!(drawn.picture.is_some_and(|it| it.checked), "{network}: {:?}", drawn.why);
        }
    }
}
