//! Pictures of a post, or its film: each is uploaded first and stands there for nobody to see until a post names it. A lost answer of an
//! upload is no trouble: it is repeated, and the server forgets what no post names. A film is worked on for a while
//! (docs.joinmastodon.org/methods/media, mastodon/mastodon app/controllers/api/v2/media_controller.rs, read 2026-11-26).

use std::time::Duration;

use serde_json::{Value, json};

use super::publish::{RESET, signed};
use crate::publish::{Came, Cause, Form, Heard, With, ask, at, lost, plain};

/// Until a server that still works on a picture is asked again.
const WORKING: Duration = Duration::from_secs(5);

/// What is to be done before the post itself: the next picture, or waiting for the last one. `None`: nothing.
pub(super) async fn next(with: &With<'_>, frozen: &Value, so_far: &Value) -> Option<Came> {
    let pictures = frozen["pictures"].as_array().map_or(&[][..], Vec::as_slice);
    let sent = so_far["media"].as_array().map_or(&[][..], Vec::as_slice);
    if so_far["working"] == true {
        return Some(ready(with, sent).await);
    }
    let next = pictures.get(sent.len())?;
    let Some(picture) = with.blobs.iter().find(|it| next["digest"].as_str() == Some(&*it.digest)) else {
        return Some(Came::Refused(lost()));
    };
    let form = Form::default().text("description", next["alt"].as_str().unwrap_or_default()).file("file", picture);
    let request = form.on(signed(at(&with.account.base, "/api/v2/media"), with.account));
    Some(match ask(with.http, request, RESET, with.now).await {
        Heard::Yes(said) if said["id"].is_string() => {
            let media = [sent, &[said["id"].clone()]].concat();
            if said["url"].is_null() {
                Came::Pending(json!({ "media": media, "working": true }), WORKING)
            } else {
                Came::Step(json!({ "media": media }))
            }
        }
        // One that is there twice is seen by nobody.
        Heard::Unknown(why) => Came::NotSent(why),
        heard => refused(heard),
    })
}

/// Whether the server is done with the last picture.
async fn ready(with: &With<'_>, sent: &[Value]) -> Came {
    let id = sent.last().and_then(Value::as_str).unwrap_or_default();
    let request = signed(at(&with.account.base, &format!("/api/v1/media/{id}")), with.account);
    match ask(with.http, request, RESET, with.now).await {
        Heard::Yes(said) if said["url"].is_null() => Came::Pending(json!({ "media": sent, "working": true }), WORKING),
        Heard::Yes(_) => Came::Step(json!({ "media": sent })),
        Heard::Unknown(why) => Came::NotSent(why),
        heard => refused(heard),
    }
}

fn refused(heard: Heard) -> Came {
    match heard {
        Heard::No(401, said) => Came::LetIn(plain(&said)),
        Heard::No(403, said) => Came::Refused(Cause::new(
            "not_allowed",
            format!(
                "The token may not upload pictures and films ({}): give your application write:media",
                plain(&said)
            ),
        )),
        Heard::No(_, said) => Came::Refused(Cause::new(
            "refused",
            format!("The server does not take a picture or film: {}", plain(&said)),
        )),
        other => other.other(),
    }
}
