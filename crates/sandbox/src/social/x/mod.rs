//! X: posts that are charged, refused when they were said before, and told with their links shortened.
//!
//! From github.com/xdevplatform/docs (x-api/posts/manage-tweets, x-api/media, pricing of 22 August 2026) read on
//! 26 November 2026; the words of the duplicate from an answer of 12 February 2026 (github.com/akrherz/iembot/issues/163).
//! Replies to one's own posts are taken; whether the live network takes them is not known. The fields of a post are those
//! of xdk 0.10.6 (PyPI); nothing was ever compared with the live network.

mod media;
mod text;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::shelf::{Did, Kept, Posted, Shelf, State};
use super::speaks::{Budget, Left, Speaks, later};
use super::tokens::{Renews, Tokens};
use super::{Options, Step};
use crate::Answer;
use media::Uploads;

/// Posts of a person within fifteen minutes; the documents also name 200, the least is taken.
const POSTS: u64 = 100;
const WINDOW: u64 = 15 * 60;
/// The same text is refused for so long.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// Thousandths of a US dollar: a post, a post with an address in it, a deletion, whose an account is, a post that is read, one
/// among one's own.
const POST: u64 = 15;
const POST_WITH_ADDRESS: u64 = 200;
const DELETION: u64 = 10;
const USER: u64 = 10;
const READ: u64 = 5;
const OWN_READ: u64 = 1;

const KNOWN: &[&str] = &[
    "text",
    "reply",
    "media",
    "poll",
    "quote_tweet_id",
    "reply_settings",
    "for_super_followers_only",
    "geo",
    "nullcast",
    "direct_message_deep_link",
    "card_uri",
    "community_id",
    "share_with_followers",
    "edit_options",
    "made_with_ai",
    "paid_partnership",
];

/// The network.
#[derive(Debug)]
pub(super) struct X {
    shelf: Shelf,
    tokens: Tokens,
    uploads: Uploads,
    said: HashMap<(String, String), Timestamp>,
    given: u64,
    charged: u64,
    posts: Budget,
}

impl X {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            shelf: Shelf::default(),
            tokens: Tokens::new("x", Some(7200), Renews::Once),
            uploads: Uploads::default(),
            said: HashMap::new(),
            given: 0,
            charged: 0,
            posts: Budget::of(POSTS, WINDOW, options),
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = request.path_parts();
        match (request.method.as_str(), &parts[..]) {
            ("GET", ["i", "oauth2", "authorize"]) => return Ok(self.tokens.authorize(request, "X")),
            ("POST", ["2", "oauth2", "token"]) => {
                return Ok(self.tokens.exchange(request, now, &json!({ "scope": "tweet.write" })));
            }
            ("POST", ["2", "oauth2", "revoke"]) => {
                self.tokens.revoke(request.parameter("token"), false);
                return Ok(say::json(200, &json!({ "revoked": true })));
            }
            _ => {}
        }
        let whose =
            self.tokens.whose(request.bearer(), now).map_err(|_| problem(401, "Unauthorized", "Unauthorized"))?;
        match (request.method.as_str(), &parts[..]) {
            ("GET", ["2", "users", "me"]) => {
                self.charged += USER;
                Ok(say::json(200, &json!({ "data": { "id": user_id(&whose), "name": whose, "username": whose } })))
            }
            ("POST", ["2", "tweets"]) => {
                let left = self.posts.spend(&whose, 1, now);
                if left.over {
                    return Err(Refused::new(limits(over(), left)));
                }
                let said = self.post(request, &whose, now);
                Ok(limits(said.unwrap_or_else(Refused::answer), left))
            }
            ("GET", ["2", "tweets", id]) => Ok(self.read(request, id)),
            ("POST", ["2", "users", id, "likes"]) => self.like(request, &whose, id),
            ("DELETE", ["2", "tweets", id]) => {
                let kept =
                    self.shelf.find(id).ok_or_else(|| problem(404, "Not Found Error", "Could not find this Post."))?;
                if kept.posted.by != whose {
                    return Err(problem(403, "Forbidden", "You are not authorized to delete this Tweet."));
                }
                self.shelf.take_down(id);
                self.charged += DELETION;
                Ok(say::json(200, &json!({ "data": { "deleted": true } })))
            }
            ("GET", ["2", "users", id, "tweets"]) => self.list(request, &whose, id),
            (_, ["2", "media", ..]) => self.uploads.answer(request, &whose, &parts[2..]),
            _ => Err(problem(404, "Not Found", "Not Found")),
        }
    }

    fn post(&mut self, request: &Request, by: &str, now: Timestamp) -> Said {
        let Value::Object(input) = &request.json else {
            return Err(wrong("Requests with bodies must have content-type of application/json."));
        };
        if let Some(field) = input.keys().find(|field| !KNOWN.contains(&field.as_str())) {
            return Err(wrong(&format!(
                "$.{field}: is not defined in the schema and the schema does not allow additional properties"
            )));
        }
        let text = input.get("text").and_then(Value::as_str).unwrap_or_default();
        let ids = request.json["media"]["media_ids"].as_array().cloned().unwrap_or_default();
        if ids.len() > 4 {
            return Err(wrong("$.media.media_ids: there must be a maximum of 4 items in the array"));
        }
        let media = ids.iter().map(|id| self.uploads.ready(id.as_str().unwrap_or_default(), by));
        let media = media.collect::<Option<Vec<_>>>().ok_or_else(|| wrong("Your media IDs are invalid."))?;
        if text.trim().is_empty() && media.is_empty() {
            return Err(wrong("$.text: must not be empty"));
        }
        if text::weight(text) > text::MOST {
            return Err(problem(
                403,
                "Forbidden",
                "Your Tweet text is too long. You are not allowed to create a Tweet with this text.",
            ));
        }
        if text::cashtags(text) > 1 {
            return Err(problem(403, "Forbidden", "Posts created via the API are limited to one cashtag."));
        }
        let reply_to = request.json["reply"]["in_reply_to_tweet_id"].as_str();
        if let Some(id) = reply_to {
            let says = "You attempted to reply to a Tweet that is deleted or not visible to you.";
            let to = self.shelf.find(id).ok_or_else(|| problem(403, "Forbidden", says))?;
            if to.posted.by != by {
                let says = "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author.";
                return Err(problem(403, "Forbidden", says));
            }
        }
        // A post without text is told by its pictures.
        let content = if text.is_empty() { format!("{ids:?}") } else { text.to_owned() };
        let key = (by.to_owned(), content);
        if self.said.get(&key).is_some_and(|at| now.duration_since(*at) < REMEMBERED) {
            return Err(problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."));
        }
        self.said.insert(key, now);
        self.given += 1;
        let id = (1_990_000_000_000_000_000 + self.given).to_string();
        let links = text::addresses(text);
        self.charged += if links.is_empty() { POST } else { POST_WITH_ADDRESS };
        let posted = Posted {
            id: id.clone(),
            by: by.to_owned(),
            text: text.to_owned(),
            title: None,
            links,
            card: None,
            media,
            reply_to: reply_to.map(str::to_owned),
            at: now,
        };
        let shown = text::shown(text);
        self.shelf.keep(posted, State::Live, json!({ "created_at": say::date(now) }));
        Ok(say::json(201, &json!({ "data": { "id": id, "text": shown, "edit_history_tweet_ids": [id] } })))
    }

    /// What is not there is told with status 200, and an error inside.
    fn read(&mut self, request: &Request, id: &str) -> Answer {
        match self.shelf.find(id) {
            Some(kept) => {
                self.charged += READ;
                let told = self.counted(request, kept);
                say::json(200, &json!({ "data": told }))
            }
            None => {
                let says = format!("Could not find tweet with id: [{id}].");
                let error = json!({ "value": id, "detail": says, "title": "Not Found Error", "resource_type": "tweet",
                    "parameter": "id", "resource_id": id, "type": "https://api.twitter.com/2/problems/resource-not-found" });
                say::json(200, &json!({ "errors": [error] }))
            }
        }
    }

    /// A post with its numbers, where they are asked for.
    fn counted(&self, request: &Request, kept: &Kept) -> Value {
        let (mut told, id) = (told(kept), &kept.posted.id);
        if request.asks("tweet.fields").is_some_and(|fields| fields.split(',').any(|it| it == "public_metrics")) {
            told["public_metrics"] = json!({ "like_count": self.shelf.many(Did::Like, id), "retweet_count": 0,
                "reply_count": self.shelf.replies(id), "quote_count": 0, "bookmark_count": 0, "impression_count": 0 });
        }
        told
    }

    /// Somebody likes a post.
    fn like(&mut self, request: &Request, whose: &str, id: &str) -> Said {
        if user_id(whose) != id {
            return Err(problem(403, "Forbidden", "You are not permitted to perform this action."));
        }
        let post = request.json["tweet_id"].as_str().filter(|post| self.shelf.find(post).is_some());
        let post = post.ok_or_else(|| problem(404, "Not Found Error", "Could not find this Post."))?;
        self.shelf.does(whose, Did::Like, post);
        Ok(say::json(200, &json!({ "data": { "liked": true } })))
    }

    /// A person's posts, the newest first.
    fn list(&mut self, request: &Request, whose: &str, id: &str) -> Said {
        let most = request.asks("max_results").map_or(Ok(10), str::parse::<usize>).unwrap_or(0);
        if !(5..=100).contains(&most) {
            return Err(wrong("The `max_results` query parameter value is not between 5 and 100"));
        }
        let number = |name: &str| request.asks(name).and_then(|id| id.parse::<u64>().ok());
        let (since, until, token) = (number("since_id"), number("until_id"), number("pagination_token"));
        let instant = |name: &str| request.asks(name).and_then(|at| at.parse::<Timestamp>().ok());
        let (start, end) = (instant("start_time"), instant("end_time"));
        let fits = |kept: &&Kept| {
            let at = kept.posted.id.parse().unwrap_or(0_u64);
            user_id(&kept.posted.by) == id
                && since.is_none_or(|since| at > since)
                && until.is_none_or(|until| at < until)
                && token.is_none_or(|token| at < token)
                && start.is_none_or(|start| kept.posted.at >= start)
                && end.is_none_or(|end| kept.posted.at < end)
        };
        let found: Vec<&Kept> = self.shelf.all(State::Live).rev().filter(fits).take(most + 1).collect();
        let more = found.len() > most;
        let found = &found[..found.len().min(most)];
        let mut meta = json!({ "result_count": found.len() });
        let mut body = json!({});
        if let (Some(first), Some(last)) = (found.first(), found.last()) {
            meta["newest_id"] = json!(first.posted.id);
            meta["oldest_id"] = json!(last.posted.id);
            if more {
                meta["next_token"] = json!(last.posted.id);
            }
            body["data"] = found.iter().map(|kept| self.counted(request, kept)).collect();
        }
        body["meta"] = meta;
        // What is one's own is cheap to read.
        let price = if user_id(whose) == id { OWN_READ } else { READ };
        self.charged += found.len() as u64 * price;
        Ok(say::json(200, &body))
    }
}

impl Speaks for X {
    fn step(&self, request: &Request) -> Step {
        match (request.method.as_str(), &request.path_parts()[..]) {
            ("POST", ["2", "oauth2", _]) => Step::SignIn,
            ("POST", ["2", "media", ..]) => Step::Upload,
            ("POST", ["2", "tweets"]) => Step::Publish,
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
        let title = if status >= 500 { "Internal Server Error" } else { "Forbidden" };
        problem(status, title, "Something is broken. This is usually a temporary error.").answer()
    }

    fn limited(&self, until: Until, now: Timestamp) -> Answer {
        match until {
            Until::Headers(seconds) => {
                limits(over(), Left { limit: POSTS, remaining: 0, reset: later(now, seconds), over: true })
            }
            _ => over(),
        }
    }

    fn not_ready(&mut self, looks: u32) {
        self.uploads.looks = looks;
    }

    fn charged(&self) -> u64 {
        self.charged
    }
}

fn told(kept: &Kept) -> Value {
    let posted = &kept.posted;
    let urls: Vec<Value> =
        posted.links.iter().map(|link| json!({ "url": text::short(link), "expanded_url": link })).collect();
    let mut told = json!({ "id": posted.id, "text": text::shown(&posted.text), "edit_history_tweet_ids": [posted.id],
        "author_id": user_id(&posted.by), "created_at": kept.raw["created_at"] });
    if let Some(id) = &posted.reply_to {
        told["referenced_tweets"] = json!([{ "type": "replied_to", "id": id }]);
    }
    if !urls.is_empty() {
        told["entities"] = json!({ "urls": urls });
    }
    told
}

fn user_id(name: &str) -> String {
    say::number(name, 19).to_string()
}

fn limits(answer: Answer, left: Left) -> Answer {
    answer
        .header("x-rate-limit-limit", left.limit.to_string())
        .header("x-rate-limit-remaining", left.remaining.to_string())
        .header("x-rate-limit-reset", left.reset.as_second().to_string())
}

fn over() -> Answer {
    problem(429, "Too Many Requests", "Too Many Requests").answer()
}

fn problem(status: u16, title: &str, detail: &str) -> Refused {
    Refused::new(say::json(
        status,
        &json!({ "title": title, "detail": detail, "type": "about:blank", "status": status }),
    ))
}

fn wrong(says: &str) -> Refused {
    let body = json!({ "errors": [{ "message": says }], "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request" });
    Refused::new(say::json(400, &body))
}
