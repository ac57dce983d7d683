//! Links through the whole program: followed, killed in the middle, switched off by another process.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use store::test_bed::{self, engines};
use store::{Engine, Place as Database};

use crate::run::Place;
use crate::server::Up;

/// Mints a link to the site's own page, and says which site and code that is.
fn minted(up: &Up) -> (String, String) {
    let site = up.json("POST", "/sites", &json!({ "address": "https://bakery.example/" }))["id"].clone();
    let site = site.as_str().unwrap().to_owned();
    let link = up.json("POST", &format!("/sites/{site}/links"), &json!({ "target": "/bread", "activity": "post" }));
    (site, link["code"].as_str().unwrap().to_owned())
}

fn clicks(up: &Up, site: &str, code: &str) -> usize {
    let link = up.json("GET", &format!("/sites/{site}/links/{code}"), &Value::Null);
    usize::try_from(link["clicks"].as_u64().unwrap()).unwrap()
}

/// Asks again until `is_so`.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !is_so() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::yield_now();
    }
}

#[test]
fn a_click_is_counted_within_seconds_and_no_address_is_kept() {
    let place = Place::new();
    let mut up = Up::start_with(&place, &["up", "--data", "data", "--trust-proxy", "127.0.0.1"]);
    up.come_in();
    let (site, code) = minted(&up);
    let click = format!(
        "GET /l/{code} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nx-forwarded-for: 203.0.113.77\r\nuser-agent: a browser\r\n\r\n",
        up.host
    );
    let (status, head, body) = up.send(&click);
    assert_eq!((status, body.len()), (302, 0), "{head}");
    assert!(head.contains(&format!("location: https://bakery.example/bread?e={code}")), "{head}");
    until("the click is counted", || clicks(&up, &site, &code) == 1);
    let (status, _, _) = up.ask("POST", &format!("/api/v1/sites/{site}/links/{code}/withdraw"), "");
    assert_eq!((status, up.send(&click).0), (200, 410));
    drop(up);
    let mut folders = vec![place.path("data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                assert!(!bytes.windows(12).any(|part| part == b"203.0.113.77"), "{}", path.display());
            }
        }
    }
}

#[test]
fn killed_under_load_no_click_is_lost_whose_answer_left() {
    const VISITORS: usize = 8;
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let (site, code) = minted(&up);
    let (answered, asked, over) =
        (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let visitors: Vec<_> = (0..VISITORS)
        .map(|_| {
            let (answered, asked, over, host) = (answered.clone(), asked.clone(), over.clone(), up.host.clone());
            let click = format!("GET /l/{code} HTTP/1.1\r\nhost: {host}\r\n\r\n");
            std::thread::spawn(move || {
                let mut stream = TcpStream::connect(host).unwrap();
                while !over.load(Ordering::Relaxed) {
                    asked.fetch_add(1, Ordering::SeqCst);
                    if stream.write_all(click.as_bytes()).is_err() {
                        return;
                    }
                    let mut answer = Vec::new();
                    while !answer.ends_with(b"\r\n\r\n") {
                        let mut part = [0; 1024];
                        match stream.read(&mut part) {
                            Ok(0) | Err(_) => return,
                            Ok(read) => answer.extend_from_slice(&part[..read]),
                        }
                    }
                    assert!(answer.starts_with(b"HTTP/1.1 302"));
                    answered.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    until("many clicks were answered", || answered.load(Ordering::SeqCst) > 5_000);
    up.kill();
    over.store(true, Ordering::Relaxed);
    for visitor in visitors {
        visitor.join().unwrap();
    }
    let (answered, asked) = (answered.load(Ordering::SeqCst), asked.load(Ordering::SeqCst));
    let cookie = up.cookie.clone();
    drop(up);
    let mut up = Up::start(&place);
    up.cookie = cookie;
    until("what was kept is counted", || clicks(&up, &site, &code) >= answered);
    // The last question of each may have been kept, though its answer did not leave any more.
    assert!(clicks(&up, &site, &code) <= asked, "{answered} answers, {asked} questions");
}

#[test]
fn a_link_that_one_process_switches_off_leads_nowhere_in_all_of_them_two_seconds_later() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let place = Place::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bed = runtime.block_on(test_bed::empty(Engine::Postgres));
    let Database::Postgres(url) = &bed.place else { unreachable!() };
    let serve = ["serve", "--data", "many", "--database", url];
    let mut one = Up::start_with(&place, &serve);
    one.come_in();
    let mut other = Up::start_with(&place, &serve);
    other.cookie.clone_from(&one.cookie);
    let (site, code) = minted(&one);
    let status = |up: &Up| up.ask("GET", &format!("/l/{code}"), "").0;
    assert_eq!(status(&one), 302);
    let follows = |what: &str, to: u16| {
        let began = Instant::now();
        until(what, || status(&other) == to);
        assert!(began.elapsed() < Duration::from_secs(2), "{what} took {:?}", began.elapsed());
    };
    follows("minted elsewhere, it leads", 302);
    assert_eq!(one.ask("POST", &format!("/api/v1/sites/{site}/links/{code}/withdraw"), "").0, 200);
    follows("switched off elsewhere, it does not", 410);
    // Each counts its own clicks into the one database.
    let came = clicks(&one, &site, &code);
    assert_eq!(other.ask("POST", &format!("/api/v1/sites/{site}/links/{code}/restore"), "").0, 200);
    until("it leads again", || status(&one) == 302);
    until("all clicks are counted", || clicks(&other, &site, &code) > came);
}
