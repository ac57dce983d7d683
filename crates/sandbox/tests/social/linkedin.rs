//! LinkedIn as its documents have it.

use sandbox::social::Network::LinkedIn;
use sandbox::social::{Fault, Running, Social};
use serde_json::{Value, json};

use crate::ask::{Ask, PNG, delete, get, post, put};

fn versioned(ask: Ask) -> Ask {
    ask.bearer("sandbox-shop").header("LinkedIn-Version", "202611").header("X-Restli-Protocol-Version", "2.0.0")
}

async fn me(running: &Running) -> String {
    let me = get(running, LinkedIn, "/v2/userinfo").bearer("sandbox-shop").says(200).await;
    format!("urn:li:person:{}", me["sub"].as_str().unwrap())
}

fn input(author: &str, commentary: &str) -> Value {
    json!({ "author": author, "commentary": commentary, "visibility": "PUBLIC", "lifecycleState": "PUBLISHED",
        "distribution": { "feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": [] },
        "isReshareDisabledByAuthor": false })
}

fn say(running: &Running, input: &Value) -> Ask {
    versioned(post(running, LinkedIn, "/rest/posts")).json(input)
}

#[tokio::test]
async fn the_second_of_two_equal_posts_is_refused_and_the_first_is_named() {
    let running = Social::new().start().await.unwrap();
    let author = me(&running).await;
    running.fault(LinkedIn, Fault::LostAfter);
    assert!(say(&running, &input(&author, "Sale")).heard().await.is_none());
    let urn = running.posts(LinkedIn)[0].id.clone();
    let refused = say(&running, &input(&author, "Sale")).says(422).await;
    assert!(refused["message"].as_str().unwrap().ends_with(&format!("Content is a duplicate of {urn}")), "{refused}");
    assert_eq!(refused["errorDetails"]["inputErrors"][0]["code"], "DUPLICATE_POST");
    let other = say(&running, &input(&author, "Other")).heard().await.unwrap();
    assert_eq!((other.status, other.body.len()), (201, 0));
    assert!(other.header("x-restli-id").unwrap().starts_with("urn:li:share:"));
    assert_eq!(running.count(LinkedIn), 2);
    let place = format!("/rest/posts/{}", urn.replace(':', "%3A"));
    for _ in 0..2 {
        let gone = versioned(delete(&running, LinkedIn, &place)).heard().await.unwrap();
        assert_eq!((gone.status, gone.header("content-length")), (204, None));
    }
    // The network remembers what was deleted.
    say(&running, &input(&author, "Sale")).says(422).await;
    assert_eq!((running.count(LinkedIn), running.published(LinkedIn)), (1, 2));
}

#[tokio::test]
async fn a_version_is_named_and_a_person_s_posts_are_read_by_nobody() {
    let running = Social::new().start().await.unwrap();
    let author = me(&running).await;
    let code = async |ask: Ask, status: u16| ask.says(status).await["code"].clone();
    let bare = || post(&running, LinkedIn, "/rest/posts").bearer("sandbox-shop").json(&input(&author, "a"));
    assert_eq!(code(bare(), 400).await, "VERSION_MISSING");
    assert_eq!(code(bare().header("LinkedIn-Version", "202401"), 426).await, "NONEXISTENT_VERSION");
    assert_eq!(code(bare().header("LinkedIn-Version", "202611"), 400).await, "ILLEGAL_ARGUMENT");
    let made = say(&running, &input(&author, "a")).heard().await.unwrap();
    let place = format!("/rest/posts/{}", made.header("x-restli-id").unwrap());
    assert_eq!(code(versioned(get(&running, LinkedIn, &place)), 403).await, "ACCESS_DENIED");
    let acls = versioned(get(&running, LinkedIn, "/rest/organizationAcls?q=roleAssignee")).says(200).await;
    let organization = acls["elements"][0]["organization"].as_str().unwrap().to_owned();
    say(&running, &input(&organization, "b")).heard().await.unwrap();
    let list = format!("/rest/posts?q=author&author={organization}&count=10");
    let read = versioned(get(&running, LinkedIn, &list)).says(200).await;
    assert_eq!(read["elements"][0]["commentary"], "b");
}

#[tokio::test]
async fn a_card_has_its_title_and_an_uploaded_picture() {
    let running = Social::new().start().await.unwrap();
    let author = me(&running).await;
    let begin = json!({ "initializeUploadRequest": { "owner": author } });
    let begun =
        versioned(post(&running, LinkedIn, "/rest/images?action=initializeUpload")).json(&begin).says(200).await;
    let (image, address) = (begun["value"]["image"].clone(), begun["value"]["uploadUrl"].as_str().unwrap().to_owned());
    let mut told = input(&author, "Sale");
    told["content"] = json!({ "article": { "source": "https://shop.example/?e=k3v9xq", "title": "Sale", "description": "All", "thumbnail": image } });
    say(&running, &told).says(400).await;
    let path = address.split("/linkedin").nth(1).unwrap();
    assert_eq!(put(&running, LinkedIn, path).body("image/png", PNG).heard().await.unwrap().status, 201);
    let look = format!("/rest/images/{}", image.as_str().unwrap());
    assert_eq!(versioned(get(&running, LinkedIn, &look)).says(200).await["status"], "AVAILABLE");
    assert_eq!(say(&running, &told).heard().await.unwrap().status, 201);
    let posted = running.posts(LinkedIn).remove(0);
    assert_eq!(
        (posted.card.unwrap().title.as_str(), posted.links.as_slice()),
        ("Sale", &["https://shop.example/?e=k3v9xq".to_owned()][..])
    );
    told["content"]["article"]["title"] = json!("");
    say(&running, &told).says(422).await;
}

#[tokio::test]
async fn a_bracket_without_its_backslash_ends_the_text_and_is_complained_of() {
    let running = Social::new().start().await.unwrap();
    let author = me(&running).await;
    say(&running, &input(&author, "Doors \\(red\\)")).heard().await.unwrap();
    assert_eq!(running.complaints(LinkedIn), [""; 0]);
    say(&running, &input(&author, "Doors (red)")).heard().await.unwrap();
    let texts: Vec<_> = running.posts(LinkedIn).into_iter().map(|posted| posted.text).collect();
    assert_eq!((texts, running.complaints(LinkedIn).len()), (vec!["Doors (red)".to_owned(), "Doors ".to_owned()], 1));
}

#[tokio::test]
async fn what_is_missing_unknown_or_somebody_else_s_is_refused() {
    let running = Social::new().start().await.unwrap();
    let author = me(&running).await;
    let with = |name: &str, value: Value| {
        let mut told = input(&author, "a");
        told[name] = value;
        say(&running, &told)
    };
    assert_eq!(with("text", json!("a")).says(422).await["code"], "UNRECOGNIZED_FIELD");
    assert_eq!(with("author", json!("urn:li:person:other")).says(403).await["code"], "ACCESS_DENIED");
    assert_eq!(with("visibility", json!("ALL")).says(400).await["code"], "INVALID_VALUE_FOR_FIELD");
    assert_eq!(with("distribution", json!({})).says(400).await["code"], "INVALID_VALUE_FOR_FIELD");
    assert_eq!(with("commentary", json!("a".repeat(3001))).says(400).await["code"], "FIELD_LENGTH_TOO_LONG");
    assert_eq!(with("commentary", json!(" ")).says(422).await["code"], "EMPTY_POST");
    running.fault(LinkedIn, Fault::Revoked);
    assert_eq!(with("visibility", json!("PUBLIC")).says(401).await["code"], "REVOKED_ACCESS_TOKEN");
    assert_eq!(running.count(LinkedIn), 0);
}

#[tokio::test]
async fn comments_stand_below_a_post_and_a_person_s_are_read_by_nobody() {
    let running = Social::new().start().await.unwrap();
    let acls = versioned(get(&running, LinkedIn, "/rest/organizationAcls?q=roleAssignee")).says(200).await;
    let page = acls["elements"][0]["organization"].as_str().unwrap().to_owned();
    for author in [page, me(&running).await] {
        let made = say(&running, &input(&author, "Rye")).heard().await.unwrap();
        let urn = made.header("x-restli-id").unwrap().to_owned();
        let below = format!("/rest/socialActions/{}/comments", urn.replace(':', "%3A"));
        let comment = json!({ "actor": author, "object": urn, "message": { "text": "Warm" } });
        let said = versioned(post(&running, LinkedIn, &below)).json(&comment).heard().await.unwrap();
        assert_eq!(said.status, 201);
        let id = said.header("x-restli-id").unwrap();
        assert_eq!(said.json()["commentUrn"], json!(format!("urn:li:comment:({urn},{id})")));
        let mut other = comment.clone();
        other["object"] = json!("urn:li:share:1");
        versioned(post(&running, LinkedIn, &below)).json(&other).says(400).await;
        let read = versioned(get(&running, LinkedIn, &below));
        if author.contains("person") {
            read.says(403).await;
        } else {
            assert_eq!(read.says(200).await["elements"][0]["message"]["text"], "Warm");
        }
        let place = format!("{below}/{id}?actor={author}");
        let gone = versioned(delete(&running, LinkedIn, &place)).heard().await.unwrap();
        assert_eq!(gone.status, 204);
    }
    assert_eq!((running.count(LinkedIn), running.published(LinkedIn)), (2, 4));
}
