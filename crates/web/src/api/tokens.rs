//! Tokens: what programs ask with.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use jiff::Timestamp;
use people::{Scope, Signed, token};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{List, time};
use crate::once::ToldOnce;
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Token {
    id: String,
    name: String,
    scope: Scope,
    created: Timestamp,
    /// The last use, to the hour.
    used: Option<Timestamp>,
    /// Null: until it is revoked.
    expires: Option<Timestamp>,
}

impl Token {
    fn of(token: token::Token) -> Self {
        Self {
            scope: token.scope(),
            created: time(token.created_at),
            used: token.used_at.map(time),
            expires: token.expires_at.map(time),
            id: token.id,
            name: token.name,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MadeToken")]
pub(crate) struct Made {
    #[serde(flatten)]
    token: Token,
    /// What a program sends: `Authorization: Bearer tdg_…`. Told this once.
    secret: String,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<List<Token>>, Problem> {
    let all = token::all(house.db(), &signed).await?;
    Ok(Json(List::whole(all.into_iter().map(Token::of).collect())))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewToken")]
pub(crate) struct New {
    name: String,
    scope: Scope,
    /// Absent: until it is revoked.
    days: Option<u32>,
}

pub(crate) async fn make(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(New { name, scope, days }): Json<New>,
) -> Result<(StatusCode, Extension<ToldOnce>, Json<Made>), Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    let (made, secret) = Box::pin(token::make(db, random, now, &signed, &name, scope, days)).await?;
    Ok((StatusCode::CREATED, Extension(ToldOnce), Json(Made { token: Token::of(made), secret })))
}

pub(crate) async fn revoke(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    token::revoke(house.db(), house.random(), house.now(), &signed, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
