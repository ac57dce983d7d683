//! Once: a write that names an Idempotency-Key is done once, however often it is asked for.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use people::Signed;
use people::answered::{self, Asked, By};

use crate::{House, Problem};

/// Bytes of a body: of what is asked at most so many are taken, and longer answers are given and not kept.
const AT_MOST: usize = 256 * 1024;

pub(crate) async fn once(State(house): State<House>, request: Request, next: Next) -> Result<Response, Problem> {
    let key = request.headers().get("idempotency-key").map(|key| key.to_str().unwrap_or_default().to_owned());
    let by = request.extensions().get::<Signed>().map(By::of);
    let (Some(key), Some(by), false) = (key, by, matches!(*request.method(), Method::GET | Method::HEAD)) else {
        return Ok(next.run(request).await);
    };
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, AT_MOST).await.map_err(|_| too_large())?;
    // Whoever hangs up meanwhile asks again: what was begun comes to its end without him, and its answer is kept.
    let answered = tokio::spawn(async move { answer(&house, (&by, &key), next, (parts, body)).await });
    answered.await.map_err(std::io::Error::other)?
}

/// Does what was asked, unless that was done, and keeps what was said.
async fn answer(
    house: &House,
    (by, key): (&By, &str),
    next: Next,
    (parts, body): (Parts, Bytes),
) -> Result<Response, Problem> {
    let uri = parts.uri.to_string();
    let asked = [parts.method.as_str().as_bytes(), uri.as_bytes(), &body[..]];
    if let Asked::Before { status, body } = answered::begin(house.db(), house.now(), by, key, &asked).await? {
        return Ok(again(status, body));
    }
    let request = Request::from_parts(parts, Body::from(body));
    let answer = next.run(request).await;
    if !answer.status().is_success() {
        // What was refused changed nothing, and may be asked again when its cause is gone.
        answered::free(house.db(), by, key).await?;
        return Ok(answer);
    }
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(std::io::Error::other)?;
    let is_kept = parts.extensions.get::<ToldOnce>().is_none() && (1..=AT_MOST).contains(&body.len());
    let kept = is_kept.then(|| String::from_utf8(body.to_vec()).ok()).flatten();
    answered::end(house.db(), by, key, parts.status.as_u16(), kept).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// Set on an answer with a secret in it: nobody keeps that, so it is told once.
#[derive(Clone, Copy)]
pub(crate) struct ToldOnce;

fn again(status: u16, body: Option<String>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut answer = match body {
        Some(json) => {
            (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], json).into_response()
        }
        None => (status, Bytes::new()).into_response(),
    };
    answer.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    answer
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "this is more than Tidings takes at once")
}
