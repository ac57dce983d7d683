//! What goes in and what comes out.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use domain::Hop;
use url::Url;

/// How the door is set. `..Options::default()` fills in what is polite.
#[derive(Clone, Debug)]
pub struct Options {
    /// The User-Agent, with an address under which the operator can be reached.
    pub agent: String,
    /// Which otherwise forbidden addresses may be asked.
    pub allow: Allow,
    /// How often a host is asked.
    pub pace: Pace,
    /// Until the connection stands.
    pub connect_within: Duration,
    /// Until the whole answer is there, redirects included; waiting for one's turn is not counted, and what is sent along has
    /// time of its own.
    pub answer_within: Duration,
    /// A body that comes slower than so many bytes a second, after the first 10 seconds, is given up.
    pub slowest: u64,
    /// A proxy that the operator named, `http://proxy.example:3128`. None is taken from the environment. A proxy resolves
    /// names itself, so that only literal private addresses are refused behind one.
    pub proxy: Option<String>,
    /// Certificates (PEM) that are trusted beside the machine's own, for a site with an authority of its own.
    pub roots: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            agent: concat!("Tidings/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow: Allow::default(),
            pace: Pace::polite(),
            connect_within: Duration::from_secs(10),
            answer_within: Duration::from_secs(30),
            slowest: 100,
            proxy: None,
            roots: Vec::new(),
        }
    }
}

/// Which private addresses may be asked.
#[derive(Clone, Debug, Default)]
pub struct Allow {
    /// `host:port` of addresses that the operator named himself (`tidings audit http://127.0.0.1:8000`): these and no others.
    pub hosts: Vec<String>,
}

impl Allow {
    /// Allows the host and port of `url`, and nothing else.
    pub fn only(url: &Url) -> Self {
        Self { hosts: place(url).into_iter().collect() }
    }

    /// Whether the operator named the host and port of `url`.
    pub fn names(&self, url: &Url) -> bool {
        !self.hosts.is_empty()
            && place(url).is_some_and(|place| self.hosts.iter().any(|host| host.eq_ignore_ascii_case(&place)))
    }
}

/// `host:port` of an address, the port always written.
pub(super) fn place(url: &Url) -> Option<String> {
    Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?))
}

/// How often one host is asked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Connections at a time.
    pub connections: usize,
    /// Time between two requests; `ZERO` for as fast as it answers.
    pub every: Duration,
    /// The longest that a host's `Retry-After` is waited for.
    pub longest_wait: Duration,
}

impl Pace {
    /// Two connections, five requests a second.
    pub fn polite() -> Self {
        Self { connections: 2, every: Duration::from_millis(200), longest_wait: Duration::from_mins(1) }
    }

    /// Twenty requests a second, for a site that is proved to be one's own.
    pub fn own() -> Self {
        Self { connections: 8, every: Duration::from_millis(50), ..Self::polite() }
    }

    /// As fast as the host answers, for loopback and for hosts that the operator allowed by name.
    pub fn fast() -> Self {
        Self { connections: 64, every: Duration::ZERO, ..Self::polite() }
    }
}

/// One question.
#[derive(Clone, Debug)]
pub struct Request {
    /// The address, http or https.
    pub url: Url,
    /// Headers beside the door's own; one with the same name replaces it (`user-agent`, `accept-encoding`, `range`),
    /// and an empty one leaves it out.
    pub headers: Vec<(&'static str, String)>,
    /// Bytes of decoded body that are read; the rest is left unread.
    pub at_most: u64,
    /// Redirects that are followed.
    pub redirects: u8,
    /// What is asked for.
    pub method: Method,
    /// What is sent along. It is sent once, to the address itself: no redirect is followed.
    pub body: Option<Bytes>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "HTTP's own names")]
pub enum Method {
    #[default]
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Request {
    /// A question for `url` as the door asks by itself: 16 MiB, 10 redirects.
    pub fn new(url: Url) -> Self {
        Self { url, headers: Vec::new(), at_most: 16 * domain::MIB, redirects: 10, method: Method::Get, body: None }
    }

    /// With the header `name` (lower case).
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// As a POST of `body`, which follows no redirect: what is sent is meant for this address alone.
    pub fn post(self, body: impl Into<Bytes>) -> Self {
        self.sends(Method::Post, body)
    }

    /// As `method` with `body`, which follows no redirect either.
    pub fn sends(self, method: Method, body: impl Into<Bytes>) -> Self {
        Self { method, body: Some(body.into()), redirects: 0, ..self }
    }

    /// As a DELETE.
    pub fn delete(self) -> Self {
        Self { method: Method::Delete, redirects: 0, ..self }
    }

    /// At most `bytes` of body.
    pub fn at_most(mut self, bytes: u64) -> Self {
        self.at_most = bytes;
        self
    }

    /// Whether a header lets in where it is sent.
    pub(super) fn lets_in(&self) -> bool {
        self.headers.iter().any(|(name, _)| matches!(*name, "authorization" | "cookie" | "dpop"))
    }

    /// Following at most `hops` redirects.
    pub fn redirects(mut self, hops: u8) -> Self {
        self.redirects = hops;
        self
    }
}

/// What came back: any status, 404 and 503 too.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The address that answered.
    pub url: Url,
    /// Redirects on the way.
    pub hops: Vec<Hop>,
    /// HTTP status.
    pub status: u16,
    /// Headers in order, names in lower case; a value that is no UTF-8 is read as Latin-1.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed, at most as long as was asked for.
    pub body: Bytes,
    /// More came than was read.
    pub more: bool,
    /// The body ended before its promised length, or its compression broke off; what came until then is in `body`.
    pub cut_off: bool,
    /// Milliseconds from the question to the last byte that was read.
    pub millis: u32,
    /// Who answered.
    pub peer: Option<SocketAddr>,
    /// How long the host asked to be left alone (429 or 503 with `Retry-After`), as far as the pace honours it. The door
    /// keeps to it: the next question to that host waits.
    pub retry_after: Option<Duration>,
}

impl Answer {
    /// The first header called `name` (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
