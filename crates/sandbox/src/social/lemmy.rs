//! Lemmy: a server's interface of version 3, with which one signs in, uploads, posts in a community and reads it back. It says the
//! same as often as it is told. Every name is a community's but `gone`; in `closed` only moderators post.
//!
//! From github.com/LemmyNet/lemmy at 26dd0a0 (release/v0.19: src/api_routes_http.rs, crates/apub/src/api/{list_posts,
//! read_community}.rs, crates/api_crud/src/post, crates/utils/src/{error,utils/validation}.rs) and the types of lemmy-js-client
//! 0.19.9 (npm), read on 27 November 2026. It tells that it is asked too often as any fault, with 400, and not until when; with 429
//! as the web servers do that stand before such servers. Never compared with a live one.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said, date};
use super::shelf::{Kept, Media, Posted, Shelf, State};
use super::speaks::{Budget, Speaks};
use super::tokens::{Renews, Tokens, is_name};
use super::{LEMMY_PASSWORD, Options, Step};
use crate::Answer;

const TITLE: std::ops::RangeInclusive<usize> = 3..=200;
const BODY: usize = 50_000;
const ADDRESS: usize = 2000;
const ALT: usize = 1500;
/// Posts of one address within ten minutes, where the server's administrator says nothing else.
const POSTS: u64 = 6;
const WINDOW: u64 = 600;
/// Posts of a page.
const PAGE: usize = 50;

const KNOWN: &[&str] =
    &["name", "community_id", "url", "body", "alt_text", "honeypot", "nsfw", "language_id", "custom_thumbnail"];
const KNOWN_OF_CHANGE: &[&str] =
    &["post_id", "name", "url", "body", "alt_text", "nsfw", "language_id", "custom_thumbnail"];

/// A server.
#[derive(Debug)]
pub(super) struct Lemmy {
    shelf: Shelf,
    tokens: Tokens,
    /// What one asked for by name.
    communities: HashMap<u64, String>,
    uploads: HashMap<String, Media>,
    given: u64,
    posts: Budget,
    gone: HashSet<String>,
}

impl Lemmy {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            shelf: Shelf::default(),
            tokens: Tokens::new("lemmy", None, Renews::Never),
            communities: HashMap::new(),
            uploads: HashMap::new(),
            given: 0,
            posts: Budget::of(POSTS, WINDOW, options),
            gone: HashSet::new(),
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = request.path_parts();
        // Whoever shows a token that is none is treated as one who shows none.
        let whose = self.tokens.whose(request.bearer(), now).ok();
        let let_in = || whose.clone().ok_or_else(|| error(401, "incorrect_login"));
        match (request.method.as_str(), &parts[..]) {
            ("POST", ["api", "v3", "user", "login"]) => self.login(request, now),
            ("GET", ["api", "v3", "site"]) => Ok(say::json(200, &site(request, whose.as_deref()))),
            ("GET", ["api", "v3", "community"]) => self.community(request),
            ("GET", ["api", "v3", "post", "list"]) => Ok(self.list(request)),
            ("GET", ["api", "v3", "post"]) => self.look(request, whose.as_deref()),
            ("POST", ["api", "v3", "post"]) => {
                let by = let_in()?;
                if self.posts.spend(&by, 1, now).over {
                    return Err(error(400, "rate_limit_error"));
                }
                self.post(request, &by, now)
            }
            ("PUT", ["api", "v3", "post"]) => self.change(request, &let_in()?, now),
            ("POST", ["api", "v3", "post", "delete"]) => self.delete(request, &let_in()?),
            ("POST", ["pictrs", "image"]) => {
                let_in()?;
                self.upload(request)
            }
            _ => Err(Refused::new(Answer::status(404))),
        }
    }

    fn login(&mut self, request: &Request, now: Timestamp) -> Said {
        let input = object(request)?;
        let known = &["username_or_email", "password", "totp_2fa_token"];
        self.shelf.knows("POST /user/login", input.keys().map(String::as_str), known);
        let text = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default();
        let name = text("username_or_email");
        if !is_name(name) || text("password") != LEMMY_PASSWORD {
            return Err(error(401, "incorrect_login"));
        }
        // `careful` signs in with a code too: that of the day on which it was written.
        if name == "careful" && text("totp_2fa_token") != "261127" {
            let missing = text("totp_2fa_token").is_empty();
            return Err(error(400, if missing { "missing_totp_token" } else { "incorrect_totp_token" }));
        }
        let (jwt, _) = self.tokens.give(name, now);
        Ok(say::json(200, &json!({ "jwt": jwt, "registration_created": false, "verify_email_sent": false })))
    }

    fn community(&mut self, request: &Request) -> Said {
        let id = request.asks("id").and_then(|id| id.parse().ok());
        let name = match (id, request.asks("name")) {
            (Some(id), _) => self.called(id),
            (None, Some(name)) => name.to_owned(),
            (None, None) => return Err(error(400, "no_id_given")),
        };
        let bare = name.split('@').next().unwrap_or_default();
        if !is_name(bare) || bare == "gone" {
            return Err(error(400, "couldnt_find_community"));
        }
        let id = id.unwrap_or_else(|| community_id(&name));
        self.communities.insert(id, name.clone());
        let view = json!({ "community": community(request, id, &name), "subscribed": "NotSubscribed", "blocked": false,
            "banned_from_community": false, "counts": { "community_id": id, "posts": self.shelf.count() } });
        Ok(say::json(200, &json!({ "community_view": view, "moderators": [], "discussion_languages": [0] })))
    }

    /// One that nobody asked for by its name yet is called by its number.
    fn called(&self, id: u64) -> String {
        self.communities.get(&id).cloned().unwrap_or_else(|| format!("c{id}"))
    }

    fn upload(&mut self, request: &Request) -> Said {
        let file = request.file("images[]").filter(|file| !file.bytes.is_empty());
        let file = file.ok_or_else(|| Refused::new(say::json(400, &json!({ "msg": "No files present" }))))?;
        self.given += 1;
        let name = format!("{}-{}.png", say::number(&file.name, 6), self.given);
        self.uploads.insert(name.clone(), Media::of(&name, &file.kind, &file.bytes, None));
        let told = json!({ "msg": "ok", "files": [{ "file": name, "delete_token": "sandbox" }] });
        Ok(say::json(201, &told))
    }

    fn post(&mut self, request: &Request, by: &str, now: Timestamp) -> Said {
        let input = object(request)?;
        self.shelf.knows("POST /post", input.keys().map(String::as_str), KNOWN);
        let text = |name: &str| match input.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(malformed(&format!("{name}: expected a string"))),
        };
        let title = text("name")?.ok_or_else(|| malformed("missing field `name`"))?;
        let community = input.get("community_id").and_then(Value::as_u64);
        let community = community.ok_or_else(|| malformed("missing field `community_id`"))?;
        let (url, body, alt) = (text("url")?, text("body")?, text("alt_text")?);
        if !TITLE.contains(&title.trim().chars().count()) || title.contains('\n') {
            return Err(error(400, "invalid_post_title"));
        }
        if let Some(url) = &url {
            if !["http://", "https://", "magnet:"].iter().any(|scheme| url.starts_with(scheme)) {
                return Err(error(400, "invalid_url_scheme"));
            }
            if url.chars().count() > ADDRESS {
                return Err(error(400, "url_length_overflow"));
            }
        }
        if body.as_ref().is_some_and(|body| body.chars().count() > BODY) {
            return Err(error(400, "invalid_body_field"));
        }
        if alt.as_ref().is_some_and(|alt| alt.chars().count() > ALT) {
            return Err(error(400, "alt_text_length_overflow"));
        }
        let home = self.called(community);
        if home == "closed" {
            return Err(error(400, "only_mods_can_post_in_community"));
        }
        self.given += 1;
        let (id, body) = (self.given.to_string(), body.unwrap_or_default());
        let (mut media, mut links) = (Vec::new(), Vec::new());
        match url.as_deref().map(|url| (self.uploaded(url, alt.as_deref()), url)) {
            Some((Some(picture), _)) => media.push(picture),
            Some((None, url)) => links.push(url.to_owned()),
            None => {}
        }
        for (says, address) in shown(&body) {
            media.extend(self.uploaded(address, Some(says).filter(|says| !says.is_empty())));
        }
        links.extend(say::links(&body).into_iter().filter(|address| !address.contains("/pictrs/image/")));
        let raw = json!({ "url": url, "alt_text": alt, "community_id": community, "published": date(now) });
        let (by, title) = (by.to_owned(), Some(title.trim().to_owned()));
        let posted = Posted { id, by, text: body, title, links, card: None, media, reply_to: None, at: now };
        let id = posted.id.clone();
        self.shelf.keep(posted, State::Live, raw);
        let kept = self.shelf.find(&id).ok_or_else(not_found)?;
        Ok(say::json(200, &json!({ "post_view": self.view(request, kept, false) })))
    }

    /// What was uploaded to `address`, with what is said of it.
    fn uploaded(&self, address: &str, alt: Option<&str>) -> Option<Media> {
        let (_, name) = address.rsplit_once("/pictrs/image/")?;
        self.uploads.get(name).map(|media| Media { alt: alt.map(str::to_owned), ..media.clone() })
    }

    /// A community's posts, the newest first.
    fn list(&self, request: &Request) -> Answer {
        let number = |name: &str| request.asks(name).and_then(|it| it.parse::<usize>().ok());
        let limit = number("limit").unwrap_or(10);
        if limit > PAGE || request.asks("sort") != Some("New") {
            return say::json(400, &json!({ "error": "couldnt_get_posts" }));
        }
        let from = number("page").unwrap_or(1).max(1) - 1;
        let home = request.asks("community_id").and_then(|id| id.parse::<u64>().ok());
        let within = |kept: &&Kept| home.is_none_or(|home| kept.raw["community_id"] == home);
        // What one wrote oneself counts as read.
        let all = self.shelf.all(State::Live).rev().filter(within);
        let all = all.filter(|_| request.asks("show_read") == Some("true"));
        let told: Vec<Value> = all.skip(from * limit).take(limit).map(|kept| self.view(request, kept, false)).collect();
        say::json(200, &json!({ "posts": told, "next_page": null }))
    }

    fn look(&self, request: &Request, whose: Option<&str>) -> Said {
        let id = request.asks("id").unwrap_or_default();
        if let Some(kept) = self.shelf.find(id) {
            return Ok(say::json(200, &json!({ "post_view": self.view(request, kept, false) })));
        }
        // Its author is shown what he took away.
        let gone = self.shelf.all(State::Gone).find(|kept| kept.posted.id == id);
        let gone = gone.filter(|kept| Some(&*kept.posted.by) == whose).ok_or_else(not_found)?;
        Ok(say::json(200, &json!({ "post_view": self.view(request, gone, true) })))
    }

    /// Puts a title and a text in the place of those that were; what is not named stays, an empty text is none.
    fn change(&mut self, request: &Request, by: &str, now: Timestamp) -> Said {
        let input = object(request)?;
        self.shelf.knows("PUT /post", input.keys().map(String::as_str), KNOWN_OF_CHANGE);
        let id = input.get("post_id").and_then(Value::as_u64);
        let id = id.ok_or_else(|| malformed("missing field `post_id`"))?.to_string();
        let text = |name: &str| input.get(name).and_then(Value::as_str);
        let (title, body) = (text("name").map(str::trim), text("body"));
        if title.is_some_and(|title| !TITLE.contains(&title.chars().count()) || title.contains('\n')) {
            return Err(error(400, "invalid_post_title"));
        }
        if body.is_some_and(|body| body.chars().count() > BODY) {
            return Err(error(400, "invalid_body_field"));
        }
        let kept = self.shelf.change(&id).ok_or_else(not_found)?;
        if kept.posted.by != by {
            return Err(error(400, "no_post_edit_allowed"));
        }
        if let Some(title) = title {
            kept.posted.title = Some(title.to_owned());
        }
        if let Some(body) = body {
            body.clone_into(&mut kept.posted.text);
            let link = kept.raw["url"].as_str().map(str::to_owned);
            let links = link.into_iter().chain(say::links(body));
            kept.posted.links = links.filter(|address| !address.contains("/pictrs/image/")).collect();
        }
        kept.raw["updated"] = json!(date(now));
        let kept = self.shelf.find(&id).ok_or_else(not_found)?;
        Ok(say::json(200, &json!({ "post_view": self.view(request, kept, false) })))
    }

    fn delete(&mut self, request: &Request, by: &str) -> Said {
        let id = request.json["post_id"].as_u64().ok_or_else(|| malformed("missing field `post_id`"))?.to_string();
        if request.json["deleted"] != true {
            return Err(malformed("missing field `deleted`"));
        }
        if self.gone.contains(&id) {
            return Err(error(400, "couldnt_update_post"));
        }
        let kept = self.shelf.find(&id).ok_or_else(not_found)?;
        if kept.posted.by != by {
            return Err(error(400, "no_post_edit_allowed"));
        }
        let view = self.view(request, kept, true);
        self.shelf.take_down(&id);
        self.gone.insert(id);
        Ok(say::json(200, &json!({ "post_view": view })))
    }

    /// A post as it is told.
    fn view(&self, request: &Request, kept: &Kept, deleted: bool) -> Value {
        let (posted, raw) = (&kept.posted, &kept.raw);
        let id: u64 = posted.id.parse().unwrap_or_default();
        let home = raw["community_id"].as_u64().unwrap_or_default();
        let post = json!({ "id": id, "name": posted.title, "url": raw["url"], "body": posted.text,
            "alt_text": raw["alt_text"], "creator_id": person_id(&posted.by), "community_id": home, "removed": false,
            "locked": false, "published": raw["published"], "updated": raw["updated"], "deleted": deleted, "nsfw": false, "local": true,
            "ap_id": format!("{}/post/{id}", request.base()), "language_id": 0, "featured_community": false,
            "featured_local": false });
        let replies = self.shelf.replies(&posted.id);
        // Whoever posts votes for it by that.
        let counts = json!({ "post_id": id, "comments": replies, "score": 1, "upvotes": 1, "downvotes": 0,
            "published": raw["published"], "newest_comment_time": raw["published"] });
        json!({ "post": post, "creator": person(request, &posted.by), "counts": counts, "saved": false, "read": true,
            "community": community(request, home, &self.called(home)), "subscribed": "NotSubscribed", "hidden": false,
            "creator_banned_from_community": false, "banned_from_community": false, "creator_is_moderator": false,
            "creator_is_admin": false, "creator_blocked": false, "my_vote": 1, "unread_comments": replies })
    }
}

impl Speaks for Lemmy {
    fn step(&self, request: &Request) -> Step {
        match (request.method.as_str(), &request.path_parts()[..]) {
            ("POST", ["api", "v3", "user", _]) => Step::SignIn,
            ("POST", ["pictrs", "image"]) => Step::Upload,
            ("POST", ["api", "v3", "post"]) => Step::Publish,
            ("PUT", ["api", "v3", "post"]) => Step::Edit,
            ("POST", ["api", "v3", "post", "delete"]) => Step::Delete,
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
        self.tokens.revoke(request.bearer(), false);
    }

    fn failed(&self, status: u16) -> Answer {
        error(status, if status >= 500 { "unknown" } else { "couldnt_create_post" }).answer()
    }

    fn limited(&self, until: Until, _: Timestamp) -> Answer {
        let status = if matches!(until, Until::Unsaid | Until::Headers(_)) { 400 } else { 429 };
        error(status, "rate_limit_error").answer()
    }
}

/// What it says of itself, and to whom.
fn site(request: &Request, whose: Option<&str>) -> Value {
    let mut told = json!({ "site_view": { "site": { "name": "Sandbox" } }, "admins": [], "version": "0.19.12",
        "all_languages": [], "discussion_languages": [], "taglines": [], "custom_emojis": [], "blocked_urls": [] });
    if let Some(name) = whose {
        told["my_user"] = json!({ "local_user_view": { "person": person(request, name) }, "follows": [],
            "moderates": [], "community_blocks": [], "instance_blocks": [], "person_blocks": [] });
    }
    told
}

fn person(request: &Request, name: &str) -> Value {
    json!({ "id": person_id(name), "name": name, "banned": false, "local": true, "deleted": false, "bot_account": false,
        "actor_id": format!("{}/u/{name}", request.base()), "published": "2026-01-01T00:00:00Z", "instance_id": 1 })
}

fn community(request: &Request, id: u64, name: &str) -> Value {
    let (bare, home) =
        name.split_once('@').map_or((name, request.base()), |(bare, host)| (bare, format!("https://{host}")));
    json!({ "id": id, "name": bare, "title": bare, "removed": false, "deleted": false, "nsfw": false, "hidden": false,
        "actor_id": format!("{home}/c/{bare}"), "local": bare == name, "posting_restricted_to_mods": bare == "closed",
        "published": "2026-01-01T00:00:00Z", "instance_id": 1, "visibility": "Public" })
}

fn person_id(name: &str) -> u64 {
    say::number(name, 7)
}

fn community_id(name: &str) -> u64 {
    say::number(&format!("!{name}"), 7)
}

/// The pictures of a text in Markdown: what they say, and where they are.
fn shown(body: &str) -> impl Iterator<Item = (&str, &str)> {
    let pictures = body.split("![").skip(1).filter_map(|part| part.split_once("]("));
    pictures.filter_map(|(says, rest)| Some((says, rest.split_once(')')?.0)))
}

fn object(request: &Request) -> Result<Map<String, Value>, Refused> {
    request.json.as_object().cloned().ok_or_else(|| malformed("expected a JSON object"))
}

/// What its web server says of a body that it cannot read.
fn malformed(says: &str) -> Refused {
    Refused::new(Answer::bytes("text/plain; charset=utf-8", format!("Json deserialize error: {says}")).with_status(400))
}

fn not_found() -> Refused {
    error(404, "couldnt_find_post")
}

fn error(status: u16, says: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "error": says })))
}
