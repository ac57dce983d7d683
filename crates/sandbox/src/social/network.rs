//! Which networks the sandbox stands in for, and what one signs in with.

use std::fmt;
use std::str::FromStr;

/// A network, each under a path of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Network {
    /// A PDS of Bluesky: XRPC.
    Bluesky,
    /// A server of Mastodon.
    Mastodon,
    /// A site made with WordPress.
    WordPress,
    /// Pages of Facebook: the Graph API.
    Facebook,
    /// X: its API of version 2.
    X,
    /// LinkedIn: its versioned REST API.
    LinkedIn,
    /// Instagram: containers of the Graph API.
    Instagram,
    /// Telegram: the Bot API.
    Telegram,
    /// Discord: incoming webhooks.
    Discord,
    /// A relay of Nostr, over WebSockets.
    Nostr,
    /// Threads: containers of its Graph.
    Threads,
    /// A server of Lemmy, and a community there.
    Lemmy,
    /// Pinterest: its API of version 5.
    Pinterest,
    /// Reddit: what its API lets apps post.
    Reddit,
}

impl Network {
    /// All of them, in the order of the start page.
    pub const ALL: [Self; 14] = [
        Self::Bluesky,
        Self::Mastodon,
        Self::WordPress,
        Self::Facebook,
        Self::X,
        Self::LinkedIn,
        Self::Instagram,
        Self::Telegram,
        Self::Discord,
        Self::Nostr,
        Self::Threads,
        Self::Lemmy,
        Self::Pinterest,
        Self::Reddit,
    ];

    /// Its id, which is also its path.
    pub fn id(self) -> &'static str {
        match self {
            Self::Bluesky => "bluesky",
            Self::Mastodon => "mastodon",
            Self::WordPress => "wordpress",
            Self::Facebook => "facebook",
            Self::X => "x",
            Self::LinkedIn => "linkedin",
            Self::Instagram => "instagram",
            Self::Telegram => "telegram",
            Self::Discord => "discord",
            Self::Nostr => "nostr",
            Self::Threads => "threads",
            Self::Lemmy => "lemmy",
            Self::Pinterest => "pinterest",
            Self::Reddit => "reddit",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bluesky => "Bluesky",
            Self::Mastodon => "Mastodon",
            Self::WordPress => "WordPress",
            Self::Facebook => "Facebook Page",
            Self::X => "X",
            Self::LinkedIn => "LinkedIn",
            Self::Instagram => "Instagram",
            Self::Telegram => "Telegram",
            Self::Discord => "Discord",
            Self::Nostr => "Nostr",
            Self::Threads => "Threads",
            Self::Lemmy => "Lemmy",
            Self::Pinterest => "Pinterest",
            Self::Reddit => "Reddit",
        }
    }

    /// What one signs in with, as name and value. Wherever it says `shop`, any other name is an account of its own.
    pub fn signs_in_with(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Bluesky => &[("handle", "shop.test"), ("app password", super::BLUESKY_PASSWORD)],
            Self::WordPress => &[("user", "shop"), ("application password", super::WORDPRESS_PASSWORD)],
            Self::Facebook => &[("page", "shop"), ("page access token", "sandbox-shop")],
            Self::Mastodon | Self::X | Self::LinkedIn | Self::Threads => &[("access token", "sandbox-shop")],
            Self::Instagram => &[("account", "shop"), ("access token", "sandbox-shop")],
            Self::Telegram => &[("bot token", "1:sandbox-shop"), ("chat", "@shop")],
            Self::Lemmy => &[("user", "shop"), ("password", super::LEMMY_PASSWORD), ("community", "shop")],
            Self::Pinterest => &[("access token", "sandbox-shop"), ("board", "bread")],
            Self::Reddit => &[("access token", "sandbox-shop"), ("community", "shop")],
            Self::Nostr => &[("private key", super::NOSTR_KEY)],
            Self::Discord => &[("webhook", "https://discord.com/api/webhooks/1/sandbox-shop")],
        }
    }

    pub(super) fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|network| network.id() == id).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|network| network.id()).collect();
            format!("the sandbox knows no network `{id}`: it has {}", known.join(", "))
        })
    }
}
