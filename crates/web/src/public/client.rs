//! The link that lets a client see his site, until it ends.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use jiff::civil::Date;
use people::client_link;
use serde::Deserialize;

use super::page::{Page, gone};
use crate::door::{cookie, set_cookie_for};
use crate::{House, Problem};

/// What the link opens. A link of somebody's bookmarks that names nothing opens the report.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Opens {
    show: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
}

impl Opens {
    /// The statement of the days that were sent, where that is meant.
    fn statement(&self, site: &str) -> Option<String> {
        self.show.as_deref().filter(|show| *show == "worth")?;
        let days = self.from.zip(self.to).map(|(from, to)| format!("?from={from}&to={to}")).unwrap_or_default();
        Some(format!("/sites/{site}/worth{days}"))
    }
}

pub(crate) async fn come_in(
    State(house): State<House>,
    Path(secret): Path<String>,
    opens: Result<Query<Opens>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(opened) = client_link::open(house.db(), house.now(), &secret).await? else {
        return Ok(over().into_response());
    };
    let statement = opens.map(|Query(opens)| opens).unwrap_or_default().statement(&opened.site);
    // Whoever looks after the site tries the link out, and shall not be signed out by that.
    let signed = people::signed(house.db(), house.now(), cookie(&house, &headers).unwrap_or_default()).await?;
    if signed.is_some_and(|signed| signed.is_in_person() && signed.workspace == opened.workspace) {
        let report = || format!("/report?site={}", opened.site);
        return Ok(Redirect::to(&statement.unwrap_or_else(report)).into_response());
    }
    let lasts = opened.lasts.as_secs().max(1).unsigned_abs();
    let cookie = AppendHeaders([(header::SET_COOKIE, set_cookie_for(&house, &headers, Some(&secret), lasts))]);
    Ok((cookie, Redirect::to(statement.as_deref().unwrap_or("/report"))).into_response())
}

/// What is said of a link that shows nothing any more.
pub(super) fn over() -> Page {
    let says = "A link shows a website until its time has come, or until it is taken back. Ask whoever gave it to you for a new one.";
    gone("This link has run out", says)
}
