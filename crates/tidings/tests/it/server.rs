//! A running server, and a site for it to read.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sandbox::{Answer, Running, Site};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::run::Place;

/// What the program says.
type Told = std::io::Lines<BufReader<std::process::ChildStdout>>;

/// A running server.
pub(crate) struct Up {
    /// `None` for one that somebody else looks after.
    child: Option<Child>,
    /// Kept open: the program has more to say than its link.
    _told: Option<Told>,
    pub(crate) host: String,
    /// The secret at the end of the printed link; empty where somebody has a password.
    first: String,
    pub(crate) cookie: String,
    /// What the cookie is called: by the port that browsers see.
    called: String,
}

impl Up {
    /// `tidings up` on the folder `data`.
    pub(crate) fn start(place: &Place) -> Self {
        Self::start_with(place, &["up", "--data", "data"])
    }

    /// `tidings` with `args`, which make it listen; it may ask this machine.
    pub(crate) fn start_with(place: &Place, args: &[&str]) -> Self {
        Self::start_shut(place, &[args, &["--allow-private", "127.0.0.1"]].concat())
    }

    /// `tidings` with `args`, which make it listen; it may ask this machine where they say so.
    pub(crate) fn start_shut(place: &Place, args: &[&str]) -> Self {
        let mut command = place.command(args);
        if !args.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let mut child =
            command.stdout(Stdio::piped()).stderr(std::fs::File::create(place.path("log")).unwrap()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let link =
            lines.find_map(|line| Some(line.unwrap().trim().to_owned()).filter(|line| line.starts_with("http://")));
        Self::known(&link.unwrap(), Some(child), Some(lines))
    }

    /// The one whose printed link is `link`.
    pub(crate) fn at(link: &str) -> Self {
        Self::known(link, None, None)
    }

    fn known(link: &str, child: Option<Child>, told: Option<Told>) -> Self {
        let (host, path) = link.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let first = path.strip_prefix("first/").unwrap_or_default().to_owned();
        let called = format!("tidings-{}", host.rsplit(':').next().unwrap());
        Self { child, _told: told, host: host.to_owned(), first, cookie: String::new(), called }
    }

    /// Opens the printed link.
    pub(crate) fn come_in(&mut self) {
        let (status, head, _) = self.ask("GET", &format!("/first/{}", self.first), "");
        assert_eq!(status, 303, "{head}");
        (self.called, self.cookie) = session(&head).unwrap();
    }

    /// The session's cookie as a browser sends it.
    pub(crate) fn sent(&self) -> String {
        format!("{}={}", self.called, self.cookie)
    }

    /// Asks, and reads the answer to its end.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String, Vec<u8>) {
        self.try_ask(method, path, body).unwrap()
    }

    /// What `/metrics` says of `name`, which has no labels.
    pub(crate) fn metric(&self, name: &str) -> u64 {
        let (_, _, body) = self.ask("GET", "/metrics", "");
        let text = String::from_utf8(body).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
        line.unwrap_or_else(|| panic!("no {name} in\n{text}"))
    }

    /// Asks one that may be killed meanwhile.
    pub(crate) fn try_ask(&self, method: &str, path: &str, body: &str) -> io::Result<(u16, String, Vec<u8>)> {
        let question = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: {}\r\nx-tidings: test\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            self.sent(),
            body.len()
        );
        self.try_send(&question)
    }

    /// Sends a request as it is written, and reads the answer to its end.
    pub(crate) fn send(&self, question: &str) -> (u16, String, Vec<u8>) {
        self.try_send(question).unwrap()
    }

    fn try_send(&self, question: &str) -> io::Result<(u16, String, Vec<u8>)> {
        let mut stream = TcpStream::connect(&self.host)?;
        // A stream of events that never ends is a fault, not a long wait.
        stream.set_read_timeout(Some(Duration::from_mins(2)))?;
        // In one piece: an answer may come, and the connection go, before the last of many.
        stream.write_all(question.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Ok((status, head.to_ascii_lowercase(), answer.split_off(end + 4)))
    }

    /// As a machine that loses its power.
    pub(crate) fn kill(&self) {
        let id = self.child.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args(["-9", &id]).status().unwrap().success());
    }

    pub(crate) fn json(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, head, bytes) = self.ask(method, &format!("/api/v1{path}"), &body);
        assert!((200..300).contains(&status), "{method} {path}: {head} {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap()
    }

    /// The events of the audit, to its end: how it ended.
    pub(crate) fn until_done(&self, audit: &str) -> String {
        let (status, _, bytes) = self.ask("GET", &format!("/api/v1/audits/{audit}/events"), "");
        assert_eq!(status, 200);
        let text = String::from_utf8(bytes).unwrap();
        let last = text.lines().rev().find_map(|line| line.strip_prefix("data: ")).unwrap();
        serde_json::from_str::<Value>(last).unwrap()["state"].as_str().unwrap().to_owned()
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Pages that link to each other in a chain; `hangs` is silent the first time.
pub(crate) fn site(pages: usize, hangs: Option<usize>) -> (Runtime, Running) {
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

/// The session's cookie that an answer with this head set: what it is called, and the secret in it.
pub(crate) fn session(head: &str) -> Option<(String, String)> {
    let set = head.lines().find_map(|line| line.strip_prefix("set-cookie: "))?;
    let (called, secret) = set.split(';').next()?.split_once('=')?;
    Some((called.to_owned(), secret.to_owned()))
}
