//! LinkedIn: posts of persons and of organizations, with the answer that names what was posted already.
//!
//! From learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api and images-api (version 202611), as
//! known on 26 November 2026; the answer to a duplicate from github.com/Arisamiga/Linkedin-RSS/issues/5 (14 December 2023):
//! it comes too when the first was deleted (github.com/ComposioHQ/composio/issues/2710, 22 February 2026). Never compared
//! with the live network.

mod comment;
mod films;
mod text;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::Step;
use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::shelf::{Card, Kept, Media, Posted, Shelf, State};
use super::speaks::{Speaks, later};
use super::tokens::{Bad, Renews, Tokens};
use crate::Answer;
use films::Films;

/// Characters of a commentary.
const COMMENTARY: usize = 3000;
/// Versions older than this are put out of service.
const OLDEST: u32 = 202_511;
/// The same commentary is refused for so long; the documents do not say how long.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

const KNOWN: &[&str] = &[
    "author",
    "commentary",
    "visibility",
    "distribution",
    "content",
    "lifecycleState",
    "isReshareDisabledByAuthor",
    "reshareContext",
    "contentLandingPage",
    "contentCallToActionLabel",
    "container",
];

/// The network.
#[derive(Debug)]
pub(super) struct LinkedIn {
    shelf: Shelf,
    tokens: Tokens,
    images: HashMap<String, (String, Option<Media>, u32)>,
    films: Films,
    said: HashMap<(String, String), (String, Timestamp)>,
    given: u64,
    next_looks: u32,
}

impl LinkedIn {
    pub(super) fn new() -> Self {
        Self {
            shelf: Shelf::default(),
            tokens: Tokens::new("linkedin", Some(60 * 24 * 3600), Renews::Never),
            images: HashMap::new(),
            films: Films::default(),
            said: HashMap::new(),
            given: 0,
            next_looks: 0,
        }
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let parts = request.path_parts();
        match (request.method.as_str(), &parts[..]) {
            ("GET", ["oauth", "v2", "authorization"]) => return Ok(self.tokens.authorize(request, "LinkedIn")),
            ("POST", ["oauth", "v2", "accessToken"]) => {
                let scope = json!({ "scope": "openid,profile,w_member_social" });
                return Ok(self.tokens.exchange(request, now, &scope));
            }
            // The address itself is the permission.
            ("PUT", ["dms-uploads", id]) => return self.upload(request, id),
            ("PUT", ["dms-uploads", id, piece]) => return self.films.take(request, id, piece),
            _ => {}
        }
        let whose = self.tokens.whose(request.bearer(), now).map_err(|bad| match bad {
            Bad::Unknown => error(401, "INVALID_ACCESS_TOKEN", "Invalid access token"),
            Bad::Expired => error(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired"),
            Bad::Revoked => {
                error(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user")
            }
        })?;
        if parts == ["v2", "userinfo"] {
            let body = json!({ "sub": person(&whose), "name": whose, "given_name": whose, "family_name": "Sandbox",
                "locale": { "country": "US", "language": "en" }, "email": format!("{whose}@mail.test"), "email_verified": true });
            return Ok(say::json(200, &body));
        }
        if parts.first() != Some(&"rest") {
            return Err(error(404, "RESOURCE_NOT_FOUND", "No virtual resource found"));
        }
        versioned(request)?;
        let organization = format!("urn:li:organization:{}", say::number(&whose, 8));
        let authors = [format!("urn:li:person:{}", person(&whose)), organization];
        match (request.method.as_str(), &parts[1..]) {
            ("GET", ["organizationAcls"]) => {
                let role = json!({ "role": "ADMINISTRATOR", "state": "APPROVED", "organization": authors[1] });
                Ok(say::json(200, &json!({ "elements": [role] })))
            }
            ("POST", ["images"]) if request.asks("action") == Some("initializeUpload") => {
                let owner = request.json["initializeUploadRequest"]["owner"].as_str().unwrap_or_default();
                if !authors.iter().any(|author| author == owner) {
                    return Err(error(403, "ACCESS_DENIED", "Owner is not allowed for this token"));
                }
                self.given += 1;
                let urn = format!("urn:li:image:C5SAND{}", self.given);
                self.images.insert(urn.clone(), (owner.to_owned(), None, std::mem::take(&mut self.next_looks)));
                let value = json!({ "uploadUrl": format!("{}/dms-uploads/{urn}", request.base()), "image": urn,
                    "uploadUrlExpiresAt": later(now, 86_400).as_millisecond() });
                Ok(say::json(200, &json!({ "value": value })))
            }
            ("GET", ["images", urn]) => {
                let image = self.images.get_mut(*urn).filter(|(owner, ..)| authors.contains(owner));
                let (owner, media, looks) = image.ok_or_else(|| error(404, "NOT_FOUND", "Image not found"))?;
                let status = match (media, *looks) {
                    (None, _) => "WAITING_UPLOAD",
                    (Some(_), 0) => "AVAILABLE",
                    (Some(_), _) => "PROCESSING",
                };
                let body = json!({ "id": urn, "owner": owner, "status": status });
                *looks = looks.saturating_sub(u32::from(status == "PROCESSING"));
                Ok(say::json(200, &body))
            }
            ("POST", ["videos"]) => match request.asks("action") {
                Some("initializeUpload") => self.films.announce(request, &authors, later(now, 86_400).as_millisecond()),
                Some("finalizeUpload") => self.films.end(request, &authors),
                _ => Err(invalid("action")),
            },
            ("GET", ["videos", urn]) => self.films.look(urn, &authors),
            ("POST", ["posts"]) => self.post(request, &authors, now),
            ("GET", ["posts"]) if request.asks("q") == Some("author") => {
                let author = request.asks("author").unwrap_or_default();
                may_read(author, &authors)?;
                let own = self.shelf.all(State::Live).rev().filter(|kept| is_post(kept) && kept.posted.by == author);
                let count = request.asks("count").and_then(|count| count.parse().ok()).unwrap_or(10_usize).min(100);
                let elements: Vec<Value> = own.take(count).map(told).collect();
                Ok(say::json(
                    200,
                    &json!({ "elements": elements, "paging": { "start": 0, "count": count, "links": [] } }),
                ))
            }
            ("GET", ["posts", urn]) => {
                let kept = self.shelf.find(urn).ok_or_else(not_found)?;
                may_read(&kept.posted.by, &authors)?;
                Ok(say::json(200, &told(kept)))
            }
            ("POST", ["posts", urn]) => {
                let kept =
                    self.shelf.change(urn).filter(|kept| authors.contains(&kept.posted.by)).ok_or_else(not_found)?;
                if request.header("x-restli-method") != Some("PARTIAL_UPDATE") {
                    return Err(error(400, "ILLEGAL_ARGUMENT", "X-RestLi-Method must be PARTIAL_UPDATE"));
                }
                if let Some(commentary) = request.json["patch"]["$set"]["commentary"].as_str() {
                    kept.posted.text = text::read(commentary).0;
                    kept.raw["commentary"] = json!(commentary);
                }
                Ok(Answer::bytes("application/json", "").with_status(204))
            }
            ("DELETE", ["posts", urn]) => {
                // What is gone is gone, and that is no error.
                if self.shelf.find(urn).is_some_and(|kept| authors.contains(&kept.posted.by)) {
                    self.shelf.take_down(urn);
                }
                Ok(Answer::bytes("application/json", "").with_status(204))
            }
            ("POST", ["socialActions", urn, "comments"]) => self.comment(request, urn, &authors, now),
            ("GET", ["socialActions", urn, "comments"]) => self.comments(request, urn, &authors),
            ("GET", ["socialActions", urn, "comments", id]) => self.comment_of(urn, id, &authors),
            ("DELETE", ["socialActions", urn, "comments", id]) => self.uncomment(request, urn, id, &authors),
            _ => Err(error(404, "RESOURCE_NOT_FOUND", "No virtual resource found")),
        }
    }

    fn upload(&mut self, request: &Request, urn: &str) -> Said {
        let (_, media, _) = self.images.get_mut(urn).ok_or_else(|| Refused::new(Answer::status(404)))?;
        if request.body.is_empty() {
            return Err(Refused::new(Answer::status(400)));
        }
        let kind = Some(request.kind()).filter(|kind| !kind.is_empty()).unwrap_or("application/octet-stream");
        *media = Some(Media::of(urn, kind, &request.body, None));
        Ok(Answer::bytes("text/plain", "").with_status(201))
    }

    fn post(&mut self, request: &Request, authors: &[String], now: Timestamp) -> Said {
        let Value::Object(input) = &request.json else {
            return Err(error(400, "MALFORMED_JSON", "Request body is no JSON object"));
        };
        if let Some(field) = input.keys().find(|field| !KNOWN.contains(&field.as_str())) {
            return Err(error(
                422,
                "UNRECOGNIZED_FIELD",
                &format!("ERROR :: /{field} :: unrecognized field found but not allowed"),
            ));
        }
        let text = |name: &str| input.get(name).and_then(Value::as_str);
        let needs = |name: &str| {
            let says = format!("ERROR :: /{name} :: field is required but not found and has no default value");
            text(name).ok_or_else(|| error(422, "MISSING_FIELD", &says))
        };
        let author = needs("author")?;
        if !authors.iter().any(|own| own == author) {
            return Err(error(403, "ACCESS_DENIED", "Not enough permissions to access: author"));
        }
        let commentary = needs("commentary")?;
        if !matches!(needs("visibility")?, "PUBLIC" | "CONNECTIONS" | "LOGGED_IN") {
            return Err(invalid("/visibility"));
        }
        if !matches!(request.json["distribution"]["feedDistribution"].as_str(), Some("MAIN_FEED" | "NONE")) {
            return Err(invalid("/distribution/feedDistribution"));
        }
        let draft = match needs("lifecycleState")? {
            "PUBLISHED" => false,
            "DRAFT" => true,
            _ => return Err(invalid("/lifecycleState")),
        };
        let (written, complaint) = text::read(commentary);
        if written.chars().count() > COMMENTARY {
            let says = format!("ERROR :: /commentary :: {COMMENTARY} characters at most");
            return Err(error(400, "FIELD_LENGTH_TOO_LONG", &says));
        }
        let (card, media) = self.content(&request.json["content"], author)?;
        if written.trim().is_empty() && card.is_none() && media.is_empty() {
            return Err(error(422, "EMPTY_POST", "A post needs a commentary or content"));
        }
        let key = (author.to_owned(), commentary.to_owned());
        if let Some((urn, _)) = self.said.get(&key).filter(|(_, at)| now.duration_since(*at) < REMEMBERED && !draft) {
            let errors =
                json!([{ "description": "Duplicate post is detected", "input": {}, "code": "DUPLICATE_POST" }]);
            let says = format!(
                "com.linkedin.content.common.exception.BadRequestResponseException: Content is a duplicate of {urn}"
            );
            let body = json!({ "errorDetailType": "com.linkedin.common.error.BadRequest", "message": says,
                "errorDetails": { "inputErrors": errors }, "status": 422 });
            return Err(Refused::new(say::json(422, &body)));
        }
        if let Some(complaint) = complaint {
            self.shelf.complain(complaint);
        }
        self.given += 1;
        let urn = format!("urn:li:share:{}", 7_400_000_000_000_000_000 + self.given);
        if !draft {
            self.said.insert(key, (urn.clone(), now));
        }
        let mut links = say::links(&written);
        links.extend(
            card.iter().map(|card| card.address.clone()).filter(|link| !links.contains(link)).collect::<Vec<_>>(),
        );
        let posted = Posted {
            id: urn.clone(),
            by: author.to_owned(),
            text: written,
            title: None,
            links,
            card,
            media,
            reply_to: None,
            at: now,
        };
        let mut raw = request.json.clone();
        raw["id"] = json!(urn);
        raw["createdAt"] = json!(now.as_millisecond());
        self.shelf.keep(posted, if draft { State::Draft } else { State::Live }, raw);
        Ok(Answer::bytes("application/json", "").with_status(201).header("x-restli-id", urn))
    }

    /// A card, or pictures.
    fn content(&self, content: &Value, author: &str) -> Result<(Option<Card>, Vec<Media>), Refused> {
        let image = |urn: &Value, place: &str| {
            let known = self.images.get(urn.as_str().unwrap_or_default()).filter(|(owner, ..)| owner == author);
            let media = known.filter(|(_, _, looks)| *looks == 0).and_then(|(_, media, _)| media.clone());
            media.ok_or_else(|| {
                error(400, "INVALID_CONTENT_OWNERSHIP", &format!("ERROR :: {place} :: no image that is ready"))
            })
        };
        if let Some(article) = content.get("article") {
            let text = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
            let address = text("source");
            if !address.starts_with("http") {
                return Err(invalid("/content/article/source"));
            }
            if text("title").is_empty() {
                let says =
                    "ERROR :: /content/article/title :: field is required but not found and has no default value";
                return Err(error(422, "MISSING_FIELD", says));
            }
            let picture = article.get("thumbnail").map(|urn| image(urn, "/content/article/thumbnail")).transpose()?;
            let card = Card {
                address,
                title: text("title"),
                description: text("description"),
                picture: picture.map(|it| it.digest),
            };
            return Ok((Some(card), Vec::new()));
        }
        let told = |media: &Value, place: &str| {
            let alt = media["altText"].as_str().map(str::to_owned);
            image(&media["id"], place).map(|media| Media { alt, ..media })
        };
        if let Some(media) = content.get("media") {
            let urn = media["id"].as_str().unwrap_or_default();
            if urn.starts_with("urn:li:video:") {
                let film = self.films.ready(urn, author).ok_or_else(|| {
                    error(400, "INVALID_CONTENT_OWNERSHIP", "ERROR :: /content/media/id :: no video that is ready")
                })?;
                let alt = media["title"].as_str().map(str::to_owned);
                return Ok((None, vec![Media { alt, ..film }]));
            }
            return Ok((None, vec![told(media, "/content/media/id")?]));
        }
        if let Some(images) = content["multiImage"]["images"].as_array() {
            if !(2..=20).contains(&images.len()) {
                return Err(invalid("/content/multiImage/images"));
            }
            let media = images.iter().map(|media| told(media, "/content/multiImage/images/id"));
            return Ok((None, media.collect::<Result<_, _>>()?));
        }
        if content.is_null() { Ok((None, Vec::new())) } else { Err(invalid("/content")) }
    }
}

impl Speaks for LinkedIn {
    fn step(&self, request: &Request) -> Step {
        let draft = request.json["lifecycleState"] == "DRAFT";
        match (request.method.as_str(), &request.path_parts()[..]) {
            ("POST", ["oauth", ..]) => Step::SignIn,
            ("POST", ["rest", "images" | "videos"]) | ("PUT", _) => Step::Upload,
            ("POST", ["rest", "posts"]) if draft => Step::Prepare,
            ("POST", ["rest", "posts"] | ["rest", "socialActions", ..]) => Step::Publish,
            ("POST", _) => Step::Edit,
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
        let code = if status >= 500 { "INTERNAL_SERVER_ERROR" } else { "ILLEGAL_ARGUMENT" };
        error(status, code, "Internal Server Error").answer()
    }

    fn limited(&self, _: Until, _: Timestamp) -> Answer {
        // LinkedIn tells no limit in headers; they end with the day, in UTC.
        let says = "Resource level throttle limit for calls to this resource is reached.";
        error(429, "TOO_MANY_REQUESTS", says).answer()
    }

    fn not_ready(&mut self, looks: u32) {
        self.next_looks = looks;
    }
}

/// The headers that every versioned request has.
fn versioned(request: &Request) -> Result<(), Refused> {
    let Some(version) = request.header("linkedin-version") else {
        let says = "A version must be present. Please specify a version by adding the LinkedIn-Version header.";
        return Err(error(400, "VERSION_MISSING", says));
    };
    let known =
        version.parse::<u32>().is_ok_and(|it| (OLDEST..210_000).contains(&it) && (1..=12).contains(&(it % 100)));
    if !known {
        return Err(error(426, "NONEXISTENT_VERSION", &format!("Requested version {version} is not active")));
    }
    if request.header("x-restli-protocol-version") != Some("2.0.0") {
        return Err(error(400, "ILLEGAL_ARGUMENT", "X-Restli-Protocol-Version must be 2.0.0"));
    }
    Ok(())
}

/// A person's own posts are read by nobody's program: that permission is closed.
fn may_read(author: &str, authors: &[String]) -> Result<(), Refused> {
    if author.starts_with("urn:li:organization:") && authors.iter().any(|own| own == author) {
        return Ok(());
    }
    Err(error(403, "ACCESS_DENIED", "Not enough permissions to access: partnerApiPostsExternal.GET"))
}

fn is_post(kept: &Kept) -> bool {
    kept.posted.reply_to.is_none()
}

fn told(kept: &Kept) -> Value {
    kept.raw.clone()
}

/// The id of a person, always the same for his name.
fn person(name: &str) -> String {
    say::digest(name.as_bytes())[..10].to_owned()
}

fn not_found() -> Refused {
    error(404, "NOT_FOUND", "Post not found")
}

fn invalid(place: &str) -> Refused {
    error(400, "INVALID_VALUE_FOR_FIELD", &format!("ERROR :: {place} :: value is not allowed"))
}

fn error(status: u16, code: &str, message: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "status": status, "code": code, "message": message })))
}
