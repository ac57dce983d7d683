//! Numbers: what is counted of requests, for the metrics, and the one line that the log has of each.
//!
//! Neither holds an address as it was asked: it may end in a secret. What stands there is the route's pattern.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::House;

/// Upper ends of the classes that durations are counted in, in seconds.
const UP_TO: [f64; 7] = [0.005, 0.025, 0.1, 0.3, 1.0, 3.0, 10.0];
/// What the console's own files and screens are counted as.
const CONSOLE: &str = "(console)";

/// What was counted since the start.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    requests: Mutex<BTreeMap<Which, Many>>,
}

/// Route, method, class of status.
type Which = (String, String, u16);

#[derive(Debug, Default)]
struct Many {
    count: u64,
    seconds: f64,
    up_to: [u64; UP_TO.len()],
}

impl Numbers {
    fn count(&self, which: Which, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let many = requests.entry(which).or_default();
        many.count += 1;
        many.seconds += took.as_secs_f64();
        for (count, end) in many.up_to.iter_mut().zip(UP_TO) {
            *count += u64::from(took.as_secs_f64() <= end);
        }
    }

    /// As Prometheus reads it.
    pub(crate) fn tell(&self, out: &mut String) {
        out.push_str("# HELP tidings_request_seconds How long requests took, until the answer began.\n");
        out.push_str("# TYPE tidings_request_seconds histogram\n");
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, method, class), many) in requests.iter() {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{class}xx\"");
            for (count, end) in many.up_to.iter().zip(UP_TO) {
                let _ = writeln!(out, "tidings_request_seconds_bucket{{{labels},le=\"{end}\"}} {count}");
            }
            let Many { count, seconds, .. } = many;
            let _ = writeln!(out, "tidings_request_seconds_bucket{{{labels},le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "tidings_request_seconds_sum{{{labels}}} {seconds}");
            let _ = writeln!(out, "tidings_request_seconds_count{{{labels}}} {count}");
        }
    }
}

/// Counts a request and has the log tell it.
pub(crate) async fn counted(State(house): State<House>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or(CONSOLE, MatchedPath::as_str).to_owned();
    // A method may be any word; only those that routes have are told.
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "DELETE") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let began = Instant::now();
    let answer = next.run(request).await;
    let (status, took) = (answer.status().as_u16(), began.elapsed());
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        tracing::warn!(method, route, status, millis, "request");
    } else {
        tracing::debug!(method, route, status, millis, "request");
    }
    house.numbers().count((route, method, status / 100), took);
    answer
}
