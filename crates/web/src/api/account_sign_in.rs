//! Signing in at a network's own page: where somebody is to go. `public/let_in.rs` hears of him again.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use domain::NetworkId;
use market::account::sign_in::{self, Who};
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accounts::at;
use crate::door::cookie;
use crate::once::ToldOnce;
use crate::{House, Problem};

/// Where somebody signs in.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "AccountSignIn")]
pub(crate) struct Wanted {
    network: NetworkId,
    /// What the way asks for, by the fields' names.
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

/// A sign-in that began.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AccountSignInBegun")]
pub(crate) struct Begun {
    /// The network's page on which he says yes, in this browser and within ten minutes. Told this once.
    to: String,
}

pub(crate) async fn begin(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Json(Wanted { network, fields }): Json<Wanted>,
) -> Result<(Extension<ToldOnce>, Json<Begun>), Problem> {
    let network = network.as_str();
    let (base, given) = at(&house, &signed, network, fields)?;
    let session = cookie(&house, &headers).unwrap_or_default();
    let who = Who { workspace: &signed.workspace, session, name: &signed.name };
    let us = house.as_known(&headers);
    let to = Box::pin(sign_in::begin(&house.desk(), who, network, base.as_ref(), &given, &us)).await?;
    Ok((Extension(ToldOnce), Json(Begun { to: to.into() })))
}
