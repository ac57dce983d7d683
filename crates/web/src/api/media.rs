//! Pictures and films of posts: taken in by their bytes, and given back for whoever writes, and to networks that fetch them.

use std::io::SeekFrom;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::StreamExt as _;
use futures_util::stream;
use market::media::{self, Incoming, Opened};
use networks::publish::Medium;
use people::{Signed, site};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use crate::{House, Problem};

/// Bytes that are read of a file at a time.
const PIECE: usize = 64 << 10;

/// Takes what comes, piece by piece: how much that may be depends on what it is.
pub(crate) async fn take(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Medium>), Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let (desk, mut incoming, mut pieces) = (house.desk(), Incoming::begin(), body.into_data_stream());
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    media::has_room(&desk, &site.id, length.unwrap_or_default()).await?;
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| {
            Problem::new(StatusCode::BAD_REQUEST, "upload_cut_off", "the upload broke off: send it again")
        })?;
        incoming.more(&desk, &piece).await?;
    }
    let medium = incoming.end(&desk, (&site.id, &signed.name)).await?;
    Ok((StatusCode::CREATED, Json(medium)))
}

/// The file. Its name is its content, so that it never changes; nothing in it may run.
pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, digest)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    let known = media::known(house.db(), &site.id, &digest).await?;
    let found = media::open(house.data(), &known.digest).await?;
    Ok(file(found, &headers, "private, max-age=31536000, immutable").await?)
}

/// The same for networks that fetch it themselves: whoever knows its content by its digest may have it.
pub(crate) async fn public(
    State(house): State<House>,
    Path(digest): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = media::open(house.data(), &digest).await?;
    Ok(file(found, &headers, "public, max-age=31536000, immutable").await?)
}

/// The file, or as much of it as is asked for: whoever shows a film reads here and there.
async fn file(found: Option<Opened>, asked: &HeaderMap, kept: &'static str) -> Result<Response, market::Fault> {
    let Opened { mut file, kind, length } = found.ok_or(market::Fault::Unknown("picture"))?;
    let kind = HeaderValue::try_from(kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ];
    let wanted = asked.get(header::RANGE).and_then(|range| part(range.to_str().ok()?, length));
    let (from, to) = match wanted {
        Some(Part::Of(from, to)) => (from, to),
        Some(Part::Nowhere) => {
            let whole = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers, whole).into_response());
        }
        None => (0, length),
    };
    file.seek(SeekFrom::Start(from)).await?;
    let pieces = stream::try_unfold((file, to - from), async |(mut file, left)| {
        let mut piece = vec![0; PIECE.min(usize::try_from(left).unwrap_or(PIECE))];
        let read = if piece.is_empty() { 0 } else { file.read(&mut piece).await? };
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(piece), (file, left - read as u64))))
    });
    let size = [(header::CONTENT_LENGTH, (to - from).to_string())];
    let body = Body::from_stream(pieces);
    if wanted.is_none() {
        return Ok((headers, size, body).into_response());
    }
    let place = [(header::CONTENT_RANGE, format!("bytes {from}-{}/{length}", to - 1))];
    Ok((StatusCode::PARTIAL_CONTENT, headers, size, place, body).into_response())
}

/// A part of a file that is asked for: from where, and to where without that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Of(u64, u64),
    /// Behind its end.
    Nowhere,
}

/// The one part that `range` asks for of `length` bytes; `None` where it asks for something else, which is answered whole.
fn part(range: &str, length: u64) -> Option<Part> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (from.trim(), to.trim()) {
        ("", last) => (length.saturating_sub(last.parse::<u64>().ok()?), length),
        (from, "") => (from.parse().ok()?, length),
        (from, to) => (from.parse().ok()?, to.parse::<u64>().ok()?.saturating_add(1).min(length)),
    };
    Some(if from < to { Part::Of(from, to) } else { Part::Nowhere })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_asked_for_by_its_beginning_its_end_or_both() {
        for (asked, is) in [
            ("bytes=0-", Some(Part::Of(0, 100))),
            ("bytes=10-19", Some(Part::Of(10, 20))),
            ("bytes=90-900", Some(Part::Of(90, 100))),
            ("bytes=-5", Some(Part::Of(95, 100))),
            ("bytes=-500", Some(Part::Of(0, 100))),
            ("bytes=100-", Some(Part::Nowhere)),
            ("bytes=5-4", Some(Part::Nowhere)),
            ("bytes=-0", Some(Part::Nowhere)),
            ("bytes=0-1,5-9", None),
            ("lines=1-2", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(part(asked, 100), is, "{asked}");
        }
    }
}
