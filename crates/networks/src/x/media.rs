//! Pictures and films on X: each is uploaded, a film in pieces, waited for, and a picture told to those who do not see it, before
//! the post that shows it. One that is there twice is seen by nobody (docs.x.com/x-api/media, read 2026-11-26; of films
//! github.com/xdevplatform/docs x-api/media/quickstart, read 2026-11-27).

use std::time::Duration;

use serde_json::{Value, json};

use super::publish::{RESET, refused, signed};
use crate::publish::{Blob, Came, Cause, Form, Heard, Medium, With, ask, at, json as with_json, plain};

/// Pictures of one post.
const MOST: usize = 4;
/// Characters of what is said of a picture.
const ALT: usize = 1_000;
/// Bytes of a piece of a film.
const PIECE: usize = 4 << 20;

pub(super) fn frozen(media: &[Medium]) -> Value {
    let alt = |it: &Medium| it.alt.chars().take(ALT).collect::<String>();
    // Of films X is told nothing: what goes along with them are subtitles.
    let one = |it: &Medium| {
        if it.is_film() {
            json!({ "digest": it.digest, "alt": "", "film": it.kind })
        } else {
            json!({ "digest": it.digest, "alt": alt(it) })
        }
    };
    media.iter().map(one).collect()
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
            None if picture["film"].is_string() => return Some(begin(with, picture, there).await),
            None => return Some(upload(with, picture, there).await),
            Some(kept) if kept["piece"].is_u64() => return Some(append(with, picture, there, at).await),
            Some(kept) if kept["ready"] != true => return Some(look(with, there, at).await),
            Some(kept) if kept["told"] != true => return Some(tell(with, picture, there, at).await),
            Some(_) => {}
        }
    }
    None
}

fn file<'b>(with: &With<'b>, picture: &Value) -> Result<&'b Blob, Came> {
    with.blobs.iter().find(|blob| picture["digest"] == blob.digest).ok_or_else(|| {
        let says = "a picture or film of the post is not here any more: choose it again";
        Came::Refused(Cause::new("picture_missing", says))
    })
}

/// Says that a film comes.
async fn begin(with: &With<'_>, film: &Value, there: &[Value]) -> Came {
    let blob = match file(with, film) {
        Ok(blob) => blob,
        Err(came) => return came,
    };
    let body = json!({ "media_type": film["film"], "media_category": "tweet_video", "total_bytes": blob.bytes.len() });
    let request = signed(at(&with.account.base, "/2/media/upload/initialize"), with.account);
    match ask(with.http, with_json(request, &body), RESET, with.now).await {
        Heard::Yes(said) => match said.pointer("/data/id").and_then(Value::as_str) {
            Some(id) => {
                let begun = json!({ "id": id, "told": true, "piece": 0 });
                Came::Step(json!({ "media": Value::from([there, &[begun]].concat()) }))
            }
            None => Came::NotSent(format!("X waits for a film, and did not name it: {}", plain(&said))),
        },
        heard => repeatable(heard),
    }
}

/// Brings the next piece of a film; after the last one, says that it was the last. A piece that is there twice is there once.
async fn append(with: &With<'_>, film: &Value, there: &[Value], at_film: usize) -> Came {
    let blob = match file(with, film) {
        Ok(blob) => blob,
        Err(came) => return came,
    };
    let (id, piece) =
        (there[at_film]["id"].as_str().unwrap_or_default(), there[at_film]["piece"].as_u64().unwrap_or(0));
    let from = (piece as usize).saturating_mul(PIECE).min(blob.bytes.len());
    let ask_for = |end: &str| signed(at(&with.account.base, &format!("/2/media/upload/{id}/{end}")), with.account);
    let mut there = there.to_vec();
    if from == blob.bytes.len() {
        return match ask(with.http, with_json(ask_for("finalize"), &json!({})), RESET, with.now).await {
            Heard::Yes(said) => {
                there[at_film]["piece"] = Value::Null;
                stands(there, at_film, &said)
            }
            // It may have been ended before, and its answer lost: how it stands tells.
            Heard::No(400 | 404, _) => {
                there[at_film]["piece"] = Value::Null;
                Came::Step(json!({ "media": there }))
            }
            heard => repeatable(heard),
        };
    }
    let bytes = blob.bytes.slice(from..blob.bytes.len().min(from + PIECE));
    let part = Blob { bytes, kind: "application/octet-stream".to_owned(), ..blob.clone() };
    let form = Form::default().text("segment_index", piece.to_string()).file("media", &part);
    match ask(with.http, form.on(ask_for("append")), RESET, with.now).await {
        Heard::Yes(_) => {
            there[at_film]["piece"] = json!(piece + 1);
            Came::Step(json!({ "media": there }))
        }
        heard => repeatable(heard),
    }
}

async fn upload(with: &With<'_>, picture: &Value, there: &[Value]) -> Came {
    let blob = match file(with, picture) {
        Ok(blob) => blob,
        Err(came) => return came,
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
        Some("failed") => Came::Refused(Cause::new(
            "picture_refused",
            "X could not read a picture or film of the post: choose another one",
        )),
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
