//! Is it worth it? The statement of a site, and what stands behind its links.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::civil::Date;
use measure::measured::{self, Measured};
use measure::statement::{self, Amplification, Campaigns, Hours, Pages, Period, Statement};
use people::{Signed, site};
use serde::Deserialize;

use crate::{House, Problem};

/// Over which time.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Time {
    from: Option<Date>,
    to: Option<Date>,
}

/// The site as it is measured, and the period that was asked for.
pub(crate) async fn asked(
    house: &House,
    signed: &Signed,
    site: &str,
    time: Time,
) -> Result<(Measured, Period), Problem> {
    let site = site::by_id(house.db(), signed, site).await?;
    let measured = measured::of(house.db(), house.random(), &site.id).await?;
    let today = measured.day(house.now()).0;
    let period = Period::of(time.from, time.to, today)
        .map_err(|wrong| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "period_invalid", wrong.to_string()))?;
    Ok((measured, period))
}

pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(time): Query<Time>,
) -> Result<Json<Statement>, Problem> {
    let (measured, period) = asked(&house, &signed, &site, time).await?;
    Ok(Json(whole(&house, &measured, period).await?))
}

/// The statement with what to do next.
pub(crate) async fn whole(house: &House, site: &Measured, period: Period) -> Result<Statement, Problem> {
    let statement = statement::of_site(house.db(), site, period).await?;
    Ok(advise::next::with_jobs(house.db(), house.data(), site, statement).await?)
}

pub(crate) async fn pages(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(time): Query<Time>,
) -> Result<Json<Pages>, Problem> {
    let (measured, period) = asked(&house, &signed, &site, time).await?;
    Ok(Json(statement::pages(house.db(), &measured, period).await?))
}

pub(crate) async fn campaigns(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(time): Query<Time>,
) -> Result<Json<Campaigns>, Problem> {
    let (measured, period) = asked(&house, &signed, &site, time).await?;
    Ok(Json(statement::campaigns(house.db(), &measured, period).await?))
}

pub(crate) async fn amplification(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(time): Query<Time>,
) -> Result<Json<Amplification>, Problem> {
    let (measured, period) = asked(&house, &signed, &site, time).await?;
    Ok(Json(statement::amplification(house.db(), &measured, period).await?))
}

pub(crate) async fn hours(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(time): Query<Time>,
) -> Result<Json<Hours>, Problem> {
    let (measured, period) = asked(&house, &signed, &site, time).await?;
    Ok(Json(statement::hours(house.db(), &measured, period).await?))
}
