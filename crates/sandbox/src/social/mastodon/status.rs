//! Statuses of Mastodon: made once for each key, read back, changed, deleted.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::request::Request;
use super::super::say::{self, Refused, Said, date};
use super::super::shelf::{Did, Kept, Posted, State};
use super::{Mastodon, account, account_id, error, not_found, text};
use crate::Answer;

/// How many pictures a status takes.
pub(super) const ATTACHMENTS: usize = 4;
/// A key is remembered for so long.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);
/// What is scheduled lies at least so far ahead.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// The first status has the number after this.
const FIRST: u64 = 115_000_000_000_000_000;

const KNOWN: &[&str] = &[
    "status",
    "media_ids",
    "media_attributes",
    "poll",
    "in_reply_to_id",
    "sensitive",
    "spoiler_text",
    "visibility",
    "language",
    "scheduled_at",
    "quoted_status_id",
    "quote_approval_policy",
];

impl Mastodon {
    pub(super) fn post(&mut self, request: &Request, by: &str, now: Timestamp) -> Said {
        self.shelf.knows("POST /api/v1/statuses", request.fields.iter().map(|(name, _)| name.as_str()), KNOWN);
        let key = request.header("idempotency-key").filter(|key| !key.is_empty() && self.options.honours_idempotency);
        let key = key.map(|key| (by.to_owned(), key.to_owned()));
        if let Some((id, at)) = key.as_ref().and_then(|key| self.keys.get(key))
            && now.duration_since(*at) < REMEMBERED
        {
            // Of a status that was deleted since, a server says that it is not there.
            let kept = self.shelf.find(id).ok_or_else(not_found)?;
            return Ok(say::json(200, &self.told(request, kept)));
        }
        let (status, spoiler) = self.counted(request)?;
        let ids: Vec<&str> = request.all("media_ids[]").chain(request.all("media_ids")).collect();
        if ids.len() > ATTACHMENTS {
            return Err(error(422, &format!("Validation failed: Cannot attach more than {ATTACHMENTS} files")));
        }
        let media = ids.iter().map(|id| self.uploads.ready(id, by)).collect::<Result<Vec<_>, _>>()?;
        if status.is_empty() && spoiler.is_empty() && media.is_empty() {
            return Err(error(422, "Validation failed: Text can't be blank"));
        }
        let visibility = request.parameter("visibility").unwrap_or("public");
        if !["public", "unlisted", "private", "direct"].contains(&visibility) {
            return Err(error(422, &format!("'{visibility}' is not a valid visibility")));
        }
        let reply_to = request.parameter("in_reply_to_id").filter(|id| !id.is_empty());
        if reply_to.is_some_and(|id| self.shelf.find(id).is_none()) {
            return Err(error(404, "The post you are trying to reply to does not appear to exist."));
        }
        let scheduled = request.parameter("scheduled_at").map(|at| {
            let at = at.parse::<Timestamp>().ok().filter(|at| now.checked_add(AHEAD).is_ok_and(|least| *at >= least));
            at.ok_or_else(|| error(422, "Validation failed: Scheduled at must be in the future"))
        });
        let scheduled = scheduled.transpose()?;
        self.given += 1;
        let id = (FIRST + self.given).to_string();
        let raw = json!({ "visibility": visibility, "language": request.parameter("language"), "spoiler_text": spoiler,
            "sensitive": request.parameter("sensitive") == Some("true"), "created_at": date(now),
            "scheduled_at": scheduled.map(date), "edited_at": null });
        let posted = Posted {
            id: id.clone(),
            by: by.to_owned(),
            text: status.to_owned(),
            title: Some(spoiler.to_owned()).filter(|spoiler| !spoiler.is_empty()),
            links: say::links(status),
            card: None,
            media,
            reply_to: reply_to.map(str::to_owned),
            at: scheduled.unwrap_or(now),
        };
        self.uploads.attach(&posted.media);
        self.shelf.keep(posted, if scheduled.is_some() { State::Draft } else { State::Live }, raw);
        if let Some(key) = key {
            self.keys.insert(key, (id.clone(), now));
        }
        let kept = self.shelf.find(&id).ok_or_else(not_found)?;
        Ok(say::json(200, &self.told(request, kept)))
    }

    pub(super) fn edit(&mut self, request: &Request, by: &str, id: &str) -> Said {
        let (status, spoiler) = self.counted(request)?;
        let kept = self.shelf.change(id).filter(|kept| kept.posted.by == by).ok_or_else(not_found)?;
        status.clone_into(&mut kept.posted.text);
        kept.posted.links = say::links(status);
        kept.raw["spoiler_text"] = json!(spoiler);
        kept.raw["edited_at"] = json!(date(request.at));
        let kept = self.shelf.find(id).ok_or_else(not_found)?;
        Ok(say::json(200, &self.told(request, kept)))
    }

    pub(super) fn delete(&mut self, request: &Request, by: &str, id: &str) -> Said {
        let kept = self.shelf.find(id).filter(|kept| kept.posted.by == by).ok_or_else(not_found)?;
        let mut told = self.told(request, kept);
        told["text"] = json!(kept.posted.text);
        self.shelf.take_down(id);
        Ok(say::json(200, &told))
    }

    /// An account's statuses, the newest first.
    pub(super) fn statuses(&self, request: &Request, account: &str) -> Answer {
        let limit = request.asks("limit").and_then(|limit| limit.parse::<usize>().ok()).unwrap_or(20).min(40);
        let number = |name: &str| request.asks(name).and_then(|id| id.parse::<u64>().ok());
        let (since, least, most) = (number("since_id"), number("min_id"), number("max_id"));
        let fits = |kept: &&Kept| {
            let id = kept.posted.id.parse().unwrap_or(0_u64);
            account_id(&kept.posted.by) == account
                && since.is_none_or(|since| id > since)
                && least.is_none_or(|least| id > least)
                && most.is_none_or(|most| id < most)
                && !(request.asks("exclude_replies") == Some("true") && kept.posted.reply_to.is_some())
        };
        let fitting = self.shelf.all(State::Live).filter(fits);
        // `min_id` is the page right after it, `since_id` the newest page.
        let mut found: Vec<&Kept> =
            if least.is_some() { fitting.take(limit).collect() } else { fitting.rev().take(limit).collect() };
        found.sort_by(|a, b| b.posted.id.cmp(&a.posted.id));
        let told: Vec<Value> = found.iter().map(|kept| self.told(request, kept)).collect();
        let answer = say::json(200, &Value::Array(told));
        let (Some(first), Some(last)) = (found.first(), found.last()) else { return answer };
        let place = format!("{}{}", request.base(), request.path);
        let link = format!(
            "<{place}?max_id={}>; rel=\"next\", <{place}?min_id={}>; rel=\"prev\"",
            last.posted.id, first.posted.id
        );
        answer.header("Link", link)
    }

    /// Somebody likes a status, or passes it on.
    pub(super) fn does(&mut self, request: &Request, who: &str, did: Did, id: &str) -> Said {
        self.shelf.find(id).filter(|kept| kept.state == State::Live).ok_or_else(not_found)?;
        self.shelf.does(who, did, id);
        let kept = self.shelf.find(id).ok_or_else(not_found)?;
        Ok(say::json(200, &self.told(request, kept)))
    }

    /// A status as it is told, with what people did with it.
    pub(super) fn told(&self, request: &Request, kept: &Kept) -> Value {
        let (mut told, id) = (told(request, kept), &*kept.posted.id);
        if kept.state == State::Live {
            told["replies_count"] = json!(self.shelf.replies(id));
            told["reblogs_count"] = json!(self.shelf.many(Did::Repost, id));
            told["favourites_count"] = json!(self.shelf.many(Did::Like, id));
        }
        told
    }

    /// Text and warning of a request, if the server takes so much.
    fn counted<'r>(&self, request: &'r Request) -> Result<(&'r str, &'r str), Refused> {
        let status = request.parameter("status").unwrap_or_default().trim_end();
        let spoiler = request.parameter("spoiler_text").unwrap_or_default();
        let most = self.options.mastodon_characters;
        if text::count(status) + say::graphemes(spoiler) > most {
            return Err(error(422, &format!("Validation failed: Text character limit of {most} exceeded")));
        }
        Ok((status, spoiler))
    }
}

/// A status as it is told; one that is scheduled is told with what it will be.
fn told(request: &Request, kept: &Kept) -> Value {
    let (posted, raw) = (&kept.posted, &kept.raw);
    let media: Vec<Value> = posted.media.iter().map(|media| super::media::told(request, media, true)).collect();
    if kept.state == State::Draft {
        return json!({ "id": posted.id, "scheduled_at": raw["scheduled_at"], "media_attachments": media,
            "params": { "text": posted.text, "visibility": raw["visibility"], "spoiler_text": raw["spoiler_text"] } });
    }
    json!({ "id": posted.id, "created_at": raw["created_at"], "edited_at": raw["edited_at"],
        "in_reply_to_id": posted.reply_to, "in_reply_to_account_id": null, "sensitive": raw["sensitive"],
        "spoiler_text": raw["spoiler_text"], "visibility": raw["visibility"], "language": raw["language"],
        "uri": format!("{}/users/{}/statuses/{}", request.base(), posted.by, posted.id),
        "url": format!("{}/@{}/{}", request.base(), posted.by, posted.id), "quotes_count": 0,
        "content": text::html(&posted.text), "reblog": null,
        "application": { "name": "Tidings", "website": null }, "account": account(request, &posted.by),
        "media_attachments": media, "mentions": [], "tags": [], "emojis": [], "card": null, "poll": null })
}
