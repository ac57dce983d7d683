//! Discord: an incoming webhook, whose address is the permission. It says what it is told as often as it is told, and finds
//! a message again by its number alone.
//!
//! From discord/discord-api-docs, developers/resources/webhook.mdx and message.mdx, as of 26 November 2026: 2,000 characters,
//! ten files, an answer only with `wait=true`. The codes of errors are those of its topics/opcodes-and-status-codes, as known
//! then; how many a webhook may say within two seconds (five) is what programs found. Never compared with the live network.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::shelf::{Media, Posted, Shelf, State};
use super::speaks::{Budget, Left, Speaks, later};
use super::tokens::is_name;
use super::{Options, Step};
use crate::Answer;

const CONTENT: usize = 2000;
const FILES: usize = 10;
/// Bytes of all files of a message, on a server that pays for nothing.
const BYTES: usize = 10 * 1024 * 1024;
/// Messages within so many seconds.
const MESSAGES: u64 = 5;
const WINDOW: u64 = 2;

const KNOWN: &[&str] = &[
    "content",
    "username",
    "avatar_url",
    "tts",
    "embeds",
    "allowed_mentions",
    "components",
    "attachments",
    "flags",
    "thread_name",
    "applied_tags",
    "poll",
];

/// Webhooks and what they said.
#[derive(Debug)]
pub(super) struct Discord {
    shelf: Shelf,
    gone: HashSet<String>,
    given: u64,
    messages: Budget,
}

impl Discord {
    pub(super) fn new(options: &Options) -> Self {
        let messages = Budget::of(MESSAGES, WINDOW, options);
        Self { shelf: Shelf::default(), gone: HashSet::new(), given: 0, messages }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let (id, token, rest) = webhook(request).ok_or_else(|| error(404, 0, "404: Not Found"))?;
        if id.parse::<u64>().is_err() || self.gone.contains(token) {
            return Err(error(404, 10015, "Unknown Webhook"));
        }
        let name = token.strip_prefix("sandbox-").filter(|name| is_name(name));
        let name = name.ok_or_else(|| error(401, 50027, "Invalid Webhook Token"))?;
        match (request.method.as_str(), &rest[..]) {
            ("GET", []) => {
                let body = json!({ "id": id, "type": 1, "name": name, "avatar": null, "channel_id": channel(name),
                    "guild_id": say::number("guild", 18).to_string(), "application_id": null, "token": token });
                Ok(say::json(200, &body))
            }
            ("POST", []) => {
                let left = self.messages.spend(name, 1, now);
                if left.over {
                    return Err(Refused::new(self.limited(Until::Headers(WINDOW), now)));
                }
                let said = self.post(request, id, name, now);
                Ok(limits(said.unwrap_or_else(Refused::answer), left))
            }
            (method, ["messages", message]) => {
                let theirs = |it: &Posted| it.by == name;
                let kept = self.shelf.change(message).filter(|kept| theirs(&kept.posted));
                let kept = kept.ok_or_else(|| error(404, 10008, "Unknown Message"))?;
                match method {
                    "GET" => Ok(say::json(200, &kept.raw)),
                    "PATCH" => {
                        let content = request.json["content"].as_str().unwrap_or_default();
                        checked(content, 0)?;
                        content.clone_into(&mut kept.posted.text);
                        kept.posted.links = say::links(content);
                        kept.raw["content"] = json!(content);
                        kept.raw["edited_timestamp"] = json!(say::date(now));
                        Ok(say::json(200, &kept.raw))
                    }
                    "DELETE" => {
                        self.shelf.take_down(message);
                        Ok(Answer::bytes("application/json", "").with_status(204))
                    }
                    _ => Err(error(405, 0, "405: Method Not Allowed")),
                }
            }
            _ => Err(error(404, 0, "404: Not Found")),
        }
    }

    fn post(&mut self, request: &Request, webhook: &str, by: &str, now: Timestamp) -> Said {
        let within = request.parameter("payload_json").and_then(|text| serde_json::from_str::<Value>(text).ok());
        let input = within.unwrap_or_else(|| request.json.clone());
        let Value::Object(fields) = &input else {
            return Err(error(400, 50109, "The request body contains invalid JSON."));
        };
        self.shelf.knows("POST webhook", fields.keys().map(String::as_str), KNOWN);
        let content = input["content"].as_str().unwrap_or_default();
        checked(content, request.files.len())?;
        if request.files.iter().map(|file| file.bytes.len()).sum::<usize>() > BYTES {
            return Err(error(413, 40005, "Request entity too large"));
        }
        let calls = ["@everyone", "@here", "<@"].iter().any(|call| content.contains(call));
        let calls = calls && input["allowed_mentions"]["parse"] != json!([]);
        if calls {
            self.shelf.complain("POST webhook: the message calls people, and nothing keeps it from that".to_owned());
        }
        let described = |place: usize| {
            let mut all = input["attachments"].as_array().into_iter().flatten();
            let it = all.find(|it| it["id"] == place || it["id"] == *place.to_string())?;
            it["description"].as_str().map(str::to_owned)
        };
        let mut media = Vec::new();
        for (place, file) in request.files.iter().enumerate() {
            if file.field != format!("files[{place}]") {
                self.shelf.complain(format!("POST webhook: the file `{}` is called by no number", file.field));
            }
            let alt = described(place);
            media.push(Media::of(&file.name, &file.kind, &file.bytes, alt.as_deref()));
        }
        self.given += 1;
        let id = (1_440_000_000_000_000_000 + self.given).to_string();
        let attachments = media.iter().map(|it| json!({ "filename": it.id, "size": it.bytes, "description": it.alt }));
        let attachments: Vec<Value> = attachments.collect();
        let raw = json!({ "id": id, "type": 0, "content": content, "channel_id": channel(by), "webhook_id": webhook,
            "author": { "id": webhook, "username": by, "bot": true }, "attachments": attachments, "embeds": [],
            "mention_everyone": calls, "pinned": false, "tts": false, "timestamp": say::date(now), "edited_timestamp": null });
        let posted = Posted {
            id,
            by: by.to_owned(),
            text: content.to_owned(),
            title: None,
            links: say::links(content),
            card: None,
            media,
            reply_to: None,
            at: now,
        };
        self.shelf.keep(posted, State::Live, raw.clone());
        match request.asks("wait") {
            Some("true" | "True" | "1") => Ok(say::json(200, &raw)),
            _ => Ok(Answer::bytes("application/json", "").with_status(204)),
        }
    }
}

impl Speaks for Discord {
    fn step(&self, request: &Request) -> Step {
        match (request.method.as_str(), webhook(request)) {
            ("POST", Some((_, _, rest))) if rest.is_empty() => Step::Publish,
            ("PATCH", _) => Step::Edit,
            ("DELETE", _) => Step::Delete,
            _ => Step::Read,
        }
    }

    fn answer(&mut self, request: &Request, now: Timestamp) -> Answer {
        self.answered(request, now).unwrap_or_else(Refused::answer)
    }

    fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    fn revoke(&mut self, request: &Request, _: bool) {
        self.gone.extend(webhook(request).map(|(_, token, _)| token.to_owned()));
    }

    fn failed(&self, status: u16) -> Answer {
        error(status, 0, if status >= 500 { "500: Internal Server Error" } else { "Invalid Form Body" }).answer()
    }

    fn limited(&self, until: Until, now: Timestamp) -> Answer {
        let mut body = json!({ "message": "You are being rate limited.", "global": false });
        if let Until::Seconds(seconds) | Until::Date(seconds) | Until::Headers(seconds) = until {
            body["retry_after"] = json!(seconds);
            let left = Left { limit: MESSAGES, remaining: 0, reset: later(now, seconds), over: true };
            return limits(say::json(429, &body), left);
        }
        say::json(429, &body)
    }
}

/// Number, token, and what of a webhook a request wants, with or without a version before it.
fn webhook(request: &Request) -> Option<(&str, &str, Vec<&str>)> {
    let parts = request.path_parts();
    let at = parts.iter().position(|part| *part == "webhooks").filter(|at| matches!(at, 1 | 2))?;
    let rest = parts.get(at + 3..).unwrap_or_default().to_vec();
    (parts[0] == "api").then_some((*parts.get(at + 1)?, *parts.get(at + 2)?, rest))
}

/// Whether there is something to say, and not too much.
fn checked(content: &str, files: usize) -> Result<(), Refused> {
    if content.trim().is_empty() && files == 0 {
        return Err(error(400, 50006, "Cannot send an empty message"));
    }
    let wrong = |field: &str, says: String| {
        let errors = json!({ field: { "_errors": [{ "code": "BASE_TYPE_MAX_LENGTH", "message": says }] } });
        let body = json!({ "message": "Invalid Form Body", "code": 50035, "errors": errors });
        Refused::new(say::json(400, &body))
    };
    if content.chars().count() > CONTENT {
        return Err(wrong("content", format!("Must be {CONTENT} or fewer in length.")));
    }
    if files > FILES {
        return Err(wrong("attachments", format!("Must be {FILES} or fewer in length.")));
    }
    Ok(())
}

fn channel(name: &str) -> String {
    say::number(name, 18).to_string()
}

fn limits(answer: Answer, left: Left) -> Answer {
    answer
        .header("x-ratelimit-limit", left.limit.to_string())
        .header("x-ratelimit-remaining", left.remaining.to_string())
        .header("x-ratelimit-reset", format!("{}.000", left.reset.as_second()))
}

fn error(status: u16, code: u32, says: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "message": says, "code": code })))
}
