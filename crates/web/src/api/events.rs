//! How an audit goes on, as server-sent events: the row is looked at, and what changed is told.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use optimize::kept::{self, Head, Stage};
use people::Signed;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::audits::found;
use crate::{House, Problem, door};

/// How often the row is looked at.
const EVERY: Duration = Duration::from_millis(250);
/// After so many looks it is asked again who listens: whoever was let out hears no more.
const LOOKS: u32 = 12;

/// The event `progress`: how far it is.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Progress {
    state: Stage,
    /// Pages read.
    pages: i64,
    /// Addresses known.
    known: i64,
    /// Pages that the contact sheet has.
    sheet: i64,
    /// A host that asks to be left alone, in words.
    waiting: Option<String>,
}

/// The event `done`, after which the stream ends.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Done {
    state: Stage,
    /// Why it failed.
    error: Option<String>,
}

/// One listener.
struct Listener {
    house: House,
    /// How he came in.
    headers: HeaderMap,
    workspace: String,
    audit: String,
    looks: u32,
    told: Option<Head>,
    tick: Interval,
    over: bool,
}

pub(crate) async fn of_audit(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(audit): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    found(&house, &signed, &audit).await?;
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener =
        Listener { house, headers, workspace: signed.workspace, audit, looks: 0, told: None, tick, over: false };
    let events = stream::unfold(listener, |mut listener| async {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    // nginx would keep events back until it has a bufferful.
    let unbuffered = [("x-accel-buffering", "no")];
    Ok((unbuffered, Sse::new(events).keep_alive(KeepAlive::default())))
}

impl Listener {
    /// The next event; `None` when the audit is over and that was told, or when it is gone.
    async fn next(&mut self) -> Option<Event> {
        if self.over {
            return None;
        }
        loop {
            self.tick.tick().await;
            self.looks += 1;
            if self.looks.is_multiple_of(LOOKS) && matches!(door::who(&self.house, &self.headers).await, Ok(None)) {
                return None;
            }
            // A database that does not answer for a moment is asked again: the browser would only come back at once.
            let Ok(found) = kept::by_id(self.house.db(), &self.workspace, &self.audit).await else { continue };
            let head = found?.head;
            // What comes last is told after the last progress.
            if head.ended_at.is_some() && self.told.as_ref() == Some(&head) {
                self.over = true;
                let done = Done { state: head.stage(), error: head.error };
                return Event::default().event("done").json_data(done).ok();
            }
            if self.told.as_ref() != Some(&head) {
                let progress = Progress {
                    state: head.stage(),
                    pages: head.pages,
                    known: head.known,
                    sheet: head.sheet,
                    waiting: head.waiting.clone(),
                };
                self.told = Some(head);
                return Event::default().event("progress").json_data(progress).ok();
            }
        }
    }
}
