//! Bluesky as a PDS behaves.

use sandbox::social::Network::Bluesky;
use sandbox::social::{BLUESKY_PASSWORD, Running, Social};
use serde_json::{Value, json};

use crate::ask::{PNG, clock, get, pass, post};

const KEY: &str = "3mabcdefghij2";

struct Signed {
    did: String,
    access: String,
    refresh: String,
}

async fn signed_in(running: &Running) -> Signed {
    let input = json!({ "identifier": "shop.test", "password": BLUESKY_PASSWORD });
    let said = post(running, Bluesky, "/xrpc/com.atproto.server.createSession").json(&input).says(200).await;
    let text = |name: &str| said[name].as_str().unwrap().to_owned();
    assert_eq!(said["handle"], "shop.test");
    assert!(text("did").starts_with("did:plc:"));
    Signed { did: text("did"), access: text("accessJwt"), refresh: text("refreshJwt") }
}

fn record(text: &str) -> Value {
    json!({ "$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-26T09:00:00.000Z", "langs": ["en"] })
}

fn write(running: &Running, how: &str, who: &Signed, key: &str, record: &Value) -> crate::ask::Ask {
    let input = json!({ "repo": who.did, "collection": "app.bsky.feed.post", "rkey": key, "record": record });
    post(running, Bluesky, &format!("/xrpc/com.atproto.repo.{how}")).bearer(&who.access).json(&input)
}

#[tokio::test]
async fn the_same_record_put_twice_is_one_commit_and_another_one_replaces_it() {
    let running = Social::new().start().await.unwrap();
    let who = signed_in(&running).await;
    let first =
        write(&running, "putRecord", &who, KEY, &record("Hello https://shop.example/?e=k3v9xq")).says(200).await;
    let again =
        write(&running, "putRecord", &who, KEY, &record("Hello https://shop.example/?e=k3v9xq")).says(200).await;
    assert_eq!((&first["uri"], &first["cid"]), (&again["uri"], &again["cid"]));
    assert!(first["commit"].is_object() && again.get("commit").is_none());
    let posts = running.posts(Bluesky);
    assert_eq!((posts.len(), posts[0].by.as_str()), (1, "shop.test"));
    assert_eq!(posts[0].links, ["https://shop.example/?e=k3v9xq"]);
    let other = write(&running, "putRecord", &who, KEY, &record("Other")).says(200).await;
    assert_ne!(first["cid"], other["cid"]);
    assert_eq!((running.count(Bluesky), running.published(Bluesky)), (1, 1));
    assert_eq!(running.posts(Bluesky)[0].text, "Other");
    assert_eq!(running.complaints(Bluesky), [""; 0]);
}

#[tokio::test]
async fn a_record_created_under_a_key_that_exists_is_an_error_500_and_no_second_post() {
    let running = Social::new().start().await.unwrap();
    let who = signed_in(&running).await;
    write(&running, "createRecord", &who, KEY, &record("Hello")).says(200).await;
    let said = write(&running, "createRecord", &who, KEY, &record("Hello")).says(500).await;
    assert_eq!(said["error"], "InternalServerError");
    assert_eq!(running.count(Bluesky), 1);
}

#[tokio::test]
async fn records_are_read_back_listed_and_deleted() {
    let running = Social::new().start().await.unwrap();
    let who = signed_in(&running).await;
    for key in ["3maaaaaaaaaa2", "3mbaaaaaaaaa2", "3mcaaaaaaaaa2"] {
        write(&running, "putRecord", &who, key, &record(key)).says(200).await;
    }
    let one =
        |key: &str| format!("/xrpc/com.atproto.repo.getRecord?repo=shop.test&collection=app.bsky.feed.post&rkey={key}");
    let said = get(&running, Bluesky, &one("3mbaaaaaaaaa2")).says(200).await;
    assert_eq!(said["value"]["text"], "3mbaaaaaaaaa2");
    let list = format!("/xrpc/com.atproto.repo.listRecords?repo={}&collection=app.bsky.feed.post&limit=2", who.did);
    let said = get(&running, Bluesky, &list).says(200).await;
    assert_eq!(said["records"][0]["value"]["text"], "3mcaaaaaaaaa2");
    let more = format!("{list}&cursor={}", said["cursor"].as_str().unwrap());
    let said = get(&running, Bluesky, &more).says(200).await;
    assert_eq!(said["records"].as_array().unwrap().len(), 1);
    let said = get(&running, Bluesky, &format!("{list}&reverse=true")).says(200).await;
    assert_eq!(said["records"][0]["value"]["text"], "3maaaaaaaaaa2");
    let input = json!({ "repo": who.did, "collection": "app.bsky.feed.post", "rkey": "3mbaaaaaaaaa2" });
    let gone = || post(&running, Bluesky, "/xrpc/com.atproto.repo.deleteRecord").bearer(&who.access).json(&input);
    assert!(gone().says(200).await["commit"].is_object());
    assert!(gone().says(200).await.get("commit").is_none());
    let said = get(&running, Bluesky, &one("3mbaaaaaaaaa2")).says(400).await;
    assert_eq!(said["error"], "RecordNotFound");
    assert_eq!((running.count(Bluesky), running.published(Bluesky)), (2, 3));
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_so_are_tokens_that_grew_old() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).start().await.unwrap();
    let input = json!({ "identifier": "shop.test", "password": "wrong" });
    let said = post(&running, Bluesky, "/xrpc/com.atproto.server.createSession").json(&input).says(401).await;
    assert_eq!(said["error"], "AuthenticationRequired");
    let mut who = signed_in(&running).await;
    let session = |token: &str| get(&running, Bluesky, "/xrpc/com.atproto.server.getSession").bearer(token);
    let refresh = |token: &str| post(&running, Bluesky, "/xrpc/com.atproto.server.refreshSession").bearer(token);
    assert_eq!(session(&who.access).says(200).await["did"], who.did.as_str());
    assert_eq!(session(&who.refresh).says(400).await["error"], "InvalidToken");
    pass(&clock, 121);
    assert_eq!(session(&who.access).says(400).await["error"], "ExpiredToken");
    let first = refresh(&who.refresh).says(200).await;
    let again = refresh(&who.refresh).says(200).await;
    // Within two hours a lost answer costs nothing: the old token leads to the same new one.
    assert_eq!(first["refreshJwt"], again["refreshJwt"]);
    pass(&clock, 121);
    assert_eq!(refresh(&who.refresh).says(400).await["error"], "ExpiredToken");
    who.refresh = first["refreshJwt"].as_str().unwrap().to_owned();
    refresh(&who.refresh).says(200).await;
}

#[tokio::test]
async fn a_post_carries_a_card_with_an_uploaded_picture_and_links_by_bytes() {
    let running = Social::new().start().await.unwrap();
    let who = signed_in(&running).await;
    let upload = |bytes: Vec<u8>| {
        post(&running, Bluesky, "/xrpc/com.atproto.repo.uploadBlob").bearer(&who.access).body("image/png", bytes)
    };
    let blob = upload(PNG.to_vec()).says(200).await["blob"].clone();
    assert_eq!(
        (&blob["$type"], &blob["mimeType"], &blob["size"]),
        (&json!("blob"), &json!("image/png"), &json!(PNG.len()))
    );
    let mut told = record("Grüße 👋 shop.example/sale");
    let external = json!({ "uri": "https://shop.example/sale?e=k3v9xq", "title": "Sale", "description": "All of it", "thumb": blob });
    told["embed"] = json!({ "$type": "app.bsky.embed.external", "external": external });
    let start = "Grüße 👋 ".len();
    let link = json!({ "$type": "app.bsky.richtext.facet#link", "uri": "https://shop.example/sale?e=k3v9xq" });
    let facet =
        |start: usize, end: usize| json!([{ "index": { "byteStart": start, "byteEnd": end }, "features": [link] }]);
    told["facets"] = facet(start, start + "shop.example/sale".len());
    write(&running, "putRecord", &who, KEY, &told).says(200).await;
    let posted = running.posts(Bluesky).remove(0);
    let card = posted.card.unwrap();
    assert_eq!((card.title.as_str(), posted.links.len()), ("Sale", 1));
    assert_eq!(card.picture.unwrap().len(), 64);
    let bytes =
        format!("/xrpc/com.atproto.sync.getBlob?did={}&cid={}", who.did, blob["ref"]["$link"].as_str().unwrap());
    assert_eq!(get(&running, Bluesky, &bytes).heard().await.unwrap().body, PNG);

    for (start, end) in [(3, 4), (0, 400), (4, 4)] {
        told["facets"] = facet(start, end);
        write(&running, "putRecord", &who, "3maaaaaaaaaa2", &told).says(400).await;
    }
    told["facets"] = json!([]);
    let mut stranger = told.clone();
    stranger["embed"]["external"]["thumb"]["ref"]["$link"] = json!("bafkreistranger");
    let said = write(&running, "putRecord", &who, "3maaaaaaaaaa2", &stranger).says(400).await;
    assert_eq!(said["error"], "BlobNotFound");
    stranger["embed"]["external"] = json!({ "uri": "https://shop.example/", "title": "Sale" });
    write(&running, "putRecord", &who, "3maaaaaaaaaa2", &stranger).says(400).await;
    // What another account uploads stays its own, though it is the same.
    let other = json!({ "identifier": "other.test", "password": BLUESKY_PASSWORD });
    let other = post(&running, Bluesky, "/xrpc/com.atproto.server.createSession").json(&other).says(200).await;
    let theirs = post(&running, Bluesky, "/xrpc/com.atproto.repo.uploadBlob").body("image/png", PNG);
    theirs.bearer(other["accessJwt"].as_str().unwrap()).says(200).await;
    write(&running, "putRecord", &who, "3maaaaaaaaaa3", &told).says(200).await;
    let heavy = upload(vec![7; 1_000_001]).says(200).await["blob"].clone();
    told["embed"]["external"]["thumb"] = heavy;
    let said = write(&running, "putRecord", &who, "3maaaaaaaaaa2", &told).says(400).await;
    assert_eq!(said["error"], "BlobTooLarge");
    upload(vec![7; 6 << 20]).says(413).await;
}

#[tokio::test]
async fn a_text_has_at_most_300_graphemes_and_3000_bytes() {
    let running = Social::new().start().await.unwrap();
    let who = signed_in(&running).await;
    let key = |at: usize| format!("3m{}aaaaaaaaa2", char::from(b'a' + at as u8)).chars().take(13).collect::<String>();
    let family = "👩‍👩‍👧‍👦";
    let texts = [("a".repeat(300), 200), ("a".repeat(301), 400), (family.repeat(120), 200), (family.repeat(121), 400)];
    for (at, (text, status)) in texts.into_iter().enumerate() {
        write(&running, "putRecord", &who, &key(at), &record(&text)).says(status).await;
    }
    let mut without = record("a");
    without.as_object_mut().unwrap().remove("createdAt");
    write(&running, "putRecord", &who, KEY, &without).says(400).await;
    without["createdAt"] = json!("yesterday");
    write(&running, "putRecord", &who, KEY, &without).says(400).await;
    write(&running, "putRecord", &who, "no-tid", &record("a")).says(400).await;
    let mut misspelt = record("a");
    misspelt["lang"] = json!("en");
    write(&running, "putRecord", &who, KEY, &misspelt).says(200).await;
    assert_eq!(running.complaints(Bluesky), ["app.bsky.feed.post has no field `lang`"]);
}

#[tokio::test]
async fn points_are_counted_down_and_enforced_where_that_is_wanted() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).quotas().start().await.unwrap();
    let who = signed_in(&running).await;
    let heard = write(&running, "putRecord", &who, KEY, &record("0")).heard().await.unwrap();
    assert_eq!(heard.header("ratelimit-limit"), Some("5000"));
    assert_eq!(heard.header("ratelimit-remaining"), Some("4998"));
    for round in 1..2500 {
        write(&running, "putRecord", &who, KEY, &record(&round.to_string())).says(200).await;
    }
    let heard = write(&running, "putRecord", &who, KEY, &record("over")).heard().await.unwrap();
    assert_eq!((heard.status, heard.header("ratelimit-remaining")), (429, Some("0")));
    pass(&clock, 61);
    write(&running, "putRecord", &who, KEY, &record("over")).says(200).await;
}

#[tokio::test]
async fn nobody_writes_into_another_repository_or_without_a_token() {
    let running = Social::new().start().await.unwrap();
    let who = signed_in(&running).await;
    let stranger = Signed { did: "other.test".to_owned(), ..who };
    write(&running, "putRecord", &stranger, KEY, &record("a")).says(401).await;
    let input = json!({ "repo": "shop.test", "collection": "app.bsky.feed.post", "rkey": KEY, "record": record("a") });
    let said = post(&running, Bluesky, "/xrpc/com.atproto.repo.putRecord").json(&input).says(401).await;
    assert_eq!(said["error"], "AuthMissing");
    get(&running, Bluesky, "/xrpc/com.atproto.repo.unheardOf").says(501).await;
    let said = get(&running, Bluesky, "/xrpc/com.atproto.server.describeServer").says(200).await;
    assert_eq!(said["availableUserDomains"][0], ".test");
}
