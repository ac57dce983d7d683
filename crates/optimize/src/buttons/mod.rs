//! Share buttons: a bar of plain links for a page, as HTML and CSS, without a script and without a request to anybody.
//!
//! It mints no token and knows no site; it is given both. Start at [`Bar::html`].

mod colour;
mod enhancer;
pub mod kept;
mod places;
mod style;

use std::fmt::Write as _;

use domain::{Code, NetworkId, Token};
use networks::share::Shared;
use networks::{Form, Network};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

pub use enhancer::script;

use crate::fix::escape;

/// What each button says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// The network's sign; its name is there for screen readers.
    Icons,
    /// Sign and name.
    #[default]
    Both,
    /// The name alone.
    Names,
}

/// How large a button is; never less than 44 px each way, so that a finger meets it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// 44 px.
    #[default]
    Usual,
    /// 56 px.
    Large,
}

/// The colours of the buttons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Colours {
    /// Each network's own.
    #[default]
    Networks,
    /// The page's own text colour, as an outline: it follows light and dark by itself.
    Page,
    /// White on near black.
    Dark,
}

/// Where the bar stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// In the text, where the HTML stands.
    #[default]
    Text,
    /// At the left edge of wide windows; in the text of narrow ones.
    Side,
    /// At the bottom edge of narrow windows; in the text of wide ones.
    Bottom,
}

impl Placement {
    /// As links name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Side => "side",
            Self::Bottom => "bottom",
        }
    }
}

/// A share bar, as somebody put it together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(transform = crate::whole::whole)]
pub struct Bar {
    /// The networks, in their order.
    pub networks: Vec<NetworkId>,
    /// What a button says.
    pub face: Face,
    /// How large it is.
    pub size: Size,
    /// Its colours.
    pub colours: Colours,
    /// Where the bar stands.
    pub placement: Placement,
    /// What the bar is called for screen readers: `Share this page`.
    pub called: String,
    /// Buttons that only a script can press; `None` for a bar without.
    pub scripted: Option<Scripted>,
}

/// What the buttons of the [`script`] say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(transform = crate::whole::whole)]
pub struct Scripted {
    /// The one that opens the device's own share sheet.
    pub share: String,
    /// The one that copies the page's address.
    pub copy: String,
}

impl Default for Scripted {
    fn default() -> Self {
        Self { share: "Share…".to_owned(), copy: "Copy link".to_owned() }
    }
}

impl Default for Bar {
    fn default() -> Self {
        use networks::id;
        Self {
            networks: vec![id::WHATSAPP, id::FACEBOOK, id::X, id::LINKEDIN, id::MASTODON, id::BLUESKY],
            face: Face::default(),
            size: Size::default(),
            colours: Colours::default(),
            placement: Placement::default(),
            called: "Share this page".to_owned(),
            scripted: None,
        }
    }
}

/// The page that a bar is for.
pub struct Of<'a> {
    /// Its address, as visitors know it.
    pub url: &'a Url,
    /// Its title.
    pub title: &'a str,
    /// Its picture.
    pub picture: Option<&'a Url>,
    /// The page that asks for a visitor's server, where there is one.
    pub hub: Option<&'a Url>,
    /// Where short addresses begin, for a page that the links themselves lead to: what is shared is `/l/CODE` there, and
    /// the press on it is counted on its way.
    pub short: Option<&'a Url>,
    /// The token for a network; none where links are not minted.
    pub code: &'a dyn Fn(&NetworkId) -> Option<Code>,
    /// The token of an address that is copied, or passed on through the device.
    pub copied: Option<Code>,
}

/// A network that got no button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// It.
    pub network: NetworkId,
    /// Why, and what would change that.
    pub why: &'static str,
}

/// A bar for one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// To be put where the bar is to stand.
    pub html: String,
    /// Networks without a button.
    pub left_out: Vec<LeftOut>,
}

/// What a bar is called, and what its buttons say, in characters.
const LONGEST: usize = 100;

impl Bar {
    /// Why it cannot be a bar of anybody; `None` for one that can.
    pub fn fault(&self) -> Option<String> {
        let said = self.scripted.iter().flat_map(|said| [&said.share, &said.copy]).chain([&self.called]);
        if said.clone().any(|text| text.trim().is_empty() || text.chars().count() > LONGEST) {
            return Some(format!("what the bar and its buttons are called takes between 1 and {LONGEST} characters"));
        }
        if self.networks.is_empty() {
            return Some("choose a network at least".to_owned());
        }
        for (at, id) in self.networks.iter().enumerate() {
            match networks::network(id) {
                None => return Some(format!("there is no network {id}")),
                Some(network) if network.share.is_none() => {
                    return Some(format!("nothing can be shared to {} by a link: leave it out", network.about.name));
                }
                Some(network) if self.networks[..at].contains(id) => {
                    return Some(format!("{} is there twice", network.about.name));
                }
                Some(_) => {}
            }
        }
        None
    }

    /// The bar for a page.
    pub fn html(&self, page: &Of<'_>) -> Drawn {
        self.titled(page, &|_| page.title.to_owned())
    }

    /// The bar for a page whose title on a network is what `title` says.
    fn titled(&self, page: &Of<'_>, title: &dyn Fn(&networks::Share) -> String) -> Drawn {
        let class = style::class(self);
        let (mut items, mut left_out) = (String::new(), Vec::new());
        for id in &self.networks {
            match button(id, page, title) {
                Ok((network, link)) => self.item(&mut items, network, &link),
                Err(why) => left_out.push(LeftOut { network: id.clone(), why }),
            }
        }
        let css = style::css(self, &class);
        let called = escaped(&self.called);
        let scripted = self.scripted.as_ref().map(|said| {
            let url = page.carrying(page.copied);
            let (url, share, copy) = (escaped(url.as_str()), escaped(&said.share), escaped(&said.copy));
            format!(" data-u=\"{url}\" data-s=\"{share}\" data-c=\"{copy}\"")
        });
        let scripted = scripted.unwrap_or_default();
        let nav = format!("<nav class=\"{class}\" aria-label=\"{called}\"{scripted}>");
        let html = format!("<style>{css}</style>{nav}<ul>{items}</ul></nav>\n");
        Drawn { html, left_out }
    }

    fn item(&self, items: &mut String, network: &Network, link: &str) {
        let colours = match self.colours {
            Colours::Networks => {
                format!(" style=\"--c:{};--i:{}\"", network.about.colour, colour::ink_on(network.about.colour))
            }
            Colours::Page | Colours::Dark => String::new(),
        };
        let icon = match self.face {
            Face::Names => String::new(),
            Face::Icons | Face::Both => {
                format!("<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">{}</svg>", shapes(network.icon))
            }
        };
        let (link, name) = (escaped(link), network.about.name);
        let _ = write!(
            items,
            "<li><a href=\"{link}\" target=\"_blank\" rel=\"noopener nofollow\"{colours}>{icon}<span>{name}</span></a></li>"
        );
    }
}

/// The network called `id`, and the address that its button leads to.
fn button(
    id: &NetworkId,
    page: &Of<'_>,
    title: &dyn Fn(&networks::Share) -> String,
) -> Result<(&'static Network, String), &'static str> {
    let network = networks::network(id).ok_or("there is no network of this name: `tidings networks` lists them")?;
    let share = network.share.as_ref().ok_or("nothing can be shared to it by a link")?;
    let url = page.carrying((page.code)(id));
    let title = title(share);
    let shared = Shared { url: url.as_str(), title: &title, picture: page.picture.map(Url::as_str) };
    let link = match (share.form, page.hub) {
        (Form::One(_), _) => share.link(&shared, None).ok_or("it needs a picture of the page: name one")?,
        (Form::OfServer(_), Some(hub)) => at_hub(hub, id, &shared),
        (Form::OfServer(_), None) => {
            return Err("each server has its own form: name a share hub that asks the visitor for his");
        }
    };
    Ok((network, link))
}

impl Of<'_> {
    /// The address that is shared: the page's own with the token of `code`, or the short one.
    fn carrying(&self, code: Option<Code>) -> Url {
        let Some(code) = code else { return self.url.clone() };
        let short = self.short.and_then(|house| house.join(&format!("/l/{code}")).ok());
        short.unwrap_or_else(|| Token::from(code).on(self.url))
    }
}

/// The hub's address with what is to be shared.
fn at_hub(hub: &Url, network: &NetworkId, page: &Shared<'_>) -> String {
    let mut link = hub.clone();
    let (url, title) = (networks::share::encoded(page.url), networks::share::encoded(page.title));
    link.set_query(Some(&format!("to={network}&url={url}&title={title}")));
    link.into()
}

/// What stands within a sign, without the attributes that all of them have: those are in the style, once.
fn shapes(icon: &'static str) -> &'static str {
    let within = icon.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>"));
    within.map_or("", |(shapes, _)| shapes.trim())
}

/// `text` in an attribute, in ASCII alone: nobody knows the charset of the page that it is put into.
fn escaped(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for letter in escape(text).chars() {
        if letter.is_ascii() { ascii.push(letter) } else { _ = write!(ascii, "&#{};", u32::from(letter)) }
    }
    ascii
}
