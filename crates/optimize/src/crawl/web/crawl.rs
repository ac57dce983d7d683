//! The order of things: the start page and its pictures, the pages, what stands beside them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::{Clock, Page};
use networks::http::{Failure, Http};
use rustc_hash::FxHashMap;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use url::Url;

use super::beside::{self, Beside};
use super::fetch::{self, Fetcher, Known, Outcome, Shared, Taken};
use super::journal::{self, Earlier, Journal};
use super::pictures::Album;
use super::robots::Book;
use super::scope::Scope;
use super::twins::Twins;
use super::{Event, Fault, Plan, SoFar, Start, Website, sitemaps};
use crate::audit::{Needs, Seen, Site};
use crate::crawl::Crawl;

/// Pages that are asked for at a time, politely; the pace of each host holds most of them back.
const AT_ONCE: usize = 4;
/// The same, as fast as it goes.
const AT_ONCE_FAST: usize = 32;
/// An address is asked so often where its host asks to be left alone.
pub(super) const TRIES: u8 = 3;
/// What is told of at most.
const MOST_UNREAD: usize = 1_000;
/// The first sitemap is waited for so long.
const SITEMAP_WITHIN: Duration = Duration::from_secs(2);
/// Pages of the audit before that are compared with.
const BEFORE: usize = 2_000;
/// How often the wish to stop is looked for.
pub(super) const LOOK_UP: Duration = Duration::from_millis(100);

/// A crawl under way.
pub(super) struct Crawling<'a> {
    pub(super) plan: &'a Plan,
    pub(super) folder: &'a Path,
    pub(super) stop: &'a AtomicBool,
    pub(super) http: Http,
    pub(super) journal: Journal,
    pub(super) fetcher: Shared,
    pub(super) site: Site,
    pub(super) beside: Beside,
    twins: Twins,
    earlier: Option<Earlier>,
    pub(super) unread: Vec<(String, String)>,
    tries: FxHashMap<u32, u8>,
    now: i64,
}

/// What comes in while pages are read.
enum News {
    Came(u32, String, Outcome),
    Sitemap(Option<sitemaps::Told>),
    Tick,
}

pub(super) async fn crawl(
    plan: &Plan,
    folder: &Path,
    clock: &dyn Clock,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Website, Fault> {
    let disk = |error: io::Error| Fault::Disk { folder: folder.to_owned(), error };
    let http = plan.door();
    let book = || Book::new(http.clone(), plan.hurries());
    std::fs::create_dir_all(folder).map_err(disk)?;
    let mut site = Site::default();
    let mut beside = Beside::create(folder).map_err(disk)?;
    let mut twins = Twins::default();
    let (journal, left) = if plan.resume {
        Journal::resume(folder, |page| {
            twins.note(page);
            site.add(page);
            beside.note(page);
        })
        .map_err(disk)?
    } else {
        (Journal::create(folder).map_err(disk)?, journal::Left::default())
    };
    let before = plan.before.clone().unwrap_or_else(|| journal::before(folder));
    let scope = Scope::new(plan.start.urls(), plan.subdomains, plan.wanted.clone());
    let follow = matches!(plan.start, Start::Sites(_));
    let mut this = Crawling {
        plan,
        folder,
        stop,
        fetcher: Arc::new(Fetcher::new(http.clone(), book(), scope, follow)),
        http,
        journal,
        site,
        beside,
        twins,
        earlier: Earlier::open(&before).map_err(disk)?,
        unread: left.unread,
        tries: FxHashMap::default(),
        now: clock.now().as_second(),
    };
    let mut seen = Seen { unseen: not_yet(), ..Seen::default() };
    let list = journal::pictures(folder);
    let mut album = Album::open(folder, &list, plan.resume, |url, facts| {
        this.beside.looked_at(url);
        seen.images.insert(url, facts);
    })
    .map_err(disk)?;
    if this.journal.pages() > 0 {
        tell(Event::Resumed(this.so_far(&seen, &album)));
    }
    let stopped = this.pages(&mut seen, &mut album, tell).await?;
    let looked = beside::pictures(&mut this, &mut seen, &mut album, tell).await.map_err(disk)?;
    seen.unseen.clear();
    if !this.stopped() {
        beside::answers(&mut this).await.map_err(disk)?;
        beside::agents(&this, &mut seen, tell).await;
        beside::rendered(&this, &mut seen).await;
    }
    let stopped = stopped || !looked || this.stopped();
    this.unseen(&mut seen.unseen);
    if let Some(earlier) = &this.earlier {
        let pages = earlier.first(BEFORE).map_err(disk)?;
        seen.before = pages.into_iter().map(|page| (page.url.to_string(), page)).collect();
        seen.images_before = super::pictures::before(&journal::pictures(&before)).map_err(disk)?;
    }
    this.site.robots = this.fetcher.robots.read();
    seen.site = this.site;
    let (spool, _) = this.journal.finish(!stopped).map_err(disk)?;
    if spool.is_empty() {
        let what = plan.start.urls().first().map_or_else(String::new, Url::to_string);
        return Err(match this.unread.into_iter().next() {
            Some((url, why)) => Fault::NotReachable { url, why },
            None => Fault::Nothing(what),
        });
    }
    let crawl = Crawl { pages: Box::new(spool), seen, unread: this.unread, stopped };
    Ok(Website { crawl, kept: album.kept() })
}

/// What is not known while pages are read, and why.
fn not_yet() -> BTreeMap<Needs, String> {
    [Needs::Agents, Needs::Site, Needs::Render, Needs::History]
        .map(|needs| (needs, "the pages are still being read".to_owned()))
        .into()
}

impl Crawling<'_> {
    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(super) fn disk(&self, error: io::Error) -> Fault {
        Fault::Disk { folder: self.folder.to_owned(), error }
    }

    /// What is there so far.
    pub(super) fn so_far<'a>(&'a self, seen: &'a Seen, album: &'a Album) -> SoFar<'a> {
        SoFar { pages: self.journal.so_far(), seen, kept: album.so_far() }
    }

    /// Reads the pages; whether it was stopped before the end.
    async fn pages(
        &mut self,
        seen: &mut Seen,
        album: &mut Album,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<bool, Fault> {
        let (found, mut sitemaps) = mpsc::channel(4);
        let mut maps_open = true;
        let mut first = Vec::new();
        match &self.plan.start {
            Start::Sites(urls) | Start::List(urls) => {
                for url in urls {
                    if let Some(number) =
                        super::address::plain(url.clone()).and_then(|url| self.journal.frontier.add(url.as_str()))
                    {
                        first.push(number);
                    }
                }
            }
            Start::Sitemap(url) => {
                let (http, url) = (self.http.clone(), url.clone());
                let found = found.clone();
                tokio::spawn(async move { sitemaps::read(&http, vec![url], false, &found).await });
                // The first page that it names is what the user sees first.
                while self.journal.frontier.known() == 0
                    && let Some(told) = sitemaps.recv().await
                {
                    let fault = match &told {
                        sitemaps::Told::Fault(url, why) => Some((url.to_string(), why.clone())),
                        sitemaps::Told::Pages(_) => None,
                    };
                    self.sitemap(told);
                    if let Some((url, why)) = fault.filter(|_| self.journal.frontier.known() == 0) {
                        return Err(Fault::NotReachable { url, why });
                    }
                }
                first.push(0);
            }
        }
        if self.journal.pages() == 0 {
            self.start_page(&first, seen, album, tell).await?;
        }
        if matches!(self.plan.start, Start::Sites(_)) {
            for url in self.plan.start.urls() {
                let (fetcher, url, found) = (Arc::clone(&self.fetcher), url.clone(), found.clone());
                tokio::spawn(async move {
                    let known = fetcher.robots.of(&url).await;
                    let named: Vec<Url> = known.sitemaps().iter().filter_map(|map| url.join(map).ok()).collect();
                    let guessed = named.is_empty();
                    let from = if guessed {
                        ["/sitemap.xml", "/sitemap_index.xml"].iter().filter_map(|path| url.join(path).ok()).collect()
                    } else {
                        named
                    };
                    sitemaps::read(&fetcher.http, from, guessed, &found).await;
                });
            }
        }
        drop(found);
        // What the sitemap calls new should come before what happens to be linked first.
        if let Ok(told) = tokio::time::timeout(SITEMAP_WITHIN, sitemaps.recv()).await {
            maps_open = told.is_some();
            if let Some(told) = told {
                self.sitemap(told);
            }
        }

        let at_once = if self.plan.hurries() { AT_ONCE_FAST } else { AT_ONCE };
        let mut asking: JoinSet<(u32, String, Outcome)> = JoinSet::new();
        let mut tick = tokio::time::interval(LOOK_UP);
        loop {
            while !self.stopped() && asking.len() < at_once && self.journal.pages() + asking.len() < self.plan.max_pages
            {
                let next = self.journal.frontier.next().map_err(|error| self.disk(error))?;
                let Some((number, address)) = next else { break };
                self.ask(&mut asking, number, address, Duration::ZERO).map_err(|error| self.disk(error))?;
            }
            let full = self.journal.pages() >= self.plan.max_pages;
            if self.stopped() || full || (asking.is_empty() && !maps_open) {
                break;
            }
            let news = tokio::select! {
                Some(came) = asking.join_next(), if !asking.is_empty() => match came {
                    Ok((number, address, outcome)) => News::Came(number, address, outcome),
                    // A reader that panicked read nothing; there is no number to tell of.
                    Err(_) => News::Tick,
                },
                told = sitemaps.recv(), if maps_open => News::Sitemap(told),
                _ = tick.tick() => News::Tick,
            };
            match news {
                News::Tick => tell(Event::Moment),
                News::Sitemap(None) => maps_open = false,
                News::Sitemap(Some(told)) => self.sitemap(told),
                News::Came(number, address, Outcome::Later(wait, _)) if self.tries_again(number) => {
                    let host = Url::parse(&address).ok().and_then(|url| url.host_str().map(str::to_owned));
                    tell(Event::Waiting { host: host.as_deref().unwrap_or_default(), wait });
                    self.ask(&mut asking, number, address, wait).map_err(|error| self.disk(error))?;
                }
                News::Came(number, address, outcome) => {
                    let kept = self.came(number, address, outcome).map_err(|error| self.disk(error))?;
                    if let Some(page) = &kept {
                        tell(Event::Page(page, self.so_far(seen, album)));
                    }
                    tell(Event::Read { pages: self.journal.pages(), known: self.journal.frontier.known() });
                }
            }
        }
        // What is being asked when it stops is not lost: it is asked again by whoever goes on.
        asking.shutdown().await;
        Ok(self.stopped())
    }

    fn ask(
        &mut self,
        asking: &mut JoinSet<(u32, String, Outcome)>,
        number: u32,
        address: String,
        after: Duration,
    ) -> io::Result<()> {
        let known = self.known(&address)?;
        let fetcher = Arc::clone(&self.fetcher);
        asking.spawn(async move {
            tokio::time::sleep(after).await;
            let outcome = match Url::parse(&address) {
                Ok(url) => fetcher.fetch(url, known).await,
                Err(error) => Outcome::Unread(error.to_string(), None),
            };
            (number, address, outcome)
        });
        Ok(())
    }

    /// What the audit before knew of `address`.
    pub(super) fn known(&mut self, address: &str) -> io::Result<Option<Known>> {
        let Some(earlier) = &mut self.earlier else { return Ok(None) };
        Ok(earlier.page(address)?.map(|(page, links)| Known { page, links }))
    }

    fn tries_again(&mut self, number: u32) -> bool {
        let tries = self.tries.entry(number).or_default();
        *tries += 1;
        *tries < TRIES
    }

    /// Keeps what came for `number`; the page, where it is one that was not known by another address.
    pub(super) fn came(&mut self, number: u32, address: String, outcome: Outcome) -> io::Result<Option<Page>> {
        match outcome {
            Outcome::Page(taken) => return self.page(number, *taken),
            Outcome::Nothing(status) => {
                self.journal.frontier.answered(number, status, (300..400).contains(&status));
                self.journal.nothing(number)?;
            }
            Outcome::Later(_, status) => {
                let why = format!("the server asks to wait again and again; {}", fetch::answers(status));
                self.journal.unread(number, &why)?;
                self.tell_unread(address, why);
            }
            Outcome::Unread(why, failure) => {
                if let Some(Failure::Certificate(host, fault)) = failure {
                    self.site.certificates.insert(host, fault);
                }
                self.journal.unread(number, &why)?;
                self.tell_unread(address, why);
            }
        }
        Ok(None)
    }

    fn tell_unread(&mut self, address: String, why: String) {
        if self.unread.len() < MOST_UNREAD {
            self.unread.push((address, why));
        }
    }

    fn page(&mut self, number: u32, taken: Taken) -> io::Result<Option<Page>> {
        let Taken { page, line, links, .. } = taken;
        let hop = page.fetched.as_ref().and_then(|fetched| fetched.hops.first());
        let status = hop.map_or(200, |hop| hop.status);
        self.journal.frontier.answered(number, status, hop.is_some());
        // A redirect leads to a page that may be known by its own address already.
        if hop.is_some()
            && let Some(own) = super::address::plain(page.url.clone())
            && let Some(own) = self.journal.frontier.add(own.as_str())
            && own != number
        {
            if !self.journal.frontier.take(own) {
                self.journal.nothing(number)?;
                return Ok(None);
            }
            self.journal.frontier.answered(own, 200, false);
            self.journal.nothing(own)?;
        }
        if matches!(self.plan.start, Start::Sites(_)) && self.twins.note(&page) {
            self.journal.nothing(number)?;
            return Ok(None);
        }
        let mut numbers = Vec::with_capacity(links.len());
        for link in &links {
            if let Some(link) = self.journal.frontier.add(link)
                && link != number
            {
                self.journal.frontier.link(link);
                numbers.push(link);
            }
        }
        if page.url.scheme() == "https"
            && let Some(host) = page.url.host_str()
        {
            self.site.certificates.entry(host.to_owned()).or_default();
        }
        self.site.add(&page);
        self.beside.note(&page);
        self.journal.page(number, &numbers, &line)?;
        Ok(Some(page))
    }

    fn sitemap(&mut self, told: sitemaps::Told) {
        match told {
            sitemaps::Told::Fault(url, why) => self.tell_unread(url.to_string(), format!("sitemap: {why}")),
            sitemaps::Told::Pages(pages) => {
                for (url, changed) in pages {
                    let url =
                        if self.fetcher.follow { self.fetcher.scope.home(url) } else { super::address::plain(url) };
                    let Some(number) = url.and_then(|url| self.journal.frontier.add(url.as_str())) else { continue };
                    if let Some(changed) = changed {
                        self.journal.frontier.changed(number, (self.now - changed) / 86_400);
                    }
                }
            }
        }
    }

    /// What was not looked at, and why.
    fn unseen(&self, unseen: &mut BTreeMap<Needs, String>) {
        if !self.plan.agents || self.stopped() {
            let why =
                if self.plan.agents { "the audit was stopped before" } else { "it was left out with --no-agents" };
            unseen.insert(Needs::Agents, why.to_owned());
        }
        if self.plan.render.is_none() {
            let why = "pages were read without running their scripts; --render runs them";
            unseen.insert(Needs::Render, why.to_owned());
        }
        if self.earlier.is_none() {
            unseen.insert(Needs::History, "this is the first audit that is kept".to_owned());
        }
    }
}

/// Whether `page` is worth a place in a sample.
pub(super) fn is_ordinary(page: &Page) -> bool {
    page.fetched.as_ref().is_none_or(|fetched| !fetched.cut_off) && page.unread == 0
}
