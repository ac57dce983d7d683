//! The printed link that lets the first person in, once.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};

use crate::api::sign_in::agent;
use crate::door::set_cookie;
use crate::{House, Problem};

/// Shown where the link was used or has run out.
const GONE: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>This link was used</title>\
    <h1>This link was used, or has run out</h1>\
    <p>It lets somebody in once. Whoever is signed in goes on to <a href=/>the console</a>; \
    otherwise stop Tidings and start it again with <code>tidings up</code>: it prints a new link.</p></html>";

pub(crate) async fn come_in(
    State(house): State<House>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some((person, workspace)) = people::first::come_in(house.db(), house.now(), &secret).await? else {
        return Ok((StatusCode::GONE, Html(GONE)).into_response());
    };
    let secret =
        people::begin(house.db(), &**house.random(), house.now(), &person, &workspace, agent(&headers)).await?;
    let cookie = AppendHeaders([(header::SET_COOKIE, set_cookie(&house, Some(&secret)))]);
    Ok((cookie, Redirect::to("/")).into_response())
}
