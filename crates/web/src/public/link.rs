//! `/l/CODE`: leads to what the link was minted for, and keeps that somebody came.
//!
//! It leads to minted targets and nowhere else. A click is with the kernel before the answer leaves. What is no visit
//! (HEAD, a prefetch, a picture's source) is led, and not kept; a network's preview agent is led too, so that the card is
//! that of the target, and kept as an unfurl.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Token;
use jiff::Timestamp;
use ledger::known::{Home, Led};
use measure::arrivals::{Arrival, Kind, referrer, said, salt};

use super::page::{Page, gone};
use crate::House;
use crate::door::ALWAYS;
use crate::visitor::{Visitor, visitor};

/// What follows `/l/` is as long at most; a token has 22 signs.
const LONGEST: usize = 64;

/// Answers whoever follows the link that `rest`, what stands behind `/l/`, names.
pub(crate) fn follow<B>(house: &House, peer: SocketAddr, request: &Request<B>, rest: &str) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let headers = [(header::ALLOW, HeaderValue::from_static("GET, HEAD"))];
        return (StatusCode::METHOD_NOT_ALLOWED, headers).into_response();
    }
    let Some(token) = token(rest) else {
        let says = "One of its letters or digits is not right, or some are missing. Look at the link once more, or ask whoever gave it to you.";
        return page(Page::new("This link has a typing error").status(StatusCode::NOT_FOUND).says(says));
    };
    let now = house.now();
    match house.links().lead(&token, request.uri().query(), now) {
        Led::To(location, home) => {
            keep(house, peer, request, &token, &home, now);
            led(location)
        }
        Led::Over(home) => {
            let says = "Whoever gave it out switched it off, or it was made to last until a day that is over.";
            page(gone("This link leads nowhere any more", says).leads(
                "The website is still there:",
                &home.address,
                &home.address,
            ))
        }
        Led::Unknown => {
            let says = "Nobody here gave out this link, or it went together with its website. Look at the link once more, or ask whoever gave it to you.";
            page(Page::new("There is no such link").status(StatusCode::NOT_FOUND).says(says))
        }
    }
}

/// The token in a path. What follows it at the end of a sentence is left away.
fn token(rest: &str) -> Option<Token> {
    if rest.len() > LONGEST {
        return None;
    }
    let rest = rest.trim_end_matches(['/', '.', ',', ';', ':', '!', '?', ')', '\'', '"', '>']);
    if rest.contains('%') { rest.replace("%7E", "~").replace("%7e", "~").parse().ok() } else { rest.parse().ok() }
}

fn led(location: String) -> Response {
    let Ok(location) = HeaderValue::try_from(location) else {
        // A target is an address, and an address has no sign that a header could not.
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::FOUND;
    let headers = answer.headers_mut();
    headers.insert(header::LOCATION, location);
    // A browser that remembered it would not come by again.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The target sees from which site a visitor came, as it would without us, and no more.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    answer
}

/// A page carries what every answer does.
fn page(page: Page) -> Response {
    let mut answer = page.into_response();
    for (name, value) in ALWAYS {
        answer.headers_mut().entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    answer
}

fn keep<B>(house: &House, peer: SocketAddr, request: &Request<B>, token: &Token, home: &Home, now: Timestamp) {
    let headers = request.headers();
    if request.method() == Method::HEAD || is_fetched_ahead(headers) {
        return;
    }
    let header = |name| headers.get(name).map(|value| String::from_utf8_lossy(HeaderValue::as_bytes(value)));
    let agent = header(header::USER_AGENT).unwrap_or_default();
    let network = networks::unfurls(&agent);
    let visitor = match network {
        Some(_) => None,
        None => {
            let (Visitor(address), strange_proxy) = visitor(headers, peer, house.proxies());
            if strange_proxy {
                house.met_strange_proxy();
            }
            house.arrivals().visitor(salt::day(now), &home.site, address, &agent)
        }
    };
    let from = header(header::REFERER).unwrap_or_default();
    house.arrivals().keep(&Arrival {
        kind: if network.is_some() { Kind::Unfurl } else { Kind::Click },
        at: now.as_microsecond(),
        code: token.code.as_str().into(),
        visitor,
        press: token.press.as_ref().map(|press| press.as_str().into()),
        parent: token.parent.as_ref().map(|parent| parent.as_str().into()),
        network: network.map(|network| network.id.as_str().into()),
        referrer: referrer(&from),
        agent: said(&agent),
        ..Arrival::default()
    });
}

/// Whether nobody looks at what is fetched here: a browser that reads ahead, or something else than a page.
fn is_fetched_ahead(headers: &HeaderMap) -> bool {
    let says = |name: &str, word: &str| {
        headers.get(name).is_some_and(|value| {
            value.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    let ahead = [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prerender"),
        ("purpose", "prefetch"),
        ("purpose", "preview"),
        ("x-purpose", "preview"),
        ("x-moz", "prefetch"),
    ];
    let is_part =
        headers.get("sec-fetch-dest").is_some_and(|dest| dest != "document" && dest != "iframe" && dest != "frame");
    is_part || ahead.iter().any(|(name, word)| says(name, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_as_people_and_programs_write_it() {
        let code = domain::Code::mint(&domain::SystemRandom).to_string();
        let whole = format!("{code}~k7q4mx~{code}");
        for (rest, told) in [
            (code.clone(), &code),
            (code.to_uppercase(), &code),
            (format!("{code}/"), &code),
            (format!("{code})."), &code),
            (whole.clone(), &whole),
            (whole.replace('~', "%7E"), &whole),
            (whole.replace('~', "%7e"), &whole),
        ] {
            assert_eq!(token(&rest).unwrap().to_string(), *told, "{rest}");
        }
        for rest in ["", "/", "k", &"x".repeat(10_000), "../etc/passwd", "%00", "https://evil.example/"] {
            assert_eq!(token(rest), None, "{rest}");
        }
    }
}
