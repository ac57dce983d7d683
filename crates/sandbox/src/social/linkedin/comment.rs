//! Comments: written below a post by whoever may post, and read back to pages alone.
//!
//! From learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api, read on 27 November 2026. What a comment's
//! length is bounded by stands there nowhere. The same words twice are two comments. Never compared with the live network.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::request::Request;
use super::super::say::{self, Said};
use super::super::shelf::{Kept, Posted, State};
use super::{LinkedIn, error, invalid, may_read, not_found};
use crate::Answer;

/// Characters of a comment.
const LONGEST: usize = 1_250;
const KNOWN: &[&str] = &["actor", "object", "message", "content", "parentComment"];

impl LinkedIn {
    /// A comment below the post `urn`.
    pub(super) fn comment(&mut self, request: &Request, urn: &str, authors: &[String], now: Timestamp) -> Said {
        if let Some(field) = request.json.as_object().and_then(|it| it.keys().find(|it| !KNOWN.contains(&&***it))) {
            let says = format!("ERROR :: /{field} :: unrecognized field found but not allowed");
            return Err(error(422, "UNRECOGNIZED_FIELD", &says));
        }
        self.shelf.find(urn).filter(|kept| kept.state == State::Live).ok_or_else(not_found)?;
        let actor = request.json["actor"].as_str().unwrap_or_default();
        if !authors.iter().any(|own| own == actor) {
            return Err(error(403, "ACCESS_DENIED", "Not enough permissions to access: actor"));
        }
        if request.json["object"] != urn {
            return Err(invalid("/object"));
        }
        let text = request.json["message"]["text"].as_str().unwrap_or_default();
        if text.trim().is_empty() {
            let says = "ERROR :: /message/text :: field is required but not found and has no default value";
            return Err(error(422, "MISSING_FIELD", says));
        }
        if text.chars().count() > LONGEST {
            let says = format!("ERROR :: /message/text :: {LONGEST} characters at most");
            return Err(error(400, "FIELD_LENGTH_TOO_LONG", &says));
        }
        self.given += 1;
        let id = (7_500_000_000_000_000_000 + self.given).to_string();
        let comment = format!("urn:li:comment:({urn},{id})");
        let raw = json!({ "id": id, "commentUrn": comment, "actor": actor, "object": urn, "message": { "text": text, "attributes": [] },
            "created": { "actor": actor, "time": now.as_millisecond() } });
        let posted = Posted {
            id: comment,
            by: actor.to_owned(),
            text: text.to_owned(),
            title: None,
            links: say::links(text),
            card: None,
            media: Vec::new(),
            reply_to: Some(urn.to_owned()),
            at: now,
        };
        self.shelf.keep(posted, State::Live, raw.clone());
        Ok(say::json(201, &raw).header("x-restli-id", id))
    }

    /// What stands below the post `urn`, the oldest first.
    pub(super) fn comments(&self, request: &Request, urn: &str, authors: &[String]) -> Said {
        let post = self.shelf.find(urn).ok_or_else(not_found)?;
        may_read(&post.posted.by, authors)?;
        let number = |name: &str, usual: usize| request.asks(name).and_then(|it| it.parse().ok()).unwrap_or(usual);
        let (start, count) = (number("start", 0), number("count", 10).min(100));
        let below = self.shelf.all(State::Live).filter(|kept| kept.posted.reply_to.as_deref() == Some(urn));
        let elements: Vec<&Value> = below.skip(start).take(count).map(|kept| &kept.raw).collect();
        let paging = json!({ "start": start, "count": count, "links": [] });
        Ok(say::json(200, &json!({ "elements": elements, "paging": paging })))
    }

    /// The comment `id` below the post `urn`.
    pub(super) fn comment_of(&self, urn: &str, id: &str, authors: &[String]) -> Said {
        let kept = self.below(urn, id).ok_or_else(not_found)?;
        may_read(&kept.posted.by, authors)?;
        Ok(say::json(200, &kept.raw))
    }

    /// Takes the comment `id` below the post `urn` away.
    pub(super) fn uncomment(&mut self, request: &Request, urn: &str, id: &str, authors: &[String]) -> Said {
        let actor = request.asks("actor").unwrap_or_default();
        let kept = self.below(urn, id).ok_or_else(not_found)?;
        if kept.posted.by != actor || !authors.iter().any(|own| own == actor) {
            return Err(error(403, "ACCESS_DENIED", "Not enough permissions to access: actor"));
        }
        let comment = kept.posted.id.clone();
        self.shelf.take_down(&comment);
        Ok(Answer::bytes("application/json", "").with_status(204))
    }

    fn below(&self, urn: &str, id: &str) -> Option<&Kept> {
        self.shelf.find(&format!("urn:li:comment:({urn},{id})"))
    }
}
