//! Prices before pressing: what publishing a post takes, for each account with and without its link, and whether the wallet
//! reaches.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use domain::Micros;
use ledger::wallet;
use market::post::When;
use market::price::Written;
use market::{account, price};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::posts::NewVariant;
use crate::{House, Problem};

/// What somebody is about to publish.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostToPrice")]
pub(crate) struct Asked {
    text: String,
    #[serde(default)]
    page: Option<String>,
    accounts: Vec<NewVariant>,
    /// Its first comment, which some accounts write below it.
    #[serde(default)]
    first_comment: Option<String>,
    /// The parts below it, where it is a thread.
    #[serde(default)]
    parts: Vec<Part>,
    /// How many of its pictures are described to those who do not see them.
    #[serde(default)]
    described: u32,
    /// When, on the wall: `2026-11-28T09:00`. Null: now.
    #[serde(default)]
    wall: Option<String>,
    /// The zone of the wall, by IANA's name.
    zone: String,
    /// Of one that is kept already: its id, so that what is planned of it is not counted twice.
    #[serde(default)]
    post: Option<String>,
}

/// A part of it.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostPartToPrice")]
struct Part {
    text: String,
    /// How many of its pictures are described.
    #[serde(default)]
    described: u32,
}

/// What it takes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostPrices")]
pub(crate) struct Prices {
    /// Those accounts whose network takes money.
    items: Vec<OfAccount>,
    /// All of it, by currency.
    sums: Vec<Micros>,
    /// The wallet's month in which it goes out; null where nothing costs money, or nobody approved any.
    wallet: Option<InWallet>,
    stands: Stands,
}

/// What it takes by one account.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostPriceOfAccount")]
struct OfAccount {
    account: String,
    price: Micros,
    /// What it would take without its link; null where that is no less.
    without_link: Option<Micros>,
}

/// The wallet, in the month in which it goes out.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PostPriceWallet")]
struct InWallet {
    /// `2026-11`
    month: String,
    approved: Micros,
    left: Micros,
    /// What other posts that are planned in that month will take.
    planned: Micros,
}

/// Whether the wallet reaches.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PostPriceStands")]
enum Stands {
    /// It costs nothing.
    Free,
    /// It does, and for what else is planned too.
    Reaches,
    /// It does for this one, and not for all that is planned in that month.
    PlansExceed,
    /// What is left of that month is less.
    TooLittle,
    /// The wallet is in another currency.
    OtherCurrency,
    /// Nobody has approved anything.
    NoWallet,
}

pub(crate) async fn of_post(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(asked): Json<Asked>,
) -> Result<Json<Prices>, Problem> {
    site::by_id(house.db(), &signed, &site).await?;
    let at = match &asked.wall {
        Some(wall) => When::of(wall, &asked.zone)?.at,
        None => house.now(),
    };
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    let page = asked.page.as_deref().map(str::trim).filter(|page| !page.is_empty());
    let parts: Vec<_> = asked.parts.iter().map(|part| (&*part.text, part.described as usize)).collect();
    // Stand-ins charge nothing.
    let charged = house.sandbox(&signed).is_none();
    let priced = asked.accounts.iter().filter(|_| charged).filter_map(|variant| {
        let account = accounts.iter().find(|account| account.id == variant.account)?;
        let own = variant.text.as_deref().filter(|text| !text.trim().is_empty());
        let written = Written {
            text: own.unwrap_or(&asked.text),
            page,
            described: asked.described as usize,
            parts: &parts,
            comment: asked.first_comment.as_deref(),
        };
        let price = price::of_written(account, &written, variant.without_link)?;
        let without_link = price::of_written(account, &written, true).filter(|bare| bare.micros < price.micros);
        Some(OfAccount { account: account.id.clone(), price, without_link })
    });
    let items: Vec<OfAccount> = priced.collect();
    let mut sums: Vec<Micros> = Vec::new();
    for OfAccount { price, .. } in &items {
        match sums.iter_mut().find(|sum| sum.currency == price.currency) {
            Some(sum) => sum.micros = sum.micros.saturating_add(price.micros),
            None => sums.push(*price),
        }
    }
    let free = Prices { items: Vec::new(), sums: Vec::new(), wallet: None, stands: Stands::Free };
    if items.is_empty() {
        return Ok(Json(free));
    }
    let Some(wallet) = wallet::of(house.db(), &signed.workspace).await? else {
        return Ok(Json(Prices { items, sums, stands: Stands::NoWallet, ..free }));
    };
    let but = asked.post.as_deref().unwrap_or_default();
    let month = price::month(house.db(), &signed.workspace, &wallet, at, but).await?;
    let stands = stands(&sums, &month);
    let wallet =
        InWallet { month: month.month, approved: month.sums.approved, left: month.sums.left, planned: month.planned };
    Ok(Json(Prices { items, sums, wallet: Some(wallet), stands }))
}

fn stands(sums: &[Micros], month: &price::Month) -> Stands {
    let left = month.sums.left;
    if sums.iter().any(|sum| sum.currency != left.currency) {
        return Stands::OtherCurrency;
    }
    let sum = sums.iter().fold(0, |all: i64, sum| all.saturating_add(sum.micros));
    match sum {
        sum if sum > left.micros => Stands::TooLittle,
        sum if sum.saturating_add(month.planned.micros) > left.micros => Stands::PlansExceed,
        _ => Stands::Reaches,
    }
}
