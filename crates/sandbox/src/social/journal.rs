//! Journal: what may have changed something at the networks, a line of JSON each, so that networks that start again go on
//! where they were. Their ids and tokens come of what was asked and when, so asking the same again gives the same.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::request::Request;
use super::tokens::encoded;

/// Where it is written down.
#[derive(Debug)]
pub(super) struct Journal(Mutex<File>);

impl Journal {
    /// The one at `path`, and what stands in it, in order. What cannot be read, such as half a line, is left out.
    pub(super) fn open(path: &Path) -> io::Result<(Self, Vec<Request>)> {
        let stands = match std::fs::read_to_string(path) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok((Self(Mutex::new(file)), stands.lines().filter_map(read).collect()))
    }

    /// Writes `request` down, where it may change something, as one of `now`.
    pub(super) fn note(&self, request: &Request, now: Timestamp) -> io::Result<()> {
        if matches!(&*request.method, "GET" | "HEAD" | "OPTIONS" | "REQ" | "CLOSE") {
            return Ok(());
        }
        // The line's end comes first: half a line of one that was killed spoils no other.
        let line = format!("\n{}", told(request, now));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())
    }
}

fn told(request: &Request, now: Timestamp) -> Value {
    let network = request.network.map_or("", super::Network::id);
    let query: Vec<String> =
        request.query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    json!({
        "at": now.to_string(),
        "method": request.method,
        "target": format!("/{network}{}?{}", request.path, query.join("&")),
        "headers": request.headers,
        "body": STANDARD.encode(&request.body),
    })
}

fn read(line: &str) -> Option<Request> {
    let told: Value = serde_json::from_str(line).ok()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let header = |pair: &Value| Some((text(&pair[0])?, text(&pair[1])?));
    let headers = told["headers"].as_array()?.iter().map(header).collect::<Option<Vec<_>>>()?;
    let (at, body) = (told["at"].as_str()?.parse().ok()?, STANDARD.decode(told["body"].as_str()?).ok()?);
    let is_said = headers.iter().any(|(name, _)| name == "sec-websocket-key");
    let said = String::from_utf8_lossy(&body).into_owned();
    let request = Request::of(told["method"].as_str()?, told["target"].as_str()?, headers, body, at);
    Some(if is_said { request.said(&said, at) } else { request })
}
