//! Signing in and out.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::door::{cookie, set_cookie};
use crate::{House, Problem};

#[derive(Deserialize, JsonSchema)]
pub(crate) struct SignIn {
    email: String,
    password: String,
}

pub(crate) async fn sign_in(
    State(house): State<House>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(SignIn { email, password }): Json<SignIn>,
) -> Result<impl IntoResponse, Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    let from = from.ip().to_string();
    let Some((person, workspace)) = people::sign_in::sign_in(db, random, now, &email, &password, &from).await? else {
        let detail = "e-mail or password is wrong: whoever forgot it runs `tidings user reset` on the server";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "sign_in_wrong", detail));
    };
    let secret = people::begin(db, &**random, now, &person, &workspace, agent(&headers)).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, set_cookie(&house, Some(&secret)))])))
}

pub(crate) async fn sign_out(State(house): State<House>, headers: HeaderMap) -> Result<impl IntoResponse, Problem> {
    if let Some(secret) = cookie(&headers) {
        people::end(house.db(), secret).await?;
    }
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, set_cookie(&house, None))])))
}

/// What a browser calls itself.
pub(crate) fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}
