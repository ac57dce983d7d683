//! The link that lets a client see his site, until it ends.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use people::client_link;

use super::page::{Page, gone};
use crate::door::{cookie, set_cookie_for};
use crate::{House, Problem};

pub(crate) async fn come_in(
    State(house): State<House>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(opened) = client_link::open(house.db(), house.now(), &secret).await? else {
        return Ok(over().into_response());
    };
    // Whoever looks after the site tries the link out, and shall not be signed out by that.
    let signed = people::signed(house.db(), house.now(), cookie(&house, &headers).unwrap_or_default()).await?;
    if signed.is_some_and(|signed| signed.is_in_person() && signed.workspace == opened.workspace) {
        return Ok(Redirect::to(&format!("/report?site={}", opened.site)).into_response());
    }
    let lasts = opened.lasts.as_secs().max(1).unsigned_abs();
    let cookie = AppendHeaders([(header::SET_COOKIE, set_cookie_for(&house, &headers, Some(&secret), lasts))]);
    Ok((cookie, Redirect::to("/report")).into_response())
}

/// What is said of a link that shows nothing any more.
pub(super) fn over() -> Page {
    let says = "A link shows a website until its time has come, or until it is taken back. Ask whoever gave it to you for a new one.";
    gone("This link has run out", says)
}
