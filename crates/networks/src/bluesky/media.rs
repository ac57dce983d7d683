//! Pictures and the film of a post on Bluesky: each is uploaded to the account's own server, where nobody sees it, then the record
//! names it. One that is there twice is seen by nobody. A film goes the same way, and is made ready for everybody once the post
//! is there, which takes some seconds (docs.bsky.app/docs/tutorials/video, read 2026-11-27).

use serde_json::{Value, json};

use super::publish::{ask_in, at, refused};
use crate::publish::{Blob, Came, Heard, Medium, With, lost};

/// Puts into `frozen` what goes along: pictures, or a film.
pub(super) fn freeze(frozen: &mut Value, media: &[Medium]) {
    let one = |it: &Medium| json!({ "digest": it.digest, "alt": it.alt, "width": it.width, "height": it.height });
    match media.iter().find(|it| it.is_film()) {
        Some(film) => frozen["film"] = one(film),
        None if media.is_empty() => {}
        None => frozen["pictures"] = media.iter().map(one).collect(),
    }
}

/// Brings what is not there yet; `None` where all of it is.
pub(super) async fn step(with: &With<'_>, frozen: &Value, so_far: &Value) -> Option<Came> {
    let file = |digest: &Value| with.blobs.iter().find(|it| digest.as_str() == Some(&*it.digest));
    // A card goes without its picture where that is not at hand.
    if let (Some(picture), true) = (file(&frozen["picture"]), so_far["thumb"].is_null()) {
        return Some(upload(with, picture, |blob| json!({ "thumb": blob })).await);
    }
    let film = &frozen["film"];
    if film.is_object() && so_far["film"].is_null() {
        return Some(match file(&film["digest"]) {
            Some(film) => upload(with, film, |blob| json!({ "film": blob })).await,
            None => Came::Refused(lost()),
        });
    }
    let sent = sent(so_far);
    let next = frozen["pictures"].get(sent.len())?;
    Some(match file(&next["digest"]) {
        Some(picture) => upload(with, picture, |blob| json!({ "images": Value::from([sent, &[blob]].concat()) })).await,
        None => Came::Refused(lost()),
    })
}

/// Puts what is there into the record.
pub(super) fn show(record: &mut Value, frozen: &Value, so_far: &Value) {
    let ratio = |it: &Value| json!({ "width": it["width"], "height": it["height"] });
    let pictures = frozen["pictures"].as_array().map_or(&[][..], Vec::as_slice);
    if !pictures.is_empty() {
        let image = |(it, blob): (&Value, &Value)| json!({ "alt": it["alt"], "image": blob, "aspectRatio": ratio(it) });
        let images: Value = pictures.iter().zip(sent(so_far)).map(image).collect();
        record["embed"] = json!({ "$type": "app.bsky.embed.images", "images": images });
    }
    let film = &frozen["film"];
    if film.is_object() {
        record["embed"] = json!({
            "$type": "app.bsky.embed.video", "video": so_far["film"], "alt": film["alt"], "aspectRatio": ratio(film),
        });
    }
    if so_far["thumb"].is_object() {
        record["embed"]["external"]["thumb"] = so_far["thumb"].clone();
    }
}

fn sent(so_far: &Value) -> &[Value] {
    so_far["images"].as_array().map_or(&[][..], Vec::as_slice)
}

/// Uploads a picture or a film, and goes on with what `kept` makes of where it is.
async fn upload(with: &With<'_>, file: &Blob, kept: impl FnOnce(Value) -> Value) -> Came {
    let request = at(&with.account.base, "com.atproto.repo.uploadBlob").header("content-type", &*file.kind);
    match ask_in(with, request.post(file.bytes.clone())).await {
        Heard::Yes(mut said) if said["blob"].is_object() => Came::Step(kept(said["blob"].take())),
        Heard::Unknown(why) => Came::NotSent(why),
        heard => refused(heard),
    }
}
