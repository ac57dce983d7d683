//! What a workspace owns: its logo, its bin, and all of it as one document.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use people::Role;
use serde_json::{Value, json};
use store::{Db, sql};

use crate::bed::{Answer, Bed};

on_both!(
    a_logo_is_a_picture_that_is_not_too_heavy,
    a_site_in_the_bin_is_gone_for_good_when_somebody_says_so,
    the_bin_is_emptied_after_thirty_days,
    a_workspace_is_taken_along_as_one_document_without_secrets
);

const NONE: StatusCode = StatusCode::NO_CONTENT;

/// The smallest PNG there is.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6,
    0, 0, 0, 0x1F, 0x15, 0xC4, 0x89,
];

async fn put_logo(bed: &Bed, cookie: &str, bytes: Vec<u8>) -> Answer {
    let request = Request::put("/api/v1/workspace/logo")
        .header(header::HOST, "127.0.0.1:7979")
        .header("x-tidings", "console")
        .header(header::CONTENT_TYPE, "image/png")
        .header(header::COOKIE, bed.sent(cookie));
    bed.send(request.body(Body::from(bytes)).unwrap()).await
}

async fn a_logo_is_a_picture_that_is_not_too_heavy(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let get = async || bed.ask(Method::GET, "/api/v1/workspace/logo", Some(&owner), Value::Null).await;
    assert_eq!(get().await.status, StatusCode::NOT_FOUND);
    let heavy = [PNG, &*vec![0; 256 * 1024]].concat();
    for bytes in [heavy, Vec::new(), b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), b"<html>".to_vec()] {
        let refused = put_logo(&bed, &owner, bytes).await;
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "logo_unusable"));
    }
    let endless = put_logo(&bed, &owner, vec![0; 2 << 20]).await;
    assert_eq!((endless.status, endless.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    assert_eq!(put_logo(&bed, &owner, PNG.to_vec()).await.status, NONE);
    let logo = get().await;
    assert_eq!((logo.status, &logo.body[..]), (StatusCode::OK, PNG));
    assert_eq!(logo.headers[header::CONTENT_TYPE], "image/png");
    assert_eq!(logo.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(logo.headers[header::CONTENT_SECURITY_POLICY], "default-src 'none'; sandbox");
    assert_eq!(bed.ask(Method::DELETE, "/api/v1/workspace/logo", Some(&owner), Value::Null).await.status, NONE);
    assert_eq!(get().await.status, StatusCode::NOT_FOUND);
}

async fn site_in_bin(bed: &Bed, owner: &str) -> (String, String) {
    let site = bed.ask(Method::POST, "/api/v1/sites", Some(owner), json!({ "address": "bakery.example" })).await.json();
    let (site, audit) = (site["id"].as_str().unwrap().to_owned(), site["audit"]["id"].as_str().unwrap().to_owned());
    let link = json!({ "name": "Ada", "days": 7 });
    bed.ask(Method::POST, &format!("/api/v1/sites/{site}/client-links"), Some(owner), link).await;
    bed.ask(Method::POST, &format!("/api/v1/audits/{audit}/stop"), Some(owner), Value::Null).await;
    bed.ask(Method::DELETE, &format!("/api/v1/sites/{site}"), Some(owner), Value::Null).await;
    (site, audit)
}

/// How many rows each table has that should be empty.
async fn rows(bed: &Bed) -> (i64, i64, i64) {
    sql!("for_tests/rows").fetch_one(&bed.db).await.unwrap()
}

async fn a_site_in_the_bin_is_gone_for_good_when_somebody_says_so(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let (site, audit) = site_in_bin(&bed, &owner).await;
    let bin = bed.ask(Method::GET, "/api/v1/bin", Some(&owner), Value::Null).await.json();
    assert_eq!((&bin["items"][0]["id"], &bin["items"][0]["gone"]), (&json!(site), &json!("2026-12-25T08:00:00Z")));
    let delete = format!("/api/v1/bin/{site}");
    assert_eq!(bed.ask(Method::DELETE, &delete, Some(&owner), Value::Null).await.status, NONE);
    assert_eq!(bed.ask(Method::DELETE, &delete, Some(&owner), Value::Null).await.status, StatusCode::NOT_FOUND);
    let restore = format!("/api/v1/sites/{site}/restore");
    assert_eq!(bed.ask(Method::POST, &restore, Some(&owner), Value::Null).await.status, StatusCode::NOT_FOUND);
    assert_eq!(rows(&bed).await, (0, 0, 0));
    // The folder goes with a job.
    let now = domain::Clock::now(&*bed.clock);
    let lease = std::time::Duration::from_mins(1).try_into().unwrap();
    let claim = store::queue::claim(&bed.db, &[optimize::kept::CLEAR], now, lease).await.unwrap().unwrap();
    assert_eq!(claim.payload, json!([audit]));
    // One that is not in the bin is not deleted.
    let site =
        bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "bakery.example" })).await.json();
    let delete = format!("/api/v1/bin/{}", site["id"].as_str().unwrap());
    assert_eq!(bed.ask(Method::DELETE, &delete, Some(&owner), Value::Null).await.status, StatusCode::NOT_FOUND);
}

async fn the_bin_is_emptied_after_thirty_days(db: Db) {
    let bed = Bed::on(db);
    let (owner, workspace) = bed.somebody(Role::Owner).await;
    let viewer = bed.member(&workspace, Role::Viewer).await;
    site_in_bin(&bed, &owner).await;
    let site = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "other.example" })).await.json();
    assert!(site["id"].is_string(), "{site}");
    put_logo(&bed, &owner, PNG.to_vec()).await;
    let invited = json!({ "email": "new@bakery.example", "role": "viewer" });
    bed.ask(Method::POST, "/api/v1/invitations", Some(&owner), invited).await;
    bed.ask(Method::POST, "/api/v1/tokens", Some(&viewer.cookie), json!({ "name": "CI", "scope": "look" })).await;
    let removed = json!({ "name": "A workspace" });
    assert_eq!(bed.ask(Method::DELETE, "/api/v1/workspace", Some(&owner), removed).await.status, NONE);
    let empty = async || optimize::kept::empty_bin(&bed.db, domain::Clock::now(&*bed.clock)).await.unwrap();
    bed.later(Duration::from_hours(30 * 24 - 1));
    assert_eq!(empty().await, (0, 0));
    bed.later(Duration::from_hours(1));
    assert_eq!(empty().await, (1, 1));
    assert_eq!(rows(&bed).await, (0, 0, 0));
    // The owner has his empty one by now; whoever only belonged there is gone.
    let persons: i64 = sql!("for_tests/persons").fetch_one(&bed.db).await.unwrap();
    assert_eq!(persons, 1);
    people::bin::forget_what_ran_out(&bed.db, domain::Clock::now(&*bed.clock)).await.unwrap();
}

async fn a_workspace_is_taken_along_as_one_document_without_secrets(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    bed.sets_password(&owner, "jo@bakery.example").await;
    let (site, _) = site_in_bin(&bed, &owner).await;
    let token = json!({ "name": "CI", "scope": "look" });
    let token = bed.ask(Method::POST, "/api/v1/tokens", Some(&owner), token).await.json();
    // More deeds than are read at a time.
    for n in 0..520 {
        let name = json!({ "name": format!("Bakery {n}") });
        bed.ask(Method::PUT, "/api/v1/workspace", Some(&owner), name).await;
    }
    let other = bed.somebody(Role::Owner).await.0;
    bed.ask(Method::POST, "/api/v1/sites", Some(&other), json!({ "address": "other.example" })).await;
    let answer = bed.ask(Method::GET, "/api/v1/workspace/export", Some(&owner), Value::Null).await;
    assert_eq!(answer.status, StatusCode::OK);
    let name = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"tidings-bakery-519.json\"");
    let all = answer.json();
    assert_eq!(
        (&all["workspace"]["name"], &all["people"][0]["email"]),
        (&json!("Bakery 519"), &json!("jo@bakery.example"))
    );
    assert_eq!((&all["sites"][0]["id"], all["sites"].as_array().unwrap().len()), (&json!(site), 1));
    assert_eq!((all["audits"].as_array().unwrap().len(), &all["audits"][0]["site"]), (1, &json!(site)));
    assert_eq!((&all["tokens"][0]["name"], &all["notices"]), (&json!("CI"), &json!([])));
    let deeds = all["deeds"].as_array().unwrap();
    assert_eq!(deeds.len(), 520 + 5, "{}", deeds.len());
    let text = answer.text();
    for secret in [token["secret"].as_str().unwrap(), "argon2", &owner, "other.example"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
