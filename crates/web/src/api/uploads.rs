//! Uploads of pictures and films that go on where they broke off, as tus 1.0 has them (tus.io, read on 27 November 2026): its
//! core, and of its extensions creation and termination. Beyond it, one asks for what has come whole to be taken in, and hears
//! what it is.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use axum::{Extension, Json};
use futures_util::StreamExt as _;
use market::media::Upload;
use networks::publish::Medium;
use people::{Signed, site};

use crate::{House, Problem};

const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSIONS: HeaderName = HeaderName::from_static("tus-version");
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const PIECES: &str = "application/offset+octet-stream";
/// A connection that brings nothing for so long is broken, though nobody said so: another one may go on.
const QUIET: Duration = Duration::from_secs(30);

/// What an upload is found by.
type Named = Path<(String, String)>;

/// Answers as tus has them: each says by which version.
pub(crate) fn as_tus(answers: MethodRouter<House>) -> MethodRouter<House> {
    answers.layer(map_response(async |mut answer: Response| {
        if answer.status() == StatusCode::PRECONDITION_FAILED {
            answer.headers_mut().insert(VERSIONS, VERSION);
        }
        answer.headers_mut().insert(RESUMABLE, VERSION);
        answer
    }))
}

/// Begins one.
pub(crate) async fn begin(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let site = site::by_id(house.db(), &signed, &site).await?;
    is_known(&headers)?;
    let bytes = number(&headers, &LENGTH)?;
    let upload = Upload::begin(&house.desk(), (&site.id, &signed.person), bytes).await?;
    let location = format!("/api/v1/sites/{}/uploads/{}", site.id, upload.id());
    Ok((StatusCode::CREATED, [(header::LOCATION, location)]).into_response())
}

/// How far it came.
pub(crate) async fn came(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(named): Named,
) -> Result<Response, Problem> {
    let upload = found(&house, &signed, named).await?;
    Ok((StatusCode::OK, [(OFFSET, upload.came().await?), (LENGTH, upload.bytes())]).into_response())
}

/// Goes on with it. Whatever comes of that, the answer says how far it came.
pub(crate) async fn go_on(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(named): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let upload = found(&house, &signed, named).await?;
    let written = Box::pin(write(&upload, &headers, body)).await;
    let mut answer = written.map_or_else(IntoResponse::into_response, |()| StatusCode::NO_CONTENT.into_response());
    if let Ok(came) = upload.came().await {
        answer.headers_mut().insert(OFFSET, came.into());
    }
    Ok(answer)
}

async fn write(upload: &Upload, headers: &HeaderMap, body: Body) -> Result<(), Problem> {
    is_known(headers)?;
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != PIECES) {
        let detail = format!("say what comes: content-type: {PIECES}");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "pieces_expected", detail));
    }
    let mut writing = upload.go_on(number(headers, &OFFSET)?).await?;
    let mut pieces = body.into_data_stream();
    loop {
        match tokio::time::timeout(QUIET, pieces.next()).await {
            Ok(Some(Ok(piece))) => writing.more(&piece).await?,
            Ok(None) => return Ok(writing.end().await?),
            Ok(Some(Err(_))) | Err(_) => {
                writing.end().await?;
                let detail = "the upload broke off: ask how far it came, and go on from there";
                return Err(Problem::new(StatusCode::BAD_REQUEST, "upload_cut_off", detail));
            }
        }
    }
}

/// Takes it in.
pub(crate) async fn end(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(named): Named,
) -> Result<(StatusCode, Json<Medium>), Problem> {
    let upload = found(&house, &signed, named).await?;
    let medium = Box::pin(upload.take_in(&house.desk(), &signed.name)).await?;
    Ok((StatusCode::CREATED, Json(medium)))
}

/// Forgets it.
pub(crate) async fn forget(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(named): Named,
) -> Result<StatusCode, Problem> {
    found(&house, &signed, named).await?.forget().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// That of whoever asks, and nobody else's.
async fn found(house: &House, signed: &Signed, (site, upload): (String, String)) -> Result<Upload, Problem> {
    let site = site::by_id(house.db(), signed, &site).await?;
    Ok(Upload::find(&house.desk(), (&site.id, &signed.person), &upload).await?)
}

/// Whoever names no version means this one.
fn is_known(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get(RESUMABLE) {
        Some(other) if other != VERSION => {
            let detail = "uploads go on as tus 1.0.0 has it: send tus-resumable: 1.0.0";
            Err(Problem::new(StatusCode::PRECONDITION_FAILED, "tus_version", detail))
        }
        _ => Ok(()),
    }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    let number = headers.get(name).and_then(|number| number.to_str().ok()?.parse().ok());
    number.ok_or_else(|| {
        let detail = format!("{name} is missing, or no number of bytes");
        Problem::new(StatusCode::BAD_REQUEST, "number_missing", detail)
    })
}
