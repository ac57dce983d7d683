//! The slots at which a site posts, and what becomes of posts that missed theirs. `planned.rs` has the way into one.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use market::missed::{self, Missed};
use market::slot::{self, Slot};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{House, Problem};

/// The weekly slots of a site.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Slots {
    /// The zone of their wall; null where nobody has chosen any.
    zone: Option<String>,
    times: Vec<Slot>,
    /// Rises with each change; 0: there are none yet.
    version: i64,
    /// The next one that is free.
    next: Option<Next>,
    /// What to begin with.
    suggested: Vec<Slot>,
}

/// A slot that is free.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NextSlot")]
struct Next {
    /// On the slots' wall.
    wall: String,
    zone: String,
    at: Timestamp,
}

/// Slots that are to be kept.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewSlots")]
pub(crate) struct New {
    /// The zone of their wall, by IANA's name.
    zone: String,
    times: Vec<Slot>,
    /// What was seen of them.
    version: i64,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Slots>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    told(&house, &site.id).await
}

async fn told(house: &House, site: &str) -> Result<Json<Slots>, Problem> {
    let suggested = slot::suggested();
    let Some(slots) = slot::of_site(house.db(), site).await? else {
        return Ok(Json(Slots { zone: None, times: Vec::new(), version: 0, next: None, suggested }));
    };
    let next = slot::next(house.db(), house.now(), (site, ""), &slots).await?;
    let next = next.map(|when| Next { wall: when.wall.to_string(), zone: slots.zone.clone(), at: when.at });
    Ok(Json(Slots { zone: Some(slots.zone), times: slots.times, version: slots.version, next, suggested }))
}

pub(crate) async fn keep(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(new): Json<New>,
) -> Result<Json<Slots>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (random, now, id) = (house.random().clone(), house.now(), site.id.clone());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            slot::keep(tx, &id, slot::Slots { zone: new.zone, times: new.times, version: new.version }).await?;
            people::note(tx, &*random, now, &signed, "slots changed", &id).await?;
            Ok::<_, market::Fault>(())
        })
    });
    kept.await?;
    told(&house, &site.id).await
}

pub(crate) async fn missed(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<Missed>, Problem> {
    Ok(Json(missed::of(house.db(), &signed.workspace).await?))
}

pub(crate) async fn keep_missed(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(new): Json<Missed>,
) -> Result<StatusCode, Problem> {
    let (random, now) = (house.random().clone(), house.now());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            missed::keep(tx, &signed.workspace, new).await?;
            let workspace = signed.workspace_name.clone();
            people::note(tx, &*random, now, &signed, "late posts settled", &workspace).await?;
            Ok::<_, market::Fault>(())
        })
    });
    kept.await?;
    Ok(StatusCode::NO_CONTENT)
}
