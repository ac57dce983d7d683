//! Workspaces: the closed rooms, and the one that the session works in.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::Timestamp;
use people::workspace::{self, BIN_KEEPS};
use people::{Role, Signed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::me::Named;
use super::{List, time};
use crate::door::cookie;
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Workspace {
    pub(crate) id: String,
    pub(crate) name: String,
    /// What one is there.
    pub(crate) role: Role,
    /// Its posts go to stand-ins on this machine, and to no network.
    pub(crate) sandbox: bool,
}

impl Workspace {
    pub(crate) fn of(house: &House, workspace: workspace::Workspace) -> Self {
        let (role, sandbox) = (workspace.role(), house.is_sandbox(workspace.sandbox));
        Self { id: workspace.id, name: workspace.name, role, sandbox }
    }
}

/// A workspace that is to be made.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewWorkspace")]
pub(crate) struct New {
    name: String,
    /// It is for trying: its posts go to stand-ins on this machine, and never to a network. It stays so.
    #[serde(default)]
    sandbox: bool,
}

/// Makes a workspace; the session works there from now on.
pub(crate) async fn add(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Json(New { name, sandbox }): Json<New>,
) -> Result<(StatusCode, Json<Workspace>), Problem> {
    if sandbox && !house.has_stand_ins() {
        return Err(no_stand_ins());
    }
    let made = workspace::add(house.db(), house.random(), house.now(), &signed, (&name, sandbox)).await?;
    if sandbox {
        house.settle_stand_ins().await;
    }
    people::work_in(house.db(), &signed, cookie(&house, &headers).unwrap_or_default(), &made.id).await?;
    Ok((StatusCode::CREATED, Json(Workspace::of(&house, made))))
}

/// A workspace for trying finds nobody to post to.
pub(crate) fn no_stand_ins() -> Problem {
    let detail = "a workspace for trying needs stand-ins, which `tidings up` brings; several processes find those of `tidings sandbox` \
        where each is started with --sandbox";
    Problem::new(StatusCode::CONFLICT, "no_stand_ins", detail)
}

pub(crate) async fn rename(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(Named { name }): Json<Named>,
) -> Result<StatusCode, Problem> {
    workspace::rename(house.db(), house.random(), house.now(), &signed, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts the workspace into the bin; its name is typed again.
pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(Named { name }): Json<Named>,
) -> Result<StatusCode, Problem> {
    workspace::remove(house.db(), house.random(), house.now(), &signed, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BinnedWorkspace")]
pub(crate) struct Binned {
    id: String,
    name: String,
    removed: Timestamp,
    /// When it is gone for good.
    gone: Timestamp,
}

/// When something that was put into the bin at `removed` is gone for good.
pub(crate) fn gone(removed: i64) -> Timestamp {
    time(removed).saturating_add(BIN_KEEPS).unwrap_or(Timestamp::MAX)
}

pub(crate) async fn bin(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<List<Binned>>, Problem> {
    let told = |binned: workspace::Binned| Binned {
        id: binned.id,
        name: binned.name,
        removed: time(binned.removed_at),
        gone: gone(binned.removed_at),
    };
    Ok(Json(List::whole(workspace::bin(house.db(), &signed).await?.into_iter().map(told).collect())))
}

pub(crate) async fn restore(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    workspace::restore(house.db(), house.random(), house.now(), &signed, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
