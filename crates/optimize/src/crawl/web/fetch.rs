//! One address, asked and read into a page.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{Fetched, KIB, MIB, Page};
use networks::http::{Answer, Failure, Http, Request};
use rustc_hash::FxHashSet;
use tokio::sync::Semaphore;
use url::Url;

use super::robots::Book;
use super::scope::Scope;
use crate::crawl::pictures;
use crate::crawl::spool::Appender;

/// The first question takes so much, so that many at a time stay small; the few pages that are larger are asked again,
/// one at a time.
const AT_FIRST: u64 = MIB;
/// What `pages` reads of a page, and a little more, so that it sees that there is more.
const LARGEST: u64 = 16 * MIB + KIB;
/// Links of one page that are followed.
const MOST_LINKS: usize = 5_000;

/// What readers share.
#[derive(Debug)]
pub(super) struct Fetcher {
    pub(super) http: Http,
    pub(super) robots: Book,
    pub(super) scope: Scope,
    /// Whether links are followed, or only what was listed is read.
    pub(super) follow: bool,
    large: Semaphore,
}

/// What is known of the page from the audit before.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) page: Page,
    pub(super) links: Vec<String>,
}

/// What became of an address.
#[derive(Debug)]
pub(super) enum Outcome {
    Page(Box<Taken>),
    /// The host asks to be left alone for so long.
    Later(Duration, u16),
    /// It cannot be read.
    Unread(String, Option<Failure>),
    /// It is no page, or not of this site.
    Nothing(u16),
}

/// A page, with what is to be done about it.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) page: Page,
    /// Its line for the spool.
    pub(super) line: Vec<u8>,
    /// The pages of the site that it links to, each once.
    pub(super) links: Vec<String>,
    /// The pictures that it names.
    pub(super) pictures: Vec<Url>,
}

impl Fetcher {
    pub(super) fn new(http: Http, robots: Book, scope: Scope, follow: bool) -> Self {
        Self { http, robots, scope, follow, large: Semaphore::new(1) }
    }

    /// Asks for `url` and reads what comes.
    pub(super) async fn fetch(&self, url: Url, known: Option<Known>) -> Outcome {
        self.ask(url, known, false).await
    }

    /// The same for the page that the user named: where it redirects, the site is.
    pub(super) async fn fetch_start(&self, url: Url, known: Option<Known>) -> Outcome {
        self.ask(url, known, true).await
    }

    async fn ask(&self, url: Url, known: Option<Known>, start: bool) -> Outcome {
        if let Some(why) = self.robots.forbids(&url).await {
            return Outcome::Unread(why, None);
        }
        let mut request = Request::new(url.clone()).at_most(AT_FIRST);
        if let Some(fetched) = known.as_ref().and_then(|known| known.page.fetched.as_ref()) {
            if let Some(etag) = &fetched.etag {
                request = request.header("if-none-match", etag.clone());
            } else if let Some(date) = &fetched.last_modified {
                request = request.header("if-modified-since", date.clone());
            }
        }
        let mut answer = match self.http.get(request).await {
            Ok(answer) => answer,
            Err(failure) => return Outcome::Unread(failure.to_string(), Some(failure)),
        };
        let first = answer.hops.first().map_or(answer.status, |hop| hop.status);
        if let Some(wait) = answer.retry_after {
            return Outcome::Later(wait, answer.status);
        }
        if answer.status == 304
            && let Some(Known { mut page, links }) = known
        {
            if let Some(fetched) = &mut page.fetched {
                fetched.millis = answer.millis;
            }
            return taken(page, links);
        }
        if !(200..300).contains(&answer.status) {
            return Outcome::Unread(answers(answer.status), None);
        }
        // Where a redirect led elsewhere, what is there belongs to somebody else.
        if !answer.hops.is_empty() && self.follow && !start && self.scope.home(answer.url.clone()).is_none() {
            return Outcome::Nothing(first);
        }
        if !is_page(&answer) {
            return Outcome::Nothing(first);
        }
        let mut large = None;
        if answer.more {
            // Many may wait for their turn; what they have so far would add up.
            answer.body = Bytes::new();
            large = self.large.acquire().await.ok();
            match self.http.get(Request::new(answer.url.clone()).at_most(LARGEST)).await {
                Ok(whole) if (200..300).contains(&whole.status) => {
                    answer = Answer { hops: answer.hops, url: answer.url, ..whole };
                }
                Ok(other) => return Outcome::Unread(answers(other.status), None),
                Err(failure) => return Outcome::Unread(failure.to_string(), Some(failure)),
            }
        }
        let read = read(&answer);
        drop(answer);
        drop(large);
        let links = if self.follow { self.links(&read) } else { Vec::new() };
        taken(read.page, links)
    }

    /// The pages of the site that `read` links to, each once.
    fn links(&self, read: &pages::Read) -> Vec<String> {
        let mut seen = FxHashSet::default();
        let mut links = Vec::new();
        let base = read.page.base.as_deref().and_then(|base| read.page.url.join(base.trim()).ok());
        let base = base.as_ref().unwrap_or(&read.page.url);
        for link in read.links.iter().filter(|link| !link.nofollow) {
            // A page links to few places many times: what was written the same way means the same.
            let href = link.href.split('#').next().unwrap_or("").trim();
            if href.is_empty() || !seen.insert(href) {
                continue;
            }
            if let Some(url) = base.join(href).ok().and_then(|url| self.scope.home(url)) {
                links.push(String::from(url));
                if links.len() >= MOST_LINKS {
                    break;
                }
            }
        }
        links.sort_unstable();
        links.dedup();
        links
    }
}

/// The answer as a page.
pub(super) fn read(answer: &Answer) -> pages::Read {
    let text = |name| answer.header(name).map(str::to_owned);
    let robots: Vec<&str> =
        answer.headers.iter().filter(|(name, _)| name == "x-robots-tag").map(|(_, value)| value.as_str()).collect();
    let fetched = Fetched {
        hops: answer.hops.clone(),
        status: answer.status,
        content_type: text("content-type"),
        encoding: text("content-encoding"),
        attachment: is_attachment(answer),
        robots_tag: (!robots.is_empty()).then(|| robots.join(", ")),
        millis: answer.millis,
        cut_off: answer.cut_off,
        etag: text("etag"),
        last_modified: text("last-modified"),
    };
    let mut read = pages::read(&answer.body, pages::Source { url: answer.url.clone(), fetched: Some(fetched) });
    if answer.more {
        // How much more there is only the server knows, and only where it does not compress.
        let said = answer.header("content-length").and_then(|length| length.trim().parse::<u64>().ok());
        let said = said.filter(|_| answer.header("content-encoding").is_none());
        let beyond = said.unwrap_or(0).saturating_sub(read.page.size);
        read.page.size += beyond;
        read.page.unread = (read.page.unread + beyond).max(1);
    }
    read
}

/// That the server answers `status`, and what to do about it.
pub(super) fn answers(status: u16) -> String {
    let meaning = match status {
        401 => "it wants a password, which no network has: let the page be read without one",
        403 | 406 | 418 | 429 | 451 => {
            "it turns programs away, the readers of the networks too: ask its host to let them pass"
        }
        404 | 410 => "there is no page at this address: check the spelling",
        500.. => "it is in trouble: try again later, and ask its host if it stays so",
        _ => return format!("the server answers {status}"),
    };
    format!("the server answers {status}; {meaning}")
}

/// Whether an answer offers itself as a download.
pub(super) fn is_attachment(answer: &Answer) -> bool {
    answer
        .header("content-disposition")
        .is_some_and(|value| value.trim().to_ascii_lowercase().starts_with("attachment"))
}

fn taken(page: Page, links: Vec<String>) -> Outcome {
    let line = match Appender::line(&page) {
        Ok(line) => line,
        Err(error) => return Outcome::Unread(error.to_string(), None),
    };
    let pictures = pictures::named_by(&page);
    Outcome::Page(Box::new(Taken { page, line, links, pictures }))
}

/// Whether an answer is a page: by its type, and where that is none or a wrong one, by its first bytes.
fn is_page(answer: &Answer) -> bool {
    let kind = answer.header("content-type").unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => true,
        "" | "text/plain" | "application/octet-stream" | "application/xml" | "text/xml" | "unknown/unknown" => {
            let start = &answer.body[..answer.body.len().min(1024)];
            let start = String::from_utf8_lossy(start).to_ascii_lowercase();
            start.contains("<!doctype html") || start.contains("<html") || start.contains("<head")
        }
        _ => false,
    }
}

/// A fetcher that many readers share.
pub(super) type Shared = Arc<Fetcher>;
