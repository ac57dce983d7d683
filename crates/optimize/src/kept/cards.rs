//! Cards of sites: how they look, which page has which, and what a picture's address is made of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Db, Fault, Tx, sql};
use url::Url;

use super::folder_of;
use crate::card::{self, Brand, Fonts, Kind, Logo, Recipe, Source, of};
use crate::colour::Colour;
use crate::wanting::{self, Says};

/// Rows of one statement.
const AT_ONCE: usize = 500;
/// So many cards say which scripts a house has to do with.
const LOOKED_AT: i64 = 5_000;
/// A card that another took the place of is there for so long: by then the page was read again.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 120);

/// How the cards of a site look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(transform = crate::whole::whole)]
pub struct Style {
    /// The brand's colour; each page's own theme colour where none is named.
    pub colour: Option<Colour>,
    /// What most of a card is painted with; white where none is named.
    pub ground: Option<Colour>,
    /// `sans` or `serif`; sans where none is named.
    pub typeface: Option<String>,
    /// The template of all cards; what suits each page where none is named.
    pub template: Option<Kind>,
    /// The SHA-256 of the logo in hex.
    pub logo: Option<String>,
}

impl Style {
    /// What a card that says `says` is made of.
    pub fn recipe(&self, says: &Says) -> Recipe {
        let ground = self.ground.unwrap_or(Colour::WHITE);
        let theme = says.colour.filter(|colour| of::says_something(*colour, ground));
        let brand = Brand::default();
        Recipe {
            template: Source::Kind(self.template.unwrap_or(says.kind)),
            texts: says.texts.clone(),
            brand: Brand {
                logo: self.logo.clone(),
                colour: self.colour.or(theme).unwrap_or(brand.colour),
                ground,
                typeface: self.typeface.clone().unwrap_or(brand.typeface),
            },
        }
    }
}

/// The card of a page.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PageCard {
    /// The page's address.
    pub page: String,
    /// What names the picture, without an ending.
    pub address: String,
    /// The page's title.
    pub title: String,
    /// What stands on the card.
    pub alt: String,
}

/// How the cards of `site` look.
pub async fn style_of(db: &Db, site: &str) -> Result<Style, Fault> {
    let style: Option<String> = sql!("card_style_of").bind(site.to_owned()).fetch_optional(db).await?;
    Ok(style.and_then(|style| serde_json::from_str(&style).ok()).unwrap_or_default())
}

/// The cards of `site` look like `style` from now on; those that are made already stay as they are.
pub async fn keep_style(tx: &mut Tx, now: Timestamp, site: &str, style: &Style) -> Result<(), Fault> {
    let style = serde_json::to_string(style).unwrap_or_default();
    sql!("card_style_keep").bind(site.to_owned()).bind(style).bind(now).execute(tx).await?;
    Ok(())
}

/// Keeps a logo for `site`.
pub async fn keep_logo(tx: &mut Tx, site: &str, logo: &Logo, bytes: Vec<u8>) -> Result<(), Fault> {
    sql!("card_logo_keep").bind(site.to_owned()).bind(logo.hash().to_owned()).bind(bytes).execute(tx).await?;
    Ok(())
}

/// The logo of `site` that `brand` names.
pub async fn logo_of(db: &Db, site: &str, brand: &Brand) -> Result<Option<Logo>, Fault> {
    let Some(hash) = brand.logo.clone() else { return Ok(None) };
    let bytes: Option<Vec<u8>> = sql!("card_logo_of").bind(site.to_owned()).bind(hash).fetch_optional(db).await?;
    Ok(bytes.and_then(|bytes| Logo::read(&bytes).ok()))
}

/// What the pages of an audit want.
#[derive(Debug, Default)]
pub struct Wanted {
    /// Pages that want a card, in the order of the audit.
    pub pages: Vec<(Url, Says)>,
    /// Whether the audit noted it at all: older ones did not.
    pub noted: bool,
}

/// The pages of the audit `id` that want a card.
pub fn wanted(data: &Path, id: &str) -> std::io::Result<Wanted> {
    let Some(lines) = wanting::read(&folder_of(data, id))? else { return Ok(Wanted::default()) };
    let pages = lines.filter_map(|line| line.map(|line| Some((line.url, line.card?))).transpose());
    Ok(Wanted { pages: pages.collect::<std::io::Result<_>>()?, noted: true })
}

/// What the card of `page` would say by the audit `id`; of the first page that wants one, where none is named.
pub fn wanted_by(data: &Path, id: &str, page: Option<&str>) -> std::io::Result<Option<Says>> {
    let Some(lines) = wanting::read(&folder_of(data, id))? else { return Ok(None) };
    for line in lines {
        let line = line?;
        if let Some(says) = line.card.filter(|_| page.is_none_or(|page| page == line.url.as_str())) {
            return Ok(Some(says));
        }
    }
    Ok(None)
}

#[derive(Serialize)]
struct Row {
    page: String,
    address: String,
    recipe: String,
    title: String,
    alt: String,
}

/// Cards that are to be kept.
#[derive(Debug)]
pub struct Made(Vec<(String, Recipe, String)>);

impl Made {
    /// The cards of `wanted`, in `style`, drawn with `fonts`.
    pub fn of(wanted: &Wanted, style: &Style, fonts: &Fonts) -> Self {
        let made = wanted.pages.iter().map(|(url, says)| {
            let recipe = style.recipe(says);
            let address = recipe.address(fonts);
            (url.to_string(), recipe, address)
        });
        Self(made.collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps them as the cards of their pages.
    pub async fn keep(self, tx: &mut Tx, now: Timestamp, site: &str) -> Result<(), Fault> {
        let mut rows = self.0.into_iter().map(|(page, recipe, address)| Row {
            page,
            address,
            title: recipe.texts.title.clone(),
            alt: card::alt(&recipe.texts),
            recipe: serde_json::to_string(&recipe).unwrap_or_default(),
        });
        loop {
            let part: Vec<Row> = rows.by_ref().take(AT_ONCE).collect();
            if part.is_empty() {
                return Ok(());
            }
            let list = serde_json::to_string(&part).unwrap_or_default();
            sql!("card_replace").bind(site.to_owned()).bind(list.clone()).bind(now).execute(&mut *tx).await?;
            sql!("card_add").bind(site.to_owned()).bind(list).bind(now).execute(&mut *tx).await?;
        }
    }
}

/// The cards of `site`, by page, behind the page `after`.
pub async fn cards_of(db: &Db, site: &str, after: &str, at_most: u32) -> Result<Vec<PageCard>, Fault> {
    sql!("card_all").bind(site.to_owned()).bind(after.to_owned()).bind(i64::from(at_most)).fetch_all(db).await
}

/// Every card of `site`, by the address of its page.
pub async fn all_cards_of(db: &Db, site: &str) -> Result<BTreeMap<String, PageCard>, Fault> {
    let mut cards: Vec<PageCard> = Vec::new();
    loop {
        let after = cards.last().map_or_else(String::new, |card| card.page.clone());
        let part = cards_of(db, site, &after, 1_000).await?;
        let last = part.len() < 1_000;
        cards.extend(part);
        if last {
            return Ok(cards.into_iter().map(|card| (card.page.clone(), card)).collect());
        }
    }
}

/// How many pages of `site` have a card.
pub async fn count_cards(db: &Db, site: &str) -> Result<i64, Fault> {
    sql!("card_count").bind(site.to_owned()).fetch_one(db).await
}

/// The cards of a site in one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// Pages that have a card.
    pub pages: i64,
    /// When that changed last, in UTC microseconds.
    pub changed_at: Option<i64>,
}

/// The cards of `site` in one line.
pub async fn stock_of(db: &Db, site: &str) -> Result<Stock, Fault> {
    let (pages, made, replaced): (Option<i64>, Option<i64>, Option<i64>) =
        sql!("card_stock").bind(site.to_owned()).fetch_one(db).await?;
    Ok(Stock { pages: pages.unwrap_or(0), changed_at: made.max(replaced) })
}

/// The site and the page of which the card at `address` is; none where several share it.
pub async fn page_of_card(db: &Db, address: &str) -> Result<Option<(String, String)>, Fault> {
    let mut pages: Vec<(String, String)> = sql!("card_page").bind(address).fetch_all(db).await?;
    Ok(pages.pop().filter(|_| pages.is_empty()))
}

/// What the card called `address` is made of, and whose it is.
pub(super) async fn recipe_of(db: &Db, address: &str) -> Result<Option<(String, Recipe)>, Fault> {
    let found: Option<(String, String)> = sql!("card_by_address").bind(address.to_owned()).fetch_optional(db).await?;
    Ok(found.and_then(|(site, recipe)| Some((site, serde_json::from_str(&recipe).ok()?))))
}

/// The scripts that no font of `fonts` covers, and how many of the newest cards have letters of each.
pub async fn missing_scripts(db: &Db, fonts: &Fonts) -> Result<BTreeMap<String, u32>, Fault> {
    let recipes: Vec<String> = sql!("card_recipes_newest").bind(LOOKED_AT).fetch_all(db).await?;
    let recipes: Vec<Recipe> = recipes.iter().filter_map(|recipe| serde_json::from_str(recipe).ok()).collect();
    Ok(fonts.missing_in(&recipes))
}

/// Forgets cards that others took the place of long ago.
pub async fn forget_cards(tx: &mut Tx, now: Timestamp) -> Result<u64, Fault> {
    sql!("card_forget").bind(now - KEPT).execute(tx).await
}

/// Where the pictures of cards lie.
pub(super) fn drawn_in(data: &Path) -> PathBuf {
    data.join("cards")
}
