//! Reddit's interface as it is documented: what it refuses stands in an answer with status 200.

use sandbox::social::Network::Reddit;
use sandbox::social::{Fault, Running, Social, Until};
use serde_json::{Value, json};

use crate::ask::{Ask, clock, get, pass, post};

const TOKEN: &str = "sandbox-shop";
const LINK: &str = "api_type=json&kind=link&sr=bread&title=Rye&url=https://shop.example/?e%3Dk3v9xq";

fn by(ask: Ask) -> Ask {
    ask.bearer(TOKEN).header("User-Agent", "web:test:v1 (by /u/shop)")
}

fn submit(running: &Running, form: &str) -> Ask {
    by(post(running, Reddit, "/api/submit")).form(form)
}

async fn listed(running: &Running, more: &str) -> Value {
    by(get(running, Reddit, &format!("/user/shop/submitted?sort=new{more}"))).says(200).await["data"].clone()
}

#[tokio::test]
async fn a_link_is_taken_once_by_a_community_and_told_among_its_authors_posts() {
    let running = Social::new().clock(clock()).start().await.unwrap();
    let first = submit(&running, LINK).says(200).await["json"]["data"]["name"].clone();
    let again = submit(&running, LINK).says(200).await;
    assert_eq!(again["json"]["errors"][0][0], "ALREADY_SUB");
    submit(&running, &LINK.replace("bread", "rolls")).says(200).await;
    submit(&running, &format!("{LINK}&resubmit=true")).says(200).await;
    let text = "api_type=json&kind=self&sr=bread&title=Which+rye?&text=Asking";
    submit(&running, text).says(200).await;
    submit(&running, text).says(200).await;
    assert_eq!((running.count(Reddit), running.published(Reddit)), (5, 5));
    let page = listed(&running, "&limit=3").await;
    assert_eq!(
        (page["children"].as_array().unwrap().len(), &page["children"][0]["data"]["selftext"]),
        (3, &json!("Asking"))
    );
    let rest = listed(&running, &format!("&after={}", page["after"].as_str().unwrap())).await;
    assert_eq!((&rest["children"][1]["data"]["name"], &rest["after"]), (&first, &Value::Null));
    let info = || by(get(&running, Reddit, &format!("/api/info?id={}", first.as_str().unwrap())));
    assert_eq!(info().says(200).await["data"]["children"][0]["data"]["author"], "shop");
    for _ in 0..2 {
        let form = format!("id={}", first.as_str().unwrap());
        by(post(&running, Reddit, "/api/del")).form(&form).says(200).await;
    }
    let gone = info().says(200).await["data"]["children"][0]["data"].clone();
    assert_eq!((&gone["author"], &gone["removed_by_category"]), (&json!("[deleted]"), &json!("deleted")));
    assert_eq!(running.count(Reddit), 4);
    assert_eq!(running.complaints(Reddit), [""; 0]);
}

#[tokio::test]
async fn what_it_refuses_stands_in_an_answer_that_says_yes() {
    let running = Social::new().start().await.unwrap();
    let long = LINK.replace("Rye", &"a".repeat(301));
    for (form, name) in [
        (LINK.replace("bread", "closed"), "SUBREDDIT_NOTALLOWED"),
        (LINK.replace("bread", "gone"), "SUBREDDIT_NOEXIST"),
        (LINK.replace("bread", "texts"), "NO_LINKS"),
        ("api_type=json&kind=self&sr=links&title=Rye".to_owned(), "NO_SELFS"),
        (LINK.replace("kind=link", "kind=cake"), "INVALID_OPTION"),
        (LINK.replace("Rye", ""), "NO_TEXT"),
        (long, "TOO_LONG"),
        (LINK.replace("https", "ftp"), "BAD_URL"),
    ] {
        assert_eq!(submit(&running, &form).says(200).await["json"]["errors"][0][0], name);
    }
    assert_eq!(running.count(Reddit), 0);
    let about = |name: &str| by(get(&running, Reddit, &format!("/r/{name}/about")));
    assert_eq!(about("texts").says(200).await["data"]["submission_type"], "self");
    assert_eq!(about("private").says(403).await["reason"], "private");
    about("gone").says(404).await;
    post(&running, Reddit, "/api/submit").bearer("other").form(LINK).says(401).await;
    post(&running, Reddit, "/api/submit").bearer(TOKEN).form(&format!("{LINK}&flair=1")).says(200).await;
    let complaints = running.complaints(Reddit);
    assert!(complaints.len() == 2 && complaints.iter().any(|it| it.contains("user-agent")), "{complaints:?}");
}

#[tokio::test]
async fn too_many_posts_are_told_inside_and_too_many_requests_by_seconds_that_are_left() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).quotas().start().await.unwrap();
    let text = "api_type=json&kind=self&sr=bread&title=Rye";
    for _ in 0..5 {
        submit(&running, text).says(200).await;
    }
    let often = submit(&running, text).says(200).await["json"].clone();
    assert_eq!((&often["errors"][0][0], &often["ratelimit"]), (&json!("RATELIMIT"), &json!(600)));
    pass(&clock, 10);
    let heard = submit(&running, text).heard().await.unwrap();
    assert_eq!((running.count(Reddit), heard.header("x-ratelimit-used")), (6, Some("1")));
    running.fault(Reddit, Fault::Limited(Until::Headers(30)));
    let heard = submit(&running, text).heard().await.unwrap();
    assert_eq!((heard.status, heard.header("x-ratelimit-reset")), (429, Some("30")));
    running.fault(Reddit, Fault::Revoked);
    submit(&running, text).says(401).await;
}
