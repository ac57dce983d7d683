//! Health: whether the process is there, and whether it can do its work.

use axum::extract::State;
use axum::http::StatusCode;

use crate::House;

pub(crate) async fn alive() -> &'static str {
    "alive\n"
}

/// Ready: the database answers.
pub(crate) async fn ready(State(house): State<House>) -> (StatusCode, &'static str) {
    match people::first::has_password(house.db()).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(fault) => {
            tracing::error!(%fault, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
