//! Invitations: who is asked to join the workspace.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::Timestamp;
use people::{Role, Signed, invitation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{List, time};
use crate::once::ToldOnce;
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Invitation {
    id: String,
    email: String,
    role: Role,
    created: Timestamp,
    expires: Timestamp,
}

impl Invitation {
    fn of(invitation: invitation::Invitation) -> Self {
        Self {
            role: invitation.role(),
            created: time(invitation.created_at),
            expires: time(invitation.expires_at),
            id: invitation.id,
            email: invitation.email,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MadeInvitation")]
pub(crate) struct Made {
    #[serde(flatten)]
    invitation: Invitation,
    /// Whoever opens it joins, once. Told this once.
    link: String,
    /// Whether a mail with the link is on its way.
    mailed: bool,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<List<Invitation>>, Problem> {
    let all = invitation::all(house.db(), house.now(), &signed).await?;
    Ok(Json(List::whole(all.into_iter().map(Invitation::of).collect())))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewInvitation")]
pub(crate) struct New {
    email: String,
    /// Not `client`: a client gets a link.
    role: Role,
}

pub(crate) async fn make(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Json(New { email, role }): Json<New>,
) -> Result<(StatusCode, Extension<ToldOnce>, Json<Made>), Problem> {
    let (base, mailed) = (house.base(&headers), house.can_mail());
    let (db, random, now) = (house.db(), house.random(), house.now());
    let (made, link) = invitation::make(db, random, now, &signed, &email, role, &base, mailed).await?;
    if mailed {
        house.work().notify_one();
    }
    Ok((StatusCode::CREATED, Extension(ToldOnce), Json(Made { invitation: Invitation::of(made), link, mailed })))
}

pub(crate) async fn end(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    invitation::end(house.db(), house.random(), house.now(), &signed, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
