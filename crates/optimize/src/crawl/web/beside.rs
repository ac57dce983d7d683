//! What is gathered beside the pages: their pictures, canonical addresses, a sample for preview agents and for drawing.

use std::io;
use std::path::Path;
use std::sync::Arc;

use domain::{Images, Page};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::task::JoinSet;
use url::Url;

use super::agents::{self, Sample};
use super::crawl::{Crawling, LOOK_UP, TRIES, is_ordinary};
use super::fetch::Shared;
use super::frontier::Frontier;
use super::pictures::{self, Album};
use super::{Event, answers, render};
use crate::audit::{Says, Seen};
use crate::crawl::pictures as named;

/// Pages of different templates in the sample, and pictures.
const SAMPLE: (usize, usize) = (5, 3);
/// Pages beside the sample that are drawn, since their bytes say nothing to networks: scripts may.
const SILENT: usize = 10;
/// Canonical addresses and oEmbed links that are asked.
const MOST_ASKED: usize = 300;
/// Pictures that are asked for at a time.
const AT_ONCE: usize = 8;
/// The same, as fast as it goes.
const AT_ONCE_FAST: usize = 32;

/// Number and address of a picture, and what was seen of it; `None` where it may not be asked for.
type Looked = (u32, Url, Option<pictures::Seen>);

/// What pages name, gathered as they come.
#[derive(Debug)]
pub(super) struct Beside {
    pictures: Frontier,
    /// Pictures that are done with.
    seen: usize,
    /// Pictures that are being looked at.
    looking: JoinSet<Looked>,
    /// How often a picture was asked for whose host wants to be left alone.
    tries: FxHashMap<u32, u8>,
    turns: Arc<pictures::Turns>,
    canonicals: Frontier,
    oembeds: Vec<Url>,
    sample: Vec<Url>,
    silent: Vec<Url>,
    sample_pictures: Vec<Url>,
    templates: FxHashSet<String>,
    first: Vec<Url>,
}

impl Beside {
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            pictures: Frontier::create(&folder.join("pictures.txt"))?,
            seen: 0,
            looking: JoinSet::new(),
            tries: FxHashMap::default(),
            turns: Arc::default(),
            canonicals: Frontier::create(&folder.join("canonicals.txt"))?,
            oembeds: Vec::new(),
            sample: Vec::new(),
            silent: Vec::new(),
            sample_pictures: Vec::new(),
            templates: FxHashSet::default(),
            first: Vec::new(),
        })
    }

    /// Notes what `page` names.
    pub(super) fn note(&mut self, page: &Page) {
        for url in named::named_by(page) {
            if let Some(number) = self.pictures.add(url.as_str()) {
                self.pictures.link(number);
            }
        }
        let says = Says::of(page);
        if let Some(canonical) = says.canonical_url.as_ref().filter(|canonical| **canonical != page.url)
            && let Some(number) = self.canonicals.add(&canonical[..url::Position::AfterQuery])
        {
            self.canonicals.link(number);
        }
        if self.oembeds.len() < MOST_ASKED {
            self.oembeds.extend(answers::oembed_of(page));
        }
        if self.sample.len() < SAMPLE.0 && is_ordinary(page) && self.templates.insert(page.template.clone()) {
            self.sample.push(page.url.clone());
            if let Some(picture) = says.images.first().and_then(|shown| shown.url.clone())
                && self.sample_pictures.len() < SAMPLE.1
                && !self.sample_pictures.contains(&picture)
            {
                self.sample_pictures.push(picture);
            }
        } else if self.silent.len() < SILENT && page.last_social_tag().is_none() {
            self.silent.push(page.url.clone());
        }
    }

    /// Notes that the picture at `url` is known from an earlier run.
    pub(super) fn looked_at(&mut self, url: &Url) {
        if let Some(number) = self.pictures.add(url.as_str())
            && self.pictures.take(number)
        {
            self.seen += 1;
        }
    }

    /// Begins to look at a picture; `whole`: it is also wanted for the report.
    fn look(&mut self, fetcher: &Shared, number: u32, url: Url, whole: bool) {
        let (fetcher, turns) = (Arc::clone(fetcher), Arc::clone(&self.turns));
        self.looking.spawn(async move {
            if fetcher.robots.forbids(&url).await.is_some() {
                return (number, url, None);
            }
            let seen = pictures::look(&fetcher.http, &url, whole, &turns).await;
            (number, url, Some(seen))
        });
    }

    /// Keeps what was seen of a picture.
    fn looked(&mut self, (number, url, seen): Looked, images: &mut Images, album: &mut Album) -> io::Result<()> {
        match seen {
            Some(pictures::Seen::Later) => {
                let tries = self.tries.entry(number).or_default();
                *tries += 1;
                if *tries < TRIES {
                    self.pictures.put_back(number);
                    return Ok(());
                }
            }
            Some(pictures::Seen::Facts(facts, small)) => {
                album.add(&url, &facts, small.as_deref())?;
                images.insert(&url, facts);
            }
            // Its host does not want it to be read.
            None => {}
        }
        self.seen += 1;
        Ok(())
    }

    /// A picture of the start page, to be looked at at once.
    pub(super) fn first_picture(&mut self, url: &Url) {
        self.first.push(url.clone());
    }
}

/// Looks at the pictures of the start page, all at once: what the user waits for. Those that are not there when this is
/// dropped are waited for with all the others.
pub(super) async fn first_pictures(
    crawling: &mut Crawling<'_>,
    images: &mut Images,
    album: &mut Album,
) -> io::Result<()> {
    let whole = crawling.plan.pictures > 0;
    for url in std::mem::take(&mut crawling.beside.first) {
        if let Some(number) = crawling.beside.pictures.add(url.as_str())
            && crawling.beside.pictures.take(number)
        {
            crawling.beside.look(&crawling.fetcher, number, url, whole);
        }
    }
    while let Some(looked) = crawling.beside.looking.join_next().await {
        if let Ok(looked) = looked {
            crawling.beside.looked(looked, images, album)?;
        }
    }
    Ok(())
}

/// Looks at every picture that a page names, the most named first; `false` where it was stopped.
pub(super) async fn pictures(
    crawling: &mut Crawling<'_>,
    seen: &mut Seen,
    album: &mut Album,
    tell: &mut dyn FnMut(Event<'_>),
) -> io::Result<bool> {
    let at_once = if crawling.plan.hurries() { AT_ONCE_FAST } else { AT_ONCE };
    let of = crawling.beside.pictures.known();
    let started = crawling.beside.seen + crawling.beside.looking.len();
    let mut whole = crawling.plan.pictures.saturating_sub(started);
    loop {
        while !crawling.stopped() && crawling.beside.looking.len() < at_once {
            let Some((number, address)) = crawling.beside.pictures.next()? else { break };
            let Ok(url) = Url::parse(&address) else { continue };
            crawling.beside.look(&crawling.fetcher, number, url, whole > 0);
            whole = whole.saturating_sub(1);
        }
        let next = tokio::time::timeout(LOOK_UP, crawling.beside.looking.join_next()).await;
        if crawling.stopped() {
            crawling.beside.looking.shutdown().await;
            return Ok(false);
        }
        match next {
            Ok(None) => return Ok(true),
            Ok(Some(Ok(looked))) => {
                crawling.beside.looked(looked, &mut seen.images, album)?;
                let so_far = crawling.so_far(seen, album);
                tell(Event::Pictures { seen: crawling.beside.seen, of, so_far });
            }
            // Nothing yet; or a reader that panicked, which has seen nothing.
            Err(_) | Ok(Some(Err(_))) => tell(Event::Moment),
        }
    }
}

/// Asks what canonical addresses, oEmbed links and an address that cannot exist answer.
pub(super) async fn answers(crawling: &mut Crawling<'_>) -> io::Result<()> {
    let (http, robots) = (&crawling.fetcher.http, &crawling.fetcher.robots);
    let mut asked = 0;
    while asked < MOST_ASKED
        && !crawling.stopped()
        && let Some((_, address)) = crawling.beside.canonicals.next()?
    {
        let Ok(url) = Url::parse(&address) else { continue };
        // The crawl has met most of them itself.
        let mut answer = crawling.journal.frontier.answer(&address);
        if answer.is_none() {
            asked += 1;
            answer = answers::first(http, robots, &url).await;
        }
        if let Some((status, redirects)) = answer {
            crawling.site.heard(&url, status, redirects);
        }
    }
    let oembeds = std::mem::take(&mut crawling.beside.oembeds);
    for url in oembeds.iter().take(MOST_ASKED) {
        if crawling.stopped() {
            break;
        }
        if crawling.site.oembed_of(url).is_none()
            && let Some(answer) = answers::oembed(http, robots, url).await
        {
            crawling.site.heard_oembed(url, answer);
        }
    }
    if let Some(start) = crawling.beside.sample.first() {
        // Its digits come from the start page's address: the same audit asks the same question twice.
        use std::hash::BuildHasher;
        let name = rustc_hash::FxBuildHasher.hash_one(start.as_str());
        crawling.site.missing_page = answers::missing(http, start, name).await;
    }
    Ok(())
}

/// Reads the sample as each preview agent does.
pub(super) async fn agents(crawling: &Crawling<'_>, seen: &mut Seen, tell: &mut dyn FnMut(Event<'_>)) {
    if !crawling.plan.agents {
        return;
    }
    let page = |url: &Url| Sample { url: url.clone(), picture: false };
    let picture = |url: &Url| Sample { url: url.clone(), picture: true };
    let sample: Vec<Sample> =
        (crawling.beside.sample.iter().map(page)).chain(crawling.beside.sample_pictures.iter().map(picture)).collect();
    let everybody = agents::everybody();
    let (http, robots) = (&crawling.fetcher.http, &crawling.fetcher.robots);
    let mut on = |asked, of| {
        tell(Event::Agents { asked, of });
        !crawling.stopped()
    };
    seen.seen_by = agents::seen_by(http, robots, &sample, &everybody, &seen.images, &mut on).await;
}

/// Draws the sample, where a Chromium was named.
pub(super) async fn rendered(crawling: &Crawling<'_>, seen: &mut Seen) {
    let Some(chromium) = &crawling.plan.render else { return };
    let folder = crawling.folder.join("chromium");
    for url in crawling.beside.sample.iter().chain(&crawling.beside.silent) {
        if crawling.stopped() {
            break;
        }
        match render::render(chromium, url, &folder).await {
            Ok(page) => _ = seen.rendered.insert(url.to_string(), page),
            Err(why) => {
                seen.unseen.insert(crate::audit::Needs::Render, why);
                break;
            }
        }
    }
    // Chromium's own files are of no use to anybody afterwards.
    let _ = std::fs::remove_dir_all(folder);
}
