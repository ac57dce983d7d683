//! The demo: its strip of steps, the presses that change the shop, the press that throws it away.

use std::collections::BTreeMap;

use advise::demo::past::{self, Way};
use advise::demo::{self, Refused, Step};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use domain::Side;
use jiff::civil::Date;
use optimize::kept::Head;
use people::Signed;
use people::demo::{Demo, Piece};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::audits::AuditHead;
use crate::{DemoShop, House, Problem};

/// The strip.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DemoStrip")]
pub(crate) struct Strip {
    steps: Vec<Step>,
}

/// The demo that the workspace of `signed` shows.
async fn shown(house: &House, signed: &Signed) -> Result<Demo, Problem> {
    people::demo::of(house.db(), &signed.workspace).await?.ok_or_else(|| Problem::not_found("demo"))
}

pub(crate) async fn steps(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<Strip>, Problem> {
    let demo = shown(&house, &signed).await?;
    Ok(Json(Strip { steps: demo::steps(house.db(), (house.random(), house.now()), &demo).await? }))
}

/// What really happened in the shop, which no real site can say.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DemoTruth")]
pub(crate) struct Told {
    /// What this is, for people.
    says: &'static str,
    /// By the way in which visitors really came.
    ways: Vec<InTruth>,
}

/// Visits that really came in one way.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DemoTruthWay")]
struct InTruth {
    way: Way,
    says: &'static str,
    /// Whose doing it was.
    side: Side,
    /// The statement's row in which such a visit stands, as far as it can be told.
    row: &'static str,
    visits: u64,
}

/// Over which days.
#[derive(Deserialize)]
pub(crate) struct Days {
    from: Option<Date>,
    to: Option<Date>,
}

pub(crate) async fn truth(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Query(days): Query<Days>,
) -> Result<Json<Told>, Problem> {
    let demo = shown(&house, &signed).await?;
    let truth = past::truth(house.db(), &demo.workspace).await?.ok_or_else(|| Problem::not_found("truth"))?;
    let from = days.from.map_or(i64::MIN, domain::number_of);
    let to = days.to.map_or(i64::MAX, domain::number_of);
    let mut ways = BTreeMap::<Way, u64>::new();
    for (way, visits) in truth.into_iter().filter(|(day, _)| (from..=to).contains(day)).flat_map(|(_, ways)| ways) {
        *ways.entry(way).or_default() += visits;
    }
    let told =
        |(way, visits): (Way, u64)| InTruth { way, says: way.in_words(), side: way.side(), row: way.row(), visits };
    let says = "The visits before you opened the demo are made up, and so are the readers who follow links in your posts; \
        so it is known what really brought each of them. Of your own site nobody can know that; the difference shows how far measuring goes.";
    Ok(Json(Told { says, ways: ways.into_iter().map(told).collect() }))
}

/// The shop, where this house serves it.
fn open(house: &House) -> Result<&dyn DemoShop, Problem> {
    house.shop().ok_or_else(|| {
        let detail = "the demo's shop is closed: start Tidings with --demo, or remove the demo data";
        Problem::new(StatusCode::CONFLICT, "shop_closed", detail)
    })
}

/// Has the demo's shop wear what the rows say, in a house that is found at `base` on this machine; nothing where there is
/// no demo, or no shop. For its start, and after each change.
pub async fn dress_shop(house: &House, base: &str, by: &str) -> Result<(), Refused> {
    let (Some(shop), Some(demo)) = (house.shop(), people::demo::any(house.db()).await?) else { return Ok(()) };
    let base = Url::parse(base).map_err(|_| ledger::Fault::Unknown("house"))?;
    let when = (house.random(), house.now());
    shop.wears(&demo::dressed(house.db(), house.cards(), when, &demo, &base, by).await?);
    // What was minted leads at once.
    house.links().refresh(house.db()).await?;
    Ok(())
}

/// Has the shop wear what was noted, and read again, unless that is on its way as `followed` already.
async fn worn(
    house: &House,
    signed: &Signed,
    headers: &HeaderMap,
    demo: &Demo,
    followed: Option<Head>,
) -> Result<(StatusCode, Json<AuditHead>), Problem> {
    // It may have been noted by a process that was killed before the shop changed.
    Box::pin(dress_shop(house, &house.base(headers), &signed.name)).await?;
    let head = match followed {
        Some(head) => head,
        None => demo::read_again(house.db(), house.random(), house.now(), demo).await?,
    };
    house.work().notify_one();
    Ok((StatusCode::ACCEPTED, Json(AuditHead::of(head))))
}

pub(crate) async fn mend(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<AuditHead>), Problem> {
    let demo = shown(&house, &signed).await?;
    open(&house)?;
    let followed = demo::mend(house.db(), house.random(), house.now(), &signed, &demo).await?;
    Box::pin(worn(&house, &signed, &headers, &demo, followed)).await
}

async fn put(house: &House, signed: &Signed, what: (Piece, bool)) -> Result<(Demo, Option<Head>), Problem> {
    let demo = shown(house, signed).await?;
    open(house)?;
    let followed = demo::put(house.db(), house.random(), house.now(), signed, &demo, what).await?;
    Ok((demo, followed))
}

pub(crate) async fn put_cards(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<AuditHead>), Problem> {
    // Where a card cannot be drawn, nothing is noted.
    demo::drawn(house.db(), house.cards(), &shown(&house, &signed).await?).await?;
    let (demo, followed) = put(&house, &signed, (Piece::Cards, true)).await?;
    Box::pin(worn(&house, &signed, &headers, &demo, followed)).await
}

pub(crate) async fn take_cards(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<AuditHead>), Problem> {
    let (demo, followed) = put(&house, &signed, (Piece::Cards, false)).await?;
    Box::pin(worn(&house, &signed, &headers, &demo, followed)).await
}

pub(crate) async fn put_bar(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    put(&house, &signed, (Piece::Bar, true)).await?;
    Box::pin(dress_shop(&house, &house.base(&headers), &signed.name)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn take_bar(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    put(&house, &signed, (Piece::Bar, false)).await?;
    Box::pin(dress_shop(&house, &house.base(&headers), &signed.name)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<StatusCode, Problem> {
    let demo = shown(&house, &signed).await?;
    Box::pin(demo::remove(house.db(), house.data(), house.random(), house.now(), &signed, demo)).await?;
    if let Some(shop) = house.shop() {
        shop.close();
    }
    house.settle_stand_ins().await;
    Ok(StatusCode::NO_CONTENT)
}
