//! Secrets that stand in addresses are told to nobody, receipts lead back to what they are of, and X charges what is said.

use networks::http::{Http, Options, Request};
use networks::publish::{Came, Draft, Engagement, Receipt, Settled, Stands, With};
use sandbox::social::{BLUESKY_PASSWORD, Fault, Network, Step};
use serde_json::Value;

use crate::{ADDRESS, CODE, Shop, now};

const TELEGRAM: &[(&str, &str)] = &[("secret", "1:sandbox-shop"), ("channel", "@shop")];
const DISCORD: &[(&str, &str)] = &[("secret", "https://discord.com/api/webhooks/1/sandbox-shop")];

#[tokio::test]
async fn what_is_said_of_a_failure_does_not_hold_the_token() {
    for (network, fields) in [(Network::Telegram, TELEGRAM), (Network::Discord, DISCORD)] {
        let shop = Shop::at(network, fields).await;
        let acts = shop.publish.acts;
        let draft = Draft { text: "Rye", link: None, media: &[], key: 7, at: now(), language: None };
        let frozen = acts.freeze(&draft, (&shop.account.identity, &shop.account.name));
        // This door leads to no private place, and says which it was.
        let http = Http::new(Options::default());
        let with = With { http: &http, account: &shop.account, blobs: &[], token: None, now: now(), purse: None };
        let Came::NotSent(says) = acts.advance(with, &frozen, &Value::Null).await else { panic!("{network}") };
        assert!(says.contains("private network") && says.contains('…'), "{says}");
        assert!(!says.contains("sandbox-shop"), "{says}");
    }
}

#[tokio::test]
async fn a_post_is_found_by_its_receipt_and_taken_away_once_and_again() {
    let x: &[(&str, &str)] = &[("secret", "sandbox-shop")];
    // A person's posts on LinkedIn are shown to no program, and a bot of Telegram reads nothing.
    for (network, fields, seen, missed) in [
        (Network::X, x, true, true),
        (Network::LinkedIn, x, false, true),
        (Network::Telegram, TELEGRAM, false, false),
        (Network::Discord, DISCORD, true, true),
        (Network::Threads, x, true, true),
        (Network::Nostr, &[("secret", sandbox::social::NOSTR_KEY)], true, true),
        (Network::Lemmy, crate::LEMMY, true, true),
        (Network::Reddit, crate::REDDIT, true, true),
    ] {
        let shop = Shop::at(network, fields).await;
        let receipt = shop.goes_out("Rye", &[], None, &[]).await;
        let with =
            With { http: &shop.http, account: &shop.account, blobs: &[], token: Some(CODE), now: now(), purse: None };
        let acts = shop.publish.acts;
        let stands = acts.look(with, &receipt).await;
        assert_eq!(stands.there().is_some(), seen, "{network} {stands:?}");
        for _ in 0..2 {
            acts.take_down(with, &receipt).await.unwrap();
        }
        assert_eq!(shop.social.count(network), 0, "{network}");
        assert_eq!(acts.look(with, &receipt).await == Stands::Gone, missed, "{network}");
    }
}

#[tokio::test]
async fn what_people_did_with_a_post_is_told_as_the_network_counts_it() {
    let shop = Shop::at(Network::Mastodon, &[("secret", "sandbox-shop")]).await;
    let receipt = shop.goes_out("Rye", &[], None, &[]).await;
    let ask = async |path: String, fields: &str| {
        let whole = format!("{}/{path}", shop.account.base.as_str().trim_end_matches('/'));
        let request = Request::new(whole.parse().unwrap())
            .header("authorization", "Bearer sandbox-reader")
            .header("content-type", "application/x-www-form-urlencoded")
            .post(fields.to_owned());
        assert_eq!(shop.http.get(request).await.unwrap().status, 200, "{path}");
    };
    for act in ["favourite", "favourite", "reblog"] {
        ask(format!("api/v1/statuses/{}/{act}", receipt.id), "").await;
    }
    ask("api/v1/statuses".to_owned(), &format!("status=When?&in_reply_to_id={}", receipt.id)).await;
    let told = Engagement { likes: Some(1), reposts: Some(1), replies: Some(1), views: None };
    assert_eq!(stands(&shop, &receipt).await.there(), Some(told));

    let shop = Shop::at(Network::X, &[("secret", "sandbox-shop")]).await;
    let receipt = shop.goes_out("Rye", &[], None, &[]).await;
    let told = Engagement { likes: Some(0), reposts: Some(0), replies: Some(0), views: Some(0) };
    assert_eq!(stands(&shop, &receipt).await.there(), Some(told));
}

#[tokio::test]
async fn likes_on_bluesky_are_records_of_others_and_the_post_is_there_without_its_index() {
    let shop = Shop::at(Network::Bluesky, &[("name", "shop.test"), ("secret", BLUESKY_PASSWORD)]).await;
    let receipt = shop.goes_out("Rye", &[], None, &[]).await;
    let none = Engagement { likes: Some(0), reposts: Some(0), replies: Some(0), views: None };
    assert_eq!(stands(&shop, &receipt).await.there(), Some(none));
    // The index is away: what the account's own server says holds.
    shop.social.fault(Network::Bluesky, Fault::ErrorBefore(502).on(Step::Read).after(1));
    assert_eq!(stands(&shop, &receipt).await.there(), Some(Engagement::default()));
}

async fn stands(shop: &Shop, receipt: &Receipt) -> Stands {
    let with =
        With { http: &shop.http, account: &shop.account, blobs: &[], token: Some(CODE), now: now(), purse: None };
    shop.publish.acts.look(with, receipt).await
}

#[tokio::test]
async fn x_charges_what_is_said_before() {
    let shop = Shop::at(Network::X, &[("secret", "sandbox-shop")]).await;
    let price = shop.publish.price.unwrap();
    assert_eq!(price.currency, "USD");
    for text in ["Rye", ADDRESS] {
        let before = shop.social.charged(Network::X);
        shop.goes_out(text, &[], None, &[]).await;
        // The sandbox counts in thousandths.
        assert_eq!((shop.social.charged(Network::X) - before) * 1_000, price.of(text, 0), "{text}");
    }
}

#[tokio::test]
async fn where_x_refuses_a_copy_the_first_one_is_found_and_is_the_receipt() {
    let shop = Shop::at(Network::X, &[("secret", "sandbox-shop")]).await;
    let first = shop.goes_out(ADDRESS, &[], None, &[]).await;
    assert_eq!(shop.goes_out(ADDRESS, &[], None, &[]).await, first);
    assert_eq!(shop.social.published(Network::X), 1);
}

#[tokio::test]
async fn where_linkedin_refuses_a_copy_it_is_ours_only_after_an_answer_was_lost() {
    let shop = Shop::at(Network::LinkedIn, &[("secret", "sandbox-shop")]).await;
    let first = shop.goes_out(ADDRESS, &[], None, &[]).await;
    assert_eq!(shop.is_refused(ADDRESS, &[], &[]).await, "duplicate");
    let acts = shop.publish.acts;
    let draft = Draft { text: ADDRESS, link: None, media: &[], key: 7, at: now(), language: None };
    let frozen = acts.freeze(&draft, (&shop.account.identity, &shop.account.name));
    let with =
        With { http: &shop.http, account: &shop.account, blobs: &[], token: Some(CODE), now: now(), purse: None };
    let Settled::At(unheard) = acts.settle(with, &frozen, &Value::Null).await else { panic!("it goes on") };
    let Came::Pending(waited, quiet) = acts.advance(with, &frozen, &unheard).await else { panic!("it waits") };
    assert!(quiet.as_secs() >= 60);
    assert_eq!(acts.advance(with, &frozen, &waited).await, Came::Done(first));
    // Lost again, it waits again.
    let Settled::At(again) = acts.settle(with, &frozen, &waited).await else { panic!("it goes on") };
    assert!(matches!(acts.advance(with, &frozen, &again).await, Came::Pending(..)));
}
