//! Notices: who sees which, what was seen, and the numbers for Prometheus.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::Clock as _;
use people::Role;
use people::notice::{self, Event, Kind};
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(
    a_notice_is_told_once_to_those_whom_it_concerns,
    what_happened_before_somebody_came_is_no_news_to_him,
    a_webhook_has_a_secret_that_is_told_once,
    numbers_are_for_this_machine_or_for_the_token,
);

async fn raise(bed: &Bed, kind: Kind, workspace: Option<&str>, about: &str) -> bool {
    let event = Event {
        kind,
        workspace: workspace.map(str::to_owned),
        site: None,
        about: about.to_owned(),
        says: format!("{} of {about}", kind.name()),
        remedy: "Do something".to_owned(),
    };
    let now = bed.clock.now();
    bed.db.write(move |tx| Box::pin(async move { notice::raise(tx, now, event).await })).await.unwrap()
}

async fn a_notice_is_told_once_to_those_whom_it_concerns(db: Db) {
    let bed = Bed::on(db);
    let (owner, room) = bed.somebody(Role::Owner).await;
    let (viewer, other_room) = bed.somebody(Role::Viewer).await;
    assert!(raise(&bed, Kind::SiteDown, Some(&room), "a").await);
    assert!(!raise(&bed, Kind::SiteDown, Some(&room), "a").await, "it is open");
    assert!(raise(&bed, Kind::SiteDown, Some(&room), "b").await);
    assert!(raise(&bed, Kind::DiskFilling, None, "disk").await);
    assert!(raise(&bed, Kind::AuditWorse, Some(&other_room), "c").await);
    let list = |who: &str| {
        let who = who.to_owned();
        let bed = &bed;
        async move { bed.ask(Method::GET, "/api/v1/notices", Some(&who), Value::Null).await.json() }
    };
    let seen = list(&owner).await;
    let says: Vec<&str> = seen["items"].as_array().unwrap().iter().map(|it| it["says"].as_str().unwrap()).collect();
    assert_eq!(says, ["disk_filling of disk", "site_down of b", "site_down of a"], "its own, and of the house");
    assert_eq!(seen["unseen"], 3);
    let others = list(&viewer).await;
    assert_eq!(others["items"].as_array().unwrap().len(), 1, "the house is for owners: {others}");

    let see = |up_to: Value| bed.ask(Method::POST, "/api/v1/notices/seen", Some(&owner), json!({ "up_to": up_to }));
    assert_eq!(see(seen["items"][1]["id"].clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(list(&owner).await["unseen"], 1);
    assert_eq!(see(json!("1")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(list(&owner).await["unseen"], 1, "what was seen stays so");
    assert_eq!(see(json!(i64::MAX.to_string())).await.status, StatusCode::NO_CONTENT);
    assert_eq!(see(json!("no id")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(list(&owner).await["unseen"], 0);
    // Over, it may come again.
    let now = bed.clock.now();
    let over = bed.db.write(move |tx| Box::pin(async move { notice::over(tx, now, Kind::SiteDown, "a").await }));
    assert!(over.await.unwrap());
    assert!(raise(&bed, Kind::SiteDown, Some(&room), "a").await);
    assert_eq!(list(&owner).await["unseen"], 1, "nobody saw the future");
}

async fn what_happened_before_somebody_came_is_no_news_to_him(db: Db) {
    let bed = Bed::on(db);
    let (owner, room) = bed.somebody(Role::Owner).await;
    assert!(raise(&bed, Kind::SiteDown, Some(&room), "before").await);
    let invited = json!({ "email": "new@bakery.example", "role": "viewer" });
    let invited = bed.ask(Method::POST, "/api/v1/invitations", Some(&owner), invited).await.json();
    let path = invited["link"].as_str().unwrap().split_once("/invitation/").unwrap().1;
    let form = [("name", "New"), ("password", "two days of rest")];
    let new = bed.form(&format!("/invitation/{path}"), None, &form).await.cookie().unwrap();
    let notices = async || bed.ask(Method::GET, "/api/v1/notices", Some(&new), Value::Null).await.json();
    let listed = notices().await;
    assert_eq!((listed["items"].as_array().unwrap().len(), &listed["unseen"]), (1, &json!(0)), "{listed}");
    assert!(raise(&bed, Kind::SiteDown, Some(&room), "since").await);
    assert_eq!(notices().await["unseen"], 1);
}

async fn a_webhook_has_a_secret_that_is_told_once(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = |method: Method, path: &'static str, body: Value| {
        let path = format!("/api/v1/notice-settings{path}");
        let (bed, owner) = (&bed, owner.clone());
        async move { bed.ask(method, &path, Some(&owner), body).await }
    };
    let nobody = ask(Method::PUT, "/mail", json!({ "mail": true })).await;
    assert_eq!(nobody.code(), "email_missing");
    for address in ["", "bakery.example", "ftp://bakery.example/", "https://me:secret@bakery.example/"] {
        assert_eq!(ask(Method::PUT, "/webhook", json!({ "address": address })).await.code(), "address_invalid");
    }
    let set = ask(Method::PUT, "/webhook", json!({ "address": "http://10.0.0.1/notices" })).await;
    let secret = set.json()["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("whsec_"), "{secret}");
    let settings = ask(Method::GET, "", Value::Null).await;
    assert!(!String::from_utf8_lossy(&settings.body).contains(&secret));
    assert_eq!(settings.json()["webhook"]["address"], "http://10.0.0.1/notices");
    assert_eq!(settings.json()["kinds"].as_array().unwrap().len(), Kind::ALL.len());
    let tried = ask(Method::POST, "/webhook/test", Value::Null).await.json();
    assert_eq!(tried["delivered"], false);
    assert!(tried["says"].as_str().unwrap().contains("private network"), "{tried}");
    // What was tried is shown, and no more of the address than its host.
    let shown = ask(Method::GET, "", Value::Null).await.json();
    let last = &shown["webhook"]["tries"][0];
    assert_eq!((&last["event"], &last["fault"]), (&json!("test"), &tried["says"]));
    assert_eq!(shown["webhook"]["events"].as_array().unwrap().len(), Kind::ALL.len() - 1, "every notice");
    let chosen = json!(["delivery_live", "post_gone"]);
    assert_eq!(ask(Method::PUT, "/webhook/events", json!({ "events": chosen })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ask(Method::GET, "", Value::Null).await.json()["webhook"]["events"], chosen);
    assert_eq!(ask(Method::PUT, "/webhook/events", json!({ "events": ["rain"] })).await.code(), "event_unknown");
    let renewed = ask(Method::POST, "/webhook/secret", Value::Null).await.json()["secret"].clone();
    assert!(renewed.as_str().unwrap().starts_with("whsec_") && renewed != secret);
    assert_eq!(ask(Method::DELETE, "/webhook", Value::Null).await.status, StatusCode::NO_CONTENT);
    for (method, path) in [(Method::POST, "/webhook/test"), (Method::POST, "/webhook/secret")] {
        assert_eq!(ask(method, path, Value::Null).await.status, StatusCode::NOT_FOUND);
    }
    let nothing = ask(Method::PUT, "/webhook/events", json!({ "events": null })).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
}

async fn numbers_are_for_this_machine_or_for_the_token(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "bakery.example" })).await;
    bed.ask(Method::POST, "/hook/this-is-a-secret", None, Value::Null).await;
    let ask = |more: &[(&str, &str)]| {
        let mut request = Request::get("/metrics").header(header::HOST, "127.0.0.1:7979");
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        bed.send(request.body(Body::empty()).unwrap())
    };
    let here = ask(&[]).await;
    assert_eq!(here.status, StatusCode::OK);
    let text = String::from_utf8(here.body).unwrap();
    for line in [
        "tidings_request_seconds_count{route=\"/api/v1/sites\",method=\"POST\",status=\"2xx\"} 1",
        "tidings_request_seconds_count{route=\"/hook/{secret}\",method=\"POST\",status=\"4xx\"} 1",
        "tidings_jobs{kind=\"audit\",state=\"due\"} 1",
        "tidings_audits{state=\"waiting\"} 1",
        "# TYPE tidings_database_commits_total counter",
        "tidings_mails{state=\"sent\"} 0",
        "tidings_memory_bytes ",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("this-is-a-secret"));
    assert_eq!(ask(&[("x-forwarded-for", "203.0.113.7")]).await.status, StatusCode::NOT_FOUND, "through a proxy");
    assert_eq!(ask(&[("authorization", "Bearer guessed")]).await.status, StatusCode::NOT_FOUND);
    let shown = ask(&[("authorization", "Bearer a token for numbers"), ("x-forwarded-for", "203.0.113.7")]).await;
    assert_eq!(shown.status, StatusCode::OK);
}
