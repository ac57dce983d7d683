//! Articles on WordPress, through the REST API of the site. The article is made as a draft first, under a name that holds our
//! key, so that it is found again; showing it can be repeated
//! (developer.wordpress.org/rest-api/reference/posts/ and /media/, read 2026-11-26).

mod article;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::http::{Http, Request};
use crate::publish::{
    Account, Acts, Came, Cause, Connect, Connected, Draft, Effort, Engagement, Field, Form, Given, Heard, Publish,
    Receipt, Recipe, Renewed, Secret, Settled, Stands, Taking, With, ask, away, json as with_json, lost, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::Minutes,
        minutes: 2,
        steps: &[
            "In your site’s administration open Users, Profile, and there Application Passwords, near the end.",
            "Call it Tidings, press Add, and copy what it shows: it is shown once. Your own password is not needed.",
            "Type the site’s address, your user name and that password here. The user has to be allowed to publish: an author, editor or administrator.",
        ],
        fields: &[
            Field {
                name: "server",
                label: "Site",
                hint: "Its address, such as bakery.example or bakery.example/blog",
                usual: None,
                secret: false,
            },
            Field {
                name: "name",
                label: "User name",
                hint: "With which you sign in there",
                usual: None,
                secret: false,
            },
            Field {
                name: "secret",
                label: "Application password",
                hint: "Six groups of four signs",
                usual: None,
                secret: true,
            },
        ],
        sign_in: None,
        server: "",
        evidence: day(
            "https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/",
            "2026-11-26",
            Grade::Platform,
        ),
    },
    price: None,
    recipe: Recipe::TwoSteps,
    comments: None,
    proved: "Proved against the sandbox and Debian’s WordPress 6.1; never run against a live site.",
    acts: &WordPress,
};

#[derive(Debug)]
struct WordPress;

/// WordPress has no limits of its own, and what stands before it says only `Retry-After`.
const RESET: &str = "";
const POSTS: &str = "/wp/v2/posts";

/// What is asked for at `route`. A site that rewrites no addresses has its routes in the query, and its base says so.
fn at(base: &Url, route: &str) -> Request {
    let mut url = base.clone();
    if base.query().is_some() {
        url.query_pairs_mut().clear().append_pair("rest_route", route);
    } else {
        url.set_path(&format!("{}/wp-json{route}", base.path().trim_end_matches('/')));
    }
    // A password is for this site alone.
    Request::new(url).redirects(0)
}

fn signed(request: Request, account: &Account) -> Request {
    let both = format!("{}:{}", account.secret.text("name"), account.secret.text("password"));
    request.header("authorization", format!("Basic {}", STANDARD.encode(both)))
}

/// The same, told with what only editors see.
fn to_edit(request: Request, account: &Account) -> Request {
    let mut request = signed(request, account);
    request.url.query_pairs_mut().append_pair("context", "edit");
    request
}

impl Acts for WordPress {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let base = found(http, base, now).await?;
            let host = base.host_str().unwrap_or_default().to_owned();
            let secret = Secret(json!({ "name": given.field("name"), "password": given.field("secret") }));
            let mut account = Account { base, identity: String::new(), name: String::new(), secret };
            let request = to_edit(at(&account.base, "/wp/v2/users/me"), &account);
            let said = match ask(http, request, RESET, now).await {
                Heard::Yes(said) => said,
                Heard::No(401, said) if said["code"] == "rest_not_logged_in" => {
                    return Err(Cause::new(
                        "not_let_in",
                        format!(
                            "{host} did not see the password: its web server takes the Authorization header away, or a plug-in forbids application passwords"
                        ),
                    ));
                }
                Heard::No(401 | 403, said) => {
                    return Err(Cause::new(
                        "not_let_in",
                        format!(
                            "{host} does not know this user with this application password ({}): make a new one, and type the name with which you sign in",
                            plain(&said)
                        ),
                    ));
                }
                Heard::No(status, said) => {
                    return Err(Cause::new("no_network", format!("{host} answers {status}: {}", plain(&said))));
                }
                other => return Err(away(other)),
            };
            let Some(user) = said["id"].as_u64() else {
                return Err(Cause::new("no_network", format!("{host} does not speak as WordPress does")));
            };
            let name = said["name"].as_str().unwrap_or_default();
            if said.pointer("/capabilities/publish_posts").is_some_and(|may| *may != true) {
                return Err(Cause::new(
                    "not_allowed",
                    format!("{name} may not publish on {host}: let an administrator make the user an author"),
                ));
            }
            account.identity = user.to_string();
            account.name = format!("{host} as {name}");
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, _: &'a Http, account: &'a Account, _: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(async move {
            Renewed::Over(Cause::new(
                "not_let_in",
                format!(
                    "{} does not take the application password any more: make a new one in your profile there, and connect the account again",
                    account.name
                ),
            ))
        })
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        article::frozen(draft)
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(id) = so_far["id"].as_u64() {
                return show(with, id).await;
            }
            let pictures = frozen["pictures"].as_array().into_iter().flatten();
            let mut missing = pictures.filter(|it| so_far["pictures"][text(it, "digest")].is_null());
            let file = |it: &Value| with.blobs.iter().find(|blob| blob.digest == text(it, "digest"));
            // A card's picture that is not at hand is done without.
            if let Some(picture) = missing.find(|it| it["needed"] == true || file(it).is_some()) {
                return upload(with, picture, so_far).await;
            }
            let body = article::drafted(frozen, &so_far["pictures"]);
            let request = signed(at(&with.account.base, POSTS), with.account);
            match ask(with.http, with_json(request, &body), RESET, with.now).await {
                Heard::Yes(said) if said["id"].is_u64() => {
                    Came::Step(json!({ "pictures": so_far["pictures"], "id": said["id"] }))
                }
                heard => refused(heard),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            let known = so_far["id"].as_u64();
            let request = match known {
                Some(id) => at(&with.account.base, &format!("{POSTS}/{id}")),
                None => {
                    let mut request = at(&with.account.base, POSTS);
                    let slug = text(frozen, "slug");
                    request.url.query_pairs_mut().append_pair("slug", slug).append_pair("status", "any");
                    request
                }
            };
            let said = match ask(with.http, to_edit(request, with.account), RESET, with.now).await {
                Heard::Yes(said) => said,
                Heard::No(404 | 410, _) if known.is_some() => return Settled::Nothing,
                Heard::No(401, said) => return Settled::LetIn(plain(&said)),
                Heard::No(status, said) => {
                    return Settled::Later(format!("the site answers {status}: {}", plain(&said)));
                }
                other => return other.later(),
            };
            let all =
                if known.is_some() { std::slice::from_ref(&said) } else { said.as_array().map_or(&[][..], |it| it) };
            if known.is_none() && !said.is_array() || all.iter().any(|it| !it["id"].is_u64()) {
                return Settled::Later("the site’s answer was not understood".to_owned());
            }
            match (all.iter().find(|it| it["status"] == "publish"), all.first()) {
                (Some(live), _) => Settled::Live(receipt(live)),
                (None, Some(binned)) if binned["status"] == "trash" => Settled::NobodyKnows(
                    "somebody put the article’s draft into the bin at the site: take it out there, or skip it here"
                        .to_owned(),
                ),
                (None, Some(draft)) => Settled::At(json!({ "pictures": so_far["pictures"], "id": draft["id"] })),
                (None, None) => Settled::Nothing,
            }
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            let request = to_edit(at(&with.account.base, &format!("{POSTS}/{}", receipt.id)), with.account);
            match ask(with.http, request, RESET, with.now).await {
                Heard::Yes(said) if said["status"] == "publish" => {
                    let changed = text(&said, "modified_gmt").to_owned();
                    Stands::AsOf(Engagement::default(), changed)
                }
                Heard::Yes(said) if said["status"].is_string() => Stands::Gone,
                Heard::No(404 | 410, _) => Stands::Gone,
                Heard::No(status, said) => Stands::Unknown(format!("the site answers {status}: {}", plain(&said))),
                other => Stands::Unknown(away(other).says),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            // Into the bin, out of which somebody may take it again.
            let request = at(&with.account.base, &format!("{POSTS}/{}", receipt.id)).delete();
            match ask(with.http, signed(request, with.account), RESET, with.now).await {
                Heard::Yes(_) | Heard::No(404 | 410, _) => Ok(()),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("the site answers {status}: {}", plain(&said))))
                }
                other => Err(away(other)),
            }
        })
    }

    fn corrects(&self) -> bool {
        true
    }

    fn correct<'a>(
        &'a self,
        with: With<'a>,
        receipt: &'a Receipt,
        frozen: &'a Value,
        so_far: &'a Value,
    ) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let whole = article::drafted(frozen, &so_far["pictures"]);
            // Its address and its place in the bin or outside are as they are.
            let body = json!({ "title": whole["title"], "content": whole["content"] });
            let request = signed(at(&with.account.base, &format!("{POSTS}/{}", receipt.id)), with.account);
            match ask(with.http, with_json(request, &body), RESET, with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(404 | 410, _) => Err(Cause::new("gone", "the article is not there any more")),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("the site answers {status}: {}", plain(&said))))
                }
                other => Err(away(other)),
            }
        })
    }
}

/// Where the site says that it is, with the way to its routes. Redirects are followed here, and nowhere else.
async fn found(http: &Http, base: &Url, now: Timestamp) -> Result<Url, Cause> {
    let mut by_query = base.clone();
    by_query.set_query(Some("rest_route=/"));
    for base in [base, &by_query] {
        match ask(http, at(base, "/").redirects(5), RESET, now).await {
            Heard::Yes(said) if said["namespaces"].as_array().is_some_and(|all| all.iter().any(|it| it == "wp/v2")) => {
                return Ok(at_home(base, said["home"].as_str()));
            }
            // It shows its routes only to those whom it knows.
            Heard::No(401 | 403, said) if said["code"].is_string() => return Ok(base.clone()),
            heard @ (Heard::NotSent(_) | Heard::Limited(_)) => return Err(away(heard)),
            _ => {}
        }
    }
    let host = base.host_str().unwrap_or_default();
    let says = format!(
        "nothing at {host} answers as WordPress does: type the address of its start page, and look whether a plug-in closes its REST API"
    );
    Err(Cause::new("no_network", says))
}

/// The same site under the name that it gives itself, since what is posted follows no redirect.
fn at_home(base: &Url, home: Option<&str>) -> Url {
    let bare = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    let home = home.and_then(|home| home.parse::<Url>().ok());
    let home =
        home.filter(|home| bare(home) == bare(base) && (home.scheme() == "https" || home.scheme() == base.scheme()));
    home.map_or_else(
        || base.clone(),
        |mut home| {
            home.set_query(base.query());
            home
        },
    )
}

/// Puts a picture into the site's library, where nobody sees it before an article does.
async fn upload(with: With<'_>, picture: &Value, so_far: &Value) -> Came {
    let digest = text(picture, "digest");
    let Some(file) = with.blobs.iter().find(|it| it.digest == digest) else {
        return Came::Refused(lost());
    };
    let request = signed(at(&with.account.base, "/wp/v2/media"), with.account);
    let said = Form::default().text("alt_text", text(picture, "alt")).file("file", file).on(request);
    match ask(with.http, said, RESET, with.now).await {
        Heard::Yes(said) if said["id"].is_u64() => {
            let mut pictures = so_far["pictures"].as_object().cloned().unwrap_or_default();
            pictures.insert(digest.to_owned(), json!({ "id": said["id"], "address": said["source_url"] }));
            Came::Step(json!({ "pictures": pictures }))
        }
        // One that is there twice is in no article.
        Heard::Unknown(why) => Came::NotSent(why),
        heard => refused(heard),
    }
}

/// Shows the draft `id`. What is shown already stays as it is.
async fn show(with: With<'_>, id: u64) -> Came {
    let request = signed(at(&with.account.base, &format!("{POSTS}/{id}")), with.account);
    match ask(with.http, with_json(request, &json!({ "status": "publish" })), RESET, with.now).await {
        Heard::Yes(said) if said["status"] == "publish" => Came::Done(receipt(&said)),
        Heard::Yes(said) if said["status"].is_string() => {
            let says = format!("The site keeps the article as {}: publish it there, then say so here", said["status"]);
            Came::Refused(Cause::new("not_shown", says))
        }
        Heard::No(404 | 410, _) => Came::Refused(Cause::new(
            "draft_gone",
            "Somebody removed the article’s draft at the site: send it again to make a new one",
        )),
        heard => refused(heard),
    }
}

fn refused(heard: Heard) -> Came {
    match heard {
        Heard::No(401, said) => Came::LetIn(plain(&said)),
        Heard::No(403, said) => Came::Refused(Cause::new(
            "not_allowed",
            format!(
                "The site does not let this user do that ({}): let an administrator make the user an author or editor",
                plain(&said)
            ),
        )),
        Heard::No(413, _) => Came::Refused(Cause::new(
            "too_large",
            "The site’s web server takes no file of this size: choose a smaller picture",
        )),
        Heard::No(_, said) => {
            Came::Refused(Cause::new("refused", format!("The site does not take the article: {}", plain(&said))))
        }
        other => other.other(),
    }
}

fn receipt(said: &Value) -> Receipt {
    Receipt { id: said["id"].to_string(), url: said["link"].as_str().map(str::to_owned) }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn routes_stand_in_the_path_or_in_the_query() {
        assert_eq!(
            at(&url("https://b.example/blog/"), POSTS).url.as_str(),
            "https://b.example/blog/wp-json/wp/v2/posts"
        );
        let plain = at(&url("https://b.example/?rest_route=/"), POSTS).url;
        assert_eq!(plain.as_str(), "https://b.example/?rest_route=%2Fwp%2Fv2%2Fposts");
    }

    #[test]
    fn a_site_is_known_by_its_own_name_and_no_other_host_is_believed() {
        let home = |typed: &str, home: &str| at_home(&url(typed), Some(home)).to_string();
        assert_eq!(home("http://b.example/", "https://www.b.example"), "https://www.b.example/");
        assert_eq!(home("https://b.example/", "http://b.example"), "https://b.example/");
        assert_eq!(home("https://b.example/", "https://evil.example"), "https://b.example/");
        assert_eq!(home("https://b.example/?rest_route=/", "https://b.example"), "https://b.example/?rest_route=/");
    }
}
