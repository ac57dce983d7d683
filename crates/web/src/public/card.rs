//! The pictures of cards, for whoever fetches a page that names one. A network's preview agent does so when the page was
//! passed on: that is kept as an unfurl of the page.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use optimize::card::address_in;
use optimize::kept;

use crate::{House, Problem};

pub(crate) async fn picture(
    State(house): State<House>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("card");
    let address = address_in(&name).ok_or_else(unknown)?;
    let picture = house.cards().picture(house.db(), address).await?.ok_or_else(unknown)?;
    fetched(&house, &headers, address).await;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(picture.media_type)),
        // What is on it names it, so it never changes.
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((StatusCode::OK, headers, picture.bytes.to_vec()).into_response())
}

/// Keeps that a preview agent fetched the card. Whatever goes wrong with that, the picture is given.
async fn fetched(house: &House, headers: &HeaderMap, address: &str) {
    let agent =
        headers.get(header::USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes())).unwrap_or_default();
    if networks::unfurls(&agent).is_none() {
        return;
    }
    if let Ok(Some((site, page))) = kept::page_of_card(house.db(), address).await
        && let Some(measured) = house.measured().by_site(&site)
        && let Some(unfurl) = house.intake().card(house.arrivals(), &measured, &page, &agent, house.now())
    {
        house.arrivals().keep(&unfurl);
    }
}
