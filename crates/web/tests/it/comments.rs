//! First comments by the API: kept, counted, tried, told of each account, and a change that needs another yes.

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(a_first_comment_is_kept_told_and_left_out_where_nobody_comments);

async fn a_first_comment_is_kept_told_and_left_out_where_nobody_comments(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = async |method: Method, path: &str, body: Value| bed.ask(method, path, Some(&owner), body).await;
    let site = ask(Method::POST, "/api/v1/sites", json!({ "address": "https://bakery.example/" })).await.json();
    let posts = format!("/api/v1/sites/{}/posts", site["id"].as_str().unwrap());
    let place = json!({ "network": "reddit", "by_hand": true, "name": "r/bread" });
    let account = ask(Method::POST, "/api/v1/accounts", place).await.json();
    assert_eq!(account["comments"], false);
    let new = |comment: Value, version: &Value| {
        json!({
            "text": "Rye", "zone": "UTC", "accounts": [{ "account": account["id"] }], "first_comment": comment,
            "version": version,
        })
    };
    let post = ask(Method::POST, &posts, new(json!("Warm until six"), &json!(0))).await.json();
    assert_eq!(post["first_comment"], json!({ "text": "Warm until six", "deliveries": [] }), "{post}");
    assert_eq!(post["deliveries"][0]["copy"], "Rye", "by hand it is left out");
    let one = format!("{posts}/{}", post["id"].as_str().unwrap());
    let tried = ask(Method::POST, &format!("{one}/dry-run"), json!({ "version": post["version"] })).await.json();
    assert_eq!(tried["deliveries"][0]["first_comment"], Value::Null, "{tried}");
    let other = ask(Method::PUT, &one, new(json!("Warm until seven"), &post["version"])).await.json();
    let none = ask(Method::PUT, &one, new(Value::Null, &other["version"])).await.json();
    assert_eq!(none["first_comment"], Value::Null);
    let versions = ask(Method::GET, &format!("{one}/versions"), Value::Null).await.json();
    let says = |at: usize| versions["items"][at]["changes"][0]["says"].clone();
    assert_eq!(
        (says(0), says(1)),
        (json!("The first comment was taken away"), json!("The first comment was changed")),
        "{versions}"
    );
    let long = ask(Method::PUT, &one, new(json!("x".repeat(100_001)), &none["version"])).await;
    assert_eq!((long.status, long.code()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned()));
}
