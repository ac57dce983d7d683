//! A question over a plain connection, and what was heard.

use std::fmt::Write as _;
use std::net::SocketAddr;

use sandbox::social::{Network, Running};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A question.
pub(crate) struct Ask {
    address: SocketAddr,
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What came back, to the end of the connection.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn get(running: &Running, network: Network, path: &str) -> Ask {
    ask("GET", running, network, path)
}

/// An address of the sandbox itself.
pub(crate) fn page(running: &Running, path: &str) -> Ask {
    Ask { target: path.to_owned(), ..ask("GET", running, Network::Mastodon, "") }
}

pub(crate) fn post(running: &Running, network: Network, path: &str) -> Ask {
    ask("POST", running, network, path)
}

pub(crate) fn delete(running: &Running, network: Network, path: &str) -> Ask {
    ask("DELETE", running, network, path)
}

pub(crate) fn put(running: &Running, network: Network, path: &str) -> Ask {
    ask("PUT", running, network, path)
}

fn ask(method: &'static str, running: &Running, network: Network, path: &str) -> Ask {
    Ask {
        address: running.address(),
        method,
        target: format!("/{network}{path}"),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

impl Ask {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("Content-Type", kind)
    }

    pub(crate) fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string())
    }

    pub(crate) fn form(self, form: &str) -> Self {
        self.body("application/x-www-form-urlencoded", form)
    }

    /// A file as a form of several parts, with other fields.
    pub(crate) fn file(self, field: &str, name: &str, kind: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Self {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!("--mark\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
            );
        }
        let head = format!(
            "--mark\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--mark--\r\n");
        self.body("multipart/form-data; boundary=mark", body)
    }

    /// Asks; `None` where the connection ended without an answer.
    pub(crate) async fn heard(self) -> Option<Heard> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut head =
            format!("{} {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.method, self.target, self.address);
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(head, "Content-Length: {}\r\n\r\n", self.body.len());
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&self.body).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let headers = head.lines().filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Some(Heard { status, headers, body: bytes[end + 4..].to_vec() })
    }

    /// Asks, and wants an answer with this status; what it says.
    pub(crate) async fn says(self, status: u16) -> Value {
        let heard = self.heard().await.expect("an answer");
        assert_eq!(heard.status, status, "{}", heard.text());
        heard.json()
    }
}

impl Heard {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(json!(self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// One pixel.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and one pixel";

/// A clock that stands at the beginning of a Thursday.
pub(crate) fn clock() -> std::sync::Arc<domain::SetClock> {
    std::sync::Arc::new(domain::SetClock::at("2026-11-26T09:00:00Z".parse().unwrap()))
}

/// Moves `clock` on.
pub(crate) fn pass(clock: &domain::SetClock, minutes: i64) {
    use domain::Clock as _;
    clock.set(clock.now() + jiff::SignedDuration::from_mins(minutes));
}
