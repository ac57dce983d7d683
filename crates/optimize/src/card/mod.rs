//! Cards: the picture that a network shows for a page, drawn from its texts and the brand of its site.
//!
//! A [`Recipe`] is everything that a card is made of, and [`Recipe::address`] names what it looks like; [`render`] is
//! pure and says the same each time. Nothing here fetches, stores or decides which page wants a card; [`of`] tells what
//! a page's card would say. A template is a small XML file (`templates/`), laid out by [`layout`] with fonts that the
//! program carries and no others, so that a card looks the same wherever it is made. Start at [`render`].

pub mod crops;
mod encode;
pub mod fonts;
mod layout;
mod logo;
pub mod of;
mod paint;
mod recipe;
pub mod tags;
mod template;
mod text;

use serde::{Deserialize, Serialize};

pub use fonts::Fonts;
pub use logo::{Logo, NoLogo};
pub use recipe::{Brand, Recipe, Source, Texts, address_in};
pub use template::{Misread, Template};

use layout::{Layout, LogoSize, Rect};
use template::Palette;
use text::clean::{clean, is_rtl};
use text::faces::Faces;

/// The width of every card in pixels.
pub const WIDTH: u32 = 1_200;
/// The height of every card in pixels.
pub const HEIGHT: u32 = 630;
/// Every card has fewer bytes: WhatsApp shows no larger picture.
pub const LARGEST: usize = 300_000;

/// The templates that the program carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum Kind {
    Article,
    Product,
    Quote,
    Event,
    Profile,
    Plain,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Article, Self::Product, Self::Quote, Self::Event, Self::Profile, Self::Plain];

    /// Its name, as the command line takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Product => "product",
            Self::Quote => "quote",
            Self::Event => "event",
            Self::Profile => "profile",
            Self::Plain => "plain",
        }
    }

    /// Its template: a file to copy and to change.
    pub fn template(self) -> &'static str {
        match self {
            Self::Article => include_str!("templates/article.xml"),
            Self::Product => include_str!("templates/product.xml"),
            Self::Quote => include_str!("templates/quote.xml"),
            Self::Event => include_str!("templates/event.xml"),
            Self::Profile => include_str!("templates/profile.xml"),
            Self::Plain => include_str!("templates/plain.xml"),
        }
    }
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The file, fewer than [`LARGEST`] bytes.
    pub bytes: Vec<u8>,
    /// `image/png`; `image/jpeg` where what is on it would be too large as PNG.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What stands on it, for those who cannot see it; at most 420 characters, which is all that X takes.
    pub alt: String,
}

/// Why a card cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The user's own template is wrong.
    #[error(transparent)]
    Template(#[from] Misread),
    /// There is nothing to draw letters with.
    #[error(
        "this program carries no typefaces ({0}): build it again where npm can fetch them, or name a folder of fonts"
    )]
    NoFonts(&'static str),
    /// The machine has no memory left.
    #[error("there is no memory left for a picture of {WIDTH} × {HEIGHT} pixels")]
    NoMemory,
}

/// Draws the card of `recipe`. A `logo` that is not the one which the recipe names is not drawn.
pub fn render(recipe: &Recipe, logo: Option<&Logo>, fonts: &Fonts) -> Result<Card, Fault> {
    if fonts.is_empty() {
        return Err(Fault::NoFonts(fonts::why_none().unwrap_or("it was given none")));
    }
    let template = Template::read(recipe.template.text())?;
    let logo = logo.filter(|logo| recipe.brand.logo.as_deref() == Some(logo.hash()));
    let faces = Faces::new(fonts, &recipe.brand.typeface);
    let texts = with_a_title(&recipe.texts, &faces);
    let palette = Palette::new(recipe.brand.colour, recipe.brand.ground);
    let layout = Layout {
        faces: &faces,
        palette: &palette,
        texts: &texts,
        typeface: &recipe.brand.typeface,
        logo: logo.map(|logo| LogoSize {
            width: logo.pixels.width() as f32,
            height: logo.pixels.height() as f32,
            mean: logo.mean,
        }),
        // What most people read first decides for all of the card.
        rtl: texts.all().find_map(is_rtl).unwrap_or(false),
        card: Rect { x: 0.0, y: 0.0, width: WIDTH as f32, height: HEIGHT as f32 },
    };
    let draws = layout.draw(&template.root);
    let pixmap = paint::paint(&draws, recipe.brand.ground, &faces, logo).ok_or(Fault::NoMemory)?;
    let (bytes, media_type) = encode::encode(&pixmap);
    Ok(Card { bytes, media_type, width: WIDTH, height: HEIGHT, alt: alt(&recipe.texts) })
}

/// A card without a title says whose it is.
fn with_a_title(texts: &Texts, faces: &Faces<'_>) -> Texts {
    let mut texts = texts.clone();
    let drawable = |text: &str| faces.without_undrawable_emoji(&clean(text));
    if drawable(&texts.title).is_empty() {
        texts.title = if drawable(&texts.site).is_empty() {
            std::mem::take(&mut texts.address)
        } else {
            std::mem::take(&mut texts.site)
        };
    }
    texts
}

/// What stands on a card with these texts, as one sentence or two.
pub fn alt(texts: &Texts) -> String {
    let first = [&texts.title, &texts.price, &texts.author, &texts.date, &texts.place];
    let first: Vec<String> = first.into_iter().map(|text| clean(text)).filter(|text| !text.is_empty()).collect();
    let site = clean(&texts.site);
    let mut alt = first.join(", ");
    if !site.is_empty() && !alt.contains(&site) {
        if !alt.is_empty() {
            alt.push_str(if alt.ends_with(['.', '!', '?', '…']) { " " } else { ". " });
        }
        alt.push_str(&site);
    }
    crate::audit::wanted::shortened(&alt, 420)
}
