//! Articles of WordPress: drafts that nobody sees, their publication, and the names under which they are read.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::super::request::Request;
use super::super::say::{self, Refused, Said};
use super::super::shelf::{Kept, Posted, State};
use super::{WordPress, error, invalid, user_id};

const STATUSES: &[&str] = &["publish", "future", "draft", "pending", "private"];

const KNOWN: &[&str] = &[
    "date",
    "date_gmt",
    "slug",
    "status",
    "password",
    "title",
    "content",
    "author",
    "excerpt",
    "featured_media",
    "comment_status",
    "ping_status",
    "format",
    "meta",
    "sticky",
    "template",
    "categories",
    "tags",
    "id",
];

impl WordPress {
    pub(super) fn create(&mut self, request: &Request, user: &str, now: Timestamp) -> Said {
        if request.parameter("id").is_some() {
            return Err(error(400, "rest_post_exists", "Cannot create existing post."));
        }
        let mut raw = json!({ "status": "draft", "slug": "", "title": "", "content": "", "excerpt": "", "featured_media": 0,
            "date": said(now), "password": "" });
        self.take(request, &mut raw, now)?;
        let blank = |name: &str| raw[name].as_str().is_none_or(str::is_empty);
        if blank("title") && blank("content") && blank("excerpt") {
            return Err(error(400, "empty_content", "Content, title, and excerpt are empty."));
        }
        self.given += 1;
        let id = self.given.to_string();
        self.name(&id, &mut raw);
        let state = state(&raw);
        let posted = Posted {
            id: id.clone(),
            by: user.to_owned(),
            text: String::new(),
            title: None,
            links: Vec::new(),
            card: None,
            media: Vec::new(),
            reply_to: None,
            at: now,
        };
        self.shelf.keep(posted, state, raw);
        self.mirror(&id);
        let kept = self.shelf.find(&id).ok_or_else(no_post)?;
        let place = format!("{}/wp-json/wp/v2/posts/{id}", request.base());
        Ok(say::json(201, &told(request, kept, true)).header("Location", place))
    }

    pub(super) fn edit(&mut self, request: &Request, id: &str, now: Timestamp) -> Said {
        let mut raw = self.shelf.find(id).ok_or_else(no_post)?.raw.clone();
        self.take(request, &mut raw, now)?;
        self.name(id, &mut raw);
        raw["modified"] = json!(said(now));
        if state(&raw) == State::Live {
            self.shelf.publish(id, now);
        }
        if let Some(kept) = self.shelf.change(id) {
            kept.state = state(&raw);
            kept.raw = raw;
        }
        self.mirror(id);
        let kept = self.shelf.find(id).ok_or_else(no_post)?;
        Ok(say::json(200, &told(request, kept, true)))
    }

    pub(super) fn read(&self, request: &Request, user: Option<&str>, id: &str) -> Said {
        let kept = self.shelf.find(id).ok_or_else(no_post)?;
        if kept.state != State::Live && user.is_none() {
            return Err(error(401, "rest_forbidden", "Sorry, you are not allowed to do that."));
        }
        Ok(say::json(200, &told(request, kept, edits(request, user)?)))
    }

    pub(super) fn list(&self, request: &Request, user: Option<&str>) -> Said {
        let wanted: Vec<&str> = request
            .asks("status")
            .map_or_else(|| request.all("status[]").collect(), |statuses| statuses.split(',').map(str::trim).collect());
        let wanted = if wanted.is_empty() { vec!["publish"] } else { wanted };
        if wanted.iter().any(|status| *status != "any" && *status != "trash" && !STATUSES.contains(status)) {
            return Err(invalid(
                "status",
                "status is not one of publish, future, draft, pending, private, trash, any.",
            ));
        }
        if wanted != ["publish"] && user.is_none() {
            return Err(invalid("status", "Status is forbidden."));
        }
        let slugs: Vec<&str> = request
            .asks("slug")
            .map_or_else(|| request.all("slug[]").collect(), |slugs| slugs.split(',').map(str::trim).collect());
        let search = request.asks("search").unwrap_or_default().to_lowercase();
        let number = |name: &str, usual: usize| {
            let given = request.asks(name).map_or(Ok(usual), str::parse);
            given
                .ok()
                .filter(|number| *number >= 1)
                .ok_or_else(|| invalid(name, &format!("{name} must be between 1 and 100.")))
        };
        let (page, per_page) = (number("page", 1)?, number("per_page", 10)?);
        if per_page > 100 {
            return Err(invalid("per_page", "per_page must be between 1 (inclusive) and 100 (inclusive)"));
        }
        let edits = edits(request, user)?;
        let fits = |kept: &&Kept| {
            let raw = &kept.raw;
            let text = |name: &str| raw[name].as_str().unwrap_or_default();
            ((wanted.contains(&"any") && text("status") != "trash") || wanted.contains(&text("status")))
                && (slugs.is_empty() || slugs.contains(&text("slug")))
                && (search.is_empty()
                    || format!("{} {}", text("title"), text("content")).to_lowercase().contains(&search))
        };
        let all = [State::Live, State::Draft, State::Other].into_iter().flat_map(|state| self.shelf.all(state));
        let mut found: Vec<&Kept> = all.filter(fits).collect();
        found.sort_by(|a, b| b.raw["date"].as_str().cmp(&a.raw["date"].as_str()).then(b.posted.at.cmp(&a.posted.at)));
        let pages = found.len().div_ceil(per_page);
        if page > 1 && page > pages {
            let says = "The page number requested is larger than the number of pages available.";
            return Err(error(400, "rest_post_invalid_page_number", says));
        }
        let total = found.len();
        let shown = found.into_iter().skip((page - 1) * per_page).take(per_page);
        let body: Vec<Value> = shown.map(|kept| told(request, kept, edits)).collect();
        let answer = say::json(200, &Value::Array(body));
        Ok(answer.header("X-WP-Total", total.to_string()).header("X-WP-TotalPages", pages.to_string()))
    }

    pub(super) fn delete(&mut self, request: &Request, id: &str) -> Said {
        let kept = self.shelf.change(id).ok_or_else(no_post)?;
        if request.parameter("force").is_some_and(|force| force == "true" || force == "1") {
            let previous = told(request, kept, true);
            self.shelf.take_down(id);
            return Ok(say::json(200, &json!({ "deleted": true, "previous": previous })));
        }
        if kept.raw["status"] == "trash" {
            return Err(error(410, "rest_already_trashed", "The post has already been deleted."));
        }
        kept.state = State::Other;
        kept.raw["status"] = json!("trash");
        kept.raw["slug"] = json!(format!("{}__trashed", kept.raw["slug"].as_str().unwrap_or_default()));
        Ok(say::json(200, &told(request, kept, true)))
    }

    /// What was scheduled and is due goes live.
    pub(super) fn publish_due(&mut self, now: Timestamp) {
        let now_said = said(now);
        let due = |kept: &&Kept| kept.raw["status"] == "future" && kept.raw["date"].as_str() <= Some(now_said.as_str());
        let due: Vec<String> = self.shelf.all(State::Draft).filter(due).map(|kept| kept.posted.id.clone()).collect();
        for id in due {
            self.shelf.publish(&id, now);
            if let Some(kept) = self.shelf.change(&id) {
                kept.raw["status"] = json!("publish");
            }
        }
    }

    /// Takes over what `request` says of an article.
    fn take(&mut self, request: &Request, raw: &mut Value, now: Timestamp) -> Result<(), Refused> {
        self.shelf.knows("/wp/v2/posts", request.fields.iter().map(|(name, _)| name.as_str()), KNOWN);
        for field in ["title", "content", "excerpt"] {
            let given = request.parameter(field).or_else(|| request.parameter(&format!("{field}[raw]")));
            if let Some(given) = given {
                raw[field] = json!(given);
            }
        }
        if let Some(picture) = request.parameter("featured_media") {
            let number: u64 =
                picture.parse().map_err(|_| invalid("featured_media", "featured_media is not of type integer."))?;
            if number != 0 && !self.library.has(picture) {
                return Err(error(400, "rest_invalid_featured_media", "Invalid featured media ID."));
            }
            raw["featured_media"] = json!(number);
        }
        let dated = request.parameter("date_gmt").or_else(|| request.parameter("date"));
        if let Some(date) = dated {
            let at = date.parse::<Timestamp>().ok().or_else(|| {
                let wall: DateTime = date.parse().ok()?;
                wall.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
            });
            raw["date"] = json!(said(at.ok_or_else(|| invalid("date", "Invalid date."))?));
        }
        if let Some(slug) = request.parameter("slug") {
            raw["slug"] = json!(slugged(slug));
        }
        if let Some(status) = request.parameter("status") {
            if !STATUSES.contains(&status) {
                let says = "status is not one of publish, future, draft, pending, and private.";
                return Err(invalid("status", says));
            }
            // A draft has no date of its own until it goes live.
            if status == "publish" && raw["status"] != "publish" && dated.is_none() {
                raw["date"] = json!(said(now));
            }
            raw["status"] = json!(status);
        }
        let ahead = raw["date"].as_str() > Some(said(now).as_str());
        match raw["status"].as_str() {
            Some("publish") if ahead => raw["status"] = json!("future"),
            Some("future") if !ahead => raw["status"] = json!("publish"),
            _ => {}
        }
        Ok(())
    }

    /// Gives what is published a name that nothing else has: `-2`, `-3`… behind it. Drafts keep the name that they asked for.
    fn name(&self, id: &str, raw: &mut Value) {
        if matches!(raw["status"].as_str(), Some("draft" | "pending")) {
            return;
        }
        let asked = raw["slug"].as_str().filter(|slug| !slug.is_empty()).map(str::to_owned);
        let asked = asked.unwrap_or_else(|| slugged(raw["title"].as_str().unwrap_or_default()));
        let asked = if asked.is_empty() { id.to_owned() } else { asked };
        let taken = |slug: &str| {
            let mut all = self.shelf.all(State::Live).chain(self.shelf.all(State::Draft));
            all.any(|kept| {
                kept.posted.id != id
                    && kept.raw["slug"] == slug
                    && !matches!(kept.raw["status"].as_str(), Some("draft" | "pending"))
            })
        };
        let more = (2..).map(|number: u32| format!("{asked}-{number}"));
        let free = std::iter::once(asked.clone()).chain(more).find(|slug| !taken(slug));
        raw["slug"] = json!(free.unwrap_or(asked));
    }

    /// What was posted says what the article says.
    fn mirror(&mut self, id: &str) {
        let Some(kept) = self.shelf.change(id) else { return };
        let raw = &kept.raw;
        let text = |name: &str| raw[name].as_str().unwrap_or_default().to_owned();
        let (title, content) = (text("title"), text("content"));
        let picture = self.library.media(&raw["featured_media"].to_string());
        kept.posted.title = Some(title).filter(|title| !title.is_empty());
        // In HTML an address stands with its `&` written as `&amp;`.
        kept.posted.links = say::links(&content.replace("&amp;", "&").replace("&#038;", "&"));
        kept.posted.links.dedup();
        kept.posted.text = content;
        kept.posted.media = picture.into_iter().collect();
    }
}

fn state(raw: &Value) -> State {
    match raw["status"].as_str() {
        Some("publish") => State::Live,
        Some("trash") => State::Other,
        _ => State::Draft,
    }
}

/// Whether the article is told with what was written, not only with what is shown.
fn edits(request: &Request, user: Option<&str>) -> Result<bool, Refused> {
    if request.asks("context") != Some("edit") {
        return Ok(false);
    }
    let says = "Sorry, you are not allowed to edit posts in this post type.";
    if user.is_none() { Err(error(401, "rest_forbidden_context", says)) } else { Ok(true) }
}

fn no_post() -> Refused {
    error(404, "rest_post_invalid_id", "Invalid post ID.")
}

/// `2026-11-26T20:15:31`, which is how WordPress writes an instant of UTC.
fn said(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// `text` as the name of a page.
fn slugged(text: &str) -> String {
    let lower = text.to_lowercase();
    let kept: String = lower.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let parts: Vec<&str> = kept.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-").chars().take(200).collect()
}

fn told(request: &Request, kept: &Kept, edits: bool) -> Value {
    let raw = &kept.raw;
    let text = |name: &str| raw[name].as_str().unwrap_or_default();
    let rendered = |name: &str, shown: String| {
        let mut value = json!({ "rendered": shown });
        if edits {
            value["raw"] = raw[name].clone();
        }
        if name != "title" {
            value["protected"] = json!(false);
        }
        value
    };
    let paragraphs = |text: &str| match text {
        "" => String::new(),
        text if text.starts_with('<') => format!("{text}\n"),
        text => format!("<p>{}</p>\n", text.replace("\n\n", "</p>\n<p>")),
    };
    let id: u64 = kept.posted.id.parse().unwrap_or(0);
    let modified = if raw["modified"].is_null() { &raw["date"] } else { &raw["modified"] };
    let guid = format!("{}/?p={id}", request.base());
    let link = match (kept.state, text("slug")) {
        (State::Live, slug) if !slug.is_empty() => format!("{}/{slug}/", request.base()),
        _ => guid.clone(),
    };
    json!({ "id": id, "date": raw["date"], "date_gmt": raw["date"], "guid": { "rendered": guid }, "modified": modified,
        "modified_gmt": modified, "slug": raw["slug"], "status": raw["status"], "type": "post", "link": link,
        "title": rendered("title", text("title").to_owned()), "content": rendered("content", paragraphs(text("content"))),
        "excerpt": rendered("excerpt", paragraphs(text("excerpt"))), "author": user_id(&kept.posted.by),
        "featured_media": raw["featured_media"], "comment_status": "open", "ping_status": "open", "sticky": false,
        "template": "", "format": "standard", "meta": [], "categories": [1], "tags": [] })
}
