//! Posts on Bluesky, as records of the account's own repository. The record's key is made by us when the post is scheduled,
//! and `putRecord` with the same record changes nothing, so that a lost answer is settled by sending again
//! (bluesky-social/atproto packages/pds putRecord, read 2026-11-26).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::checks;
use super::media;
use super::sign_in::{SIGN_IN, own_server};
use crate::count::bluesky::{self as count, Target};
use crate::http::{Http, Request};
use crate::publish::oauth::{ask_as, renewed};
use crate::publish::{
    Account, Acts, Below, Came, Cause, Checking, Connect, Connected, Draft, Effort, Engagement, Field, Finding, Given,
    Heard, Linked, Publish, Receipt, Recipe, Renewed, Secret, Settled, Stands, Taking, With, ask, json as with_json,
    plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::Minutes,
        minutes: 2,
        steps: &[
            "In Bluesky open Settings, Privacy and security, App passwords.",
            "Add one, call it Tidings, and copy what it shows: it is shown once.",
            "Type your handle and that password here. Your own password is not needed, and should not be used.",
        ],
        fields: &[
            HANDLE,
            Field {
                name: "secret",
                label: "App password",
                hint: "Four groups of four signs",
                usual: None,
                secret: true,
            },
            SERVER,
        ],
        sign_in: Some(&SIGN_IN),
        server: "https://bsky.social",
        evidence: day("https://docs.bsky.app/docs/get-started", "2026-11-26", Grade::Platform),
    },
    recipe: Recipe::Key,
    comments: Some(Recipe::Key),
    price: None,
    proved: "Proved against Bluesky’s own server software (PDS 0.4.217), signing in on its own pages too, and the sandbox; never run against bsky.social.",
    acts: &Bluesky,
};

pub(super) const HANDLE: Field = Field {
    name: "name",
    label: "Handle",
    hint: "As in your profile’s address, such as bakery.bsky.social",
    usual: None,
    secret: false,
};

pub(super) const SERVER: Field = Field {
    name: "server",
    label: "Server",
    hint: "Where the account lives; most are at bsky.social",
    usual: Some("https://bsky.social"),
    secret: false,
};

#[derive(Debug)]
struct Bluesky;

pub(super) const NAME: &str = "Bluesky";
const COLLECTION: &str = "app.bsky.feed.post";
/// Where the index says what people did with a post.
const ENGAGEMENT: [&str; 4] = ["/posts/0/likeCount", "/posts/0/repostCount", "/posts/0/replyCount", ""];
pub(super) const RESET: &str = "ratelimit-reset";
/// A session's token is good for two hours; it is renewed before that.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(100);
pub(super) const USUAL: &str = "bsky.social";

/// Bluesky's server `base`, asked for `method`.
pub(super) fn at(base: &Url, method: &str) -> Request {
    let mut url = base.clone();
    let path = format!("{}/xrpc/{method}", base.path().trim_end_matches('/'));
    url.set_path(&path);
    Request::new(url)
}

/// Asks as the account: with its session's token, or with one that is bound to its key.
pub(super) async fn ask_in(with: &With<'_>, request: Request) -> Heard {
    ask_as(with.http, request, (with.account, "access"), RESET, with.now).await
}

/// Whether an answer says that the token is over.
fn is_over(status: u16, said: &Value) -> bool {
    status == 401 || matches!(said["error"].as_str(), Some("ExpiredToken" | "InvalidToken" | "AuthMissing"))
}

impl Acts for Bluesky {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let name = given.field("name").trim_start_matches('@');
            let body = json!({ "identifier": name, "password": given.field("secret") });
            let request = with_json(at(base, "com.atproto.server.createSession"), &body);
            let said = match ask(http, request, RESET, now).await {
                Heard::Yes(said) => said,
                Heard::No(401, _) => {
                    return Err(Cause::new(
                        "not_let_in",
                        "Bluesky does not know this handle with this password: make an app password in its settings, and type the handle without @",
                    ));
                }
                Heard::Limited(_) => {
                    return Err(Cause::new(
                        "limited",
                        "Bluesky takes no more sign-ins for some minutes: try again later",
                    ));
                }
                other => return Err(crate::publish::away(other)),
            };
            let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
            if text("did").is_empty() || text("accessJwt").is_empty() {
                return Err(Cause::new("no_network", format!("{base} is no server of Bluesky's kind")));
            }
            // Where the account's repository really is, as its own document says.
            let elsewhere = own_server(&said["didDoc"]).filter(|_| base.host_str() == Some(USUAL));
            Ok(Connected {
                account: Account {
                    base: elsewhere.unwrap_or_else(|| base.clone()),
                    identity: text("did"),
                    name: text("handle"),
                    secret: session(&said, given.field("secret")),
                },
                until: now.checked_add(GOOD_FOR).ok(),
                limits: Value::Null,
            })
        })
    }

    fn renew<'a>(&'a self, http: &'a Http, account: &'a Account, now: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(async move {
            if let Some(renewed) = renewed(http, &account.secret, "access", now).await {
                return renewed;
            }
            let until = now.checked_add(GOOD_FOR).ok();
            let password = account.secret.text("password").to_owned();
            let refresh = at(&account.base, "com.atproto.server.refreshSession")
                .header("authorization", format!("Bearer {}", account.secret.text("refresh")))
                .post("");
            match ask(http, refresh, RESET, now).await {
                Heard::Yes(said) => return Renewed::Secret(session(&said, &password), until),
                Heard::No(..) => {}
                other => return Renewed::Later(later(other)),
            }
            // The refresh token is over, or was used by one who could not keep what came of it: the app password is not.
            let body = json!({ "identifier": account.identity, "password": password });
            let request = with_json(at(&account.base, "com.atproto.server.createSession"), &body);
            match ask(http, request, RESET, now).await {
                Heard::Yes(said) => Renewed::Secret(session(&said, &password), until),
                Heard::No(..) => Renewed::Over(Cause::new(
                    "not_let_in",
                    "Bluesky does not take the app password any more: make a new one in its settings, and connect the account again",
                )),
                other => Renewed::Later(later(other)),
            }
        })
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        let (text, facets) = shown(draft.text, draft.link);
        let mut record = json!({ "$type": COLLECTION, "text": text, "createdAt": draft.at.to_string() });
        if !facets.is_empty() {
            record["facets"] = facets.into();
        }
        if let Some(language) = draft.language {
            record["langs"] = json!([language]);
        }
        // A post shows its pictures or its link's card. Whoever chose pictures wants them seen, and the link stands in the text.
        let card = draft.link.filter(|_| draft.media.is_empty());
        if let Some(link) = card {
            let external = json!({ "uri": link.address, "title": link.title, "description": link.description });
            record["embed"] = json!({ "$type": "app.bsky.embed.external", "external": external });
        }
        let thumb = card.and_then(|it| Some(&it.picture.as_ref()?.digest));
        let mut frozen = json!({ "key": tid(draft.at, draft.key), "record": record, "picture": thumb });
        media::freeze(&mut frozen, draft.media);
        frozen
    }

    fn below(&self, frozen: &Value, below: &Below) -> Option<Value> {
        let mut frozen = frozen.clone();
        frozen["reply"] = json!({ "root": below.root, "parent": below.parent });
        Some(frozen)
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(came) = media::step(&with, frozen, so_far).await {
                return came;
            }
            if frozen["reply"].is_object() && so_far["reply"].is_null() {
                return above(&with, &frozen["reply"], so_far).await;
            }
            let mut record = frozen["record"].clone();
            if so_far["reply"].is_object() {
                record["reply"] = so_far["reply"].clone();
            }
            media::show(&mut record, frozen, so_far);
            let body = json!({
                "repo": with.account.identity, "collection": COLLECTION, "rkey": frozen["key"], "record": record,
            });
            let request = at(&with.account.base, "com.atproto.repo.putRecord");
            match ask_in(&with, with_json(request, &body)).await {
                Heard::Yes(said) => match said["uri"].as_str() {
                    Some(uri) => Came::Done(receipt(uri, with.account)),
                    None => Came::Unknown("Bluesky says yes, and not where the post is".to_owned()),
                },
                heard => refused(heard),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            let key = frozen["key"].as_str().unwrap_or_default();
            match ask_in(&with, record(&with, &with.account.identity, key)).await {
                Heard::Yes(said) => match said["uri"].as_str() {
                    Some(uri) => Settled::Live(receipt(uri, with.account)),
                    None => Settled::Later("Bluesky's answer was not understood".to_owned()),
                },
                Heard::No(_, said) if said["error"] == "RecordNotFound" => Settled::Nothing,
                Heard::No(status, said) if is_over(status, &said) => Settled::LetIn(plain(&said)),
                Heard::No(status, said) => Settled::Later(format!("Bluesky answers {status}: {}", plain(&said))),
                other => other.later(),
            }
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            let Some((repo, key)) = parts(&receipt.id) else { return Stands::Unknown("no address of a post".into()) };
            match ask_in(&with, record(&with, repo, key)).await {
                Heard::Yes(_) => Stands::There(engagement(&with, &receipt.id).await),
                Heard::No(_, said) if said["error"] == "RecordNotFound" => Stands::Gone,
                Heard::No(status, said) if is_over(status, &said) => Stands::LetIn(plain(&said)),
                Heard::No(_, said) => Stands::Unknown(plain(&said)),
                other => Stands::Unknown(later(other)),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let key = parts(&receipt.id).map(|(_, key)| key);
            let body = json!({ "repo": with.account.identity, "collection": COLLECTION, "rkey": key });
            let request = at(&with.account.base, "com.atproto.repo.deleteRecord");
            match ask_in(&with, with_json(request, &body)).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(status, said) if is_over(status, &said) => Err(Cause::new("not_let_in", plain(&said))),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Bluesky answers {status}: {}", plain(&said))))
                }
                other => Err(crate::publish::away(other)),
            }
        })
    }

    fn checks<'a>(&'a self, it: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(checks::all(it))
    }
}

/// What people did with the post at `uri`. A server knows its own records alone; it asks Bluesky's index for what others did,
/// and where that is away the post is there all the same.
async fn engagement(with: &With<'_>, uri: &str) -> Engagement {
    let mut request = at(&with.account.base, "app.bsky.feed.getPosts");
    request.url.query_pairs_mut().append_pair("uris", uri);
    match ask_in(with, request).await {
        Heard::Yes(said) => Engagement::at(&said, ENGAGEMENT),
        _ => Engagement::default(),
    }
}

/// Asks what the posts above hold, by whose hash Bluesky wants them named. It changes nothing outside.
async fn above(with: &With<'_>, reply: &Value, so_far: &Value) -> Came {
    let mut named = json!({});
    for place in ["root", "parent"] {
        let uri = reply[place].as_str().unwrap_or_default();
        let Some((repo, key)) = parts(uri) else { return Came::Refused(parent_gone()) };
        match ask_in(with, record(with, repo, key)).await {
            Heard::Yes(said) if said["cid"].is_string() => named[place] = json!({ "uri": uri, "cid": said["cid"] }),
            Heard::Yes(_) => return Came::NotSent("Bluesky's answer was not understood".to_owned()),
            Heard::No(_, said) if said["error"] == "RecordNotFound" => return Came::Refused(parent_gone()),
            Heard::Unknown(why) => return Came::NotSent(why),
            heard => return refused(heard),
        }
    }
    let mut kept = if so_far.is_object() { so_far.clone() } else { json!({}) };
    kept["reply"] = named;
    Came::Step(kept)
}

fn parent_gone() -> Cause {
    Cause::new(
        "parent_gone",
        "the post above it in its thread is not there any more: skip it, or write it as a post of its own",
    )
}

fn record(with: &With<'_>, repo: &str, key: &str) -> Request {
    let mut request = at(&with.account.base, "com.atproto.repo.getRecord");
    request
        .url
        .query_pairs_mut()
        .append_pair("repo", repo)
        .append_pair("collection", COLLECTION)
        .append_pair("rkey", key);
    request
}

pub(super) fn refused(heard: Heard) -> Came {
    match heard {
        Heard::No(status, said) if is_over(status, &said) => Came::LetIn(plain(&said)),
        Heard::No(_, said) => {
            Came::Refused(Cause::new("refused", format!("Bluesky does not take the post: {}", plain(&said))))
        }
        other => other.other(),
    }
}

fn later(heard: Heard) -> String {
    match heard.later() {
        Settled::Later(why) => why,
        _ => String::new(),
    }
}

/// What is kept of a session.
fn session(said: &Value, password: &str) -> Secret {
    Secret(json!({ "access": said["accessJwt"], "refresh": said["refreshJwt"], "password": password }))
}

/// `at://DID/app.bsky.feed.post/KEY` → DID and KEY.
fn parts(uri: &str) -> Option<(&str, &str)> {
    let (repo, rest) = uri.strip_prefix("at://")?.split_once('/')?;
    Some((repo, rest.rsplit('/').next()?))
}

fn receipt(uri: &str, account: &Account) -> Receipt {
    let url = parts(uri).map(|(_, key)| format!("https://bsky.app/profile/{}/post/{key}", account.name));
    Receipt { id: uri.to_owned(), url }
}

/// A record's key: its time in microseconds and ten bits of our own, thirteen signs that sort by time
/// (atproto.com/specs/tid, read 2026-11-26).
fn tid(at: Timestamp, key: u128) -> String {
    const SIGNS: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";
    // The bits below a scheduled second are free, and told apart by the key: two posts of one second are two records.
    let micros = u64::try_from(at.as_second()).unwrap_or(0) * 1_000_000 + (key >> 10) as u64 % 1_000_000;
    let number = ((micros & ((1 << 53) - 1)) << 10) | (key as u64 & 1_023);
    (0..13).rev().map(|place| char::from(SIGNS[((number >> (place * 5)) & 31) as usize])).collect()
}

/// The text as it is posted, in which addresses are shortened, and where in it they and hashtags are, in bytes. A mention would
/// want the identity behind its handle, and stays text.
fn shown(text: &str, link: Option<&Linked>) -> (String, Vec<Value>) {
    let links: Vec<&str> = link.map(|link| &*link.address).into_iter().collect();
    let (text, facets) = count::shown(text, &links);
    let facets = facets.into_iter().filter_map(|facet| {
        let feature = match facet.to {
            Target::Link(uri) => json!({ "$type": "app.bsky.richtext.facet#link", "uri": uri }),
            Target::Tag(tag) => json!({ "$type": "app.bsky.richtext.facet#tag", "tag": tag }),
            Target::Mention(_) => return None,
        };
        Some(json!({ "index": { "byteStart": facet.start, "byteEnd": facet.end }, "features": [feature] }))
    });
    (text, facets.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_sorts_by_time_and_two_posts_of_one_second_are_two() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let one = tid(at("2026-11-26T12:00:00Z"), 7);
        assert_eq!(one.len(), 13);
        assert_eq!(one, tid(at("2026-11-26T12:00:00Z"), 7));
        assert_ne!(one, tid(at("2026-11-26T12:00:00Z"), 8));
        assert_ne!(one, tid(at("2026-11-26T12:00:00Z"), 8 << 10));
        assert!(one < tid(at("2026-11-26T12:00:01Z"), 0));
        assert!("234567abcdefghij".contains(one.chars().next().unwrap()));
    }

    #[test]
    fn the_link_is_shown_short_and_its_place_is_told_in_bytes() {
        let link =
            Linked { address: "https://bakery.example/our/bread/of/the/day?e=k7q4mxz".into(), ..Linked::default() };
        let text = format!("Frühstück 🥐 {} #rye", link.address);
        let (text, facets) = shown(&text, Some(&link));
        assert!(text.starts_with("Frühstück 🥐 bakery.example/our/bread"), "{text}");
        let at = |side: &str| facets[0]["index"][side].as_u64().unwrap() as usize;
        assert!(text[at("byteStart")..at("byteEnd")].starts_with("bakery.example/"));
        assert_eq!(facets[0]["features"][0]["uri"], link.address);
        assert_eq!(facets[1]["features"][0]["tag"], "rye");
        assert_eq!(shown("no link here", Some(&link)).1, Vec::<Value>::new());
    }
}
