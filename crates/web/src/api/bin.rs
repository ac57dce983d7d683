//! The bin: sites that were removed, until they are gone for good.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use optimize::kept;
use people::{Signed, bin};
use schemars::JsonSchema;
use serde::Serialize;

use super::workspaces::gone;
use super::{List, time};
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BinnedSite")]
pub(crate) struct Binned {
    id: String,
    name: String,
    address: String,
    removed: Timestamp,
    /// When it is gone for good.
    gone: Timestamp,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<List<Binned>>, Problem> {
    let told = |site: bin::Binned| Binned {
        removed: time(site.removed_at),
        gone: gone(site.removed_at),
        id: site.id,
        name: site.name,
        address: site.address,
    };
    Ok(Json(List::whole(bin::all(house.db(), &signed).await?.into_iter().map(told).collect())))
}

/// For good, with all its audits.
pub(crate) async fn forget(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<StatusCode, Problem> {
    kept::forget_site(house.db(), house.random(), house.now(), &signed, &site).await?;
    house.work().notify_one();
    Ok(StatusCode::NO_CONTENT)
}
