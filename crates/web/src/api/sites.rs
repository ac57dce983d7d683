//! Sites: a row each with how it stands, worst first.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use optimize::kept::{self, Latest};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::List;
use super::audits::{AuditHead, Findings, Score};
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Site {
    id: String,
    name: String,
    address: String,
    /// It lies in a folder that somebody handed in; its address is where it will be on the web, or ends in `.invalid`.
    folder: bool,
    score: Option<Score>,
    /// Points of per cent since the audit before.
    change: Option<i64>,
    findings: Option<Findings>,
    /// Pages × rules that the audit before did not have.
    fresh: Option<i64>,
    /// Pages × rules that only the audit before had.
    gone: Option<i64>,
    next: Option<Next>,
    audit: Option<AuditHead>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NextThing")]
struct Next {
    says: String,
    minutes: i64,
}

impl Site {
    pub(crate) fn of(site: people::Site, latest: Latest) -> Self {
        let Latest { head, done, before } = latest;
        let before = before.and_then(|before| before.score());
        let change = done.as_ref().and_then(|done| Some(done.score()? - before?));
        Self {
            id: site.id,
            name: site.name,
            address: site.address,
            folder: site.folder.is_some(),
            score: done.as_ref().and_then(Score::of),
            change,
            findings: done.as_ref().and_then(Findings::of),
            fresh: done.as_ref().and_then(|done| done.fresh),
            gone: done.as_ref().and_then(|done| done.gone),
            next: done.and_then(|done| Some(Next { says: done.next_says?, minutes: done.next_minutes.unwrap_or(0) })),
            audit: head.map(AuditHead::of),
        }
    }
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<List<Site>>, Problem> {
    let sites = site::all(house.db(), &signed).await?;
    let mut latest = kept::latest(house.db(), &signed.workspace).await?;
    let told = |site: people::Site| {
        let latest = latest.remove(&site.id).unwrap_or_default();
        Site::of(site, latest)
    };
    let mut items: Vec<Site> = sites.into_iter().map(told).collect();
    // One that was never audited is the one to look at; the sort keeps the order of names.
    items.sort_by_key(|site| site.score.as_ref().map(Score::per_cent));
    Ok(Json(List::whole(items)))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewSite")]
pub(crate) struct New {
    address: String,
}

/// Adds a site and asks for its first audit.
pub(crate) async fn add(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(New { address }): Json<New>,
) -> Result<(StatusCode, Json<Site>), Problem> {
    let address = site::address(&address)?;
    let site = site::add(house.db(), house.random(), house.now(), &signed, &address).await?;
    let head = kept::ask(house.db(), house.random(), house.now(), &site.id).await?;
    house.work().notify_one();
    Ok((StatusCode::CREATED, Json(Site::of(site, Latest { head: Some(head), ..Latest::default() }))))
}

pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Json<Site>, Problem> {
    let site = site::by_id(house.db(), &signed, &id).await?;
    let latest = kept::latest(house.db(), &signed.workspace).await?.remove(&site.id).unwrap_or_default();
    Ok(Json(Site::of(site, latest)))
}

pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    site::remove(house.db(), house.random(), house.now(), &signed, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn restore(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    site::restore(house.db(), house.random(), house.now(), &signed, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
