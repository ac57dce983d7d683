//! A website, read over the network: politely, the most linked and the newest pages first, and so that it can go on
//! after being cut off.
//!
//! It asks through the one door and nowhere else, and writes nothing outside the folder that it is given.
//! Start at [`read`]. `crawl.rs` is the order of things, `fetch.rs` reads one page, `frontier.rs` says what comes next,
//! `journal.rs` what is kept on disk.

mod address;
mod agents;
mod answers;
mod beside;
mod crawl;
mod fetch;
mod frontier;
mod journal;
mod pictures;
mod render;
mod robots;
mod scope;
mod sitemaps;
mod start;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use domain::{Clock, Images, Page};
use networks::http::{Allow, Http, Options, Pace};
use url::Url;

pub use agents::letter;
pub use pictures::Kept;

use super::Crawl;
use super::patterns::Patterns;

/// What is to be read, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What to begin with.
    pub start: Start,
    /// Pages that are read at most.
    pub max_pages: usize,
    /// Which paths are read.
    pub wanted: Patterns,
    /// Sub-domains of the site belong to it.
    pub subdomains: bool,
    /// As fast as the server answers: for one's own site, or one on this machine. Else 2 connections and 5 questions a
    /// second for each host, or fewer where its robots.txt asks for that.
    pub fast: bool,
    /// Go on where the last run was cut off.
    pub resume: bool,
    /// Pictures that are fetched whole, for the report.
    pub pictures: usize,
    /// Read a sample as each preview agent does.
    pub agents: bool,
    /// The Chromium with which a sample is drawn.
    pub render: Option<PathBuf>,
    /// Where the operator can be reached, for the User-Agent: an address or e-mail.
    pub contact: Option<String>,
    /// Until a whole answer is there.
    pub answer_within: Duration,
}

/// What to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Websites: from these addresses on, wherever links and sitemaps of the site lead.
    Sites(Vec<Url>),
    /// The pages that this sitemap names, and no others.
    Sitemap(Url),
    /// These pages and no others.
    List(Vec<Url>),
}

/// What is heard while it reads.
#[derive(Debug)]
pub enum Event<'a> {
    /// The start page, with its pictures as far as they were looked at and kept: before anything else.
    Start(&'a Page, &'a Images, &'a Kept),
    /// Pages read, and addresses known.
    Read {
        /// Pages so far.
        pages: usize,
        /// Addresses of the site that are known so far.
        known: usize,
    },
    /// A host asked to be left alone.
    Waiting {
        /// The host.
        host: &'a str,
        /// For so long.
        wait: Duration,
    },
    /// Pictures that were looked at.
    Pictures {
        /// So far.
        seen: usize,
        /// Of so many.
        of: usize,
    },
    /// Questions asked as preview agents.
    Agents {
        /// So far.
        asked: usize,
        /// Of so many.
        of: usize,
    },
}

/// What a website yields.
pub struct Website {
    /// The pages and what was seen beside them.
    pub crawl: Crawl,
    /// The pictures that were kept for the report.
    pub kept: Kept,
}

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The start page does not come.
    #[error("{url} cannot be read: {why}")]
    NotReachable {
        /// Its address.
        url: String,
        /// What came instead.
        why: String,
    },
    /// There is nothing to begin with.
    #[error("{0} names no page that could be read")]
    Nothing(String),
    /// What is read cannot be kept.
    #[error("pages cannot be kept in {}: {error}. What was read so far is safe: make room there, then go on with --resume", folder.display())]
    Disk {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The machine cannot run it.
    #[error("no threads can be started: {0}")]
    Threads(io::Error),
}

impl Plan {
    /// A polite reading of `start`, of whatever size it is.
    pub fn new(start: Start) -> Self {
        Self {
            start,
            max_pages: usize::MAX,
            wanted: Patterns::default(),
            subdomains: false,
            fast: false,
            resume: false,
            pictures: 500,
            agents: true,
            render: None,
            contact: None,
            answer_within: Duration::from_secs(30),
        }
    }

    /// The door for this plan. It may ask the hosts that the user named, wherever they are, and else only public ones.
    fn door(&self) -> Http {
        let named: &[Url] = match &self.start {
            Start::Sites(urls) | Start::List(urls) => urls,
            Start::Sitemap(url) => std::slice::from_ref(url),
        };
        let mut hosts: Vec<String> = named.iter().flat_map(|url| Allow::only(url).hosts).collect();
        hosts.sort_unstable();
        hosts.dedup();
        // Whoever reads the site's log should know whom to ask, or at least that this was somebody's audit.
        let contact = self.contact.as_ref().map_or_else(
            || " (link preview audit; its operator gave no contact)".to_owned(),
            |contact| format!(" (+{contact})"),
        );
        Http::new(Options {
            agent: format!("{}/{}{contact}", robots::TOKEN, env!("CARGO_PKG_VERSION")),
            allow: Allow { hosts },
            pace: if self.fast { Pace { connections: 32, ..Pace::fast() } } else { Pace::polite() },
            answer_within: self.answer_within,
            ..Options::default()
        })
    }
}

/// Reads what `plan` says into `folder`, until it is done or `stop` is set: then what was read so far is handed over.
pub fn read(
    plan: &Plan,
    folder: &Path,
    clock: &dyn Clock,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Website, Fault> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Fault::Threads)?;
    let website = runtime.block_on(crawl::crawl(plan, folder, clock, stop, tell));
    // Whoever is still being asked is not waited for.
    runtime.shutdown_background();
    website
}

/// The addresses that a list holds: a sitemap, a feed, or one address a line.
pub fn list(bytes: &[u8]) -> Vec<Url> {
    pages::sitemap::read(bytes).pages.iter().filter_map(|entry| Url::parse(&entry.url).ok()).collect()
}
