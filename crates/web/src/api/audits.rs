//! Audits: asking for one, looking at it, stopping it, and what changed between two.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use optimize::kept::{self, Head, Kept, Stage};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{After, Behind, List, time};
use crate::{House, Problem};

/// Audits of a site on one page of their list.
const LISTED: u32 = 100;

#[derive(Serialize, JsonSchema)]
pub(crate) struct AuditHead {
    id: String,
    state: Stage,
    started: Option<Timestamp>,
    ended: Option<Timestamp>,
    /// Pages read.
    pages: i64,
    /// Addresses known.
    known: i64,
}

impl AuditHead {
    pub(crate) fn of(head: Head) -> Self {
        Self {
            state: head.stage(),
            id: head.id,
            started: head.started_at.map(time),
            ended: head.ended_at.map(time),
            pages: head.pages,
            known: head.known,
        }
    }
}

/// Share of pages × networks with the right title and a picture, in whole per cent, rounded down.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Score {
    today: i64,
    mended: i64,
    of: i64,
}

impl Score {
    pub(crate) fn of(kept: &Kept) -> Option<Self> {
        let of = kept.pairs.filter(|pairs| *pairs > 0)?;
        Some(Self { today: kept.right_today? * 100 / of, mended: kept.right_mended? * 100 / of, of })
    }

    /// Today's.
    pub(crate) fn per_cent(&self) -> i64 {
        self.today
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Findings {
    errors: i64,
    warnings: i64,
    notes: i64,
}

impl Findings {
    pub(crate) fn of(kept: &Kept) -> Option<Self> {
        Some(Self { errors: kept.errors?, warnings: kept.warnings?, notes: kept.notes? })
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AuditLine")]
pub(crate) struct Listed {
    #[serde(flatten)]
    head: AuditHead,
    score: Option<Score>,
    findings: Option<Findings>,
}

impl Listed {
    pub(crate) fn of(kept: Kept) -> Self {
        Self { score: Score::of(&kept), findings: Findings::of(&kept), head: AuditHead::of(kept.head) }
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Audit {
    #[serde(flatten)]
    head: AuditHead,
    site: String,
    error: Option<String>,
    waiting: Option<String>,
    /// As `optimize` wrote it.
    #[schemars(with = "Option<optimize::report::result::Result>")]
    result: Option<Box<RawValue>>,
}

pub(crate) async fn of_site(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(after): Query<After>,
) -> Result<Json<List<Listed>>, Problem> {
    let behind = after.behind()?;
    let site = site::by_id(house.db(), &signed, &site).await?;
    let audits = kept::of_site(house.db(), &site.id, (behind.at, &behind.id), i64::from(LISTED) + 1).await?;
    let page = List::page(audits, LISTED as usize, |kept| Behind::cursor(kept.head.asked_at, &kept.head.id));
    Ok(Json(page.map(Listed::of)))
}

pub(crate) async fn ask(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<(StatusCode, Json<AuditHead>), Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let head = kept::ask(house.db(), house.random(), house.now(), &site.id).await.map_err(running)?;
    house.work().notify_one();
    Ok((StatusCode::ACCEPTED, Json(AuditHead::of(head))))
}

/// Why an audit was not asked for.
pub(crate) fn running(fault: store::Fault) -> Problem {
    if matches!(fault, store::Fault::Taken { .. }) {
        let detail = "an audit of this site is under way: wait for it, or stop it first";
        return Problem::new(StatusCode::CONFLICT, "audit_running", detail);
    }
    fault.into()
}

/// The audit `id`, if it is one of the workspace of `signed`; of a client, of his site.
pub(crate) async fn found(house: &House, signed: &Signed, id: &str) -> Result<Kept, Problem> {
    let found = kept::by_id(house.db(), &signed.workspace, id).await?;
    found.filter(|kept| signed.sees(&kept.head.site)).ok_or_else(|| Problem::not_found("audit"))
}

pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Json<Audit>, Problem> {
    let kept = found(&house, &signed, &id).await?;
    let result = kept::result(house.db(), &id).await?.map(RawValue::from_string).transpose()?;
    let Head { site, error, waiting, .. } = kept.head.clone();
    Ok(Json(Audit { head: AuditHead::of(kept.head), site, error, waiting, result }))
}

pub(crate) async fn stop(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    found(&house, &signed, &id).await?;
    kept::stop(house.db(), house.now(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Between {
    from: String,
    to: String,
}

pub(crate) async fn difference(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(Between { from, to }): Query<Between>,
) -> Result<Json<optimize::report::Difference>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    for id in [&from, &to] {
        let kept = found(&house, &signed, id).await?;
        if kept.head.site != site.id || kept.pairs.is_none() {
            let detail = "there is a difference only between two audits of this site that came to their end";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "audit_unfinished", detail));
        }
        if kept::is_swept(house.db(), id).await? {
            return Err(super::sheet::swept());
        }
    }
    let data = house.data().to_owned();
    let difference = tokio::task::spawn_blocking(move || kept::difference(&data, &from, &to)).await;
    Ok(Json(difference.map_err(std::io::Error::other)??))
}
