//! The door: who may pass, and what every answer carries.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use people::{May, Signed};

use crate::visitor::visitor;
use crate::{House, Problem};

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: anybody may ask, signed in or not.
    Nothing,
    /// Somebody signed in, or a program with a token, who may do this in his workspace.
    Signed(May),
    /// Somebody signed in at a browser who may do this: what is about himself is not for tokens.
    InPerson(May),
}

/// Lets a request pass that has what its route needs. Whoever is signed in stands in the request from here on.
pub(crate) async fn guard(
    State((house, needs)): State<(House, Needs)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    // A form or a picture of another site cannot send this header, nor can its scripts without asking first.
    let api = request.uri().path().starts_with("/api/");
    let bearer = bearer(request.headers()).is_some();
    if changes && api && !bearer && !request.headers().contains_key("x-tidings") {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "cross_site",
            "send the header x-tidings with every request that changes something",
        ));
    }
    let (in_person, what) = match needs {
        Needs::Nothing => return Ok(next.run(request).await),
        Needs::Signed(what) => (false, what),
        Needs::InPerson(what) => (true, what),
    };
    let refused = if bearer { Problem::token_invalid } else { Problem::not_signed_in };
    let headers = request.headers().clone();
    let signed = who(&house, &headers).await?.ok_or_else(refused)?;
    if in_person && signed.token.is_some() {
        let detail = "this is about a person, not for a token: sign in with a browser";
        return Err(Problem::new(StatusCode::FORBIDDEN, "session_needed", detail));
    }
    if !signed.may(what) {
        let detail = match signed.scope().filter(|scope| !scope.may(what)) {
            Some(scope) => format!(
                "this token has the scope `{}`, which is not enough for this: do it in the console, or make a token \
                 with a larger scope there",
                scope.name()
            ),
            None => format!(
                "as {} you may look at this, but not do it: ask an owner of the workspace",
                signed.role().name()
            ),
        };
        return Err(Problem::new(StatusCode::FORBIDDEN, "not_allowed", detail));
    }
    request.extensions_mut().insert(signed);
    Ok(next.run(request).await)
}

/// Who sent these headers, as things stand now.
pub(crate) async fn who(house: &House, headers: &HeaderMap) -> Result<Option<Signed>, people::Fault> {
    match bearer(headers) {
        // Whoever shows a token acts by it alone, whatever his browser holds.
        Some(token) => people::by_token(house.db(), house.now(), token).await,
        None => people::signed(house.db(), house.now(), cookie(house, headers).unwrap_or_default()).await,
    }
}

/// What every request is asked, and every answer carries.
pub(crate) async fn every_answer(
    State(house): State<House>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let (visitor, strange_proxy) = visitor(request.headers(), peer, house.proxies());
    request.extensions_mut().insert(visitor);
    if strange_proxy {
        house.met_strange_proxy();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !house.is_called(host) {
        let detail = "this house answers to localhost alone: start it with --public-address to give it another name";
        return Problem::new(StatusCode::MISDIRECTED_REQUEST, "unknown_host", detail).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) && is_from_elsewhere(&house, request.headers(), host) {
        return Problem::new(StatusCode::FORBIDDEN, "cross_site", "another website sent this").into_response();
    }
    let api = request.uri().path().starts_with("/api/");
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    answer
}

/// Whether another website had a browser send this. A browser says so, in one way or the other; a program says nothing,
/// and holds no cookie that somebody could make use of.
fn is_from_elsewhere(house: &House, headers: &HeaderMap, host: &str) -> bool {
    // Not sent to an address without TLS, other than this machine's own.
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
    origin.is_some_and(|origin| !house.is_own_origin(origin, host))
}

/// What the framework refuses by itself (a body that is no JSON, a method that a path has not) is told as a problem too.
/// It stands within the compression: what was said is text there.
pub(crate) async fn refusals(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let answer = next.run(request).await;
    if api { problem(answer).await } else { answer }
}

async fn problem(answer: Response) -> Response {
    let (status, kind) = (answer.status(), answer.headers().get(header::CONTENT_TYPE));
    let is_told = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
    if !status.is_client_error() || is_told {
        return answer;
    }
    let code = match status {
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "json_expected",
        StatusCode::UNPROCESSABLE_ENTITY => "body_unusable",
        _ => "request_unusable",
    };
    let (parts, body) = answer.into_parts();
    let said = axum::body::to_bytes(body, 4096).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let detail = if said.is_empty() { "the API does not take this request" } else { &said };
    let mut told = Problem::new(status, code, detail).into_response();
    told.headers_mut().extend(parts.headers.into_iter().filter(|(name, _)| name.as_ref() == Some(&header::ALLOW)));
    told
}

pub(crate) const ALWAYS: [(&str, &str); 5] = [
    ("content-security-policy", console::POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// The secret in the session's cookie.
pub(crate) fn cookie<'a>(house: &House, headers: &'a HeaderMap) -> Option<&'a str> {
    cookie_called(headers, &house.cookie_name(headers))
}

/// What a cookie holds.
pub(crate) fn cookie_called<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The token that a program shows. Another scheme is a proxy's business, not ours.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The header that sets the cookie of whoever sent `headers` to `secret`; without one, that takes it away.
pub(crate) fn set_cookie(house: &House, headers: &HeaderMap, secret: Option<&str>) -> HeaderValue {
    let age = if secret.is_some() { people::SESSION_LASTS.as_secs() } else { 0 };
    set_cookie_for(house, headers, secret, age)
}

/// [`set_cookie`] for so many seconds.
pub(crate) fn set_cookie_for(house: &House, headers: &HeaderMap, secret: Option<&str>, age: u64) -> HeaderValue {
    let (name, secret) = (house.cookie_name(headers), secret.unwrap_or_default());
    let secure = if house.is_secure() { "; Secure" } else { "" };
    let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}
