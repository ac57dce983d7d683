//! Bluesky: the part of a PDS with which one signs in, uploads, posts and reads back.
//!
//! From the lexicons and the reference server (github.com/bluesky-social/atproto: lexicons/, packages/pds/src), read on
//! 26 November 2026, and from what `@atproto/pds` 0.5.35 answered: a record that is put again as it was is no second
//! commit; a record that is created under a key that exists is an error 500; a record that is not there is an error 400.

mod blob;
mod record;
mod session;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::shelf::{Kept, Posted, Shelf, State};
use super::speaks::{Budget, Left, Speaks};
use super::{Options, Step};
use crate::Answer;
use blob::{Blobs, CBOR, cid};
use record::POST;
use session::Sessions;

/// Points within an hour: 3 for what is created, 2 for what is put, 1 for what is deleted
/// (docs.bsky.app/docs/advanced-guides/rate-limits, read on 26 November 2026).
const POINTS: u64 = 5000;
const CREATED: u64 = 3;
const PUT: u64 = 2;
const DELETED: u64 = 1;

/// A PDS.
#[derive(Debug)]
pub(super) struct Bluesky {
    shelf: Shelf,
    sessions: Sessions,
    blobs: Blobs,
    points: Budget,
    commits: u64,
}

impl Bluesky {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            shelf: Shelf::default(),
            sessions: Sessions::default(),
            blobs: Blobs::default(),
            points: Budget::of(POINTS, 3600, options),
            commits: 0,
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = request.path_parts();
        let ["xrpc", method] = parts[..] else {
            return Err(error(404, "NotFound", "Not Found"));
        };
        let text = |name: &str| request.asks(name).filter(|value| !value.is_empty());
        let needs =
            |name: &str| text(name).ok_or_else(|| invalid(&format!("Error: Params must have the property \"{name}\"")));
        match (request.method.as_str(), method) {
            ("GET", "_health") => Ok(say::json(200, &json!({ "version": "0.5.35" }))),
            ("GET", "com.atproto.server.describeServer") => {
                let contact = json!({});
                let domains = json!([".test"]);
                let body = json!({ "did": "did:web:localhost", "availableUserDomains": domains, "inviteCodeRequired": false,
                    "links": {}, "contact": contact });
                Ok(say::json(200, &body))
            }
            ("POST", "com.atproto.server.createSession") => self.sessions.create(&request.json, now),
            ("POST", "com.atproto.server.refreshSession") => self.sessions.refresh(request.bearer(), now),
            ("POST", "com.atproto.server.deleteSession") => {
                self.sessions.revoke(request.bearer(), false);
                Ok(Answer::bytes("application/json", ""))
            }
            ("GET", "com.atproto.server.getSession") => {
                let who = self.sessions.whose(request.bearer(), now)?;
                Ok(say::json(200, &json!({ "did": session::did(&who), "handle": who, "active": true })))
            }
            ("GET", "com.atproto.identity.resolveHandle") => {
                let handle = needs("handle")?;
                if !session::is_handle(handle) {
                    return Err(invalid("Unable to resolve handle"));
                }
                Ok(say::json(200, &json!({ "did": session::did(handle) })))
            }
            ("POST", "com.atproto.repo.uploadBlob") => {
                let who = self.sessions.whose(request.bearer(), now)?;
                self.blobs.upload(&who, request)
            }
            ("GET", "com.atproto.sync.getBlob") => self.blobs.get(needs("cid")?),
            ("POST", "com.atproto.repo.putRecord") => self.write(request, now, true),
            ("POST", "com.atproto.repo.createRecord") => self.write(request, now, false),
            ("POST", "com.atproto.repo.deleteRecord") => self.delete(request, now),
            ("GET", "com.atproto.repo.getRecord") => {
                let (did, _) = self.sessions.repo(needs("repo")?)?;
                let uri = format!("at://{did}/{}/{}", needs("collection")?, needs("rkey")?);
                let kept = self
                    .shelf
                    .find(&uri)
                    .ok_or_else(|| error(400, "RecordNotFound", &format!("Could not locate record: {uri}")))?;
                Ok(say::json(200, &kept.raw))
            }
            ("GET", "app.bsky.feed.getPosts") => {
                self.sessions.whose(request.bearer(), now)?;
                Ok(say::json(200, &json!({ "posts": [self.indexed(needs("uris")?)] })))
            }
            ("GET", "com.atproto.repo.listRecords") => {
                let (did, _) = self.sessions.repo(needs("repo")?)?;
                self.list(request, &format!("at://{did}/{}/", needs("collection")?))
            }
            _ => Err(error(501, "MethodNotImplemented", "Method Not Implemented")),
        }
    }

    /// What the index tells of the post at `uri`: others' likes and reposts are records in their own repositories.
    fn indexed(&self, uri: &str) -> Value {
        let records = |collection: &str| {
            let of = |kept: &&Kept| kept.posted.id.contains(&format!("/{collection}/"));
            let about = |kept: &&Kept| kept.raw["value"]["subject"]["uri"] == uri;
            self.shelf.all(State::Other).filter(of).filter(about).count()
        };
        let Some(kept) = self.shelf.find(uri) else { return Value::Null };
        json!({ "uri": uri, "cid": kept.raw["cid"], "record": kept.raw["value"], "likeCount": records("app.bsky.feed.like"),
            "repostCount": records("app.bsky.feed.repost"), "replyCount": self.shelf.replies(uri), "quoteCount": 0 })
    }

    /// `putRecord`, or else `createRecord`.
    fn write(&mut self, request: &Request, now: Timestamp, put: bool) -> Said {
        let handle = self.sessions.whose(request.bearer(), now)?;
        let left = self.points.spend(&handle, if put { PUT } else { CREATED }, now);
        if left.over {
            return Err(Refused::new(limits(over(), left)));
        }
        let input = &request.json;
        let place = if put { "putRecord" } else { "createRecord" };
        let known = &["repo", "collection", "rkey", "record", "validate", "swapCommit", "swapRecord"];
        self.shelf.knows(place, input.as_object().into_iter().flatten().map(|(name, _)| name.as_str()), known);
        let text = |name: &str| input[name].as_str().filter(|text| !text.is_empty());
        let needs = |name: &str| text(name).ok_or_else(|| invalid(&format!("Input must have the property \"{name}\"")));
        let (did, whose) = self.sessions.repo(needs("repo")?)?;
        if whose != handle {
            return Err(error(401, "AuthMissing", "Authentication Required"));
        }
        let collection = needs("collection")?;
        let rkey = match text("rkey") {
            Some(rkey) => rkey.to_owned(),
            None if put => return Err(invalid("Input must have the property \"rkey\"")),
            None => record::tid(now, self.commits),
        };
        record::check_key(collection, &rkey)?;
        let value = &input["record"];
        let read = record::read(collection, value, &self.blobs, &handle, &mut self.shelf)?;
        let uri = format!("at://{did}/{collection}/{rkey}");
        let cid = cid(CBOR, record::canonical(value).as_bytes());
        let raw = json!({ "uri": uri, "cid": cid, "value": value });
        let posted = Posted { id: uri.clone(), by: handle, at: now, ..read };
        let current = self.shelf.find(&uri).map(|kept| kept.raw["cid"].clone());
        if let Some(swap) = input.get("swapRecord")
            && *swap != current.clone().unwrap_or(Value::Null)
        {
            return Err(error(400, "InvalidSwap", "Record was at another version"));
        }
        let mut body =
            json!({ "uri": uri, "cid": cid, "validationStatus": if collection == POST { "valid" } else { "unknown" } });
        match current {
            Some(_) if !put => return Err(error(500, "InternalServerError", "Internal Server Error")),
            // As it was: no commit.
            Some(current) if current == json!(cid) => return Ok(limits(say::json(200, &body), left)),
            Some(_) => {
                if let Some(kept) = self.shelf.change(&uri) {
                    (kept.posted, kept.raw) = (posted, raw);
                }
            }
            None => self.shelf.keep(posted, if collection == POST { State::Live } else { State::Other }, raw),
        }
        body["commit"] = self.commit(now);
        Ok(limits(say::json(200, &body), left))
    }

    fn delete(&mut self, request: &Request, now: Timestamp) -> Said {
        let handle = self.sessions.whose(request.bearer(), now)?;
        let left = self.points.spend(&handle, DELETED, now);
        if left.over {
            return Err(Refused::new(limits(over(), left)));
        }
        let needs = |name: &str| {
            let text = request.json[name].as_str();
            text.ok_or_else(|| invalid(&format!("Input must have the property \"{name}\"")))
        };
        let (did, whose) = self.sessions.repo(needs("repo")?)?;
        if whose != handle {
            return Err(error(401, "AuthMissing", "Authentication Required"));
        }
        // What is not there is deleted already, and that is no error.
        let was_there = self.shelf.take_down(&format!("at://{did}/{}/{}", needs("collection")?, needs("rkey")?));
        let body = if was_there { json!({ "commit": self.commit(now) }) } else { json!({}) };
        Ok(limits(say::json(200, &body), left))
    }

    /// Records under `prefix`, the newest key first.
    fn list(&self, request: &Request, prefix: &str) -> Said {
        let limit = match request.asks("limit").map(str::parse::<usize>) {
            None => 50,
            Some(Ok(limit @ 1..=100)) => limit,
            Some(_) => return Err(invalid("Error: limit must be an integer from 1 to 100")),
        };
        let kept = self.shelf.all(State::Live).chain(self.shelf.all(State::Other));
        let mut found: Vec<_> =
            kept.filter_map(|kept| kept.posted.id.strip_prefix(prefix).map(|rkey| (rkey, &kept.raw))).collect();
        found.sort_by_key(|(rkey, _)| *rkey);
        let reverse = request.asks("reverse") == Some("true");
        if !reverse {
            found.reverse();
        }
        if let Some(cursor) = request.asks("cursor") {
            found.retain(|(rkey, _)| if reverse { *rkey > cursor } else { *rkey < cursor });
        }
        found.truncate(limit);
        let records: Vec<&Value> = found.iter().map(|(_, raw)| *raw).collect();
        let mut body = json!({ "records": records });
        if let Some((rkey, _)) = found.last() {
            body["cursor"] = json!(rkey);
        }
        Ok(say::json(200, &body))
    }

    fn commit(&mut self, now: Timestamp) -> Value {
        self.commits += 1;
        json!({ "cid": cid(CBOR, &self.commits.to_be_bytes()), "rev": record::tid(now, self.commits) })
    }
}

impl Speaks for Bluesky {
    fn step(&self, request: &Request) -> Step {
        match request.parts.last().map_or("", String::as_str) {
            "com.atproto.server.createSession" | "com.atproto.server.refreshSession" => Step::SignIn,
            "com.atproto.repo.uploadBlob" => Step::Upload,
            "com.atproto.repo.putRecord" | "com.atproto.repo.createRecord" => Step::Publish,
            "com.atproto.repo.deleteRecord" => Step::Delete,
            _ => Step::Read,
        }
    }

    fn answer(&mut self, request: &Request, now: Timestamp) -> Answer {
        self.answered(request, now).unwrap_or_else(Refused::answer)
    }

    fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    fn revoke(&mut self, request: &Request, refreshable: bool) {
        self.sessions.revoke(request.bearer(), refreshable);
    }

    fn failed(&self, status: u16) -> Answer {
        let name = match status {
            502 => "UpstreamFailure",
            503 => "NotEnoughResources",
            504 => "UpstreamTimeout",
            500.. => "InternalServerError",
            _ => "InvalidRequest",
        };
        error(status, name, "Internal Server Error").answer()
    }

    fn limited(&self, until: Until, now: Timestamp) -> Answer {
        match until {
            Until::Headers(seconds) => {
                let reset = super::speaks::later(now, seconds);
                limits(over(), Left { limit: POINTS, remaining: 0, reset, over: true })
            }
            _ => over(),
        }
    }
}

fn over() -> Answer {
    error(429, "RateLimitExceeded", "Rate Limit Exceeded").answer()
}

/// `answer` with what is left of the hour's points.
fn limits(answer: Answer, left: Left) -> Answer {
    answer
        .header("RateLimit-Limit", left.limit.to_string())
        .header("RateLimit-Remaining", left.remaining.to_string())
        .header("RateLimit-Reset", left.reset.as_second().to_string())
        .header("RateLimit-Policy", format!("{POINTS};w=3600"))
}

fn error(status: u16, name: &str, message: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "error": name, "message": message })))
}

fn invalid(message: &str) -> Refused {
    error(400, "InvalidRequest", message)
}
