//! The console's files; every other address is one of its screens.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::Problem;

pub(crate) async fn file(uri: Uri, asked: HeaderMap) -> Response {
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
    let (encoding, bytes) = match (file.brotli, file.gzip) {
        (Some(bytes), _) if takes(&asked, "br") => (Some("br"), Cow::Borrowed(bytes)),
        (_, Some(bytes)) if takes(&asked, "gzip") => (Some("gzip"), Cow::Borrowed(bytes)),
        _ => (None, file.bytes),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    let mut answer = match bytes {
        Cow::Borrowed(bytes) => (headers, bytes).into_response(),
        Cow::Owned(bytes) => (headers, bytes).into_response(),
    };
    answer.headers_mut().extend(encoding.map(|name| (header::CONTENT_ENCODING, HeaderValue::from_static(name))));
    answer
}

/// Whether a browser takes this encoding. One that it names with `q=0` it does not want.
fn takes(asked: &HeaderMap, encoding: &str) -> bool {
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        name.trim().eq_ignore_ascii_case(encoding) && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}
