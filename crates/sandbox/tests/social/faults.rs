//! Each fault, as a client meets it, and what is true at the network all the same.

use std::time::{Duration, Instant};

use sandbox::social::Network::{Bluesky, Mastodon, WordPress};
use sandbox::social::{BLUESKY_PASSWORD, Fault, Running, Social, Step, Until};
use serde_json::json;

use crate::ask::{Ask, Heard, clock, delete, get, page, post};

fn send(running: &Running) -> Ask {
    post(running, Mastodon, "/api/v1/statuses").bearer("sandbox-shop").form("status=Hello")
}

async fn after(fault: Fault) -> (Running, Option<Heard>) {
    let running = Social::new().start().await.unwrap();
    running.fault(Mastodon, fault);
    let heard = send(&running).heard().await;
    (running, heard)
}

#[tokio::test]
async fn an_answer_is_lost_before_or_after_the_post_is_there() {
    for (fault, there) in [(Fault::LostBefore, 0), (Fault::LostAfter, 1)] {
        let (running, heard) = after(fault).await;
        assert!(heard.is_none());
        assert_eq!(running.count(Mastodon), there);
        send(&running).says(200).await;
        assert_eq!(running.count(Mastodon), there + 1);
        assert_eq!(running.asked().len(), 2);
    }
}

#[tokio::test]
async fn what_is_live_is_told_to_programs() {
    let running = Social::new().start().await.unwrap();
    let status = |text: &str| post(&running, Mastodon, "/api/v1/statuses").bearer("sandbox-shop").form(text);
    let gone = status("status=Gone").says(200).await["id"].as_str().unwrap().to_owned();
    delete(&running, Mastodon, &format!("/api/v1/statuses/{gone}")).bearer("sandbox-shop").says(200).await;
    status("status=Rye https://bakery.example/rye?e=k7q4mxz").says(200).await;
    let posts = page(&running, "/posts.json").says(200).await;
    assert_eq!(posts.as_array().unwrap().len(), 1);
    assert_eq!((&posts[0]["network"], &posts[0]["by"]), (&json!("mastodon"), &json!("shop")));
    assert_eq!(posts[0]["links"], json!(["https://bakery.example/rye?e=k7q4mxz"]));
    let networks = page(&running, "/networks.json").says(200).await;
    let mastodon = networks.as_array().unwrap().iter().find(|it| it["id"] == "mastodon").unwrap().clone();
    assert_eq!(mastodon["published"], 2);
    assert_eq!(mastodon["signs_in"], json!([{ "name": "access token", "value": "sandbox-shop" }]));
}

#[tokio::test]
async fn a_key_may_be_forgotten_with_the_answer() {
    for (fault, there) in [(Fault::LostAfter, 1), (Fault::LostWithKey, 2)] {
        let running = Social::new().start().await.unwrap();
        running.fault(Mastodon, fault);
        assert!(send(&running).header("Idempotency-Key", "one").heard().await.is_none());
        send(&running).header("Idempotency-Key", "one").says(200).await;
        assert_eq!(running.count(Mastodon), there);
    }
}

#[tokio::test]
async fn an_error_is_told_though_the_post_is_there() {
    for (fault, status, there) in
        [(Fault::ErrorBefore(503), 503, 0), (Fault::ErrorAfter(500), 500, 1), (Fault::ErrorInside, 200, 0)]
    {
        let (running, heard) = after(fault).await;
        let heard = heard.unwrap();
        assert_eq!((heard.status, running.count(Mastodon)), (status, there));
        assert!(heard.json()["error"].is_string());
    }
}

#[tokio::test]
async fn a_post_is_there_long_before_its_slow_answer() {
    let running = Social::new().start().await.unwrap();
    running.fault(Mastodon, Fault::Slow(Duration::from_millis(300)));
    let begun = Instant::now();
    let asking = tokio::spawn(send(&running).heard());
    while running.count(Mastodon) == 0 {
        tokio::task::yield_now().await;
    }
    assert!(!asking.is_finished());
    assert_eq!(asking.await.unwrap().unwrap().status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_post_appears_after_the_connection_was_cut() {
    let (running, heard) = after(Fault::Late(Duration::from_millis(200))).await;
    assert!(heard.is_none());
    assert_eq!(running.count(Mastodon), 0);
    running.settled().await;
    assert_eq!(running.count(Mastodon), 1);
}

#[tokio::test]
async fn a_limit_says_when_to_come_back_in_four_manners() {
    let said = [
        (Until::Unsaid, None, None),
        (Until::Seconds(30), Some("30"), None),
        (Until::Date(30), Some("Thu, 26 Nov 2026 09:00:30 GMT"), None),
        (Until::Headers(30), None, Some("2026-11-26T09:00:30.000Z")),
    ];
    for (until, retry, reset) in said {
        let running = Social::new().clock(clock()).start().await.unwrap();
        running.fault(Mastodon, Fault::Limited(until));
        let heard = send(&running).heard().await.unwrap();
        assert_eq!((heard.status, running.count(Mastodon)), (429, 0));
        assert_eq!((heard.header("retry-after"), heard.header("x-ratelimit-reset")), (retry, reset));
    }
}

#[tokio::test]
async fn a_token_is_taken_back_in_the_middle() {
    let (running, heard) = after(Fault::Revoked).await;
    assert_eq!(heard.unwrap().json()["error"], "The access token was revoked");
    send(&running).says(401).await;
    post(&running, Mastodon, "/api/v1/statuses").bearer("sandbox-other").form("status=Hello").says(200).await;
    assert_eq!(running.count(Mastodon), 1);
    running.forget();
    send(&running).says(200).await;
}

#[tokio::test]
async fn a_session_of_bluesky_grows_old_or_is_taken_back_whole() {
    for (fault, renewed) in [(Fault::Expired, 200), (Fault::Revoked, 400)] {
        let running = Social::new().start().await.unwrap();
        let input = json!({ "identifier": "shop.test", "password": BLUESKY_PASSWORD });
        let session = post(&running, Bluesky, "/xrpc/com.atproto.server.createSession").json(&input).says(200).await;
        let token = |name: &str| session[name].as_str().unwrap().to_owned();
        running.fault(Bluesky, fault.on(Step::Read));
        let read = || get(&running, Bluesky, "/xrpc/com.atproto.server.getSession").bearer(&token("accessJwt"));
        assert_eq!(read().says(400).await["error"], "ExpiredToken");
        assert_eq!(read().says(400).await["error"], "ExpiredToken");
        post(&running, Bluesky, "/xrpc/com.atproto.server.refreshSession")
            .bearer(&token("refreshJwt"))
            .says(renewed)
            .await;
    }
}

#[tokio::test]
async fn an_answer_is_cut_short_empty_or_a_page_of_html() {
    let (running, heard) = after(Fault::Cut(20)).await;
    let heard = heard.unwrap();
    assert_eq!((heard.body.len(), running.count(Mastodon)), (20, 1));
    assert!(heard.header("content-length").unwrap().parse::<usize>().unwrap() > 20);
    for done in [true, false] {
        let (running, heard) = after(Fault::Html(done)).await;
        let heard = heard.unwrap();
        assert_eq!((heard.status, running.count(Mastodon)), (200, usize::from(done)));
        assert!(heard.header("content-type").unwrap().starts_with("text/html"));
        let (running, heard) = after(Fault::Empty(done)).await;
        let heard = heard.unwrap();
        assert_eq!((heard.status, heard.body.len(), running.count(Mastodon)), (200, 0, usize::from(done)));
    }
}

#[tokio::test]
async fn faults_meet_the_network_and_the_step_that_they_were_meant_for() {
    let running = Social::new().start().await.unwrap();
    running.fault(WordPress, Fault::LostAfter);
    running.fault(Mastodon, Fault::ErrorBefore(503).on(Step::Read).times(2));
    running.fault(Mastodon, Fault::LostAfter.after(1));
    send(&running).says(200).await;
    for status in [503, 503, 200] {
        get(&running, Mastodon, "/api/v2/instance").says(status).await;
    }
    assert!(send(&running).heard().await.is_none());
    running.fault(Mastodon, Fault::ErrorBefore(500).times(u64::MAX));
    send(&running).says(500).await;
    send(&running).says(500).await;
    running.no_more_faults();
    send(&running).says(200).await;
    assert_eq!(running.count(Mastodon), 3);
}

#[tokio::test]
async fn many_at_once_under_seeded_faults_are_counted_as_they_are() {
    let running = Social::new().start().await.unwrap();
    running.fault(Mastodon, Fault::LostAfter.sometimes(100, 1));
    running.fault(Mastodon, Fault::ErrorBefore(500).sometimes(100, 2));
    let asking: Vec<_> = (0..500).map(|_| tokio::spawn(send(&running).heard())).collect();
    let (mut lost, mut refused) = (0, 0);
    for heard in asking {
        match heard.await.unwrap() {
            None => lost += 1,
            Some(heard) if heard.status == 500 => refused += 1,
            Some(_) => {}
        }
    }
    assert!(lost > 20 && refused > 20, "{lost} lost, {refused} refused");
    assert_eq!(running.count(Mastodon), 500 - refused);
}

#[tokio::test]
async fn the_start_page_shows_what_was_posted_and_says_what_it_is() {
    let running = Social::new().start().await.unwrap();
    post(&running, Mastodon, "/api/v1/statuses").bearer("sandbox-shop").form("status=<b>Sale</b>").says(200).await;
    let bytes = raw(&running, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").await;
    assert!(bytes.contains("&lt;b&gt;Sale&lt;/b&gt;") && bytes.contains("leaves this machine"), "{bytes}");
    assert!(!bytes.contains("<script"));
    let at = |network: &str| bytes.find(&format!("<section id={network}>")).unwrap();
    assert!(at("mastodon") < at("bluesky"), "it begins where something was posted");
    let elsewhere = raw(&running, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").await;
    assert!(elsewhere.starts_with("HTTP/1.1 421"), "{elsewhere}");
}

#[tokio::test]
async fn a_body_in_chunks_is_read_too_and_nonsense_ends_the_connection() {
    let running = Social::new().start().await.unwrap();
    let head = "POST /mastodon/api/v1/statuses HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sandbox-shop\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    let said = raw(&running, &format!("{head}7\r\nstatus=\r\n5\r\nHello\r\n0\r\n\r\n")).await;
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert_eq!(running.posts(Mastodon)[0].text, "Hello");
    assert_eq!(raw(&running, &format!("{head}zz\r\n")).await, "");
    assert_eq!(raw(&running, "POST /x HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n").await, "");
}

async fn raw(running: &Running, text: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(running.address()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}
