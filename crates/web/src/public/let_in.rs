//! `/oauth/…`: people come back here from the page on which they let an account in, and servers read here what this house is.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use market::Fault;
use market::account::sign_in::{self, Who};
use networks::NETWORKS;
use networks::publish::oauth::Back;
use people::May;
use serde_json::Value;

use super::page::{Page, sentence};
use crate::api::accounts::note;
use crate::door::cookie;
use crate::{House, Problem};

pub(crate) async fn back(
    State(house): State<House>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    back: Result<Query<Back>, QueryRejection>,
) -> Result<Response, Problem> {
    let secret = cookie(&house, &headers).unwrap_or_default();
    let signed = people::signed(house.db(), house.now(), secret).await?;
    let Some(signed) = signed.filter(people::Signed::is_in_person) else {
        if let Some(other) = by_its_other_name(&house, &headers) {
            return Ok(Redirect::to(&format!("{other}/oauth/back?{}", query.unwrap_or_default())).into_response());
        }
        let says = "Only whoever began a sign-in ends it, in the same browser, and nobody is signed in to Tidings in this one.";
        let page = Page::new(NOT_CONNECTED).status(StatusCode::UNAUTHORIZED).says(says);
        return Ok(page.leads("", "/sign-in?to=/accounts", "Sign in, and begin again").into_response());
    };
    let back = back.map(|Query(back)| back).unwrap_or_default();
    // Who brings nothing is told so, whatever he may.
    if !back.state.is_empty() && !signed.may(May::Work) {
        let says = "In this workspace you may look at accounts, and not connect them: ask an owner.";
        return Ok(not_connected(StatusCode::FORBIDDEN, says));
    }
    let who = Who { workspace: &signed.workspace, session: secret, name: &signed.name };
    match Box::pin(sign_in::end(&house.desk(), who, &back)).await {
        Ok(account) => {
            note(&house, signed, "account connected", account.name.clone()).await?;
            Ok(Redirect::to(&format!("/accounts?connected={}", account.id)).into_response())
        }
        Err(fault @ (Fault::Wrong { .. } | Fault::Network(_) | Fault::Unknown(_))) => {
            let problem = Problem::from(fault);
            Ok(not_connected(problem.status(), problem.says()))
        }
        Err(fault) => Err(fault.into()),
    }
}

const NOT_CONNECTED: &str = "The account was not connected";

fn not_connected(status: StatusCode, says: &str) -> Response {
    let page = Page::new(NOT_CONNECTED).status(status).says(&format!("{}.", sentence(says.trim_end_matches('.'))));
    page.leads("", "/accounts", "Back to accounts").into_response()
}

/// Networks lead back to 127.0.0.1 alone: whoever calls a house on his machine localhost has his session there.
fn by_its_other_name(house: &House, headers: &HeaderMap) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let rest = host.strip_prefix("127.0.0.1").filter(|_| house.address().loopback)?;
    Some(format!("http://localhost{rest}"))
}

/// What this house says of itself to a network's servers.
pub(crate) async fn document(State(house): State<House>, Path(network): Path<String>) -> Result<Json<Value>, Problem> {
    let network = NETWORKS.iter().find(|it| it.id.as_str() == network);
    let document = network.and_then(|network| network.publish?.connect.sign_in?.document);
    let us = house.as_known_outside().filter(|us| us.base.starts_with("https://"));
    match document.zip(us) {
        Some((document, us)) => Ok(Json(document(&us))),
        None => Err(Problem::not_found("document")),
    }
}
