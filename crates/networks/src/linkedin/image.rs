//! Images on LinkedIn: each is announced, brought to where that answer says, and waited for, before the post that shows it.
//! One that no post shows is seen by nobody (learn.microsoft.com/linkedin/marketing/community-management/shares/images-api,
//! read 2026-11-26).

use std::time::Duration;

use serde_json::{Value, json};
use url::Url;

use super::publish::{refused, versioned};
use crate::http::{Method, Request};
use crate::publish::{Came, Cause, Draft, Heard, Medium, With, ask, at, json as with_json, plain};

/// Images of one post.
const MOST: usize = 20;
/// Until an image that is being worked on is looked at again.
const WORKING: Duration = Duration::from_secs(5);

/// The pictures of a post, or else that of its card, which may be missing.
pub(super) fn frozen(draft: &Draft<'_>) -> Value {
    let one = |it: &Medium, of_card: bool| json!({ "digest": it.digest, "alt": it.alt, "of_card": of_card });
    if !draft.media.is_empty() {
        return draft.media.iter().filter(|it| !it.is_film()).map(|it| one(it, false)).collect();
    }
    draft.link.and_then(|link| link.picture.as_ref()).map(|it| one(it, true)).into_iter().collect()
}

/// The post with its images, which are all there.
pub(super) fn shown(mut post: Value, frozen: &Value, so_far: &Value) -> Value {
    let wanted = frozen["images"].as_array().into_iter().flatten();
    let there = so_far["images"].as_array().into_iter().flatten();
    let mut images = Vec::new();
    for (picture, kept) in wanted.zip(there).filter(|(_, kept)| kept["id"].is_string()) {
        if picture["of_card"] == true {
            post["content"]["article"]["thumbnail"] = kept["id"].clone();
        } else {
            images.push(json!({ "id": kept["id"], "altText": picture["alt"] }));
        }
    }
    match images.len() {
        0 => {}
        1 => post["content"] = json!({ "media": images[0] }),
        _ => post["content"] = json!({ "multiImage": { "images": images } }),
    }
    post
}

/// What is to be done for the images; `None` where they are all there.
pub(super) async fn step(with: &With<'_>, frozen: &Value, so_far: &Value) -> Option<Came> {
    let wanted = frozen["images"].as_array()?;
    if wanted.len() > MOST {
        let says = "LinkedIn takes at most twenty pictures in one post: choose fewer";
        return Some(Came::Refused(Cause::new("pictures_too_many", says)));
    }
    let there = so_far["images"].as_array().cloned().unwrap_or_default();
    let kept = |images: Vec<Value>| {
        let mut kept = if so_far.is_object() { so_far.clone() } else { json!({}) };
        kept["images"] = images.into();
        kept
    };
    for (place, picture) in wanted.iter().enumerate() {
        let blob = with.blobs.iter().find(|blob| picture["digest"] == blob.digest);
        let (came, image) = match (there.get(place), blob) {
            (Some(image), _) if image["ready"] == true => continue,
            (None, None) if picture["of_card"] == true => (Ok(None), json!({ "ready": true })),
            (None, None) => {
                let says = "a picture of the post is not here any more: choose it again";
                return Some(Came::Refused(Cause::new("picture_missing", says)));
            }
            (None, Some(_)) => match announce(with).await {
                Ok(image) => (Ok(None), image),
                Err(came) => return Some(came),
            },
            (Some(image), Some(blob)) if image["to"].is_string() => {
                let brought = bring(with, image["to"].as_str().unwrap_or_default(), &blob.kind, blob.bytes.clone());
                (brought.await.map(|()| None), json!({ "id": image["id"] }))
            }
            (Some(image), _) => {
                let ready = is_ready(with, image["id"].as_str().unwrap_or_default()).await;
                let wait = match ready {
                    Ok(true) => None,
                    Ok(false) => Some(WORKING),
                    Err(came) => return Some(came),
                };
                (Ok(wait), json!({ "id": image["id"], "ready": wait.is_none() }))
            }
        };
        let mut images = there.clone();
        images.truncate(place);
        images.push(image);
        images.extend(there.into_iter().skip(place + 1));
        return Some(match came {
            Ok(None) => Came::Step(kept(images)),
            Ok(Some(wait)) => Came::Pending(kept(images), wait),
            Err(came) => came,
        });
    }
    None
}

/// Announces an image: what it is called, and where its bytes are to be brought.
async fn announce(with: &With<'_>) -> Result<Value, Came> {
    let mut request = versioned(at(&with.account.base, "/rest/images"), with.account);
    request.url.query_pairs_mut().append_pair("action", "initializeUpload");
    let body = json!({ "initializeUploadRequest": { "owner": with.account.identity } });
    match ask(with.http, with_json(request, &body), "", with.now).await {
        Heard::Yes(said) if said["value"]["image"].is_string() && said["value"]["uploadUrl"].is_string() => {
            Ok(json!({ "id": said["value"]["image"], "to": said["value"]["uploadUrl"] }))
        }
        Heard::Yes(said) => Err(Came::NotSent(format!("LinkedIn says nowhere to bring a picture: {}", plain(&said)))),
        heard => Err(repeatable(heard)),
    }
}

async fn bring(with: &With<'_>, to: &str, kind: &str, bytes: bytes::Bytes) -> Result<(), Came> {
    let Some(url) = theirs(with, to) else {
        return Err(Came::NotSent("LinkedIn wants a picture brought to a place that is not its own".to_owned()));
    };
    let request = Request::new(url)
        .header("authorization", format!("Bearer {}", with.account.secret.text("token")))
        .header("content-type", kind)
        .sends(Method::Put, bytes);
    match ask(with.http, request, "", with.now).await {
        Heard::Yes(_) => Ok(()),
        heard => Err(repeatable(heard)),
    }
}

/// The address `to`, where it is LinkedIn's own.
pub(super) fn theirs(with: &With<'_>, to: &str) -> Option<Url> {
    let base = &with.account.base;
    let is_theirs = |url: &Url| {
        url.host_str() == base.host_str()
            || url.scheme() == "https" && url.host_str().is_some_and(|host| host.ends_with(".linkedin.com"))
    };
    to.parse::<Url>().ok().filter(is_theirs)
}

async fn is_ready(with: &With<'_>, urn: &str) -> Result<bool, Came> {
    let path = format!("/rest/images/{}", urn.replace(':', "%3A"));
    match ask(with.http, versioned(at(&with.account.base, &path), with.account), "", with.now).await {
        Heard::Yes(said) => match said["status"].as_str() {
            Some("AVAILABLE") => Ok(true),
            Some("PROCESSING_FAILED") => Err(Came::Refused(Cause::new(
                "picture_refused",
                "LinkedIn could not read a picture of the post: choose another one",
            ))),
            _ => Ok(false),
        },
        // Some tokens may write and not look: the post itself tells then.
        Heard::No(403, _) => Ok(true),
        heard => Err(repeatable(heard)),
    }
}

/// What can be done again without anybody's seeing it is not found out about first.
pub(super) fn repeatable(heard: Heard) -> Came {
    match refused(heard) {
        Came::Unknown(why) => Came::NotSent(why),
        came => came,
    }
}
