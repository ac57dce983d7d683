//! The pictures of cards, for whoever fetches a page that names one.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use optimize::card::address_in;

use crate::{House, Problem};

pub(crate) async fn picture(State(house): State<House>, Path(name): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("card");
    let address = address_in(&name).ok_or_else(unknown)?;
    let picture = house.cards().picture(house.db(), address).await?.ok_or_else(unknown)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(picture.media_type)),
        // What is on it names it, so it never changes.
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((StatusCode::OK, headers, picture.bytes.to_vec()).into_response())
}
