//! Lemmy's interface of version 3 as it is documented.

use sandbox::social::Network::Lemmy;
use sandbox::social::{Fault, LEMMY_PASSWORD, Running, Social, Until};
use serde_json::{Value, json};

use crate::ask::{Ask, PNG, clock, get, post, put};

const TOKEN: &str = "sandbox-shop";

fn say(running: &Running, input: &Value) -> Ask {
    post(running, Lemmy, "/api/v3/post").bearer(TOKEN).json(input)
}

async fn community(running: &Running, name: &str) -> Value {
    get(running, Lemmy, &format!("/api/v3/community?name={name}")).says(200).await["community_view"]["community"]
        .clone()
}

async fn listed(running: &Running, id: &Value) -> Vec<Value> {
    let path = format!("/api/v3/post/list?community_id={id}&sort=New&limit=50&show_read=true");
    get(running, Lemmy, &path).says(200).await["posts"].as_array().unwrap().clone()
}

#[tokio::test]
async fn who_signs_in_posts_in_a_community_and_is_found_there_until_it_is_taken_away() {
    let running = Social::new().clock(clock()).start().await.unwrap();
    let login = json!({ "username_or_email": "shop", "password": LEMMY_PASSWORD });
    let jwt = post(&running, Lemmy, "/api/v3/user/login").json(&login).says(200).await["jwt"].clone();
    let jwt = jwt.as_str().unwrap();
    let site = get(&running, Lemmy, "/api/v3/site").bearer(jwt).says(200).await;
    assert_eq!(site["my_user"]["local_user_view"]["person"]["name"], "shop");
    let (bread, elsewhere) = (community(&running, "bread").await, community(&running, "bread@feddit.org").await);
    assert_ne!(bread["id"], elsewhere["id"]);
    assert_eq!(elsewhere["actor_id"], "https://feddit.org/c/bread");
    let input = json!({ "name": "Rye is back", "community_id": bread["id"], "url": "https://shop.example/?e=k3v9xq",
        "body": "Warm" });
    let send = || post(&running, Lemmy, "/api/v3/post").bearer(jwt).json(&input);
    let first = send().says(200).await["post_view"]["post"].clone();
    assert_ne!(send().says(200).await["post_view"]["post"]["id"], first["id"], "it knows no copies");
    let told = listed(&running, &bread["id"]).await;
    assert_eq!((told.len(), &told[1]["post"]), (2, &first));
    assert_eq!(listed(&running, &elsewhere["id"]).await.len(), 0);
    let take = || {
        let input = json!({ "post_id": first["id"], "deleted": true });
        post(&running, Lemmy, "/api/v3/post/delete").bearer(jwt).json(&input)
    };
    take().says(200).await;
    assert_eq!(take().says(400).await["error"], "couldnt_update_post");
    let look = || get(&running, Lemmy, &format!("/api/v3/post?id={}", first["id"]));
    assert_eq!(look().says(404).await["error"], "couldnt_find_post");
    assert_eq!(look().bearer(jwt).says(200).await["post_view"]["post"]["deleted"], true);
    let posts = running.posts(Lemmy);
    assert_eq!((posts.len(), posts[0].title.as_deref()), (1, Some("Rye is back")));
    assert_eq!((running.count(Lemmy), running.published(Lemmy)), (1, 2));
    assert_eq!(running.complaints(Lemmy), [""; 0]);
}

#[tokio::test]
async fn its_author_changes_what_a_post_says_and_what_he_does_not_name_stays() {
    let running = Social::new().start().await.unwrap();
    let link = "https://shop.example/?e=k3v9xq";
    let input = json!({ "name": "Rye is bakc", "community_id": 7, "url": link, "body": "Warm" });
    let id = say(&running, &input).says(200).await["post_view"]["post"]["id"].clone();
    let change = |input: &Value| put(&running, Lemmy, "/api/v3/post").bearer(TOKEN).json(input);
    let post = change(&json!({ "post_id": id, "name": "Rye is back", "body": "" })).says(200).await;
    let post = &post["post_view"]["post"];
    assert_eq!((&post["name"], &post["body"], &post["url"]), (&json!("Rye is back"), &json!(""), &json!(link)));
    assert_eq!(running.posts(Lemmy)[0].links, [link]);
    assert_eq!(change(&json!({ "post_id": id, "name": "Ry" })).says(400).await["error"], "invalid_post_title");
    let stranger = put(&running, Lemmy, "/api/v3/post").bearer("sandbox-other");
    let said = stranger.json(&json!({ "post_id": id, "body": "Cold" })).says(400).await;
    assert_eq!(said["error"], "no_post_edit_allowed");
    assert_eq!((running.published(Lemmy), running.complaints(Lemmy)), (1, vec![]));
}

#[tokio::test]
async fn titles_addresses_strangers_and_closed_communities_are_refused() {
    let running = Social::new().start().await.unwrap();
    let with = |name: &str, value: Value| {
        let mut input = json!({ "name": "Rye", "community_id": 7 });
        input[name] = value;
        input
    };
    for (input, error) in [
        (with("name", json!("Ry")), "invalid_post_title"),
        (with("name", json!("é".repeat(201))), "invalid_post_title"),
        (with("name", json!("Rye\nbread")), "invalid_post_title"),
        (with("url", json!("ftp://shop.example/")), "invalid_url_scheme"),
        (with("body", json!("a".repeat(50_001))), "invalid_body_field"),
        (with("alt_text", json!("a".repeat(1_501))), "alt_text_length_overflow"),
    ] {
        assert_eq!(say(&running, &input).says(400).await["error"], error);
    }
    say(&running, &with("name", json!("é".repeat(200)))).says(200).await;
    say(&running, &json!({ "name": "Rye" })).says(400).await;
    let stranger = post(&running, Lemmy, "/api/v3/post").bearer("other").json(&json!({}));
    assert_eq!(stranger.says(401).await["error"], "incorrect_login");
    assert!(get(&running, Lemmy, "/api/v3/site").bearer("other").says(200).await["my_user"].is_null());
    let gone = get(&running, Lemmy, "/api/v3/community?name=gone");
    assert_eq!(gone.says(400).await["error"], "couldnt_find_community");
    let closed = community(&running, "closed").await;
    let refused = say(&running, &with("community_id", closed["id"].clone())).says(400).await;
    assert_eq!(refused["error"], "only_mods_can_post_in_community");
    say(&running, &with("title", json!("Rye"))).says(200).await;
    assert_eq!(running.complaints(Lemmy).len(), 1);
    let careful =
        |code: &str| json!({ "username_or_email": "careful", "password": LEMMY_PASSWORD, "totp_2fa_token": code });
    let login = |input: Value| post(&running, Lemmy, "/api/v3/user/login").json(&input);
    assert_eq!(login(careful("")).says(400).await["error"], "missing_totp_token");
    assert_eq!(login(careful("1")).says(400).await["error"], "incorrect_totp_token");
    login(careful("261127")).says(200).await;
}

#[tokio::test]
async fn a_picture_is_uploaded_and_shown_and_too_many_posts_are_told_as_a_fault() {
    let running = Social::new().clock(clock()).quotas().start().await.unwrap();
    let upload = post(&running, Lemmy, "/pictrs/image").bearer(TOKEN).file("images[]", "a.png", "image/png", PNG, &[]);
    let file = upload.says(201).await["files"][0]["file"].clone();
    let address = format!("{}/pictrs/image/{}", running.at(Lemmy), file.as_str().unwrap());
    let body = format!("Warm\n\n![A roll]({address})");
    let input = json!({ "name": "Rye", "community_id": 7, "url": address, "alt_text": "A loaf", "body": body });
    say(&running, &input).says(200).await;
    let media = running.posts(Lemmy).remove(0).media;
    assert_eq!(media.iter().map(|it| it.alt.as_deref()).collect::<Vec<_>>(), [Some("A loaf"), Some("A roll")]);
    for _ in 0..5 {
        say(&running, &input).says(200).await;
    }
    assert_eq!(say(&running, &input).says(400).await["error"], "rate_limit_error");
    running.fault(Lemmy, Fault::Limited(Until::Seconds(30)));
    assert_eq!(say(&running, &input).heard().await.unwrap().header("retry-after"), Some("30"));
    running.fault(Lemmy, Fault::Revoked);
    assert_eq!(say(&running, &input).says(401).await["error"], "incorrect_login");
}
