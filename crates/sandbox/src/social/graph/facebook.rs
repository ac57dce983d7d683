//! Facebook Page: posts made unseen and then shown, read back, deleted.
//!
//! From developers.facebook.com/docs/pages-api/posts and /docs/graph-api/reference/page/feed (version 25.0), as known on
//! 26 November 2026: `published=false` keeps a post unseen, `is_published=true` shows it, `scheduled_publish_time` lies
//! between ten minutes and thirty days ahead. The names of parameters were compared with facebook-business 26.0.3 (PyPI);
//! nothing was ever compared with the live network.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::Step;
use super::super::fault::Until;
use super::super::request::Request;
use super::super::say::{self, Refused, Said};
use super::super::shelf::{Kept, Media, Posted, Shelf, State};
use super::super::speaks::Speaks;
use super::super::tokens::{Renews, Tokens};
use super::films::{self, Films};
use super::{behind_version, chosen, date, error, invalid, is, listed, no_object, number, token, whose};
use crate::Answer;

/// Characters of a message.
const MESSAGE: usize = 63_206;
/// Characters of a comment.
const COMMENT: usize = 8_000;
const SOONEST: SignedDuration = SignedDuration::from_mins(10);
const LATEST: SignedDuration = SignedDuration::from_hours(30 * 24);

const KNOWN: &[&str] = &[
    "message",
    "link",
    "published",
    "scheduled_publish_time",
    "unpublished_content_type",
    "attached_media",
    "access_token",
    "place",
    "tags",
    "targeting",
    "feed_targeting",
    "backdated_time",
    "child_attachments",
    "call_to_action",
];
const KNOWN_OF_POST: &[&str] = &[
    "message",
    "is_published",
    "is_hidden",
    "is_pinned",
    "attached_media",
    "place",
    "tags",
    "privacy",
    "scheduled_publish_time",
    "backdated_time",
    "access_token",
];
const KNOWN_OF_PHOTOS: &[&str] = &[
    "url",
    "caption",
    "message",
    "published",
    "temporary",
    "alt_text_custom",
    "access_token",
    "unpublished_content_type",
    "no_story",
    "scheduled_publish_time",
];

const KNOWN_OF_COMMENT: &[&str] =
    &["message", "attachment_id", "attachment_share_url", "attachment_url", "source", "access_token"];

/// Pages.
#[derive(Debug)]
pub(in super::super) struct Facebook {
    shelf: Shelf,
    tokens: Tokens,
    photos: HashMap<String, (Media, String)>,
    films: Films,
    given: u64,
    calls: u64,
}

impl Facebook {
    pub(in super::super) fn new() -> Self {
        // Tokens of a person live for sixty days; those of a page as long as he does not take them back.
        let tokens = Tokens::new("facebook", Some(60 * 24 * 3600), Renews::Never);
        Self { shelf: Shelf::default(), tokens, photos: HashMap::new(), films: Films::default(), given: 0, calls: 0 }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = behind_version(request);
        match (request.method.as_str(), &parts[..]) {
            ("GET", ["dialog", "oauth"]) => return Ok(self.tokens.authorize(request, "Facebook")),
            ("GET" | "POST", ["oauth", "access_token"]) => return Ok(self.exchange(request, now)),
            _ => {}
        }
        let page = whose(&self.tokens, request, now)?;
        self.calls += 1;
        match (request.method.as_str(), &parts[..]) {
            ("GET", ["debug_token"]) => {
                let good = self.tokens.whose(request.asks("input_token"), now).is_ok();
                let told = json!({ "is_valid": good, "expires_at": 0, "type": "PAGE", "scopes": ["pages_show_list",
                    "pages_read_engagement", "pages_manage_posts", "pages_manage_engagement", "pages_read_user_engagement"] });
                Ok(say::json(200, &json!({ "data": told })))
            }
            ("GET", ["me", "accounts"]) => {
                let told = json!({ "id": number(&page), "name": page, "category": "Shop", "access_token": format!("sandbox-{page}"),
                    "tasks": ["CREATE_CONTENT", "MANAGE", "MODERATE"] });
                Ok(say::json(200, &json!({ "data": [told] })))
            }
            ("GET", [id]) if is(id, &page) => {
                let told = json!({ "id": number(&page), "name": page, "link": format!("{}/{page}", request.base()) });
                Ok(say::json(200, &chosen(request, &told)))
            }
            ("POST", [id, "feed"]) if is(id, &page) => self.post(request, &page, now),
            ("POST", [id, "photos"]) if is(id, &page) => self.photo(request, &page, now),
            ("POST", [id, "videos"]) if is(id, &page) => self.film(request, &page, now),
            ("POST", [id, "comments"]) => self.comment(request, &page, id, now),
            ("GET", [id, "comments"]) => {
                self.own(id, &page)?;
                let below =
                    self.shelf.all(State::Live).rev().filter(|kept| kept.posted.reply_to.as_deref() == Some(id));
                listed(request, &below.map(comment).collect::<Vec<_>>())
            }
            ("GET", [id, edge]) if is(id, &page) => self.list(request, &page, edge),
            ("GET", [id]) => {
                if let Some(film) = self.films.told(id, &page) {
                    return Ok(say::json(200, &chosen(request, &film)));
                }
                let kept = self.own(id, &page)?;
                let told = if kept.posted.reply_to.is_some() { comment(kept) } else { self.told(request, kept) };
                Ok(say::json(200, &chosen(request, &told)))
            }
            ("POST", [id]) => self.change(request, &page, id, now),
            ("DELETE", [id]) => {
                self.own(id, &page)?;
                self.shelf.take_down(id);
                Ok(say::json(200, &json!({ "success": true })))
            }
            (_, [id, ..]) => Err(no_object(id)),
            _ => Err(invalid("Unknown path components")),
        }
    }

    fn exchange(&mut self, request: &Request, now: Timestamp) -> Answer {
        let mut request = request.clone();
        request.fields.extend(std::mem::take(&mut request.query));
        if request.parameter("grant_type").is_none() {
            request.fields.push(("grant_type".to_owned(), "authorization_code".to_owned()));
        }
        self.tokens.exchange(&request, now, &json!({ "token_type": "bearer" }))
    }

    fn own(&self, id: &str, page: &str) -> Result<&Kept, Refused> {
        self.shelf.find(id).filter(|kept| kept.posted.by == page).ok_or_else(|| no_object(id))
    }

    fn post(&mut self, request: &Request, page: &str, now: Timestamp) -> Said {
        self.shelf.knows("POST /{page}/feed", request.fields.iter().map(|(name, _)| name.as_str()), KNOWN);
        let message = request.parameter("message").unwrap_or_default();
        let link = request.parameter("link").filter(|link| !link.is_empty());
        if message.chars().count() > MESSAGE {
            return Err(invalid("Param message is too long"));
        }
        if link.is_some_and(|link| !link.starts_with("http://") && !link.starts_with("https://")) {
            return Err(error(400, 100, Some(1_609_005), "(#100) The url you supplied is invalid"));
        }
        let attached = request.fields.iter().filter(|(name, _)| name.starts_with("attached_media"));
        let attached = attached.map(|(name, value)| {
            let id = if name.ends_with("[media_fbid]") {
                value.clone()
            } else {
                let told: Value = serde_json::from_str(value).unwrap_or_default();
                told["media_fbid"].as_str().unwrap_or_default().to_owned()
            };
            let own = self.photos.get(&id).filter(|(_, by)| by == page);
            own.map(|(media, _)| media.clone()).ok_or_else(|| invalid("Param attached_media: no such photo"))
        });
        let media = attached.collect::<Result<Vec<_>, _>>()?;
        if message.trim().is_empty() && link.is_none() && media.is_empty() {
            return Err(error(400, 100, Some(1_349_125), "(#100) Missing message or attachment"));
        }
        self.keep(request, page, now, message, link, media)
    }

    /// A comment of the page below a post of its own.
    fn comment(&mut self, request: &Request, page: &str, on: &str, now: Timestamp) -> Said {
        self.shelf.knows(
            "POST /{post}/comments",
            request.fields.iter().map(|(name, _)| name.as_str()),
            KNOWN_OF_COMMENT,
        );
        self.own(on, page)?;
        let message = request.parameter("message").unwrap_or_default();
        if message.trim().is_empty() {
            return Err(error(400, 100, Some(1_705), "(#100) Missing message or attachment"));
        }
        if message.chars().count() > COMMENT {
            return Err(invalid("Param message is too long"));
        }
        self.given += 1;
        let below = on.rsplit_once('_').map_or(on, |(_, post)| post);
        let id = format!("{below}_{}", self.given);
        let posted = Posted {
            id: id.clone(),
            by: page.to_owned(),
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

    fn photo(&mut self, request: &Request, page: &str, now: Timestamp) -> Said {
        self.shelf.knows("POST /{page}/photos", request.fields.iter().map(|(name, _)| name.as_str()), KNOWN_OF_PHOTOS);
        let alt = request.parameter("alt_text_custom");
        self.given += 1;
        let id = (122_000_000_000_000 + self.given).to_string();
        let media = match (request.files.first(), request.parameter("url")) {
            (Some(file), _) if file.kind.starts_with("image/") && !file.bytes.is_empty() => {
                Media::of(&id, &file.kind, &file.bytes, alt)
            }
            (None, Some(url)) if url.starts_with("http") => {
                Media { bytes: 0, ..Media::of(&id, "image/*", url.as_bytes(), alt) }
            }
            _ => return Err(error(400, 324, Some(2_069_019), "(#324) Missing or invalid image file")),
        };
        self.photos.insert(id.clone(), (media.clone(), page.to_owned()));
        if request.parameter("published") == Some("false") {
            return Ok(say::json(200, &json!({ "id": id })));
        }
        let message = request.parameter("message").or_else(|| request.parameter("caption")).unwrap_or_default();
        let post = format!("{}_{}", number(page), self.given + 1);
        self.keep(request, page, now, message, None, vec![media])?;
        Ok(say::json(200, &json!({ "id": id, "post_id": post })))
    }

    /// A session, or at its end the film's post.
    fn film(&mut self, request: &Request, page: &str, now: Timestamp) -> Said {
        self.shelf.knows("POST /{page}/videos", request.fields.iter().map(|(name, _)| name.as_str()), films::KNOWN);
        if request.parameter("upload_phase") != Some("finish") {
            return self.films.answer(request, page, now);
        }
        let post = (self.given + 1).to_string();
        let (media, words) = self.films.end(request, page, &post)?;
        self.keep(request, page, now, &words, None, vec![media])?;
        Ok(say::json(200, &json!({ "success": true })))
    }

    fn keep(
        &mut self,
        request: &Request,
        page: &str,
        now: Timestamp,
        message: &str,
        link: Option<&str>,
        media: Vec<Media>,
    ) -> Said {
        let scheduled = request.parameter("scheduled_publish_time").map(|at| {
            let at = at.parse().ok().and_then(|at| Timestamp::from_second(at).ok()).or_else(|| at.parse().ok());
            let ahead = |at: &Timestamp| (SOONEST..=LATEST).contains(&at.duration_since(now));
            let says = "(#100) The specified scheduled publish time is invalid.";
            at.filter(ahead).ok_or_else(|| error(400, 100, Some(1_363_112), says))
        });
        let scheduled = scheduled.transpose()?;
        let unseen = request.parameter("published") == Some("false");
        if scheduled.is_some() && !unseen {
            return Err(invalid("You cannot specify a scheduled publish time on a published post"));
        }
        self.given += 1;
        let id = format!("{}_{}", number(page), self.given);
        let mut links = say::links(message);
        links.extend(
            link.filter(|link| !links.iter().any(|known| known == link))
                .map(str::to_owned)
                .into_iter()
                .collect::<Vec<_>>(),
        );
        let posted = Posted {
            id: id.clone(),
            by: page.to_owned(),
            text: message.to_owned(),
            title: None,
            links,
            card: None,
            media,
            reply_to: None,
            at: now,
        };
        let raw = json!({ "link": link, "created": date(now), "scheduled": scheduled.map(Timestamp::as_second) });
        self.shelf.keep(posted, if unseen { State::Draft } else { State::Live }, raw);
        Ok(say::json(200, &json!({ "id": id })))
    }

    /// Shows what was unseen, or changes its text.
    fn change(&mut self, request: &Request, page: &str, id: &str, now: Timestamp) -> Said {
        self.shelf.knows("POST /{post}", request.fields.iter().map(|(name, _)| name.as_str()), KNOWN_OF_POST);
        self.own(id, page)?;
        if request.parameter("is_published") == Some("true") {
            // What is seen already stays as it is, and that is no error.
            self.shelf.publish(id, now);
        }
        if let (Some(message), Some(kept)) = (request.parameter("message"), self.shelf.change(id)) {
            message.clone_into(&mut kept.posted.text);
            kept.posted.links = say::links(message);
            let link = kept.raw["link"].as_str().filter(|link| !kept.posted.links.iter().any(|known| known == link));
            kept.posted.links.extend(link.map(str::to_owned));
        }
        Ok(say::json(200, &json!({ "success": true })))
    }

    fn told(&self, request: &Request, kept: &Kept) -> Value {
        let posted = &kept.posted;
        let attached = |media: &Media| {
            let kind = if media.kind.starts_with("video/") { "video" } else { "photo" };
            json!({ "media_type": kind, "target": { "id": media.id } })
        };
        let mut attachments: Vec<Value> = posted.media.iter().map(attached).collect();
        if let Some(link) = kept.raw["link"].as_str() {
            attachments.push(json!({ "media_type": "link", "unshimmed_url": link }));
        }
        json!({ "id": posted.id, "message": posted.text, "created_time": kept.raw["created"], "is_published": kept.state == State::Live,
            "permalink_url": format!("{}/{}/posts/{}", request.base(), posted.by, posted.id), "attachments": { "data": attachments },
            "reactions": { "data": [], "summary": { "total_count": 0 } },
            "comments": { "data": [], "summary": { "total_count": self.shelf.replies(&posted.id) } },
            "scheduled_publish_time": kept.raw["scheduled"], "from": { "id": number(&posted.by), "name": posted.by } })
    }

    fn list(&self, request: &Request, page: &str, edge: &str) -> Said {
        let wanted: &[State] = match edge {
            "feed" | "posts" | "published_posts" if request.asks("published") != Some("false") => &[State::Live],
            "promotable_posts" => match request.asks("is_published") {
                Some("true") => &[State::Live],
                Some("false") => &[State::Draft],
                _ => &[State::Live, State::Draft],
            },
            "feed" | "posts" | "scheduled_posts" => &[State::Draft],
            _ => return Err(invalid(&format!("Tried accessing nonexisting field ({edge})"))),
        };
        let mut found: Vec<&Kept> = wanted.iter().flat_map(|state| self.shelf.all(*state)).collect();
        found.retain(|kept| kept.posted.reply_to.is_none());
        found.retain(|kept| kept.posted.by == page && (edge != "scheduled_posts" || !kept.raw["scheduled"].is_null()));
        found.sort_by_key(|kept| {
            std::cmp::Reverse(kept.posted.id.rsplit_once('_').and_then(|(_, at)| at.parse::<u64>().ok()))
        });
        let objects: Vec<Value> = found.into_iter().map(|kept| self.told(request, kept)).collect();
        listed(request, &objects)
    }
}

impl Speaks for Facebook {
    fn step(&self, request: &Request) -> Step {
        let unseen = request.parameter("published") == Some("false");
        match (request.method.as_str(), &behind_version(request)[..]) {
            (_, ["oauth", _]) => Step::SignIn,
            ("POST", [_, "photos"]) if unseen => Step::Upload,
            ("POST", [_, "videos"]) if request.parameter("upload_phase") != Some("finish") => Step::Upload,
            ("POST", [_, "feed"]) if unseen => Step::Prepare,
            ("POST", [_, _]) => Step::Publish,
            ("POST", _) if request.parameter("is_published") == Some("true") => Step::Publish,
            ("POST", _) => Step::Edit,
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

    fn passes(&mut self, now: Timestamp) {
        let due = |kept: &&Kept| kept.raw["scheduled"].as_i64().is_some_and(|at| at <= now.as_second());
        let due: Vec<String> = self.shelf.all(State::Draft).filter(due).map(|kept| kept.posted.id.clone()).collect();
        for id in due {
            self.shelf.publish(&id, now);
        }
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
        self.films.looks = looks;
    }
}

/// A comment as it is told.
fn comment(kept: &Kept) -> Value {
    let posted = &kept.posted;
    json!({ "id": posted.id, "message": posted.text, "created_time": kept.raw["created"], "like_count": 0, "comment_count": 0,
        "from": { "id": number(&posted.by), "name": posted.by } })
}
