//! `/t.js`, `/t` and `/t.gif`: the script that a site's pages carry, what it tells, and the picture for browsers without
//! scripts. Everything is taken from everybody; what it is, `measure::collect` says.
//!
//! A beacon is answered when it is on the disk. Where too many wait for that, the answer is 503 and nothing is kept.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use measure::arrivals::NotKept;
use measure::collect::{self, Asks, NotTaken};

use crate::House;
use crate::visitor::{Visitor, visitor};

/// The longest message of a script.
const LONGEST: usize = 8 * 1024;
/// How long a message may take to come.
const TO_COME: Duration = Duration::from_secs(10);
/// A picture of one pixel that nobody sees.
const PIXEL: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Script,
    Tell,
    Pixel,
}

impl Asked {
    /// By its path.
    pub(crate) fn of(path: &str) -> Option<Self> {
        match path {
            "/t.js" => Some(Self::Script),
            "/t" => Some(Self::Tell),
            "/t.gif" => Some(Self::Pixel),
            _ => None,
        }
    }
}

/// Answers.
pub(crate) async fn answer(house: House, peer: SocketAddr, asked: Asked, request: Request<Body>) -> Response {
    let method = request.method().clone();
    let mut answer = match (asked, &method) {
        (Asked::Script, &Method::GET | &Method::HEAD) => script(&house, &request),
        (Asked::Tell, &Method::POST) => tell(&house, peer, request).await,
        // A browser that is not content with the kind of the message asks first.
        (Asked::Tell, &Method::OPTIONS) => {
            let headers = [
                (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST")),
                (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type")),
                (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400")),
            ];
            (StatusCode::NO_CONTENT, headers).into_response()
        }
        (Asked::Pixel, &Method::GET | &Method::HEAD) => pixel(&house, peer, &request.into_parts().0).await,
        (asked, _) => {
            let allow = if asked == Asked::Tell { "POST" } else { "GET, HEAD" };
            (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, HeaderValue::from_static(allow))]).into_response()
        }
    };
    let headers = answer.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    // Pages of other sites may take it in, whatever they ask of what they take in.
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

fn key(uri: &Uri) -> &str {
    let query = uri.query().unwrap_or_default();
    query.split('&').find_map(|pair| pair.strip_prefix("k=")).unwrap_or_default()
}

fn script(house: &House, request: &Request<Body>) -> Response {
    let Some(measured) = house.measured().by_key(key(request.uri())) else {
        let says = "// No site has this key: copy the line anew from Tidings.\n";
        return (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript"))], says)
            .into_response();
    };
    // Its version stands in the tag: with each change of the settings, and of the program, it is another one.
    let tag = format!("\"{}-{}\"", env!("CARGO_PKG_VERSION"), measured.version);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600, stale-while-revalidate=86400"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.extend(HeaderValue::try_from(&tag).ok().map(|tag| (header::ETAG, tag)));
    let said = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if said(header::IF_NONE_MATCH).trim_start_matches("W/") == tag {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let script = collect::script(&measured);
    if said(header::ACCEPT_ENCODING).contains("gzip")
        && let Ok(packed) = packed(script.as_bytes())
    {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return (headers, packed).into_response();
    }
    (headers, script).into_response()
}

fn packed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packing = GzEncoder::new(Vec::new(), Compression::best());
    packing.write_all(bytes)?;
    packing.finish()
}

async fn tell(house: &House, peer: SocketAddr, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(TO_COME, axum::body::to_bytes(body, LONGEST)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let made = {
        let agent = agent(&parts.headers);
        let asks = asks(house, peer, &parts.headers, &agent);
        house.intake().beacon(house.arrivals(), house.measured(), &body, &asks)
    };
    match made {
        Ok(arrival) => match house.arrivals().keep_durably(&[arrival]).await {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(fault) => away(fault),
        },
        // Whoever sends too much, or another site's pages, learns nothing.
        Err(NotTaken::LeftOut(_)) => StatusCode::NO_CONTENT.into_response(),
        Err(NotTaken::Unknown) => StatusCode::NOT_FOUND.into_response(),
        Err(NotTaken::Unreadable) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn away(fault: NotKept) -> Response {
    let headers = [(header::RETRY_AFTER, HeaderValue::from_static("3"))];
    (StatusCode::SERVICE_UNAVAILABLE, headers, fault.to_string()).into_response()
}

async fn pixel(house: &House, peer: SocketAddr, asked: &Parts) -> Response {
    let headers = &asked.headers;
    let made = {
        let agent = agent(headers);
        let asks = asks(house, peer, headers, &agent);
        let page = headers.get(header::REFERER).map(|value| String::from_utf8_lossy(value.as_bytes()));
        house.intake().pixel(house.arrivals(), house.measured(), key(&asked.uri), &page.unwrap_or_default(), &asks)
    };
    if let Ok(arrival) = made
        && asked.method == Method::GET
    {
        // The picture is answered in any case: a page never shows a broken one.
        let _ = house.arrivals().keep_durably(&[arrival]).await;
    }
    ([(header::CONTENT_TYPE, HeaderValue::from_static("image/gif"))], PIXEL).into_response()
}

fn agent(headers: &HeaderMap) -> String {
    headers
        .get(header::USER_AGENT)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .unwrap_or_default()
}

fn asks<'a>(house: &House, peer: SocketAddr, headers: &HeaderMap, agent: &'a str) -> Asks<'a> {
    let (Visitor(address), strange_proxy) = visitor(headers, peer, house.proxies());
    if strange_proxy {
        house.met_strange_proxy();
    }
    let declines = ["sec-gpc", "dnt"].iter().any(|name| headers.get(*name).is_some_and(|value| value == "1"));
    Asks { address, agent, declines, now: house.now() }
}
