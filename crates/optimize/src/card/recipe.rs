//! A recipe: everything that a card is made of. One recipe is one picture, and its address says so.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::fonts::Fonts;
use super::{HEIGHT, Kind, WIDTH};
use crate::colour::Colour;

/// Raised with every change of the renderer after which a recipe looks otherwise.
const RENDERER: u32 = 1;

/// The colour of a brand that named none.
const DEFAULT_COLOUR: Colour = Colour { red: 0x0f, green: 0x5c, blue: 0x6e };

/// What a card is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Recipe {
    /// How it is laid out.
    pub template: Source,
    /// What stands on it.
    #[serde(default)]
    pub texts: Texts,
    /// Whose it is.
    #[serde(default)]
    pub brand: Brand,
}

/// Where a card's layout comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// One of ours.
    Kind(Kind),
    /// The text of the user's own template.
    Own(String),
}

impl Default for Source {
    fn default() -> Self {
        Self::Kind(Kind::Plain)
    }
}

impl Source {
    /// The template's text.
    pub fn text(&self) -> &str {
        match self {
            Self::Kind(kind) => kind.template(),
            Self::Own(text) => text,
        }
    }
}

/// The texts of a card, as people write them; what is blank takes no room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "each is what its name says, and stands where a template says {name}")]
pub struct Texts {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub site: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub price: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub author: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The address of the site or page, without `https://`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
}

impl Texts {
    /// The names that a template may use in braces.
    pub const NAMES: [&str; 8] = ["title", "description", "site", "price", "author", "date", "place", "address"];

    /// The text called `name`.
    pub fn get(&self, name: &str) -> &str {
        match name {
            "title" => &self.title,
            "description" => &self.description,
            "site" => &self.site,
            "price" => &self.price,
            "author" => &self.author,
            "date" => &self.date,
            "place" => &self.place,
            "address" => &self.address,
            _ => "",
        }
    }

    /// All texts, the title first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        Self::NAMES.into_iter().map(|name| self.get(name))
    }
}

/// What a site's cards have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Brand {
    /// The SHA-256 of the logo's file in hex ([`super::Logo::hash`]); the picture itself is handed to the renderer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// The brand's own colour.
    pub colour: Colour,
    /// What most of a card is painted with.
    pub ground: Colour,
    /// `sans`, `serif`, or the name of a family from the fonts folder.
    pub typeface: String,
}

impl Default for Brand {
    fn default() -> Self {
        Self { logo: None, colour: DEFAULT_COLOUR, ground: Colour::WHITE, typeface: "sans".to_owned() }
    }
}

impl Recipe {
    /// What names the card: the same for what looks the same, drawn with `fonts`. 32 hexadecimal digits.
    ///
    /// Of the fonts only those count which the texts need beyond the embedded ones, so that a new font changes the
    /// address of those cards alone that it draws.
    pub fn address(&self, fonts: &Fonts) -> String {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        };
        part(format!("{RENDERER} {WIDTH}x{HEIGHT}").as_bytes());
        part(self.template.text().as_bytes());
        for text in self.texts.all() {
            part(text.as_bytes());
        }
        part(self.brand.logo.as_deref().unwrap_or_default().as_bytes());
        part(format!("{} {} {}", self.brand.colour, self.brand.ground, self.brand.typeface).as_bytes());
        for font in fonts.beyond(&self.texts, &self.brand.typeface) {
            part(&font);
        }
        hex(&hash.finalize()[..16])
    }
}

/// The address in the name of a card's file: `0f1e….png`; `None` for a name that no card has.
pub fn address_in(name: &str) -> Option<&str> {
    let address = name.strip_suffix(".png").or_else(|| name.strip_suffix(".jpg"))?;
    let is_one = address.len() == 32 && address.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_one.then_some(address)
}

/// `bytes` as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
