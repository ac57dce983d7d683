//! The deploy hook: whoever has its address may ask for an audit of one site.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use optimize::kept;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{House, Problem};

/// The audit that comes of a call.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Called {
    /// One that waits to begin, or that follows the one under way.
    audit: String,
}

pub(crate) async fn call(
    State(house): State<House>,
    Path(secret): Path<String>,
) -> Result<(StatusCode, Json<Called>), Problem> {
    let call = people::watch::called(house.db(), house.now(), &secret).await?;
    let call = call.ok_or_else(|| Problem::not_found("deploy hook"))?;
    let audit = kept::deployed(house.db(), house.random(), house.now(), call).await?;
    house.work().notify_one();
    Ok((StatusCode::ACCEPTED, Json(Called { audit })))
}
