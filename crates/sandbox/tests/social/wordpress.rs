//! WordPress as its REST API behaves.

use base64::Engine as _;
use sandbox::social::Network::WordPress;
use sandbox::social::{Running, Social, WORDPRESS_PASSWORD};
use serde_json::{Value, json};

use crate::ask::{Ask, PNG, clock, delete, get, pass, post};

fn basic(password: &str) -> String {
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("shop:{password}")))
}

fn write(running: &Running, path: &str, input: &Value) -> Ask {
    post(running, WordPress, path).header("Authorization", &basic(WORDPRESS_PASSWORD)).json(input)
}

fn look(running: &Running, path: &str) -> Ask {
    get(running, WordPress, path).header("Authorization", &basic(WORDPRESS_PASSWORD))
}

#[tokio::test]
async fn a_draft_is_seen_by_nobody_until_it_is_published_once() {
    let running = Social::new().start().await.unwrap();
    let input = json!({ "title": "Red doors", "content": "<p>See <a href=\"https://shop.example/?e=k3v9xq\">them</a></p>",
        "status": "draft", "slug": "red-doors" });
    let draft = write(&running, "/wp-json/wp/v2/posts", &input).says(201).await;
    assert_eq!((&draft["status"], &draft["title"]["raw"]), (&json!("draft"), &json!("Red doors")));
    assert_eq!((running.count(WordPress), running.drafts(WordPress).len()), (0, 1));
    let place = format!("/wp-json/wp/v2/posts/{}", draft["id"]);
    get(&running, WordPress, &place).says(401).await;
    get(&running, WordPress, "/red-doors/").says(404).await;
    for _ in 0..2 {
        let live = write(&running, &place, &json!({ "status": "publish" })).says(200).await;
        assert_eq!(live["slug"], "red-doors");
    }
    assert_eq!((running.count(WordPress), running.published(WordPress)), (1, 1));
    assert_eq!(running.posts(WordPress)[0].links, ["https://shop.example/?e=k3v9xq"]);
    let page = get(&running, WordPress, "/red-doors/").heard().await.unwrap().text();
    assert!(page.contains("https://shop.example/?e=k3v9xq"), "{page}");
    let shown = get(&running, WordPress, &place).says(200).await;
    assert!(shown["title"].get("raw").is_none());
    assert_eq!(running.complaints(WordPress), [""; 0]);
}

#[tokio::test]
async fn what_is_published_gets_a_name_of_its_own_and_is_found_by_it() {
    let running = Social::new().start().await.unwrap();
    let input = json!({ "title": "Red doors", "content": "One", "status": "publish", "slug": "Red Doors!" });
    let names = [
        write(&running, "/wp-json/wp/v2/posts", &input).says(201).await,
        write(&running, "/wp-json/wp/v2/posts", &input).says(201).await,
    ];
    assert_eq!((&names[0]["slug"], &names[1]["slug"]), (&json!("red-doors"), &json!("red-doors-2")));
    let found = get(&running, WordPress, "/wp-json/wp/v2/posts?slug=red-doors").heard().await.unwrap();
    assert_eq!((found.header("x-wp-total"), found.json()[0]["id"].clone()), (Some("1"), names[0]["id"].clone()));
    write(&running, "/wp-json/wp/v2/posts", &json!({ "title": "Hidden", "slug": "hidden" })).says(201).await;
    assert_eq!(get(&running, WordPress, "/wp-json/wp/v2/posts?slug=hidden").says(200).await, json!([]));
    let refused = get(&running, WordPress, "/wp-json/wp/v2/posts?slug=hidden&status=draft").says(400).await;
    assert_eq!(refused["code"], "rest_invalid_param");
    let own = look(&running, "/wp-json/wp/v2/posts?slug=hidden&status=draft,publish&context=edit").says(200).await;
    assert_eq!(own[0]["title"]["raw"], "Hidden");
}

#[tokio::test]
async fn who_signs_in_wrongly_is_told_so() {
    let running = Social::new().start().await.unwrap();
    let me = "/wp-json/wp/v2/users/me";
    assert_eq!(look(&running, me).says(200).await["slug"], "shop");
    let wrong = get(&running, WordPress, me).header("Authorization", &basic("wrong")).says(401).await;
    assert_eq!((&wrong["code"], &wrong["data"]["status"]), (&json!("incorrect_password"), &json!(401)));
    assert_eq!(get(&running, WordPress, me).says(401).await["code"], "rest_not_logged_in");
    let nobody = post(&running, WordPress, "/wp-json/wp/v2/posts").json(&json!({ "title": "a" })).says(401).await;
    assert_eq!(nobody["code"], "rest_cannot_create");
    let home = get(&running, WordPress, "/").heard().await.unwrap();
    assert!(home.header("link").unwrap().contains("/wordpress/wp-json/>; rel=\"https://api.w.org/\""));
    assert_eq!(get(&running, WordPress, "/wp-json/").says(200).await["namespaces"][1], "wp/v2");
    assert_eq!(look(&running, "/?rest_route=/wp/v2/users/me").says(200).await["slug"], "shop");
}

#[tokio::test]
async fn an_empty_article_a_strange_status_and_a_missing_picture_are_refused() {
    let running = Social::new().start().await.unwrap();
    let said = async |input: Value, status: u16| {
        write(&running, "/wp-json/wp/v2/posts", &input).says(status).await["code"].clone()
    };
    assert_eq!(said(json!({ "title": "" }), 400).await, "empty_content");
    assert_eq!(said(json!({ "title": "a", "status": "live" }), 400).await, "rest_invalid_param");
    assert_eq!(said(json!({ "title": "a", "featured_media": 9 }), 400).await, "rest_invalid_featured_media");
    assert_eq!(said(json!({ "title": "a", "date": "soon" }), 400).await, "rest_invalid_param");
    let missing = write(&running, "/wp-json/wp/v2/posts/77", &json!({ "title": "a" })).says(404).await;
    assert_eq!(missing["code"], "rest_post_invalid_id");
}

#[tokio::test]
async fn a_picture_goes_to_the_library_and_leads_an_article() {
    let running = Social::new().start().await.unwrap();
    let upload = || {
        post(&running, WordPress, "/wp-json/wp/v2/media")
            .header("Authorization", &basic(WORDPRESS_PASSWORD))
            .header("Content-Disposition", "attachment; filename=\"door.png\"")
            .body("image/png", PNG)
    };
    let (first, second) = (upload().says(201).await, upload().says(201).await);
    assert!(second["source_url"].as_str().unwrap().ends_with("/door-1.png"));
    write(&running, &format!("/wp-json/wp/v2/media/{}", first["id"]), &json!({ "alt_text": "A red door" }))
        .says(200)
        .await;
    let input = json!({ "title": "Door", "status": "publish", "featured_media": first["id"] });
    write(&running, "/wp-json/wp/v2/posts", &input).says(201).await;
    let media = running.posts(WordPress).remove(0).media.remove(0);
    assert_eq!(media.alt.as_deref(), Some("A red door"));
    let path = first["source_url"].as_str().unwrap().split("/wordpress").nth(1).unwrap();
    assert_eq!(get(&running, WordPress, path).heard().await.unwrap().body, PNG);
}

#[tokio::test]
async fn what_lies_ahead_waits_and_what_is_deleted_goes_to_the_bin_first() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).start().await.unwrap();
    let input = json!({ "title": "Later", "status": "publish", "date_gmt": "2026-11-26T10:00:00" });
    let article = write(&running, "/wp-json/wp/v2/posts", &input).says(201).await;
    assert_eq!((article["status"].as_str(), running.count(WordPress)), (Some("future"), 0));
    pass(&clock, 60);
    assert_eq!((running.count(WordPress), running.published(WordPress)), (1, 1));
    let place = format!("/wp-json/wp/v2/posts/{}", article["id"]);
    let remove = |path: &str| delete(&running, WordPress, path).header("Authorization", &basic(WORDPRESS_PASSWORD));
    assert_eq!(remove(&place).says(200).await["slug"], "later__trashed");
    assert_eq!((running.count(WordPress), running.drafts(WordPress).len()), (0, 0));
    assert_eq!(remove(&place).says(410).await["code"], "rest_already_trashed");
    assert_eq!(remove(&format!("{place}?force=true")).says(200).await["deleted"], true);
    get(&running, WordPress, &place).says(404).await;
}
