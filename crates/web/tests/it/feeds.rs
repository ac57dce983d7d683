//! Feeds: what they name anew becomes drafts.

use axum::http::{Method, StatusCode};
use domain::Clock as _;
use jiff::SignedDuration;
use people::Role;
use sandbox::{Answer as Page, Site};
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(
    what_a_feed_names_anew_becomes_a_draft_once_whatever_ids_it_has,
    many_new_pages_at_once_do_not_flood_the_drafts,
    a_feed_that_is_none_is_refused_with_what_to_do_and_one_that_breaks_says_so,
);

fn rss(items: &[(&str, &str)]) -> Page {
    let item = |(id, link): &(&str, &str)| format!("<item><guid>{id}</guid><link>{link}</link></item>");
    let items: String = items.iter().map(item).collect();
    Page::bytes(
        "application/rss+xml",
        format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>{items}</channel></rss>"),
    )
}

fn article(title: &str) -> Page {
    Page::html(format!("<!doctype html><title>{title}</title><meta property=og:title content=\"{title}\">"))
}

/// A shop whose site is known, with its path in the API.
async fn shop(bed: &Bed, owner: &str, site: Site) -> (sandbox::Running, String) {
    let shop = site.start().await.unwrap();
    let made = bed.ask(Method::POST, "/api/v1/sites", Some(owner), json!({ "address": shop.at("/") })).await.json();
    (shop, format!("/api/v1/sites/{}", made["id"].as_str().unwrap()))
}

/// An hour later the rounds come by.
async fn comes_round(bed: &Bed) -> usize {
    bed.clock.set(bed.clock.now() + SignedDuration::from_mins(61));
    let (desk, mut looked) = (bed.house.desk(), 0);
    for feed in advise::feed::due(&desk.db, desk.now()).await.unwrap() {
        Box::pin(advise::feed::look(&desk, |page| bed.house.looker().door(page), &feed)).await.unwrap();
        looked += 1;
    }
    looked
}

async fn drafts(bed: &Bed, owner: &str, home: &str) -> Vec<Value> {
    let drafts = bed.ask(Method::GET, &format!("{home}/posts?drafts=true"), Some(owner), Value::Null).await.json();
    drafts["items"].as_array().unwrap().clone()
}

async fn what_a_feed_names_anew_becomes_a_draft_once_whatever_ids_it_has(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let (shop, home) = shop(&bed, &owner, Site::new().page("/feed", rss(&[("1", "/old")]))).await;
    let by_hand = json!({ "network": "reddit", "by_hand": true, "name": "r/bread", "fields": {} });
    bed.ask(Method::POST, "/api/v1/accounts", Some(&owner), by_hand).await;
    let feeds = format!("{home}/feeds");
    let followed = bed.ask(Method::POST, &feeds, Some(&owner), json!({ "address": "/feed" })).await;
    assert_eq!(followed.status, StatusCode::CREATED, "{followed:?}");
    let again = bed.ask(Method::POST, &feeds, Some(&owner), json!({ "address": shop.at("/feed") })).await;
    assert_eq!(again.code(), "feed_followed");
    assert_eq!(comes_round(&bed).await, 1);
    assert_eq!(drafts(&bed, &owner, &home).await, Vec::<Value>::new(), "what was there is no news");

    // Another id for what was there, the new one twice, and one with a fragment.
    let rye = shop.at("/rye");
    let items = [("2", "/rye"), ("7", "/old"), ("3", &*rye), ("4", "/rye#top")];
    shop.becomes(Site::new().page("/feed", rss(&items)).page("/rye", article("Rye, from today")));
    for _ in 0..3 {
        assert_eq!(comes_round(&bed).await, 1);
    }
    let found = drafts(&bed, &owner, &home).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["text"], &found[0]["page"]), (&json!("Rye, from today"), &json!(rye)));
    assert_eq!(found[0]["deliveries"].as_array().unwrap().len(), 1, "for all accounts: {found:?}");

    // JSON Feed names its pages too.
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "items": [{ "id": "9", "url": shop.at("/oat") }, { "id": "8" }] });
    let site = Site::new().page("/feed", Page::bytes("application/feed+json", feed.to_string()));
    shop.becomes(site.page("/oat", article("Oat")));
    comes_round(&bed).await;
    assert_eq!(drafts(&bed, &owner, &home).await.len(), 2);

    let listed = bed.ask(Method::GET, &feeds, Some(&owner), Value::Null).await.json();
    assert_eq!((&listed["items"][0]["drafted"], &listed["items"][0]["says"]), (&json!(2), &Value::Null), "{listed}");
    let one = format!("{feeds}/{}", listed["items"][0]["id"].as_str().unwrap());
    assert_eq!(bed.ask(Method::DELETE, &one, Some(&owner), Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(bed.ask(Method::DELETE, &one, Some(&owner), Value::Null).await.status, StatusCode::NOT_FOUND);
    assert_eq!(comes_round(&bed).await, 0);
    assert_eq!(drafts(&bed, &owner, &home).await.len(), 2, "drafts stay");
}

async fn many_new_pages_at_once_do_not_flood_the_drafts(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let sitemap = |many: usize| {
        let page = |at: usize| format!("<url><loc>/p{at}</loc><lastmod>2026-11-{:02}</lastmod></url>", at % 28 + 1);
        let pages: String = (0..many).map(page).collect();
        Page::bytes("application/xml", format!("<urlset>{pages}</urlset>"))
    };
    let (shop, home) = shop(&bed, &owner, Site::new().page("/sitemap.xml", sitemap(1))).await;
    let feeds = format!("{home}/feeds");
    bed.ask(Method::POST, &feeds, Some(&owner), json!({ "address": "/sitemap.xml" })).await;
    shop.becomes(Site::new().page("/sitemap.xml", sitemap(60_000)));
    comes_round(&bed).await;
    comes_round(&bed).await;
    let found = drafts(&bed, &owner, &home).await;
    assert_eq!(found.len(), 5, "{found:?}");
    // The newest of them, although none can be read: then there is a draft without words.
    assert!(found.iter().all(|it| it["text"] == ""), "{found:?}");
    assert!(found.iter().any(|it| it["page"] == shop.at("/p27")), "{found:?}");
    let listed = bed.ask(Method::GET, &feeds, Some(&owner), Value::Null).await.json();
    assert_eq!(listed["items"][0]["drafted"], 5);
}

async fn a_feed_that_is_none_is_refused_with_what_to_do_and_one_that_breaks_says_so(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let index = "<sitemapindex><sitemap><loc>https://bakery.example/posts.xml</loc></sitemap></sitemapindex>";
    let site = Site::new()
        .page("/", Page::html("<!doctype html><title>Shop</title>"))
        .page("/index.xml", Page::bytes("application/xml", index))
        .page("/feed", rss(&[("1", "/old")]));
    let (shop, home) = shop(&bed, &owner, site).await;
    let feeds = format!("{home}/feeds");
    let ask = async |address: &str| bed.ask(Method::POST, &feeds, Some(&owner), json!({ "address": address })).await;
    for (address, why) in [
        ("/", "a web page, not a sitemap"),
        ("/gone", "404"),
        ("/index.xml", "https://bakery.example/posts.xml"),
        ("http://10.0.0.1/feed", "private network"),
    ] {
        let refused = ask(address).await;
        assert_eq!(refused.code(), "feed_invalid", "{address}: {refused:?}");
        assert!(refused.json()["detail"].as_str().unwrap().contains(why), "{address}: {refused:?}");
    }
    assert_eq!(ask("javascript:1").await.code(), "address_invalid");
    ask("/feed").await;
    shop.becomes(Site::new());
    comes_round(&bed).await;
    let listed = bed.ask(Method::GET, &feeds, Some(&owner), Value::Null).await.json();
    assert!(listed["items"][0]["says"].as_str().unwrap().contains("404"), "{listed}");
    // It is back, and nothing is held against it.
    shop.becomes(Site::new().page("/feed", rss(&[("1", "/old")])));
    comes_round(&bed).await;
    let listed = bed.ask(Method::GET, &feeds, Some(&owner), Value::Null).await.json();
    assert_eq!(listed["items"][0]["says"], Value::Null);
}
