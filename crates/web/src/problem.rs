//! Problems: what could not be done, as problem+json (RFC 9457) with a stable code.

use std::io::ErrorKind;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

/// What could not be done.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    /// Cause and remedy, one sentence.
    detail: String,
    retry_after: Option<u64>,
}

/// A problem as it is told (RFC 9457).
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct Told<'a> {
    /// Always `about:blank`: what it is stands in `code`.
    r#type: &'static str,
    title: &'a str,
    status: u16,
    /// For programs; it stays the same.
    code: &'static str,
    /// Cause and remedy, one sentence for people.
    detail: &'a str,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), retry_after: None }
    }

    pub(crate) fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "sign in first")
    }

    pub(crate) fn token_invalid() -> Self {
        let detail = "this token was revoked or has run out, or whoever made it left the workspace: make a new one";
        Self::new(StatusCode::UNAUTHORIZED, "token_invalid", detail)
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("there is no such {what} here"))
    }

    /// Cause and remedy, one sentence.
    pub(crate) fn says(&self) -> &str {
        &self.detail
    }

    /// Its status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// For how many seconds one is not heard.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.retry_after
    }

    /// Something of ours broke: told to the log, not to the caller.
    fn broken(fault: &dyn std::fmt::Display) -> Self {
        tracing::error!(%fault, "a request was not answered");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "broken",
            "something went wrong in Tidings: its log says what; try again",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or_default();
        let told =
            Told { r#type: "about:blank", title, status: self.status.as_u16(), code: self.code, detail: &self.detail };
        let mut answer = (self.status, Json(told)).into_response();
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.extend(self.retry_after.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
        answer
    }
}

impl From<people::Fault> for Problem {
    fn from(fault: people::Fault) -> Self {
        use people::Fault::{Denied, Store, TooManyTries, Unknown, Wrong};
        match fault {
            Wrong { code: code @ ("changed_meanwhile" | "is_member" | "site_exists" | "still_under_way"), says } => {
                Self::new(StatusCode::CONFLICT, code, says)
            }
            Wrong { code: code @ "password_wrong", says } => Self::new(StatusCode::FORBIDDEN, code, says),
            Wrong { code, says } => Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, says),
            TooManyTries(wait) => Self {
                retry_after: Some(wait.as_secs() + 1),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_tries", fault.to_string())
            },
            Denied(says) => Self::new(StatusCode::FORBIDDEN, "not_allowed", says),
            Unknown(what) => Self::not_found(what),
            Store(fault) => fault.into(),
        }
    }
}

impl From<measure::arrivals::NotKept> for Problem {
    fn from(fault: measure::arrivals::NotKept) -> Self {
        Self { retry_after: Some(3), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_kept", fault.to_string()) }
    }
}

impl From<measure::measured::Refused> for Problem {
    fn from(refused: measure::measured::Refused) -> Self {
        use measure::measured::Refused::{Changed, Store, Wrong};
        match refused {
            Wrong(says) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "settings_wrong", says),
            Changed => Self::new(StatusCode::CONFLICT, "changed_meanwhile", refused.to_string()),
            Store(fault) => fault.into(),
        }
    }
}

impl From<ledger::Fault> for Problem {
    fn from(fault: ledger::Fault) -> Self {
        match fault {
            ledger::Fault::Wrong {
                code: code @ ("timer_runs" | "booked_anew" | "nothing_open" | "timer_long" | "changed_meanwhile"),
                says,
            } => Self::new(StatusCode::CONFLICT, code, says),
            ledger::Fault::Wrong { code, says } => Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, says),
            ledger::Fault::Unknown(what) => Self::not_found(what),
            ledger::Fault::Store(fault) => fault.into(),
        }
    }
}

impl From<market::Fault> for Problem {
    fn from(fault: market::Fault) -> Self {
        use market::Fault::{Changed, Disk, Ledger, Network, Store, Unknown, Wrong};
        let says = fault.to_string();
        match fault {
            Wrong {
                code:
                    code @ ("post_went_out" | "delivery_not_open" | "upload_offset" | "upload_unfinished"
                    | "uploads_too_many"),
                says,
            } => Self::new(StatusCode::CONFLICT, code, says),
            Wrong { code: code @ ("upload_too_large" | "upload_longer"), says } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, code, says)
            }
            Wrong { code: code @ "upload_busy", says } => {
                Self { retry_after: Some(3), ..Self::new(StatusCode::LOCKED, code, says) }
            }
            Wrong { code: code @ "media_full", says } => Self::new(StatusCode::INSUFFICIENT_STORAGE, code, says),
            Wrong { code, says } => Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, says),
            Network(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "network_refuses", says),
            Unknown(what) => Self::not_found(what),
            Changed(_) => Self::new(StatusCode::CONFLICT, "changed_meanwhile", says),
            Disk(fault) if matches!(fault.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                tracing::error!(%fault, "a picture could not be kept");
                let detail = "the disk of the data folder is full: make room there, then add it again";
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", detail)
            }
            Disk(fault) => fault.into(),
            Ledger(fault) => fault.into(),
            Store(fault) => fault.into(),
        }
    }
}

impl From<advise::demo::Refused> for Problem {
    fn from(refused: advise::demo::Refused) -> Self {
        use advise::demo::Refused::{Card, Ledger, NothingMade, People, Store, UnderWay};
        let says = refused.to_string();
        match refused {
            UnderWay => Self::new(StatusCode::CONFLICT, "audit_running", says),
            NothingMade => Self::new(StatusCode::CONFLICT, "cards_needed", says),
            People(fault) => fault.into(),
            Ledger(fault) => fault.into(),
            Card(fault) => fault.into(),
            Store(fault) => fault.into(),
        }
    }
}

impl From<optimize::kept::NotDrawn> for Problem {
    fn from(fault: optimize::kept::NotDrawn) -> Self {
        use optimize::kept::NotDrawn::{BrokeOff, Card, Store};
        match fault {
            Store(fault) => fault.into(),
            Card(optimize::card::Fault::NoFonts(_)) => {
                Self::new(StatusCode::NOT_IMPLEMENTED, "no_fonts", fault.to_string())
            }
            Card(_) | BrokeOff => std::io::Error::other(fault).into(),
        }
    }
}

impl From<store::Fault> for Problem {
    fn from(fault: store::Fault) -> Self {
        use store::Fault::{Busy, Closed, Commit, NotOpened};
        // Nothing of it was kept, and it may go well in a moment.
        let passes = match &fault {
            Busy | Closed | NotOpened { .. } => "the database does not answer: see that it runs, then try again",
            Commit { .. } => "the database could not keep this: see that its disk has room, then try again",
            _ => return Self::broken(&fault),
        };
        tracing::error!(%fault, "the database did not do its part");
        Self { retry_after: Some(5), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "database_away", passes) }
    }
}

impl From<std::io::Error> for Problem {
    fn from(fault: std::io::Error) -> Self {
        Self::broken(&fault)
    }
}

impl From<serde_json::Error> for Problem {
    fn from(fault: serde_json::Error) -> Self {
        Self::broken(&fault)
    }
}
