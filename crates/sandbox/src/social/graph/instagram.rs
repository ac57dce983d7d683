//! Instagram: a container is made, made ready, and published once.
//!
//! From developers.facebook.com/docs/instagram-platform/content-publishing, /reference/ig-container and /reference/error-codes
//! (updated 2 June 2026), read on 26 November 2026; /reference/refresh_access_token as remembered. What a second publication of one container is told stands nowhere; here
//! it is "not found" (2207006). The address of a picture is not fetched. The names of parameters were compared with
//! facebook-business 26.0.3 (PyPI); nothing was ever compared with the live network.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::fault::Until;
use super::super::request::Request;
use super::super::say::{self, Refused, Said};
use super::super::shelf::{Kept, Media, Posted, Shelf, State};
use super::super::speaks::{Budget, Speaks};
use super::super::tokens::{Renews, Tokens};
use super::super::{Options, Step};
use super::container::{self, Containers};
use super::{behind_version, chosen, date, error, invalid, is, listed, no_object, number, token, whose};
use crate::Answer;

const CAPTION: usize = 2200;
const HASHTAGS: usize = 30;
/// Publications within a day; `content_publishing_limit` says so.
const QUOTA: u64 = 100;
const DAY: u64 = 24 * 3600;

const KNOWN: &[&str] = &[
    "image_url",
    "video_url",
    "caption",
    "media_type",
    "is_carousel_item",
    "children",
    "alt_text",
    "collaborators",
    "user_tags",
    "location_id",
    "thumb_offset",
    "cover_url",
    "share_to_feed",
    "product_tags",
    "audio_name",
    "upload_type",
    "access_token",
];

const KNOWN_OF_COMMENT: &[&str] = &["message", "access_token"];

/// Accounts.
#[derive(Debug)]
pub(in super::super) struct Instagram {
    shelf: Shelf,
    tokens: Tokens,
    containers: Containers,
    given: u64,
    calls: u64,
    quota: Budget,
    used: HashMap<String, u64>,
}

impl Instagram {
    pub(in super::super) fn new(options: &Options) -> Self {
        Self {
            shelf: Shelf::default(),
            tokens: Tokens::new("instagram", Some(60 * DAY), Renews::Never),
            containers: Containers::default(),
            given: 0,
            calls: 0,
            quota: Budget::of(QUOTA, DAY, options),
            used: HashMap::new(),
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = behind_version(request);
        match (request.method.as_str(), &parts[..]) {
            ("GET", ["oauth", "authorize"]) => return Ok(self.tokens.authorize(request, "Instagram")),
            ("POST", ["oauth", "access_token"]) => return Ok(self.tokens.exchange(request, now, &json!({}))),
            _ => {}
        }
        let account = whose(&self.tokens, request, now)?;
        self.calls += 1;
        match (request.method.as_str(), &parts[..]) {
            // A token that is good is exchanged for one that lasts longer; the old one stays good.
            ("GET", ["refresh_access_token"]) => match request.asks("grant_type") {
                Some("ig_refresh_token") => Ok(self.tokens.renewed(&account, now)),
                _ => Err(invalid("The parameter grant_type is required.")),
            },
            ("GET", [id]) if is(id, &account) => {
                let told = json!({ "id": number(&account), "user_id": number(&account), "username": account,
                    "account_type": "BUSINESS" });
                Ok(say::json(200, &chosen(request, &told)))
            }
            ("POST", [id, "media"]) if is(id, &account) => self.contain(request, &account, now),
            ("POST", [id, "media_publish"]) if is(id, &account) => self.publish(request, &account, now),
            ("GET", [id, "media"]) if is(id, &account) => {
                let own = self.shelf.all(State::Live).rev();
                let own = own.filter(|kept| kept.posted.by == account && kept.posted.reply_to.is_none());
                let objects: Vec<Value> = own.map(|kept| told(request, kept)).collect();
                listed(request, &objects)
            }
            ("GET", [id, "content_publishing_limit"]) if is(id, &account) => {
                let used = self.used.get(&account).copied().unwrap_or(0);
                let told = json!({ "quota_usage": used, "config": { "quota_total": QUOTA, "quota_duration": DAY } });
                Ok(say::json(200, &json!({ "data": [told] })))
            }
            ("POST", [id, "comments"]) => self.comment(request, &account, id, now),
            ("GET", [id, "comments"]) => {
                self.own(id, &account)?;
                let below =
                    self.shelf.all(State::Live).rev().filter(|kept| kept.posted.reply_to.as_deref() == Some(id));
                listed(request, &below.map(comment).collect::<Vec<_>>())
            }
            ("DELETE", [id]) => {
                // A comment can be taken away, and a post cannot.
                if self.own(id, &account)?.posted.reply_to.is_none() {
                    return Err(no_object(id));
                }
                self.shelf.take_down(id);
                Ok(say::json(200, &json!({ "success": true })))
            }
            ("GET", [id]) => self.look(request, &account, id, now),
            (_, [id, ..]) => Err(no_object(id)),
            _ => Err(invalid("Unknown path components")),
        }
    }

    fn own(&self, id: &str, account: &str) -> Result<&Kept, Refused> {
        let live = self.shelf.find(id).filter(|kept| kept.posted.by == account && kept.state == State::Live);
        live.ok_or_else(|| no_object(id))
    }

    /// A comment below a post.
    fn comment(&mut self, request: &Request, account: &str, on: &str, now: Timestamp) -> Said {
        self.shelf.knows(
            "POST /{media}/comments",
            request.fields.iter().map(|(name, _)| name.as_str()),
            KNOWN_OF_COMMENT,
        );
        self.own(on, account)?;
        let message = request.parameter("message").ok_or_else(|| invalid("The parameter message is required."))?;
        if message.trim().is_empty() || message.chars().count() > CAPTION {
            return Err(invalid("Param message must be from 1 to 2200 characters long."));
        }
        self.given += 1;
        let id = (17_850_000_000_000_000 + self.given).to_string();
        let posted = Posted {
            id: id.clone(),
            by: account.to_owned(),
            text: message.to_owned(),
            title: None,
            links: say::links(message),
            card: None,
            media: Vec::new(),
            reply_to: Some(on.to_owned()),
            at: now,
        };
        self.shelf.keep(posted, State::Live, json!({ "created": date(now) }));
        Ok(say::json(200, &json!({ "id": id })))
    }

    fn contain(&mut self, request: &Request, account: &str, now: Timestamp) -> Said {
        self.shelf.knows("POST /{account}/media", request.fields.iter().map(|(name, _)| name.as_str()), KNOWN);
        let caption = request.parameter("caption").unwrap_or_default();
        if caption.chars().count() > CAPTION || caption.matches('#').count() > HASHTAGS {
            return Err(error(400, 100, Some(2_207_010), "The caption was too long"));
        }
        let (image, video) = (request.parameter("image_url"), request.parameter("video_url"));
        let kind = request.parameter("media_type").unwrap_or("IMAGE");
        let alt = request.parameter("alt_text");
        self.given += 1;
        let id = (17_900_000_000_000_000 + self.given).to_string();
        let of = |kind: &str, url: &str| Media { bytes: 0, ..Media::of(&id, kind, url.as_bytes(), alt) };
        let media = match (kind, image, video) {
            ("IMAGE" | "STORIES", Some(url), None) if url.starts_with("http") => vec![of("image/jpeg", url)],
            ("REELS" | "STORIES" | "VIDEO", None, Some(url)) if url.starts_with("http") => vec![of("video/mp4", url)],
            ("CAROUSEL", None, None) => container::children(&self.shelf, request, account, 10)
                .ok_or_else(|| error(400, 100, Some(2_207_028), "A carousel has from 2 to 10 children"))??,
            ("IMAGE" | "STORIES" | "REELS" | "VIDEO", None, None) => {
                return Err(error(400, 100, None, "The parameter image_url is required"));
            }
            ("IMAGE" | "STORIES" | "REELS" | "VIDEO", ..) => {
                return Err(error(400, 9004, Some(2_207_052), "Only photo or video can be accepted as media type."));
            }
            _ => return Err(error(400, 100, Some(2_207_023), "The media type is unknown.")),
        };
        let posted = Posted {
            id: id.clone(),
            by: account.to_owned(),
            text: caption.to_owned(),
            title: None,
            links: say::links(caption),
            card: None,
            media,
            reply_to: None,
            at: now,
        };
        let item = request.parameter("is_carousel_item") == Some("true");
        let id = self.containers.make(&mut self.shelf, posted, (kind, item), now);
        Ok(say::json(200, &json!({ "id": id })))
    }

    fn publish(&mut self, request: &Request, account: &str, now: Timestamp) -> Said {
        let id = request.parameter("creation_id").ok_or_else(|| invalid("The parameter creation_id is required."))?;
        let known = container::of(&self.shelf, account, id);
        let kept = known.ok_or_else(|| error(400, 24, Some(2_207_006), "The requested resource does not exist"))?;
        match self.containers.stands(kept, now) {
            "FINISHED" => {}
            "PUBLISHED" => return Err(error(400, 24, Some(2_207_006), "The requested resource does not exist")),
            "EXPIRED" => {
                return Err(error(400, -2, Some(2_207_020), "The media you are trying to access has expired."));
            }
            _ => return Err(error(400, 9007, Some(2_207_027), "Media ID is not available")),
        }
        if self.quota.spend(account, 1, now).over {
            return Err(error(400, 9, Some(2_207_042), "Application request limit reached"));
        }
        *self.used.entry(account.to_owned()).or_default() += 1;
        // What is published has a number of its own.
        let made = container::shown(&mut self.shelf, id, 18_000_000_000_000_000 + self.given, now)
            .ok_or_else(|| no_object(id))?;
        self.given += 1;
        Ok(say::json(200, &json!({ "id": made })))
    }

    /// A container with where it stands, or what was published.
    fn look(&mut self, request: &Request, account: &str, id: &str, now: Timestamp) -> Said {
        let kept = self.shelf.find(id).filter(|kept| kept.posted.by == account).ok_or_else(|| no_object(id))?;
        if kept.raw["container"] != true {
            let told = if kept.posted.reply_to.is_some() { comment(kept) } else { told(request, kept) };
            return Ok(say::json(200, &chosen(request, &told)));
        }
        let code = self.containers.looked_at(kept, now);
        let told = json!({ "id": id, "status_code": code, "status": format!("{code}: the sandbox says so") });
        Ok(say::json(200, &chosen(request, &told)))
    }
}

impl Speaks for Instagram {
    fn step(&self, request: &Request) -> Step {
        match (request.method.as_str(), &behind_version(request)[..]) {
            ("POST", ["oauth", _]) | ("GET", ["refresh_access_token"]) => Step::SignIn,
            ("POST", [_, "media"]) => Step::Prepare,
            ("POST", [_, "media_publish" | "comments"]) => Step::Publish,
            ("DELETE", _) => Step::Delete,
            _ => Step::Read,
        }
    }

    fn answer(&mut self, request: &Request, now: Timestamp) -> Answer {
        let answer = self.answered(request, now).unwrap_or_else(Refused::answer);
        super::usage(answer, self.calls)
    }

    fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    fn revoke(&mut self, request: &Request, refreshable: bool) {
        self.tokens.revoke(token(request), refreshable);
    }

    fn failed(&self, status: u16) -> Answer {
        super::failed(status)
    }

    fn limited(&self, until: Until, _: Timestamp) -> Answer {
        super::limited(until)
    }

    fn not_ready(&mut self, looks: u32) {
        self.containers.next = looks;
    }
}

/// A comment as it is told.
fn comment(kept: &Kept) -> Value {
    let posted = &kept.posted;
    json!({ "id": posted.id, "text": posted.text, "timestamp": kept.raw["created"], "username": posted.by, "like_count": 0 })
}

fn told(request: &Request, kept: &Kept) -> Value {
    let posted = &kept.posted;
    let kind = match kept.raw["kind"].as_str() {
        Some("CAROUSEL") => "CAROUSEL_ALBUM",
        Some("REELS" | "VIDEO") => "VIDEO",
        _ => "IMAGE",
    };
    json!({ "id": posted.id, "caption": posted.text, "media_type": kind, "timestamp": kept.raw["created"],
        "permalink": format!("{}/p/{}/", request.base(), posted.id), "username": posted.by,
        "like_count": 0, "comments_count": 0 })
}
