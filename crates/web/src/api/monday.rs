//! Monday's mail: whether one gets it, and what it would say today.

use advise::monday::{self, Letter, letter, monday_of};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use measure::measured;
use people::{Signed, monday as whom};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{House, Problem};

/// Monday's mail as somebody would get it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Monday")]
pub(crate) struct Told {
    /// Whether he gets it.
    wants: bool,
    /// Whether this house sends mail at all.
    can_mail: bool,
    /// Its subject. Null: nothing was counted last week, so none would be sent.
    subject: Option<String>,
    /// As plain text.
    text: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "MondayChoice")]
pub(crate) struct Choice {
    /// Whether he wants it.
    wants: bool,
}

async fn made(house: &House, signed: &Signed, headers: &HeaderMap) -> Result<Option<Letter>, Problem> {
    let mut weeks = Vec::new();
    for line in whom::sites(house.db(), signed).await? {
        let Some(site) = measured::find(house.db(), &line.site).await? else { continue };
        let monday = monday_of(site.day(house.now()).0);
        weeks.extend(monday::week(house.db(), house.data(), &site, &line.name, monday).await?);
    }
    let base = house.base(headers);
    let off = format!("{base}/monday/off/{}", whom::off_link(house.key(), &signed.person)?);
    Ok((!weeks.is_empty()).then(|| letter(&weeks, Some(&base), Some(&off))))
}

async fn told(house: &House, signed: &Signed, headers: &HeaderMap) -> Result<Json<Told>, Problem> {
    let letter = made(house, signed, headers).await?;
    let wants = whom::wants(house.db(), signed).await?;
    let (subject, text) = letter.map(|letter| (letter.subject, letter.text)).unzip();
    Ok(Json(Told { wants, can_mail: house.can_mail(), subject, text }))
}

pub(crate) async fn look(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<Json<Told>, Problem> {
    told(&house, &signed, &headers).await
}

pub(crate) async fn choose(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Json(Choice { wants }): Json<Choice>,
) -> Result<Json<Told>, Problem> {
    whom::choose(house.db(), &signed, wants).await?;
    told(&house, &signed, &headers).await
}

/// As it looks in a mail program.
pub(crate) async fn preview(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let letter = made(&house, &signed, &headers).await?;
    let letter = letter.ok_or_else(|| {
        Problem::new(
            StatusCode::NOT_FOUND,
            "nothing_counted",
            "no visit was counted last week, so there is nothing to tell",
        )
    })?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
            ),
        ),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, letter.html).into_response())
}
