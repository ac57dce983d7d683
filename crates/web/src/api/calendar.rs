//! Links by which a calendar program reads what a site has planned: `public/calendar.rs` answers it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use people::{Signed, calendar};
use schemars::JsonSchema;
use serde::Serialize;

use crate::once::ToldOnce;
use crate::{House, Problem};

/// Who reads a site's calendar.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Calendar {
    /// How many links open it.
    links: i64,
}

/// A link that was made.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CalendarLink")]
pub(crate) struct Made {
    /// Told this once.
    link: String,
}

pub(crate) async fn of_site(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Calendar>, Problem> {
    Ok(Json(Calendar { links: calendar::keys(house.db(), &signed, &site).await? }))
}

pub(crate) async fn make(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
) -> Result<(StatusCode, Extension<ToldOnce>, Json<Made>), Problem> {
    let key = calendar::new_key(house.db(), house.random(), house.now(), &signed, &site).await?;
    let link = format!("{}/calendar/{key}.ics", house.base(&headers));
    Ok((StatusCode::CREATED, Extension(ToldOnce), Json(Made { link })))
}

/// Ends all links: calendar programs that have them keep what they read last.
pub(crate) async fn end(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<StatusCode, Problem> {
    calendar::end_keys(house.db(), house.random(), house.now(), &signed, &site).await?;
    Ok(StatusCode::NO_CONTENT)
}
