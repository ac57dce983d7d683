//! Goals: what is counted as a success.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use measure::sale::goal::{self, Kind, New};
use people::Signed;
use schemars::JsonSchema;
use serde::Serialize;

use crate::api::{List, time};
use crate::{House, Problem};

/// What is counted as a success.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Goal {
    id: String,
    name: String,
    kind: Kind,
    /// The beginning of the path, or the event's name.
    matches: String,
    /// What one brings, in minor units of the site's currency, where nobody says it with each.
    minor: Option<i64>,
    made: Timestamp,
    removed: Option<Timestamp>,
}

impl Goal {
    fn of(goal: goal::Goal) -> Self {
        Self {
            kind: Kind::named(&goal.kind),
            made: time(goal.made_at),
            removed: goal.removed_at.map(time),
            id: goal.id,
            name: goal.name,
            matches: goal.matches,
            minor: goal.minor,
        }
    }
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<List<Goal>>, Problem> {
    let site = people::site::by_id(house.db(), &signed, &site).await?;
    Ok(Json(List::whole(goal::of_site(house.db(), &site.id).await?).map(Goal::of)))
}

enum Deed {
    Make(New),
    Change(String, New),
    Remove(String),
    Restore(String),
}

pub(crate) async fn make(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(new): Json<New>,
) -> Result<(StatusCode, Json<Goal>), Problem> {
    Ok((StatusCode::CREATED, done(&house, signed, &site, Deed::Make(new)).await?))
}

pub(crate) async fn change(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, goal)): Path<(String, String)>,
    Json(new): Json<New>,
) -> Result<Json<Goal>, Problem> {
    done(&house, signed, &site, Deed::Change(goal, new)).await
}

pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, goal)): Path<(String, String)>,
) -> Result<Json<Goal>, Problem> {
    done(&house, signed, &site, Deed::Remove(goal)).await
}

pub(crate) async fn restore(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, goal)): Path<(String, String)>,
) -> Result<Json<Goal>, Problem> {
    done(&house, signed, &site, Deed::Restore(goal)).await
}

async fn done(house: &House, signed: Signed, site: &str, deed: Deed) -> Result<Json<Goal>, Problem> {
    let site = people::site::by_id(house.db(), &signed, site).await?.id;
    let (random, now) = (house.random().clone(), house.now());
    let goal = house.db().write_or(move |tx| {
        Box::pin(async move {
            let (goal, what) = match deed {
                Deed::Make(new) => (goal::make(&mut *tx, &*random, now, &site, new).await?, "goal made"),
                Deed::Change(id, new) => (goal::change(&mut *tx, &site, &id, new).await?, "goal changed"),
                Deed::Remove(id) => (goal::remove(&mut *tx, &site, &id, Some(now)).await?, "goal removed"),
                Deed::Restore(id) => (goal::remove(&mut *tx, &site, &id, None).await?, "goal put back"),
            };
            people::note(tx, &*random, now, &signed, what, &goal.name).await?;
            Ok::<_, ledger::Fault>(goal)
        })
    });
    Ok(Json(Goal::of(goal.await?)))
}
