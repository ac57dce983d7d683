//! Facebook Page and Instagram as the Graph API is documented.

use sandbox::social::Network::{Facebook, Instagram};
use sandbox::social::{Fault, Running, Social, Until};
use serde_json::json;

use crate::ask::{Ask, PNG, clock, delete, get, pass, post};

const TOKEN: &str = "access_token=sandbox-shop";

fn feed(running: &Running, form: &str) -> Ask {
    post(running, Facebook, "/v25.0/shop/feed").form(&format!("{form}&{TOKEN}"))
}

#[tokio::test]
async fn a_post_is_made_unseen_and_shown_once_however_often_that_is_asked() {
    let running = Social::new().start().await.unwrap();
    let made = feed(&running, "message=Sale&link=https://shop.example/?e=k3v9xq&published=false").says(200).await;
    let id = made["id"].as_str().unwrap().to_owned();
    assert_eq!((running.count(Facebook), running.drafts(Facebook).len()), (0, 1));
    let list = async |query: &str| {
        let said = get(&running, Facebook, &format!("/v25.0/shop/{query}&{TOKEN}")).says(200).await;
        said["data"].as_array().unwrap().len()
    };
    assert_eq!(list("feed?limit=5").await, 0);
    assert_eq!(list("promotable_posts?is_published=false").await, 1);
    for _ in 0..2 {
        let shown = post(&running, Facebook, &format!("/v25.0/{id}")).form(&format!("is_published=true&{TOKEN}"));
        assert_eq!(shown.says(200).await["success"], true);
    }
    assert_eq!((running.count(Facebook), running.published(Facebook), list("feed?limit=5").await), (1, 1, 1));
    assert_eq!(running.posts(Facebook)[0].links, ["https://shop.example/?e=k3v9xq"]);
    let place = format!("/v25.0/{id}?fields=message,is_published,permalink_url&{TOKEN}");
    let read = get(&running, Facebook, &place).says(200).await;
    assert_eq!((&read["message"], &read["is_published"]), (&json!("Sale"), &json!(true)));
    delete(&running, Facebook, &format!("/v25.0/{id}?{TOKEN}")).says(200).await;
    let gone = get(&running, Facebook, &place).heard().await.unwrap();
    assert_eq!((gone.status, gone.json()["error"]["error_subcode"].clone()), (400, json!(33)));
    assert!(gone.header("x-app-usage").unwrap().contains("call_count"));
    assert_eq!(running.complaints(Facebook), [""; 0]);
}

#[tokio::test]
async fn a_page_s_feed_is_read_in_pages_and_its_posts_are_its_own() {
    let running = Social::new().start().await.unwrap();
    for number in 0..3 {
        feed(&running, &format!("message=Number {number}")).says(200).await;
    }
    let read = async |more: &str| get(&running, Facebook, &format!("/me/feed?limit=2&{TOKEN}{more}")).says(200).await;
    let first = read("").await;
    assert_eq!((&first["data"][0]["message"], first["data"].as_array().unwrap().len()), (&json!("Number 2"), 2));
    let after = first["paging"]["cursors"]["after"].as_str().unwrap();
    let second = read(&format!("&after={after}")).await;
    assert_eq!((&second["data"][0]["message"], second["paging"].get("next")), (&json!("Number 0"), None));
    let stranger = format!("/{}?access_token=sandbox-other", first["data"][0]["id"].as_str().unwrap());
    delete(&running, Facebook, &stranger).says(400).await;
    let pages = get(&running, Facebook, &format!("/me/accounts?{TOKEN}")).says(200).await;
    assert_eq!(pages["data"][0]["access_token"], "sandbox-shop");
}

#[tokio::test]
async fn what_the_graph_refuses_comes_with_a_code() {
    let running = Social::new().start().await.unwrap();
    let code = async |ask: Ask| ask.says(400).await["error"]["code"].clone();
    assert_eq!(code(feed(&running, "message=")).await, 100);
    assert_eq!(code(feed(&running, "link=shop")).await, 100);
    assert_eq!(code(post(&running, Facebook, "/v25.0/other/feed").form(&format!("message=a&{TOKEN}"))).await, 100);
    assert_eq!(code(post(&running, Facebook, "/v25.0/shop/feed").form("message=a")).await, 2500);
    assert_eq!(code(post(&running, Facebook, "/v25.0/shop/feed").form("message=a&access_token=b")).await, 190);
    assert_eq!(code(feed(&running, "message=a&published=false&scheduled_publish_time=1")).await, 100);
    running.fault(Facebook, Fault::Limited(Until::Headers(120)));
    let heard = feed(&running, "message=a").heard().await.unwrap();
    assert_eq!((heard.status, heard.json()["error"]["code"].clone()), (400, json!(4)));
    assert!(heard.header("x-business-use-case-usage").unwrap().contains("\"estimated_time_to_regain_access\":2"));
    running.fault(Facebook, Fault::Revoked);
    assert_eq!(feed(&running, "message=a").says(400).await["error"]["error_subcode"], 458);
    assert_eq!(running.count(Facebook), 0);
}

#[tokio::test]
async fn pictures_are_uploaded_unseen_and_attached() {
    let running = Social::new().start().await.unwrap();
    let fields = [("access_token", "sandbox-shop"), ("published", "false"), ("alt_text_custom", "A red door")];
    let photo = post(&running, Facebook, "/v25.0/shop/photos").file("source", "a.png", "image/png", PNG, &fields);
    let id = photo.says(200).await["id"].as_str().unwrap().to_owned();
    feed(&running, &format!("message=Door&attached_media[0]={{\"media_fbid\":\"{id}\"}}")).says(200).await;
    assert_eq!(running.posts(Facebook)[0].media[0].alt.as_deref(), Some("A red door"));
    feed(&running, "message=Door&attached_media[0]={\"media_fbid\":\"7\"}").says(400).await;
}

#[tokio::test]
async fn what_a_page_scheduled_goes_live_by_itself() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).start().await.unwrap();
    feed(&running, "message=Later&published=false&scheduled_publish_time=2026-11-26T10:00:00Z").says(200).await;
    pass(&clock, 59);
    assert_eq!(running.count(Facebook), 0);
    pass(&clock, 1);
    assert_eq!(running.count(Facebook), 1);
}

#[tokio::test]
async fn a_container_is_waited_for_and_published_once() {
    let running = Social::new().start().await.unwrap();
    running.fault(Instagram, Fault::NotReady(2));
    let form = format!("image_url=https://shop.example/a.jpg&caption=Door&alt_text=A red door&{TOKEN}");
    let id =
        post(&running, Instagram, "/v25.0/shop/media").form(&form).says(200).await["id"].as_str().unwrap().to_owned();
    let publish = || post(&running, Instagram, "/v25.0/shop/media_publish").form(&format!("creation_id={id}&{TOKEN}"));
    let early = publish().says(400).await;
    assert_eq!((&early["error"]["code"], &early["error"]["error_subcode"]), (&json!(9007), &json!(2_207_027)));
    let status = async || {
        let place = format!("/v25.0/{id}?fields=status_code&{TOKEN}");
        get(&running, Instagram, &place).says(200).await["status_code"].clone()
    };
    assert_eq!([status().await, status().await, status().await], ["IN_PROGRESS", "IN_PROGRESS", "FINISHED"]);
    let media = publish().says(200).await;
    assert_ne!(media["id"], id.as_str());
    assert_eq!(publish().says(400).await["error"]["error_subcode"], 2_207_006);
    assert_eq!(status().await, "PUBLISHED");
    assert_eq!((running.count(Instagram), running.published(Instagram), running.drafts(Instagram).len()), (1, 1, 0));
    let read = get(&running, Instagram, &format!("/me/media?fields=id,caption,permalink&{TOKEN}")).says(200).await;
    assert_eq!((&read["data"][0]["id"], &read["data"][0]["caption"]), (&media["id"], &json!("Door")));
    let limit = get(&running, Instagram, &format!("/shop/content_publishing_limit?fields=quota_usage,config&{TOKEN}"));
    assert_eq!(limit.says(200).await["data"][0]["quota_usage"], 1);
    assert_eq!(running.posts(Instagram)[0].media[0].alt.as_deref(), Some("A red door"));
}

#[tokio::test]
async fn a_container_is_too_old_after_a_day_and_the_quota_ends() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).quotas().start().await.unwrap();
    let make = async || {
        let form = format!("image_url=https://shop.example/a.jpg&{TOKEN}");
        post(&running, Instagram, "/shop/media").form(&form).says(200).await["id"].as_str().unwrap().to_owned()
    };
    let publish =
        |id: &str| post(&running, Instagram, "/shop/media_publish").form(&format!("creation_id={id}&{TOKEN}"));
    let old = make().await;
    pass(&clock, 24 * 60);
    assert_eq!(publish(&old).says(400).await["error"]["error_subcode"], 2_207_020);
    for _ in 0..100 {
        publish(&make().await).says(200).await;
    }
    assert_eq!(publish(&make().await).says(400).await["error"]["error_subcode"], 2_207_042);
    let wrong =
        async |form: &str| post(&running, Instagram, "/shop/media").form(&format!("{form}&{TOKEN}")).says(400).await;
    wrong("caption=without").await;
    wrong("video_url=https://shop.example/a.mp4&media_type=IMAGE").await;
    wrong(&format!("image_url=https://shop.example/a.jpg&caption={}", "a".repeat(2201))).await;
    wrong("media_type=CAROUSEL&children=1").await;
}

#[tokio::test]
async fn several_pictures_become_one_post() {
    let running = Social::new().start().await.unwrap();
    let make = async |form: &str| {
        let said = post(&running, Instagram, "/shop/media").form(&format!("{form}&{TOKEN}")).says(200).await;
        said["id"].as_str().unwrap().to_owned()
    };
    let one = make("image_url=https://shop.example/a.jpg&is_carousel_item=true").await;
    let two = make("image_url=https://shop.example/b.jpg&is_carousel_item=true").await;
    let all = make(&format!("media_type=CAROUSEL&children={one},{two}&caption=Doors")).await;
    post(&running, Instagram, "/shop/media_publish").form(&format!("creation_id={all}&{TOKEN}")).says(200).await;
    assert_eq!((running.count(Instagram), running.posts(Instagram)[0].media.len()), (1, 2));
}

#[tokio::test]
async fn comments_stand_below_their_post_and_among_no_posts() {
    let running = Social::new().start().await.unwrap();
    let id = feed(&running, "message=Rye").says(200).await["id"].as_str().unwrap().to_owned();
    let below = format!("/v25.0/{id}/comments");
    let say = |words: &str| post(&running, Facebook, &below).form(&format!("message={words}&{TOKEN}"));
    let first = say("Warm").says(200).await["id"].as_str().unwrap().to_owned();
    say("Until six").says(200).await;
    say(" ").says(400).await;
    post(&running, Facebook, &below).form("message=Mine&access_token=sandbox-other").says(400).await;
    let list = get(&running, Facebook, &format!("{below}?fields=id,message,from&{TOKEN}")).says(200).await;
    assert_eq!((&list["data"][0]["message"], &list["data"][1]["id"]), (&json!("Until six"), &json!(first)));
    assert_eq!(list["data"][1]["from"]["name"], "shop");
    let posts = get(&running, Facebook, &format!("/v25.0/shop/published_posts?{TOKEN}")).says(200).await;
    assert_eq!(posts["data"].as_array().unwrap().len(), 1, "{posts}");
    assert_eq!(posts["data"][0]["comments"]["summary"]["total_count"], 2);
    delete(&running, Facebook, &format!("/v25.0/{first}?{TOKEN}")).says(200).await;
    assert_eq!((running.count(Facebook), running.published(Facebook)), (2, 3));
}

#[tokio::test]
async fn a_comment_on_instagram_can_be_taken_away_and_a_post_cannot() {
    let running = Social::new().start().await.unwrap();
    let ask =
        async |path: &str, form: &str| post(&running, Instagram, path).form(&format!("{form}&{TOKEN}")).says(200).await;
    let made = ask("/v25.0/shop/media", "image_url=https://shop.example/a.jpg&caption=Rye").await;
    let media = ask("/v25.0/shop/media_publish", &format!("creation_id={}", made["id"].as_str().unwrap())).await;
    let media = media["id"].as_str().unwrap();
    let comment = ask(&format!("/v25.0/{media}/comments"), "message=Warm").await["id"].as_str().unwrap().to_owned();
    let list =
        get(&running, Instagram, &format!("/v25.0/{media}/comments?fields=text,username&{TOKEN}")).says(200).await;
    assert_eq!((&list["data"][0]["text"], &list["data"][0]["username"]), (&json!("Warm"), &json!("shop")));
    let posts = get(&running, Instagram, &format!("/v25.0/shop/media?{TOKEN}")).says(200).await;
    assert_eq!(posts["data"].as_array().unwrap().len(), 1);
    delete(&running, Instagram, &format!("/v25.0/{media}?{TOKEN}")).says(400).await;
    delete(&running, Instagram, &format!("/v25.0/{comment}?{TOKEN}")).says(200).await;
    assert_eq!((running.count(Instagram), running.published(Instagram)), (1, 2));
}

#[tokio::test]
async fn a_film_is_brought_in_the_pieces_that_are_asked_for_and_seen_from_the_end_of_its_session_on() {
    let running = Social::new().start().await.unwrap();
    let film = vec![7; (1 << 20) + 5];
    let videos = || post(&running, Facebook, "/v25.0/shop/videos");
    let ask = |form: &str| videos().form(&format!("{form}&{TOKEN}"));
    ask("upload_phase=start").says(400).await;
    let begun = ask(&format!("upload_phase=start&file_size={}", film.len())).says(200).await;
    let (session, video) = (begun["upload_session_id"].as_str().unwrap(), begun["video_id"].as_str().unwrap());
    assert_eq!((&begun["start_offset"], &begun["end_offset"]), (&json!("0"), &json!("1048576")));
    let bring = |from: usize, to: usize| {
        let (start, part) = (from.to_string(), &film[from..to]);
        let fields = [
            ("access_token", "sandbox-shop"),
            ("upload_phase", "transfer"),
            ("upload_session_id", session),
            ("start_offset", &start),
        ];
        videos().file("video_file_chunk", "a.mp4", "video/mp4", part, &fields)
    };
    assert_eq!(bring(0, 1 << 20).says(200).await["start_offset"], "1048576");
    // A piece that is there already is told by the one that is not.
    let again = bring(0, 1 << 20).says(400).await["error"].clone();
    assert_eq!((&again["error_subcode"], &again["error_data"]["start_offset"]), (&json!(1_363_037), &json!("1048576")));
    let end = || ask(&format!("upload_phase=finish&upload_session_id={session}&description=A loaf turns"));
    end().says(400).await;
    let rest = bring(1 << 20, film.len()).says(200).await;
    assert_eq!(rest["start_offset"], rest["end_offset"]);
    let look = async || {
        let path = format!("/v25.0/{video}?fields=status,description,post_id&{TOKEN}");
        get(&running, Facebook, &path).says(200).await
    };
    assert_eq!((look().await.get("description"), running.count(Facebook)), (None, 0));
    assert_eq!(end().says(200).await["success"], true);
    end().says(400).await;
    let seen = look().await;
    assert_eq!((&seen["status"]["video_status"], seen.get("post_id")), (&json!("processing"), None));
    look().await;
    let post = look().await["post_id"].as_str().unwrap().to_owned();
    let posted = running.posts(Facebook).remove(0);
    assert!(posted.id.ends_with(&format!("_{post}")), "{posted:?}");
    assert_eq!((&*posted.text, posted.media[0].bytes), ("A loaf turns", film.len()));
    assert_eq!((running.published(Facebook), running.complaints(Facebook)), (1, vec![]));
}
