//! Pictures on X: each is uploaded, waited for, and told to those who do not see it, before the post that shows it. One that
//! is there twice is seen by nobody (docs.x.com/x-api/media, read 2026-11-26).

use std::time::Duration;

use serde_json::{Value, json};

use super::publish::{RESET, refused, signed};
use crate::publish::{Came, Cause, Form, Heard, Medium, With, ask, at, json as with_json, plain};

/// Pictures of one post.
const MOST: usize = 4;
/// Characters of what is said of a picture.
const ALT: usize = 1_000;

pub(super) fn frozen(media: &[Medium]) -> Value {
    let alt = |it: &Medium| it.alt.chars().take(ALT).collect::<String>();
    media.iter().map(|it| json!({ "digest": it.digest, "alt": alt(it) })).collect()
}

/// How many pictures of `frozen` are described.
pub(super) fn described(frozen: &Value) -> usize {
    let pictures = frozen["media"].as_array().into_iter().flatten();
    pictures.filter(|it| it["alt"].as_str().is_some_and(|alt| !alt.is_empty())).count()
}

/// The pictures as a post names them.
pub(super) fn ids(so_far: &Value) -> Vec<&str> {
    so_far["media"].as_array().into_iter().flatten().filter_map(|it| it["id"].as_str()).collect()
}

/// What is to be done for the pictures; `None` where they are all there.
pub(super) async fn step(with: &With<'_>, frozen: &Value, so_far: &Value) -> Option<Came> {
    let wanted = frozen["media"].as_array()?;
    if wanted.len() > MOST {
        let says = "X takes at most four pictures in one post: choose four, or write another post";
        return Some(Came::Refused(Cause::new("pictures_too_many", says)));
    }
    let there = so_far["media"].as_array().map_or(&[][..], Vec::as_slice);
    for (at, picture) in wanted.iter().enumerate() {
        match there.get(at) {
            None => return Some(upload(with, picture, there).await),
            Some(kept) if kept["ready"] != true => return Some(look(with, there, at).await),
            Some(kept) if kept["told"] != true => return Some(tell(with, picture, there, at).await),
            Some(_) => {}
        }
    }
    None
}

async fn upload(with: &With<'_>, picture: &Value, there: &[Value]) -> Came {
    let Some(blob) = with.blobs.iter().find(|blob| picture["digest"] == blob.digest) else {
        let says = "a picture of the post is not here any more: choose it again";
        return Came::Refused(Cause::new("picture_missing", says));
    };
    let form = Form::default().text("media_category", "tweet_image").file("media", blob);
    let request = form.on(signed(at(&with.account.base, "/2/media/upload"), with.account));
    match ask(with.http, request, RESET, with.now).await {
        Heard::Yes(said) => match said.pointer("/data/id").and_then(Value::as_str) {
            Some(id) => {
                let told = picture["alt"].as_str().unwrap_or_default().is_empty();
                let mut there = there.to_vec();
                there.push(json!({ "id": id, "told": told }));
                let last = there.len() - 1;
                stands(there, last, &said)
            }
            None => Came::NotSent(format!("X took a picture, and did not name it: {}", plain(&said))),
        },
        heard => repeatable(heard),
    }
}

async fn look(with: &With<'_>, there: &[Value], at_picture: usize) -> Came {
    let mut request = signed(at(&with.account.base, "/2/media/upload"), with.account);
    let id = there[at_picture]["id"].as_str().unwrap_or_default();
    request.url.query_pairs_mut().append_pair("command", "STATUS").append_pair("media_id", id);
    match ask(with.http, request, RESET, with.now).await {
        Heard::Yes(said) if said["data"].is_object() => stands(there.to_vec(), at_picture, &said),
        Heard::Yes(said) => Came::NotSent(plain(&said)),
        heard => repeatable(heard),
    }
}

/// How X says that a picture stands.
fn stands(mut there: Vec<Value>, at: usize, said: &Value) -> Came {
    let working = &said["data"]["processing_info"];
    match working["state"].as_str() {
        None | Some("succeeded") => {
            there[at]["ready"] = json!(true);
            Came::Step(json!({ "media": there }))
        }
        Some("failed") => {
            Came::Refused(Cause::new("picture_refused", "X could not read a picture of the post: choose another one"))
        }
        Some(_) => {
            let wait = Duration::from_secs(working["check_after_secs"].as_u64().unwrap_or(5).clamp(1, 60));
            Came::Pending(json!({ "media": there }), wait)
        }
    }
}

async fn tell(with: &With<'_>, picture: &Value, there: &[Value], at_picture: usize) -> Came {
    let body = json!({
        "id": there[at_picture]["id"], "metadata": { "alt_text": { "text": picture["alt"] } },
    });
    let request = signed(at(&with.account.base, "/2/media/metadata"), with.account);
    match ask(with.http, with_json(request, &body), RESET, with.now).await {
        Heard::Yes(_) => {
            let mut there = there.to_vec();
            there[at_picture]["told"] = json!(true);
            Came::Step(json!({ "media": there }))
        }
        heard => repeatable(heard),
    }
}

/// What can be done again without anybody's seeing it is not found out about first.
fn repeatable(heard: Heard) -> Came {
    match refused(heard) {
        Came::Unknown(why) => Came::NotSent(why),
        came => came,
    }
}
