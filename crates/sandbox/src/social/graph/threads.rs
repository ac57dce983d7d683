//! Threads: a container is made, of text or of what stands on the web, and published once.
//!
//! From developers.facebook.com/docs/threads/reference/publishing, /docs/threads/posts and /docs/threads/troubleshooting, in
//! copies, read on 27 November 2026; `refresh_access_token` and deleting as remembered. What a second publication of one
//! container is told stands nowhere; here it is what Instagram's stand-in says. Nothing was ever compared with the live network.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::fault::Until;
use super::super::request::Request;
use super::super::say::{self, Refused, Said};
use super::super::shelf::{Card, Kept, Media, Posted, Shelf, State};
use super::super::speaks::{Budget, Speaks};
use super::super::tokens::{Renews, Tokens};
use super::super::{Options, Step};
use super::container::{self, Containers};
use super::{behind_version, chosen, error, invalid, is, listed, no_object, number, token, whose};
use crate::Answer;

const TEXT: usize = 500;
const ALT: usize = 1000;
/// Publications within a day.
const QUOTA: u64 = 250;
const DAY: u64 = 24 * 3600;

const KNOWN: &[&str] = &[
    "media_type",
    "text",
    "image_url",
    "video_url",
    "is_carousel_item",
    "children",
    "reply_to_id",
    "reply_control",
    "allowlisted_country_codes",
    "alt_text",
    "link_attachment",
    "quote_post_id",
    "poll_attachment",
    "auto_publish_text",
    "access_token",
];

/// Accounts.
#[derive(Debug)]
pub(in super::super) struct Threads {
    shelf: Shelf,
    tokens: Tokens,
    containers: Containers,
    given: u64,
    calls: u64,
    quota: Budget,
}

impl Threads {
    pub(in super::super) fn new(options: &Options) -> Self {
        Self {
            shelf: Shelf::default(),
            tokens: Tokens::new("threads", Some(60 * DAY), Renews::Never),
            containers: Containers::default(),
            given: 0,
            calls: 0,
            quota: Budget::of(QUOTA, DAY, options),
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = behind_version(request);
        let account = whose(&self.tokens, request, now)?;
        self.calls += 1;
        match (request.method.as_str(), &parts[..]) {
            // A token that is good is exchanged for one that lasts longer; the old one stays good.
            ("GET", ["refresh_access_token"]) => match request.asks("grant_type") {
                Some("th_refresh_token") => Ok(self.tokens.renewed(&account, now)),
                _ => Err(invalid("The parameter grant_type is required.")),
            },
            ("GET", [id]) if is(id, &account) => {
                let told = json!({ "id": number(&account), "username": account, "name": account });
                Ok(say::json(200, &chosen(request, &told)))
            }
            ("POST", [id, "threads"]) if is(id, &account) => self.contain(request, &account, now),
            ("POST", [id, "threads_publish"]) if is(id, &account) => self.publish(request, &account, now),
            // Answers are listed by themselves.
            ("GET", [id, edge @ ("threads" | "replies")]) if is(id, &account) => {
                let answers = *edge == "replies";
                let own = self.shelf.all(State::Live).rev();
                let own = own.filter(|kept| kept.posted.by == account && kept.posted.reply_to.is_some() == answers);
                let objects: Vec<Value> = own.map(|kept| told(request, kept)).collect();
                listed(request, &objects)
            }
            ("DELETE", [id]) => {
                let is_own = self.shelf.find(id).is_some_and(|kept| kept.posted.by == account);
                if is_own && self.shelf.take_down(id) {
                    Ok(say::json(200, &json!({ "success": true, "deleted_id": id })))
                } else {
                    Err(no_object(id))
                }
            }
            ("GET", [id]) => self.look(request, &account, id, now),
            (_, [id, ..]) => Err(no_object(id)),
            _ => Err(invalid("Unknown path components")),
        }
    }

    fn contain(&mut self, request: &Request, account: &str, now: Timestamp) -> Said {
        self.shelf.knows("POST /{account}/threads", request.fields.iter().map(|(name, _)| name.as_str()), KNOWN);
        let text = request.parameter("text").unwrap_or_default();
        if counted(text) > TEXT {
            return Err(invalid("Param text must be at most 500 characters long."));
        }
        let alt = request.parameter("alt_text");
        if alt.is_some_and(|alt| alt.chars().count() > ALT) {
            return Err(invalid("Param alt_text must be at most 1000 characters long."));
        }
        let (image, link) = (request.parameter("image_url"), request.parameter("link_attachment"));
        let kind = request.parameter("media_type").ok_or_else(|| invalid("The parameter media_type is required."))?;
        self.given += 1;
        let id = (17_800_000_000_000_000 + self.given).to_string();
        let media = match (kind, image) {
            ("TEXT", None) if !text.is_empty() => Vec::new(),
            ("TEXT", _) => return Err(invalid("The parameter text is required.")),
            ("IMAGE", Some(url)) if url.starts_with("http") => {
                vec![Media { bytes: 0, ..Media::of(&id, "image/*", url.as_bytes(), alt) }]
            }
            ("VIDEO", None) => match request.parameter("video_url") {
                Some(url) if url.starts_with("http") => {
                    vec![Media { bytes: 0, ..Media::of(&id, "video/mp4", url.as_bytes(), alt) }]
                }
                _ => return Err(invalid("The parameter video_url is required.")),
            },
            ("CAROUSEL", None) => container::children(&self.shelf, request, account, 20)
                .ok_or_else(|| invalid("A carousel has from 2 to 20 children"))??,
            _ => return Err(invalid("The media type is unknown, or its address is missing.")),
        };
        if link.is_some() && kind != "TEXT" {
            return Err(invalid("Param link_attachment is for posts of text alone."));
        }
        let above = request.parameter("reply_to_id");
        if let Some(above) = above {
            let live = self.shelf.find(above).filter(|kept| kept.state == State::Live);
            live.ok_or_else(|| no_object(above))?;
        }
        let card = link.map(|link| Card {
            address: link.to_owned(),
            title: String::new(),
            description: String::new(),
            picture: None,
        });
        let posted = Posted {
            id: id.clone(),
            by: account.to_owned(),
            text: text.to_owned(),
            title: None,
            links: say::links(text),
            card,
            media,
            reply_to: above.map(str::to_owned),
            at: now,
        };
        let item = request.parameter("is_carousel_item") == Some("true");
        let id = self.containers.make(&mut self.shelf, posted, (kind, item), now);
        Ok(say::json(200, &json!({ "id": id })))
    }

    fn publish(&mut self, request: &Request, account: &str, now: Timestamp) -> Said {
        let id = request.parameter("creation_id").ok_or_else(|| invalid("The parameter creation_id is required."))?;
        let known = container::of(&self.shelf, account, id);
        let gone = || error(400, 24, Some(2_207_006), "The requested resource does not exist");
        let kept = known.ok_or_else(gone)?;
        match self.containers.stands(kept, now) {
            "FINISHED" => {}
            "PUBLISHED" | "EXPIRED" => return Err(gone()),
            _ => return Err(error(400, 9007, Some(2_207_027), "Media ID is not available")),
        }
        if self.quota.spend(account, 1, now).over {
            return Err(error(400, 9, Some(2_207_042), "Application request limit reached"));
        }
        // What is published has a number of its own.
        let made = container::shown(&mut self.shelf, id, 18_100_000_000_000_000 + self.given, now)
            .ok_or_else(|| no_object(id))?;
        self.given += 1;
        Ok(say::json(200, &json!({ "id": made })))
    }

    /// A container with where it stands, or what was published.
    fn look(&mut self, request: &Request, account: &str, id: &str, now: Timestamp) -> Said {
        let kept = self.shelf.find(id).filter(|kept| kept.posted.by == account).ok_or_else(|| no_object(id))?;
        if kept.raw["container"] != true {
            return Ok(say::json(200, &chosen(request, &told(request, kept))));
        }
        let code = self.containers.looked_at(kept, now);
        Ok(say::json(200, &chosen(request, &json!({ "id": id, "status": code }))))
    }
}

/// Characters, an emoji as many as it has bytes.
fn counted(text: &str) -> usize {
    text.chars().map(|sign| if u32::from(sign) > 0xffff { sign.len_utf8() } else { 1 }).sum()
}

impl Speaks for Threads {
    fn step(&self, request: &Request) -> Step {
        match (request.method.as_str(), &behind_version(request)[..]) {
            ("GET", ["refresh_access_token"]) => Step::SignIn,
            ("POST", [_, "threads"]) => Step::Prepare,
            ("POST", [_, "threads_publish"]) => Step::Publish,
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

fn told(request: &Request, kept: &Kept) -> Value {
    let posted = &kept.posted;
    let kind = match kept.raw["kind"].as_str() {
        Some("CAROUSEL") => "CAROUSEL_ALBUM",
        Some("TEXT") => "TEXT_POST",
        Some("VIDEO") => "VIDEO",
        _ => "IMAGE",
    };
    json!({ "id": posted.id, "text": posted.text, "media_type": kind, "timestamp": kept.raw["created"],
        "permalink": format!("{}/@{}/post/{}", request.base(), posted.by, posted.id), "username": posted.by,
        "replied_to": posted.reply_to.as_ref().map(|above| json!({ "id": above })) })
}
