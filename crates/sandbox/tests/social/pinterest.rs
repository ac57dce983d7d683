//! Pinterest's interface of version 5 as it is documented.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sandbox::social::Network::Pinterest;
use sandbox::social::{Fault, Running, Social, Until};
use serde_json::{Value, json};

use crate::ask::{Ask, PNG, clock, delete, get, post};

const TOKEN: &str = "sandbox-shop";

async fn board(running: &Running, name: &str) -> Value {
    let told = get(running, Pinterest, "/v5/boards").bearer(TOKEN).says(200).await;
    told["items"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap()["id"].clone()
}

fn picture() -> Value {
    json!({ "source_type": "image_base64", "content_type": "image/png", "data": BASE64_STANDARD.encode(PNG) })
}

fn pin(running: &Running, input: &Value) -> Ask {
    post(running, Pinterest, "/v5/pins").bearer(TOKEN).json(input)
}

#[tokio::test]
async fn a_pin_is_made_as_often_as_it_is_told_and_found_on_its_board() {
    let running = Social::new().clock(clock()).start().await.unwrap();
    let bread = board(&running, "bread").await;
    let link = "https://shop.example/?e=k3v9xq";
    let input = json!({ "board_id": bread, "title": "Rye", "description": "Warm", "link": link, "alt_text": "A loaf",
        "media_source": picture() });
    let first = pin(&running, &input).says(201).await;
    assert_ne!(pin(&running, &input).says(201).await["id"], first["id"]);
    let pins = format!("/v5/boards/{}/pins", bread.as_str().unwrap());
    let page = get(&running, Pinterest, &format!("{pins}?page_size=1")).bearer(TOKEN).says(200).await;
    assert_eq!((&page["items"][0]["link"], page["items"].as_array().unwrap().len()), (&json!(link), 1));
    let next = format!("{pins}?page_size=1&bookmark={}", page["bookmark"].as_str().unwrap());
    assert!(get(&running, Pinterest, &next).bearer(TOKEN).says(200).await["bookmark"].is_null());
    let one = format!("/v5/pins/{}", first["id"].as_str().unwrap());
    let told = get(&running, Pinterest, &format!("{one}?pin_metrics=true")).bearer(TOKEN).says(200).await;
    assert_eq!(told["pin_metrics"]["lifetime_metrics"]["save"], 0);
    assert_eq!(delete(&running, Pinterest, &one).bearer(TOKEN).heard().await.unwrap().status, 204);
    get(&running, Pinterest, &one).bearer(TOKEN).says(404).await;
    let posts = running.posts(Pinterest);
    assert_eq!((posts.len(), posts[0].title.as_deref(), &*posts[0].links[0]), (1, Some("Rye"), link));
    assert_eq!((posts[0].media[0].bytes, posts[0].media[0].alt.as_deref()), (PNG.len(), Some("A loaf")));
    assert_eq!((running.published(Pinterest), running.complaints(Pinterest).len()), (2, 0));
}

#[tokio::test]
async fn what_is_without_a_picture_too_long_or_of_an_app_on_trial_is_refused() {
    let running = Social::new().start().await.unwrap();
    let bread = board(&running, "bread").await;
    let with = |name: &str, value: Value| {
        let mut input = json!({ "board_id": bread, "title": "Rye", "media_source": picture() });
        input[name] = value;
        input
    };
    for input in [
        with("media_source", Value::Null),
        with("media_source", json!({ "source_type": "image_base64", "content_type": "image/gif", "data": "AA==" })),
        with("media_source", json!({ "source_type": "multiple_image_base64", "items": [picture()] })),
        with("title", json!("é".repeat(101))),
        with("description", json!("é".repeat(801))),
        with("alt_text", json!("é".repeat(501))),
        with("link", json!(format!("https://shop.example/{}", "a".repeat(2_048)))),
        with("board_id", json!("bread")),
    ] {
        assert_eq!(pin(&running, &input).says(400).await["code"], 1, "{input}");
    }
    pin(&running, &with("board_id", json!("7"))).says(404).await;
    let several = json!({ "source_type": "multiple_image_base64", "items": [picture(), picture()], "index": 0 });
    pin(&running, &with("media_source", several)).says(201).await;
    post(&running, Pinterest, "/v5/pins").bearer("other").json(&with("link", Value::Null)).says(401).await;
    let trial = post(&running, Pinterest, "/v5/pins").bearer("sandbox-trial").json(&with("link", Value::Null));
    assert_eq!(trial.says(403).await["code"], 29);
    pin(&running, &with("name", json!("Rye"))).says(201).await;
    assert_eq!(running.complaints(Pinterest).len(), 1);
}

#[tokio::test]
async fn tokens_come_for_a_code_with_the_apps_secret_in_the_header_and_a_limit_is_told() {
    let running = Social::new().clock(clock()).start().await.unwrap();
    let asks = "response_type=code&client_id=7&redirect_uri=urn:ietf:wg:oauth:2.0:oob&scope=pins:write&state=s";
    let said = get(&running, Pinterest, &format!("/oauth/?{asks}")).heard().await.unwrap().text();
    let code = said.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let form = format!("grant_type=authorization_code&code={code}&redirect_uri=urn:ietf:wg:oauth:2.0:oob");
    let exchange = || post(&running, Pinterest, "/v5/oauth/token").form(&form);
    exchange().says(401).await;
    let told = exchange().header("Authorization", "Basic Nzo3").says(200).await;
    let token = told["access_token"].as_str().unwrap();
    assert_eq!(get(&running, Pinterest, "/v5/user_account").bearer(token).says(200).await["username"], "shop");
    running.fault(Pinterest, Fault::Limited(Until::Headers(30)));
    let heard = pin(&running, &json!({})).heard().await.unwrap();
    assert_eq!((heard.status, heard.header("x-ratelimit-remaining")), (429, Some("0")));
    running.fault(Pinterest, Fault::Revoked);
    pin(&running, &json!({})).says(401).await;
}
