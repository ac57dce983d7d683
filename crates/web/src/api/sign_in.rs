//! Signing in and out.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::door::{cookie, set_cookie};
use crate::visitor::Visitor;
use crate::{House, Problem};

#[derive(Deserialize, JsonSchema)]
pub(crate) struct SignIn {
    email: String,
    password: String,
}

pub(crate) async fn sign_in(
    State(house): State<House>,
    Extension(Visitor(from)): Extension<Visitor>,
    headers: HeaderMap,
    Json(SignIn { email, password }): Json<SignIn>,
) -> Result<impl IntoResponse, Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    let from = from.to_string();
    let Some((person, workspace)) = people::sign_in::sign_in(db, random, now, &email, &password, &from).await? else {
        let detail = "e-mail or password is wrong: whoever forgot it runs `tidings user reset` on the server";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "sign_in_wrong", detail));
    };
    let secret = people::begin(db, &**random, now, &person, &workspace, agent(&headers)).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, set_cookie(&house, &headers, Some(&secret)))])))
}

pub(crate) async fn sign_out(State(house): State<House>, headers: HeaderMap) -> Result<impl IntoResponse, Problem> {
    if let Some(secret) = cookie(&house, &headers) {
        people::end(house.db(), secret).await?;
    }
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, set_cookie(&house, &headers, None))])))
}

/// What a browser calls itself.
pub(crate) fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}
