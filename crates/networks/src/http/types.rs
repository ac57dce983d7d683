//! What goes in and what comes out.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use domain::Hop;
use url::Url;

/// How the door is set.
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
    /// Until the whole answer is there.
    pub answer_within: Duration,
}

/// Which private addresses may be asked.
#[derive(Clone, Debug, Default)]
pub struct Allow {
    /// `host:port` of addresses that the operator named himself (`tidings audit http://127.0.0.1:8000`): these and no others.
    pub hosts: Vec<String>,
}

/// How often one host is asked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Connections at a time.
    pub connections: usize,
    /// Time between two requests; `ZERO` for as fast as it answers.
    pub every: Duration,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Request {
    /// The address, http or https.
    pub url: Url,
    /// Headers beside the door's own; one with the same name replaces it (`user-agent`, `accept-encoding`, `range`).
    pub headers: Vec<(&'static str, String)>,
    /// Bytes of decoded body that are read; the rest is left unread and counted as such.
    pub at_most: u64,
    /// Redirects that are followed.
    pub redirects: u8,
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
}

impl Answer {
    /// The first header called `name` (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum Failure {
    #[error("{0} leads into a private network, so it is not asked: allow it for this site if it is yours")]
    Private(Url),
    #[error("{0} cannot be asked: only http and https addresses can")]
    Scheme(Url),
    #[error("no server is called {0}: check the spelling")]
    NoSuchHost(String),
    #[error("{0} refused the connection: is the server running?")]
    Refused(String),
    #[error("{0} did not answer within {1:?}")]
    TooSlow(String, Duration),
    #[error("the certificate of {0} is not valid: {1}")]
    Certificate(String, String),
    #[error("{0} redirects in a circle, or more than {1} times")]
    Redirects(Url, u8),
    #[error("{0} broke the connection off: {1}")]
    Broken(String, String),
}

/// The door. Cheap to clone; clones share connections and pace.
#[derive(Clone, Debug)]
pub struct Http {
    options: std::sync::Arc<Options>,
}

impl Http {
    /// A door with `options`.
    pub fn new(options: Options) -> Self {
        Self { options: std::sync::Arc::new(options) }
    }

    /// Asks, following redirects, when the host's pace allows it.
    #[expect(clippy::unused_async, reason = "replaced by the real door")]
    pub async fn get(&self, request: Request) -> Result<Answer, Failure> {
        let _ = &self.options;
        Err(Failure::Scheme(request.url))
    }
}
