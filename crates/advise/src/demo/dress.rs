//! Dress: what the shop wears, as the rows say: mended pages, cards, a share bar.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::{Code, NetworkId, Random};
use jiff::Timestamp;
use ledger::link::{By, COPIED};
use measure::{collect, measured};
use networks::Form;
use optimize::buttons::{self, Bar, Of};
use optimize::kept::{self, Cards, Picture};
use people::demo::Demo;
use store::Db;
use url::Url;

use super::Refused;
use crate::share_bar;

/// What the shop wears.
#[derive(Clone, Debug, Default)]
pub struct Dress {
    /// Its pages are mended.
    pub mended: bool,
    /// Cards, by the path of the page.
    pub cards: BTreeMap<String, WornCard>,
    /// Its share bar.
    pub bar: Option<WornBar>,
    /// What counts its visits: to be put at the end of each page's head.
    pub counts: Option<String>,
}

/// A card on a page of the shop.
#[derive(Clone, Debug)]
pub struct WornCard {
    /// What its file is called, without an ending.
    pub name: String,
    /// What stands on it.
    pub alt: String,
    /// The file.
    pub picture: Picture,
}

/// A share bar on the pages of the shop.
#[derive(Clone, Debug)]
pub struct WornBar {
    bar: Bar,
    codes: HashMap<String, Code>,
    house: Url,
}

impl WornBar {
    /// `bar` with the codes of its links, in a house that is found at `house` on this machine.
    pub fn new(bar: Bar, codes: HashMap<String, Code>, house: Url) -> Self {
        Self { bar, codes, house }
    }

    /// The bar for `page`, without a picture's address where that has none.
    ///
    /// On the start page, to which a bar's links lead, it shares the short address: a click on that is counted today. It is
    /// offered where an address of the house was seen to lead here; the demo is for this machine alone, where the one that
    /// was asked for does. Elsewhere the code travels on the page's own address, as on everybody's site.
    pub fn html(&self, page: &Url, title: &str, picture: Option<&Url>) -> String {
        let of = Of {
            url: page,
            title,
            picture,
            hub: None,
            short: Some(&self.house).filter(|_| page.path() == "/"),
            code: &|network: &NetworkId| self.codes.get(network.as_str()).copied(),
            copied: self.codes.get(COPIED).copied(),
        };
        // With the script a press is told from another one, and what it descends from: the shares make a tree.
        self.bar.html(&of).html + &format!("<script>{}</script>\n", buttons::script())
    }
}

/// The cards that were made for the shop of `demo`, by the path of the page.
pub async fn drawn(db: &Db, cards: &Arc<Cards>, demo: &Demo) -> Result<BTreeMap<String, WornCard>, Refused> {
    let mut made: Vec<_> = kept::all_cards_of(db, &demo.site).await?.into_values().collect();
    // A shop that moved has cards of the same pages at its old address: those of the new one come last, and stay.
    made.sort_by_key(|card| card.page.starts_with(&demo.address));
    let mut drawn = BTreeMap::new();
    for card in made {
        let Ok(page) = Url::parse(&card.page) else { continue };
        let Some(picture) = cards.picture(db, &card.address).await? else { continue };
        drawn.insert(page.path().to_owned(), WornCard { name: card.address, alt: card.alt, picture });
    }
    Ok(drawn)
}

/// What the shop of `demo` wears, in a house that is found at `house` on this machine. `by`: the name of whoever puts it
/// up, for the links that are minted.
pub async fn dressed(
    db: &Db,
    cards: &Arc<Cards>,
    (random, now): (&Arc<dyn Random>, Timestamp),
    demo: &Demo,
    house: &Url,
    by: &str,
) -> Result<Dress, Refused> {
    let measured = measured::of(db, random, &demo.site).await?;
    let counts = Some(collect::snippet(house.as_str().trim_end_matches('/'), &measured.key));
    let mut dress = Dress { mended: demo.mended_at.is_some(), counts, ..Dress::default() };
    if demo.cards_at.is_some() {
        dress.cards = drawn(db, cards, demo).await?;
    }
    if demo.bar_at.is_some() {
        let mut bar = buttons::kept::of(db, &demo.site).await?.unwrap_or_default();
        // Networks whose form is on the visitor's own server have no button here, so they need no link.
        bar.networks.retain(|id| {
            let share = networks::network(id).and_then(|network| network.share.as_ref());
            share.is_some_and(|share| matches!(share.form, Form::One(_)))
        });
        let home = Url::parse(&demo.address).map_err(|_| ledger::Fault::Unknown("shop"))?;
        let by = By { site: demo.site.clone(), name: by.to_owned() };
        let codes = share_bar::codes(db, random, now, by, home, &bar).await?;
        dress.bar = Some(WornBar::new(bar, codes, house.clone()));
    }
    Ok(dress)
}
