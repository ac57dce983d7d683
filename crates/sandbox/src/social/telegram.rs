//! Telegram: a bot that sends messages, pictures and films. It has no key, no duplicate's answer, and nothing to read back.
//!
//! From core.telegram.org/bots/api (Bot API 10.1), as known on 26 November 2026: 4,096 characters of a text and 1,024 of a
//! caption, counted in units of UTF-16 after the marks of its formatting are gone. The fields were compared with
//! @grammyjs/types 5.0.0 (npm); nothing was ever compared with the live network.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Step;
use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::shelf::{Media, Posted, Shelf, State};
use super::speaks::Speaks;
use super::tokens::is_name;
use crate::Answer;

const TEXT: usize = 4096;
const CAPTION: usize = 1024;
const PHOTO: usize = 10 * 1024 * 1024;
const VIDEO: usize = 50 * 1000 * 1000;

const KNOWN: &[&str] = &[
    "business_connection_id",
    "chat_id",
    "message_thread_id",
    "text",
    "photo",
    "video",
    "duration",
    "width",
    "height",
    "supports_streaming",
    "caption",
    "parse_mode",
    "entities",
    "caption_entities",
    "link_preview_options",
    "show_caption_above_media",
    "has_spoiler",
    "disable_notification",
    "protect_content",
    "allow_paid_broadcast",
    "message_effect_id",
    "reply_parameters",
    "reply_markup",
    "message_id",
];

/// Bots and their chats.
#[derive(Debug, Default)]
pub(super) struct Telegram {
    shelf: Shelf,
    revoked: HashSet<String>,
    given: u64,
}

impl Telegram {
    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let token = token(request).ok_or_else(|| error(404, "Not Found"))?;
        let name = token.split_once(":sandbox-").map(|(_, name)| name).filter(|name| is_name(name));
        let name = name.filter(|_| !self.revoked.contains(token)).ok_or_else(|| error(401, "Unauthorized"))?.to_owned();
        let method = request.parts.get(1).map_or("", String::as_str);
        let fields = request.fields.iter().chain(&request.query).map(|(name, _)| name.as_str());
        self.shelf.knows(method, fields, KNOWN);
        match method {
            "getMe" => {
                let bot = json!({ "id": say::number(token, 9), "is_bot": true, "first_name": name, "username": format!("{name}_bot"),
                    "can_join_groups": true });
                Ok(ok(&bot))
            }
            "getChat" => Ok(ok(&chat(needs_chat(request)?))),
            "sendMessage" => {
                let chat = needs_chat(request)?.to_owned();
                let text = written(request, "text", TEXT, "message is too long")?;
                if text.trim().is_empty() {
                    return Err(bad("message text is empty"));
                }
                Ok(self.keep(request, &chat, "text", text, Vec::new(), now))
            }
            "sendVideo" => {
                let chat = needs_chat(request)?.to_owned();
                let caption = written(request, "caption", CAPTION, "message caption is too long")?;
                let numbers =
                    ["duration", "width", "height"].map(|name| request.parameter(name).unwrap_or("0").parse::<u32>());
                if numbers.iter().any(Result::is_err) {
                    return Err(bad("can't parse a number of the video"));
                }
                self.given += 1;
                let id = format!("video{}", self.given);
                let media = match request.file("video") {
                    Some(file) if file.bytes.len() > VIDEO => return Err(error(413, "Request Entity Too Large")),
                    Some(file) if file.kind == "video/mp4" && !file.bytes.is_empty() => {
                        Media::of(&id, &file.kind, &file.bytes, None)
                    }
                    Some(_) => return Err(bad("wrong type of the web page content")),
                    None => return Err(bad("there is no video in the request")),
                };
                Ok(self.keep(request, &chat, "caption", caption, vec![media], now))
            }
            "sendPhoto" => {
                let chat = needs_chat(request)?.to_owned();
                let caption = written(request, "caption", CAPTION, "message caption is too long")?;
                self.given += 1;
                let id = format!("photo{}", self.given);
                let media = match (request.file("photo"), request.parameter("photo")) {
                    (Some(file), _) if file.bytes.len() > PHOTO => return Err(bad("PHOTO_SAVE_FILE_INVALID")),
                    (Some(file), _) if !file.bytes.is_empty() => Media::of(&id, &file.kind, &file.bytes, None),
                    (None, Some(url)) if url.starts_with("http") => {
                        Media { bytes: 0, ..Media::of(&id, "image/*", url.as_bytes(), None) }
                    }
                    _ => return Err(bad("there is no photo in the request")),
                };
                Ok(self.keep(request, &chat, "caption", caption, vec![media], now))
            }
            "editMessageText" => {
                let id = message(request)?;
                let text = written(request, "text", TEXT, "message is too long")?;
                let kept = self.shelf.change(&id).ok_or_else(|| bad("message to edit not found"))?;
                if kept.posted.text == text {
                    return Err(bad(
                        "message is not modified: specified new message content and reply markup are exactly the same",
                    ));
                }
                kept.posted.links = say::links(&text);
                kept.posted.text = text;
                Ok(ok(&kept.raw.clone()))
            }
            "editMessageCaption" => {
                let id = message(request)?;
                let caption = written(request, "caption", CAPTION, "message caption is too long")?;
                let kept = self.shelf.change(&id).ok_or_else(|| bad("message to edit not found"))?;
                if kept.posted.media.is_empty() {
                    return Err(bad("there is no caption in the message to edit"));
                }
                if kept.posted.text == caption {
                    return Err(bad(
                        "message is not modified: specified new message content and reply markup are exactly the same",
                    ));
                }
                kept.posted.links = say::links(&caption);
                kept.posted.text = caption;
                Ok(ok(&kept.raw.clone()))
            }
            "deleteMessage" => {
                let id = message(request)?;
                if !self.shelf.take_down(&id) {
                    return Err(bad("message to delete not found"));
                }
                Ok(ok(&json!(true)))
            }
            _ => Err(error(404, "Not Found")),
        }
    }

    fn keep(
        &mut self,
        request: &Request,
        to: &str,
        field: &str,
        text: String,
        media: Vec<Media>,
        now: Timestamp,
    ) -> Answer {
        self.given += 1;
        let id = format!("{to}/{}", self.given);
        let mut links = say::links(&text);
        links.extend(hidden(request.parameter(field).unwrap_or_default()));
        let mut raw = json!({ "message_id": self.given, "date": now.as_second(), "chat": chat(to), field: text });
        if media.iter().any(|it| it.kind.starts_with("video/")) {
            raw["video"] =
                json!({ "file_id": media[0].id, "file_unique_id": media[0].id, "file_size": media[0].bytes });
        } else if !media.is_empty() {
            raw["photo"] =
                json!([{ "file_id": media[0].id, "file_unique_id": media[0].id, "width": 1200, "height": 630 }]);
        }
        let reply_to = request.json["reply_parameters"]["message_id"].as_u64().map(|at| format!("{to}/{at}"));
        let posted = Posted { id, by: to.to_owned(), text, title: None, links, card: None, media, reply_to, at: now };
        self.shelf.keep(posted, State::Live, raw.clone());
        ok(&raw)
    }
}

impl Speaks for Telegram {
    fn step(&self, request: &Request) -> Step {
        match request.parts.get(1).map_or("", String::as_str) {
            "sendMessage" | "sendPhoto" | "sendVideo" => Step::Publish,
            "editMessageText" | "editMessageCaption" => Step::Edit,
            "deleteMessage" => Step::Delete,
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
        self.revoked.extend(token(request).map(str::to_owned));
    }

    fn failed(&self, status: u16) -> Answer {
        error(status, if status >= 500 { "Internal Server Error" } else { "Bad Request" }).answer()
    }

    fn limited(&self, until: Until, _: Timestamp) -> Answer {
        let seconds = match until {
            Until::Seconds(seconds) | Until::Date(seconds) | Until::Headers(seconds) => Some(seconds),
            Until::Unsaid => None,
        };
        let says =
            seconds.map_or_else(|| "Too Many Requests".to_owned(), |it| format!("Too Many Requests: retry after {it}"));
        let mut body = json!({ "ok": false, "error_code": 429, "description": says });
        if let Some(seconds) = seconds {
            body["parameters"] = json!({ "retry_after": seconds });
        }
        say::json(429, &body)
    }
}

fn token(request: &Request) -> Option<&str> {
    request.parts.first()?.strip_prefix("bot")
}

/// The text of `field` without the marks of its formatting, if it is not too long.
fn written(request: &Request, field: &str, most: usize, says: &str) -> Result<String, Refused> {
    let given = request.parameter(field).unwrap_or_default();
    let text = match request.parameter("parse_mode").map(str::to_ascii_lowercase).as_deref() {
        Some("html") => without_tags(given).ok_or_else(|| bad("can't parse entities: unclosed tag"))?,
        None | Some("markdown" | "markdownv2") => given.to_owned(),
        Some(_) => return Err(bad("unsupported parse_mode")),
    };
    if text.encode_utf16().count() > most { Err(bad(says)) } else { Ok(text) }
}

fn without_tags(html: &str) -> Option<String> {
    let (mut text, mut rest) = (String::with_capacity(html.len()), html);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('>')? + 1..];
    }
    text.push_str(rest);
    Some(text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
}

/// The addresses behind the words of a text in HTML.
fn hidden(html: &str) -> Vec<String> {
    let behind = html.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
    behind.map(|address| address.replace("&amp;", "&")).collect()
}

fn needs_chat(request: &Request) -> Result<&str, Refused> {
    let chat = request.parameter("chat_id").filter(|chat| !chat.is_empty()).ok_or_else(|| bad("chat_id is empty"))?;
    let named = chat.strip_prefix('@').is_some_and(is_name) || chat.parse::<i64>().is_ok();
    if named { Ok(chat) } else { Err(bad("chat not found")) }
}

fn message(request: &Request) -> Result<String, Refused> {
    let id = request.parameter("message_id").ok_or_else(|| bad("message identifier is not specified"))?;
    Ok(format!("{}/{id}", needs_chat(request)?))
}

fn chat(to: &str) -> Value {
    let name = to.strip_prefix('@');
    let id = to.parse().unwrap_or_else(|_| -1_000_000_000_000 - say::number(to, 9).cast_signed());
    json!({ "id": id, "type": "channel", "title": name.unwrap_or("Sandbox"), "username": name })
}

fn ok(result: &Value) -> Answer {
    say::json(200, &json!({ "ok": true, "result": result }))
}

fn bad(says: &str) -> Refused {
    error(400, &format!("Bad Request: {says}"))
}

fn error(status: u16, says: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "ok": false, "error_code": status, "description": says })))
}
