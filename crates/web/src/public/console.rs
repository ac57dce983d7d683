//! The console's files; every other address is one of its screens.

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::Problem;

pub(crate) async fn file(uri: Uri) -> Response {
    let path = uri.path();
    if path.starts_with("/api/") {
        return Problem::new(StatusCode::NOT_FOUND, "no_such_route", "the API has no such address").into_response();
    }
    let found = console::file(path.trim_start_matches('/'));
    // What looks like a file and is none is no screen either.
    if found.is_none() && path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        return (StatusCode::NOT_FOUND, "there is no such file\n").into_response();
    }
    let file = found.unwrap_or_else(console::index);
    let cache = if file.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
    ];
    (headers, file.bytes.into_owned()).into_response()
}
