//! Posts on Mastodon and what speaks its API. `Idempotency-Key` is honoured for an hour by Mastodon, and by some other servers
//! not at all: a lost answer is settled by reading the account's latest posts, and the key is only the second lock
//! (mastodon/mastodon app/services/post_status_service.rb, read 2026-11-26).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::checks;
use super::pictures;
use super::sign_in::SIGN_IN;
use crate::http::{Http, Method, Request};
use crate::publish::{
    Account, Acts, Below, Came, Cause, Checking, Connect, Connected, Draft, Effort, Engagement, Field, Finding, Given,
    Heard, Medium, Publish, Receipt, Recipe, Renewed, Secret, Settled, Stands, Taking, With, ask, at, bare, carries,
    json as with_json, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::Minutes,
        minutes: 2,
        steps: &[
            "On your server open Preferences, Development, New application.",
            "Call it Tidings; of the scopes keep profile, read:statuses, write:statuses and write:media.",
            "Submit, open it again, and copy the access token.",
        ],
        fields: &[
            SERVER,
            Field {
                name: "secret",
                label: "Access token",
                hint: "From your application’s page",
                usual: None,
                secret: true,
            },
        ],
        sign_in: Some(&SIGN_IN),
        server: "",
        evidence: day("https://docs.joinmastodon.org/client/token/", "2026-11-26", Grade::Platform),
    },
    // The door gives up after 30 seconds, a web server of Mastodon's after 60.
    recipe: Recipe::ReadBack { quiet: Duration::from_mins(2) },
    comments: Some(Recipe::ReadBack { quiet: Duration::from_mins(2) }),
    price: None,
    proved: "Proved against the sandbox and an emulator of Mastodon; never run against a live server.",
    acts: &Mastodon,
};

pub(super) const SERVER: Field = Field {
    name: "server",
    label: "Server",
    hint: "Where the account lives, such as mastodon.social",
    usual: None,
    secret: false,
};

#[derive(Debug)]
struct Mastodon;

pub(super) const RESET: &str = "x-ratelimit-reset";
/// Where a status says what people did with it.
const ENGAGEMENT: [&str; 4] = ["/favourites_count", "/reblogs_count", "/replies_count", ""];
/// Posts of one page; no server gives more.
const LATEST: &str = "40";
/// Pages that are read back. Who posted more since then than they hold is told that nobody knows.
const PAGES: usize = 25;
/// By so much a server's clock may be behind ours.
const BEHIND: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn signed(request: Request, account: &Account) -> Request {
    request.header("authorization", format!("Bearer {}", account.secret.text("token")))
}

impl Acts for Mastodon {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let secret = Secret(json!({ "token": given.field("secret") }));
            let mut account = Account { base: base.clone(), identity: String::new(), name: String::new(), secret };
            let request = signed(at(base, "/api/v1/accounts/verify_credentials"), &account);
            let said = match ask(http, request, RESET, now).await {
                Heard::Yes(said) => said,
                Heard::No(401 | 403, _) => {
                    return Err(Cause::new(
                        "not_let_in",
                        format!(
                            "{} does not take this token: copy it anew from your application’s page there",
                            host(base)
                        ),
                    ));
                }
                Heard::No(..) => {
                    return Err(Cause::new("no_network", format!("{} is no server of Mastodon’s kind", host(base))));
                }
                other => return Err(crate::publish::away(other)),
            };
            let text = |name: &str| said[name].as_str().unwrap_or_default();
            if text("id").is_empty() || text("acct").is_empty() {
                return Err(Cause::new("no_network", format!("{} is no server of Mastodon’s kind", host(base))));
            }
            text("id").clone_into(&mut account.identity);
            account.name = format!("@{}@{}", text("acct"), host(base));
            // A server that tells no limits has the usual ones.
            let limits = match ask(http, at(base, "/api/v2/instance"), RESET, now).await {
                Heard::Yes(said) => said.pointer("/configuration/statuses").cloned().unwrap_or(Value::Null),
                _ => Value::Null,
            };
            Ok(Connected { account, until: None, limits })
        })
    }

    fn renew<'a>(&'a self, _: &'a Http, account: &'a Account, _: Timestamp) -> Taking<'a, Renewed> {
        let server = host(&account.base);
        Box::pin(async move {
            Renewed::Over(Cause::new(
                "not_let_in",
                format!(
                    "{server} does not take the token any more: sign in there again, or copy the one of your application’s page, under Accounts"
                ),
            ))
        })
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        let mut status = json!({ "status": draft.text, "visibility": "public" });
        if let Some(language) = draft.language {
            status["language"] = language.into();
        }
        let mut frozen = json!({ "key": format!("tidings-{:032x}", draft.key), "status": status, "since": draft.at });
        if !draft.media.is_empty() {
            let picture = |it: &Medium| json!({ "digest": it.digest, "alt": it.alt });
            frozen["pictures"] = draft.media.iter().map(picture).collect();
        }
        frozen
    }

    fn below(&self, frozen: &Value, below: &Below) -> Option<Value> {
        let mut frozen = frozen.clone();
        frozen["status"]["in_reply_to_id"] = below.parent.clone().into();
        Some(frozen)
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(came) = pictures::next(&with, frozen, so_far).await {
                return came;
            }
            let mut status = frozen["status"].clone();
            if so_far["media"].is_array() {
                status["media_ids"] = so_far["media"].clone();
            }
            let request = signed(at(&with.account.base, "/api/v1/statuses"), with.account)
                .header("idempotency-key", frozen["key"].as_str().unwrap_or_default());
            match ask(with.http, with_json(request, &status), RESET, with.now).await {
                Heard::Yes(said) => match receipt(&said) {
                    Some(receipt) => Came::Done(receipt),
                    None => Came::Unknown("the server says yes, and not where the post is".to_owned()),
                },
                Heard::No(401, said) => Came::LetIn(plain(&said)),
                Heard::No(403, said) => Came::Refused(Cause::new(
                    "not_allowed",
                    format!("The token may not post ({}): give your application write:statuses", plain(&said)),
                )),
                Heard::No(_, said) => {
                    Came::Refused(Cause::new("refused", format!("The server does not take the post: {}", plain(&said))))
                }
                other => other.other(),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            // A post of ours is younger than the time at which it was to go out.
            let since = frozen["since"].as_str().and_then(|at| at.parse::<Timestamp>().ok()).unwrap_or(Timestamp::MIN);
            let since = since.checked_sub(BEHIND).unwrap_or(Timestamp::MIN);
            let written = frozen.pointer("/status/status").and_then(Value::as_str).unwrap_or_default();
            let is_it = |post: &&Value| {
                let content = post["content"].as_str().unwrap_or_default();
                match with.token {
                    Some(token) => carries(content, token),
                    // Parts of a thread may say the same, each below another.
                    None => {
                        bare(content) == bare(written) && post["in_reply_to_id"] == frozen["status"]["in_reply_to_id"]
                    }
                }
            };
            let mut before = None;
            for _ in 0..PAGES {
                let posts = match latest(&with, before.as_deref()).await {
                    Ok(posts) => posts,
                    Err(settled) => return settled,
                };
                if let Some(receipt) = posts.iter().find(is_it).and_then(receipt) {
                    return Settled::Live(receipt);
                }
                let oldest = posts.last();
                let made = oldest.and_then(|post| post["created_at"].as_str()?.parse::<Timestamp>().ok());
                before = oldest.and_then(|post| post["id"].as_str().map(str::to_owned));
                if before.is_none() || made.is_some_and(|made| made < since) {
                    return Settled::Nothing;
                }
            }
            Settled::NobodyKnows(
                "the account posted so much since then that this post cannot be looked for: look, and say so here"
                    .to_owned(),
            )
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            let request = signed(at(&with.account.base, &format!("/api/v1/statuses/{}", receipt.id)), with.account);
            match ask(with.http, request, RESET, with.now).await {
                Heard::Yes(said) => {
                    let edited = said["edited_at"].as_str().unwrap_or_default().to_owned();
                    Stands::AsOf(Engagement::at(&said, ENGAGEMENT), edited)
                }
                Heard::No(404 | 410, _) => Stands::Gone,
                Heard::No(status, said) => Stands::Unknown(format!("the server answers {status}: {}", plain(&said))),
                other => match other.later() {
                    Settled::Later(why) => Stands::Unknown(why),
                    _ => Stands::Unknown(String::new()),
                },
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let request = at(&with.account.base, &format!("/api/v1/statuses/{}", receipt.id)).delete();
            match ask(with.http, signed(request, with.account), RESET, with.now).await {
                Heard::Yes(_) | Heard::No(404 | 410, _) => Ok(()),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("the server answers {status}: {}", plain(&said))))
                }
                other => Err(crate::publish::away(other)),
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
        _: &'a Value,
    ) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let place = format!("/api/v1/statuses/{}", receipt.id);
            let there =
                match ask(with.http, signed(at(&with.account.base, &place), with.account), RESET, with.now).await {
                    Heard::Yes(said) => said,
                    heard => return Err(not_corrected(heard)),
                };
            // Whatever is not named is taken out of it.
            let pictures = there["media_attachments"].as_array().into_iter().flatten();
            let mut status = json!({ "status": frozen["status"]["status"] });
            status["media_ids"] = pictures.map(|it| it["id"].clone()).collect();
            for field in ["language", "sensitive", "spoiler_text"] {
                if !there[field].is_null() {
                    status[field] = there[field].clone();
                }
            }
            let request = signed(at(&with.account.base, &place), with.account)
                .header("content-type", "application/json")
                .sends(Method::Put, status.to_string());
            match ask(with.http, request, RESET, with.now).await {
                Heard::Yes(_) => Ok(()),
                heard => Err(not_corrected(heard)),
            }
        })
    }

    fn checks<'a>(&'a self, it: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(checks::all(it))
    }
}

fn not_corrected(heard: Heard) -> Cause {
    match heard {
        Heard::No(404 | 410, _) => Cause::new("gone", "the post is not there any more"),
        Heard::No(status, said) => Cause::new("refused", format!("the server answers {status}: {}", plain(&said))),
        other => crate::publish::away(other),
    }
}

/// The account's posts before that one, the newest first.
async fn latest(with: &With<'_>, before: Option<&str>) -> Result<Vec<Value>, Settled> {
    let path = format!("/api/v1/accounts/{}/statuses", with.account.identity);
    let mut request = signed(at(&with.account.base, &path), with.account);
    request.url.query_pairs_mut().append_pair("limit", LATEST).append_pair("exclude_reblogs", "true");
    if let Some(before) = before {
        request.url.query_pairs_mut().append_pair("max_id", before);
    }
    match ask(with.http, request, RESET, with.now).await {
        Heard::Yes(Value::Array(posts)) => Ok(posts),
        Heard::Yes(_) => Err(Settled::Later("the server's answer was not understood".to_owned())),
        Heard::No(401, said) => Err(Settled::LetIn(plain(&said))),
        Heard::No(status, said) => Err(Settled::Later(format!("the server answers {status}: {}", plain(&said)))),
        other => Err(other.later()),
    }
}

pub(super) fn host(base: &Url) -> String {
    base.host_str().unwrap_or_default().to_owned()
}

fn receipt(said: &Value) -> Option<Receipt> {
    let id = said["id"].as_str()?.to_owned();
    Some(Receipt { id, url: said["url"].as_str().or_else(|| said["uri"].as_str()).map(str::to_owned) })
}
