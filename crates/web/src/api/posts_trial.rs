//! Dry runs: what would become of a post, account by account, without anything being kept or sent.

use std::convert::Infallible;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use ledger::link::By;
use market::post::trial::{self, Ended, Trial};
use market::post::{self, When};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::Deserialize;

use super::planned::Around;
use super::posts::{New, Plan};
use crate::{House, Problem};

/// A post that is tried, and when it would go out.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "PostToTry")]
pub(crate) struct ToTry {
    #[serde(flatten)]
    post: New,
    /// On its wall: `2026-11-28T09:00`. Null: it would be a draft, unless it is to go out now.
    #[serde(default)]
    wall: Option<String>,
    /// It would go out at once.
    #[serde(default)]
    now: bool,
}

pub(crate) async fn of_new(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
    Json(ToTry { post, wall, now: at_once }): Json<ToTry>,
) -> Result<Json<Trial>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let around = Around::of(&house, &headers, &site)?;
    let (random, now, new) = (house.random().clone(), house.now(), post.post());
    let when = match &wall {
        Some(wall) => Some(When::of(wall, &new.zone)?),
        None => at_once.then(|| post::now(now, &new.zone)),
    };
    let by = By { site: site.id, name: signed.name.clone() };
    let ended = house.db().write_or(move |tx| {
        Box::pin(async move {
            let (ground, whose) = (around.ground(), (&*signed.workspace, &by));
            trial::of_new(tx, &*random, now, whose, &new, when.as_ref(), &ground).await
        })
    });
    told(ended.await)
}

pub(crate) async fn of_kept(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path((site, post)): Path<(String, String)>,
    Json(plan): Json<Plan>,
) -> Result<Json<Trial>, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let known = post::by_id(house.db(), &site.id, &post).await?;
    if known.version != plan.version {
        return Err(market::Fault::Changed("post").into());
    }
    let around = Around::of(&house, &headers, &site)?;
    let (random, now) = (house.random().clone(), house.now());
    let when = match &plan.wall {
        Some(wall) => When::of(wall, &known.zone)?,
        None => post::now(now, &known.zone),
    };
    let by = By { site: site.id, name: signed.name };
    let ended = house.db().write_or(move |tx| {
        Box::pin(async move {
            let ground = around.ground();
            trial::of_kept(tx, &*random, now, &by, &post, Some(&when), &ground).await
        })
    });
    told(ended.await)
}

fn told(ended: Result<Infallible, Ended>) -> Result<Json<Trial>, Problem> {
    match ended {
        Err(Ended::Told(trial)) => Ok(Json(*trial)),
        Err(Ended::Fault(fault)) => Err(fault.into()),
        Ok(never) => match never {},
    }
}
