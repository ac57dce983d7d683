//! The wallet: what may be spent in a month, and what became of it.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::{Currency, Micros, NetworkId};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::wallet::{self, State as Stands};
use market::price;
use networks::NETWORKS;
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time;
use crate::{House, Problem};

/// Lines that are told at once.
const LISTED: i64 = 1_000;

/// What may be spent in a month.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Wallet {
    /// For each month; null: nobody has approved anything, and what costs money does not go out.
    approved: Option<Micros>,
    /// On whose wall months begin.
    zone: Option<String>,
    /// Rises with each change; 0: there is none yet.
    version: i64,
    changed: Option<Timestamp>,
    changed_by: Option<String>,
    /// What became of one month's money.
    month: Option<OfMonth>,
    /// The networks that take money, and in which currency.
    takers: Vec<Taker>,
}

/// What became of a month's money.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WalletMonth")]
struct OfMonth {
    /// `2026-11`
    month: String,
    /// It is the present one.
    current: bool,
    spent: Micros,
    /// What may still be charged.
    reserved: Micros,
    left: Micros,
    /// What of both was taken for calls beside posts: reading them back, taking them away, connecting accounts.
    beside: Micros,
    /// What posts that are planned in it will take.
    planned: Micros,
    /// The newest first.
    lines: Vec<Line>,
}

/// What one delivery takes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WalletLine")]
struct Line {
    /// The delivery's id.
    delivery: String,
    post: String,
    site: String,
    /// Null: the site was deleted.
    site_name: Option<String>,
    network: String,
    price: Micros,
    state: Stands,
    reserved: Timestamp,
    settled: Option<Timestamp>,
    /// The entry of the ledger that it became; null where it rounds to nothing beside others.
    entry: Option<String>,
}

/// A network that takes money for posts.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WalletTaker")]
struct Taker {
    network: NetworkId,
    name: &'static str,
    currency: &'static str,
}

/// What is to be approved.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewWallet")]
pub(crate) struct New {
    /// For a month, in millionths of one of the currency; 0: nothing that costs money goes out.
    micros: i64,
    currency: Currency,
    /// On whose wall months begin, by IANA's name.
    zone: String,
    /// What was seen of it; 0: there was none.
    version: i64,
}

/// Which month.
#[derive(Deserialize)]
pub(crate) struct Which {
    month: Option<String>,
}

pub(crate) async fn of_month(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Query(which): Query<Which>,
) -> Result<Json<Wallet>, Problem> {
    told(&house, &signed, which.month.as_deref()).await
}

async fn told(house: &House, signed: &Signed, month: Option<&str>) -> Result<Json<Wallet>, Problem> {
    let takers = NETWORKS.iter().filter_map(|network| {
        let price = network.publish?.price?;
        Some(Taker { network: network.id.clone(), name: network.about.name, currency: price.currency })
    });
    let takers = takers.collect();
    let Some(wallet) = wallet::of(house.db(), &signed.workspace).await? else {
        let none =
            Wallet { approved: None, zone: None, version: 0, changed: None, changed_by: None, month: None, takers };
        return Ok(Json(none));
    };
    let now = house.now();
    let at = match month {
        None => now,
        Some(typed) => within(typed, &wallet)?,
    };
    let whole = price::month(house.db(), &signed.workspace, &wallet, at, "").await?;
    let lines = wallet::lines(house.db(), &signed.workspace, &whole.month, LISTED).await?;
    let month = OfMonth {
        current: whole.month == wallet.month(now),
        spent: whole.sums.spent,
        reserved: whole.sums.reserved,
        left: whole.sums.left,
        beside: whole.sums.beside,
        planned: whole.planned,
        month: whole.month,
        lines: lines.into_iter().map(Line::of).collect(),
    };
    Ok(Json(Wallet {
        approved: Some(wallet.approved()),
        zone: Some(wallet.zone),
        version: wallet.version,
        changed: Some(time(wallet.changed_at)),
        changed_by: Some(wallet.changed_by),
        month: Some(month),
        takers,
    }))
}

/// An instant in the month that somebody typed.
fn within(typed: &str, wallet: &wallet::Wallet) -> Result<Timestamp, Problem> {
    let is_month = format!("{typed}-01").parse::<Date>().is_ok();
    let span = wallet.span(typed).filter(|_| is_month);
    span.map(|(from, _)| time(from)).ok_or_else(|| {
        let says = format!("{typed:?} is no month: write it as 2026-11");
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "month_unknown", says)
    })
}

impl Line {
    fn of(line: wallet::Line) -> Self {
        Self {
            price: line.price(),
            state: line.state(),
            reserved: time(line.reserved_at),
            settled: line.settled_at.map(time),
            delivery: line.delivery,
            post: line.post,
            site: line.site,
            site_name: line.site_name,
            network: line.network,
            entry: line.entry,
        }
    }
}

pub(crate) async fn keep(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(New { micros, currency, zone, version }): Json<New>,
) -> Result<Json<Wallet>, Problem> {
    let (random, now, who) = (house.random().clone(), house.now(), signed.clone());
    let new = wallet::New { amount: Micros::new(micros, currency), zone, version };
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            price::approve(&mut *tx, now, (&who.workspace, &who.name), &new).await?;
            people::note(tx, &*random, now, &who, "wallet set", &new.amount.in_words()).await?;
            Ok::<_, market::Fault>(())
        })
    });
    kept.await?;
    told(&house, &signed, None).await
}
