//! The demo's shop: forty pages of ours with eight faults, served on loopback for as long as the house is open.
//!
//! It is never reached from outside this machine, and no real firm stands behind it. Its pages are made from tables at
//! the start, with pictures of the small site ([`crate::demo`]). It stands in `tidings`, since only the program may use
//! the sandbox; what its strip says is in `advise::demo`. It posts to the stand-ins of its workspace ([`social`]), where
//! readers follow the links ([`readers`]). Start at [`open`].

mod faults;
mod goods;
mod pages;
mod readers;
mod social;
mod temporary;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use advise::demo::{Dress, past};
use anyhow::{Context, Result, bail, ensure};
use domain::{Clock, Random};
use sandbox::{Answer, Running, Site};
use store::Db;
use url::Url;
use web::DemoShop;

pub(crate) use readers::read;
pub(crate) use social::connect;
pub(crate) use temporary::{TEMPORARY, Temporary};

use pages::At;

use crate::demo;

/// Below `localhost`, where browsers and the one door look for it on this machine. A name of its own keeps the console's
/// cookie from it, which `127.0.0.1` would not: cookies know no ports.
const HOST: &str = "bakery.localhost";
/// What the site is called in the console.
const CALLED: &str = "Bakery Example (demo)";

/// What stands in for the networks is found here, at a port of its own.
const NETWORKS: &str = "networks.localhost";

/// The shop while it is open.
pub(crate) struct Shop {
    base: String,
    /// Where what stands in for the networks begins.
    networks: String,
    /// The shop, and what stands in for the networks to which its visitors share.
    running: Mutex<Option<(Running, Running)>>,
}

impl Shop {
    /// Opens the shop on `port`, or on another one where that is taken. It has no pages yet.
    async fn on(port: u16) -> io::Result<Self> {
        let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)).to_string();
        let empty = || Site::new().unlogged();
        let running = match empty().start_on(&at(port)).await {
            Err(_) if port != 0 => empty().start_on(&at(0)).await?,
            started => started?,
        };
        let networks = Site::networks().start().await?;
        Ok(Self {
            base: format!("http://{HOST}:{}", running.address().port()),
            networks: format!("http://{NETWORKS}:{}", networks.address().port()),
            running: Mutex::new(Some((running, networks))),
        })
    }

    /// `bakery.localhost:41234`, the one place on this machine that the demo may read.
    pub(crate) fn place(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    fn serve(&self, dress: &Dress) {
        if let Some((running, _)) = &*self.running.lock().unwrap_or_else(PoisonError::into_inner) {
            running.becomes(site(&At { base: &self.base, networks: &self.networks }, dress));
        }
    }
}

impl DemoShop for Shop {
    fn wears(&self, dress: &Dress) {
        self.serve(dress);
    }

    fn close(&self) {
        drop(self.running.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

/// Refuses to show demo data to anybody but whoever sits at this machine.
pub(crate) fn refuse_outside(listen: SocketAddr, public_address: Option<&Url>) -> Result<()> {
    ensure!(
        public_address.is_none(),
        "--demo is for this machine alone, so it has no --public-address: leave one of the two out"
    );
    ensure!(
        listen.ip().is_loopback(),
        "--demo is for this machine alone, and {listen} can be reached by others: leave --listen out, or name a port of \
         127.0.0.1"
    );
    Ok(())
}

/// Opens the shop, and brings the database in order for it: the first time, after a restart, after one that was killed.
pub(crate) async fn open(db: &Db, random: &Arc<dyn Random>, clock: &dyn Clock) -> Result<Arc<Shop>> {
    let there = people::demo::any(db).await?;
    let before = there.as_ref().and_then(|demo| Url::parse(&demo.address).ok());
    // The same address as before, so that what was read then can be compared.
    let shop = Shop::on(before.as_ref().and_then(Url::port).unwrap_or(0)).await.context("the shop cannot be opened")?;
    let address = Url::parse(&shop.base).context("the shop has no address")?;
    let Some(demo) = people::demo::open(db, random, clock.now(), &address, CALLED).await? else {
        bail!(
            "the data folder is in use already, and demo data do not go among your own: start it without --demo, or \
             name an empty folder with --data"
        );
    };
    // The rest is put on when the house is there: `web::dress_shop`.
    shop.serve(&Dress { mended: demo.mended_at.is_some(), ..Dress::default() });
    let moved = before.is_some_and(|before| before != address);
    Box::pin(past::lay(db, random, clock.now(), &demo, &pages::shared())).await?;
    advise::demo::settle(db, random, clock.now(), &demo, moved).await?;
    Ok(Arc::new(shop))
}

/// Everything that the shop answers.
fn site(at: &At<'_>, dress: &Dress) -> Site {
    let pages = pages::all();
    let mut site = Site::new()
        .unlogged()
        .any_query()
        .page("/robots.txt", Answer::text(pages::robots(at.base, dress.mended)))
        .page("/sitemap.xml", Answer::xml(pages::sitemap(at.base, &pages)));
    for page in &pages {
        site = site.page(&page.path, Answer::html(page.html(at, dress)));
    }
    for card in dress.cards.values() {
        let picture = Answer::bytes(card.picture.media_type, card.picture.bytes.as_slice());
        site = site.page(&pages::card_path(card), picture);
    }
    let pictures = goods::PICTURES.iter().map(|picture| (format!("pictures/{}", picture.file), "image/jpeg"));
    let others =
        [("pictures/apple-touch-icon.png", "image/png"), ("favicon.svg", "image/svg+xml"), ("style.css", "text/css")];
    for (name, kind) in pictures.chain(others.map(|(name, kind)| (name.to_owned(), kind))) {
        if let Some(bytes) = demo::file(&name) {
            site = site.page(&format!("/{name}"), Answer::bytes(kind, bytes));
        }
    }
    site
}
