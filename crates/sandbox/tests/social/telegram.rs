//! Telegram as the Bot API is documented.

use sandbox::social::Network::Telegram;
use sandbox::social::{Fault, Running, Social, Until};
use serde_json::{Value, json};

use crate::ask::{Ask, PNG, get, post};

fn call(running: &Running, method: &str, input: &Value) -> Ask {
    post(running, Telegram, &format!("/bot1:sandbox-shop/{method}")).json(input)
}

#[tokio::test]
async fn a_bot_says_a_message_as_often_as_it_is_told() {
    let running = Social::new().start().await.unwrap();
    let me = get(&running, Telegram, "/bot1:sandbox-shop/getMe").says(200).await;
    assert_eq!((&me["ok"], &me["result"]["username"]), (&json!(true), &json!("shop_bot")));
    let input = json!({ "chat_id": "@shop", "text": "See <a href=\"https://shop.example/?e=k3v9xq\">this</a> &amp; that", "parse_mode": "HTML" });
    let first = call(&running, "sendMessage", &input).says(200).await;
    let second = call(&running, "sendMessage", &input).says(200).await;
    assert_ne!(first["result"]["message_id"], second["result"]["message_id"]);
    let posts = running.posts(Telegram);
    assert_eq!((posts.len(), posts[0].text.as_str()), (2, "See this & that"));
    assert_eq!(posts[0].links, ["https://shop.example/?e=k3v9xq"]);
    let id = first["result"]["message_id"].clone();
    let edit =
        |text: &str| call(&running, "editMessageText", &json!({ "chat_id": "@shop", "message_id": id, "text": text }));
    edit("Mended").says(200).await;
    assert!(edit("Mended").says(400).await["description"].as_str().unwrap().contains("message is not modified"));
    let gone = json!({ "chat_id": "@shop", "message_id": id });
    assert_eq!(call(&running, "deleteMessage", &gone).says(200).await["result"], true);
    call(&running, "deleteMessage", &gone).says(400).await;
    assert_eq!((running.count(Telegram), running.published(Telegram)), (1, 2));
    assert_eq!(running.complaints(Telegram), [""; 0]);
}

#[tokio::test]
async fn texts_are_counted_in_units_of_utf_16() {
    let running = Social::new().start().await.unwrap();
    let say = |text: &str| call(&running, "sendMessage", &json!({ "chat_id": "@shop", "text": text }));
    say(&"👍".repeat(2048)).says(200).await;
    let long = say(&"👍".repeat(2049)).says(400).await;
    assert_eq!(long["description"], "Bad Request: message is too long");
    assert_eq!(say("").says(400).await["description"], "Bad Request: message text is empty");
    let nowhere = call(&running, "sendMessage", &json!({ "chat_id": "shop", "text": "a" })).says(400).await;
    assert_eq!(nowhere["description"], "Bad Request: chat not found");
    post(&running, Telegram, "/bot7/sendMessage").json(&json!({})).says(401).await;
}

#[tokio::test]
async fn a_picture_has_a_caption_and_a_limit_tells_its_seconds() {
    let running = Social::new().start().await.unwrap();
    let send = |caption: &str| {
        let fields = [("chat_id", "@shop"), ("caption", caption)];
        post(&running, Telegram, "/bot1:sandbox-shop/sendPhoto").file("photo", "a.png", "image/png", PNG, &fields)
    };
    send("Door").says(200).await;
    assert_eq!(running.posts(Telegram)[0].media[0].bytes, PNG.len());
    send(&"a".repeat(1025)).says(400).await;
    running.fault(Telegram, Fault::Limited(Until::Seconds(30)));
    let heard = send("Door").heard().await.unwrap();
    assert_eq!((heard.status, heard.json()["parameters"]["retry_after"].clone()), (429, json!(30)));
    running.fault(Telegram, Fault::Revoked);
    send("Door").says(401).await;
}
