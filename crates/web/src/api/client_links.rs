//! Links for clients: each shows one site until it ends.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::Timestamp;
use people::{Signed, client_link};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{List, time};
use crate::once::ToldOnce;
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
pub(crate) struct ClientLink {
    id: String,
    /// Whom it is for.
    name: String,
    created: Timestamp,
    expires: Timestamp,
    /// When the client looked last, to the hour.
    seen: Option<Timestamp>,
}

impl ClientLink {
    fn of(link: client_link::ClientLink) -> Self {
        Self {
            created: time(link.created_at),
            expires: time(link.expires_at),
            seen: link.seen_at.map(time),
            id: link.id,
            name: link.name,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MadeClientLink")]
pub(crate) struct Made {
    #[serde(flatten)]
    made: ClientLink,
    /// Told this once.
    link: String,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<List<ClientLink>>, Problem> {
    let all = client_link::all(house.db(), &signed, &site).await?;
    Ok(Json(List::whole(all.into_iter().map(ClientLink::of).collect())))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewClientLink")]
pub(crate) struct New {
    name: String,
    /// 1 to 365.
    days: u32,
}

pub(crate) async fn make(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
    Json(New { name, days }): Json<New>,
) -> Result<(StatusCode, Extension<ToldOnce>, Json<Made>), Problem> {
    let base = house.base(&headers);
    let (db, random, now) = (house.db(), house.random(), house.now());
    let (made, link) = Box::pin(client_link::make(db, random, now, &signed, &site, &name, days, &base)).await?;
    Ok((StatusCode::CREATED, Extension(ToldOnce), Json(Made { made: ClientLink::of(made), link })))
}

pub(crate) async fn revoke(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    client_link::revoke(house.db(), house.random(), house.now(), &signed, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
