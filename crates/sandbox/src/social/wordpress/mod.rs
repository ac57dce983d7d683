//! WordPress: the part of its REST API with which one writes articles, and the pages on which they are read.
//!
//! From github.com/WordPress/WordPress (wp-includes/rest-api/endpoints/class-wp-rest-posts-controller.php and
//! class-wp-rest-attachments-controller.php, wp-includes/post.php) and developer.wordpress.org/rest-api/reference, as
//! remembered on 26 November 2026, and from what WordPress 6.1.9 answered.

mod article;
mod media;

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::json;

use super::fault::Until;
use super::request::Request;
use super::say::{self, Refused, Said};
use super::shelf::{Kept, Shelf, State};
use super::speaks::Speaks;
use super::tokens::is_name;
use super::{Step, WORDPRESS_PASSWORD};
use crate::Answer;
use crate::networks::escaped;
use media::Library;

/// A site.
#[derive(Debug, Default)]
pub(super) struct WordPress {
    shelf: Shelf,
    library: Library,
    /// Posts and pictures share their numbers.
    given: u64,
    /// Users whose password was taken back.
    revoked: HashSet<String>,
}

impl WordPress {
    pub(super) fn new() -> Self {
        Self::default()
    }

    fn answered(&mut self, request: &Request, now: Timestamp) -> Said {
        let Some(route) = route(request) else { return self.page(request) };
        let route: Vec<&str> = route.iter().map(String::as_str).collect();
        let user = self.user(request)?;
        // A site that rewrites no addresses knows PUT and PATCH as POST too.
        let method = match request.method.as_str() {
            "PUT" | "PATCH" => "POST",
            "HEAD" => "GET",
            other => other,
        };
        match (method, &route[..]) {
            ("GET", []) => {
                let routes = json!({ "/wp/v2/posts": { "methods": ["GET", "POST"] }, "/wp/v2/media": { "methods": ["GET", "POST"] } });
                let authorize = format!("{}/wp-admin/authorize-application.php", request.base());
                let body = json!({ "name": "Sandbox", "description": "Nothing leaves this machine", "url": request.base(),
                    "home": request.base(), "gmt_offset": "0", "timezone_string": "UTC", "namespaces": ["oembed/1.0", "wp/v2"],
                    "authentication": { "application-passwords": { "endpoints": { "authorization": authorize } } },
                    "routes": routes });
                Ok(say::json(200, &body))
            }
            ("GET", ["wp", "v2", "users", "me"]) => {
                let user = user.ok_or_else(|| error(401, "rest_not_logged_in", "You are not currently logged in."))?;
                let mut body = json!({ "id": user_id(&user), "name": user, "slug": user, "url": "", "description": "",
                    "link": format!("{}/author/{user}/", request.base()), "avatar_urls": {}, "meta": [] });
                if request.asks("context") == Some("edit") {
                    body["roles"] = json!(["editor"]);
                    body["capabilities"] = json!({ "edit_posts": true, "publish_posts": true, "upload_files": true, "delete_posts": true });
                }
                Ok(say::json(200, &body))
            }
            ("GET", ["wp", "v2", "posts"]) => self.list(request, user.as_deref()),
            ("POST", ["wp", "v2", "posts"]) => {
                self.create(request, &needs(user, "rest_cannot_create", "create posts as this user")?, now)
            }
            ("GET", ["wp", "v2", "posts", id]) => self.read(request, user.as_deref(), id),
            ("POST", ["wp", "v2", "posts", id]) => {
                needs(user, "rest_cannot_edit", "edit this post")?;
                self.edit(request, id, now)
            }
            ("DELETE", ["wp", "v2", "posts", id]) => {
                needs(user, "rest_cannot_delete", "delete this post")?;
                self.delete(request, id)
            }
            ("POST", ["wp", "v2", "media"]) => {
                let user = needs(user, "rest_cannot_create", "create posts as this user")?;
                self.given += 1;
                self.library.upload(request, &user, self.given)
            }
            ("GET", ["wp", "v2", "media", id]) => self.library.read(request, id),
            ("POST", ["wp", "v2", "media", id]) => {
                needs(user, "rest_cannot_edit", "edit this post")?;
                self.library.describe(request, id)
            }
            ("DELETE", ["wp", "v2", "media", id]) => {
                needs(user, "rest_cannot_delete", "delete this post")?;
                self.library.delete(request, id)
            }
            _ => Err(error(404, "rest_no_route", "No route was found matching the URL and request method.")),
        }
    }

    /// Who signs in; `None` where nobody does.
    fn user(&self, request: &Request) -> Result<Option<String>, Refused> {
        let Some((name, password)) = basic(request) else { return Ok(None) };
        if !is_name(&name) {
            let says = "Unknown username. Check again or try your email address.";
            return Err(error(401, "invalid_username", says));
        }
        let bare = |text: &str| text.replace(' ', "");
        if bare(&password) != bare(WORDPRESS_PASSWORD) || self.revoked.contains(&name) {
            let says = "The provided password is an invalid application password.";
            return Err(error(401, "incorrect_password", says));
        }
        Ok(Some(name))
    }

    /// What a reader sees: the front page, an article, a picture.
    fn page(&self, request: &Request) -> Said {
        let shown = |title: &str, body: &str| {
            let link = format!("<{}/wp-json/>; rel=\"https://api.w.org/\"", request.base());
            let page = format!("<!doctype html>\n<meta charset=utf-8>\n<title>{title}</title>\n<main>{body}</main>\n");
            Answer::html(page).header("Link", link)
        };
        let article = |kept: &Kept| {
            let title = escaped(kept.posted.title.as_deref().unwrap_or_default());
            shown(&title, &format!("<article><h1>{title}</h1>{}</article>", kept.posted.text))
        };
        match request.path_parts()[..] {
            [] => match request.asks("p").map(|id| self.shelf.find(id).filter(|kept| kept.state == State::Live)) {
                Some(kept) => kept.map(article).ok_or_else(|| Refused::new(Answer::status(404))),
                None => Ok(shown("Sandbox", "<h1>Sandbox</h1>")),
            },
            [slug] => {
                let named = self.shelf.all(State::Live).find(|kept| kept.raw["slug"] == slug);
                named.map(article).ok_or_else(|| Refused::new(Answer::status(404)))
            }
            ["wp-content", "uploads", name] => self.library.file(name),
            _ => Err(Refused::new(Answer::status(404))),
        }
    }
}

impl Speaks for WordPress {
    fn step(&self, request: &Request) -> Step {
        let Some(route) = route(request) else { return Step::Read };
        let route: Vec<&str> = route.iter().map(String::as_str).collect();
        let publishes = matches!(request.parameter("status"), Some("publish"));
        match (request.method.as_str(), &route[..]) {
            ("POST", ["wp", "v2", "media"]) => Step::Upload,
            ("POST", ["wp", "v2", "posts", ..]) if publishes => Step::Publish,
            ("POST", ["wp", "v2", "posts"]) => Step::Prepare,
            ("POST" | "PUT" | "PATCH", _) => Step::Edit,
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
        self.publish_due(now);
    }

    fn revoke(&mut self, request: &Request, _: bool) {
        if let Some((name, _)) = basic(request) {
            self.revoked.insert(name);
        }
    }

    fn failed(&self, status: u16) -> Answer {
        let refused = match status {
            500.. => error(status, "internal_server_error", "There has been a critical error on this website."),
            _ => error(status, "rest_forbidden", "Sorry, you are not allowed to do that."),
        };
        refused.answer()
    }

    fn limited(&self, _: Until, _: Timestamp) -> Answer {
        // WordPress has no limit of its own; what stands before it has.
        Answer::html("<!doctype html><title>429 Too Many Requests</title><h1>Too Many Requests</h1>").with_status(429)
    }
}

/// The route that is asked for: behind `/wp-json/`, or in `?rest_route=` where a site rewrites no addresses.
fn route(request: &Request) -> Option<Vec<String>> {
    match request.parts.split_first() {
        Some((first, rest)) if first == "wp-json" => Some(rest.to_vec()),
        None => {
            let route = request.asks("rest_route")?;
            Some(route.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect())
        }
        _ => None,
    }
}

fn basic(request: &Request) -> Option<(String, String)> {
    let (scheme, coded) = request.header("authorization")?.split_once(' ')?;
    let plain = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(coded.trim()).ok())??;
    let plain = String::from_utf8(plain).ok()?;
    plain.split_once(':').map(|(name, password)| (name.to_owned(), password.to_owned()))
}

fn needs(user: Option<String>, code: &str, what: &str) -> Result<String, Refused> {
    user.ok_or_else(|| error(401, code, &format!("Sorry, you are not allowed to {what}.")))
}

fn user_id(name: &str) -> u64 {
    say::number(name, 4)
}

fn error(status: u16, code: &str, message: &str) -> Refused {
    Refused::new(say::json(status, &json!({ "code": code, "message": message, "data": { "status": status } })))
}

fn invalid(parameter: &str, says: &str) -> Refused {
    let body = json!({ "code": "rest_invalid_param", "message": format!("Invalid parameter(s): {parameter}"),
        "data": { "status": 400, "params": { parameter: says } } });
    Refused::new(say::json(400, &body))
}
