//! A site that is watched: settings that several save, its deploy hook, and the proof that it is one's own.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use domain::Clock as _;
use people::Role;
use sandbox::{Answer as Page, Site};
use serde_json::{Value, json};
use store::{Db, sql};

use crate::bed::{Answer, Bed};

on_both!(
    of_two_who_save_one_thing_the_second_is_told,
    a_schedule_is_what_was_meant_and_the_instant_that_follows,
    a_hook_asks_for_audits_and_for_nothing_else,
    a_site_is_proved_by_a_file_or_a_tag,
);

/// Somebody with a site.
struct Shop<'b> {
    bed: &'b Bed,
    owner: String,
    site: String,
    audit: String,
}

impl<'b> Shop<'b> {
    async fn at(bed: &'b Bed, address: &str) -> Self {
        let (owner, _) = bed.somebody(Role::Owner).await;
        let added = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": address })).await.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self { bed, owner, site: text(&added["id"]), audit: text(&added["audit"]["id"]) }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Answer {
        self.bed.ask(method, &format!("/api/v1/sites/{}{path}", self.site), Some(&self.owner), body).await
    }

    async fn settings(&self) -> Value {
        self.ask(Method::GET, "/settings", Value::Null).await.json()
    }
}

async fn of_two_who_save_one_thing_the_second_is_told(db: Db) {
    let bed = Bed::on(db);
    let shop = Shop::at(&bed, "bakery.example").await;
    let seen = shop.settings().await;
    assert_eq!((&seen["name"], &seen["version"]), (&json!("bakery.example"), &json!(1)));
    let rename =
        |name: &'static str, version: i64| shop.ask(Method::PUT, "", json!({ "name": name, "version": version }));
    let (one, other) = tokio::join!(rename("One", 1), rename("Other", 1));
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT]);
    let refused = if one.status == StatusCode::CONFLICT { &one } else { &other };
    assert_eq!(refused.code(), "changed_meanwhile");
    // A schedule that was set over a name that nobody saw is told as well.
    let late = json!({ "every": "never", "at": "06:30", "zone": "UTC", "version": 1 });
    assert_eq!(shop.ask(Method::PUT, "/schedule", late).await.code(), "changed_meanwhile");
    assert_eq!(shop.settings().await["version"], 2);
    for name in ["", "  ", "two\nlines", &"x".repeat(101)] {
        let body = json!({ "name": name, "version": 2 });
        assert_eq!(shop.ask(Method::PUT, "", body).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
}

async fn a_schedule_is_what_was_meant_and_the_instant_that_follows(db: Db) {
    let bed = Bed::on(db);
    let shop = Shop::at(&bed, "bakery.example").await;
    let usual = shop.settings().await;
    assert_eq!((&usual["schedule"]["every"], &usual["schedule"]["zone"]), (&json!("week"), &json!("UTC")));
    assert!(usual["next"].is_string());
    // The house's clock says Wednesday, 8:00 UTC, which is 9:00 in Zurich.
    let set = json!({ "every": "day", "at": "08:30", "zone": "europe/zurich", "version": 1 });
    let daily = shop.ask(Method::PUT, "/schedule", set).await.json();
    assert_eq!(
        daily["schedule"],
        json!({ "every": "day", "weekday": 1, "day": 1, "at": "08:30", "zone": "Europe/Zurich" })
    );
    assert_eq!((&daily["next"], &daily["version"]), (&json!("2026-11-26T07:30:00Z"), &json!(2)));
    let never = json!({ "every": "never", "at": "08:30", "zone": "UTC", "version": 2 });
    assert_eq!(shop.ask(Method::PUT, "/schedule", never).await.json()["next"], Value::Null);
    for (at, zone, weekday, code) in [
        ("24:00", "UTC", 1, "time_invalid"),
        ("08:30", "Mars/North", 1, "zone_unknown"),
        ("08:30", "UTC", 0, "time_invalid"),
    ] {
        let wrong = json!({ "every": "week", "weekday": weekday, "at": at, "zone": zone, "version": 3 });
        let answer = shop.ask(Method::PUT, "/schedule", wrong).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, code));
    }
}

async fn a_hook_asks_for_audits_and_for_nothing_else(db: Db) {
    let bed = Bed::on(db.clone());
    let shop = Shop::at(&bed, "bakery.example").await;
    let made = shop.ask(Method::POST, "/hook", Value::Null).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let address = made.json()["address"].as_str().unwrap().to_owned();
    let path = address.strip_prefix("http://127.0.0.1:7979").unwrap().to_owned();
    let call = || bed.ask(Method::POST, &path, None, Value::Null);
    // The audit of the new site waits to begin: it is the one.
    let called = call().await;
    assert_eq!((called.status, &called.json()["audit"]), (StatusCode::ACCEPTED, &json!(shop.audit)));
    let begun = shop.audit.clone();
    db.write(|tx| Box::pin(async move { sql!("for_tests/audit_reading").bind(begun).execute(tx).await }))
        .await
        .unwrap();
    let next = call().await.json()["audit"].clone();
    assert_ne!(next, json!(shop.audit));
    assert_eq!(call().await.json()["audit"], next, "one more, however often");
    let mut refused = call().await;
    for _ in 0..40 {
        refused = call().await;
    }
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too_many_tries"));
    bed.clock.set(bed.clock.now() + Duration::from_secs(61));
    assert_eq!(call().await.status, StatusCode::ACCEPTED);

    assert_eq!(bed.ask(Method::GET, &path, None, Value::Null).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let strange = bed.ask(Method::POST, "/hook/0000000000000000000000000000", None, Value::Null).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    // A site in the bin is as good as none, and a new hook ends the old one.
    bed.ask(Method::DELETE, &format!("/api/v1/sites/{}", shop.site), Some(&shop.owner), Value::Null).await;
    let binned = call().await;
    assert_eq!((binned.status, binned.body), (strange.status, strange.body));
    bed.ask(Method::POST, &format!("/api/v1/sites/{}/restore", shop.site), Some(&shop.owner), Value::Null).await;
    assert_eq!(call().await.status, StatusCode::ACCEPTED);
    shop.ask(Method::POST, "/hook", Value::Null).await;
    assert_eq!(call().await.status, StatusCode::NOT_FOUND);
    assert_eq!(shop.settings().await["hook"], true);
    assert_eq!(shop.ask(Method::DELETE, "/hook", Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(shop.settings().await["hook"], false);
}

async fn a_site_is_proved_by_a_file_or_a_tag(db: Db) {
    let bed = Bed::on(db);
    // A page cannot know the token before the site was added; so the site is added at an address, and then begins there.
    let place = Site::new().start().await.unwrap();
    let address = place.address().to_string();
    let shop = Shop::at(&bed, &place.at("/")).await;
    drop(place);
    let proof = shop.settings().await["proof"].clone();
    let token = proof["token"].as_str().unwrap();
    assert_eq!(proof["dns"], Value::Null, "an address has no name");
    let tag = proof["tag"].as_str().unwrap();
    let file = format!("/.well-known/tidings-{token}.txt");
    assert_eq!(proof["file"], json!({ "address": format!("http://{address}{file}"), "content": token }));
    let site = Site::new()
        .page_at_first(1, &file, Page::status(404))
        .page_at_first(1, &file, Page::text("another token"))
        .page(&file, Page::text(format!("{token}\n")))
        .page_at_first(1, "/", Page::html(format!("<title>Home</title><body><p>{tag}</p></body>")))
        .page("/", Page::html(format!("<html><head><title>Home</title>{tag}</head></html>")))
        .start_on(&address)
        .await
        .unwrap();
    let prove = |how: &'static str| shop.ask(Method::POST, "/proof", json!({ "how": how }));
    for says in ["answers 404", "says “another token”"] {
        let missing = prove("file").await;
        assert_eq!((missing.status, missing.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "proof_missing"));
        assert!(missing.json()["detail"].as_str().unwrap().contains(says), "{missing:?}");
    }
    assert_eq!(prove("file").await.json()["proof"]["how"], "file");
    let body = prove("tag").await;
    assert!(body.json()["detail"].as_str().unwrap().contains("no such tag in its head"), "{body:?}");
    assert_eq!(prove("tag").await.json()["proof"]["how"], "tag");
    assert_eq!(prove("dns").await.code(), "proof_missing");
    assert_eq!(shop.settings().await["proof"]["how"], "tag", "what was proved stays so");
    drop(site);
}
