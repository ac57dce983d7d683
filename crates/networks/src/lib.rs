//! Networks: the outside, one folder for each place that a page can be shared to, and the one door for addresses.
//!
//! It knows no database and no screen. What a network does with a link is a pure function from a page and its
//! pictures to a [`Preview`]; what leaves the machine leaves through [`http::Http`].
//! Start at [`NETWORKS`], then open any folder: `about.rs` says what the network is, `preview.rs` what it draws.

pub mod http;
pub mod mending;
pub mod preview;

mod about;
mod facebook;
mod signal;

use domain::{Images, NetworkId, Page};

pub use about::{About, Agent, Evidence, Grade, Kept, day};
pub use preview::{Layout, Line, Picture, Preview, Shape, Verdict};

/// A place that a page can be shared to.
#[derive(Debug)]
pub struct Network {
    /// Stable id, the folder's name.
    pub id: NetworkId,
    /// Name, colours, agents, limits, how long it keeps a preview.
    pub about: About,
    /// What it draws for a link to the page.
    pub preview: fn(&Page, &Images) -> Preview,
}

impl Network {
    /// What the network draws for a link to `page`, with the verdict on it.
    pub fn draw(&self, page: &Page, images: &Images) -> Preview {
        (self.preview)(page, images).judged(page)
    }
}

/// Every network, in the order in which people meet them. A new one is a folder and a line here.
pub static NETWORKS: &[&Network] = &[&facebook::FACEBOOK, &signal::SIGNAL];

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
        MISSKEY = "misskey", TEAMS = "teams", MATRIX = "matrix",
    }
}
