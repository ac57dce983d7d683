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
mod one;
mod pictures;
mod render;
mod robots;
mod scope;
mod sitemaps;
mod start;
mod twins;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use domain::{Clock, Images, Page};
use networks::http::{Allow, Http, Options, Pace};
use url::Url;

pub use agents::letter;
pub(crate) use one::{one, picture};
pub use pictures::Kept;

use super::Crawl;
use super::patterns::Patterns;
use crate::audit::{Pages, Seen};

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
    /// As fast as the server answers: for one on this machine, or where its operator says so. Else 2 connections and 5
    /// questions a second for each host, or fewer where its robots.txt asks for that.
    pub fast: bool,
    /// A site that is proved to be one's own: 20 questions a second, whatever its robots.txt asks of strangers. A
    /// `Retry-After` is kept to, as always.
    pub own: bool,
    /// Go on where the last run was cut off.
    pub resume: bool,
    /// The folder of the audit before, where that is not the one that this audit goes into: its pages are asked for only
    /// where they changed, and compared with.
    pub before: Option<PathBuf>,
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
    /// Private addresses that may be asked, as `host:port`; none by itself. An operator who audits a site of his own
    /// network allows [`Start::hosts`]; an address that somebody typed into a form is asked only where the operator named
    /// its host before. A Chromium (`render`) asks past the door: it is for addresses that the operator trusts.
    pub allow: Allow,
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

impl Start {
    /// The addresses that it names.
    pub fn urls(&self) -> &[Url] {
        match self {
            Self::Sites(urls) | Self::List(urls) => urls,
            Self::Sitemap(url) => std::slice::from_ref(url),
        }
    }

    /// Leave to ask the hosts that it names wherever they are, and no other private address.
    pub fn hosts(&self) -> Allow {
        let mut hosts: Vec<String> = self.urls().iter().flat_map(|url| Allow::only(url).hosts).collect();
        hosts.sort_unstable();
        hosts.dedup();
        Allow { hosts }
    }
}

/// What is there so far, while it reads.
#[derive(Clone, Copy)]
pub struct SoFar<'a> {
    /// The pages, in the order in which they came.
    pub pages: &'a dyn Pages,
    /// What was seen beside them. What is not known before the end is *not checked* by it.
    pub seen: &'a Seen,
    /// The pictures that were kept.
    pub kept: &'a Kept,
}

impl fmt::Debug for SoFar<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SoFar").field("pages", &self.pages.count()).finish_non_exhaustive()
    }
}

/// What is heard while it reads.
#[derive(Debug)]
pub enum Event<'a> {
    /// The start page, with its pictures as far as they were looked at and kept: before anything else.
    Start(&'a Page, &'a Images, &'a Kept),
    /// These pages were kept by the run that was cut off, and are not told one by one.
    Resumed(SoFar<'a>),
    /// A page that was just kept. The start page is the first.
    Page(&'a Page, SoFar<'a>),
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
        /// The pages that name them, and what they are.
        so_far: SoFar<'a>,
    },
    /// A moment went by, whether anything came or not: who holds something back may tell it now.
    Moment,
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
    /// The start page lies in a private network, where this plan may not ask.
    #[error("{url} leads into a private network, so it is not asked: whoever operates this program may allow its host")]
    Private {
        /// Its address.
        url: String,
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
    /// A polite reading of `start`, of whatever size it is, that asks no private address.
    pub fn new(start: Start) -> Self {
        Self {
            start,
            max_pages: usize::MAX,
            wanted: Patterns::default(),
            subdomains: false,
            fast: false,
            own: false,
            resume: false,
            before: None,
            pictures: 500,
            agents: true,
            render: None,
            contact: None,
            answer_within: Duration::from_secs(30),
            allow: Allow::default(),
        }
    }

    /// Whether more is asked at a time than of a stranger.
    fn hurries(&self) -> bool {
        self.fast || self.own
    }

    /// The door for this plan.
    fn door(&self) -> Http {
        Http::new(Options {
            agent: agent(self.contact.as_deref()),
            allow: self.allow.clone(),
            pace: match (self.fast, self.own) {
                (true, _) => Pace { connections: 32, ..Pace::fast() },
                (false, true) => Pace::own(),
                (false, false) => Pace::polite(),
            },
            answer_within: self.answer_within,
            ..Options::default()
        })
    }
}

/// The User-Agent, with where the operator can be reached.
pub(crate) fn agent(contact: Option<&str>) -> String {
    // Whoever reads the site's log should know whom to ask, or at least that this was somebody's audit.
    let contact = contact.map_or_else(
        || " (link preview audit; its operator gave no contact)".to_owned(),
        |contact| format!(" (+{contact})"),
    );
    format!("{}/{}{contact}", robots::TOKEN, env!("CARGO_PKG_VERSION"))
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
