//! The API, version 1: a file for each resource. Each translates, and decides nothing.

pub(crate) mod account_sign_in;
pub(crate) mod accounts;
pub(crate) mod approval;
pub(crate) mod audits;
pub(crate) mod bin;
pub(crate) mod calendar;
pub(crate) mod cards;
pub(crate) mod client_links;
pub(crate) mod compose;
pub(crate) mod deliveries;
pub(crate) mod demo;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod feeds;
pub(crate) mod folders;
pub(crate) mod invitations;
pub(crate) mod kept_visits;
pub(crate) mod links;
pub(crate) mod logo;
pub(crate) mod me;
pub(crate) mod measured;
pub(crate) mod media;
pub(crate) mod monday;
pub(crate) mod money;
pub(crate) mod networks;
pub(crate) mod notices;
pub(crate) mod page;
pub(crate) mod pages;
pub(crate) mod people;
pub(crate) mod planned;
pub(crate) mod plugin;
pub(crate) mod posts;
pub(crate) mod posts_count;
pub(crate) mod posts_sheet;
pub(crate) mod posts_trial;
pub(crate) mod prices;
pub(crate) mod share_bar;
pub(crate) mod sheet;
pub(crate) mod sign_in;
pub(crate) mod sites;
pub(crate) mod slots;
pub(crate) mod statement;
pub(crate) mod tokens;
pub(crate) mod uploads;
pub(crate) mod visits;
pub(crate) mod wallet;
pub(crate) mod watched;
pub(crate) mod workspaces;

use axum::http::StatusCode;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Problem;

/// A list, a page of it at a time.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub(crate) struct List<T> {
    items: Vec<T>,
    /// What to ask for to go on; null at the end.
    next: Option<String>,
}

impl<T> List<T> {
    /// As many as a page has, and where the next one begins: `items` hold one more than the page where there is more.
    pub(crate) fn page(mut items: Vec<T>, at_most: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = items.len() > at_most;
        items.truncate(at_most);
        let next = items.last().filter(|_| more).map(cursor);
        Self { items, next }
    }

    /// Each as it is told.
    pub(crate) fn map<Told>(self, told: impl Fn(T) -> Told) -> List<Told> {
        List { items: self.items.into_iter().map(told).collect(), next: self.next }
    }

    /// All that there is.
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// From where on a list goes on.
#[derive(serde::Deserialize)]
pub(crate) struct After {
    /// What `next` said.
    after: Option<String>,
}

/// Where a list goes on: behind what has this time and id.
pub(crate) struct Behind {
    pub(crate) at: i64,
    pub(crate) id: String,
}

impl After {
    /// Where it goes on, of a list in the order of a text; the beginning where nothing was said.
    pub(crate) fn text(self) -> String {
        self.after.unwrap_or_default()
    }

    /// Where it goes on; the beginning where nothing was said.
    pub(crate) fn behind(self) -> Result<Behind, Problem> {
        let Some(after) = self.after else { return Ok(Behind { at: i64::MAX, id: String::new() }) };
        let parts = after.split_once('-').and_then(|(at, id)| Some(Behind { at: at.parse().ok()?, id: id.to_owned() }));
        let unknown =
            || Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "cursor_unknown", "take what `next` said for after");
        parts.ok_or_else(unknown)
    }
}

impl Behind {
    /// What `next` says of an item.
    pub(crate) fn cursor(at: i64, id: &str) -> String {
        format!("{at}-{id}")
    }
}

/// A time as the API tells it; times of the database are UTC microseconds. What lies beyond all calendars is told as the
/// last day that they have.
pub(crate) fn time(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
