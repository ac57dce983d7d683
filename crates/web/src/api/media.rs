//! Pictures of posts: taken in by their bytes, and given back for whoever writes.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use market::media;
use networks::publish::{Blob, Medium};
use people::{Signed, site};

use crate::{House, Problem};

/// What is read: one that is too heavy is told so.
pub(crate) const READ_AT_MOST: usize = media::AT_MOST + (4 << 20);

pub(crate) async fn take(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    bytes: Bytes,
) -> Result<(StatusCode, Json<Medium>), Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let medium = media::keep(&house.desk(), (&site.id, &signed.name), bytes).await?;
    Ok((StatusCode::CREATED, Json(medium)))
}

/// The picture. Its name is its content, so that it never changes; nothing in it may run.
pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, digest)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let known = media::known(house.db(), &site.id, &digest).await?;
    Ok(file(media::blob(house.data(), &known.digest).await?, "private, max-age=31536000, immutable")?)
}

/// The same for networks that fetch it themselves: whoever knows its content by its digest may have it.
pub(crate) async fn public(State(house): State<House>, Path(digest): Path<String>) -> Result<Response, Problem> {
    Ok(file(media::blob(house.data(), &digest).await?, "public, max-age=31536000, immutable")?)
}

fn file(found: Option<Blob>, kept: &'static str) -> Result<Response, market::Fault> {
    let file = found.ok_or(market::Fault::Unknown("picture"))?;
    let kind = HeaderValue::try_from(file.kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
    ];
    Ok((headers, file.bytes).into_response())
}
