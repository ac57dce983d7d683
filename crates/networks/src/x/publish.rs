//! Posts on X, by its API of version 2 with a person's OAuth 2 token. X knows no key of ours: a lost answer is settled by
//! reading the account's own latest posts, whose links are told whole; and since X refuses what was said before, a second
//! one that left all the same is refused, and the first is found (github.com/xdevplatform/docs, read 2026-11-26).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::sign_in::{APP, SIGN_IN};
use super::{latest, media, paid};
use crate::http::{Http, Request};
use crate::publish::oauth::kept;
use crate::publish::{
    Account, Acts, Below, Came, Cause, Connect, Connected, Draft, Effort, Engagement, Field, Given, Heard, Price,
    Publish, Receipt, Recipe, Renewed, Settled, Stands, Taking, With, ask, at, json as with_json, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::Paid,
        minutes: 60,
        steps: &[
            "At console.x.com make an app of your own and buy credit for it: X takes money for each post.",
            "In its user authentication settings choose Read and write, Native App, and http://localhost:8080/callback as the callback.",
            "Sign in with X’s own program: xurl auth oauth2. The scopes are tweet.read, tweet.write, users.read, media.write and offline.access.",
            "It keeps both tokens in the file .xurl in your home folder: copy them here, with the app’s Client ID. An access token alone is good for two hours.",
        ],
        fields: &[
            Field { name: "secret", label: "Access token", hint: "Of a person, by OAuth 2", usual: None, secret: true },
            Field {
                name: "refresh",
                label: "Refresh token",
                hint: "Without one the account is to be connected anew every two hours",
                usual: Some(""),
                secret: true,
            },
            Field {
                name: "client",
                label: "Client ID",
                hint: "Of your app; needed with a refresh token",
                usual: Some(""),
                secret: false,
            },
            Field {
                name: "client_secret",
                label: "Client secret",
                hint: "Only where your app is a web app or an automated app",
                usual: Some(""),
                secret: true,
            },
        ],
        sign_in: Some(&SIGN_IN),
        server: "https://api.x.com",
        evidence: day(
            "https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/authorization-code",
            "2026-11-26",
            Grade::Platform,
        ),
    },
    // The door gives up after 30 seconds; what was under way then shows in the account's posts well within this.
    recipe: Recipe::ReadBack { quiet: Duration::from_mins(2) },
    comments: Some(Recipe::ReadBack { quiet: Duration::from_mins(2) }),
    price: Some(Price {
        currency: "USD",
        post: 15_000,
        post_with_link: 200_000,
        described: 5_000,
        connecting: 10_000,
        evidence: day("https://docs.x.com/x-api/getting-started/pricing", "2026-11-27", Grade::Platform),
    }),
    proved: "Proved against the sandbox; never run against the live network.",
    acts: &X,
};

#[derive(Debug)]
pub(super) struct X;

pub(super) const RESET: &str = "x-rate-limit-reset";
/// Where a post says what people did with it.
const ENGAGEMENT: [&str; 4] = [
    "/public_metrics/like_count",
    "/public_metrics/retweet_count",
    "/public_metrics/reply_count",
    "/public_metrics/impression_count",
];
/// A post of ours is no older than its plan, by whatever clock.
const CLOCKS: SignedDuration = SignedDuration::from_mins(1);
/// Pauses before the latest posts are read again, after X said that it has the text.
const LOOKS: [Duration; 2] = [Duration::from_secs(30), Duration::from_mins(2)];

pub(super) fn signed(request: Request, account: &Account) -> Request {
    request.header("authorization", format!("Bearer {}", account.secret.text("access")))
}

impl Acts for X {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let secret = kept(given);
            let mut account = Account { base: base.clone(), identity: String::new(), name: String::new(), secret };
            let said = match ask(http, signed(at(base, "/2/users/me"), &account), RESET, now).await {
                Heard::Yes(said) => said,
                Heard::No(401 | 403, said) => {
                    let says = format!(
                        "X does not take this access token ({}): make it anew, it is good for two hours",
                        plain(&said)
                    );
                    return Err(Cause::new("not_let_in", says));
                }
                Heard::No(402, _) => return Err(no_money()),
                other => return Err(crate::publish::away(other)),
            };
            let text = |name: &str| said["data"][name].as_str().unwrap_or_default();
            if text("id").is_empty() || text("username").is_empty() {
                return Err(Cause::new("no_network", format!("{base} does not answer as X does: {}", plain(&said))));
            }
            text("id").clone_into(&mut account.identity);
            account.name = format!("@{}", text("username"));
            // How long the token is good still is not told; the first time that it is not, it is renewed.
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, http: &'a Http, account: &'a Account, now: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(APP.renewed(http, account, "X", now))
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        let since = draft.at.checked_sub(CLOCKS).unwrap_or(draft.at).as_second();
        let since = Timestamp::from_second(since).unwrap_or_default().to_string();
        json!({ "text": draft.text, "since": since, "media": media::frozen(draft.media) })
    }

    fn charged_for<'f>(&self, frozen: &'f Value) -> Option<(&'f str, usize)> {
        Some((frozen["text"].as_str()?, media::described(frozen)))
    }

    fn below(&self, frozen: &Value, below: &Below) -> Option<Value> {
        let mut frozen = frozen.clone();
        frozen["reply"] = below.parent.clone().into();
        Some(frozen)
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(looks) = so_far["copy"].as_u64() {
                return first(&with, frozen, so_far, looks as usize).await;
            }
            if let Some(came) = media::step(&with, frozen, so_far).await {
                return came;
            }
            let mut post = json!({ "text": frozen["text"] });
            if frozen["reply"].is_string() {
                post["reply"] = json!({ "in_reply_to_tweet_id": frozen["reply"] });
            }
            let pictures = media::ids(so_far);
            if !pictures.is_empty() {
                post["media"] = json!({ "media_ids": pictures });
            }
            let request = signed(at(&with.account.base, "/2/tweets"), with.account);
            match ask(with.http, with_json(request, &post), RESET, with.now).await {
                Heard::Yes(said) => match said.pointer("/data/id").and_then(Value::as_str) {
                    Some(id) => Came::Done(receipt(id, with.account)),
                    None => Came::Unknown("X says yes, and not where the post is".to_owned()),
                },
                Heard::No(403, said) if is_copy(&said) => first(&with, frozen, so_far, 0).await,
                heard => refused(heard),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move { latest::find(&with, frozen).await })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            match latest::only(&with, &receipt.id).await {
                Ok(Some(post)) => return Stands::There(Engagement::at(&post, ENGAGEMENT)),
                // That it is not among the account's posts is confirmed by asking for it.
                Ok(None) => {}
                Err(stands) => return stands,
            }
            let request = signed(at(&with.account.base, &format!("/2/tweets/{}", receipt.id)), with.account);
            match paid::read(&with, request, (paid::READ, 1)).await {
                Heard::Yes(said) if said["data"].is_object() => Stands::There(Engagement::default()),
                // What is not there is told with status 200, and an error inside.
                Heard::Yes(said) if is_not_found(&said) => Stands::Gone,
                Heard::No(404, _) => Stands::Gone,
                Heard::Yes(said) => Stands::Unknown(plain(&said)),
                Heard::No(401, said) => Stands::LetIn(plain(&said)),
                Heard::No(status, said) => Stands::Unknown(format!("X answers {status}: {}", plain(&said))),
                other => Stands::Unknown(other.why()),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let request = at(&with.account.base, &format!("/2/tweets/{}", receipt.id)).delete();
            match paid::call(&with, signed(request, with.account), paid::REMOVAL).await {
                Heard::Yes(_) | Heard::No(404, _) => Ok(()),
                Heard::No(401, said) => Err(Cause::new("not_let_in", plain(&said))),
                Heard::No(402, _) => Err(no_money()),
                Heard::No(status, said) => Err(Cause::new("refused", format!("X answers {status}: {}", plain(&said)))),
                other => Err(crate::publish::away(other)),
            }
        })
    }
}

/// X said that it has this text: which post that is, the latest ones tell.
async fn first(with: &With<'_>, frozen: &Value, so_far: &Value, looks: usize) -> Came {
    match latest::find(with, frozen).await {
        Settled::Live(receipt) => Came::Done(receipt),
        Settled::LetIn(why) => Came::LetIn(why),
        Settled::Nothing | Settled::At(_) => match LOOKS.get(looks) {
            Some(pause) => {
                let mut kept = if so_far.is_object() { so_far.clone() } else { json!({}) };
                kept["copy"] = json!(looks + 1);
                Came::Pending(kept, *pause)
            }
            None => Came::Refused(Cause::new(
                "duplicate",
                "X says that this account posted the same before, and its latest posts do not show it: look there, then say that it is there, or change the text",
            )),
        },
        Settled::Later(why) | Settled::NobodyKnows(why) => Came::NotSent(why),
    }
}

pub(super) fn refused(heard: Heard) -> Came {
    match heard {
        Heard::No(401, said) => Came::LetIn(plain(&said)),
        Heard::No(402, _) => Came::Refused(no_money()),
        Heard::No(_, said) => {
            Came::Refused(Cause::new("refused", format!("X does not take the post: {}", plain(&said))))
        }
        other => other.other(),
    }
}

fn no_money() -> Cause {
    Cause::new("no_money", "X takes money for each post, and your app’s credit is used up: buy some at console.x.com")
}

fn is_copy(said: &Value) -> bool {
    plain(said).to_lowercase().contains("duplicate content")
}

fn is_not_found(said: &Value) -> bool {
    let errors = said["errors"].as_array().into_iter().flatten();
    errors.filter_map(|error| error["type"].as_str()).any(|kind| kind.ends_with("/resource-not-found"))
}

pub(super) fn receipt(id: &str, account: &Account) -> Receipt {
    let url = format!("https://x.com/{}/status/{id}", account.name.trim_start_matches('@'));
    Receipt { id: id.to_owned(), url: Some(url) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_known_by_what_x_says() {
        let said = |detail: &str| json!({ "title": "Forbidden", "detail": detail, "status": 403 });
        assert!(is_copy(&said("You are not allowed to create a Tweet with duplicate content.")));
        assert!(!is_copy(&said("Your Tweet text is too long.")));
    }
}
