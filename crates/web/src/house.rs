//! What every request is answered from.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use advise::demo::Dress;
use axum::http::{HeaderMap, header};
use domain::{Clock, Random};
use ipnet::IpNet;
use jiff::Timestamp;
use ledger::Known;
use market::Desk;
use market::account::stand_in::StandIns;
use market::deliver::Seen;
use measure::arrivals::Arrivals;
use measure::collect::Intake;
use measure::measured;
use networks::http::Doors;
use networks::publish::oauth;
use optimize::kept::Cards;
use optimize::proof::Looker;
use people::Signed;
use store::Db;
use store::secret::Key;
use tokio::sync::{Notify, watch};
use url::Url;

use crate::numbers::Numbers;

/// Where stand-ins begin that never ran: nowhere (RFC 6761, section 6.4).
const NOWHERE: &str = "http://stand-ins.invalid/";

/// What every request is answered from. Cheap to clone.
#[derive(Clone)]
pub struct House(Arc<Inner>);

struct Inner {
    ground: Ground,
    work: Notify,
    standing: watch::Sender<Standing>,
    numbers: Numbers,
    links: Known,
    measured: measured::Known,
    arrivals: Arrivals,
    intake: Intake,
    seen: Seen,
    cards: Arc<Cards>,
    /// A proxy that nobody named stands between visitors and the house.
    strange_proxy: AtomicBool,
}

/// What a house stands on.
pub struct Ground {
    /// The database.
    pub db: Db,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// The one source of randomness.
    pub random: Arc<dyn Random>,
    /// The data folder.
    pub data: PathBuf,
    /// Bytes that the pictures and films of a site may have.
    pub media_at_most: u64,
    /// Where it is found.
    pub address: PublicAddress,
    /// Proxies that are believed when they say from where a request comes.
    pub proxies: Vec<IpNet>,
    /// The demo's shop, where this house serves it.
    pub shop: Option<Arc<dyn DemoShop>>,
    /// Mails can be sent.
    pub mail: bool,
    /// Looks at sites, and is the door to what else people name.
    pub looker: Looker,
    /// Seals what only this house may read.
    pub key: Key,
    /// The one door, to wherever accounts are.
    pub doors: Doors,
    /// The stand-ins to which workspaces post that are for trying.
    pub sandbox: Sandbox,
    /// Who shows it may see the numbers from elsewhere.
    pub metrics_token: Option<String>,
}

/// Stand-ins for networks on this machine.
pub struct Sandbox {
    /// What lets an account in there, by the network's id and the field's name.
    pub lets_in: fn(&str, &str) -> Option<&'static str>,
    /// Where those are to which every workspace posts, where somebody named them.
    pub named: Option<Url>,
    /// Those that this house brings, where it brings some: then workspaces can be made that are for trying.
    pub own: Option<Arc<dyn OwnStandIns>>,
}

impl Default for Sandbox {
    /// There are none.
    fn default() -> Self {
        Self { lets_in: |_, _| None, named: None, own: None }
    }
}

/// Stand-ins that a house brings, a set for each workspace that is for trying.
pub trait OwnStandIns: Send + Sync {
    /// Has them run for exactly those workspaces, and the door lead to them: at the start, after one was made, after one is for
    /// trying no more.
    fn settle<'a>(&'a self, db: &'a Db, doors: &'a Doors) -> Settling<'a>;
}

/// What settling comes to: `Err` says what does not run, and why.
pub type Settling<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;

/// The demo's shop, as far as requests reach it.
pub trait DemoShop: Send + Sync {
    /// From now on its pages are as `dress` says.
    fn wears(&self, dress: &Dress);
    /// It serves nothing any more.
    fn close(&self);
}

/// Whether the public address leads to the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none, or it was not looked at yet.
    Unknown,
    /// It does.
    Stands,
    /// It does not, and why, for the operator.
    Falls(String),
}

/// Where the house is found.
#[derive(Clone, Debug)]
pub struct PublicAddress {
    /// Where the outside finds it; `None`: at home, on this machine alone.
    pub outside: Option<Url>,
    /// It listens on loopback alone, and answers to no other name.
    pub loopback: bool,
}

impl House {
    /// A house on `ground`.
    pub fn new(ground: Ground) -> Self {
        let cards = Arc::new(Cards::new(&ground.data));
        let arrivals = Arrivals::of(&ground.data, Arc::clone(&ground.random));
        Self(Arc::new(Inner {
            ground,
            work: Notify::new(),
            standing: watch::Sender::new(Standing::Unknown),
            numbers: Numbers::default(),
            links: Known::default(),
            measured: measured::Known::default(),
            arrivals,
            intake: Intake::default(),
            seen: Seen::default(),
            cards,
            strange_proxy: AtomicBool::new(false),
        }))
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.ground.db
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.0.ground.clock.now()
    }

    /// The one clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.ground.clock
    }

    /// The one source of randomness.
    pub fn random(&self) -> &Arc<dyn Random> {
        &self.0.ground.random
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.0.ground.data
    }

    /// Where it is found.
    pub fn address(&self) -> &PublicAddress {
        &self.0.ground.address
    }

    /// Whether the public address leads here, as far as somebody looked.
    pub fn standing(&self) -> Standing {
        self.0.standing.borrow().clone()
    }

    /// Whether the outside can be sent to the public address: what needs it is not handed out before.
    pub fn stands(&self) -> bool {
        self.standing() == Standing::Stands
    }

    /// What a look at the public address came to.
    pub fn found(&self, standing: Standing) {
        self.0.standing.send_replace(standing);
    }

    /// Waits until somebody looked at the public address, where there is one: what goes out before would go without the pictures
    /// that networks fetch from there.
    pub async fn is_looked_at(&self) {
        if self.0.ground.address.outside.is_some() {
            // The house itself holds the other end.
            let _ = self.0.standing.subscribe().wait_for(|it| *it != Standing::Unknown).await;
        }
    }

    /// Proxies that are believed.
    pub(crate) fn proxies(&self) -> &[IpNet] {
        &self.0.ground.proxies
    }

    /// A proxy that nobody named was met.
    pub(crate) fn met_strange_proxy(&self) {
        self.0.strange_proxy.store(true, Ordering::Relaxed);
    }

    /// Whether a proxy that nobody named was met since the start.
    pub(crate) fn has_strange_proxy(&self) -> bool {
        self.0.strange_proxy.load(Ordering::Relaxed)
    }

    /// Looks at sites, and is the door to what else people name.
    pub fn looker(&self) -> &Looker {
        &self.0.ground.looker
    }

    /// Seals what only this house may read.
    pub fn key(&self) -> &Key {
        &self.0.ground.key
    }

    /// What publishing is done with.
    pub fn desk(&self) -> Desk {
        let ground = &self.0.ground;
        Desk {
            db: ground.db.clone(),
            data: ground.data.clone(),
            media_at_most: ground.media_at_most,
            clock: Arc::clone(&ground.clock),
            random: Arc::clone(&ground.random),
            key: ground.key.clone(),
            doors: ground.doors.clone(),
            base: self.outside_base(),
            charged: ground.sandbox.named.is_none(),
            seen: self.0.seen.clone(),
        }
    }

    /// Whether the workspace posts to stand-ins: it was made for trying, or all of this house do.
    pub(crate) fn is_sandbox(&self, made_so: bool) -> bool {
        made_so || self.0.ground.sandbox.named.is_some()
    }

    /// The stand-ins to which the workspace of `signed` posts; `None`: it posts to networks.
    pub(crate) fn sandbox(&self, signed: &Signed) -> Option<StandIns> {
        if !self.is_sandbox(signed.sandbox) {
            return None;
        }
        let Sandbox { lets_in, named, .. } = &self.0.ground.sandbox;
        let own = || Url::parse(signed.stand_ins.as_deref().unwrap_or(NOWHERE)).ok();
        Some(StandIns { base: named.clone().or_else(own)?, lets_in: *lets_in })
    }

    /// Whether workspaces for trying have stand-ins here.
    pub(crate) fn has_stand_ins(&self) -> bool {
        let Sandbox { named, own, .. } = &self.0.ground.sandbox;
        named.is_some() || own.is_some()
    }

    /// Stand-ins run for exactly those workspaces that are for trying, where this house brings them. What cannot be started is
    /// tried again the next time; until then nothing is let in there.
    pub async fn settle_stand_ins(&self) {
        let Some(own) = &self.0.ground.sandbox.own else { return };
        if let Err(fault) = own.settle(self.db(), &self.0.ground.doors).await {
            tracing::error!(fault, "stand-ins of workspaces for trying do not all run");
        }
    }

    /// Who shows it may see the numbers from elsewhere.
    pub(crate) fn metrics_token(&self) -> Option<&str> {
        self.0.ground.metrics_token.as_deref()
    }

    /// What is counted of requests.
    pub(crate) fn numbers(&self) -> &Numbers {
        &self.0.numbers
    }

    /// All links, as far as this process knows them.
    pub fn links(&self) -> &Known {
        &self.0.links
    }

    /// How all sites are measured, as far as this process knows.
    pub fn measured(&self) -> &measured::Known {
        &self.0.measured
    }

    /// The pictures of cards.
    pub(crate) fn cards(&self) -> &Arc<Cards> {
        &self.0.cards
    }

    /// Where clicks and unfurls of this process go.
    pub fn arrivals(&self) -> &Arrivals {
        &self.0.arrivals
    }

    /// Takes in what pages and servers say.
    pub fn intake(&self) -> &Intake {
        &self.0.intake
    }

    /// The demo's shop, where this house serves it.
    pub(crate) fn shop(&self) -> Option<&dyn DemoShop> {
        self.0.ground.shop.as_deref()
    }

    /// Whether mails can be sent.
    pub fn can_mail(&self) -> bool {
        self.0.ground.mail
    }

    /// Where links begin that are told to whoever asks with `headers`: the public address, once
    /// it stands, else the one that he used.
    pub(crate) fn base(&self, headers: &HeaderMap) -> String {
        if let Some(outside) = self.0.ground.address.outside.as_ref().filter(|_| self.stands()) {
            return outside.as_str().trim_end_matches('/').to_owned();
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        format!("http://{host}")
    }

    /// Where links begin that are sent by mail, to somebody who did not ask from a browser that we know: the public
    /// address alone, since anybody may put another one into a request.
    pub fn mailed_base(&self) -> Option<String> {
        self.outside_base().filter(|_| self.can_mail())
    }

    /// Where the outside reaches this house, without a slash at its end, where it does.
    pub fn outside_base(&self) -> Option<String> {
        let outside = self.0.ground.address.outside.as_ref().filter(|_| self.stands())?;
        Some(outside.as_str().trim_end_matches('/').to_owned())
    }

    /// This house as networks know it that let whoever asks with `headers` in. On this machine it is called by its number: the
    /// other name may lead elsewhere (RFC 8252, section 8.3).
    pub(crate) fn as_known(&self, headers: &HeaderMap) -> oauth::House {
        let base = self.base(headers);
        self.known_at(base.replacen("http://localhost", "http://127.0.0.1", 1))
    }

    /// The same, as the outside finds it.
    pub(crate) fn as_known_outside(&self) -> Option<oauth::House> {
        self.outside_base().map(|base| self.known_at(base))
    }

    fn known_at(&self, base: String) -> oauth::House {
        oauth::House { base, key: oauth::Key::of(|n| self.key().derived(&format!("oauth client {n}"))) }
    }

    /// Whether a form that says it comes from `origin`, sent to `host`, is one of ours.
    pub(crate) fn is_own_origin(&self, origin: &str, host: &str) -> bool {
        let outside = self.0.ground.address.outside.as_ref();
        let Ok(origin) = Url::parse(origin) else { return false };
        let name = match (origin.host_str(), origin.port()) {
            (Some(name), Some(port)) => format!("{name}:{port}"),
            (Some(name), None) => name.to_owned(),
            (None, _) => return false,
        };
        name.eq_ignore_ascii_case(host) || outside.is_some_and(|outside| outside.origin() == origin.origin())
    }

    /// Rung when there is a new job, so that a worker in this process need not wait for its next look.
    pub fn work(&self) -> &Notify {
        &self.0.work
    }

    /// Whether browsers reach it over TLS, so that cookies may be held to that.
    pub(crate) fn is_secure(&self) -> bool {
        self.0.ground.address.outside.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// What the session's cookie is called: browsers keep cookies by name of the host and not by its port, so that two
    /// houses on one machine would sign each other's people out.
    pub(crate) fn cookie_name(&self, headers: &HeaderMap) -> String {
        let port = match &self.0.ground.address.outside {
            Some(outside) => outside.port(),
            None => port(headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()),
        };
        port.map_or_else(|| "tidings".to_owned(), |port| format!("tidings-{port}"))
    }

    /// Whether `host`, as a browser sends it, is a name of this house. One that listens on loopback answers to no
    /// strange name, or any website could have its visitors' browsers ask it (DNS rebinding).
    pub(crate) fn is_called(&self, host: &str) -> bool {
        let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|sign| sign.is_ascii_digit()));
        let name = name.map_or(host, |(name, _)| name);
        let outside = self.0.ground.address.outside.as_ref().and_then(Url::host_str);
        !self.0.ground.address.loopback || matches!(name, "localhost" | "127.0.0.1" | "[::1]") || outside == Some(name)
    }
}

/// The port in a `Host` header, where it names one.
fn port(host: &str) -> Option<u16> {
    host.rsplit_once(':')?.1.parse().ok()
}
