//! Sales: told by the site's server, listed, paid back, and as CSV.

use std::collections::HashMap;
use std::io;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use domain::{Currency, Money, Token};
use futures_util::{StreamExt as _, stream};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use measure::channel::{Channel, Confidence};
use measure::measured::Measured;
use measure::sale::{self, Credit, New, Refund, Source, goal, sheet};
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;

use super::entries::Kept;
use super::{PART, currency_of, site_of};
use crate::api::{After, Behind, List, time};
use crate::{House, Problem};

/// Sales on one page of a list.
const LISTED: u32 = 100;
/// A server's clock may be ahead by so much.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// Something that was sold, or another success that was counted.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Sale {
    order: String,
    /// The goal's id.
    goal: Option<String>,
    at: Timestamp,
    /// On the site's wall.
    day: Date,
    money: Money,
    /// What was paid back of it: never more than it brought.
    refunded: i64,
    source: Source,
    /// The last visit of its day that says where it came from. Null: nothing is known of it.
    last: Option<Came>,
    /// The first visit of its day.
    first: Option<Came>,
    /// The code of the link at the top of the chain.
    chain: Option<String>,
}

/// Through what a sale's visit came.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SaleCame")]
struct Came {
    visit: Option<String>,
    channel: Channel,
    confidence: Confidence,
    network: Option<String>,
    code: Option<String>,
}

impl Sale {
    fn of(sale: sale::Sale) -> Self {
        let came = |channel: Option<i64>, confidence: Option<i64>, visit, network, code| {
            let channel = Channel::numbered(channel?)?;
            Some(Came { visit, channel, confidence: Confidence::numbered(confidence?)?, network, code })
        };
        Self {
            at: time(sale.at),
            day: domain::day_of(sale.day),
            money: Money::new(sale.minor, sale.currency.parse().unwrap_or(Currency::EUR)),
            refunded: sale.refunded.min(sale.minor),
            source: Source::named(&sale.source),
            last: came(sale.last_channel, sale.last_confidence, sale.last_visit, sale.last_network, sale.last_code),
            first: came(
                sale.first_channel,
                sale.first_confidence,
                sale.first_visit,
                sale.first_network,
                sale.first_code,
            ),
            chain: sale.chain_code,
            order: sale.order_id,
            goal: sale.goal,
        }
    }
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(after): Query<After>,
) -> Result<Json<List<Sale>>, Problem> {
    let site = people::site::by_id(house.db(), &signed, &site).await?;
    let Behind { at, id } = after.behind()?;
    let sales = sale::of_site(house.db(), &site.id, (at, &id), LISTED + 1).await?;
    let list = List::page(sales, LISTED as usize, |sale| Behind::cursor(sale.at, &sale.order_id));
    Ok(Json(list.map(Sale::of)))
}

/// An amount: a text such as `19.90`, or a number.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Amount {
    Text(String),
    Number(serde_json::Number),
}

impl Amount {
    fn of(&self, currency: Currency) -> Result<Money, Problem> {
        let text = match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
        };
        let money: Result<Money, _> = format!("{text}{currency}").parse();
        money.ok().filter(|money| money.minor <= sale::MINOR_AT_MOST).ok_or_else(|| {
            let digits = currency.digits();
            let says = format!(
                "{text:?} is no amount of {currency}: write a number of nothing or more, with at most {digits} digits after the point"
            );
            wrong("amount_wrong", says)
        })
    }
}

fn wrong(code: &'static str, says: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, says)
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewSale")]
pub(crate) struct NewOne {
    /// The order's id: told again, it is the same sale.
    order: String,
    amount: Amount,
    /// Its three letters; the site's own where nothing is said.
    #[serde(default)]
    currency: Option<String>,
    /// When; now where nothing is said.
    #[serde(default)]
    at: Option<Timestamp>,
    /// The token that the visit came with.
    #[serde(default)]
    token: Option<String>,
    /// The visit, `DAY-ID`.
    #[serde(default)]
    visit: Option<String>,
    /// The id or the name of a goal.
    #[serde(default)]
    goal: Option<String>,
}

fn order_of(order: &str) -> Result<String, Problem> {
    let order = order.trim();
    if sale::is_order(order) {
        return Ok(order.to_owned());
    }
    Err(wrong("order_wrong", format!("an order's id is one line of 1 to {} characters", sale::ORDER_AT_MOST)))
}

fn at_of(at: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Problem> {
    let at = at.unwrap_or(now);
    if at > now + AHEAD {
        return Err(wrong("at_to_come", format!("{at} is still to come: look at the clock of whoever says so")));
    }
    if at.as_second() < 946_684_800 {
        return Err(wrong("at_too_early", format!("{at} is before 2000: times are UTC, such as 2026-11-26T09:30:00Z")));
    }
    Ok(at)
}

/// The id of the goal that is named so.
async fn goal_of(house: &House, site: &Measured, named: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(named) = named.map(str::trim).filter(|named| !named.is_empty()) else { return Ok(None) };
    let goals = goal::of_site(house.db(), &site.site).await?;
    let found = goals.into_iter().find(|goal| goal.id == named || goal.name.eq_ignore_ascii_case(named));
    let unknown = || wrong("goal_unknown", format!("there is no goal {named:?} here: make it first, or leave it out"));
    Ok(Some(found.ok_or_else(unknown)?.id))
}

pub(crate) async fn tell(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(new): Json<NewOne>,
) -> Result<(StatusCode, Json<Sale>), Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let place = (&*site.site, site.number);
    let credit = match (&new.visit, &new.token) {
        (Some(visit), _) => sale::of_visit(house.db(), place, visit).await?.ok_or_else(|| {
            wrong("visit_unknown", "there is no such visit here: leave it out, and the sale is put down to nothing")
        })?,
        (None, Some(token)) => {
            let unknown = || wrong("token_unknown", "this is no token of a link of this site: leave it out");
            let token: Token = token.parse().map_err(|_| unknown())?;
            let parent = token.parent.as_ref().map(domain::token::Parent::as_str);
            sale::of_token(house.db(), place, token.code.as_str(), parent).await?.ok_or_else(unknown)?
        }
        (None, None) => Credit::default(),
    };
    let new = New {
        order: order_of(&new.order)?,
        goal: goal_of(&house, &site, new.goal.as_deref()).await?,
        at: at_of(new.at, house.now())?,
        money: new.amount.of(currency_of(new.currency.as_deref(), &site)?)?,
        source: Source::Call,
        credit,
    };
    let (order, id) = (new.order.clone(), site.site.clone());
    let fresh = house.db().write(move |tx| Box::pin(async move { sale::put(tx, &site, &[new]).await })).await?;
    let kept = sale::by_order(house.db(), &id, &order).await?;
    Ok((if fresh > 0 { StatusCode::CREATED } else { StatusCode::OK }, Json(Sale::of(kept))))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewRefund")]
pub(crate) struct Back {
    amount: Amount,
    /// The site's own where nothing is said.
    #[serde(default)]
    currency: Option<String>,
    /// By which the same one is known again. Without one, an order is paid back once by this amount.
    #[serde(default)]
    refund: Option<String>,
    #[serde(default)]
    at: Option<Timestamp>,
}

pub(crate) async fn refund(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, order)): Path<(String, String)>,
    Json(back): Json<Back>,
) -> Result<Json<Sale>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let money = back.amount.of(currency_of(back.currency.as_deref(), &site)?)?;
    if money.minor == 0 {
        return Err(wrong("amount_wrong", "what is paid back is more than nothing"));
    }
    let order = order_of(&order)?;
    match sale::by_order(house.db(), &site.site, &order).await {
        Ok(sold) if sold.source != Source::Waiting.name() && sold.currency != money.currency.as_str() => {
            let says = format!("order {order} was sold in {}: pay it back in the same currency", sold.currency);
            return Err(wrong("currency_differs", says));
        }
        Ok(_) | Err(ledger::Fault::Unknown(_)) => {}
        Err(fault) => return Err(fault.into()),
    }
    let back = Refund {
        refund: back.refund.map(|id| order_of(&id)).transpose()?.unwrap_or_else(|| format!("by {}", money.minor)),
        order: order.clone(),
        at: at_of(back.at, house.now())?,
        money,
    };
    let id = site.site.clone();
    house.db().write(move |tx| Box::pin(async move { sale::refund(tx, &site, &back).await })).await?;
    Ok(Json(Sale::of(sale::by_order(house.db(), &id, &order).await?)))
}

pub(crate) async fn tell_all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let bytes = super::sheet(request).await?;
    let (zone, own) = (site.zone.clone(), site.settings.currency);
    let read = tokio::task::spawn_blocking(move || sheet::read(&bytes[..], &zone, own));
    let rows = read.await.map_err(io::Error::other)??;
    let goals: HashMap<String, String> = goal::of_site(house.db(), &site.site)
        .await?
        .into_iter()
        .flat_map(|goal| [(goal.id.clone(), goal.id.clone()), (goal.name.to_lowercase(), goal.id)])
        .collect();
    let (random, now, all) = (house.random().clone(), house.now(), rows.len());
    let fresh = house.db().write(move |tx| {
        Box::pin(async move {
            let fresh = keep(&mut *tx, &site, &goals, rows).await?;
            people::note(tx, &*random, now, &signed, "sales kept", &format!("{fresh} from a sheet")).await?;
            Ok(fresh)
        })
    });
    Ok((StatusCode::CREATED, Json(Kept { rows: all, fresh: fresh.await? })))
}

async fn keep(
    tx: &mut Tx,
    site: &Measured,
    goals: &HashMap<String, String>,
    rows: Vec<sheet::Row>,
) -> Result<u64, store::Fault> {
    let (mut sales, mut backs) = (Vec::with_capacity(rows.len()), Vec::new());
    // Many of a sheet came by the same links.
    let mut credits: HashMap<String, Credit> = HashMap::new();
    for row in rows {
        let credit = match &row.token {
            None => Credit::default(),
            Some(token) => match credits.get(&token.to_string()) {
                Some(credit) => credit.clone(),
                None => {
                    let parent = token.parent.as_ref().map(domain::token::Parent::as_str);
                    let place = (&*site.site, site.number);
                    let credit = sale::of_token(&*tx, place, token.code.as_str(), parent).await?.unwrap_or_default();
                    credits.insert(token.to_string(), credit.clone());
                    credit
                }
            },
        };
        if row.refunded > 0 {
            backs.push((row.order.clone(), row.at, Money::new(row.refunded, row.money.currency)));
        }
        let goal = row.goal.and_then(|named| goals.get(&named).or_else(|| goals.get(&named.to_lowercase())).cloned());
        sales.push(New { order: row.order, goal, at: row.at, money: row.money, source: Source::Csv, credit });
    }
    let fresh = sale::put(&mut *tx, site, &sales).await?;
    for (order, at, all) in backs {
        // A sheet says all that was paid back: what was told before is part of it.
        let known = match sale::by_order(&*tx, &site.site, &order).await {
            Ok(sale) => sale.refunded,
            Err(ledger::Fault::Store(fault)) => return Err(fault),
            Err(_) => continue,
        };
        if all.minor > known {
            let money = Money::new(all.minor - known, all.currency);
            let back = Refund { order, refund: format!("sheet {}", all.minor), at, money };
            sale::refund(&mut *tx, site, &back).await?;
        }
    }
    Ok(fresh)
}

pub(crate) async fn written(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Response, Problem> {
    let site = people::site::by_id(house.db(), &signed, &site).await?;
    let begin = Some((i64::MAX, String::new()));
    let rest = stream::try_unfold((house, site.id, begin), |(house, site, behind)| async move {
        let Some((at, order)) = behind else { return Ok(None) };
        let sales = sale::of_site(house.db(), &site, (at, &order), PART).await.map_err(|fault| {
            // The sheet ends in its middle, so that nobody takes it for whole.
            tracing::error!(%fault, "a sheet of sales broke off");
            io::Error::other("the sheet broke off")
        })?;
        let sold = sales.iter().filter(|sale| sale.source != Source::Waiting.name());
        let lines: Vec<u8> = sold.flat_map(sheet::written).collect();
        let next = sales.last().filter(|_| sales.len() == PART as usize).map(|last| (last.at, last.order_id.clone()));
        Ok::<_, io::Error>(Some((lines, (house, site, next))))
    });
    let all = stream::iter([Ok(sheet::head())]).chain(rest);
    let headers = super::sheet_headers("attachment; filename=\"sales.csv\"");
    Ok((headers, Body::from_stream(all)).into_response())
}
