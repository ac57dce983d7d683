//! The film of a post on LinkedIn: announced, brought in the pieces that the answer lists, ended with what each piece's answer was
//! called, and waited for, before the post that shows it. One that no post shows is seen by nobody
//! (learn.microsoft.com/linkedin/marketing/community-management/shares/videos-api, read 2026-11-27).

use std::time::Duration;

use serde_json::{Value, json};

use super::image::{repeatable, theirs};
use super::publish::versioned;
use crate::http::{Method, Request};
use crate::publish::{Blob, Came, Cause, Draft, Heard, With, ask, ask_for_header, at, json as with_json, plain};

/// Until a film that is being worked on is looked at again.
const WORKING: Duration = Duration::from_secs(15);

/// The film of a post; null where it has none.
pub(super) fn frozen(draft: &Draft<'_>) -> Value {
    let film = draft.media.iter().find(|it| it.is_film());
    film.map_or(Value::Null, |it| json!({ "digest": it.digest, "title": it.alt }))
}

/// The post with its film, which is there.
pub(super) fn shown(mut post: Value, frozen: &Value, so_far: &Value) -> Value {
    if frozen["film"].is_object() {
        let mut media = json!({ "id": so_far["film"]["id"] });
        if frozen["film"]["title"].as_str().is_some_and(|title| !title.is_empty()) {
            media["title"] = frozen["film"]["title"].clone();
        }
        post["content"] = json!({ "media": media });
    }
    post
}

/// What is to be done for the film; `None` where it is there, or there is none.
pub(super) async fn step(with: &With<'_>, frozen: &Value, so_far: &Value) -> Option<Came> {
    let film = frozen.get("film").filter(|film| film.is_object())?;
    let there = &so_far["film"];
    if there["ready"] == true {
        return None;
    }
    let kept = |film: Value| {
        let mut kept = if so_far.is_object() { so_far.clone() } else { json!({}) };
        kept["film"] = film;
        kept
    };
    let Some(blob) = with.blobs.iter().find(|blob| film["digest"] == blob.digest) else {
        let says = "the film of the post is not here any more: choose it again";
        return Some(Came::Refused(Cause::new("picture_missing", says)));
    };
    let (pieces, brought) = (list(&there["pieces"]), list(&there["brought"]));
    let next = if there.is_null() {
        announce(with, blob).await
    } else if let Some(piece) = pieces.get(brought.len()) {
        bring(with, piece, blob).await.map(|name| {
            let mut there = there.clone();
            there["brought"] = Value::from([brought, &[name]].concat());
            there
        })
    } else if there["ended"] == true {
        match stands(with, text(there, "id")).await {
            Ok(Stands::Works | Stands::Waits) => return Some(Came::Pending(so_far.clone(), WORKING)),
            Ok(Stands::Ready) => Ok(json!({ "id": there["id"], "ready": true })),
            Err(came) => Err(came),
        }
    } else {
        end(with, there, brought).await
    };
    Some(next.map_or_else(|came| came, |film| Came::Step(kept(film))))
}

/// Announces the film: what it is called, and where its pieces are to be brought.
async fn announce(with: &With<'_>, blob: &Blob) -> Result<Value, Came> {
    let said = json!({ "initializeUploadRequest": {
        "owner": with.account.identity, "fileSizeBytes": blob.bytes.len(), "uploadCaptions": false, "uploadThumbnail": false,
    } });
    match ask(with.http, with_json(action(with, "initializeUpload"), &said), "", with.now).await {
        Heard::Yes(said)
            if said["value"]["video"].is_string() && !list(&said["value"]["uploadInstructions"]).is_empty() =>
        {
            let value = &said["value"];
            Ok(json!({
                "id": value["video"], "token": value["uploadToken"], "pieces": value["uploadInstructions"], "brought": [],
            }))
        }
        Heard::Yes(said) => Err(Came::NotSent(format!("LinkedIn says nowhere to bring a film: {}", plain(&said)))),
        heard => Err(repeatable(heard)),
    }
}

/// Brings a piece; by what its answer is called the whole is ended.
async fn bring(with: &With<'_>, piece: &Value, blob: &Blob) -> Result<Value, Came> {
    let place = |name: &str| piece[name].as_u64().and_then(|at| usize::try_from(at).ok());
    let (first, last) = (place("firstByte").unwrap_or(0), place("lastByte").unwrap_or(blob.bytes.len() - 1));
    if first > last || last >= blob.bytes.len() {
        return Err(Came::NotSent("LinkedIn wants a piece of a film that it does not have".to_owned()));
    }
    let Some(url) = theirs(with, text(piece, "uploadUrl")) else {
        return Err(Came::NotSent("LinkedIn wants a film brought to a place that is not its own".to_owned()));
    };
    let request = Request::new(url)
        .header("content-type", "application/octet-stream")
        .sends(Method::Put, blob.bytes.slice(first..=last));
    match ask_for_header(with.http, request, "etag", "", with.now).await {
        Heard::Yes(said) if said["id"].is_string() => Ok(text(&said, "id").trim_matches('"').into()),
        Heard::Yes(_) => Err(Came::NotSent("LinkedIn took a piece of a film, and did not name it".to_owned())),
        heard => Err(repeatable(heard)),
    }
}

/// Says that all of it is there.
async fn end(with: &With<'_>, there: &Value, brought: &[Value]) -> Result<Value, Came> {
    let said = json!({ "finalizeUploadRequest": {
        "video": there["id"], "uploadToken": there["token"].as_str().unwrap_or_default(), "uploadedPartIds": brought,
    } });
    let ended = json!({ "id": there["id"], "ended": true });
    match ask_to_end(with, &said).await {
        Heard::Yes(_) => Ok(ended),
        // It may have been ended before, and its answer lost.
        refused @ Heard::No(400 | 422, _) => match stands(with, text(there, "id")).await? {
            Stands::Works | Stands::Ready => Ok(ended),
            Stands::Waits => Err(repeatable(refused)),
        },
        heard => Err(repeatable(heard)),
    }
}

/// Its answer is empty, under status 200.
async fn ask_to_end(with: &With<'_>, said: &Value) -> Heard {
    let request = with_json(action(with, "finalizeUpload"), said);
    match crate::publish::answer(with.http, request).await {
        Ok(answer) if answer.status == 200 && answer.body.is_empty() => Heard::Yes(Value::Null),
        Ok(answer) => crate::publish::understood(&answer, "", with.now),
        Err(heard) => heard,
    }
}

enum Stands {
    /// Not all of it is there.
    Waits,
    /// LinkedIn works on it.
    Works,
    Ready,
}

async fn stands(with: &With<'_>, urn: &str) -> Result<Stands, Came> {
    let path = format!("/rest/videos/{}", urn.replace(':', "%3A"));
    match ask(with.http, versioned(at(&with.account.base, &path), with.account), "", with.now).await {
        Heard::Yes(said) => match said["status"].as_str() {
            Some("AVAILABLE") => Ok(Stands::Ready),
            Some("WAITING_UPLOAD") => Ok(Stands::Waits),
            Some("PROCESSING_FAILED") => Err(Came::Refused(Cause::new(
                "film_refused",
                format!(
                    "LinkedIn could not read the film ({}): save it as MP4 with H.264 and AAC, and choose that",
                    said["processingFailureReason"].as_str().unwrap_or("it does not say why")
                ),
            ))),
            _ => Ok(Stands::Works),
        },
        // Some tokens may write and not look: the post itself tells then.
        Heard::No(403, _) => Ok(Stands::Ready),
        heard => Err(repeatable(heard)),
    }
}

fn action(with: &With<'_>, called: &str) -> Request {
    let mut request = versioned(at(&with.account.base, "/rest/videos"), with.account);
    request.url.query_pairs_mut().append_pair("action", called);
    request
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[][..], Vec::as_slice)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}
