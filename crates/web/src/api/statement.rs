//! Is it worth it? The statement of a site, and what stands behind its links.

use advise::by_post::{Posts, by_post};
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jiff::civil::Date;
use measure::measured::{self, Measured};
use measure::statement::{self, Amplification, Campaigns, Hours, Pages, Period, Statement};
use people::{May, Signed, site};
use serde::Deserialize;

use crate::{House, Problem};

/// Over which time.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Time {
    from: Option<Date>,
    to: Option<Date>,
}

/// The site as it is measured, and the period that was asked for: what every request here begins with.
pub(crate) struct Asked {
    site: Measured,
    period: Period,
}

impl FromRequestParts<House> for Asked {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        let Extension(signed) =
            Extension::<Signed>::from_request_parts(parts, house).await.map_err(IntoResponse::into_response)?;
        let Path(site) = Path::<String>::from_request_parts(parts, house).await.map_err(IntoResponse::into_response)?;
        let Query(time) = Query::<Time>::from_request_parts(parts, house).await.map_err(IntoResponse::into_response)?;
        Self::of(house, &signed, &site, time).await.map_err(IntoResponse::into_response)
    }
}

impl Asked {
    async fn of(house: &House, signed: &Signed, site: &str, time: Time) -> Result<Self, Problem> {
        let site = site::by_id(house.db(), signed, site).await?;
        let site = measured::of(house.db(), house.random(), &site.id).await?;
        let today = site.day(house.now()).0;
        let period = Period::of(time.from, time.to, today)
            .map_err(|wrong| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "period_invalid", wrong.to_string()))?;
        Ok(Self { site, period })
    }

    /// Its statement, as sums have it.
    async fn statement(&self, house: &House) -> Result<Statement, Problem> {
        Ok(statement::of_site(house.db(), &self.site, self.period).await?)
    }
}

pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    asked: Asked,
) -> Result<Json<Statement>, Problem> {
    Ok(Json(whole(&house, &signed, &asked).await?))
}

/// The statement with what to do next. A client sees what came of it; what is to be done is for those who do it.
async fn whole(house: &House, signed: &Signed, asked: &Asked) -> Result<Statement, Problem> {
    let statement = asked.statement(house).await?;
    if !signed.may(May::Look) {
        return Ok(statement);
    }
    Ok(advise::next::with_jobs(house.db(), house.data(), &asked.site, statement).await?)
}

/// The table for a spreadsheet.
pub(crate) async fn csv(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    asked: Asked,
) -> Result<Response, Problem> {
    let statement = whole(&house, &signed, &asked).await?;
    Ok(file("text/csv; charset=utf-8", "attachment; filename=\"worth.csv\"", statement::csv(&statement)))
}

/// The trend by day or week for a spreadsheet.
pub(crate) async fn trend_csv(State(house): State<House>, asked: Asked) -> Result<Response, Problem> {
    let statement = asked.statement(&house).await?;
    Ok(file("text/csv; charset=utf-8", "attachment; filename=\"trend.csv\"", statement::trend_csv(&statement)))
}

/// The trend as a picture.
pub(crate) async fn trend_svg(State(house): State<House>, asked: Asked) -> Result<Response, Problem> {
    let statement = asked.statement(&house).await?;
    Ok(file("image/svg+xml", "inline; filename=\"trend.svg\"", statement::trend_svg(&statement)))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    mark: Option<String>,
}

/// What was passed on before and after a mark, as a picture.
pub(crate) async fn mark_svg(
    State(house): State<House>,
    asked: Asked,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let statement = asked.statement(&house).await?;
    let wanted = |mark: &&statement::Compared| which.mark.as_ref().is_none_or(|id| *id == mark.id);
    let compared = statement.marks.iter().filter(|mark| mark.after.is_some()).find(wanted);
    let compared = compared.ok_or_else(|| Problem::not_found("comparison before and after"))?;
    Ok(file("image/svg+xml", "inline; filename=\"before-after.svg\"", statement::before_after(compared)))
}

/// The statement as a page without scripts, for two sheets of paper.
pub(crate) async fn print(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    asked: Asked,
) -> Result<Response, Problem> {
    let statement = whole(&house, &signed, &asked).await?;
    Ok(file("text/html; charset=utf-8", "inline", statement::html(&statement)))
}

/// Something that loads nothing and runs nothing, whatever stands in it.
fn file(kind: &'static str, disposition: &'static str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            ),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, text).into_response()
}

pub(crate) async fn pages(State(house): State<House>, asked: Asked) -> Result<Json<Pages>, Problem> {
    Ok(Json(statement::pages(house.db(), &asked.site, asked.period).await?))
}

pub(crate) async fn campaigns(State(house): State<House>, asked: Asked) -> Result<Json<Campaigns>, Problem> {
    Ok(Json(statement::campaigns(house.db(), &asked.site, asked.period).await?))
}

pub(crate) async fn posts(State(house): State<House>, asked: Asked) -> Result<Json<Posts>, Problem> {
    Ok(Json(by_post(house.db(), &asked.site, asked.period).await?))
}

pub(crate) async fn amplification(State(house): State<House>, asked: Asked) -> Result<Json<Amplification>, Problem> {
    Ok(Json(statement::amplification(house.db(), &asked.site, asked.period).await?))
}

pub(crate) async fn hours(State(house): State<House>, asked: Asked) -> Result<Json<Hours>, Problem> {
    Ok(Json(statement::hours(house.db(), &asked.site, asked.period).await?))
}
