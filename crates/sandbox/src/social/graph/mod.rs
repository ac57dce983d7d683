//! Graph: what Meta's networks say alike. Tokens as a parameter, errors with a code and a subcode, usage in a header.
//!
//! From developers.facebook.com/docs/graph-api/guides/error-handling and /overview/rate-limiting, and the parameter names of
//! facebook-business 26.0.3, as known on 26 November 2026. Never compared with the live network.

mod container;
pub(super) mod facebook;
mod films;
pub(super) mod instagram;
pub(super) mod threads;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::tokens::{Bad, Tokens};
use crate::Answer;

/// Behind the path's version (`v25.0`), if it has one.
fn behind_version(request: &Request) -> Vec<&str> {
    let parts = request.path_parts();
    let is_version = |part: &&str| {
        part.strip_prefix('v')
            .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.'))
    };
    let skip = usize::from(parts.first().is_some_and(is_version));
    parts.into_iter().skip(skip).collect()
}

fn token(request: &Request) -> Option<&str> {
    request.parameter("access_token").or_else(|| request.bearer())
}

/// Whose page or account the token is for.
fn whose(tokens: &Tokens, request: &Request, now: Timestamp) -> Result<String, Refused> {
    if token(request).is_none() {
        let says = "An active access token must be used to query information about the current user.";
        return Err(error(400, 2500, None, says));
    }
    tokens.whose(token(request), now).map_err(|bad| {
        let (subcode, why) = match bad {
            Bad::Unknown => return error(400, 190, None, "Invalid OAuth access token - Cannot parse access token"),
            Bad::Expired => (463, "Session has expired. The session is too old."),
            Bad::Revoked => (458, "The user has not authorized application."),
        };
        error(400, 190, Some(subcode), &format!("Error validating access token: {why}"))
    })
}

/// The number of a page or account, always the same for its name.
fn number(name: &str) -> String {
    say::number(name, 15).to_string()
}

/// Whether `part` of a path is the page or account `name`: by its number, its name, or as `me`.
fn is(part: &str, name: &str) -> bool {
    part == "me" || part == name || part == number(name)
}

fn error(status: u16, code: i64, subcode: Option<u64>, message: &str) -> Refused {
    let kind = if code == 1 || code == 2 { "GraphMethodException" } else { "OAuthException" };
    let mut error = json!({ "message": message, "type": kind, "code": code, "fbtrace_id": "Asandbox" });
    if let Some(subcode) = subcode {
        error["error_subcode"] = json!(subcode);
    }
    Refused::new(say::json(status, &json!({ "error": error })))
}

fn no_object(id: &str) -> Refused {
    let says = format!(
        "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does \
         not support this operation."
    );
    error(400, 100, Some(33), &says)
}

fn invalid(message: &str) -> Refused {
    error(400, 100, None, &format!("(#100) {message}"))
}

fn failed(status: u16) -> Answer {
    let says = if status >= 500 {
        "An unexpected error has occurred. Please retry your request later."
    } else {
        "Invalid parameter"
    };
    error(status, if status >= 500 { 2 } else { 100 }, None, says).answer()
}

/// The documented limit is an error 400 with code 4 and the minutes in a header; what stands before the network says 429.
fn limited(until: Until) -> Answer {
    let says = "(#4) Application request limit reached";
    match until {
        Until::Headers(seconds) => {
            let usage = json!({ "1": [{ "type": "pages", "call_count": 100, "total_cputime": 1, "total_time": 1,
                "estimated_time_to_regain_access": seconds.div_ceil(60) }] });
            error(400, 4, None, says).answer().header("X-Business-Use-Case-Usage", usage.to_string())
        }
        _ => error(429, 4, None, says).answer(),
    }
}

/// What the header of every answer says of the app's use.
fn usage(answer: Answer, calls: u64) -> Answer {
    let usage = json!({ "call_count": (calls / 10).min(99), "total_cputime": 0, "total_time": 0 });
    answer.header("X-App-Usage", usage.to_string())
}

/// Only what `fields` asks for of `object`, and its id.
fn chosen(request: &Request, object: &Value) -> Value {
    let Some(fields) = request.asks("fields") else { return object.clone() };
    let mut chosen = json!({ "id": object["id"] });
    for field in fields.split(',').map(str::trim) {
        // `comments.summary(total_count).limit(0)`: what of it stands behind the dot.
        let field = field.split_once('.').map_or(field, |(name, _)| name);
        if let Some(value) = object.get(field).filter(|value| !value.is_null()) {
            chosen[field] = value.clone();
        }
    }
    chosen
}

/// `objects` (the newest first) as a page of a list.
fn listed(request: &Request, objects: &[Value]) -> Said {
    let limit =
        request.asks("limit").map_or(Ok(25), str::parse::<usize>).map_err(|_| invalid("limit must be a number"))?;
    let limit = limit.min(100);
    let start = request
        .asks("after")
        .map_or(0, |after| objects.iter().position(|object| object["id"] == after).map_or(objects.len(), |at| at + 1));
    let page = &objects[start.min(objects.len())..objects.len().min(start + limit)];
    let data: Vec<Value> = page.iter().map(|object| chosen(request, object)).collect();
    let mut body = json!({ "data": data });
    if let (Some(first), Some(last)) = (page.first(), page.last()) {
        body["paging"] = json!({ "cursors": { "before": first["id"], "after": last["id"] } });
        if start + page.len() < objects.len() {
            let id = last["id"].as_str().unwrap_or_default();
            body["paging"]["next"] = json!(format!("{}{}?after={id}&limit={limit}", request.base(), request.path));
        }
    }
    Ok(say::json(200, &body))
}

/// `2026-11-26T20:15:31+0000`.
fn date(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string()
}
