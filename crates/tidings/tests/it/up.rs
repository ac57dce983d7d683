//! `tidings up`, as a person starts and stops it: one address in, an audit out, whatever happens to the process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use sandbox::{Answer, Running, Site};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::run::{Place, stderr};

/// A running server.
struct Up {
    child: Child,
    /// Kept open: the program has more to say than its link.
    _told: std::io::Lines<BufReader<std::process::ChildStdout>>,
    host: String,
    /// The secret at the end of the printed link; empty where somebody has a password.
    first: String,
    cookie: String,
}

impl Up {
    fn start(place: &Place) -> Self {
        let mut child = place
            .command(&["up", "--data", "data", "--listen", "127.0.0.1:0", "--allow-private", "127.0.0.1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let link = lines.find_map(|line| line.unwrap().trim().strip_prefix("http://").map(str::to_owned)).unwrap();
        let (host, path) = link.split_once('/').unwrap();
        let first = path.strip_prefix("first/").unwrap_or_default().to_owned();
        Self { child, _told: lines, host: host.to_owned(), first, cookie: String::new() }
    }

    /// Opens the printed link.
    fn come_in(&mut self) {
        let (status, head, _) = self.ask("GET", &format!("/first/{}", self.first), "");
        assert_eq!(status, 303, "{head}");
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: tidings=")).unwrap();
        cookie.split(';').next().unwrap().clone_into(&mut self.cookie);
    }

    /// Asks, and reads the answer to its end.
    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let question = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: tidings={}\r\nx-tidings: test\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            self.cookie,
            body.len()
        );
        // In one piece: an answer may come, and the connection go, before the last of many.
        stream.write_all(question.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_ascii_lowercase(), answer.split_off(end + 4))
    }

    fn json(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, head, bytes) = self.ask(method, &format!("/api/v1{path}"), &body);
        assert!((200..300).contains(&status), "{method} {path}: {head} {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap()
    }

    /// The events of the audit, to its end: how it ended.
    fn until_done(&self, audit: &str) -> String {
        let (status, _, bytes) = self.ask("GET", &format!("/api/v1/audits/{audit}/events"), "");
        assert_eq!(status, 200);
        let text = String::from_utf8(bytes).unwrap();
        let last = text.lines().rev().find_map(|line| line.strip_prefix("data: ")).unwrap();
        serde_json::from_str::<Value>(last).unwrap()["state"].as_str().unwrap().to_owned()
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Pages that link to each other in a chain; `hangs` is silent the first time.
fn site(pages: usize, hangs: Option<usize>) -> (Runtime, Running) {
    let mut site = Site::new().page("/robots.txt", Answer::text(""));
    if let Some(page) = hangs {
        site = site.page_at_first(1, &format!("/{page}"), Answer::silence());
    }
    for n in 0..pages {
        let path = if n == 0 { "/".to_owned() } else { format!("/{n}") };
        let next = if n + 1 < pages { format!("<a href=/{}>next</a>", n + 1) } else { String::new() };
        site = site.page(&path, Answer::html(format!("<!doctype html><title>Page {n}</title>{next}")));
    }
    let runtime = Runtime::new().unwrap();
    let running = runtime.block_on(site.start()).unwrap();
    (runtime, running)
}

#[test]
fn one_address_makes_a_sheet_and_a_list_of_things_to_do() {
    let (_runtime, site) = site(12, None);
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let added = up.json("POST", "/sites", &json!({ "address": site.at("/") }));
    let (id, audit) = (added["id"].as_str().unwrap(), added["audit"]["id"].as_str().unwrap());
    assert_eq!(up.until_done(audit), "done");
    let told = up.json("GET", &format!("/audits/{audit}"), &Value::Null);
    assert_eq!(told["result"]["summary"]["pages"], 12);
    assert!(!told["result"]["things"].as_array().unwrap().is_empty());
    let sheet = up.json("GET", &format!("/audits/{audit}/sheet"), &Value::Null);
    assert_eq!(sheet["count"], 12);
    let index = up.json("GET", &format!("/audits/{audit}/sheet/index/0"), &Value::Null);
    assert_eq!(index["t"].as_array().unwrap().len(), 12);
    let listed = up.json("GET", "/sites", &Value::Null);
    assert_eq!(listed["items"][0]["score"]["today"], told["result"]["score"]["today"]);

    // The second audit is compared with the first: nothing is new.
    let second = up.json("POST", &format!("/sites/{id}/audits"), &Value::Null);
    let second = second["id"].as_str().unwrap();
    assert_eq!(up.until_done(second), "done");
    let site = up.json("GET", &format!("/sites/{id}"), &Value::Null);
    assert_eq!((&site["change"], &site["fresh"], &site["gone"]), (&json!(0), &json!(0), &json!(0)));
    let difference = up.json("GET", &format!("/sites/{id}/difference?from={audit}&to={second}"), &Value::Null);
    assert_eq!(difference, json!({ "fresh": [], "gone": [] }));
}

#[test]
fn a_killed_server_goes_on_with_the_audit_that_it_was_at() {
    const HANGS: usize = 9;
    let (_runtime, site) = site(20, Some(HANGS));
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let added = up.json("POST", "/sites", &json!({ "address": site.at("/") }));
    let audit = added["audit"]["id"].as_str().unwrap().to_owned();
    let deadline = Instant::now() + Duration::from_mins(1);
    while site.asked_for(&format!("/{HANGS}")) == 0 {
        assert!(Instant::now() < deadline, "the audit never came to the page that hangs");
        std::thread::yield_now();
    }
    let cookie = up.cookie.clone();
    drop(up);
    let mut up = Up::start(&place);
    up.cookie = cookie;
    assert_eq!(up.until_done(&audit), "done");
    assert_eq!(up.json("GET", &format!("/audits/{audit}"), &Value::Null)["result"]["summary"]["pages"], 20);
    for n in (1..20).filter(|n| *n != HANGS) {
        assert_eq!(site.asked_for(&format!("/{n}")), 1, "page {n} is asked for once");
    }
}

#[test]
fn a_second_server_in_one_folder_and_an_open_door_are_refused() {
    let place = Place::new();
    let up = Up::start(&place);
    let second = place.tidings(&["up", "--data", "data", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(2));
    assert!(stderr(&second).contains("is up in"), "{}", stderr(&second));
    let open = place.tidings(&["up", "--data", "other", "--listen", "0.0.0.0:0"]);
    assert_eq!(open.status.code(), Some(2));
    assert!(stderr(&open).contains("nobody has a password yet"), "{}", stderr(&open));
    drop(up);
}

#[test]
fn an_address_in_the_private_network_is_not_asked_unless_it_was_allowed() {
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    // Allowed is 127.0.0.1 by name, and nothing else on this machine.
    let added = up.json("POST", "/sites", &json!({ "address": "http://127.0.0.2:9/" }));
    let audit = added["audit"]["id"].as_str().unwrap();
    assert_eq!(up.until_done(audit), "failed");
    let error = up.json("GET", &format!("/audits/{audit}"), &Value::Null)["error"].to_string();
    assert!(error.contains("tidings up --allow-private 127.0.0.2"), "{error}");
}
