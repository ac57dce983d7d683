//! Networks: the outside, one folder for each place that a page can be shared to, and the one door for addresses.
//!
//! It knows no database and no screen. What a network does with a link is a pure function from a page and its
//! pictures to a [`Preview`]; what leaves the machine leaves through [`http::Http`].
//! Start at [`NETWORKS`], then open any folder: `mod.rs` says what the network is, `preview.rs` what it draws, `publish.rs`
//! how posts get there. Each ability is optional; [`previewing`] are those that draw.

pub mod count;
pub mod dns;
pub mod films;
pub mod http;
pub mod mending;
pub mod pictures;
pub mod preview;
pub mod publish;
pub mod retired;
pub mod share;
mod unfurl;
pub mod webhook;
mod witness;

mod about;

mod bluesky;
mod discord;
mod facebook;
mod imessage;
mod instagram;
mod lemmy;
mod linkedin;
mod mastodon;
mod matrix;
mod misskey;
mod nostr;
mod pinterest;
mod reddit;
mod signal;
mod slack;
mod teams;
mod telegram;
mod threads;
mod whatsapp;
mod wordpress;
mod x;

use std::sync::LazyLock;

use domain::{Images, NetworkId, Page};

pub use about::{About, Agent, Evidence, Grade, Kept, day};
pub use preview::{Layout, Line, Picture, Preview, Shape, Verdict};
pub use publish::Publish;
pub use share::{Form, Share, Survives};
pub use unfurl::unfurls;
pub use witness::{Parameter, Witness};

/// A place that a page can be shared to.
#[derive(Debug)]
pub struct Network {
    /// Stable id, the folder's name.
    pub id: NetworkId,
    /// Name, colours, agents, limits, how long it keeps a preview.
    pub about: About,
    /// Its sign: 24 by 24, drawn in `currentColor`, from simple shapes and letters.
    pub icon: &'static str,
    /// How a visitor passes a page on to it; `None` where no link can do that.
    pub share: Option<Share>,
    /// By what a visit from it is known.
    pub witness: Witness,
    /// How our own posts get there; `None` where only people can post, by hand.
    pub publish: Option<&'static Publish>,
    /// What it draws for a link to the page; `None` where links stay text, or are no links at all.
    pub preview: Option<fn(&Page, &Images) -> Preview>,
}

impl Network {
    /// What the network draws for a link to `page`, with the verdict on it.
    pub fn draw(&self, page: &Page, images: &Images) -> Preview {
        match (unreadable(page), self.preview) {
            (Some(why), _) => Preview::nothing(why),
            (None, Some(preview)) => preview(page, images),
            (None, None) => Preview::nothing("Links are drawn without a card there, whatever the page says."),
        }
        .judged(page)
    }
}

/// Why no network draws a card for `page`, whatever it says.
fn unreadable(page: &Page) -> Option<&'static str> {
    let fetched = page.fetched.as_ref()?;
    if !(200..300).contains(&fetched.status) {
        return Some("The page answers with an error, so nobody draws a card for it.");
    }
    let html = |kind: &str| ["text/html", "application/xhtml+xml"].iter().any(|it| kind.eq_ignore_ascii_case(it));
    preview::served_as(page)
        .is_some_and(|kind| !html(kind))
        .then_some("The server does not say that this is a web page, so nobody looks for a card in it.")
}

/// Every network, in the order in which people meet them. A new one is a folder and a line here.
pub static NETWORKS: &[&Network] = &[
    &facebook::FACEBOOK,
    &x::X,
    &linkedin::LINKEDIN,
    &whatsapp::WHATSAPP,
    &slack::SLACK,
    &discord::DISCORD,
    &telegram::TELEGRAM,
    &mastodon::MASTODON,
    &bluesky::BLUESKY,
    &threads::THREADS,
    &reddit::REDDIT,
    &pinterest::PINTEREST,
    &signal::SIGNAL,
    &imessage::IMESSAGE,
    &lemmy::LEMMY,
    &misskey::MISSKEY,
    &teams::TEAMS,
    &matrix::MATRIX,
    &instagram::INSTAGRAM,
    &wordpress::WORDPRESS,
    &nostr::NOSTR,
];

/// The networks that draw previews of links, in the order of [`NETWORKS`]: the columns of a contact sheet.
pub fn previewing() -> &'static [&'static Network] {
    static PREVIEWING: LazyLock<Vec<&Network>> =
        LazyLock::new(|| NETWORKS.iter().copied().filter(|network| network.preview.is_some()).collect());
    &PREVIEWING
}

/// Every program that fetches pages for previews, with the network that it works for.
pub fn agents() -> impl Iterator<Item = (&'static Network, &'static Agent)> {
    NETWORKS.iter().copied().flat_map(|network| network.about.agents.iter().map(move |agent| (network, agent)))
}

/// The network called `id`.
pub fn network(id: &NetworkId) -> Option<&'static Network> {
    NETWORKS.iter().copied().find(|network| network.id == *id)
}

/// The ids, for rules that name whom a fault hurts.
pub mod id {
    use domain::NetworkId;

    macro_rules! ids { ($($name:ident = $id:literal),* $(,)?) => { $(
        #[doc = concat!("`", $id, "`")]
        pub const $name: NetworkId = NetworkId::new($id);
    )* } }

    ids! {
        FACEBOOK = "facebook", X = "x", LINKEDIN = "linkedin", WHATSAPP = "whatsapp", SLACK = "slack",
        DISCORD = "discord", TELEGRAM = "telegram", MASTODON = "mastodon", BLUESKY = "bluesky", THREADS = "threads",
        REDDIT = "reddit", PINTEREST = "pinterest", SIGNAL = "signal", IMESSAGE = "imessage", LEMMY = "lemmy",
        MISSKEY = "misskey", TEAMS = "teams", MATRIX = "matrix", INSTAGRAM = "instagram",
        WORDPRESS = "wordpress", NOSTR = "nostr",
    }
}
