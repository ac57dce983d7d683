//! A website of the sandbox: which path answers what, to whom, how often; and what it was asked.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::{Answer, folder, serve};

/// A website, before it starts.
#[derive(Debug, Default)]
pub struct Site {
    pages: Vec<Page>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) sitemap: bool,
    pub(crate) unlogged: bool,
    any_query: bool,
    pub(crate) is_networks: bool,
}

#[derive(Debug)]
struct Page {
    path: String,
    agent: Option<String>,
    /// How often it still answers; `u64::MAX` for ever.
    left: AtomicU64,
    answer: Answer,
}

/// One question that the site was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Path and query.
    pub path: String,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// When.
    pub at: Instant,
    /// Questions that were being answered at that moment, this one included.
    pub at_once: usize,
}

impl Asked {
    /// The header `name` (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Site {
    /// A site without pages: everything answers 404.
    pub fn new() -> Self {
        Self::default()
    }

    /// Serves the files of a folder; `index.html` stands for its folder. Nothing is logged.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self { folder: Some(path.into()), unlogged: true, ..Self::default() }
    }

    /// Forgets what it was asked: for one that runs for days.
    pub fn unlogged(mut self) -> Self {
        self.unlogged = true;
        self
    }

    /// A page answers whatever query its path comes with, as those of most sites do.
    pub fn any_query(mut self) -> Self {
        self.any_query = true;
        self
    }

    /// Stands in for the networks that pages are shared to: see [`crate::networks`].
    pub fn networks() -> Self {
        Self { is_networks: true, unlogged: true, ..Self::default() }
    }

    /// `/sitemap.xml` names every page of the folder.
    pub fn sitemap(mut self) -> Self {
        self.sitemap = true;
        self
    }

    /// `path` (with its query) answers `answer`. The first page that was said to answer does; `*` is every path.
    pub fn page(mut self, path: &str, answer: Answer) -> Self {
        self.pages.push(Page { path: path.to_owned(), agent: None, left: AtomicU64::new(u64::MAX), answer });
        self
    }

    /// `path` answers `answer` to those whose User-Agent holds `agent`.
    pub fn page_for(mut self, agent: &str, path: &str, answer: Answer) -> Self {
        let agent = Some(agent.to_owned());
        self.pages.push(Page { path: path.to_owned(), agent, left: AtomicU64::new(u64::MAX), answer });
        self
    }

    /// `path` answers `answer` the first `times`; what is said of it later counts from then on.
    pub fn page_at_first(mut self, times: u64, path: &str, answer: Answer) -> Self {
        self.pages.push(Page { path: path.to_owned(), agent: None, left: AtomicU64::new(times), answer });
        self
    }

    /// Starts on a free port of 127.0.0.1.
    pub async fn start(self) -> io::Result<Running> {
        self.start_on("127.0.0.1:0").await
    }

    /// Starts on `address`, which is one of loopback.
    pub async fn start_on(mut self, address: &str) -> io::Result<Running> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            return Err(io::Error::other("the sandbox serves loopback alone"));
        }
        if let Some(root) = self.folder.clone().filter(|_| self.sitemap) {
            let sitemap = folder::sitemap(&root, &format!("http://{address}"))?;
            self.pages.push(Page {
                path: "/sitemap.xml".to_owned(),
                agent: None,
                left: AtomicU64::new(u64::MAX),
                answer: Answer::xml(sitemap),
            });
        }
        let site = RwLock::new(Arc::new(self));
        let served = Arc::new(Served { site, log: Mutex::default(), busy: AtomicUsize::new(0) });
        let task = tokio::spawn(serve::listen(listener, Arc::clone(&served)));
        Ok(Running { address, served, task: task.abort_handle() })
    }

    /// What `path` answers to `agent`.
    pub(crate) fn answer(&self, path: &str, agent: &str) -> Option<&Answer> {
        let path = path.split('?').next().filter(|_| self.any_query).unwrap_or(path);
        self.pages.iter().find_map(|page| {
            let meant = (page.path == path || page.path == "*")
                && page.agent.as_deref().is_none_or(|part| agent.contains(part));
            let counts = || {
                let less = |left: u64| if left == u64::MAX { Some(left) } else { left.checked_sub(1) };
                page.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok()
            };
            (meant && counts()).then_some(&page.answer)
        })
    }
}

#[derive(Debug)]
pub(crate) struct Served {
    site: RwLock<Arc<Site>>,
    pub(crate) log: Mutex<Vec<Asked>>,
    pub(crate) busy: AtomicUsize,
}

impl Served {
    /// The site as it is now.
    pub(crate) fn site(&self) -> Arc<Site> {
        Arc::clone(&self.site.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A website that runs until this is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    served: Arc<Served>,
    task: AbortHandle,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The whole address of `path`.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What it was asked so far, in order.
    pub fn requests(&self) -> Vec<Asked> {
        self.served.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often `path` was asked for.
    pub fn asked_for(&self, path: &str) -> usize {
        self.requests().iter().filter(|asked| asked.path == path).count()
    }

    /// From now on it answers as `site` would, at the same address. What is being answered is answered as it was.
    pub fn becomes(&self, site: Site) {
        *self.served.site.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
    }

    /// The folder that it serves.
    pub fn folder(&self) -> Option<PathBuf> {
        self.served.site().folder.clone()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}
