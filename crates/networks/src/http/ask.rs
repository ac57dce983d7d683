//! Asking: each hop is checked, paced, bounded, and read into an answer.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::Hop;
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response};
use tokio::sync::OwnedSemaphorePermit;
use url::Url;

use super::address::{Resolver, is_public, literal};
use super::body::Intake;
use super::failure::{Failure, bare};
use super::nonces::Nonces;
use super::pace::Paces;
use super::types::place;
use super::{Answer, Method, Options, Request};

/// Headers that are taken from an answer; a server that sends more is broken off.
const MOST_HEADERS: usize = 200;
/// Bytes that leave in a second at the least: what is sent along has so much time beside that of the answer. A hundred million,
/// the most that is sent, take 200 seconds, within which whoever holds a delivery holds it.
const LEAVING: u64 = 500_000;
/// A body may dawdle for so long before its rate counts.
const GRACE: Duration = Duration::from_secs(10);

/// The door. Cheap to clone; clones share connections and pace.
#[derive(Clone, Debug)]
pub struct Http(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    options: Options,
    paces: Paces,
    nonces: Nonces,
    answers: Clients,
    /// Of HTTP/1.1 alone, which lets a connection become something else.
    sockets: Clients,
}

/// Made when they are needed first.
#[derive(Debug, Default)]
struct Clients {
    /// For addresses that anybody may ask: its resolver knows no private ones.
    open: OnceLock<Result<Client, String>>,
    /// For the hosts that the operator allowed by name.
    allowed: OnceLock<Result<Client, String>>,
}

impl Http {
    /// A door with `options`. Nothing is opened before the first question.
    pub fn new(options: Options) -> Self {
        let paces = Paces::new(options.pace);
        let (answers, sockets) = Default::default();
        Self(Arc::new(Inner { options, paces, nonces: Nonces::default(), answers, sockets }))
    }

    /// How it is set.
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// What servers want to see in proofs.
    pub(super) fn nonces(&self) -> &Nonces {
        &self.0.nonces
    }

    /// Keeps at least `every` between two questions to the host of `url`, as its `Crawl-delay` asks.
    pub fn slow_down(&self, url: &Url, every: Duration) {
        if let Some(place) = place(url) {
            self.0.paces.slow_down(&place, every);
        }
    }

    /// How long the host of `url` is still to be left alone.
    pub fn silent_for(&self, url: &Url) -> Duration {
        place(url).map_or(Duration::ZERO, |place| self.0.paces.silent_for(&place))
    }

    /// Asks, following redirects, when the host's pace allows it. Nothing is asked twice by itself, and nobody but the one who is
    /// asked sees what lets in there.
    pub async fn get(&self, request: Request) -> Result<Answer, Failure> {
        let mut url = request.url.clone();
        let mut hops: Vec<Hop> = Vec::new();
        let within = self.0.options.answer_within + leaving(&request);
        let mut left = within;
        loop {
            let place = self.check(&url)?;
            let _turn = self.0.paces.turn(&place).await;
            let started = Instant::now();
            let asked = tokio::time::timeout(left, self.ask(&url, &request, &place));
            let host = || url.host_str().unwrap_or_default().to_owned();
            let next = match asked.await {
                Err(_) => return Err(Failure::TooSlow(host(), within)),
                Ok(next) => next?,
            };
            left = left.saturating_sub(started.elapsed());
            match next {
                Next::Answer(mut answer) => {
                    let spent = within.saturating_sub(left);
                    answer.millis = u32::try_from(spent.as_millis()).unwrap_or(u32::MAX);
                    answer.hops = hops;
                    return Ok(*answer);
                }
                Next::Hop(to, status) => {
                    let circle = to == url || hops.iter().any(|hop| hop.from == to);
                    if circle || hops.len() >= usize::from(request.redirects) {
                        return Err(Failure::Redirects(bare(&request.url), request.redirects));
                    }
                    // What lets in there is meant for it alone, and what another says is not its answer.
                    if request.lets_in() && to.origin() != request.url.origin() {
                        return Err(Failure::Elsewhere(bare(&request.url), to.origin().ascii_serialization()));
                    }
                    hops.push(Hop { from: url, status });
                    url = to;
                }
            }
        }
    }

    /// Waits for the turn of the host of `url`, which is held until the permit is dropped.
    pub(super) async fn turn(&self, url: &Url) -> Result<Option<OwnedSemaphorePermit>, Failure> {
        let place = self.check(url)?;
        Ok(self.0.paces.turn(&place).await)
    }

    /// Asks for a connection that becomes something else than HTTP, as `request`'s headers say. Follows nothing.
    pub(super) async fn switch(&self, request: &Request) -> Result<Response, Failure> {
        let url = &request.url;
        self.check(url)?;
        let sent = self.client(url, true)?.get(url.clone()).headers(headers(&self.0.options, request)).send().await;
        sent.map_err(|error| Failure::of(&error, url, self.0.options.answer_within))
    }

    /// Refuses what may not be asked; the place (host and port) of what may.
    fn check(&self, url: &Url) -> Result<String, Failure> {
        let place = place(url).filter(|_| matches!(url.scheme(), "http" | "https"));
        let place = place.ok_or_else(|| Failure::Scheme(bare(url)))?;
        match literal(url) {
            Some(address) if !is_public(address) && !self.0.options.allow.names(url) => {
                Err(Failure::Private(bare(url)))
            }
            _ => Ok(place),
        }
    }

    /// Asks one address, following nothing.
    async fn ask(&self, url: &Url, request: &Request, place: &str) -> Result<Next, Failure> {
        let client = self.client(url, false)?;
        let within = self.0.options.answer_within;
        let asked = match request.method {
            Method::Get => client.get(url.clone()),
            Method::Post => client.post(url.clone()),
            Method::Put => client.put(url.clone()),
            Method::Patch => client.patch(url.clone()),
            Method::Delete => client.delete(url.clone()),
        };
        let asked = match &request.body {
            Some(body) => asked.body(body.clone()),
            None => asked,
        };
        let sent = asked.headers(headers(&self.0.options, request)).send().await;
        let response = sent.map_err(|error| Failure::of(&error, url, within))?;
        let status = response.status().as_u16();
        if matches!(status, 301 | 302 | 303 | 307 | 308)
            && request.redirects > 0
            && let Some(to) = location(url, &response)
        {
            // A short body is read to its end, so that the connection can serve the next hop.
            if response.content_length().is_some_and(|length| length <= 16 * domain::KIB) {
                let _ = response.bytes().await;
            }
            return Ok(Next::Hop(to, status));
        }
        let mut answer = Answer {
            url: url.clone(),
            hops: Vec::new(),
            status,
            headers: response.headers().iter().map(|(name, value)| (name.to_string(), latin(value))).collect(),
            body: Bytes::new(),
            more: false,
            cut_off: false,
            millis: 0,
            peer: response.remote_addr(),
            retry_after: None,
        };
        if matches!(status, 429 | 503) {
            answer.retry_after =
                answer.header("retry-after").and_then(retry_after).map(|wait| self.0.paces.silence(place, wait));
        }
        self.read(response, request.at_most, &mut answer).await?;
        Ok(Next::Answer(Box::new(answer)))
    }

    /// Reads the body of `response` into `answer`.
    async fn read(&self, mut response: Response, at_most: u64, answer: &mut Answer) -> Result<(), Failure> {
        let mut intake = Intake::new(answer.header("content-encoding"), at_most, response.content_length());
        let started = Instant::now();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    if !intake.take(&chunk) {
                        break;
                    }
                    let spent = started.elapsed();
                    if spent > GRACE && intake.taken() < self.0.options.slowest * spent.as_secs() {
                        let host = answer.url.host_str().unwrap_or_default().to_owned();
                        return Err(Failure::TooSlow(host, spent));
                    }
                }
                Ok(None) => break,
                Err(_) => {
                    answer.cut_off = true;
                    break;
                }
            }
        }
        let taken = intake.end();
        answer.body = Bytes::from(taken.bytes);
        answer.more = taken.more;
        answer.cut_off |= taken.broken;
        Ok(())
    }

    fn client(&self, url: &Url, for_sockets: bool) -> Result<&Client, Failure> {
        let private_too = self.0.options.allow.names(url);
        let clients = if for_sockets { &self.0.sockets } else { &self.0.answers };
        let slot = if private_too { &clients.allowed } else { &clients.open };
        let make = || client(&self.0.options, private_too, for_sockets).map_err(|error| error.to_string());
        let made = slot.get_or_init(make);
        made.as_ref().map_err(|why| Failure::Broken(url.host_str().unwrap_or_default().to_owned(), why.clone()))
    }
}

/// How long what `request` sends along may take to leave.
fn leaving(request: &Request) -> Duration {
    Duration::from_secs(request.body.as_ref().map_or(0, |body| body.len() as u64 / LEAVING))
}

enum Next {
    Answer(Box<Answer>),
    Hop(Url, u16),
}

#[expect(clippy::disallowed_methods, reason = "this is the door")]
fn client(options: &Options, private_too: bool, for_sockets: bool) -> reqwest::Result<Client> {
    // A second call finds it installed already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bare = || -> reqwest::Result<reqwest::ClientBuilder> {
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .connect_timeout(options.connect_within)
            .pool_idle_timeout(Duration::from_secs(30))
            .http1_max_headers(MOST_HEADERS)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http2_max_header_list_size(256 * 1024)
            .dns_resolver(Arc::new(Resolver { private_too }));
        if for_sockets {
            builder = builder.http1_only();
        }
        if let Some(proxy) = &options.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy)?);
        }
        Ok(builder)
    };
    let roots = options.roots.iter().map(|pem| reqwest::Certificate::from_pem(pem.as_bytes()));
    let roots: Vec<_> = roots.collect::<Result<_, _>>()?;
    match bare()?.tls_certs_merge(roots.clone()).build() {
        // A machine without any certificates can still read http; https then fails with a sentence about certificates.
        Err(_) => bare()?.tls_certs_only(roots).build(),
        made => made,
    }
}

/// The door's own headers, overlaid with those of `request`.
fn headers(options: &Options, request: &Request) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(4 + request.headers.len());
    headers.insert("accept", HeaderValue::from_static("text/html,application/xhtml+xml,image/*;q=0.9,*/*;q=0.8"));
    headers.insert("accept-encoding", HeaderValue::from_static("gzip, deflate, br"));
    if let Ok(agent) = HeaderValue::from_str(&options.agent) {
        headers.insert("user-agent", agent);
    }
    for (name, value) in &request.headers {
        let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
        match HeaderValue::from_bytes(value.as_bytes()) {
            Ok(_) if value.is_empty() => drop(headers.remove(name)),
            Ok(value) => drop(headers.insert(name, value)),
            Err(_) => {}
        }
    }
    headers
}

/// The address that `response` sends on to, without its fragment.
fn location(from: &Url, response: &Response) -> Option<Url> {
    let value = response.headers().get("location")?;
    let mut to = from.join(String::from_utf8_lossy(value.as_bytes()).trim()).ok()?;
    to.set_fragment(None);
    Some(to)
}

/// A header's value as text: UTF-8 where it is that, else Latin-1, in which every byte is a character.
fn latin(value: &HeaderValue) -> String {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.to_owned(),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
    }
}

/// `Retry-After`: seconds, or a date. A date in the past, or one that nobody can read, is no wait.
pub(crate) fn retry_after(value: &str) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    Duration::try_from(until - now()).ok()
}

#[expect(clippy::disallowed_methods, reason = "a server's date is measured against the machine's clock, like its body")]
fn now() -> Timestamp {
    Timestamp::now()
}
