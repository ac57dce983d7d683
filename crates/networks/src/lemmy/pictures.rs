//! Pictures of a post: each is uploaded first, to where nobody finds it before a post shows it. A post is of one address: that of
//! its link, else of its first picture; the others stand below the text (LemmyNet/lemmy crates/routes/src/images.rs 26dd0a0; the
//! field's name is that of pict-rs, in lemmy-js-client 0.19.9 on npm; read 2026-11-27).

use serde_json::{Value, json};

use super::publish::{asked, refused, signed};
use crate::http::Request;
use crate::publish::{Came, Cause, Form, Heard, With, lost};

/// Characters of what is said of a picture (crates/utils/src/utils/validation.rs).
const ALT: usize = 1_500;

/// What is to be done before the post itself. `None`: nothing.
pub(super) async fn next(with: &With<'_>, frozen: &Value, so_far: &Value) -> Option<Came> {
    let pictures = frozen["pictures"].as_array().map_or(&[][..], Vec::as_slice);
    let sent = so_far["media"].as_array().map_or(&[][..], Vec::as_slice);
    let next = pictures.get(sent.len())?;
    let Some(picture) = with.blobs.iter().find(|it| next["digest"].as_str() == Some(&*it.digest)) else {
        return Some(Came::Refused(lost()));
    };
    let request = Form::default().file("images[]", picture).on(place(with));
    Some(match asked(with.http, request, with.now).await {
        Heard::Yes(said) => match said.pointer("/files/0/file").and_then(Value::as_str) {
            Some(name) => {
                let address = format!("{}/{name}", place(with).url);
                let media = [sent, &[json!(address)]].concat();
                Came::Step(json!({ "media": media }))
            }
            None => Came::NotSent("the server says yes, and not where the picture is".to_owned()),
        },
        // One that is there twice is seen by nobody.
        Heard::Unknown(why) => Came::NotSent(why),
        Heard::No(404 | 405, _) => Came::Refused(Cause::new(
            "pictures_not_taken",
            "This server takes no pictures from programs: take them out, and let the page’s card speak",
        )),
        heard => refused(heard),
    })
}

fn place(with: &With<'_>) -> Request {
    signed(&with.account.base, "/pictrs/image", with.account.secret.text("token"))
}

/// The post, with what was uploaded.
pub(super) fn shown(frozen: &Value, so_far: &Value) -> Value {
    let mut post = frozen["post"].clone();
    let mut body = post["body"].as_str().unwrap_or_default().to_owned();
    let pictures = frozen["pictures"].as_array().into_iter().flatten();
    for (picture, address) in pictures.zip(so_far["media"].as_array().into_iter().flatten()) {
        let alt: String = picture["alt"].as_str().unwrap_or_default().chars().take(ALT).collect();
        if post["url"].is_null() {
            post["url"] = address.clone();
            if !alt.is_empty() {
                post["alt_text"] = alt.into();
            }
            continue;
        }
        let alt = alt.replace(['[', ']', '\n'], " ");
        let gap = if body.is_empty() { "" } else { "\n\n" };
        body = format!("{body}{gap}![{alt}]({})", address.as_str().unwrap_or_default());
    }
    if !body.is_empty() {
        post["body"] = body.into();
    }
    post
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_goes_before_a_picture_and_the_others_stand_below_the_text() {
        let pictures = json!([{ "alt": "A [warm] loaf" }, { "alt": "" }]);
        let so_far = json!({ "media": ["https://a/1.png", "https://a/2.png"] });
        let post = |post: Value| shown(&json!({ "post": post, "pictures": pictures }), &so_far);
        let linked = post(json!({ "name": "Rye", "url": "https://b.example/" }));
        assert_eq!(linked["body"], "![A  warm  loaf](https://a/1.png)\n\n![](https://a/2.png)");
        let alone = post(json!({ "name": "Rye", "body": "Warm" }));
        assert_eq!((&alone["url"], &alone["alt_text"]), (&json!("https://a/1.png"), &json!("A [warm] loaf")));
        assert_eq!(alone["body"], "Warm\n\n![](https://a/2.png)");
    }
}
