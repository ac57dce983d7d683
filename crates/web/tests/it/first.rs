//! The first person: in by the printed link, out and in again by password.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::Clock;
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(
    the_printed_link_lets_in_once,
    a_password_lets_in_again_and_wrong_ones_wait,
    requests_of_other_sites_and_names_are_refused,
    only_whoever_set_it_up_says_that_it_goes_on
);

async fn link(bed: &Bed) -> String {
    let secret = people::first::link(&bed.db, &bed.random, bed.clock.now()).await.unwrap().unwrap();
    format!("/first/{secret}")
}

async fn the_printed_link_lets_in_once(db: Db) {
    let bed = Bed::on(db);
    let old = link(&bed).await;
    let path = link(&bed).await;
    assert_eq!(bed.ask(Method::GET, &old, None, Value::Null).await.status, StatusCode::GONE, "a newer one was printed");
    let first = bed.ask(Method::GET, &path, None, Value::Null).await;
    assert_eq!((first.status, first.headers[header::LOCATION].to_str().unwrap()), (StatusCode::SEE_OTHER, "/"));
    let line = first.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(line.starts_with("tidings-7979=") && line.contains("HttpOnly") && line.contains("SameSite=Lax"), "{line}");
    let cookie = first.cookie().unwrap();
    let me = bed.ask(Method::GET, "/api/v1/me", Some(&cookie), Value::Null).await.json();
    assert_eq!((&me["workspace"]["role"], &me["person"]["has_password"]), (&json!("owner"), &json!(false)));
    assert_eq!(bed.ask(Method::GET, &path, None, Value::Null).await.status, StatusCode::GONE);
    let late = link(&bed).await;
    bed.clock.set(bed.clock.now() + Duration::from_hours(2));
    assert_eq!(bed.ask(Method::GET, &late, None, Value::Null).await.status, StatusCode::GONE, "it has run out");
    let forged = bed.ask(Method::GET, "/api/v1/me", Some("0000000000000000000000000000"), Value::Null).await;
    assert_eq!(forged.code(), "not_signed_in");
}

async fn a_password_lets_in_again_and_wrong_ones_wait(db: Db) {
    let bed = Bed::on(db);
    let cookie = bed.ask(Method::GET, &link(&bed).await, None, Value::Null).await.cookie().unwrap();
    let set = |body: Value| bed.ask(Method::PUT, "/api/v1/me/password", Some(&cookie), body);
    assert_eq!(set(json!({ "email": "you@bakery.example", "password": "short" })).await.code(), "password_short");
    assert_eq!(set(json!({ "email": "you", "password": "two days of rest" })).await.code(), "email_invalid");
    let email = "You@Bakery.example";
    let done = set(json!({ "email": email, "password": "two days of rest" })).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{done:?}");
    assert!(people::first::link(&bed.db, &bed.random, bed.clock.now()).await.unwrap().is_none());
    let wrong = set(json!({ "email": email, "password": "three days of rest", "current": "guessed wrongly" })).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::FORBIDDEN, "password_wrong"));

    bed.ask(Method::POST, "/api/v1/sign-out", Some(&cookie), Value::Null).await;
    assert_eq!(bed.ask(Method::GET, "/api/v1/me", Some(&cookie), Value::Null).await.code(), "not_signed_in");
    let sign_in = |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        bed.ask(Method::POST, "/api/v1/sign-in", None, body)
    };
    let again = sign_in("you@bakery.example", "two days of rest").await;
    assert_eq!(again.status, StatusCode::NO_CONTENT, "{again:?}");
    assert!(again.cookie().is_some());
    for _ in 0..6 {
        assert_eq!(sign_in("you@bakery.example", "guessed wrongly").await.code(), "sign_in_wrong");
        bed.clock.set(bed.clock.now() + Duration::from_secs(1));
    }
    let waits = sign_in("you@bakery.example", "two days of rest").await;
    assert_eq!((waits.status, waits.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too_many_tries"));
    assert!(waits.headers.contains_key(header::RETRY_AFTER));
    bed.clock.set(bed.clock.now() + Duration::from_mins(15));
    assert_eq!(sign_in("you@bakery.example", "two days of rest").await.status, StatusCode::NO_CONTENT);
}

async fn requests_of_other_sites_and_names_are_refused(db: Db) {
    let bed = Bed::on(db);
    let cookie = bed.ask(Method::GET, &link(&bed).await, None, Value::Null).await.cookie().unwrap();
    let ask = |host: &str, more: &[(&str, &str)]| {
        let mut request = Request::post("/api/v1/sites")
            .header(header::HOST, host)
            .header(header::COOKIE, bed.sent(&cookie))
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        bed.send(request.body(Body::from(r#"{"address":"bakery.example"}"#)).unwrap())
    };
    assert_eq!(ask("127.0.0.1:7979", &[]).await.code(), "cross_site", "a form of another site");
    let other = ask("127.0.0.1:7979", &[("x-tidings", "console"), ("sec-fetch-site", "cross-site")]).await;
    assert_eq!(other.code(), "cross_site");
    let rebound = ask("evil.example", &[("x-tidings", "console")]).await;
    assert_eq!((rebound.status, rebound.code().as_str()), (StatusCode::MISDIRECTED_REQUEST, "unknown_host"));
    assert_eq!(ask("localhost:7979", &[("x-tidings", "console")]).await.status, StatusCode::CREATED);
}

async fn only_whoever_set_it_up_says_that_it_goes_on(db: Db) {
    let bed = Bed::on(db);
    let came = bed.ask(Method::GET, &link(&bed).await, None, Value::Null).await;
    let operator = came.cookie().unwrap();
    bed.clock.set(bed.clock.now() + Duration::from_secs(1));
    let clock = bed.clock.now();
    people::service::enter(&bed.db, &bed.random, clock, "here", None).await.unwrap();
    people::service::enter(&bed.db, &bed.random, clock, "elsewhere", None).await.unwrap();
    let paused = async || people::service::is_paused(&bed.db).await.unwrap();
    assert!(paused().await);
    // An owner too, of a workspace of his own, but not of the machine.
    let other = json!({ "name": "Another room" });
    let invited = json!({ "email": "other@bakery.example", "role": "owner" });
    bed.ask(Method::POST, "/api/v1/workspaces", Some(&operator), other).await;
    let invited = bed.ask(Method::POST, "/api/v1/invitations", Some(&operator), invited).await.json();
    let path = invited["link"].as_str().unwrap().split_once("/invitation/").unwrap().1;
    let form = "name=Other&password=two+days+of+rest";
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/invitation/{path}"))
        .header(header::HOST, "127.0.0.1:7979")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let owner = bed.send(request.body(Body::from(form)).unwrap()).await.cookie().unwrap();
    let refused = bed.ask(Method::POST, "/api/v1/server/resume", Some(&owner), Value::Null).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "not_allowed"));
    assert!(paused().await);
    let resumed = bed.ask(Method::POST, "/api/v1/server/resume", Some(&operator), Value::Null).await;
    assert_eq!(resumed.status, StatusCode::NO_CONTENT);
    assert!(!paused().await);
}
