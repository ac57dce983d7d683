//! Pins on a board of Pinterest, by its interface of version 5. A pin is a picture with a link behind it: one to five pictures, a
//! title, a text. Pinterest knows no key of ours and makes the same pin as often as it is told, so that a lost answer is settled by
//! reading the board (pinterest/api-description v5/openapi.yaml 5.23.0 c05b189, read 2026-11-27).

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::checks;
use super::sign_in::{APP, SIGN_IN};
use crate::http::{Http, Request};
use crate::publish::oauth::{CLIENT, CLIENT_SECRET, kept};
use crate::publish::{
    Account, Acts, Came, Cause, Checking, Connect, Connected, Draft, Effort, Engagement, Field, Finding, Given, Heard,
    Medium, Publish, Receipt, Recipe, Renewed, Settled, Stands, Taking, With, ask, at, away, bare, carries,
    json as with_json, lost, made, plain, titled,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::OwnApp,
        minutes: 60,
        steps: &[
            "At developers.pinterest.com ask for an app of your own; Pinterest looks at it first, for some days.",
            "An app on trial may make no pins that others see: ask for standard access, with a film of how it signs in and saves a pin.",
            "Sign in here with its ID and secret. Or type a token that you made on the app’s page, which is good for a day.",
            "Choose the board on which pins are to appear. Every pin needs a picture: the post’s own, or that of its page’s card.",
        ],
        fields: &[
            Field { name: "secret", label: "Access token", hint: "From your app’s page", usual: None, secret: true },
            BOARD,
            Field {
                name: "refresh",
                label: "Refresh token",
                hint: "Without one the account is to be connected anew when the token ends",
                usual: Some(""),
                secret: true,
            },
            Field { label: "App ID", hint: "Needed with a refresh token", usual: Some(""), ..CLIENT },
            Field { label: "App secret", hint: "Needed with a refresh token", usual: Some(""), ..CLIENT_SECRET },
        ],
        sign_in: Some(&SIGN_IN),
        server: "https://api.pinterest.com",
        evidence: day(
            "https://developers.pinterest.com/docs/key-concepts/access-tiers/; gitroomhq/postiz-app issue 1084: on trial no pin is made",
            "2026-11-27",
            Grade::Platform,
        ),
    },
    // The door gives up after 30 seconds; a pin shows on its board as soon as it is made.
    recipe: Recipe::ReadBack { quiet: Duration::from_mins(2) },
    price: None,
    comments: None,
    proved: "Proved against the sandbox; never run against the live network.",
    acts: &Pinterest,
};

pub(super) const BOARD: Field =
    Field { name: "board", label: "Board", hint: "Its name, as it is called on Pinterest", usual: None, secret: false };

#[derive(Debug)]
pub(super) struct Pinterest;

/// Characters of a title, of the text below it, and of what is said of a picture.
const TITLE: usize = 100;
const TEXT: usize = 800;
const ALT: usize = 500;
/// Pictures of one pin.
const MOST: usize = 5;
/// As what pictures are taken.
const KINDS: [&str; 2] = ["image/jpeg", "image/png"];
/// Boards and pins of a page; it gives no more.
const PAGE: &str = "250";
/// Pages that are read.
const PAGES: usize = 20;
/// By so much its clock may be behind ours.
const BEHIND: SignedDuration = SignedDuration::from_hours(1);
/// Where a pin says what people did with it.
const ENGAGEMENT: [&str; 4] = [
    "/pin_metrics/lifetime_metrics/reaction",
    "/pin_metrics/lifetime_metrics/save",
    "/pin_metrics/lifetime_metrics/comment",
    "/pin_metrics/lifetime_metrics/impression",
];
/// What it says to an app on trial.
const ON_TRIAL: i64 = 29;

pub(super) fn of(account: &Account, path: &str) -> Request {
    at(&account.base, path).header("authorization", format!("Bearer {}", account.secret.text("access")))
}

/// The numbers of the user and of the board, as an identity has them.
pub(super) fn numbers(identity: &str) -> (&str, &str) {
    identity.split_once('/').unwrap_or_default()
}

impl Acts for Pinterest {
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
            let (person, name) = person(http, &account, now).await?;
            let (board, called) = board(http, &account, given.field("board"), now).await?;
            account.identity = format!("{person}/{board}");
            account.name = format!("{name} on {called}");
            // How long the token is good still is not told; the first time that it is not, it is renewed.
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, http: &'a Http, account: &'a Account, now: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(APP.renewed(http, account, "Pinterest", now))
    }

    fn freeze(&self, draft: &Draft<'_>, (identity, _): (&str, &str)) -> Value {
        let titled = titled(draft, TITLE);
        let text: String = titled.body.chars().take(TEXT).collect();
        let mut pin = json!({ "board_id": numbers(identity).1 });
        let link = draft.link.map(|link| link.address.clone()).unwrap_or_default();
        for (name, said) in [("title", titled.title), ("description", text), ("link", link)] {
            if !said.is_empty() {
                pin[name] = said.into();
            }
        }
        let card = draft.link.and_then(|link| link.picture.as_ref()).filter(|_| draft.media.is_empty());
        let one = |it: &Medium| json!({ "digest": it.digest, "alt": it.alt });
        let pictures: Vec<Value> = draft.media.iter().chain(card).map(one).collect();
        json!({ "pin": pin, "pictures": pictures, "since": draft.at })
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            let pin = match pinned(&with, frozen) {
                Ok(pin) => pin,
                Err(cause) => return Came::Refused(cause),
            };
            let request = with_json(of(with.account, "/v5/pins"), &pin);
            match ask(with.http, request, "", with.now).await {
                Heard::Yes(said) => match said["id"].as_str() {
                    Some(id) => Came::Done(receipt(id)),
                    None => Came::Unknown("Pinterest says yes, and not where the pin is".to_owned()),
                },
                Heard::No(401, said) => Came::LetIn(plain(&said)),
                Heard::No(403, said) if said["code"] == ON_TRIAL => Came::Refused(on_trial()),
                Heard::No(403, said) => Came::Refused(Cause::new(
                    "not_allowed",
                    format!("The token may not make pins on this board ({}): connect the account again", plain(&said)),
                )),
                Heard::No(_, said) => {
                    Came::Refused(Cause::new("refused", format!("Pinterest does not take the pin: {}", plain(&said))))
                }
                other => other.other(),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            let since = made(&frozen["since"]).unwrap_or(Timestamp::MIN);
            let since = since.checked_sub(BEHIND).unwrap_or(Timestamp::MIN);
            let path = format!("/v5/boards/{}/pins", numbers(&with.account.identity).1);
            let is_it = |pin: &&Value| is_it(pin, &frozen["pin"], (with.token, since));
            let mut bookmark = None;
            for _ in 0..PAGES {
                let (pins, next) = match listed(with.http, with.account, &path, bookmark.as_deref(), with.now).await {
                    Ok(page) => page,
                    Err(Heard::No(401, said)) => return Settled::LetIn(plain(&said)),
                    Err(Heard::No(status, said)) => {
                        return Settled::Later(format!("Pinterest answers {status}: {}", plain(&said)));
                    }
                    Err(heard) => return heard.later(),
                };
                if let Some(id) = pins.iter().find(is_it).and_then(|pin| pin["id"].as_str()) {
                    return Settled::Live(receipt(id));
                }
                // In which order they come is not said: all are read.
                bookmark = next;
                if bookmark.is_none() {
                    return Settled::Nothing;
                }
            }
            let says =
                "the board has more pins than are read back: look on Pinterest, and say here whether it is there";
            Settled::NobodyKnows(says.to_owned())
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            let mut request = of(with.account, &format!("/v5/pins/{}", receipt.id));
            request.url.query_pairs_mut().append_pair("pin_metrics", "true");
            match ask(with.http, request, "", with.now).await {
                Heard::Yes(said) if said["id"] == *receipt.id => Stands::There(Engagement::at(&said, ENGAGEMENT)),
                Heard::No(404, _) => Stands::Gone,
                Heard::No(401, said) => Stands::LetIn(plain(&said)),
                Heard::No(status, said) => Stands::Unknown(format!("Pinterest answers {status}: {}", plain(&said))),
                other => Stands::Unknown(other.why()),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let request = of(with.account, &format!("/v5/pins/{}", receipt.id)).delete();
            match ask(with.http, request, "", with.now).await {
                Heard::Yes(_) | Heard::No(404, _) => Ok(()),
                Heard::No(401, said) => Err(Cause::new("not_let_in", plain(&said))),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Pinterest answers {status}: {}", plain(&said))))
                }
                other => Err(away(other)),
            }
        })
    }

    fn checks<'a>(&'a self, it: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(checks::all(it))
    }
}

/// The pin with its pictures, which go along.
fn pinned(with: &With<'_>, frozen: &Value) -> Result<Value, Cause> {
    let pictures = frozen["pictures"].as_array().map_or(&[][..], Vec::as_slice);
    let text = |it: &Value, name: &str| it[name].as_str().unwrap_or_default().to_owned();
    if pictures.is_empty() {
        let says =
            "Pinterest takes no post without a picture: put one into the post, or choose a page whose card has one";
        return Err(Cause::new("picture_needed", says));
    }
    if pictures.len() > MOST {
        return Err(Cause::new("pictures_too_many", "Pinterest takes at most five pictures in one pin: choose fewer"));
    }
    let mut items = Vec::new();
    for picture in pictures {
        let blob = with.blobs.iter().find(|blob| picture["digest"] == *blob.digest).ok_or_else(lost)?;
        if !KINDS.contains(&&*blob.kind) {
            return Err(Cause::new(
                "picture_refused",
                "Pinterest takes pictures as JPEG and PNG alone: choose another one",
            ));
        }
        items.push(json!({ "content_type": blob.kind, "data": BASE64_STANDARD.encode(&blob.bytes) }));
    }
    let mut pin = frozen["pin"].clone();
    let alts: Vec<String> = pictures.iter().map(|it| text(it, "alt")).filter(|alt| !alt.is_empty()).collect();
    if !alts.is_empty() {
        pin["alt_text"] = alts.join(" ").chars().take(ALT).collect::<String>().into();
    }
    pin["media_source"] = if let [one] = &mut items[..] {
        one["source_type"] = "image_base64".into();
        one.take()
    } else {
        // Each has a link of its own.
        for item in items.iter_mut().filter(|_| pin["link"].is_string()) {
            item["link"] = pin["link"].clone();
        }
        json!({ "source_type": "multiple_image_base64", "items": items, "index": 0 })
    };
    Ok(pin)
}

/// Whose the token is: number and name.
pub(super) async fn person(http: &Http, account: &Account, now: Timestamp) -> Result<(String, String), Cause> {
    let said = match ask(http, of(account, "/v5/user_account"), "", now).await {
        Heard::Yes(said) => said,
        heard => return Err(not_let_in(heard)),
    };
    match (said["id"].as_str(), said["username"].as_str()) {
        (Some(id), Some(name)) => Ok((id.to_owned(), name.to_owned())),
        _ => Err(Cause::new("no_network", format!("{} does not answer as Pinterest does", account.base))),
    }
}

/// Number and name of the board that somebody typed.
async fn board(http: &Http, account: &Account, typed: &str, now: Timestamp) -> Result<(String, String), Cause> {
    let mut bookmark = None;
    let mut names = Vec::new();
    for _ in 0..PAGES {
        let page = listed(http, account, "/v5/boards", bookmark.as_deref(), now).await;
        let (boards, next) = page.map_err(not_let_in)?;
        for board in &boards {
            let (Some(id), Some(name)) = (board["id"].as_str(), board["name"].as_str()) else { continue };
            if is_meant(typed, id, name) {
                return Ok((id.to_owned(), name.to_owned()));
            }
            names.push(name.to_owned());
        }
        bookmark = next;
        if bookmark.is_none() {
            break;
        }
    }
    names.truncate(5);
    let there = if names.is_empty() { "it has none yet".to_owned() } else { format!("it has {}", names.join(", ")) };
    Err(Cause::new(
        "board_unknown",
        format!("`{typed}` is no board of this account ({there}): type one as it is called"),
    ))
}

/// Whether somebody meant this board: by its name, its number, or its address.
fn is_meant(typed: &str, id: &str, name: &str) -> bool {
    let plain = |text: &str| text.trim().to_lowercase().replace([' ', '-'], "");
    let last = typed.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    typed.trim() == id || plain(typed) == plain(name) || (typed.contains('/') && plain(last) == plain(name))
}

/// A page of a list, and what asks for the next one.
async fn listed(
    http: &Http,
    account: &Account,
    path: &str,
    bookmark: Option<&str>,
    now: Timestamp,
) -> Result<(Vec<Value>, Option<String>), Heard> {
    let mut request = of(account, path);
    request.url.query_pairs_mut().append_pair("page_size", PAGE);
    if let Some(bookmark) = bookmark {
        request.url.query_pairs_mut().append_pair("bookmark", bookmark);
    }
    match ask(http, request, "", now).await {
        Heard::Yes(said) => match said["items"].as_array() {
            Some(items) => {
                let next = said["bookmark"].as_str().filter(|it| !it.is_empty());
                Ok((items.clone(), next.map(str::to_owned)))
            }
            None => Err(Heard::Unknown("Pinterest’s answer was not understood".to_owned())),
        },
        heard => Err(heard),
    }
}

fn not_let_in(heard: Heard) -> Cause {
    match heard {
        Heard::No(401, said) => Cause::new(
            "not_let_in",
            format!("Pinterest does not take this access token ({}): sign in, or make it anew", plain(&said)),
        ),
        Heard::No(403, said) => Cause::new(
            "not_allowed",
            format!(
                "this token may not say whose it is ({}): make one with boards:read, pins:read, pins:write and user_accounts:read",
                plain(&said)
            ),
        ),
        Heard::No(..) => Cause::new("no_network", "what stands there does not answer as Pinterest does"),
        other => away(other),
    }
}

fn is_it(pin: &Value, ours: &Value, (token, since): (Option<&str>, Timestamp)) -> bool {
    let text = |it: &Value, name: &str| it[name].as_str().unwrap_or_default().to_owned();
    match token {
        Some(token) => ["link", "description", "title"].iter().any(|name| carries(&text(pin, name), token)),
        None => {
            ["title", "description"].iter().all(|name| bare(&text(pin, name)) == bare(&text(ours, name)))
                && made(&pin["created_at"]).is_some_and(|at| at >= since)
        }
    }
}

fn on_trial() -> Cause {
    let says =
        "Pinterest makes no pins for an app on trial: ask for standard access on its page at developers.pinterest.com";
    Cause::new("on_trial", says)
}

fn receipt(id: &str) -> Receipt {
    Receipt { id: id.to_owned(), url: Some(format!("https://www.pinterest.com/pin/{id}/")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_is_known_by_its_name_its_number_and_its_address() {
        let of = |typed: &str| is_meant(typed, "4711", "Rye Bread");
        assert!(of("Rye Bread") && of(" rye bread ") && of("4711"));
        assert!(of("https://www.pinterest.com/bakery/rye-bread/") && of("bakery/rye-bread"));
        assert!(!of("Rye") && !of("") && !of("https://www.pinterest.com/bakery/"));
    }

    #[test]
    fn a_pin_without_a_link_is_known_by_its_words_and_its_time() {
        let ours = json!({ "title": "Rye", "description": "Warm" });
        let since: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        let pin = |title: &str, at: &str| json!({ "title": title, "description": "Warm", "created_at": at });
        assert!(is_it(&pin("Rye", "2026-11-26T12:00:01"), &ours, (None, since)));
        assert!(!is_it(&pin("Rye", "2026-11-26T11:00:01"), &ours, (None, since)));
        assert!(!is_it(&pin("Wheat", "2026-11-26T12:00:01"), &ours, (None, since)));
        let linked = json!({ "link": "https://b.example/?e=k7q4mxz" });
        assert!(is_it(&linked, &ours, (Some("k7q4mxz"), since)));
    }
}
