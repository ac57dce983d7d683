//! Networks that are kept: what was posted is there again.

use sandbox::social::Network::{Bluesky, Mastodon};
use sandbox::social::{BLUESKY_PASSWORD, Social};
use serde_json::json;

use crate::ask::{delete, get, post};

const TOKEN: &str = "sandbox-shop";

#[tokio::test]
async fn what_was_posted_is_there_again_with_its_ids_and_tokens() {
    let kept = std::env::temp_dir().join(format!("tidings-kept-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&kept);
    let running = Social::new().kept_in(&kept).start().await.unwrap();
    let send =
        |text: &str| post(&running, Mastodon, "/api/v1/statuses?x=%26").bearer(TOKEN).form(&format!("status={text}"));
    let (first, second) = (send("Rye").says(200).await, send("Spelt").says(200).await);
    let gone = format!("/api/v1/statuses/{}", second["id"].as_str().unwrap());
    delete(&running, Mastodon, &gone).bearer(TOKEN).says(200).await;
    let session = post(&running, Bluesky, "/xrpc/com.atproto.server.createSession")
        .json(&json!({ "identifier": "shop.test", "password": BLUESKY_PASSWORD }))
        .says(200)
        .await;
    let posts = running.posts(Mastodon);
    drop(running);
    // Half a line of one that was killed.
    let text = std::fs::read_to_string(&kept).unwrap() + "\n{\"at\":";
    std::fs::write(&kept, text).unwrap();

    let again = Social::new().kept_in(&kept).start().await.unwrap();
    assert_eq!(again.posts(Mastodon), posts);
    assert_eq!(posts.len(), 1);
    let whose = get(&again, Bluesky, "/xrpc/com.atproto.server.getSession");
    assert_eq!(whose.bearer(session["accessJwt"].as_str().unwrap()).says(200).await["handle"], "shop.test");
    // What comes behind it is kept too.
    post(&again, Mastodon, "/api/v1/statuses").bearer(TOKEN).form("status=Oats").says(200).await;
    let last = again.posts(Mastodon);
    assert!(last[1].id != first["id"].as_str().unwrap() && last[1].id != second["id"].as_str().unwrap());
    drop(again);
    let third = Social::new().kept_in(&kept).start().await.unwrap();
    assert_eq!(third.posts(Mastodon), last);
    std::fs::remove_file(&kept).unwrap();
}
