//! The printed link that lets the first person in, once.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use super::page::gone;
use crate::api::sign_in::agent;
use crate::door::set_cookie;
use crate::{House, Problem};

pub(crate) async fn come_in(
    State(house): State<House>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some((person, workspace)) = people::first::come_in(house.db(), house.now(), &secret).await? else {
        let says = "It lets somebody in once. Otherwise stop Tidings and start it again: it prints a new link.";
        let page = gone("This link was used, or has run out", says);
        return Ok(page.leads("Whoever is signed in goes on to", "/", "the console").into_response());
    };
    let secret =
        people::begin(house.db(), &**house.random(), house.now(), &person, &workspace, agent(&headers)).await?;
    let cookie = AppendHeaders([(header::SET_COOKIE, set_cookie(&house, &headers, Some(&secret)))]);
    Ok((cookie, Redirect::to("/")).into_response())
}
