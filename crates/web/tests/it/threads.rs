//! Threads by the API: parts are kept, told, joined where there are none, and bounded.

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(parts_are_kept_and_joined_for_whoever_posts_by_hand);

async fn parts_are_kept_and_joined_for_whoever_posts_by_hand(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = async |method: Method, path: &str, body: Value| bed.ask(method, path, Some(&owner), body).await;
    let site = ask(Method::POST, "/api/v1/sites", json!({ "address": "https://bakery.example/" })).await.json();
    let posts = format!("/api/v1/sites/{}/posts", site["id"].as_str().unwrap());
    let place = json!({ "network": "reddit", "by_hand": true, "name": "r/bread" });
    let account = ask(Method::POST, "/api/v1/accounts", place).await.json();
    assert_eq!(account["threads"], false);
    let new = |parts: Value, version: &Value| {
        json!({
            "text": "Rye", "zone": "UTC", "accounts": [{ "account": account["id"] }], "parts": parts,
            "on_break": "take_back", "version": version,
        })
    };
    let parts = json!([{ "text": "Second" }, { "text": "Third" }]);
    let post = ask(Method::POST, &posts, new(parts, &json!(0))).await.json();
    assert_eq!((&post["on_break"], &post["parts"][1]["text"]), (&json!("take_back"), &json!("Third")), "{post}");
    assert_eq!(post["parts"][0]["deliveries"], json!([]), "by hand they are one");
    assert_eq!(post["deliveries"][0]["copy"], "Rye\n\nSecond\n\nThird");
    let one = format!("{posts}/{}", post["id"].as_str().unwrap());
    let drafts = ask(Method::GET, &format!("{posts}?drafts=true"), Value::Null).await.json();
    assert_eq!(drafts["items"].as_array().unwrap().len(), 1, "parts stand with their post: {drafts}");
    let less = ask(Method::PUT, &one, new(json!([{ "text": "Only" }]), &post["version"])).await.json();
    assert_eq!(less["parts"].as_array().unwrap().len(), 1, "{less}");
    let versions = ask(Method::GET, &format!("{one}/versions"), Value::Null).await.json();
    let says = |at: usize| versions["items"][0]["changes"][at]["says"].clone();
    assert_eq!(
        (says(0), says(1)),
        (json!("Part 2 of the thread was changed"), json!("Part 3 of the thread was taken away"))
    );
    let many: Vec<Value> = (0..25).map(|_| json!({ "text": "x" })).collect();
    let refused = ask(Method::PUT, &one, new(json!(many), &less["version"])).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::UNPROCESSABLE_ENTITY, "parts_too_many".to_owned()));
    let gone = ask(Method::DELETE, &one, Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
}
