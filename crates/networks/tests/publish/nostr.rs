//! Posts on Nostr: one relay or several, pictures as addresses, keys that are none.

use std::sync::Arc;

use networks::http::{Allow, Http, Options, Pace};
use networks::publish::{Account, Came, Connected, Draft, Given, Linked, Medium, Settled, Stands, With, server};
use sandbox::social::{Fault, NOSTR_KEY, Network, Running, Social, Step};
use serde_json::Value;

use crate::{ADDRESS, CODE, Shop, now, pictures, publish};

async fn relay() -> Running {
    Social::new().clock(Arc::new(domain::SetClock::at(now()))).start().await.unwrap()
}

fn at(relay: &Running) -> url::Url {
    server(&relay.at(Network::Nostr).replace("http://", "ws://")).unwrap()
}

/// A door to all of them.
fn door(relays: &[&Running]) -> Http {
    let hosts = relays.iter().map(|relay| relay.address().to_string()).collect();
    Http::new(Options { allow: Allow { hosts }, pace: Pace::fast(), ..Options::default() })
}

async fn connect(http: &Http, first: &Running, fields: &[(&str, &str)]) -> Result<Connected, String> {
    let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    let connected = publish(Network::Nostr).acts.connect(http, &at(first), &given, now()).await;
    connected.map_err(|cause| format!("{}: {}", cause.code, cause.says))
}

/// What comes of a post by an account whose relays `http` leads to.
async fn came(http: &Http, account: &Account, text: &str) -> (Came, Value) {
    let draft = Draft { text, link: None, media: &[], key: 7, at: now(), language: None };
    let acts = publish(Network::Nostr).acts;
    let frozen = acts.freeze(&draft, (&account.identity, &account.name));
    (acts.advance(with(http, account), &frozen, &Value::Null).await, frozen)
}

fn with<'a>(http: &'a Http, account: &'a Account) -> With<'a> {
    With { http, account, blobs: &[], token: Some(CODE), now: now(), purse: None }
}

#[tokio::test]
async fn a_post_carries_its_link_and_its_pictures_as_addresses() {
    let shop = Shop::at(Network::Nostr, &[("secret", NOSTR_KEY)]).await;
    assert!(shop.account.name.starts_with("npub1"), "{}", shop.account.name);
    let link = Linked { address: ADDRESS.to_owned(), ..Linked::default() };
    let (media, blobs) = pictures(&["A loaf"]);
    assert_eq!(shop.is_refused("On no web", &media, &blobs).await, "picture_needs_address");
    let shown = [Medium { address: Some("https://tidings.example/media/1".into()), ..media[0].clone() }];
    let receipt = shop.goes_out(&format!("Rye, \"warm\"\n{ADDRESS}"), &shown, Some(&link), &[]).await;
    assert!(receipt.url.unwrap().starts_with("https://njump.me/note1"));
    let posts = shop.social.posts(Network::Nostr);
    assert_eq!((posts.len(), &posts[0].id), (1, &receipt.id));
    assert_eq!(posts[0].links, [ADDRESS, "https://tidings.example/media/1"]);
    assert_eq!(posts[0].media[0].alt.as_deref(), Some("A loaf"));
    // The same again is the same.
    shop.goes_out(&format!("Rye, \"warm\"\n{ADDRESS}"), &shown, Some(&link), &[]).await;
    assert_eq!((shop.social.count(Network::Nostr), shop.social.published(Network::Nostr)), (1, 1));
}

#[tokio::test]
async fn it_is_live_where_one_relay_took_it_and_gone_where_all_forgot_it() {
    let (one, other) = (relay().await, relay().await);
    let http = door(&[&one, &other]);
    let more = at(&other).to_string().replace("http://", "ws://");
    let account = connect(&http, &one, &[("secret", NOSTR_KEY), ("relays", &more)]).await.unwrap().account;
    one.fault(Network::Nostr, Fault::LostBefore);
    let (Came::Done(receipt), frozen) = came(&http, &account, "Rye").await else { panic!("one took it") };
    assert_eq!([one.count(Network::Nostr), other.count(Network::Nostr)], [0, 1]);
    let acts = publish(Network::Nostr).acts;
    assert_eq!(acts.settle(with(&http, &account), &frozen, &Value::Null).await, Settled::Live(receipt.clone()));
    // A relay that does not answer may show it.
    other.fault(Network::Nostr, Fault::LostBefore.on(Step::Read));
    assert!(matches!(acts.look(with(&http, &account), &receipt).await, Stands::Unknown(_)));
    assert!(matches!(acts.look(with(&http, &account), &receipt).await, Stands::There(_)));
    acts.take_down(with(&http, &account), &receipt).await.unwrap();
    assert_eq!(acts.look(with(&http, &account), &receipt).await, Stands::Gone);
}

#[tokio::test]
async fn a_post_that_all_relays_refuse_is_refused_with_the_relays_words() {
    let one = relay().await;
    let http = door(&[&one]);
    let account = connect(&http, &one, &[("secret", NOSTR_KEY)]).await.unwrap().account;
    one.fault(Network::Nostr, Fault::Revoked);
    let (Came::Refused(cause), _) = came(&http, &account, "Rye").await else { panic!("refused") };
    assert_eq!(cause.code, "not_allowed");
    assert!(cause.says.contains("you are banned from posting here"), "{}", cause.says);
}

#[tokio::test]
async fn what_lets_nobody_in_is_told_before_anything_is_kept() {
    let one = relay().await;
    let http = door(&[&one]);
    let npub = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg";
    for (fields, code) in [
        (vec![("secret", npub)], "not_let_in"),
        (vec![("secret", "bread")], "not_let_in"),
        // Another network is no relay, and a private place is behind walls.
        (vec![("secret", NOSTR_KEY), ("relays", &*one.at(Network::Mastodon))], "no_network"),
        (vec![("secret", NOSTR_KEY), ("relays", "ws://127.0.0.1:1")], "no_network"),
        (vec![("secret", NOSTR_KEY), ("relays", "ftp://relay.example")], "no_server"),
    ] {
        let says = connect(&http, &one, &fields).await.unwrap_err();
        assert!(says.starts_with(code), "{says}");
        assert!(!says.contains(NOSTR_KEY) && !says.contains(npub), "{says}");
    }
}
