//! The contact sheet of an audit: files that `optimize` wrote, handed out as they are.

use std::io;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use optimize::kept;
use optimize::report::sheet;
use people::Signed;

use super::audits::found;
use crate::{House, Problem};

pub(crate) async fn site(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(audit): Path<String>,
) -> Result<Response, Problem> {
    part(&house, &signed, &audit, sheet::site).await
}

pub(crate) async fn index(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((audit, n)): Path<(String, u32)>,
) -> Result<Response, Problem> {
    part(&house, &signed, &audit, move |folder| sheet::index(folder, n as usize)).await
}

pub(crate) async fn pages(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((audit, n)): Path<(String, u32)>,
) -> Result<Response, Problem> {
    part(&house, &signed, &audit, move |folder| sheet::pages(folder, n as usize)).await
}

/// A picture that the audit kept. Nothing in it may run: it came from a foreign site.
pub(crate) async fn picture(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((audit, n)): Path<(String, u32)>,
) -> Result<Response, Problem> {
    let (kind, bytes) = read(&house, &signed, &audit, move |folder| sheet::picture(folder, n as usize)).await?;
    let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.mime())),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300")),
    ];
    Ok((headers, bytes).into_response())
}

async fn part(
    house: &House,
    signed: &Signed,
    audit: &str,
    read_it: impl FnOnce(&std::path::Path) -> io::Result<Option<Vec<u8>>> + Send + 'static,
) -> Result<Response, Problem> {
    let bytes = read(house, signed, audit, read_it).await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response())
}

/// What `read` finds in the folder of the audit.
async fn read<T: Send + 'static>(
    house: &House,
    signed: &Signed,
    audit: &str,
    read: impl FnOnce(&std::path::Path) -> io::Result<Option<T>> + Send + 'static,
) -> Result<T, Problem> {
    let kept = found(house, signed, audit).await?;
    let folder = kept::folder_of(house.data(), &kept.head.id);
    let found = tokio::task::spawn_blocking(move || read(&folder)).await.map_err(io::Error::other)??;
    match found {
        Some(found) => Ok(found),
        None if kept::is_swept(house.db(), &kept.head.id).await? => Err(swept()),
        None => Err(Problem::not_found("part of the sheet")),
    }
}

/// What is said of an audit whose files are gone.
pub(crate) fn swept() -> Problem {
    let detail = "the pages of this audit were cleared away to make room, and its sums are kept: pages are kept of the \
                  last ten audits and of one a month before them";
    Problem::new(StatusCode::NOT_FOUND, "sheet_gone", detail)
}
