//! The workspace's logo, as its clients see it.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use pages::image::{Header, header as read};
use people::{Signed, logo};

use crate::{House, Problem};

/// What is read of one that is too heavy, so that it can be told so.
pub(crate) const READ_AT_MOST: usize = 4 * logo::AT_MOST;

pub(crate) async fn put(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    bytes: Bytes,
) -> Result<StatusCode, Problem> {
    let kind = match read(&bytes) {
        Header::Known { kind, .. } => Some(kind),
        Header::More { .. } | Header::Damaged(_) | Header::Unknown => None,
    };
    logo::put(house.db(), house.random(), house.now(), &signed, kind, bytes.to_vec()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The picture. Nothing in it may run: somebody put it there.
pub(crate) async fn logo(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Problem> {
    let logo = logo::logo(house.db(), &signed).await?;
    let kind = HeaderValue::try_from(logo.mime).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    Ok((headers, logo.bytes).into_response())
}

pub(crate) async fn remove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<StatusCode, Problem> {
    logo::remove(house.db(), house.random(), house.now(), &signed).await?;
    Ok(StatusCode::NO_CONTENT)
}
