//! Reddit: what its interface lets an app post in communities, list and take away. It refuses inside an answer with status 200, and
//! a link that the community has. Every name is a community's but `gone`; `closed` takes posts of nobody, `texts` no links, `links`
//! nothing else.
//!
//! From reddit-archive/reddit at 753b174 of 2017 (r2/r2/controllers/{api,reddit_base,listingcontroller}.py, r2/r2/lib/errors.py) and
//! its wiki (API, OAuth2), and from praw-dev/praw at 7b69758 of 2026 (what it sends, and what its recorded answers say), read on 27
//! November 2026. A hundred requests a minute are Reddit's own word of June 2023. Reddit's refresh tokens stay; here each is good
//! once, which is harder. Never compared with the live network.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::shelf::{Kept, Posted, Shelf, State};
use super::speaks::{Budget, Left, Speaks, later};
use super::tokens::{Renews, Tokens, is_name};
use super::{Options, Step};
use crate::Answer;

const DAY: u64 = 24 * 3600;
const TITLE: usize = 300;
const TEXT: usize = 40_000;
/// Requests of an account within a minute.
const REQUESTS: u64 = 100;
const WINDOW: u64 = 60;
/// Posts of an account that is not known well, within ten minutes: what programs found.
const POSTS: u64 = 5;
const PAUSE: u64 = 600;
/// Posts of a page.
const PAGE: usize = 100;

const KNOWN: &[&str] = &[
    "api_type",
    "sr",
    "kind",
    "title",
    "url",
    "text",
    "resubmit",
    "sendreplies",
    "nsfw",
    "spoiler",
    "flair_id",
    "flair_text",
    "collection_id",
    "discussion_type",
    "draft_id",
    "extension",
    "raw_json",
    "validate_on_submit",
];

/// Accounts and communities.
#[derive(Debug)]
pub(super) struct Reddit {
    shelf: Shelf,
    tokens: Tokens,
    given: u64,
    requests: Budget,
    posts: Budget,
}

impl Reddit {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            shelf: Shelf::default(),
            tokens: Tokens::new("reddit", Some(DAY), Renews::Once),
            given: 0,
            requests: Budget::of(REQUESTS, WINDOW, options),
            posts: Budget::of(POSTS, PAUSE, options),
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = request.path_parts();
        match (request.method.as_str(), &parts[..]) {
            ("GET", ["api", "v1", "authorize"]) => return Ok(self.tokens.authorize(request, "Reddit")),
            ("POST", ["api", "v1", "access_token"]) => {
                // The app shows its secret in the header alone.
                if !request.header("authorization").is_some_and(|it| it.starts_with("Basic ")) {
                    return Err(error(401, "Unauthorized"));
                }
                return Ok(self.tokens.exchange(
                    request,
                    now,
                    &json!({ "scope": "identity submit edit history read" }),
                ));
            }
            _ => {}
        }
        let whose = self.tokens.whose(request.bearer(), now).map_err(|_| error(401, "Unauthorized"))?;
        self.known(request, &whose);
        let left = self.requests.spend(&whose, 1, now);
        if left.over {
            return Err(Refused::new(limits(over(), left, now)));
        }
        let said = match (request.method.as_str(), &parts[..]) {
            ("GET", ["api", "v1", "me"]) => {
                Ok(say::json(200, &json!({ "name": whose, "id": person_id(&whose), "is_suspended": false })))
            }
            ("GET", ["r", name, "about"]) => about(name),
            ("GET", ["user", name, "submitted"]) => self.submitted(request, name),
            ("GET", ["api", "info"]) => Ok(self.info(request)),
            ("POST", ["api", "submit"]) => Ok(self.submit(request, &whose, now)),
            ("POST", ["api", "del"]) => {
                let id = request.parameter("id").unwrap_or_default();
                // Of what is not there, or another's, it says the same.
                if self.shelf.find(id).is_some_and(|kept| kept.posted.by == whose) {
                    self.shelf.take_down(id);
                }
                Ok(say::json(200, &json!({})))
            }
            _ => Err(error(404, "Not Found")),
        };
        Ok(limits(said.unwrap_or_else(Refused::answer), left, now))
    }

    /// Whether the program says which one it is, of which version, and by whom.
    fn known(&mut self, request: &Request, whose: &str) {
        let agent = request.header("user-agent").unwrap_or_default();
        let mut words = agent.split(' ').next().unwrap_or_default().split(':');
        let is_named = words.next().is_some_and(|it| !it.is_empty()) && words.count() == 2;
        let by = request.path.ends_with("/me") || agent.ends_with(&format!("(by /u/{whose})"));
        if !is_named || !by {
            self.shelf.complain(format!("the user-agent `{agent}` does not say whose program this is"));
        }
    }

    fn submit(&mut self, request: &Request, by: &str, now: Timestamp) -> Answer {
        self.shelf.knows("POST /api/submit", request.fields.iter().map(|(name, _)| name.as_str()), KNOWN);
        let text = |name: &str| request.parameter(name).unwrap_or_default();
        if text("api_type") != "json" {
            self.shelf.complain("POST /api/submit: without api_type=json it answers in a form of its own".to_owned());
        }
        let (sr, kind, title) = (text("sr").to_owned(), text("kind"), text("title").trim());
        let no = |name: &str, says: &str, field: &str| wrong(&json!([name, says, field]));
        if sr.is_empty() {
            return no("SUBREDDIT_REQUIRED", "you must specify a subreddit", "sr");
        }
        match (sr.as_str(), kind) {
            ("gone", _) => return no("SUBREDDIT_NOEXIST", "that subreddit doesn't exist", "sr"),
            ("closed", _) => return no("SUBREDDIT_NOTALLOWED", "you aren't allowed to post there.", "sr"),
            ("texts", "link") => return no("NO_LINKS", "that subreddit only allows text posts", "sr"),
            ("links", "self") => return no("NO_SELFS", "that subreddit doesn't allow text posts", "sr"),
            (_, "link" | "self") => {}
            _ => return no("INVALID_OPTION", "that option is not valid", "kind"),
        }
        if title.is_empty() {
            return no("NO_TEXT", "we need something here", "title");
        }
        if title.chars().count() > TITLE {
            return no("TOO_LONG", "this is too long (max: 300)", "title");
        }
        if text("text").chars().count() > TEXT {
            return no("TOO_LONG", "this is too long (max: 40000)", "text");
        }
        let spent = self.posts.spend(by, 1, now);
        if spent.over {
            let seconds = spent.reset.as_second() - now.as_second();
            let says = format!("you are doing that too much. try again in {} minutes.", seconds / 60);
            let body = json!({ "errors": [["RATELIMIT", says, "ratelimit"]], "ratelimit": seconds });
            return say::json(200, &json!({ "json": body }));
        }
        let url = Some(text("url")).filter(|_| kind == "link");
        if let Some(url) = url {
            if url.is_empty() {
                return no("NO_URL", "a url is required", "url");
            }
            if !url.starts_with("http") || url.contains(char::is_whitespace) {
                return no("BAD_URL", "you should check that url", "url");
            }
            let has = |kept: &Kept| kept.raw["subreddit"] == *sr && kept.raw["url"] == *url;
            if text("resubmit") != "true" && self.shelf.all(State::Live).any(has) {
                return no("ALREADY_SUB", "that link has already been submitted", "url");
            }
        }
        self.given += 1;
        let id = format!("{:x}", 0x1f_0000 + self.given);
        let place = format!("/r/{sr}/comments/{id}/post/");
        let own = format!("https://www.reddit.com{place}");
        let raw = json!({ "id": id, "name": format!("t3_{id}"), "subreddit": sr, "author": by, "title": title,
            "selftext": text("text"), "is_self": kind == "self", "url": url.unwrap_or(&own), "permalink": place,
            "created_utc": seconds(now), "num_comments": 0, "num_crossposts": 0, "ups": 1, "score": 1,
            "view_count": null, "removed_by_category": null });
        let mut links: Vec<String> = url.map(str::to_owned).into_iter().collect();
        links.extend(say::links(text("text")));
        let posted = Posted {
            id: format!("t3_{id}"),
            by: by.to_owned(),
            text: text("text").to_owned(),
            title: Some(title.to_owned()),
            links,
            card: None,
            media: Vec::new(),
            reply_to: None,
            at: now,
        };
        self.shelf.keep(posted, State::Live, raw);
        let data = json!({ "url": own, "drafts_count": 0, "id": id, "name": format!("t3_{id}") });
        say::json(200, &json!({ "json": { "errors": [], "data": data } }))
    }

    /// An account's posts, the newest first.
    fn submitted(&self, request: &Request, name: &str) -> Said {
        let limit = request.asks("limit").map_or(Some(25), |limit| limit.parse::<usize>().ok());
        let limit = limit.ok_or_else(|| error(400, "Bad Request"))?.min(PAGE);
        let own = self.shelf.all(State::Live).rev().filter(|kept| kept.posted.by == name);
        let after = request.asks("after").unwrap_or_default();
        let mut own =
            own.skip_while(|kept| !after.is_empty() && kept.posted.id != after).skip(usize::from(!after.is_empty()));
        let page: Vec<&Kept> = own.by_ref().take(limit).collect();
        let next = own.next().and(page.last()).map(|kept| &*kept.posted.id);
        Ok(say::json(200, &listing(page.iter().map(|kept| kept.raw.clone()), next)))
    }

    fn info(&self, request: &Request) -> Answer {
        let id = request.asks("id").unwrap_or_default();
        let live = self.shelf.find(id).map(|kept| kept.raw.clone());
        // What its author took away is still told, and of nobody.
        let told = live.or_else(|| {
            let mut raw = self.shelf.all(State::Gone).find(|kept| kept.posted.id == id)?.raw.clone();
            raw["author"] = json!("[deleted]");
            raw["removed_by_category"] = json!("deleted");
            Some(raw)
        });
        say::json(200, &listing(told.into_iter(), None))
    }
}

impl Speaks for Reddit {
    fn step(&self, request: &Request) -> Step {
        match (request.method.as_str(), &request.path_parts()[..]) {
            ("POST", ["api", "v1", _]) => Step::SignIn,
            ("POST", ["api", "submit"]) => Step::Publish,
            ("POST", ["api", "del"]) => Step::Delete,
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
        error(status, if status >= 500 { "Internal Server Error" } else { "Bad Request" }).answer()
    }

    fn limited(&self, until: Until, now: Timestamp) -> Answer {
        match until {
            Until::Headers(seconds) => {
                limits(over(), Left { limit: REQUESTS, remaining: 0, reset: later(now, seconds), over: true }, now)
            }
            _ => over(),
        }
    }
}

/// What it says of a community.
fn about(name: &str) -> Said {
    if name == "gone" || !is_name(name) {
        return Err(error(404, "Not Found"));
    }
    if name == "private" {
        return Err(Refused::new(say::json(
            403,
            &json!({ "reason": "private", "message": "Forbidden", "error": 403 }),
        )));
    }
    let takes = match name {
        "texts" => "self",
        "links" => "link",
        _ => "any",
    };
    let kind = match name {
        "closed" => "restricted",
        _ if name.starts_with("u_") => "user",
        _ => "public",
    };
    let told = json!({ "display_name": name, "name": format!("t5_{}", say::number(name, 6)), "subreddit_type": kind,
        "submission_type": takes, "user_is_banned": false, "user_is_contributor": false, "user_is_moderator": false });
    Ok(say::json(200, &json!({ "kind": "t5", "data": told })))
}

fn listing(posts: impl Iterator<Item = Value>, after: Option<&str>) -> Value {
    let children: Vec<Value> = posts.map(|post| json!({ "kind": "t3", "data": post })).collect();
    json!({ "kind": "Listing", "data": { "dist": children.len(), "children": children, "after": after, "before": null } })
}

/// Seconds since 1970, with a point.
#[expect(clippy::cast_precision_loss, reason = "as it tells times, to the second")]
fn seconds(at: Timestamp) -> f64 {
    at.as_second() as f64
}

fn person_id(name: &str) -> String {
    format!("{:x}", say::number(name, 9))
}

fn wrong(error: &Value) -> Answer {
    say::json(200, &json!({ "json": { "errors": [error] } }))
}

fn limits(answer: Answer, left: Left, now: Timestamp) -> Answer {
    answer
        .header("x-ratelimit-used", (left.limit - left.remaining).to_string())
        .header("x-ratelimit-remaining", format!("{}.0", left.remaining))
        .header("x-ratelimit-reset", (left.reset.as_second() - now.as_second()).to_string())
}

fn over() -> Answer {
    error(429, "Too Many Requests").answer()
}

fn error(status: u16, says: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "message": says, "error": status })))
}
