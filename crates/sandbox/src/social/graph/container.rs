//! Containers: what Instagram and Threads make of a post before anybody sees it. One is ready after some looks at it, is published
//! once, says afterwards that it was, and is gone after a day.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;

use super::super::request::Request;
use super::super::say::Refused;
use super::super::shelf::{Kept, Media, Posted, Shelf, State};
use super::{date, no_object};

const DAY: i64 = 24 * 3600;

/// How often one still looks before a container is ready.
#[derive(Debug, Default)]
pub(super) struct Containers {
    looks: HashMap<String, u32>,
    /// The same of the next one that is made.
    pub(super) next: u32,
}

impl Containers {
    /// One of `kind` is made, which an item of several is one of. A film takes its time.
    pub(super) fn make(
        &mut self,
        shelf: &mut Shelf,
        posted: Posted,
        (kind, is_item): (&str, bool),
        now: Timestamp,
    ) -> String {
        let film = posted.media.iter().any(|media| media.kind.starts_with("video/"));
        let (id, looks) = (posted.id.clone(), std::mem::take(&mut self.next).max(u32::from(film) * 2));
        self.looks.insert(id.clone(), looks);
        let raw = json!({ "container": true, "until": now.as_second() + DAY, "item": is_item, "kind": kind });
        shelf.keep(posted, if is_item { State::Other } else { State::Draft }, raw);
        id
    }

    /// Where one stands.
    pub(super) fn stands(&self, kept: &Kept, now: Timestamp) -> &'static str {
        if kept.raw.get("published").is_some() {
            "PUBLISHED"
        } else if kept.raw["until"].as_i64() <= Some(now.as_second()) {
            "EXPIRED"
        } else if self.looks.get(&kept.posted.id).is_some_and(|looks| *looks > 0) {
            "IN_PROGRESS"
        } else {
            "FINISHED"
        }
    }

    /// The same, told to somebody who looks: it is readier from then on.
    pub(super) fn looked_at(&mut self, kept: &Kept, now: Timestamp) -> &'static str {
        let stands = self.stands(kept, now);
        if let Some(looks) = self.looks.get_mut(&kept.posted.id) {
            *looks = looks.saturating_sub(1);
        }
        stands
    }
}

/// The container `id` of the account.
pub(super) fn of<'s>(shelf: &'s Shelf, account: &str, id: &str) -> Option<&'s Kept> {
    shelf.find(id).filter(|kept| kept.posted.by == account && kept.raw["container"] == true)
}

/// What was published of the container `id`: a post with the number `made`; the container is told as published.
pub(super) fn shown(shelf: &mut Shelf, id: &str, made: u64, now: Timestamp) -> Option<String> {
    let kept = shelf.change(id)?;
    let posted = Posted { id: made.to_string(), at: now, ..kept.posted.clone() };
    let kind = kept.raw["kind"].clone();
    kept.state = State::Other;
    kept.raw["published"] = json!(posted.id);
    let made = posted.id.clone();
    shelf.keep(posted, State::Live, json!({ "kind": kind, "created": date(now) }));
    Some(made)
}

/// The pictures and films of a post of several, which are containers of the account; `None` where there are not between two and
/// `most` of them.
pub(super) fn children(
    shelf: &Shelf,
    request: &Request,
    account: &str,
    most: usize,
) -> Option<Result<Vec<Media>, Refused>> {
    let listed = request.parameter("children").unwrap_or_default().split(',').map(str::trim);
    let ids: Vec<&str> = listed.chain(request.all("children[]")).filter(|id| !id.is_empty()).collect();
    (2..=most).contains(&ids.len()).then(|| {
        let children = ids.iter().map(|id| {
            let item = of(shelf, account, id).filter(|kept| kept.raw["item"] == true);
            item.map(|kept| kept.posted.media.clone()).ok_or_else(|| no_object(id))
        });
        Ok(children.collect::<Result<Vec<_>, _>>()?.concat())
    })
}
