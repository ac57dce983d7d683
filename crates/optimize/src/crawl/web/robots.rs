//! robots.txt of every host that is asked, each read once.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{KIB, Robots};
use networks::http::{Http, Request};
use rustc_hash::FxHashMap;
use tokio::sync::OnceCell;
use url::{Position, Url};

/// The name by which robots.txt calls this program.
pub(super) const TOKEN: &str = "Tidings";

/// Google reads so much of a robots.txt (developers.google.com/search/docs/crawling-indexing/robots/robots_txt, read 2026-11-22).
const LARGEST: u64 = 500 * KIB;

#[derive(Debug)]
pub(super) struct Book {
    http: Http,
    fast: bool,
    hosts: Mutex<FxHashMap<String, Arc<OnceCell<Arc<Known>>>>>,
}

/// A robots.txt, read.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) robots: Robots,
    rules: pages::robots::Robots,
}

impl Book {
    /// `fast`: a Crawl-delay is not kept.
    pub(super) fn new(http: Http, fast: bool) -> Self {
        Self { http, fast, hosts: Mutex::default() }
    }

    /// The robots.txt that rules over `url`.
    pub(super) async fn of(&self, url: &Url) -> Arc<Known> {
        let place = url[Position::BeforeHost..Position::AfterPort].to_owned();
        let cell = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(hosts.entry(place).or_default())
        };
        Arc::clone(cell.get_or_init(|| async { Arc::new(self.ask(url).await) }).await)
    }

    /// Why this program may not read `url`; `None` where it may.
    pub(super) async fn forbids(&self, url: &Url) -> Option<String> {
        let known = self.of(url).await;
        let status = known.robots.status;
        // As Google has it: a server that fails at robots.txt does not want to be read now. One without it has no wishes.
        if status >= 500 || status == 429 {
            return Some(format!("its robots.txt answers {status}, so nothing else is asked"));
        }
        known.line_against(TOKEN, url).map(|line| format!("robots.txt asks not to: {line}"))
    }

    /// What was read, by host.
    pub(super) fn read(&self) -> FxHashMap<String, Robots> {
        let hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let read =
            |(place, cell): (&String, &Arc<OnceCell<Arc<Known>>>)| Some((place.clone(), cell.get()?.robots.clone()));
        hosts.iter().filter_map(read).collect()
    }

    async fn ask(&self, url: &Url) -> Known {
        let Ok(address) = url.join("/robots.txt") else { return Known::default() };
        let answer = self.http.get(Request::new(address).at_most(LARGEST).redirects(5)).await;
        let Ok(answer) = answer else { return Known::default() };
        let text = if (200..300).contains(&answer.status) {
            String::from_utf8_lossy(&answer.body).into_owned()
        } else {
            String::new()
        };
        let rules = pages::robots::Robots::parse(&text);
        if let Some(seconds) = rules.crawl_delay(TOKEN).filter(|_| !self.fast)
            && let Ok(delay) = Duration::try_from_secs_f64(seconds)
        {
            self.http.slow_down(url, delay);
        }
        Known { robots: Robots { status: answer.status, text }, rules }
    }
}

impl Known {
    /// The line that keeps `agent` from `url`, with its number.
    pub(super) fn line_against(&self, agent: &str, url: &Url) -> Option<String> {
        let verdict = self.rules.allows(agent, &url[Position::BeforePath..Position::AfterQuery]);
        if verdict.allowed {
            return None;
        }
        Some(verdict.line.map_or_else(String::new, |(number, text)| format!("line {number}, {}", text.trim())))
    }

    /// The sitemaps that it names.
    pub(super) fn sitemaps(&self) -> &[String] {
        &self.rules.sitemaps
    }
}
