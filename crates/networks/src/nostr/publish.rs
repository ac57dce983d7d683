//! Posts on Nostr: events that the account's own key signs, sent to one relay or several. An event is called by the digest of
//! what is in it, so that sending it again is no second post: a relay that has it says so. It is live where one relay took it
//! (github.com/nostr-protocol/nips, 01, 09, 10, 19 and 92, read 2026-11-27).

use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::event;
use super::key::{Key, shown};
use super::relay::{self, Took};
use crate::http::Http;
use crate::publish::{
    Account, Acts, Below, Came, Cause, Connect, Connected, Draft, Effort, Engagement, Field, Given, Publish, Receipt,
    Recipe, Renewed, Secret, Settled, Stands, Taking, With, server,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::Minutes,
        minutes: 2,
        steps: &[
            "In your client’s settings open Keys, and copy the private one: it begins with nsec1.",
            "Whoever has it can post as you for ever: it is sealed here, and no relay ever sees it.",
            "Type the address of the relay at which you post, and of more if you like: those of your client’s settings.",
        ],
        fields: &[
            Field {
                name: "server",
                label: "Relay",
                hint: "Its address, such as wss://relay.example",
                usual: None,
                secret: false,
            },
            Field {
                name: "secret",
                label: "Private key",
                hint: "It begins with nsec1; or its 64 hexadecimal signs",
                usual: None,
                secret: true,
            },
            Field {
                name: "relays",
                label: "More relays",
                hint: "Their addresses with spaces between; a post is sent to each",
                usual: Some(""),
                secret: false,
            },
        ],
        server: "",
        sign_in: None,
        evidence: day("https://github.com/nostr-protocol/nips/blob/master/19.md", "2026-11-27", Grade::Platform),
    },
    recipe: Recipe::Key,
    comments: Some(Recipe::Key),
    price: None,
    proved: "Proved against the sandbox and nostr-relay 1.14; never run against a public relay.",
    acts: &Nostr,
};

#[derive(Debug)]
struct Nostr;

/// Relays of one account.
const MOST: usize = 10;
/// Characters of a name that somebody gave himself.
const NAME: usize = 60;

impl Acts for Nostr {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        _: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let typed = given.field("secret");
            let Some(key) = Key::read(typed) else {
                let says = if typed.starts_with("npub1") {
                    "this is your public key: the private one is needed, which begins with nsec1"
                } else {
                    "this is no private key: copy all of it, from nsec1 to its end"
                };
                return Err(Cause::new("not_let_in", says));
            };
            let words = given.field("relays").split([' ', ',', ';', '\n', '\t']);
            let more: Vec<Url> = words.filter(|word| !word.is_empty()).map(server).collect::<Result<_, _>>()?;
            if more.len() >= MOST {
                let says = format!("these are {} relays: at most {MOST} are sent to", more.len() + 1);
                return Err(Cause::new("relays_too_many", says));
            }
            let identity = key.public();
            let profile = json!({ "kinds": [0], "authors": [identity], "limit": 1 });
            let relays: Vec<&Url> = [base].into_iter().chain(&more).collect();
            let asked = join_all(relays.iter().map(|relay| relay::ask(http, relay, &profile))).await;
            let mut profiles = Vec::new();
            for (relay, heard) in relays.iter().zip(asked) {
                profiles.extend(heard.map_err(|why| {
                    let says = format!("{} does not answer as a relay does ({why}): look at its address", host(relay));
                    Cause::new("no_network", says)
                })?);
            }
            let newest =
                profiles.iter().filter(|it| it["pubkey"] == *identity).max_by_key(|it| it["created_at"].as_i64());
            let name = newest.and_then(named).unwrap_or_else(|| in_short(&identity));
            let secret = Secret(json!({ "key": key.kept(), "relays": more }));
            let account = Account { base: base.clone(), identity, name, secret };
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, _: &'a Http, account: &'a Account, _: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(async move {
            let says =
                format!("the private key of {} cannot be read any more: connect the account again", account.name);
            Renewed::Over(Cause::new("not_let_in", says))
        })
    }

    fn freeze(&self, draft: &Draft<'_>, (identity, _): (&str, &str)) -> Value {
        let unseen = draft.media.iter().filter(|it| it.address.is_none()).count();
        json!({ "event": event::post(draft, identity), "unseen": unseen })
    }

    fn below(&self, frozen: &Value, below: &Below) -> Option<Value> {
        let mut frozen = frozen.clone();
        frozen["event"] = event::below(&frozen["event"], below);
        Some(frozen)
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if frozen["unseen"] != 0 {
                let says = "on Nostr a picture or film is an address that everybody can open, and this one is not on the web: start Tidings with --public-address, or take it out";
                return Came::Refused(Cause::new("picture_needs_address", says));
            }
            match everywhere(&with, &frozen["event"]).await {
                Some(took) => came(&took, &frozen["event"]),
                None => Came::LetIn("the private key cannot be read".to_owned()),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, _: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            let heard = looked(&with, text(&frozen["event"], "id")).await;
            if heard.contains(&Ok(true)) {
                return Settled::Live(receipt(&frozen["event"]));
            }
            // Where one relay answers it may be sent again: that changes nothing where it is.
            match heard.into_iter().reduce(Result::or) {
                Some(Err(why)) => Settled::Later(why),
                _ => Settled::Nothing,
            }
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(stands(with, &receipt.id))
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let removal = event::removal(&with.account.identity, &receipt.id, with.now);
            let Some(took) = everywhere(&with, &removal).await else {
                return Err(Cause::new("not_let_in", "the private key cannot be read: connect the account again"));
            };
            match stands(with, &receipt.id).await {
                Stands::Gone => Ok(()),
                Stands::There(_) | Stands::AsOf(..) => {
                    let refused = took.into_iter().find_map(|(relay, took)| match took {
                        Took::No(why) => Some(format!(" ({}: {why})", host(&relay))),
                        _ => None,
                    });
                    let says = format!("a relay shows the post all the same{}", refused.unwrap_or_default());
                    Err(Cause::new("refused", says))
                }
                Stands::LetIn(why) | Stands::Unknown(why) => Err(Cause::new("network_away", why)),
            }
        })
    }
}

/// The account's relays, the first one first.
fn relays(account: &Account) -> Vec<Url> {
    let more = account.secret.0["relays"].as_array().into_iter().flatten().filter_map(|it| it.as_str()?.parse().ok());
    [account.base.clone()].into_iter().chain(more).collect()
}

/// Sends `event` to all relays at once; `None` without a key that signs it.
async fn everywhere(with: &With<'_>, event: &Value) -> Option<Vec<(Url, Took)>> {
    let event = event::signed(event, &Key::read(with.account.secret.text("key"))?);
    let relays = relays(with.account);
    let took = join_all(relays.iter().map(|relay| relay::send(with.http, relay, &event))).await;
    Some(relays.into_iter().zip(took).collect())
}

/// What it means for the post: it is live where one took it, and refused where all did.
fn came(took: &[(Url, Took)], event: &Value) -> Came {
    if took.iter().any(|(_, took)| *took == Took::Yes) {
        return Came::Done(receipt(event));
    }
    let of = |which: fn(&Took) -> Option<&String>| {
        let mut all = took.iter().filter_map(|(relay, took)| Some((host(relay), which(took)?)));
        all.next().map(|(relay, why)| (relay, why.clone()))
    };
    let unknown = of(|took| if let Took::Unknown(why) = took { Some(why) } else { None });
    if let Some((relay, why)) = unknown {
        return Came::Unknown(format!("{relay}: {why}"));
    }
    if took.iter().any(|(_, took)| *took == Took::Limited) {
        return Came::Limited(None);
    }
    let away = of(|took| if let Took::NotSent(why) = took { Some(why) } else { None });
    if let Some((_, why)) = away {
        return Came::NotSent(why);
    }
    let refused = of(|took| if let Took::No(why) = took { Some(why) } else { None });
    let (relay, why) = refused.unwrap_or_default();
    Came::Refused(refusal(&relay, &why))
}

/// A relay's reason, with what to do. Its first word is one of a few (NIP-01).
fn refusal(relay: &str, why: &str) -> Cause {
    let (code, remedy) = match why.split(':').next().unwrap_or_default() {
        "auth-required" => {
            ("not_allowed", "it wants a sign-in (NIP-42) that Tidings does not speak: choose another relay")
        }
        "restricted" | "blocked" => {
            ("not_allowed", "it takes no posts of this key: ask who runs it, or choose another relay")
        }
        "pow" => ("not_allowed", "it wants work proved for each post, which Tidings does not do: choose another relay"),
        _ => ("refused", "change what it does not like, or choose another relay"),
    };
    Cause::new(code, format!("{relay} does not take the post ({why}): {remedy}"))
}

/// Whether each relay shows the event `id`; why it does not say so.
async fn looked(with: &With<'_>, id: &str) -> Vec<Result<bool, String>> {
    let filter = &json!({ "ids": [id] });
    let one = |relay: Url| async move {
        let events = relay::ask(with.http, &relay, filter).await.map_err(|why| format!("{}: {why}", host(&relay)))?;
        Ok(events.iter().any(|event| event["id"] == id))
    };
    join_all(relays(with.account).into_iter().map(one)).await
}

async fn stands(with: With<'_>, id: &str) -> Stands {
    let heard = looked(&with, id).await;
    if heard.contains(&Ok(true)) {
        return Stands::There(Engagement::default());
    }
    match heard.into_iter().collect::<Result<Vec<_>, _>>() {
        Ok(_) => Stands::Gone,
        Err(why) => Stands::Unknown(why),
    }
}

/// Where people see it: a page that shows an event of any relay to those who have no client.
fn receipt(event: &Value) -> Receipt {
    let id = text(event, "id");
    Receipt { id: id.to_owned(), url: shown("note", id).map(|note| format!("https://njump.me/{note}")) }
}

/// What somebody calls himself.
fn named(profile: &Value) -> Option<String> {
    let said: Value = serde_json::from_str(text(profile, "content")).ok()?;
    let name = [text(&said, "name"), text(&said, "display_name")].into_iter().find(|name| !name.trim().is_empty())?;
    Some(name.trim().chars().filter(|sign| !sign.is_control()).take(NAME).collect())
}

/// A public key of which people know the beginning and the end.
fn in_short(public: &str) -> String {
    let npub = shown("npub", public).unwrap_or_default();
    match (npub.get(..12), npub.get(npub.len().saturating_sub(4)..)) {
        (Some(begins), Some(ends)) => format!("{begins}…{ends}"),
        _ => npub,
    }
}

fn host(relay: &Url) -> String {
    relay.host_str().unwrap_or_default().to_owned()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_live_where_one_relay_took_it_and_refused_where_all_did() {
        let event = json!({ "id": "ab".repeat(32) });
        let of = |took: &[Took]| {
            let relay: Url = "https://relay.example/".parse().unwrap();
            came(&took.iter().map(|took| (relay.clone(), took.clone())).collect::<Vec<_>>(), &event)
        };
        let (no, lost, away) =
            (Took::No("blocked: no".into()), Took::Unknown("lost".into()), Took::NotSent("away".into()));
        let Came::Done(receipt) = of(&[no.clone(), lost.clone(), Took::Yes]) else { panic!("live") };
        assert!(receipt.url.unwrap().starts_with("https://njump.me/note1"));
        assert_eq!(of(&[no.clone(), Took::Limited, lost]), Came::Unknown("relay.example: lost".into()));
        assert_eq!(of(&[away.clone(), Took::Limited]), Came::Limited(None));
        assert_eq!(of(&[no.clone(), away]), Came::NotSent("away".into()));
        let Came::Refused(cause) = of(&[no.clone(), no]) else { panic!("refused") };
        assert_eq!(cause.code, "not_allowed");
    }

    #[test]
    fn an_account_is_called_as_it_calls_itself_or_by_the_ends_of_its_key() {
        let profile = |content: &str| named(&json!({ "content": content }));
        assert_eq!(profile(r#"{"name":" Bakery\n"}"#).as_deref(), Some("Bakery"));
        assert_eq!(profile(r#"{"name":"","display_name":"The bakery"}"#).as_deref(), Some("The bakery"));
        assert_eq!([profile("{}"), profile("bread")], [None, None]);
        assert_eq!(in_short("7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"), "npub10elfcs4…jptg");
    }
}
