//! Posts in a community of Reddit, a link with a title or a text with one. Reddit knows no key of ours: a lost answer is settled by
//! reading the account's own latest posts; and since it refuses a link that the community has, a second one that left all the same
//! is refused, and the first is found. What it refuses stands inside an answer with status 200 (reddit-archive/reddit 753b174
//! r2/r2/controllers/api.py and r2/r2/lib/errors.py of 2017; praw-dev/praw 7b69758 of 2026; read 2026-11-27).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::sign_in::{APP, SIGN_IN};
use super::{checks, latest};
use crate::http::{Http, Request};
use crate::publish::oauth::{CLIENT, CLIENT_SECRET, kept};
use crate::publish::{
    Account, Acts, Came, Cause, Checking, Connect, Connected, Draft, Effort, Engagement, Field, Finding, Given, Heard,
    Publish, Receipt, Recipe, Renewed, Settled, Stands, Taking, With, ask, at, away, fields, plain, titled,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::OwnApp,
        minutes: 60,
        steps: &[
            "Read the community’s rules first, on its page under About: many take no posts that praise one’s own shop, some none by programs, some only by whoever talks there otherwise. Whoever passes over them is shut out.",
            "Reddit lets nobody make an app without asking any more: ask for access at support.reddithelp.com, and say what you post where. That takes days, and is often refused: posting by hand needs none of it.",
            "With its yes make an app at www.reddit.com/prefs/apps, of the kind web app; its redirect uri is the address of this house with /oauth/back behind it.",
            "Sign in here with its ID and secret. Or type tokens that another program got for the app, with duration permanent.",
        ],
        fields: &[
            Field { name: "secret", label: "Access token", hint: "Of you, by your app", usual: None, secret: true },
            COMMUNITY,
            Field {
                name: "refresh",
                label: "Refresh token",
                hint: "Without one the account is to be connected anew every day",
                usual: Some(""),
                secret: true,
            },
            Field { hint: "Needed with a refresh token", usual: Some(""), ..CLIENT },
            Field { hint: "Needed with a refresh token", usual: Some(""), ..CLIENT_SECRET },
        ],
        sign_in: Some(&SIGN_IN),
        server: "https://oauth.reddit.com",
        evidence: day(
            "https://support.reddithelp.com/hc/articles/42728983564564 and r/redditdev 1oug31u, in copies",
            "2026-11-27",
            Grade::Platform,
        ),
    },
    // The door gives up after 30 seconds; a post shows among its author's own within this.
    recipe: Recipe::ReadBack { quiet: Duration::from_mins(2) },
    price: None,
    comments: None,
    proved: "Proved against the sandbox; never run against the live network.",
    acts: &Reddit,
};

pub(super) const COMMUNITY: Field = Field {
    name: "community",
    label: "Community",
    hint: "Such as r/bread; read its rules before",
    usual: None,
    secret: false,
};

#[derive(Debug)]
pub(super) struct Reddit;

/// In so many seconds it may be asked again.
const RESET: &str = "x-ratelimit-reset";
/// Characters of a title.
const TITLE: usize = 300;
/// Pauses before the latest posts are read again, after Reddit said that the community has the link.
const LOOKS: [Duration; 2] = [Duration::from_secs(30), Duration::from_mins(2)];
/// Where a post says what people did with it.
const ENGAGEMENT: [&str; 4] = ["/ups", "/num_crossposts", "/num_comments", "/view_count"];

/// What is asked for at `path`, as somebody: Reddit wants to know by which program of which version, and by whom
/// (reddit-archive/reddit wiki/API#rules).
pub(super) fn of(account: &Account, path: &str) -> Request {
    let (user, _) = home(&account.identity);
    let by = if user.is_empty() { String::new() } else { format!(" (by /u/{user})") };
    at(&account.base, path)
        .header("authorization", format!("Bearer {}", account.secret.text("access")))
        .header("user-agent", format!("web:app.tidings:v{}{by}", env!("CARGO_PKG_VERSION")))
}

pub(super) async fn asked(http: &Http, request: Request, now: Timestamp) -> Heard {
    ask(http, request, RESET, now).await
}

/// User and community, as an identity has them.
pub(super) fn home(identity: &str) -> (&str, &str) {
    identity.split_once('/').unwrap_or_default()
}

impl Acts for Reddit {
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
            let user = person(http, &account, now).await?;
            account.identity = format!("{user}/");
            let said = community(http, &account, given.field("community"), now).await?;
            let Some(called) = said["display_name"].as_str() else {
                return Err(no_network(base));
            };
            account.identity = format!("{user}/{called}");
            account.name = format!("u/{user} in r/{called}");
            // How long the token is good still is not told; the first time that it is not, it is renewed.
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, http: &'a Http, account: &'a Account, now: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(APP.renewed(http, account, "Reddit", now))
    }

    fn freeze(&self, draft: &Draft<'_>, (identity, _): (&str, &str)) -> Value {
        let titled = titled(draft, TITLE);
        let mut post = json!({ "sr": home(identity).1, "title": titled.title, "text": titled.body });
        match draft.link {
            Some(link) => {
                post["kind"] = "link".into();
                post["url"] = link.address.clone().into();
            }
            None => post["kind"] = "self".into(),
        }
        json!({ "post": post, "pictures": draft.media.len(), "since": draft.at })
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if frozen["pictures"] != 0 {
                let says = "Reddit’s pictures are not sent by Tidings: take them out, and the community sees that of the page; or post there by hand";
                return Came::Refused(Cause::new("pictures_not_taken", says));
            }
            if let Some(looks) = so_far["copy"].as_u64() {
                return first(&with, frozen, looks).await;
            }
            let usual = [("api_type", "json"), ("resubmit", "false"), ("sendreplies", "true"), ("raw_json", "1")];
            let post = frozen["post"].as_object().into_iter().flatten();
            let said = post.filter_map(|(name, value)| Some((&**name, value.as_str()?)).filter(|it| !it.1.is_empty()));
            let request = fields(of(with.account, "/api/submit"), usual.into_iter().chain(said));
            match asked(with.http, request, with.now).await {
                Heard::Yes(said) => match said.pointer("/json/errors/0") {
                    Some(error) if error[0] == "ALREADY_SUB" => first(&with, frozen, 0).await,
                    Some(error) => refused(error, &said, with.now),
                    None => match said.pointer("/json/data").and_then(receipt) {
                        Some(receipt) => Came::Done(receipt),
                        None => Came::Unknown("Reddit says yes, and not where the post is".to_owned()),
                    },
                },
                Heard::No(401, said) => Came::LetIn(plain(&said)),
                Heard::No(403, said) => Came::Refused(Cause::new(
                    "not_allowed",
                    format!("Reddit does not let this account post there ({}): look into the community", plain(&said)),
                )),
                Heard::No(_, said) => {
                    Came::Refused(Cause::new("refused", format!("Reddit does not take the post: {}", plain(&said))))
                }
                other => other.other(),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move { latest::find(&with, frozen).await })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            let mut request = of(with.account, "/api/info");
            request.url.query_pairs_mut().append_pair("id", &receipt.id).append_pair("raw_json", "1");
            let said = match asked(with.http, request, with.now).await {
                Heard::Yes(said) => said,
                Heard::No(401, said) => return Stands::LetIn(plain(&said)),
                Heard::No(status, said) => {
                    return Stands::Unknown(format!("Reddit answers {status}: {}", plain(&said)));
                }
                other => return Stands::Unknown(other.why()),
            };
            let Some(posts) = said.pointer("/data/children").and_then(Value::as_array) else {
                return Stands::Unknown("Reddit’s answer was not understood".to_owned());
            };
            match posts.first().map(|it| &it["data"]) {
                // Taken away by its author, by a moderator or by a filter: nobody sees it in the community.
                None => Stands::Gone,
                Some(post) if post["author"] == "[deleted]" || post["removed_by_category"].is_string() => Stands::Gone,
                Some(post) => Stands::There(Engagement::at(post, ENGAGEMENT)),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let request = fields(of(with.account, "/api/del"), [("id", &*receipt.id)]);
            match asked(with.http, request, with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(401, said) => Err(Cause::new("not_let_in", plain(&said))),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Reddit answers {status}: {}", plain(&said))))
                }
                other => Err(away(other)),
            }
        })
    }

    fn checks<'a>(&'a self, it: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(checks::all(it))
    }
}

/// Reddit said that the community has this link: it is ours, which the latest posts tell.
async fn first(with: &With<'_>, frozen: &Value, looks: u64) -> Came {
    match latest::find(with, frozen).await {
        Settled::Live(receipt) => Came::Done(receipt),
        Settled::LetIn(why) => Came::LetIn(why),
        Settled::Nothing | Settled::At(_) => match usize::try_from(looks).ok().and_then(|looks| LOOKS.get(looks)) {
            Some(pause) => Came::Pending(json!({ "copy": looks + 1 }), *pause),
            None => Came::Refused(Cause::new(
                "duplicate",
                "Reddit says that the community has this link already, and the account’s latest posts do not show it: look there, then say that it is there, or choose another page",
            )),
        },
        Settled::Later(why) | Settled::NobodyKnows(why) => Came::NotSent(why),
    }
}

/// What an error inside an answer means: its name, what it says, and of which field.
fn refused(error: &Value, said: &Value, now: Timestamp) -> Came {
    let text = |at: usize| error[at].as_str().unwrap_or_default();
    let no = |code: &str, says: String| Came::Refused(Cause::new(code, says));
    match text(0) {
        "RATELIMIT" => {
            let told = said.pointer("/json/ratelimit").and_then(Value::as_f64);
            let seconds = told.and_then(|told| SignedDuration::try_from_secs_f64(told).ok());
            let wait = seconds.or_else(|| wait(text(1)));
            Came::Limited(wait.and_then(|wait| now.checked_add(wait).ok()))
        }
        "USER_REQUIRED" => Came::LetIn(text(1).to_owned()),
        "SUBREDDIT_NOEXIST" | "SUBREDDIT_NOTALLOWED" | "SUBREDDIT_NO_ACCESS" => {
            let says = format!("The account may not post in this community ({}): ask its moderators", text(1));
            no("not_allowed", says)
        }
        "NO_LINKS" => no("text_wanted", "This community takes texts alone: post there without a page".to_owned()),
        "NO_SELFS" => no("link_wanted", "This community takes links alone: choose a page for the post".to_owned()),
        "" => Came::Unknown("Reddit says that something is wrong, and not what".to_owned()),
        name if name.contains("FLAIR") => no(
            "flair_wanted",
            "This community wants a flair with every post, which Tidings does not choose: post there by hand"
                .to_owned(),
        ),
        name => {
            let says = if text(1).is_empty() { name } else { text(1) };
            no("refused", format!("Reddit does not take the post: {says}"))
        }
    }
}

/// How long it wants to be left alone, in its words: `try again in 9 minutes.`
fn wait(says: &str) -> Option<SignedDuration> {
    let mut words = says.rsplit_once(" in ")?.1.split_whitespace();
    let number: i64 = words.next()?.parse().ok()?;
    let unit = words.next()?;
    // A minute is added to whatever was rounded down.
    match unit.trim_end_matches('.') {
        "millisecond" | "milliseconds" => Some(SignedDuration::from_secs(1)),
        "second" | "seconds" => Some(SignedDuration::from_secs(number + 1)),
        "minute" | "minutes" => Some(SignedDuration::from_mins(number + 1)),
        "hour" | "hours" => Some(SignedDuration::from_hours(number.min(100) + 1)),
        _ => None,
    }
}

/// Whose the token is.
pub(super) async fn person(http: &Http, account: &Account, now: Timestamp) -> Result<String, Cause> {
    match asked(http, of(account, "/api/v1/me"), now).await {
        Heard::Yes(said) => match said["name"].as_str() {
            Some(name) => Ok(name.to_owned()),
            None => Err(no_network(&account.base)),
        },
        Heard::No(401, _) => Err(Cause::new(
            "not_let_in",
            "Reddit does not take this access token: it is good for a day; sign in, or type a refresh token beside it",
        )),
        Heard::No(403, said) => Err(Cause::new(
            "not_allowed",
            format!(
                "this token may not say whose it is ({}): make one with identity, submit, edit, history and read",
                plain(&said)
            ),
        )),
        Heard::No(..) => Err(no_network(&account.base)),
        other => Err(away(other)),
    }
}

/// What Reddit says of the community that somebody typed.
pub(super) async fn community(http: &Http, account: &Account, typed: &str, now: Timestamp) -> Result<Value, Cause> {
    let unknown = |why: &str| {
        let says = format!("`{typed}` is no community that this account can see{why}: type it like r/bread");
        Cause::new("community_unknown", says)
    };
    let name = called(typed).ok_or_else(|| unknown(""))?;
    match asked(http, of(account, &format!("/r/{name}/about")), now).await {
        // Of one that is not there it shows what it found instead.
        Heard::Yes(mut said) if said["kind"] == "t5" => Ok(said["data"].take()),
        Heard::Yes(_) => Err(unknown("")),
        Heard::No(401, said) => {
            Err(Cause::new("not_let_in", format!("Reddit does not let the account in: {}", plain(&said))))
        }
        Heard::No(_, said) => {
            let reason = said["reason"].as_str().map(|reason| format!(" ({reason})"));
            Err(unknown(&reason.unwrap_or_default()))
        }
        other => Err(away(other)),
    }
}

/// The community that somebody typed; `u/ada` is that of her profile.
fn called(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_matches('/');
    let (before, name) = typed.rsplit_once('/').unwrap_or(("", typed));
    let is_name = (2..=30).contains(&name.len())
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'));
    let is_person = matches!(before.rsplit('/').next(), Some("u" | "user"));
    is_name.then(|| if is_person { format!("u_{name}") } else { name.to_owned() })
}

pub(super) fn receipt(said: &Value) -> Option<Receipt> {
    let id = said["name"].as_str().filter(|name| name.starts_with("t3_"))?;
    // Of a link the address is where it leads.
    let place = said["permalink"].as_str().map(|place| format!("https://www.reddit.com{place}"));
    let url = place.or_else(|| said["url"].as_str().map(str::to_owned));
    Some(Receipt { id: id.to_owned(), url })
}

fn no_network(base: &Url) -> Cause {
    Cause::new("no_network", format!("{base} does not answer as Reddit does"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_community_is_known_however_it_was_typed() {
        let of = |typed: &str| called(typed);
        for typed in ["bread", "r/bread", "/r/bread/", "https://www.reddit.com/r/bread/"] {
            assert_eq!(of(typed).as_deref(), Some("bread"), "{typed}");
        }
        assert_eq!(of("u/ada").as_deref(), Some("u_ada"));
        assert_eq!(of("https://www.reddit.com/user/ada").as_deref(), Some("u_ada"));
        assert_eq!([of(""), of("r/"), of("two words")], [None, None, None]);
    }

    #[test]
    fn what_it_refuses_is_told_with_a_remedy_and_what_comes_too_often_waits() {
        let now: Timestamp = "2026-11-27T03:00:00Z".parse().unwrap();
        let of = |error: Value, more: Value| refused(&error, &json!({ "json": more }), now);
        let after = |minutes| Came::Limited(now.checked_add(SignedDuration::from_mins(minutes)).ok());
        let often = || json!(["RATELIMIT", "you are doing that too much. try again in 9 minutes.", "ratelimit"]);
        assert_eq!(of(often(), json!({})), after(10));
        assert_eq!(of(often(), json!({ "ratelimit": 540.0 })), after(9));
        assert_eq!(of(json!(["RATELIMIT", "later", "ratelimit"]), json!({})), Came::Limited(None));
        assert!(matches!(of(json!(["USER_REQUIRED", "Please log in"]), json!({})), Came::LetIn(_)));
        for (name, code) in [
            ("NO_LINKS", "text_wanted"),
            ("NO_SELFS", "link_wanted"),
            ("SUBREDDIT_NOTALLOWED", "not_allowed"),
            ("SUBMIT_VALIDATION_FLAIR_REQUIRED", "flair_wanted"),
            ("BAD_URL", "refused"),
        ] {
            let Came::Refused(cause) = of(json!([name, "no", "sr"]), json!({})) else { panic!("{name}") };
            assert_eq!(cause.code, code);
        }
    }

    #[test]
    fn a_receipt_leads_to_the_post_and_not_to_its_link() {
        let listed = json!({ "name": "t3_a1", "url": "https://b.example/", "permalink": "/r/bread/comments/a1/rye/" });
        let url = "https://www.reddit.com/r/bread/comments/a1/rye/";
        assert_eq!(receipt(&listed).and_then(|it| it.url).as_deref(), Some(url));
        assert_eq!(receipt(&json!({ "name": "t3_a1", "url": url })).and_then(|it| it.url).as_deref(), Some(url));
        assert_eq!(receipt(&json!({ "name": "t1_a1" })), None);
    }
}
