//! What the plug-in of a site tells by its key: what the script sent it under the site's own address, previews that were
//! fetched, orders. docs/plugin.md has the contract.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use measure::collect::{FromPlugin, NotTaken};
use measure::measured;
use people::feed;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::api::visits::{LeftOut, Taken, too_many};
use crate::{House, Problem};

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Told {
    /// At most 1,000.
    arrivals: Vec<FromPlugin>,
}

/// Takes it in; answered when it is on the disk.
pub(crate) async fn take(
    State(house): State<House>,
    Path(key): Path<String>,
    Json(told): Json<Told>,
) -> Result<(StatusCode, Json<Taken>), Problem> {
    let site = feed::site_of(house.db(), &key).await?.ok_or_else(|| Problem::not_found("feed"))?;
    too_many(told.arrivals.len())?;
    let measured = measured::of(house.db(), house.random(), &site.id).await?;
    if house.measured().by_key(&measured.key).is_none() {
        house.measured().refresh(house.db()).await?;
    }
    let (now, mut kept, mut left_out) = (house.now(), Vec::new(), Vec::new());
    for (nth, one) in told.arrivals.iter().enumerate() {
        match house.intake().from_plugin(house.arrivals(), house.measured(), &measured, one, now) {
            Ok(arrival) => kept.push(arrival),
            Err(NotTaken::LeftOut(why)) => left_out.push(LeftOut::new(nth, why.name())),
            Err(NotTaken::Unknown) => left_out.push(LeftOut::new(nth, "unknown_key")),
            Err(NotTaken::Unreadable) => left_out.push(LeftOut::new(nth, "unreadable")),
        }
    }
    Taken::after(&house, &kept, left_out).await
}
