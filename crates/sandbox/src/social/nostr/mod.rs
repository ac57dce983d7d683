//! Nostr: a relay. It keeps what is signed rightly, shows it to whoever asks, and forgets what its author takes back.
//!
//! From github.com/nostr-protocol/nips, 01, 09, 10 and 11, read on 27 November 2026; what it says of a second time is what that
//! document says, and nostr-relay 1.14 (PyPI) answers `false` where this one answers `true`. Any key is an account.

mod event;

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Step;
use super::fault::Until;
use super::request::Request;
use super::say;
use super::shelf::{Media, Posted, Shelf, State};
use super::speaks::Speaks;
use crate::Answer;

/// Events of one answer.
const MOST: usize = 500;
/// An event may be so much younger than the relay's clock, in seconds.
const AHEAD: i64 = 900;

/// A relay.
#[derive(Debug, Default)]
pub(super) struct Nostr {
    shelf: Shelf,
    banned: HashSet<String>,
    taken_back: HashSet<String>,
}

impl Nostr {
    fn kept(&mut self, event: &Value, now: Timestamp) -> Value {
        let id = text(event, "id");
        let answer = |taken: bool, says: &str| json!(["OK", id, taken, says]);
        if let Err(says) = event::is_sound(event) {
            return answer(false, &format!("invalid: {says}"));
        }
        let author = text(event, "pubkey");
        if self.banned.contains(author) {
            return answer(false, "blocked: you are banned from posting here");
        }
        if event["created_at"].as_i64().is_none_or(|at| at > now.as_second() + AHEAD) {
            return answer(false, "invalid: event creation date is too far off from the current time");
        }
        if self.shelf.find(id).is_some() {
            return answer(true, "duplicate: already have this event");
        }
        if self.taken_back.contains(id) {
            return answer(false, "blocked: its author has deleted this event");
        }
        if event["kind"] == 5 {
            self.takes_back(event);
        }
        let state = if event["kind"] == 1 { State::Live } else { State::Other };
        self.shelf.keep(posted(event, now), state, event.clone());
        answer(true, "")
    }

    /// What its own author names is gone, and comes back no more.
    fn takes_back(&mut self, removal: &Value) {
        for id in tags(removal, "e").filter_map(|tag| tag[1].as_str()) {
            if self.shelf.find(id).is_some_and(|kept| kept.raw["pubkey"] == removal["pubkey"]) {
                self.shelf.take_down(id);
                self.taken_back.insert(id.to_owned());
            }
        }
    }

    /// What fits one of the filters, the newest first, and that this is all.
    fn found(&self, sub: &Value, filters: &[Value]) -> Vec<Value> {
        let kept = self.shelf.all(State::Live).chain(self.shelf.all(State::Other)).map(|kept| &kept.raw);
        let mut found: Vec<&Value> = kept.filter(|event| filters.iter().any(|filter| fits(event, filter))).collect();
        found.sort_by_key(|event| std::cmp::Reverse(event["created_at"].as_i64()));
        let limit = filters.iter().filter_map(|filter| filter["limit"].as_u64()).max();
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MOST).min(MOST);
        let told = found.into_iter().take(limit).map(|event| json!(["EVENT", sub, event]));
        told.chain([json!(["EOSE", sub])]).collect()
    }
}

impl Speaks for Nostr {
    fn step(&self, request: &Request) -> Step {
        match (&*request.method, request.json[1]["kind"].as_i64()) {
            ("EVENT", Some(5)) => Step::Delete,
            ("EVENT", _) => Step::Publish,
            _ => Step::Read,
        }
    }

    /// A message, whose answers stand each on a line of its own; over plain HTTP, what the relay says of itself.
    fn answer(&mut self, request: &Request, now: Timestamp) -> Answer {
        let said = &request.json;
        let answers = match &*request.method {
            "EVENT" => vec![self.kept(&said[1], now)],
            "REQ" if said[1].as_str().is_some_and(|sub| (1..=64).contains(&sub.len())) => {
                self.found(&said[1], said.as_array().and_then(|all| all.get(2..)).unwrap_or_default())
            }
            "REQ" => vec![json!(["NOTICE", "invalid: a subscription has a name of 1 to 64 characters"])],
            "CLOSE" => Vec::new(),
            "GET" => {
                let about =
                    json!({ "name": "Sandbox", "description": "It forgets everything", "supported_nips": [1, 9, 11] });
                return Answer::bytes("application/nostr+json", about.to_string());
            }
            other => vec![json!(["NOTICE", format!("invalid: what is {other}?")])],
        };
        let lines: Vec<String> = answers.iter().map(Value::to_string).collect();
        // Nothing is said of what asks for nothing.
        Answer::text(lines.join("\n")).with_status(if lines.is_empty() { 204 } else { 200 })
    }

    fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// A key cannot be taken back; the relay takes nothing of it any more.
    fn revoke(&mut self, request: &Request, _: bool) {
        self.banned.insert(text(&request.json[1], "pubkey").to_owned());
    }

    fn failed(&self, status: u16) -> Answer {
        let says = if status >= 500 { "error: could not connect to the database" } else { "invalid: no" };
        Answer::text(says).with_status(status)
    }

    /// A relay does not say until when.
    fn limited(&self, _: Until, _: Timestamp) -> Answer {
        Answer::text("rate-limited: slow down there chief").with_status(429)
    }
}

fn posted(event: &Value, now: Timestamp) -> Posted {
    let content = text(event, "content");
    let pictures = tags(event, "imeta").map(|tag| {
        let field = |name: &str| {
            let mut fields = tag.as_array().into_iter().flatten().filter_map(Value::as_str);
            fields.find_map(|it| it.strip_prefix(name)?.strip_prefix(' ')).map(str::to_owned)
        };
        let (url, digest) = (field("url").unwrap_or_default(), field("x").unwrap_or_default());
        Media { id: url, kind: field("m").unwrap_or_default(), bytes: 0, digest, alt: field("alt") }
    });
    Posted {
        id: text(event, "id").to_owned(),
        by: text(event, "pubkey").to_owned(),
        text: content.to_owned(),
        title: None,
        links: say::links(content),
        card: None,
        media: pictures.collect(),
        reply_to: above(event).map(str::to_owned),
        at: now,
    }
}

/// What an event answers (NIP-10).
fn above(event: &Value) -> Option<&str> {
    let marked = |mark: &str| tags(event, "e").find(|tag| tag[3] == mark);
    marked("reply").or_else(|| marked("root")).and_then(|tag| tag[1].as_str())
}

/// Whether all that the filter names holds of the event.
fn fits(event: &Value, filter: &Value) -> bool {
    let Some(filter) = filter.as_object() else { return false };
    let among = |list: &Value, value: &Value| list.as_array().is_some_and(|list| list.contains(value));
    let at = event["created_at"].as_i64();
    filter.iter().all(|(name, wanted)| match name.as_str() {
        "ids" => among(wanted, &event["id"]),
        "authors" => among(wanted, &event["pubkey"]),
        "kinds" => among(wanted, &event["kind"]),
        "since" => at >= wanted.as_i64(),
        "until" => at <= wanted.as_i64(),
        "limit" => true,
        other => other.strip_prefix('#').is_some_and(|name| tags(event, name).any(|tag| among(wanted, &tag[1]))),
    })
}

fn tags<'e>(event: &'e Value, name: &'e str) -> impl Iterator<Item = &'e Value> {
    event["tags"].as_array().into_iter().flatten().filter(move |tag| tag[0] == name)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}
