//! Posts on Discord by a channel's webhook, whose address is the permission. Discord waits until the message is kept and
//! answers with it. A webhook finds its messages by their number alone, and knows no nonce: where an answer is lost, a person
//! looks (discord/discord-api-docs developers/resources/webhook.mdx 038eea1, read 2026-11-26).

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::http::{Http, Method, Request};
use crate::publish::{
    Account, Acts, Came, Cause, Connect, Connected, Draft, Effort, Engagement, Field, Form, Given, Heard, Publish,
    Receipt, Recipe, Renewed, Secret, Settled, Stands, Taking, With, ask, json as with_json, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::Minutes,
        minutes: 2,
        steps: &[
            "In Discord open the channel’s settings, Integrations, Webhooks; you need the right to manage webhooks.",
            "Make a new one and give it the name and picture under which posts are to appear.",
            "Copy its webhook URL and paste it here. Whoever has that address can post: keep it to yourself.",
        ],
        fields: &[Field {
            name: "secret",
            label: "Webhook URL",
            hint: "It begins with https://discord.com/api/webhooks/",
            usual: None,
            secret: true,
        }],
        sign_in: None,
        server: "https://discord.com",
        evidence: day(
            "https://support.discord.com/hc/en-us/articles/228383668-Intro-to-Webhooks",
            "2026-11-26",
            Grade::Platform,
        ),
    },
    recipe: Recipe::None,
    comments: None,
    price: None,
    proved: "Proved against the sandbox; never run against the live network.",
    acts: &Discord,
};

#[derive(Debug)]
struct Discord;

const RESET: &str = "x-ratelimit-reset";
/// Files of one message.
const MOST: usize = 10;
/// Characters of what is said of a picture or film.
const ALT: usize = 1_024;
/// What Discord says of a message that is not there, and of a webhook that is not.
const UNKNOWN_MESSAGE: i64 = 10_008;
const UNKNOWN_WEBHOOK: i64 = 10_015;

/// The webhook of `account`, or something of it.
fn at(account: &Account, rest: &str) -> Request {
    let (base, token) = (&account.base, account.secret.text("token"));
    let mut url = base.clone();
    let path = format!("{}/api/v10/webhooks/{}/{token}{rest}", base.path().trim_end_matches('/'), account.identity);
    url.set_path(&path);
    Request::new(url)
}

/// Asks; the token stands in the address, and is told to nobody.
async fn asked(http: &Http, account: &Account, request: Request, now: Timestamp) -> Heard {
    ask(http, request, RESET, now).await.hiding(account.secret.text("token"))
}

/// Whether an answer says that the webhook is not there any more.
fn is_over(status: u16, said: &Value) -> bool {
    status == 401 || status == 404 && said["code"] == UNKNOWN_WEBHOOK
}

impl Acts for Discord {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let Some((id, token)) = parts(given.field("secret")) else {
                let says = "this is no webhook’s address: copy it in the channel’s settings, Integrations, Webhooks";
                return Err(Cause::new("not_let_in", says));
            };
            let secret = Secret(json!({ "token": token }));
            let mut account = Account { base: base.clone(), identity: id, name: String::new(), secret };
            let said = match asked(http, &account, at(&account, ""), now).await {
                Heard::Yes(said) => said,
                Heard::No(401 | 404, _) => {
                    let says = "Discord does not know this webhook: copy its address anew, or make another one";
                    return Err(Cause::new("not_let_in", says));
                }
                other => return Err(crate::publish::away(other)),
            };
            if said["id"] != *account.identity {
                return Err(Cause::new("no_network", format!("{base} does not answer as Discord does")));
            }
            let name = said["name"].as_str().filter(|name| !name.is_empty());
            name.unwrap_or("Discord").clone_into(&mut account.name);
            account.secret.0["server"] = said["guild_id"].clone();
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, _: &'a Http, _: &'a Account, _: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(async move {
            let says = "the webhook is not there any more: make a new one in the channel’s settings, and connect it";
            Renewed::Over(Cause::new("not_let_in", says))
        })
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        // Nobody is called by a post, whatever stands in it.
        let mut message = json!({ "content": draft.text, "allowed_mentions": { "parse": [] } });
        if !draft.media.is_empty() {
            let one = |(at, it): (usize, &crate::publish::Medium)| {
                let alt: String = it.alt.chars().take(ALT).collect();
                json!({ "id": at, "description": alt })
            };
            message["attachments"] = draft.media.iter().enumerate().map(one).collect();
        }
        let pictures: Vec<&str> = draft.media.iter().map(|it| &*it.digest).collect();
        json!({ "message": message, "pictures": pictures })
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            let mut request = at(with.account, "");
            request.url.query_pairs_mut().append_pair("wait", "true");
            let pictures = frozen["pictures"].as_array().map_or(&[][..], Vec::as_slice);
            if pictures.len() > MOST {
                let says = "Discord takes at most ten pictures in one post: choose fewer";
                return Came::Refused(Cause::new("pictures_too_many", says));
            }
            let request = if pictures.is_empty() {
                with_json(request, &frozen["message"])
            } else {
                let mut form = Form::default().json("payload_json", &frozen["message"]);
                for (place, picture) in pictures.iter().enumerate() {
                    let Some(blob) = with.blobs.iter().find(|blob| *picture == *blob.digest) else {
                        let says = "a picture or film of the post is not here any more: choose it again";
                        return Came::Refused(Cause::new("picture_missing", says));
                    };
                    form = form.file(&format!("files[{place}]"), blob);
                }
                form.on(request)
            };
            match asked(with.http, with.account, request, with.now).await {
                Heard::Yes(said) => match said["id"].as_str() {
                    Some(id) => Came::Done(receipt(with.account, id, &said)),
                    None => Came::Unknown("Discord says yes, and not where the post is".to_owned()),
                },
                Heard::No(status, said) if is_over(status, &said) => Came::LetIn(plain(&said)),
                Heard::No(_, said) => {
                    Came::Refused(Cause::new("refused", format!("Discord does not take the post: {}", why(&said))))
                }
                other => other.other(),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, _: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            Settled::NobodyKnows(format!(
                "Discord’s answer was lost, and a webhook cannot read its channel: look into the channel of {}, and say here whether the post is there",
                with.account.name
            ))
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            let request = at(with.account, &format!("/messages/{}", receipt.id));
            match asked(with.http, with.account, request, with.now).await {
                Heard::Yes(said) => {
                    let edited = said["edited_timestamp"].as_str().unwrap_or_default().to_owned();
                    Stands::AsOf(reactions(&said), edited)
                }
                Heard::No(404, said) if said["code"] == UNKNOWN_MESSAGE => Stands::Gone,
                Heard::No(status, said) => Stands::Unknown(format!("Discord answers {status}: {}", plain(&said))),
                other => Stands::Unknown(other.why()),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let request = at(with.account, &format!("/messages/{}", receipt.id)).delete();
            match asked(with.http, with.account, request, with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(404, said) if said["code"] == UNKNOWN_MESSAGE => Ok(()),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Discord answers {status}: {}", plain(&said))))
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
            let message = &frozen["message"];
            let body = json!({ "content": message["content"], "allowed_mentions": message["allowed_mentions"] });
            let request = at(with.account, &format!("/messages/{}", receipt.id))
                .header("content-type", "application/json")
                .sends(Method::Patch, body.to_string());
            match asked(with.http, with.account, request, with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(404, said) if said["code"] == UNKNOWN_MESSAGE => {
                    Err(Cause::new("gone", "the post is not there any more"))
                }
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Discord answers {status}: {}", why(&said))))
                }
                other => Err(crate::publish::away(other)),
            }
        })
    }
}

/// What people did with the message: each kind of reaction has a count of its own.
fn reactions(message: &Value) -> Engagement {
    let counts = message["reactions"].as_array().into_iter().flatten().filter_map(|it| it["count"].as_u64());
    Engagement { likes: Some(counts.sum()), ..Engagement::default() }
}

/// Number and token of a webhook's address. Where it leads is not asked: Discord is where the account's server is.
fn parts(address: &str) -> Option<(String, String)> {
    let url: Url = address.parse().ok()?;
    let mut ways = url.path_segments()?.skip_while(|part| *part != "webhooks").skip(1);
    let (id, token) = (ways.next()?, ways.next()?);
    let is_id = !id.is_empty() && id.bytes().all(|sign| sign.is_ascii_digit());
    let is_token = !token.is_empty() && token.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
    (is_id && is_token).then(|| (id.to_owned(), token.to_owned()))
}

/// What Discord says: of a form that it does not take, the innermost reason.
fn why(said: &Value) -> String {
    fn innermost(said: &Value) -> Option<&str> {
        match said {
            Value::Object(fields) => match fields.get("_errors") {
                Some(errors) => errors.pointer("/0/message")?.as_str(),
                None => fields.values().find_map(innermost),
            },
            _ => None,
        }
    }
    match innermost(&said["errors"]) {
        Some(reason) => format!("{} ({reason})", plain(said)),
        None => plain(said),
    }
}

fn receipt(account: &Account, id: &str, said: &Value) -> Receipt {
    let channel = said["channel_id"].as_str();
    let server = Some(account.secret.text("server")).filter(|server| !server.is_empty());
    let url =
        server.zip(channel).map(|(server, channel)| format!("https://discord.com/channels/{server}/{channel}/{id}"));
    Receipt { id: id.to_owned(), url }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_is_known_by_number_and_token_wherever_its_address_leads() {
        let known = Some(("123".to_owned(), "aB-c_9".to_owned()));
        assert_eq!(parts("https://discord.com/api/webhooks/123/aB-c_9"), known);
        assert_eq!(parts("https://ptb.discord.com/api/v10/webhooks/123/aB-c_9?wait=true"), known);
        assert_eq!(parts("https://discord.com/api/webhooks/123"), None);
        assert_eq!(parts("https://discord.com/api/webhooks/name/token"), None);
        assert_eq!(parts("https://discord.com/api/webhooks/123/a%2Fb"), None);
    }

    #[test]
    fn a_refusal_says_which_field_and_why() {
        let said = json!({ "code": 50035, "message": "Invalid Form Body",
            "errors": { "content": { "_errors": [{ "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length." }] } } });
        assert_eq!(why(&said), "Invalid Form Body (Must be 2000 or fewer in length.)");
        assert_eq!(why(&json!({ "message": "Unknown Webhook", "code": 10015 })), "Unknown Webhook");
    }
}
