//! People: who belongs to the workspace, and as what.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use people::member::{self, Member};
use people::{Role, Signed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{List, time};
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Member")]
pub(crate) struct Person {
    id: String,
    name: String,
    email: Option<String>,
    role: Role,
    since: Timestamp,
    /// Whether it is the one who asks.
    you: bool,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<List<Person>>, Problem> {
    let told = |member: Member| Person {
        role: member.role(),
        you: member.id == signed.person,
        since: time(member.since),
        id: member.id,
        name: member.name,
        email: member.email,
    };
    Ok(Json(List::whole(member::all(house.db(), &signed).await?.into_iter().map(told).collect())))
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct NewRole {
    /// Not `client`: a client gets a link.
    role: Role,
}

pub(crate) async fn set_role(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(person): Path<String>,
    Json(NewRole { role }): Json<NewRole>,
) -> Result<StatusCode, Problem> {
    member::set_role(house.db(), house.random(), house.now(), &signed, &person, role).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Somebody belongs to the workspace no more; oneself leaves.
pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(person): Path<String>,
) -> Result<StatusCode, Problem> {
    member::remove(house.db(), house.random(), house.now(), &signed, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}
