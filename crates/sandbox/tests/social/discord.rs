//! Discord's webhooks as they are documented.

use sandbox::social::Network::Discord;
use sandbox::social::{Fault, Running, Social, Until};
use serde_json::{Value, json};

use crate::ask::{Ask, PNG, delete, get, post};

const HOOK: &str = "/api/v10/webhooks/123/sandbox-shop";

fn say(running: &Running, input: &Value) -> Ask {
    post(running, Discord, &format!("{HOOK}?wait=true")).json(input)
}

#[tokio::test]
async fn a_webhook_says_a_message_as_often_as_it_is_told_and_finds_it_by_its_number() {
    let running = Social::new().start().await.unwrap();
    let hook = get(&running, Discord, "/api/webhooks/123/sandbox-shop").says(200).await;
    assert_eq!((&hook["id"], &hook["name"]), (&json!("123"), &json!("shop")));
    let input = json!({ "content": "See https://shop.example/?e=k3v9xq", "allowed_mentions": { "parse": [] } });
    let first = say(&running, &input).says(200).await;
    let second = say(&running, &input).says(200).await;
    assert_ne!(first["id"], second["id"]);
    // Without being asked to wait it says nothing of what it kept.
    let silent = post(&running, Discord, HOOK).json(&input).heard().await.unwrap();
    assert_eq!((silent.status, silent.body.len()), (204, 0));
    let posts = running.posts(Discord);
    assert_eq!((posts.len(), &*posts[0].links[0]), (3, "https://shop.example/?e=k3v9xq"));
    let message = format!("{HOOK}/messages/{}", first["id"].as_str().unwrap());
    assert_eq!(get(&running, Discord, &message).says(200).await["channel_id"], hook["channel_id"]);
    assert_eq!(delete(&running, Discord, &message).heard().await.unwrap().status, 204);
    assert_eq!(get(&running, Discord, &message).says(404).await["code"], 10008);
    assert_eq!((running.count(Discord), running.published(Discord)), (2, 3));
    assert_eq!(running.complaints(Discord), [""; 0]);
}

#[tokio::test]
async fn what_is_empty_too_long_or_from_nobody_is_refused_and_calls_are_complained_of() {
    let running = Social::new().start().await.unwrap();
    assert_eq!(say(&running, &json!({ "content": " " })).says(400).await["code"], 50006);
    say(&running, &json!({ "content": "👍".repeat(2000) })).says(200).await;
    let long = say(&running, &json!({ "content": "👍".repeat(2001) })).says(400).await;
    assert_eq!(long["errors"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    let stranger = post(&running, Discord, "/api/v10/webhooks/123/other").json(&json!({ "content": "a" }));
    assert_eq!(stranger.says(401).await["code"], 50027);
    say(&running, &json!({ "content": "@everyone", "nonce": "7" })).says(200).await;
    let complaints = running.complaints(Discord);
    assert_eq!(complaints.len(), 2, "{complaints:?}");
}

#[tokio::test]
async fn a_picture_is_described_and_a_limit_tells_its_seconds() {
    let running = Social::new().start().await.unwrap();
    let payload = json!({ "content": "Door", "attachments": [{ "id": 0, "description": "A red door" }] }).to_string();
    let fields = [("payload_json", &*payload)];
    let send =
        || post(&running, Discord, &format!("{HOOK}?wait=true")).file("files[0]", "a.png", "image/png", PNG, &fields);
    send().says(200).await;
    let media = running.posts(Discord).remove(0).media.remove(0);
    assert_eq!((media.bytes, media.alt.as_deref()), (PNG.len(), Some("A red door")));
    running.fault(Discord, Fault::Limited(Until::Headers(30)));
    let heard = send().heard().await.unwrap();
    assert_eq!((heard.status, heard.json()["retry_after"].clone()), (429, json!(30)));
    assert!(heard.header("x-ratelimit-reset").is_some());
    running.fault(Discord, Fault::Revoked);
    assert_eq!(send().says(404).await["code"], 10015);
}
