use std::time::{Duration, Instant};

use networks::http::{Failure, Http, Options, Request};
use sandbox::{Answer, Running, Site};

use crate::{ask, door, fast, url};

async fn one(answer: Answer) -> Running {
    Site::new().page("/", answer).start().await.unwrap()
}

#[tokio::test]
async fn every_compression_that_is_asked_for_is_undone() {
    for answer in [
        Answer::html("hello").gzip(),
        Answer::html("hello").deflate(false),
        Answer::html("hello").deflate(true),
        Answer::html("hello").brotli(),
        Answer::html("hello").gzip().chunked(),
        Answer::html("hello").header("Content-Encoding", "identity"),
    ] {
        let site = one(answer.clone()).await;
        let came = ask(&site, "/").await.unwrap();
        assert_eq!((&came.body[..], came.more, came.cut_off), (&b"hello"[..], false, false), "{answer:?}");
    }
}

#[tokio::test]
async fn truncated_compression_keeps_what_came() {
    let text: String = (0..5000).map(|n| format!("<p>line {n}</p>\n")).collect();
    for answer in [Answer::html(&text).gzip().truncated(4000), Answer::html(&text).brotli().truncated(4000)] {
        let came = ask(&one(answer).await, "/").await.unwrap();
        assert!(came.cut_off);
        assert!(came.body.len() > 1000 && text.as_bytes().starts_with(&came.body), "{}", came.body.len());
    }
}

#[tokio::test]
async fn what_is_not_compressed_at_all_is_cut_off_not_fatal() {
    for name in ["gzip", "br", "deflate"] {
        let site = one(Answer::html("<title>hello</title>").header("Content-Encoding", name)).await;
        assert!(ask(&site, "/").await.unwrap().cut_off, "{name}");
    }
}

#[tokio::test]
async fn a_bomb_ends_at_what_was_asked_for() {
    let site = one(Answer::bomb()).await;
    let came = door(&site).get(Request::new(url(&site.at("/"))).at_most(100_000)).await.unwrap();
    assert_eq!((came.body.len(), came.more, came.cut_off), (100_000, true, false));
}

#[tokio::test]
async fn an_endless_body_ends_at_what_was_asked_for() {
    let site = one(Answer::html("<p>and so on ".repeat(100)).endless()).await;
    let came = door(&site).get(Request::new(url(&site.at("/"))).at_most(1_000_000)).await.unwrap();
    assert_eq!((came.body.len(), came.more), (1_000_000, true));
}

#[tokio::test]
async fn a_body_that_ends_before_its_promise_is_kept_and_marked() {
    for answer in [Answer::html("hello").claim_length(1000), Answer::html("hello, world").cut_after(5)] {
        let came = ask(&one(answer).await, "/").await.unwrap();
        assert_eq!((&came.body[..], came.cut_off), (&b"hello"[..], true));
    }
}

#[tokio::test]
async fn a_body_beyond_its_promise_is_not_read() {
    let came = ask(&one(Answer::html("hello, world").claim_length(5)).await, "/").await.unwrap();
    assert_eq!(&came.body[..], b"hello");
}

#[tokio::test]
async fn a_slow_drip_ends_when_time_is_up() {
    for answer in [
        Answer::html("x".repeat(1000)).drip(1, Duration::from_millis(50)),
        Answer::html("late").slow(Duration::from_mins(1)),
        Answer::silence(),
    ] {
        let site = one(answer).await;
        let http = Http::new(Options { answer_within: Duration::from_millis(300), ..fast(&site) });
        let started = Instant::now();
        let came = http.get(Request::new(url(&site.at("/")))).await;
        assert!(matches!(came, Err(Failure::TooSlow(..))), "{came:?}");
        assert!(started.elapsed() < Duration::from_secs(3));
    }
}

#[tokio::test]
async fn redirects_are_followed_counted_and_ended() {
    let mut site = Site::new().page("/there", Answer::html("there")).page("/loop", Answer::redirect(302, "/loop"));
    for hop in 0..20 {
        site = site.page(&format!("/{hop}"), Answer::redirect(301, &format!("/{}#part", hop + 1)));
    }
    let site = site
        .page("/ping", Answer::redirect(307, "/pong"))
        .page("/pong", Answer::redirect(308, "/ping"))
        .page("/relative", Answer::redirect(302, "there"))
        .page("/nowhere", Answer::status(302))
        .start()
        .await
        .unwrap();
    for path in ["/loop", "/ping", "/0"] {
        assert!(matches!(ask(&site, path).await, Err(Failure::Redirects(..))), "{path}");
    }
    let came = ask(&site, "/relative").await.unwrap();
    assert_eq!((came.url.path(), came.hops.len(), came.hops[0].status), ("/there", 1, 302));
    assert_eq!(ask(&site, "/nowhere").await.unwrap().status, 302);
    let came = door(&site).get(Request::new(url(&site.at("/ping"))).redirects(0)).await.unwrap();
    assert_eq!((came.status, came.header("location")), (307, Some("/pong")));
}

#[tokio::test]
async fn endless_headers_and_too_many_headers_break_off() {
    let many: String = (0..5000).map(|n| format!("X-{n}: 1\r\n")).collect();
    for answer in [Answer::endless_headers(), Answer::raw(format!("HTTP/1.1 200 OK\r\n{many}\r\nhello"))] {
        let came = ask(&one(answer).await, "/").await;
        assert!(matches!(came, Err(Failure::Broken(..))), "{came:?}");
    }
}

#[tokio::test]
async fn wrong_headers_do_not_hide_the_page() {
    let site = one(Answer::raw(
        "HTTP/1.1 200 Fine\r\nContent-Type: text/html; charset=klingon\r\nX-Name: caf\u{e9}\r\nno colon here\r\n\
             X Space : 1\r\nContent-Length: 5\r\nX-Folded: a\r\n b\r\n\r\nhello",
    ))
    .await;
    let came = ask(&site, "/").await.unwrap();
    assert_eq!(&came.body[..], b"hello");
    assert_eq!(came.header("x-name"), Some("café"));
}

#[tokio::test]
async fn a_header_in_latin_1_is_read_as_such() {
    let site = one(Answer::html("hello").header("X-Name", b"caf\xe9".to_vec())).await;
    assert_eq!(ask(&site, "/").await.unwrap().header("x-name"), Some("café"));
}

#[tokio::test]
async fn a_connection_that_closes_or_talks_nonsense_is_broken() {
    for answer in [Answer::close(), Answer::raw("SSH-2.0-OpenSSH_9.2\r\n"), Answer::raw("")] {
        let came = ask(&one(answer).await, "/").await;
        assert!(matches!(came, Err(Failure::Broken(..))), "{came:?}");
    }
}

#[tokio::test]
async fn a_port_where_nobody_listens_refuses() {
    let site = one(Answer::html("")).await;
    let (address, http) = (url(&site.at("/")), door(&site));
    let gone = site.address();
    drop(site);
    // The listener goes when its task is next polled.
    while std::net::TcpStream::connect(gone).is_ok() {
        tokio::task::yield_now().await;
    }
    assert_eq!(http.get(Request::new(address)).await.unwrap_err(), Failure::Refused("127.0.0.1".to_owned()));
}
