//! Posts in a community of Lemmy, by its interface of version 3, which servers of 0.19 speak, and those of 1.0 for what is used
//! here. It knows no key of ours that would tell what became of a post (one of 1.0 refuses a key that it saw within the last two
//! minutes, and says no more), so that a lost answer is settled by reading what is new in the community
//! (LemmyNet/lemmy src/api_routes_http.rs 26dd0a0 of 0.19, crates/api/routes_v3 439734d of 1.0; types of lemmy-js-client 0.19.9 on
//! npm; read 2026-11-27).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::sign_in::{community, let_in, no_network, person};
use super::{checks, pictures};
use crate::http::{Http, Method, Request};
use crate::publish::{
    Account, Acts, Came, Cause, Checking, Connect, Connected, Draft, Effort, Engagement, Field, Finding, Given, Heard,
    Publish, Receipt, Recipe, Renewed, Secret, Settled, Stands, Taking, With, ask, at, away, bare, carries,
    json as with_json, made, plain, titled,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::Minutes,
        minutes: 2,
        steps: &[
            "Read the community’s rules, in the column beside its posts: many take no posts that praise one’s own shop, and some none by programs.",
            "Say which server your user is on, and in which community posts are to appear.",
            "Type your user’s name and password. The password is used once, to get a token, and is not kept.",
        ],
        fields: &[
            Field {
                name: "server",
                label: "Server",
                hint: "Where your user lives, such as lemmy.world",
                usual: None,
                secret: false,
            },
            Field {
                name: "name",
                label: "User",
                hint: "Its name there, or its mail address",
                usual: None,
                secret: false,
            },
            Field { name: "secret", label: "Password", hint: "Used once, and not kept", usual: None, secret: true },
            Field {
                name: "community",
                label: "Community",
                hint: "As it is called there, such as bread@lemmy.world",
                usual: None,
                secret: false,
            },
            Field {
                name: "code",
                label: "Code",
                hint: "The six digits of your app, where your user signs in with such",
                usual: Some(""),
                secret: false,
            },
        ],
        sign_in: None,
        server: "",
        evidence: day("LemmyNet/lemmy crates/api/src/local_user/login.rs 26dd0a0", "2026-11-27", Grade::Code),
    },
    // The door gives up after 30 seconds; what a server still works on then is done within a minute.
    recipe: Recipe::ReadBack { quiet: Duration::from_mins(2) },
    price: None,
    comments: None,
    proved: "Proved against the sandbox; never run against a live server.",
    acts: &Lemmy,
};

#[derive(Debug)]
struct Lemmy;

/// Characters of a title (crates/utils/src/utils/validation.rs).
const TITLE: usize = 200;
/// Posts of one page; no server gives more.
const LATEST: &str = "50";
/// Pages that are read back: 1.0 gives no more than ten.
const PAGES: u32 = 10;
/// By so much a server's clock may be behind ours.
const BEHIND: SignedDuration = SignedDuration::from_hours(1);
/// Where a post says what people did with it.
const ENGAGEMENT: [&str; 4] = ["/post_view/counts/upvotes", "", "/post_view/counts/comments", ""];

pub(super) fn signed(base: &Url, path: &str, token: &str) -> Request {
    at(base, path).header("authorization", format!("Bearer {token}"))
}

fn of(account: &Account, path: &str) -> Request {
    signed(&account.base, path, account.secret.text("token"))
}

/// Asks; 0.19 tells that it is asked too often as it tells any fault.
pub(super) async fn asked(http: &Http, request: Request, now: Timestamp) -> Heard {
    match ask(http, request, "", now).await {
        Heard::No(_, said) if said["error"] == "rate_limit_error" => Heard::Limited(None),
        heard => heard,
    }
}

/// Whether an answer says that the token lets nobody in.
pub(super) fn is_over(status: u16, said: &Value) -> bool {
    status == 401 || ["not_logged_in", "incorrect_login"].iter().any(|it| said["error"] == *it)
}

/// Whether an answer says that there is no such post.
fn is_gone(status: u16, said: &Value) -> bool {
    status == 404 || ["couldnt_find_post", "not_found"].iter().any(|it| said["error"] == *it)
}

/// The numbers of the person and of the community, as an identity has them.
pub(super) fn numbers(identity: &str) -> (u64, u64) {
    let (person, community) = identity.split_once('/').unwrap_or_default();
    (person.parse().unwrap_or(0), community.parse().unwrap_or(0))
}

impl Acts for Lemmy {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let token = let_in(http, base, given, now).await?;
            let (person, name) = person(http, base, &token, now).await?;
            let community = community(http, base, &token, (given.field("community"), now)).await?;
            let it = &community["community_view"]["community"];
            let (Some(number), Some(called)) = (it["id"].as_u64(), it["name"].as_str()) else {
                return Err(no_network(base));
            };
            let home = it["actor_id"].as_str().and_then(|it| it.parse::<Url>().ok());
            let home = home.as_ref().map_or_else(|| host(base), host);
            let account = Account {
                base: base.clone(),
                identity: format!("{person}/{number}"),
                name: format!("{name} in !{called}@{home}"),
                secret: Secret(json!({ "token": token })),
            };
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, _: &'a Http, account: &'a Account, _: Timestamp) -> Taking<'a, Renewed> {
        let server = host(&account.base);
        Box::pin(async move {
            let says = format!(
                "{server} does not take the token any more: a new password ends all that were given before; connect the account again"
            );
            Renewed::Over(Cause::new("not_let_in", says))
        })
    }

    fn freeze(&self, draft: &Draft<'_>, (identity, _): (&str, &str)) -> Value {
        let titled = titled(draft, TITLE);
        let mut post = json!({ "name": titled.title, "community_id": numbers(identity).1 });
        if let Some(link) = draft.link {
            post["url"] = link.address.clone().into();
        }
        if !titled.body.is_empty() {
            post["body"] = titled.body.into();
        }
        let mut frozen = json!({ "post": post, "since": draft.at });
        if !draft.media.is_empty() {
            frozen["pictures"] = draft.media.iter().map(|it| json!({ "digest": it.digest, "alt": it.alt })).collect();
        }
        frozen
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(came) = pictures::next(&with, frozen, so_far).await {
                return came;
            }
            let post = pictures::shown(frozen, so_far);
            let request = with_json(of(with.account, "/api/v3/post"), &post);
            match asked(with.http, request, with.now).await {
                Heard::Yes(said) => match receipt(&said["post_view"]) {
                    Some(receipt) => Came::Done(receipt),
                    None => Came::Unknown("the server says yes, and not where the post is".to_owned()),
                },
                heard => refused(heard),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            // A post of ours is younger than the time at which it was to go out.
            let since = made(&frozen["since"]).unwrap_or(Timestamp::MIN);
            let since = since.checked_sub(BEHIND).unwrap_or(Timestamp::MIN);
            let (person, community) = numbers(&with.account.identity);
            for page in 1..=PAGES {
                let posts = match latest(&with, community, page).await {
                    Ok(posts) => posts,
                    Err(settled) => return settled,
                };
                let ours =
                    |it: &&Value| it["post"]["creator_id"] == person && is_it(&it["post"], frozen, (with.token, since));
                if let Some(receipt) = posts.iter().find(ours).and_then(receipt) {
                    return Settled::Live(receipt);
                }
                // What somebody pinned stands above, however old it is: the last one tells.
                let oldest = posts.last().and_then(|it| made(&it["post"]["published"]));
                if oldest.is_none_or(|oldest| oldest < since) {
                    return Settled::Nothing;
                }
            }
            let says = format!(
                "more was posted since then than can be read back: look into the community of {}, and say here whether the post is there",
                with.account.name
            );
            Settled::NobodyKnows(says)
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            let mut request = of(with.account, "/api/v3/post");
            request.url.query_pairs_mut().append_pair("id", &receipt.id);
            match asked(with.http, request, with.now).await {
                Heard::Yes(said) if said.pointer("/post_view/post/id").is_some_and(Value::is_u64) => {
                    // Its author is shown what he or a moderator took away.
                    let post = &said["post_view"]["post"];
                    if post["deleted"] == true || post["removed"] == true {
                        return Stands::Gone;
                    }
                    Stands::There(Engagement::at(&said, ENGAGEMENT))
                }
                Heard::No(status, said) if is_gone(status, &said) => Stands::Gone,
                Heard::No(status, said) => Stands::Unknown(format!("the server answers {status}: {}", plain(&said))),
                other => Stands::Unknown(other.why()),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let body = json!({ "post_id": receipt.id.parse::<u64>().unwrap_or(0), "deleted": true });
            let request = with_json(of(with.account, "/api/v3/post/delete"), &body);
            match asked(with.http, request, with.now).await {
                Heard::Yes(_) => Ok(()),
                // One that is taken away is not taken away again.
                Heard::No(..) if self.look(with, receipt).await == Stands::Gone => Ok(()),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("the server answers {status}: {}", plain(&said))))
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
            let post = pictures::shown(frozen, so_far);
            // What is not named stays: the link, the first picture and what is said of it.
            let body = json!({ "post_id": receipt.id.parse::<u64>().unwrap_or(0), "name": post["name"],
                "body": post["body"].as_str().unwrap_or_default() });
            let request = of(with.account, "/api/v3/post")
                .header("content-type", "application/json")
                .sends(Method::Put, body.to_string());
            match asked(with.http, request, with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(status, said) if is_gone(status, &said) => {
                    Err(Cause::new("gone", "the post is not there any more"))
                }
                Heard::No(status, said) if is_over(status, &said) => Err(Cause::new("not_let_in", plain(&said))),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("the server answers {status}: {}", plain(&said))))
                }
                other => Err(away(other)),
            }
        })
    }

    fn checks<'a>(&'a self, it: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(checks::all(it))
    }
}

/// The posts of a community, the newest first.
async fn latest(with: &With<'_>, community: u64, page: u32) -> Result<Vec<Value>, Settled> {
    let mut request = of(with.account, "/api/v3/post/list");
    request
        .url
        .query_pairs_mut()
        .append_pair("community_id", &community.to_string())
        .append_pair("type_", "All")
        .append_pair("sort", "New")
        .append_pair("limit", LATEST)
        .append_pair("page", &page.to_string())
        // What one wrote oneself counts as read.
        .append_pair("show_read", "true")
        .append_pair("show_hidden", "true")
        .append_pair("show_nsfw", "true");
    match asked(with.http, request, with.now).await {
        Heard::Yes(said) => match &said["posts"] {
            Value::Array(posts) => Ok(posts.clone()),
            _ => Err(Settled::Later("the server’s answer was not understood".to_owned())),
        },
        Heard::No(status, said) if is_over(status, &said) => Err(Settled::LetIn(plain(&said))),
        Heard::No(status, said) => Err(Settled::Later(format!("the server answers {status}: {}", plain(&said)))),
        other => Err(other.later()),
    }
}

fn is_it(post: &Value, frozen: &Value, (token, since): (Option<&str>, Timestamp)) -> bool {
    let text = |it: &Value, name: &str| it[name].as_str().unwrap_or_default().to_owned();
    match token {
        Some(token) => ["url", "body", "name"].iter().any(|name| carries(&text(post, name), token)),
        None => {
            // Pictures stand below what was written.
            let ours = &frozen["post"];
            bare(&text(post, "name")) == bare(&text(ours, "name"))
                && bare(&text(post, "body")).starts_with(&bare(&text(ours, "body")))
                && made(&post["published"]).is_some_and(|at| at >= since)
        }
    }
}

pub(super) fn refused(heard: Heard) -> Came {
    let no = |code: &str, says: &str| Came::Refused(Cause::new(code, says));
    let Heard::No(status, said) = heard else { return heard.other() };
    if is_over(status, &said) {
        return Came::LetIn(plain(&said));
    }
    match said["error"].as_str().unwrap_or_default() {
        "invalid_post_title" => {
            no("title_unfit", "Lemmy takes titles of 3 to 200 characters: write a first line of that length")
        }
        "banned_from_community" | "person_is_banned_from_community" | "site_ban" => {
            no("not_allowed", "The community’s moderators do not let your user post there: ask them why")
        }
        "only_mods_can_post_in_community" => {
            no("not_allowed", "Only moderators post in this community: choose another one, or ask them")
        }
        "blocked_url" => no("link_refused", "The server takes no links to this website: ask its administrators why"),
        _ => Came::Refused(Cause::new("refused", format!("The server does not take the post: {}", plain(&said)))),
    }
}

fn receipt(view: &Value) -> Option<Receipt> {
    let post = &view["post"];
    Some(Receipt { id: post["id"].as_u64()?.to_string(), url: post["ap_id"].as_str().map(str::to_owned) })
}

pub(super) fn host(base: &Url) -> String {
    base.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_without_a_link_is_known_by_its_words_and_its_time() {
        let frozen = json!({ "post": { "name": "Rye", "body": "Warm" } });
        let since: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        let is_it = |post: &Value, token| is_it(post, &frozen, (token, since));
        let post = |body: &str, at: &str| json!({ "name": "Rye", "body": body, "published": at });
        assert!(is_it(&post("Warm\n\n![A loaf](https://a)", "2026-11-26T12:00:01.5"), None));
        assert!(!is_it(&post("Warm", "2026-11-26T11:00:00Z"), None), "an older one says the same");
        assert!(!is_it(&post("Cold", "2026-11-26T12:00:01Z"), None));
        assert!(is_it(&json!({ "url": "https://b.example/?e=k7q4mxz" }), Some("k7q4mxz")));
    }
}
