//! Films of Facebook Pages. A session is begun for so many bytes and names the film, the bytes are brought in the pieces that each
//! answer asks for, and ending it, with the words, shows the film as a post. Nobody sees anything before that; afterwards the
//! film itself says whether its session was ended, and what its post is called.
//!
//! The protocol is the one of developers.facebook.com/docs/graph-api/video-uploads, in a copy, and of `video_uploader.py` in
//! facebook-business 26.0.3 (PyPI), read 2026-11-27. The newer way, /docs/video-api/guides/publishing, wants a person's token and
//! the app's number, of which nothing is kept here.

use std::time::Duration;

use serde_json::{Value, json};

use super::publish::{NAME, latest, receipt, text};
use crate::http::Request;
use crate::publish::graph::{self, Why, signed, why};
use crate::publish::{Blob, Came, Cause, Form, Heard, Medium, Settled, With, fields, lost, plain};

/// Where films go, in the place of where all else does.
const ELSEWHERE: (&str, &str) = ("graph.facebook.com", "graph-video.facebook.com");
/// Until a film that is being worked on is looked at again.
const AGAIN: Duration = Duration::from_secs(15);
/// What it says of a piece that is not the one it waits for.
const NOT_THIS_PIECE: i64 = 1_363_037;

/// What is frozen of the film among `media`.
pub(super) fn frozen(media: &[Medium]) -> Option<Value> {
    let film = media.iter().find(|it| it.is_film())?;
    Some(json!({ "digest": film.digest }))
}

/// The next step of a post with a film.
pub(super) async fn step(with: With<'_>, frozen: &Value, so_far: &Value) -> Came {
    if so_far["ended"] == true {
        return shown(with, frozen, so_far).await;
    }
    if is_there(so_far) {
        return end(with, frozen, so_far).await;
    }
    let Some(blob) = with.blobs.iter().find(|it| frozen["film"]["digest"] == it.digest) else {
        return Came::Refused(lost());
    };
    if so_far["video"].is_string() { bring(with, so_far, blob).await } else { begin(with, blob).await }
}

/// What is there of a film whose post is not listed.
pub(super) async fn settle(with: With<'_>, frozen: &Value, so_far: &Value) -> Settled {
    // What was not ended nobody sees, and is gone on with.
    if !is_there(so_far) {
        return Settled::At(so_far.clone());
    }
    match look(with, so_far).await {
        Heard::Yes(film) => {
            // The words came with the end.
            let (words, due) = (text(frozen, "message"), frozen["due"].as_i64().unwrap_or(i64::MIN));
            let said = text(&film, "description");
            let ours = !said.is_empty() && graph::is_ours(said, &film["created_time"], (words, due), with.token);
            if ours || film["post_id"].is_string() { Settled::At(ended(so_far)) } else { Settled::Nothing }
        }
        Heard::No(_, said) if why(&said) == Why::NotThere => Settled::Nothing,
        Heard::No(_, said) if why(&said) == Why::LetIn => Settled::LetIn(plain(&said)),
        Heard::No(status, said) => Settled::Later(format!("Facebook answers {status}: {}", plain(&said))),
        heard => heard.later(),
    }
}

/// Whether all bytes of it are there.
fn is_there(so_far: &Value) -> bool {
    so_far["video"].is_string() && so_far["from"] == so_far["to"]
}

fn ended(so_far: &Value) -> Value {
    let mut ended = so_far.clone();
    ended["ended"] = true.into();
    ended
}

async fn begin(with: With<'_>, blob: &Blob) -> Came {
    let size = blob.bytes.len().to_string();
    let request = fields(at(with), [("upload_phase", "start"), ("file_size", &size)]);
    match graph::ask(with.http, request, with.now).await {
        Heard::Yes(said) => match (said["upload_session_id"].as_str(), said["video_id"].as_str(), piece(&said)) {
            (Some(session), Some(video), Some((from, to))) => {
                Came::Step(json!({ "session": session, "video": video, "from": from, "to": to }))
            }
            _ => Came::NotSent("Facebook says yes, and not which bytes of the film it wants".to_owned()),
        },
        // One that nobody ends is seen by nobody.
        Heard::Unknown(why) => Came::NotSent(why),
        heard => graph::refused(NAME, heard),
    }
}

/// Brings the piece that is waited for. One that is there already is told by which one is not.
async fn bring(with: With<'_>, so_far: &Value, blob: &Blob) -> Came {
    let Some(bytes) = piece(&json!({ "start_offset": so_far["from"], "end_offset": so_far["to"] }))
        .filter(|(from, to)| from < to && *to <= blob.bytes.len())
        .map(|(from, to)| blob.bytes.slice(from..to))
    else {
        return Came::NotSent("Facebook wants bytes that the film does not have".to_owned());
    };
    let form = Form::default()
        .text("upload_phase", "transfer")
        .text("upload_session_id", text(so_far, "session"))
        .text("start_offset", so_far["from"].to_string())
        .file("video_file_chunk", &Blob { bytes, ..blob.clone() });
    let next = |said: &Value| {
        let (from, to) = piece(said)?;
        let mut so_far = so_far.clone();
        (so_far["from"], so_far["to"]) = (from.into(), to.into());
        Some(so_far)
    };
    match graph::ask(with.http, form.on(at(with)), with.now).await {
        Heard::Yes(said) => match next(&said) {
            Some(so_far) => Came::Step(so_far),
            None => Came::NotSent("Facebook says yes, and not which bytes of the film it wants".to_owned()),
        },
        Heard::No(_, said) if said["error"]["error_subcode"] == NOT_THIS_PIECE => {
            match next(&said["error"]["error_data"]).filter(|next| next != so_far) {
                Some(so_far) => Came::Step(so_far),
                None => graph::refused(NAME, Heard::No(400, said)),
            }
        }
        Heard::Unknown(why) => Came::NotSent(why),
        heard => graph::refused(NAME, heard),
    }
}

/// Ends the session, which shows the film.
async fn end(with: With<'_>, frozen: &Value, so_far: &Value) -> Came {
    let said = [
        ("upload_phase", "finish"),
        ("upload_session_id", text(so_far, "session")),
        ("description", text(frozen, "message")),
    ];
    match graph::ask(with.http, fields(at(with), said), with.now).await {
        Heard::Yes(said) if said["success"] == true => Came::Pending(ended(so_far), AGAIN),
        Heard::Yes(_) => Came::Unknown("Facebook does not say that the film is posted".to_owned()),
        heard => graph::refused(NAME, heard),
    }
}

/// What became of a film whose session was ended.
async fn shown(with: With<'_>, frozen: &Value, so_far: &Value) -> Came {
    let film = match look(with, so_far).await {
        Heard::Yes(film) => film,
        // Only a look went wrong.
        Heard::Unknown(why) => return Came::NotSent(why),
        heard => return graph::refused(NAME, heard),
    };
    match film["status"]["video_status"].as_str() {
        Some("error" | "upload_failed" | "expired") => Came::Refused(Cause::new(
            "film_refused",
            "Facebook could do nothing with the film: save it as MP4 with H.264 and AAC, and add that",
        )),
        Some("ready") => match film["post_id"].as_str() {
            Some(id) if id.contains('_') => Came::Done(receipt(id, None)),
            Some(id) => Came::Done(receipt(&format!("{}_{id}", with.account.identity), None)),
            None => match latest(with, frozen).await {
                Ok(Some(receipt)) => Came::Done(receipt),
                _ => Came::Pending(so_far.clone(), AGAIN),
            },
        },
        _ => Came::Pending(so_far.clone(), AGAIN),
    }
}

async fn look(with: With<'_>, so_far: &Value) -> Heard {
    let wanted = "status,description,created_time,post_id";
    let request = graph::look(&with.account.base, &[text(so_far, "video")], wanted);
    graph::ask(with.http, signed(request, with.account), with.now).await
}

/// Where films of the Page are posted.
fn at(with: With<'_>) -> Request {
    let mut request = signed(graph::at(&with.account.base, &[&with.account.identity, "videos"]), with.account);
    if request.url.host_str() == Some(ELSEWHERE.0) {
        // A name in the place of a name is always taken.
        let _ = request.url.set_host(Some(ELSEWHERE.1));
    }
    request
}

/// Which bytes are wanted next: from, and to before which; nothing where both are one. Written as numbers or as texts.
fn piece(said: &Value) -> Option<(usize, usize)> {
    let number = |name: &str| {
        let it = &said[name];
        it.as_u64().or_else(|| it.as_str()?.parse().ok()).and_then(|it| usize::try_from(it).ok())
    };
    number("start_offset").zip(number("end_offset"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_bytes_are_wanted_stands_in_numbers_or_in_texts() {
        assert_eq!(piece(&json!({ "start_offset": "0", "end_offset": 1_048_576 })), Some((0, 1_048_576)));
        assert_eq!(piece(&json!({ "start_offset": "all" })), None);
    }

    #[test]
    fn a_film_is_there_when_no_byte_of_it_is_wanted() {
        let of = |from: u64, to: u64| is_there(&json!({ "video": "1", "from": from, "to": to }));
        assert!(of(9, 9) && !of(0, 9) && !is_there(&Value::Null));
    }
}
