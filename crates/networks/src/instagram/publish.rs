//! Posts on Instagram, through its Graph. A container that nobody sees is made first, with the address of a picture that
//! Instagram fetches by itself; when it is ready it is published, once, and says afterwards that it was
//! (developers.facebook.com/docs/instagram-platform/content-publishing and /reference/ig-container, read 2026-11-26).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use crate::http::Http;
use crate::publish::graph::{self, Why, signed, why};
use crate::publish::{
    Account, Acts, Came, Cause, Connect, Connected, Draft, Effort, Engagement, Field, Given, Heard, Publish, Receipt,
    Recipe, Renewed, Secret, Settled, Stands, Taking, With, away, fields, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::OwnApp,
        minutes: 60,
        steps: &[
            "In the Instagram app make the account a professional one: Settings, Account type and tools. It costs nothing, and programs can post to no other.",
            "At developers.facebook.com make an app of your own, and add Instagram to it, with Instagram’s own login.",
            "In the app’s Instagram settings let it make a token for your account. It needs instagram_business_basic and instagram_business_content_publish; for accounts of your own no review is needed.",
            "Copy the token and type it here. It is good for sixty days, and renewed when something is posted within that time.",
            "Every post needs a picture that stands on the web: Instagram fetches it from there.",
        ],
        fields: &[Field {
            name: "secret",
            label: "Access token",
            hint: "From your app’s Instagram settings",
            usual: None,
            secret: true,
        }],
        server: "https://graph.instagram.com",
        evidence: day(
            "https://developers.facebook.com/docs/instagram-platform/content-publishing",
            "2026-11-26",
            Grade::Platform,
        ),
    },
    price: None,
    recipe: Recipe::TwoSteps,
    proved: "Proved against the sandbox; never run against Instagram.",
    acts: &Instagram,
};

#[derive(Debug)]
struct Instagram;

const NAME: &str = "Instagram";
/// Where a post says what people did with it.
const ENGAGEMENT: [&str; 4] = ["/like_count", "", "/comments_count", ""];
/// Posts that are read back.
const LATEST: &str = "100";
/// Pictures of one post.
const MOST: usize = 10;
/// Until a container is looked at again.
const AGAIN: Duration = Duration::from_secs(30);
/// A token is good for so long from when it was made.
const LASTS: i64 = 60 * 24 * 3_600;
/// It is renewed so long before it ends, since nobody says when the first one was made.
const BEFORE: SignedDuration = SignedDuration::from_hours(10 * 24);

impl Acts for Instagram {
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
            let request = graph::look(base, &["me"], "user_id,username");
            let said = match graph::ask(http, signed(request, &account), now).await {
                Heard::Yes(said) => said,
                heard => return Err(graph::not_let_in(NAME, heard)),
            };
            account.identity = said["user_id"].as_str().map_or_else(|| said["user_id"].to_string(), str::to_owned);
            let name = text(&said, "username");
            if name.is_empty() || said["user_id"].is_null() {
                let says =
                    "This token is of no professional account of Instagram: make the account one, and the token anew";
                return Err(Cause::new("no_account", says));
            }
            account.name = format!("@{name}");
            Ok(Connected { account, until: until(now, LASTS), limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, http: &'a Http, account: &'a Account, now: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(async move {
            let mut request = graph::below(&account.base, &["refresh_access_token"]);
            request.url.query_pairs_mut().append_pair("grant_type", "ig_refresh_token");
            match graph::ask(http, signed(request, account), now).await {
                Heard::Yes(said) if said["access_token"].is_string() => {
                    let lasts = said["expires_in"].as_i64().unwrap_or(LASTS);
                    Renewed::Secret(Secret(json!({ "token": said["access_token"] })), until(now, lasts))
                }
                Heard::No(_, said) if why(&said) == Why::LetIn => Renewed::Over(Cause::new(
                    "not_let_in",
                    format!(
                        "Instagram does not take the token of {} any more: make a new one in your app’s settings, and connect the account again",
                        account.name
                    ),
                )),
                other => Renewed::Later(away(other).says),
            }
        })
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        let card = draft.link.and_then(|link| link.picture.as_ref()).filter(|_| draft.media.is_empty());
        let pictures = graph::pictures(draft.media.iter().chain(card));
        json!({ "caption": draft.text, "pictures": pictures, "due": draft.at.as_second() })
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(container) = so_far["container"].as_str() {
                return show(with, container, so_far).await;
            }
            let pictures = frozen["pictures"].as_array().map_or(&[][..], Vec::as_slice);
            if let Some(cause) = unfit(pictures) {
                return Came::Refused(cause);
            }
            let items = so_far["items"].as_array().map_or(&[][..], Vec::as_slice);
            let next = pictures.get(items.len()).filter(|_| pictures.len() > 1);
            let caption = ("caption", text(frozen, "caption"));
            let children = items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",");
            let said = match (next, pictures) {
                (Some(item), _) => [of(item), vec![("is_carousel_item", "true")]].concat(),
                (None, [one]) => [of(one), vec![caption]].concat(),
                _ => vec![("media_type", "CAROUSEL"), ("children", &children), caption],
            };
            let request = signed(graph::at(&with.account.base, &[&with.account.identity, "media"]), with.account);
            match graph::ask(with.http, fields(request, said), with.now).await {
                Heard::Yes(said) if said["id"].is_string() => Came::Step(if next.is_some() {
                    json!({ "items": items.iter().chain([&said["id"]]).collect::<Vec<_>>() })
                } else {
                    json!({ "container": said["id"] })
                }),
                // A container that is there twice is seen by nobody, and gone after a day.
                Heard::Unknown(why) => Came::NotSent(why),
                Heard::Yes(_) => Came::NotSent("Instagram says yes, and not what it made".to_owned()),
                heard => refused(heard, so_far),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            let Some(container) = so_far["container"].as_str() else {
                return listed(with, frozen, Settled::Nothing).await;
            };
            match stands(with, container).await {
                Ok(said) => match text(&said, "status_code") {
                    "PUBLISHED" => {
                        let says = "Instagram has published it, and does not list it yet".to_owned();
                        listed(with, frozen, Settled::Later(says)).await
                    }
                    "" => Settled::Later("Instagram’s answer was not understood".to_owned()),
                    _ => Settled::At(so_far.clone()),
                },
                Err(Heard::No(_, said)) if why(&said) == Why::NotThere => listed(with, frozen, Settled::Nothing).await,
                Err(heard) => unsettled(heard),
            }
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            let request = graph::look(&with.account.base, &[&receipt.id], "id,like_count,comments_count");
            match graph::ask(with.http, signed(request, with.account), with.now).await {
                Heard::Yes(said) if said["id"].is_string() => Stands::There(Engagement::at(&said, ENGAGEMENT)),
                Heard::No(_, said) if why(&said) == Why::NotThere => Stands::Gone,
                Heard::No(status, said) => Stands::Unknown(format!("Instagram answers {status}: {}", plain(&said))),
                other => Stands::Unknown(away(other).says),
            }
        })
    }

    fn take_down<'a>(&'a self, _: With<'a>, _: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let says = "Instagram lets no program take a post away: open it in the app, and delete it there";
            Err(Cause::new("by_hand", says))
        })
    }
}

/// What a container says of a picture.
fn of(picture: &Value) -> Vec<(&str, &str)> {
    let alt = Some(("alt_text", text(picture, "alt"))).filter(|(_, alt)| !alt.is_empty());
    [("image_url", text(picture, "address"))].into_iter().chain(alt).collect()
}

/// Why these pictures cannot be posted, before anything leaves.
fn unfit(pictures: &[Value]) -> Option<Cause> {
    if pictures.is_empty() {
        let says =
            "Instagram takes no post without a picture: put one into the post, or choose a page whose card has one";
        return Some(Cause::new("picture_needed", says));
    }
    if pictures.iter().any(|it| text(it, "address").is_empty()) {
        let says = "Instagram fetches pictures itself, and this one is not on the web: start Tidings with --public-address, or choose a page whose card has a picture";
        return Some(Cause::new("picture_needed", says));
    }
    (pictures.len() > MOST).then(|| {
        let says = format!("Instagram takes at most {MOST} pictures in one post, and this has {}", pictures.len());
        Cause::new("too_many_pictures", says)
    })
}

/// How a container stands. It changes nothing.
async fn stands(with: With<'_>, container: &str) -> Result<Value, Heard> {
    let request = graph::look(&with.account.base, &[container], "status_code,status");
    match graph::ask(with.http, signed(request, with.account), with.now).await {
        Heard::Yes(said) => Ok(said),
        heard => Err(heard),
    }
}

/// Publishes a container that is ready.
async fn show(with: With<'_>, container: &str, so_far: &Value) -> Came {
    match stands(with, container).await {
        Ok(said) => match text(&said, "status_code") {
            "FINISHED" => publish(with, container, so_far).await,
            "IN_PROGRESS" => Came::Pending(so_far.clone(), AGAIN),
            "PUBLISHED" => Came::Unknown("Instagram has published it already".to_owned()),
            // It was not seen by anybody: another takes its place.
            "EXPIRED" => Came::Step(Value::Null),
            "ERROR" => Came::Refused(Cause::new(
                "picture_refused",
                format!(
                    "Instagram could do nothing with the picture ({}): it takes JPEG from 4:5 to 1.91:1, of at most 8 MB",
                    text(&said, "status")
                ),
            )),
            _ => Came::NotSent("Instagram does not say how far it is".to_owned()),
        },
        // Only a look went wrong.
        Err(Heard::Unknown(why)) => Came::NotSent(why),
        Err(heard) => refused(heard, so_far),
    }
}

async fn publish(with: With<'_>, container: &str, so_far: &Value) -> Came {
    let request = signed(graph::at(&with.account.base, &[&with.account.identity, "media_publish"]), with.account);
    match graph::ask(with.http, fields(request, [("creation_id", container)]), with.now).await {
        Heard::Yes(said) => match said["id"].as_str() {
            Some(id) => {
                let request = graph::look(&with.account.base, &[id], "permalink");
                let url = match graph::ask(with.http, signed(request, with.account), with.now).await {
                    Heard::Yes(said) => said["permalink"].as_str().map(str::to_owned),
                    _ => None,
                };
                Came::Done(Receipt { id: id.to_owned(), url })
            }
            None => Came::Unknown("Instagram says yes, and not where the post is".to_owned()),
        },
        // What it says of a container that is not there any more: it may have been published.
        Heard::No(_, said) if number(&said, "error_subcode") == 2_207_006 => Came::Unknown(plain(&said)),
        heard => refused(heard, so_far),
    }
}

fn refused(heard: Heard, so_far: &Value) -> Came {
    let Heard::No(status, said) = heard else { return heard.other() };
    match (number(&said, "code"), number(&said, "error_subcode")) {
        // Not ready yet.
        (9_007, _) | (_, 2_207_027) => Came::Pending(so_far.clone(), AGAIN),
        (9_004, _) | (_, 2_207_052) => Came::Refused(Cause::new(
            "picture_refused",
            format!(
                "Instagram could not fetch the picture ({}): it has to be a JPEG that everybody on the web can open",
                plain(&said)
            ),
        )),
        _ => graph::refused(NAME, Heard::No(status, said)),
    }
}

/// What was frozen, among the account's latest posts; `otherwise` where it is not there.
async fn listed(with: With<'_>, frozen: &Value, otherwise: Settled) -> Settled {
    let path = [&*with.account.identity, "media"];
    let mut request = graph::look(&with.account.base, &path, "id,caption,permalink,timestamp");
    request.url.query_pairs_mut().append_pair("limit", LATEST);
    let said = match graph::ask(with.http, signed(request, with.account), with.now).await {
        Heard::Yes(said) => said,
        heard => return unsettled(heard),
    };
    let Some(posts) = said["data"].as_array() else {
        return Settled::Later("Instagram’s answer was not understood".to_owned());
    };
    let written = (text(frozen, "caption"), frozen["due"].as_i64().unwrap_or(i64::MIN));
    let ours = posts.iter().find(|it| graph::is_ours(text(it, "caption"), &it["timestamp"], written, with.token));
    let receipt = ours.and_then(|it| {
        Some(Receipt { id: it["id"].as_str()?.to_owned(), url: it["permalink"].as_str().map(str::to_owned) })
    });
    receipt.map_or(otherwise, Settled::Live)
}

fn unsettled(heard: Heard) -> Settled {
    match heard {
        Heard::No(_, said) if why(&said) == Why::LetIn => Settled::LetIn(plain(&said)),
        Heard::No(status, said) => Settled::Later(format!("Instagram answers {status}: {}", plain(&said))),
        other => other.later(),
    }
}

/// Until when a token is used that lasts so many seconds.
fn until(now: Timestamp, lasts: i64) -> Option<Timestamp> {
    now.checked_add(SignedDuration::from_secs(lasts).saturating_sub(BEFORE)).ok()
}

fn number(said: &Value, name: &str) -> i64 {
    said["error"][name].as_i64().unwrap_or(0)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}
