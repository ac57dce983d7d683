//! The API, version 1: a file for each resource. Each translates, and decides nothing.

pub(crate) mod audits;
pub(crate) mod demo;
pub(crate) mod events;
pub(crate) mod me;
pub(crate) mod networks;
pub(crate) mod sheet;
pub(crate) mod sign_in;
pub(crate) mod sites;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// A list, a page of it at a time.
#[derive(Serialize, JsonSchema)]
pub(crate) struct List<T> {
    items: Vec<T>,
    /// What to ask for to go on; absent at the end.
    next: Option<String>,
}

impl<T> List<T> {
    /// All that there is.
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// A time as the API tells it; times of the database are UTC microseconds.
pub(crate) fn time(at: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(at).ok()
}
