//! Pinterest: its interface of version 5, with which one reads boards and makes pins. It makes the same pin as often as it is told,
//! and fetches no picture that it is told the address of. Each account has the boards `bread`, `rolls` and `secret`.
//!
//! From pinterest/api-description v5/openapi.yaml 5.23.0 at c05b189, read on 27 November 2026: fields, lengths, kinds of pictures,
//! pages; what an app on trial is told from what programs were (gitroomhq/postiz-app issue 1084), quotas from
//! developers.pinterest.com/docs/reference/rate-limits/. The numbers of its errors and the names of its headers are from memory.
//! Never compared with the live network.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::shelf::{Kept, Media, Posted, Shelf, State};
use super::speaks::{Budget, Left, Speaks, later};
use super::tokens::{Renews, Tokens};
use super::{Options, Step};
use crate::Answer;

const DAY: u64 = 24 * 3600;
/// Calls that write, of an account within a minute.
const WRITES: u64 = 100;
const WINDOW: u64 = 60;
const TITLE: usize = 100;
const TEXT: usize = 800;
const ALT: usize = 500;
const LINK: usize = 2048;
const BOARDS: [&str; 3] = ["bread", "rolls", "secret"];
/// What a pin is made of, each beside the length that it may have.
const TEXTS: [(&str, usize); 4] = [("title", TITLE), ("description", TEXT), ("alt_text", ALT), ("link", LINK)];

const KNOWN: &[&str] = &[
    "alt_text",
    "board_id",
    "board_section_id",
    "description",
    "dominant_color",
    "link",
    "media_source",
    "parent_pin_id",
    "sponsor_id",
    "title",
];

/// Accounts with their boards.
#[derive(Debug)]
pub(super) struct Pinterest {
    shelf: Shelf,
    tokens: Tokens,
    given: u64,
    writes: Budget,
}

impl Pinterest {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            shelf: Shelf::default(),
            tokens: Tokens::new("pinterest", Some(30 * DAY), Renews::Once),
            given: 0,
            writes: Budget::of(WRITES, WINDOW, options),
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = request.path_parts();
        match (request.method.as_str(), &parts[..]) {
            ("GET", ["oauth"]) => return Ok(self.tokens.authorize(request, "Pinterest")),
            ("POST", ["v5", "oauth", "token"]) => {
                // The app shows its secret in the header alone.
                if !request.header("authorization").is_some_and(|it| it.starts_with("Basic ")) {
                    return Err(error(401, 2, "Authentication failed."));
                }
                let extra = json!({ "response_type": request.parameter("grant_type"), "scope": "pins:write" });
                return Ok(self.tokens.exchange(request, now, &extra));
            }
            _ => {}
        }
        let whose = self.tokens.whose(request.bearer(), now).map_err(|_| error(401, 2, "Authentication failed."))?;
        let mut left = None;
        if request.method != "GET" {
            let spent = self.writes.spend(&whose, 1, now);
            if spent.over {
                return Err(Refused::new(limits(over(), spent)));
            }
            left = Some(spent);
        }
        let said = match (request.method.as_str(), &parts[..]) {
            ("GET", ["v5", "user_account"]) => {
                let told = json!({ "id": account_id(&whose), "username": whose, "account_type": "BUSINESS",
                    "board_count": BOARDS.len() });
                Ok(say::json(200, &told))
            }
            ("GET", ["v5", "boards"]) => {
                let boards: Vec<Value> = BOARDS.iter().map(|name| board(&whose, name)).collect();
                page(request, &boards)
            }
            ("GET", ["v5", "boards", id]) => Ok(say::json(200, &board(&whose, name_of(&whose, id)?))),
            ("GET", ["v5", "boards", id, "pins"]) => {
                name_of(&whose, id)?;
                let on_it = |kept: &&Kept| kept.raw["board_id"] == *id;
                // In no order that is promised: here the oldest first.
                let pins: Vec<Value> = self.shelf.all(State::Live).filter(on_it).map(|kept| kept.raw.clone()).collect();
                page(request, &pins)
            }
            ("POST", ["v5", "pins"]) => self.pin(request, &whose, now),
            ("GET", ["v5", "pins", id]) => {
                let kept = self.shelf.find(id).ok_or_else(not_found)?;
                let mut told = kept.raw.clone();
                if request.asks("pin_metrics") == Some("true") {
                    let counts = json!({ "impression": 0, "pin_click": 0, "clickthrough": 0, "save": 0, "reaction": 0, "comment": 0 });
                    told["pin_metrics"] = json!({ "90d": counts, "lifetime_metrics": counts });
                }
                Ok(say::json(200, &told))
            }
            ("DELETE", ["v5", "pins", id]) => {
                let kept = self.shelf.find(id).ok_or_else(not_found)?;
                if kept.posted.by != whose {
                    return Err(error(403, 29, "You are not permitted to access that resource."));
                }
                self.shelf.take_down(id);
                Ok(Answer::bytes("application/json", "").with_status(204))
            }
            _ => Err(error(404, 0, "API method not found.")),
        };
        let answer = said.unwrap_or_else(Refused::answer);
        Ok(match left {
            Some(left) => limits(answer, left),
            None => answer,
        })
    }

    fn pin(&mut self, request: &Request, by: &str, now: Timestamp) -> Said {
        let Value::Object(input) = &request.json else { return Err(wrong("the body is no JSON object")) };
        self.shelf.knows("POST /v5/pins", input.keys().map(String::as_str), KNOWN);
        // An app on trial belongs to this account.
        if by == "trial" {
            let says = "Apps with Trial access may not create Pins in production https://api.pinterest.com - use API Sandbox https://api-sandbox.pinterest.com instead.";
            return Err(error(403, 29, says));
        }
        for (name, most) in TEXTS {
            match input.get(name) {
                None | Some(Value::Null) => {}
                Some(Value::String(text)) if text.chars().count() <= most => {}
                Some(Value::String(_)) => return Err(wrong(&format!("'{name}' is too long"))),
                Some(_) => return Err(wrong(&format!("'{name}' is not of type 'string'"))),
            }
        }
        let text = |name: &str| input.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let place = text("board_id").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
        let place = place.ok_or_else(|| wrong("'board_id' does not match '^\\d+$'"))?;
        name_of(by, place)?;
        if text("link").is_some_and(|link| !link.starts_with("http")) {
            return Err(wrong("'link' is no address"));
        }
        let (media, links) = pictured(&request.json["media_source"], text("alt_text"))?;
        self.given += 1;
        let id = (1_100_000_000_000_000_000 + self.given).to_string();
        let raw = json!({ "id": id, "board_id": place, "board_owner": { "username": by }, "title": text("title"),
            "description": text("description"), "alt_text": text("alt_text"), "link": text("link"), "is_owner": true,
            "created_at": now.strftime("%Y-%m-%dT%H:%M:%S").to_string(), "creative_type": "REGULAR", "is_standard": true,
            "parent_pin_id": null, "media": { "media_type": if media.len() > 1 { "multiple_images" } else { "image" } } });
        let mut all: Vec<String> = text("link").map(str::to_owned).into_iter().chain(links).collect();
        all.extend(say::links(text("description").unwrap_or_default()));
        let posted = Posted {
            id,
            by: by.to_owned(),
            text: text("description").unwrap_or_default().to_owned(),
            title: text("title").map(str::to_owned),
            links: all,
            card: None,
            media,
            reply_to: None,
            at: now,
        };
        self.shelf.keep(posted, State::Live, raw.clone());
        Ok(say::json(201, &raw))
    }
}

impl Speaks for Pinterest {
    fn step(&self, request: &Request) -> Step {
        match (request.method.as_str(), &request.path_parts()[..]) {
            ("POST", ["v5", "oauth", _]) => Step::SignIn,
            ("POST", ["v5", "pins"]) => Step::Publish,
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

    fn revoke(&mut self, request: &Request, refreshable: bool) {
        self.tokens.revoke(request.bearer(), refreshable);
    }

    fn failed(&self, status: u16) -> Answer {
        error(status, 0, if status >= 500 { "Sorry! Something went wrong on our end." } else { "Invalid request." })
            .answer()
    }

    fn limited(&self, until: Until, now: Timestamp) -> Answer {
        match until {
            Until::Headers(seconds) => {
                limits(over(), Left { limit: WRITES, remaining: 0, reset: later(now, seconds), over: true })
            }
            _ => over(),
        }
    }
}

/// The pictures of a pin, and the links that stand beside them where they are several.
fn pictured(source: &Value, alt: Option<&str>) -> Result<(Vec<Media>, Vec<String>), Refused> {
    let one = |it: &Value, at: usize| {
        let kind = it["content_type"].as_str().filter(|kind| ["image/jpeg", "image/png"].contains(kind));
        let kind = kind.ok_or_else(|| wrong("'content_type' is not one of ['image/jpeg', 'image/png']"))?;
        let bytes = it["data"].as_str().and_then(|data| STANDARD.decode(data).ok()).filter(|bytes| !bytes.is_empty());
        let bytes = bytes.ok_or_else(|| wrong("'data' does not match '^[a-zA-Z0-9+/=]+$'"))?;
        Ok(Media::of(&format!("image{at}"), kind, &bytes, alt))
    };
    match source["source_type"].as_str() {
        Some("image_base64") => Ok((vec![one(source, 0)?], Vec::new())),
        Some("image_url") => {
            let url = source["url"].as_str().filter(|url| url.starts_with("http"));
            let url = url.ok_or_else(|| wrong("'url' is a required property"))?;
            Ok((vec![Media { bytes: 0, ..Media::of("image0", "image/*", url.as_bytes(), alt) }], Vec::new()))
        }
        Some("multiple_image_base64") => {
            let items = source["items"].as_array().filter(|items| (2..=5).contains(&items.len()));
            let items = items.ok_or_else(|| wrong("'items' has to have 2 to 5 of them"))?;
            let media = items.iter().enumerate().map(|(at, it)| one(it, at)).collect::<Result<_, _>>()?;
            Ok((media, items.iter().filter_map(|it| it["link"].as_str().map(str::to_owned)).collect()))
        }
        _ => Err(wrong("'media_source' is a required property")),
    }
}

/// A page of `all`.
fn page(request: &Request, all: &[Value]) -> Said {
    let size = request.asks("page_size").map_or(Some(25), |size| size.parse::<usize>().ok());
    let size = size.filter(|size| (1..=250).contains(size)).ok_or_else(|| wrong("'page_size' is not from 1 to 250"))?;
    let from =
        request.asks("bookmark").map_or(Some(0), |it| it.strip_prefix("sandbox-").and_then(|at| at.parse().ok()));
    let from: usize = from.ok_or_else(|| wrong("'bookmark' is unknown"))?;
    let items: Vec<&Value> = all.iter().skip(from).take(size).collect();
    let next = (from + size < all.len()).then(|| format!("sandbox-{}", from + size));
    Ok(say::json(200, &json!({ "items": items, "bookmark": next })))
}

fn account_id(name: &str) -> String {
    say::number(name, 18).to_string()
}

fn board_id(whose: &str, name: &str) -> String {
    say::number(&format!("{whose}/{name}"), 18).to_string()
}

fn board(whose: &str, name: &str) -> Value {
    json!({ "id": board_id(whose, name), "name": name, "description": null, "owner": { "username": whose },
        "privacy": if name == "secret" { "SECRET" } else { "PUBLIC" }, "pin_count": 0, "follower_count": 0 })
}

/// What the board of that number is called.
fn name_of(whose: &str, id: &str) -> Result<&'static str, Refused> {
    let found = BOARDS.into_iter().find(|name| board_id(whose, name) == id);
    found.ok_or_else(|| error(404, 40, "Board not found."))
}

fn limits(answer: Answer, left: Left) -> Answer {
    answer
        .header("x-ratelimit-limit", left.limit.to_string())
        .header("x-ratelimit-remaining", left.remaining.to_string())
        .header("x-ratelimit-reset", WINDOW.to_string())
}

fn over() -> Answer {
    error(429, 8, "You have exceeded your rate limit. Try again later.").answer()
}

fn wrong(says: &str) -> Refused {
    error(400, 1, says)
}

fn not_found() -> Refused {
    error(404, 50, "Pin not found.")
}

fn error(status: u16, code: u32, says: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "code": code, "message": says })))
}
