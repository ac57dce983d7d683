//! Mastodon: the part of a server's API with which one signs in, uploads, posts and reads back.
//!
//! From github.com/mastodon/documentation (content/en/methods/{apps,oauth,accounts,instance,media,statuses}.md, entities/),
//! read on 26 November 2026; words of errors and the counting of characters from github.com/mastodon/mastodon
//! (config/locales/en.yml, app/validators/status_length_validator.rs), from memory where a document says nothing.

mod media;
mod status;
mod text;

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said, date};
use super::shelf::{Did, Shelf, State};
use super::speaks::{Budget, Left, Speaks, later};
use super::tokens::{Bad, Renews, Tokens};
use super::{Options, Step};
use crate::Answer;
use media::Uploads;

/// Requests of an account within five minutes (docs.joinmastodon.org/api/rate-limits, read on 26 November 2026).
const REQUESTS: u64 = 300;
/// And uploads of media, deletions of statuses within thirty minutes.
const FEW: u64 = 30;

/// A server.
#[derive(Debug)]
pub(super) struct Mastodon {
    shelf: Shelf,
    tokens: Tokens,
    apps: HashMap<String, String>,
    uploads: Uploads,
    /// Which status an account's key made, and when.
    keys: HashMap<(String, String), (String, Timestamp)>,
    given: u64,
    requests: Budget,
    uploaded: Budget,
    deleted: Budget,
    options: Options,
}

impl Mastodon {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            shelf: Shelf::default(),
            tokens: Tokens::new("mastodon", None, Renews::Never),
            apps: HashMap::new(),
            uploads: Uploads::default(),
            keys: HashMap::new(),
            given: 0,
            requests: Budget::of(REQUESTS, 300, options),
            uploaded: Budget::of(FEW, 1800, options),
            deleted: Budget::of(FEW, 1800, options),
            options: *options,
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = request.path_parts();
        match (request.method.as_str(), &parts[..]) {
            ("POST", ["api", "v1", "apps"]) => return self.app(request),
            ("GET", ["oauth", "authorize"]) => return Ok(self.tokens.authorize(request, "Mastodon")),
            ("POST", ["oauth", "token"]) => return self.token(request, now),
            ("POST", ["oauth", "revoke"]) => {
                self.tokens.revoke(request.parameter("token"), false);
                return Ok(say::json(200, &json!({})));
            }
            ("GET", ["api", "v2", "instance"]) => return Ok(say::json(200, &self.instance(request))),
            ("GET", ["api", "v1", "statuses", id]) => {
                let kept = self.shelf.find(id).filter(|kept| kept.state == State::Live).ok_or_else(not_found)?;
                return Ok(say::json(200, &self.told(request, kept)));
            }
            ("GET", ["api", "v1", "accounts", id, "statuses"]) => return Ok(self.statuses(request, id)),
            _ => {}
        }
        let whose = self.tokens.whose(request.bearer(), now).map_err(|bad| {
            error(
                401,
                match bad {
                    Bad::Unknown => "The access token is invalid",
                    Bad::Expired => "The access token expired",
                    Bad::Revoked => "The access token was revoked",
                },
            )
        })?;
        let budget = match (request.method.as_str(), &parts[..]) {
            ("POST", ["api", "v2" | "v1", "media"]) => &mut self.uploaded,
            ("DELETE", ["api", "v1", "statuses", _]) => &mut self.deleted,
            _ => &mut self.requests,
        };
        let left = budget.spend(&whose, 1, now);
        if left.over {
            return Err(Refused::new(limits(over(), left)));
        }
        let said = match (request.method.as_str(), &parts[..]) {
            ("GET", ["api", "v1", "accounts", "verify_credentials"]) => {
                let mut account = account(request, &whose);
                account["source"] =
                    json!({ "privacy": "public", "sensitive": false, "language": "en", "note": "", "fields": [] });
                Ok(say::json(200, &account))
            }
            ("POST", ["api", "v2", "media"]) => self.uploads.upload(request, &whose, &mut self.shelf),
            ("GET", ["api", "v1", "media", id]) => self.uploads.look(request, &whose, id),
            ("PUT", ["api", "v1", "media", id]) => self.uploads.describe(request, &whose, id),
            ("POST", ["api", "v1", "statuses"]) => self.post(request, &whose, now),
            ("POST", ["api", "v1", "statuses", id, "favourite"]) => self.does(request, &whose, Did::Like, id),
            ("POST", ["api", "v1", "statuses", id, "reblog"]) => self.does(request, &whose, Did::Repost, id),
            ("PUT", ["api", "v1", "statuses", id]) => self.edit(request, &whose, id),
            ("DELETE", ["api", "v1", "statuses", id]) => self.delete(request, &whose, id),
            _ => Err(not_found()),
        };
        said.map(|answer| limits(answer, left))
    }

    fn app(&mut self, request: &Request) -> Said {
        let known = &["client_name", "redirect_uris", "scopes", "website"];
        self.shelf.knows("POST /api/v1/apps", request.fields.iter().map(|(name, _)| name.as_str()), known);
        let name = request.parameter("client_name").filter(|name| !name.trim().is_empty());
        let name = name.ok_or_else(|| error(422, "Validation failed: Application name can't be blank"))?;
        let redirects: Vec<&str> = request.all("redirect_uris").chain(request.all("redirect_uris[]")).collect();
        if redirects.is_empty() {
            return Err(error(422, "Validation failed: Redirect URI can't be blank"));
        }
        self.given += 1;
        let (id, secret) = (format!("client-{}", self.given), format!("secret-{}", self.given));
        self.apps.insert(id.clone(), secret.clone());
        let scopes: Vec<&str> = request.parameter("scopes").unwrap_or("read").split_whitespace().collect();
        let body = json!({ "id": self.given.to_string(), "name": name, "website": request.parameter("website"),
            "scopes": scopes, "redirect_uri": redirects.join("\n"), "redirect_uris": redirects, "client_id": id,
            "client_secret": secret, "client_secret_expires_at": 0 });
        Ok(say::json(200, &body))
    }

    fn token(&mut self, request: &Request, now: Timestamp) -> Said {
        let secret = request.parameter("client_id").and_then(|id| self.apps.get(id));
        if secret.is_none_or(|secret| request.parameter("client_secret") != Some(secret)) {
            let says = "Client authentication failed due to unknown client, no client authentication included, or \
                        unsupported authentication method.";
            return Err(Refused::new(say::json(401, &json!({ "error": "invalid_client", "error_description": says }))));
        }
        let extra =
            json!({ "scope": request.parameter("scope").unwrap_or("read write"), "created_at": now.as_second() });
        Ok(self.tokens.exchange(request, now, &extra))
    }

    fn instance(&self, request: &Request) -> Value {
        json!({
            "domain": request.header("host").unwrap_or("127.0.0.1"),
            "title": "Sandbox",
            "version": "4.5.0",
            "source_url": "https://github.com/mastodon/mastodon",
            "description": "A sandbox: nothing leaves this machine",
            "usage": { "users": { "active_month": 1 } },
            "languages": ["en"],
            "configuration": {
                "urls": {},
                "accounts": { "max_featured_tags": 10 },
                "statuses": {
                    "max_characters": self.options.mastodon_characters,
                    "max_media_attachments": status::ATTACHMENTS,
                    "characters_reserved_per_url": text::ADDRESS.len(),
                },
                "media_attachments": {
                    "supported_mime_types": media::TAKEN,
                    "description_limit": media::DESCRIPTION,
                    "image_size_limit": media::IMAGE,
                    "image_matrix_limit": 33_177_600,
                    "video_size_limit": media::VIDEO,
                    "video_frame_rate_limit": 120,
                    "video_matrix_limit": 8_294_400,
                },
                "polls": { "max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746 },
                "translation": { "enabled": false },
            },
            "registrations": { "enabled": false, "approval_required": false, "message": null },
            "api_versions": { "mastodon": 7 },
            "contact": { "email": "nobody@mail.test", "account": null },
            "rules": [],
        })
    }
}

impl Speaks for Mastodon {
    fn step(&self, request: &Request) -> Step {
        match (request.method.as_str(), &request.path_parts()[..]) {
            ("POST", ["oauth", _] | ["api", "v1", "apps"]) => Step::SignIn,
            ("POST", ["api", _, "media"]) => Step::Upload,
            ("POST", ["api", "v1", "statuses"]) if request.parameter("scheduled_at").is_some() => Step::Prepare,
            ("POST", ["api", "v1", "statuses"]) => Step::Publish,
            ("PUT", _) => Step::Edit,
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

    fn passes(&mut self, now: Timestamp) {
        let due = |kept: &&super::shelf::Kept| kept.posted.at <= now;
        let due: Vec<String> = self.shelf.all(State::Draft).filter(due).map(|kept| kept.posted.id.clone()).collect();
        for id in due {
            self.shelf.publish(&id, now);
        }
    }

    fn revoke(&mut self, request: &Request, refreshable: bool) {
        self.tokens.revoke(request.bearer(), refreshable);
    }

    fn failed(&self, status: u16) -> Answer {
        error(status, if status >= 500 { "This page is not correct" } else { "This action is not allowed" }).answer()
    }

    fn limited(&self, until: Until, now: Timestamp) -> Answer {
        match until {
            Until::Headers(seconds) => {
                limits(over(), Left { limit: REQUESTS, remaining: 0, reset: later(now, seconds), over: true })
            }
            _ => over(),
        }
    }

    fn forgets_key(&mut self, request: &Request) {
        let key = request.header("idempotency-key").unwrap_or_default();
        self.keys.retain(|(_, known), _| known != key);
    }

    fn not_ready(&mut self, looks: u32) {
        self.uploads.looks = looks;
    }
}

/// The number of an account, always the same for its name.
fn account_id(name: &str) -> String {
    say::number(name, 18).to_string()
}

fn account(request: &Request, name: &str) -> Value {
    let picture = format!("{}/avatars/missing.png", request.base());
    json!({ "id": account_id(name), "username": name, "acct": name, "display_name": name, "locked": false, "bot": false,
        "discoverable": true, "group": false, "created_at": "2026-01-01T00:00:00.000Z", "note": "",
        "url": format!("{}/@{name}", request.base()), "uri": format!("{}/users/{name}", request.base()),
        "avatar": picture, "avatar_static": picture, "header": picture, "header_static": picture, "followers_count": 0,
        "following_count": 0, "statuses_count": 0, "last_status_at": null, "emojis": [], "fields": [] })
}

fn limits(answer: Answer, left: Left) -> Answer {
    answer
        .header("X-RateLimit-Limit", left.limit.to_string())
        .header("X-RateLimit-Remaining", left.remaining.to_string())
        .header("X-RateLimit-Reset", date(left.reset))
}

fn over() -> Answer {
    error(429, "Too many requests").answer()
}

fn error(status: u16, says: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "error": says })))
}

fn not_found() -> Refused {
    error(404, "Record not found")
}
