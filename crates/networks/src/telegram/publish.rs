//! Posts on Telegram: a bot that is an administrator of a channel. Telegram knows no key of ours, and a bot reads nothing of
//! what its channel shows: where an answer is lost, a person looks. A refusal is a refusal all the same, and so is being told
//! to wait (core.telegram.org/bots/api, Bot API 10.1, read 2026-11-26).

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::http::{Http, Request};
use crate::publish::{
    Account, Acts, Came, Cause, Connect, Connected, Draft, Effort, Field, Form, Given, Heard, Publish, Receipt, Recipe,
    Renewed, Secret, Settled, Stands, Taking, With, ask, json as with_json, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::Minutes,
        minutes: 3,
        steps: &[
            "In Telegram write /newbot to @BotFather, give your bot a name, and copy the token that it answers with.",
            "In your channel open Administrators, add the bot, and let it post messages.",
            "Type the token and the channel’s name here.",
        ],
        fields: &[
            Field {
                name: "secret",
                label: "Bot token",
                hint: "As @BotFather wrote it: a number, a colon, and signs",
                usual: None,
                secret: true,
            },
            Field {
                name: "channel",
                label: "Channel",
                hint: "Its name with the @, or the number of a private one, which begins with -100",
                usual: None,
                secret: false,
            },
        ],
        sign_in: None,
        server: "https://api.telegram.org",
        evidence: day("https://core.telegram.org/bots/features#botfather", "2026-11-26", Grade::Platform),
    },
    recipe: Recipe::None,
    comments: None,
    price: None,
    proved: "Proved against the sandbox; never run against the live network.",
    acts: &Telegram,
};

#[derive(Debug)]
struct Telegram;

/// Units of UTF-16 of what stands below a picture or a film.
const CAPTION: usize = 1_024;

/// Asks the bot for `method`. The token stands in the address, and is told to nobody.
async fn asked(http: &Http, account: &Account, method: &str, body: Body<'_>, now: Timestamp) -> Heard {
    let token = account.secret.text("token");
    let mut url = account.base.clone();
    url.set_path(&format!("{}/bot{token}/{method}", account.base.path().trim_end_matches('/')));
    let request = match body {
        Body::Nothing => Request::new(url),
        Body::Json(value) => with_json(Request::new(url), value),
        Body::Form(form) => form.on(Request::new(url)),
    };
    match ask(http, request, "", now).await.hiding(token) {
        Heard::Yes(said) if said["ok"] == true => Heard::Yes(said["result"].clone()),
        // A refusal, under whatever status.
        Heard::Yes(said) if said["ok"] == false => {
            match said["error_code"].as_u64().and_then(|it| it.try_into().ok()) {
                Some(status @ 400..=499) => Heard::No(status, said),
                _ => Heard::Unknown(format!("Telegram answers: {}", plain(&said))),
            }
        }
        Heard::Yes(_) => Heard::Unknown("Telegram’s answer was not understood".to_owned()),
        // No bot is at that address: the token has another form, or was never one.
        Heard::No(404, said) if plain(&said) == "Not Found" => Heard::No(401, said),
        heard => heard,
    }
}

enum Body<'a> {
    Nothing,
    Json(&'a Value),
    Form(Form),
}

impl Acts for Telegram {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let token = given.field("secret");
            if !token.split_once(':').is_some_and(|(bot, rest)| is_number(bot) && is_key(rest)) {
                let says = "this is no token of a bot: copy it from @BotFather, with the number and the colon";
                return Err(Cause::new("not_let_in", says));
            }
            let secret = Secret(json!({ "token": token }));
            let mut account = Account { base: base.clone(), identity: String::new(), name: String::new(), secret };
            let bot = match asked(http, &account, "getMe", Body::Nothing, now).await {
                Heard::Yes(bot) => bot,
                Heard::No(..) => {
                    let says = "Telegram does not know this token: copy it anew from @BotFather";
                    return Err(Cause::new("not_let_in", says));
                }
                other => return Err(crate::publish::away(other)),
            };
            let channel = given.field("channel").trim_start_matches("https://").trim_start_matches("t.me/");
            let channel = if is_number(channel.trim_start_matches('-')) || channel.starts_with('@') {
                channel.to_owned()
            } else {
                format!("@{channel}")
            };
            let chat = json!({ "chat_id": channel });
            let chat = match asked(http, &account, "getChat", Body::Json(&chat), now).await {
                Heard::Yes(chat) => chat,
                Heard::No(_, said) => {
                    let bot = bot["username"].as_str().unwrap_or("the bot");
                    let says = format!(
                        "@{bot} does not find {channel} ({}): make it an administrator of the channel first",
                        plain(&said)
                    );
                    return Err(Cause::new("channel_unknown", says));
                }
                other => return Err(crate::publish::away(other)),
            };
            let Some(id) = chat["id"].as_i64() else {
                return Err(Cause::new("no_network", format!("{base} does not answer as Telegram does")));
            };
            account.identity = id.to_string();
            let title = || chat["title"].as_str().unwrap_or("Telegram").to_owned();
            account.name = chat["username"].as_str().map_or_else(title, |name| format!("@{name}"));
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, _: &'a Http, _: &'a Account, _: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(async move {
            let says =
                "Telegram does not take the bot’s token any more: ask @BotFather for it, and connect the channel again";
            Renewed::Over(Cause::new("not_let_in", says))
        })
    }

    fn freeze(&self, draft: &Draft<'_>, (identity, _): (&str, &str)) -> Value {
        let chat: Value = identity.parse::<i64>().map_or_else(|_| identity.into(), Into::into);
        if let Some((medium, film)) = draft.media.iter().find_map(|it| Some((it, it.film.as_ref()?))) {
            let film = json!({
                "digest": medium.digest, "width": medium.width, "height": medium.height, "duration": film.seconds,
            });
            return json!({ "film": film, "photos": [], "message": { "chat_id": chat, "caption": draft.text } });
        }
        if !draft.media.is_empty() {
            let pictures: Vec<&str> = draft.media.iter().map(|it| &*it.digest).collect();
            return json!({ "photos": pictures, "message": { "chat_id": chat, "caption": draft.text } });
        }
        let mut message = json!({ "chat_id": chat, "text": draft.text });
        if let Some(link) = draft.link {
            message["link_preview_options"] = json!({ "url": link.address });
        }
        json!({ "photos": [], "message": message })
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            let message = &frozen["message"];
            let film = &frozen["film"];
            let heard = match frozen["photos"].as_array().map_or(&[][..], Vec::as_slice) {
                [] if film.is_object() => match below(&with, message, &film["digest"], "video") {
                    Ok(mut form) => {
                        for field in ["width", "height", "duration"] {
                            form = form.text(field, film[field].to_string());
                        }
                        let form = form.text("supports_streaming", "true");
                        asked(with.http, with.account, "sendVideo", Body::Form(form), with.now).await
                    }
                    Err(cause) => return Came::Refused(cause),
                },
                [] => asked(with.http, with.account, "sendMessage", Body::Json(message), with.now).await,
                [photo] => match below(&with, message, photo, "photo") {
                    Ok(form) => asked(with.http, with.account, "sendPhoto", Body::Form(form), with.now).await,
                    Err(cause) => return Came::Refused(cause),
                },
                _ => {
                    let says = "on Telegram one picture goes out with a post: take the others out";
                    return Came::Refused(Cause::new("pictures_too_many", says));
                }
            };
            match heard {
                Heard::Yes(said) => match said["message_id"].as_i64() {
                    Some(id) => Came::Done(receipt(with.account, id)),
                    None => Came::Unknown("Telegram says yes, and not where the post is".to_owned()),
                },
                Heard::No(401, said) => Came::LetIn(plain(&said)),
                Heard::No(403, said) => Came::Refused(Cause::new(
                    "not_allowed",
                    format!(
                        "The bot may not post to {} ({}): make it an administrator who may post",
                        with.account.name,
                        plain(&said)
                    ),
                )),
                Heard::No(_, said) => {
                    Came::Refused(Cause::new("refused", format!("Telegram does not take the post: {}", plain(&said))))
                }
                other => other.other(),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, _: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            Settled::NobodyKnows(format!(
                "Telegram’s answer was lost, and a bot cannot read what its channel shows: look into {}, and say here whether the post is there",
                with.account.name
            ))
        })
    }

    fn look<'a>(&'a self, _: With<'a>, _: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move { Stands::Unknown("a bot cannot read what its channel shows".to_owned()) })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let Some((chat, id)) =
                receipt.id.rsplit_once('/').and_then(|(chat, id)| Some((chat, id.parse::<i64>().ok()?)))
            else {
                return Err(Cause::new("refused", "this post’s number is not known: take it away in the channel"));
            };
            let body = json!({ "chat_id": chat, "message_id": id });
            match asked(with.http, with.account, "deleteMessage", Body::Json(&body), with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(400, said) if plain(&said).contains("message to delete not found") => Ok(()),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Telegram answers {status}: {}", plain(&said))))
                }
                other => Err(crate::publish::away(other)),
            }
        })
    }

    fn corrects(&self) -> bool {
        true
    }

    fn correct<'a>(
        &'a self,
        with: With<'a>,
        receipt: &'a Receipt,
        frozen: &'a Value,
        _: &'a Value,
    ) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let (mut body, below_picture) = (frozen["message"].clone(), frozen["message"]["caption"].is_string());
            body["message_id"] = receipt.id.rsplit_once('/').and_then(|(_, id)| id.parse::<i64>().ok()).into();
            let method = if below_picture { "editMessageCaption" } else { "editMessageText" };
            match asked(with.http, with.account, method, Body::Json(&body), with.now).await {
                Heard::Yes(_) => Ok(()),
                // It says that already.
                Heard::No(400, said) if plain(&said).contains("message is not modified") => Ok(()),
                Heard::No(400, said) if plain(&said).contains("message to edit not found") => {
                    Err(Cause::new("gone", "the post is not there any more"))
                }
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Telegram answers {status}: {}", plain(&said))))
                }
                other => Err(crate::publish::away(other)),
            }
        })
    }
}

/// A message that is a picture or a film, called `field`, with its text below it.
fn below(with: &With<'_>, message: &Value, digest: &Value, field: &str) -> Result<Form, Cause> {
    let caption = message["caption"].as_str().unwrap_or_default();
    let long = caption.encode_utf16().count();
    let what = if field == "video" { "film" } else { "picture" };
    if long > CAPTION {
        let says = format!(
            "below a {what} Telegram takes {CAPTION} characters, and these are {long}: shorten the text, or take the {what} out"
        );
        return Err(Cause::new("text_too_long", says));
    }
    let Some(blob) = with.blobs.iter().find(|blob| *digest == *blob.digest) else {
        return Err(Cause::new("picture_missing", format!("the post’s {what} is not here any more: choose it again")));
    };
    let chat = message["chat_id"].to_string();
    Ok(Form::default().text("chat_id", chat.trim_matches('"')).text("caption", caption).file(field, blob))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit())
}

/// What may stand behind the colon: signs that leave an address as it is.
fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_'))
}

/// A channel with a name shows its posts to everybody, one without to its members.
fn receipt(account: &Account, id: i64) -> Receipt {
    let channel = match account.name.strip_prefix('@') {
        Some(name) => Some(name.to_owned()),
        None => account.identity.strip_prefix("-100").map(|number| format!("c/{number}")),
    };
    Receipt {
        id: format!("{}/{id}", account.identity),
        url: channel.map(|channel| format!("https://t.me/{channel}/{id}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_where_its_channel_is() {
        let account = |identity: &str, name: &str| Account {
            base: "https://api.telegram.org".parse().unwrap(),
            identity: identity.to_owned(),
            name: name.to_owned(),
            secret: Secret::default(),
        };
        assert_eq!(receipt(&account("-1001234", "@bakery"), 7).url.as_deref(), Some("https://t.me/bakery/7"));
        assert_eq!(receipt(&account("-1001234", "Bakery"), 7).url.as_deref(), Some("https://t.me/c/1234/7"));
        assert_eq!(receipt(&account("55", "Anna"), 7), Receipt { id: "55/7".into(), url: None });
    }

    #[test]
    fn a_token_that_would_change_the_address_is_none() {
        assert!(is_key("AAH-x_9") && !is_key("a/../b") && !is_key("") && !is_key("a?b"));
        assert!(is_number("123") && !is_number("-1") && !is_number(""));
    }
}
