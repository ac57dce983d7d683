//! X as its documents have it.

use sandbox::social::Network::X;
use sandbox::social::{Fault, Running, Social, Until};
use serde_json::{Value, json};

use crate::ask::{Ask, PNG, clock, delete, get, pass, post};

const TOKEN: &str = "sandbox-shop";

fn say(running: &Running, input: &Value) -> Ask {
    post(running, X, "/2/tweets").bearer(TOKEN).json(input)
}

#[tokio::test]
async fn the_same_text_is_refused_for_a_day() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).start().await.unwrap();
    let made = say(&running, &json!({ "text": "Sale" })).says(201).await;
    assert_eq!(made["data"]["text"], "Sale");
    let again = say(&running, &json!({ "text": "Sale" })).says(403).await;
    assert_eq!(again["detail"], "You are not allowed to create a Tweet with duplicate content.");
    post(&running, X, "/2/tweets").bearer("sandbox-other").json(&json!({ "text": "Sale" })).says(201).await;
    assert_eq!(running.count(X), 2);
    pass(&clock, 24 * 60);
    let token = format!("Bearer {TOKEN}");
    post(&running, X, "/2/tweets").header("Authorization", &token).json(&json!({ "text": "Sale" })).says(201).await;
}

#[tokio::test]
async fn each_post_is_charged_and_one_with_an_address_more() {
    let running = Social::new().start().await.unwrap();
    let plain = say(&running, &json!({ "text": "Sale" })).says(201).await;
    assert_eq!(running.charged(X), 15);
    say(&running, &json!({ "text": "Sale https://shop.example/?e=k3v9xq" })).says(201).await;
    assert_eq!(running.charged(X), 215);
    say(&running, &json!({ "text": "Sale" })).says(403).await;
    let id = plain["data"]["id"].as_str().unwrap();
    delete(&running, X, &format!("/2/tweets/{id}")).bearer(TOKEN).says(200).await;
    assert_eq!(running.charged(X), 225);
    assert_eq!(running.count(X), 1);
}

#[tokio::test]
async fn posts_are_read_back_with_short_links_and_what_they_stand_for() {
    let running = Social::new().start().await.unwrap();
    for number in 0..7 {
        let text = format!("Number {number} https://shop.example/?e=k{number}");
        let made = say(&running, &json!({ "text": text })).says(201).await;
        assert!(made["data"]["text"].as_str().unwrap().contains("https://t.co/"));
    }
    let me = get(&running, X, "/2/users/me").bearer(TOKEN).says(200).await;
    let place = format!("/2/users/{}/tweets?max_results=5&tweet.fields=entities", me["data"]["id"].as_str().unwrap());
    let before = running.charged(X);
    let page = get(&running, X, &place).bearer(TOKEN).says(200).await;
    assert_eq!(running.charged(X) - before, 5);
    assert_eq!(page["data"][0]["entities"]["urls"][0]["expanded_url"], "https://shop.example/?e=k6");
    let more = format!("{place}&pagination_token={}", page["meta"]["next_token"].as_str().unwrap());
    let rest = get(&running, X, &more).bearer(TOKEN).says(200).await;
    assert_eq!((&rest["meta"]["result_count"], rest["meta"].get("next_token")), (&json!(2), None));
    let since = format!("{place}&since_id={}", page["meta"]["newest_id"].as_str().unwrap());
    assert!(get(&running, X, &since).bearer(TOKEN).says(200).await.get("data").is_none());
    let missing = get(&running, X, "/2/tweets/7").bearer(TOKEN).says(200).await;
    assert_eq!(missing["errors"][0]["title"], "Not Found Error");
    get(&running, X, "/2/users/1/tweets?max_results=4").bearer(TOKEN).says(400).await;
}

#[tokio::test]
async fn what_is_too_long_misspelt_or_a_reply_to_strangers_is_refused() {
    let running = Social::new().start().await.unwrap();
    say(&running, &json!({ "text": "a".repeat(280) })).says(201).await;
    say(&running, &json!({ "text": "a".repeat(281) })).says(403).await;
    say(&running, &json!({ "text": "日".repeat(141) })).says(403).await;
    let misspelt = say(&running, &json!({ "text": "a", "replies": {} })).says(400).await;
    assert!(misspelt["errors"][0]["message"].as_str().unwrap().contains("$.replies"));
    say(&running, &json!({ "text": " " })).says(400).await;
    say(&running, &json!({ "text": "$AB and $CD" })).says(403).await;
    post(&running, X, "/2/tweets").bearer("nobody").json(&json!({ "text": "a" })).says(401).await;
    let other =
        post(&running, X, "/2/tweets").bearer("sandbox-other").json(&json!({ "text": "Other" })).says(201).await;
    let reply =
        |id: &Value, text: &str| say(&running, &json!({ "text": text, "reply": { "in_reply_to_tweet_id": id } }));
    reply(&other["data"]["id"], "Hello").says(403).await;
    let own = say(&running, &json!({ "text": "Own" })).says(201).await;
    reply(&own["data"]["id"], "More").says(201).await;
    assert_eq!(running.posts(X).last().unwrap().reply_to.as_deref(), own["data"]["id"].as_str());
}

#[tokio::test]
async fn a_picture_comes_whole_or_in_pieces_with_a_text_for_it() {
    let running = Social::new().start().await.unwrap();
    let one = post(&running, X, "/2/media/upload").bearer(TOKEN);
    let one =
        one.file("media", "a.png", "image/png", PNG, &[("media_category", "tweet_image"), ("media_type", "image/png")]);
    let one = one.says(200).await["data"]["id"].as_str().unwrap().to_owned();
    let begin = json!({ "media_type": "image/png", "total_bytes": PNG.len(), "media_category": "tweet_image" });
    let begun = post(&running, X, "/2/media/upload/initialize").bearer(TOKEN).json(&begin).says(200).await;
    let two = begun["data"]["id"].as_str().unwrap().to_owned();
    let end = || post(&running, X, &format!("/2/media/upload/{two}/finalize")).bearer(TOKEN);
    end().says(400).await;
    for (index, piece) in [&PNG[..5], &PNG[5..]].into_iter().enumerate() {
        let append = post(&running, X, &format!("/2/media/upload/{two}/append")).bearer(TOKEN);
        append
            .file("media", "a", "application/octet-stream", piece, &[("segment_index", &index.to_string())])
            .says(200)
            .await;
    }
    running.fault(X, Fault::NotReady(1));
    assert_eq!(end().says(200).await["data"]["processing_info"]["state"], "pending");
    let alt = json!({ "id": two, "metadata": { "alt_text": { "text": "A red door" } } });
    post(&running, X, "/2/media/metadata").bearer(TOKEN).json(&alt).says(200).await;
    let with = json!({ "text": "Doors", "media": { "media_ids": [one, two] } });
    say(&running, &with).says(400).await;
    for state in ["in_progress", "succeeded"] {
        let look =
            get(&running, X, &format!("/2/media/upload?command=STATUS&media_id={two}")).bearer(TOKEN).says(200).await;
        assert_eq!(look["data"]["processing_info"]["state"], state);
    }
    say(&running, &with).says(201).await;
    let media = running.posts(X).remove(0).media;
    assert_eq!((media[0].digest == media[1].digest, media[1].alt.as_deref()), (true, Some("A red door")));
}

#[tokio::test]
async fn limits_are_told_and_tokens_are_good_for_two_hours() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).quotas().start().await.unwrap();
    for number in 0..100 {
        say(&running, &json!({ "text": number.to_string() })).says(201).await;
    }
    let heard = say(&running, &json!({ "text": "over" })).heard().await.unwrap();
    assert_eq!((heard.status, heard.header("x-rate-limit-remaining")), (429, Some("0")));
    pass(&clock, 15);
    running.fault(X, Fault::Limited(Until::Headers(60)));
    let heard = say(&running, &json!({ "text": "over" })).heard().await.unwrap();
    assert_eq!(heard.header("x-rate-limit-reset"), Some("1795684560"));
    let page =
        get(&running, X, "/i/oauth2/authorize?response_type=code&client_id=a&redirect_uri=http://b/").heard().await;
    let code = page.unwrap().text().split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let token = |form: &str| post(&running, X, "/2/oauth2/token").form(form);
    let pair =
        token(&format!("grant_type=authorization_code&client_id=a&redirect_uri=http://b/&code={code}")).says(200).await;
    assert_eq!(pair["expires_in"], 7200);
    pass(&clock, 120);
    let me = |token: &Value| get(&running, X, "/2/users/me").bearer(token.as_str().unwrap());
    me(&pair["access_token"]).says(401).await;
    let renew =
        format!("grant_type=refresh_token&client_id=a&refresh_token={}", pair["refresh_token"].as_str().unwrap());
    let next = token(&renew).says(200).await;
    me(&next["access_token"]).says(200).await;
    assert_eq!(token(&renew).says(400).await["error"], "invalid_grant");
}
