//! The pictures of cards, for whoever fetches a page that names one.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::{House, Problem};

pub(crate) async fn picture(State(house): State<House>, Path(name): Path<String>) -> Result<Response, Problem> {
    let address = name.strip_suffix(".png").or_else(|| name.strip_suffix(".jpg")).unwrap_or_default();
    let is_ours = address.len() == 32 && address.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let picture = if is_ours { house.cards().picture(house.db(), address).await? } else { None };
    let picture = picture.ok_or_else(|| Problem::not_found("card"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(picture.media_type)),
        // What is on it names it, so it never changes.
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((StatusCode::OK, headers, picture.bytes.to_vec()).into_response())
}
