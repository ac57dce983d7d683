use std::time::{Duration, Instant};

use networks::http::{Http, Options, Pace, Request};
use sandbox::{Answer, Running, Site};

use crate::{fast, url};

async fn site() -> Running {
    Site::new()
        .page_at_first(1, "/busy", Answer::too_many(1))
        .page("/slow", Answer::html("hello").slow(Duration::from_millis(20)))
        .page("*", Answer::html("hello"))
        .start()
        .await
        .unwrap()
}

fn paced(site: &Running, connections: usize, every: u64) -> Http {
    let pace = Pace { connections, every: Duration::from_millis(every), ..Pace::polite() };
    Http::new(Options { pace, ..fast(site) })
}

async fn ask_all(http: &Http, site: &Running, path: &str, times: usize) {
    let asked: Vec<_> = (0..times)
        .map(|_| {
            let (http, request) = (http.clone(), Request::new(url(&site.at(path))));
            tokio::spawn(async move { http.get(request).await.unwrap() })
        })
        .collect();
    for task in asked {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn a_host_is_asked_over_no_more_connections_than_the_pace_has() {
    let site = site().await;
    ask_all(&paced(&site, 2, 0), &site, "/slow", 12).await;
    assert_eq!(site.requests().iter().map(|asked| asked.at_once).max(), Some(2));
}

#[tokio::test]
async fn two_questions_to_a_host_keep_their_distance() {
    let site = site().await;
    let http = paced(&site, 8, 20);
    http.slow_down(&url(&site.at("/")), Duration::from_millis(40));
    let started = Instant::now();
    ask_all(&http, &site, "/", 6).await;
    assert_eq!(site.requests().len(), 6);
    assert!(started.elapsed() >= Duration::from_millis(5 * 40), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_host_that_asks_to_be_left_alone_is() {
    let site = site().await;
    let http = paced(&site, 2, 0);
    let address = url(&site.at("/busy"));
    let started = Instant::now();
    let first = http.get(Request::new(address.clone())).await.unwrap();
    assert_eq!((first.status, first.retry_after), (429, Some(Duration::from_secs(1))));
    assert!(http.silent_for(&address) > Duration::from_millis(500));
    let second = http.get(Request::new(address)).await.unwrap();
    assert_eq!(second.status, 200);
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn nobody_is_waited_for_longer_than_the_pace_allows() {
    let site = Site::new()
        .page("/", Answer::too_many(86_400))
        .page("/date", Answer::status(503).header("Retry-After", "Wed, 21 Oct 2065 07:28:00 GMT"))
        .start()
        .await
        .unwrap();
    let pace = Pace { longest_wait: Duration::from_millis(5), ..Pace::fast() };
    let http = Http::new(Options { pace, ..fast(&site) });
    for path in ["/", "/date"] {
        let answer = http.get(Request::new(url(&site.at(path)))).await.unwrap();
        assert_eq!(answer.retry_after, Some(Duration::from_millis(5)), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement, run by hand with --release"]
async fn how_many_questions_a_second() {
    let folder = std::env::temp_dir();
    std::fs::write(folder.join("tidings-pace.html"), "<title>hello</title>").unwrap();
    let site = Site::folder(folder).start().await.unwrap();
    let http = Http::new(fast(&site));
    let address = url(&site.at("/tidings-pace.html"));
    let started = Instant::now();
    let tasks: Vec<_> = (0..32)
        .map(|_| {
            let (http, address) = (http.clone(), address.clone());
            tokio::spawn(async move {
                for _ in 0..1000 {
                    http.get(Request::new(address.clone())).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    println!("{:.0} questions a second", 32_000.0 / started.elapsed().as_secs_f64());
}
