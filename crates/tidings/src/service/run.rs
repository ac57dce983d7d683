//! A service from its start to its end: `up` (everything in one process on SQLite), `serve` and `work` (one role each, on
//! PostgreSQL).
//!
//! The order of things: the data folder is held, the database opened and brought up to date, the address listened on, the
//! way in printed; then requests and jobs are answered until somebody says stop.

use std::io::Write;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::{Clock, Random, SystemClock, SystemRandom};
use jiff::{SignedDuration, Timestamp};
use networks::http::{Doors, Options, Pace};
use optimize::kept::{self, Workshop};
use optimize::proof::Looker;
use store::Db;
use store::secret::Key;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;
use web::{DemoShop, Front, Ground, House, OwnStandIns, PublicAddress, Sandbox};

use super::mail::Post;
use super::place::{self, Hold};
use super::settings::{ListeningArgs, Settings};
use super::{Shop, links, log, migrate, outside, stand_ins, watchman, worker};
use crate::demo_shop::{self, Temporary};
use crate::{allocator, backup};

/// How long requests under way may take at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// How often a sign of life is noted, and how often it is looked whether somebody set the clock: then it is noted at once, so
/// that a clock that goes back is met by what it was before, however shortly that was.
const NOTED_EVERY: Duration = Duration::from_mins(1);
const LOOKED_EVERY: Duration = Duration::from_secs(1);
const SET: SignedDuration = SignedDuration::from_mins(1);

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Everything, alone on its data folder.
    Up,
    /// Answers requests.
    Serve,
    /// Does the jobs.
    Work,
}

/// What `up` is told beside the settings.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AtStart {
    /// The console opens in a browser.
    pub(crate) open_browser: bool,
    /// It shows the demo.
    pub(crate) demo: bool,
}

/// Runs until somebody says stop.
pub(crate) fn run(role: Role, settings: Settings, at_start: AtStart) -> Result<()> {
    log::begin(&settings.log)?;
    allocator::give_back_at_once();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads can be started")?;
    runtime.block_on(live(role, settings, at_start))
}

async fn live(role: Role, settings: Settings, at_start: AtStart) -> Result<()> {
    if at_start.demo {
        demo_shop::refuse_outside(settings.listening.listen, settings.listening.public_address.as_ref())?;
    }
    let temporary = if at_start.demo && settings.place.data.is_none() { Some(Temporary::new()?) } else { None };
    let folder = match &temporary {
        Some(temporary) => temporary.path().to_owned(),
        None => settings.place.folder()?,
    };
    let held = place::hold(&folder, if role == Role::Up { Hold::Alone } else { Hold::Together })?;
    let at = settings.place.database(&held.folder);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let db = Db::open(&at).await.with_context(|| format!("{} cannot be opened", place::told(&at)))?;
    migrate::up_to_date(&db, &held.folder, clock.now()).await?;
    let mark = place::mark(&db, &at).await?;
    // Several processes note into one folder; only of one that is alone does the note speak of the database.
    let beside = (role == Role::Up).then(|| place::noted_beside(&held.folder)).flatten();
    let service = people::service::enter(&db, &random, clock.now(), &mark, beside).await?;
    if let Some(why) = &service.paused_why {
        tracing::warn!(%why, "paused: nothing is begun by itself until the operator says go on (`tidings resume`)");
    }
    // What lies here is lived in from now on, and no restoring may take it away as a rest of its own.
    backup::is_lived_in(&held.folder)?;
    if role == Role::Up {
        // The folder is ours alone: whoever was at work before is dead.
        db.write(|tx| Box::pin(store::queue::free(tx))).await?;
    }
    let shop = if at_start.demo { Some(Box::pin(demo_shop::open(&db, &random, &*clock)).await?) } else { None };
    let post = Post::of(&settings.mail)?;
    if let Some(named) = &settings.sandbox {
        stand_ins::refuse_beside_real(&db, named).await?;
    }
    // What is on loopback is there for the one process that runs it.
    let own = (role == Role::Up && settings.sandbox.is_none()).then(|| Arc::new(stand_ins::Own::new(&held.folder)));
    let mut allow_private = settings.reading.allow_private;
    allow_private.extend(shop.as_ref().map(|shop| shop.place().to_owned()));
    let mut posting_to = allow_private.clone();
    // Where the stand-ins are, and nothing beside them.
    posting_to.extend(settings.sandbox.as_ref().and_then(stand_ins::place));
    let contact = settings.reading.contact;
    let looker = Looker::new(&allow_private, contact.as_deref(), networks::dns::servers(), Arc::clone(&random));
    let ListeningArgs { listen, public_address, trust_proxy } = settings.listening;
    let address = PublicAddress { outside: public_address, loopback: listen.ip().is_loopback() };
    let house = House::new(Ground {
        db: db.clone(),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        data: held.folder.clone(),
        media_at_most: u64::from(settings.media_at_most) * 1_000_000_000,
        address,
        proxies: trust_proxy,
        shop: shop.clone().map(|shop| shop as Arc<dyn DemoShop>),
        mail: post.is_some(),
        looker: looker.clone(),
        doors: Doors::new(posting(contact.as_deref()), posting_to),
        key: Key::of_file(&held.folder.join("key"), Arc::clone(&random))?,
        sandbox: Sandbox {
            lets_in: stand_ins::lets_in,
            named: settings.sandbox,
            own: own.clone().map(|own| own as Arc<dyn OwnStandIns>),
        },
        metrics_token: settings.metrics.metrics_token,
    });
    let (close, closing) = watch::channel(false);
    let audits = Workshop {
        db: db.clone(),
        data: held.folder.clone(),
        clock: Arc::clone(&clock),
        random,
        looker,
        most_pages: kept::MOST_PAGES,
        allow_private,
        contact,
        closing: closing.clone(),
        lease: SignedDuration::from_secs(settings.lease.into()),
    };
    // Listened for before anybody is told that it is up: whoever is told may say stop at once.
    let stopped = stopped();
    let server = match role {
        Role::Work => None,
        Role::Up | Role::Serve => {
            house.links().refresh(&db).await?;
            house.settle_stand_ins().await;
            if shop.is_some()
                && let Err(fault) = Box::pin(demo_shop::connect(&house)).await
            {
                tracing::error!(fault = format!("{fault:#}"), "the demo's accounts are not all connected");
            }
            let told = if temporary.is_some() { demo_shop::TEMPORARY } else { "" };
            Some(listened(&house, listen, told, at_start.open_browser, closing.clone()).await?)
        }
    };
    let worker = match role {
        Role::Serve => None,
        Role::Up | Role::Work => Some(tokio::spawn(worker::work(Shop { audits, house: house.clone(), post }))),
    };
    if role == Role::Work {
        say(&format!("Tidings is at work. What it keeps is in {}. ctrl-C stops it.\n", held.folder.display()));
    }
    let alive = tokio::spawn(keep_alive(db.clone(), clock, held.folder.clone()));
    let watchman = tokio::spawn(watchman::watch(house.clone(), role != Role::Work));
    let following = (role != Role::Work).then(|| tokio::spawn(links::follow(house.clone())));
    let reading = shop.and(own).map(|own| tokio::spawn(demo_shop::read(house.clone(), own)));
    // Whoever works sends networks there, and whoever answers hands links out.
    let looking = tokio::spawn(outside::keep_looking(house));
    stopped.await;
    eprintln!("Stopping: an audit under way goes on at the next start.");
    close.send_replace(true);
    if let Some(worker) = worker {
        worker.await?;
    }
    if let Some(server) = server {
        // A browser that listens to an audit would hold it open for ever.
        match tokio::time::timeout(LAST_ANSWERS, server).await {
            Ok(served) => served?,
            Err(_) => eprintln!("Some answers were still on their way."),
        }
    }
    alive.abort();
    looking.abort();
    watchman.abort();
    for task in [following, reading].into_iter().flatten() {
        task.abort();
    }
    // Where that cannot be told, nothing is thrown away.
    let keeps = temporary.is_some() && people::demo::has_own_sites(&db).await.unwrap_or(true);
    db.close().await;
    if let Some(temporary) = temporary {
        temporary.end(keeps);
    }
    Ok(())
}

/// How networks are asked: as often as they let us. Who wants to be left alone for a while says so of one account, and a
/// delivery waits for that in the queue and not here. Nor does it wait for another one's connection: what is behind its fence
/// leaves at once, or somebody may look for it before it left.
fn posting(contact: Option<&str>) -> Options {
    let usual = Options::default();
    let agent = contact.map_or_else(|| usual.agent.clone(), |contact| format!("{} (+{contact})", usual.agent));
    Options {
        agent,
        pace: Pace { every: Duration::ZERO, connections: 2 * worker::DELIVERIES_AT_ONCE, longest_wait: Duration::ZERO },
        ..usual
    }
}

/// Listens, prints the way in, and answers until the house closes.
async fn listened(
    house: &House,
    listen: SocketAddr,
    told: &str,
    open_browser: bool,
    mut closing: watch::Receiver<bool>,
) -> Result<tokio::task::JoinHandle<()>> {
    ensure!(
        listen.ip().is_loopback() || people::first::has_password(house.db()).await?,
        "nobody has a password yet, so {listen} would be open to everybody who reaches it: start it on 127.0.0.1 first, \
         set a password in the console, then listen on {listen}",
    );
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("cannot listen on {listen}: name another address, such as --listen 127.0.0.1:{}", other_port(listen))
    })?;
    let mut at = listener.local_addr()?;
    if at.ip().is_unspecified() {
        // All addresses of this machine, of which a browser on it takes this one.
        at.set_ip(if at.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
    }
    let here = Url::parse(&format!("http://{at}/"))?;
    // What the demo's shop took over; where there is no shop, nothing.
    if let Err(fault) = Box::pin(web::dress_shop(house, here.as_str(), "Demo")).await {
        tracing::error!(%fault, "the demo's shop does not show what it took over");
    }
    let outside = house.address().outside.clone();
    let (link, elsewhere) = match people::first::link(house.db(), house.random(), house.now()).await? {
        Some(secret) => {
            let path = format!("first/{secret}");
            let elsewhere = outside.map(|address| address.join(&path)).transpose()?;
            (here.join(&path)?, elsewhere)
        }
        None => (outside.unwrap_or(here), None),
    };
    let elsewhere = elsewhere
        .map_or_else(String::new, |link| format!("or, from elsewhere, once that address leads here:\n\n  {link}\n\n"));
    let data = house.data().display();
    // In one piece, and whether or not anybody reads on: who only wanted the link may have closed the pipe.
    say(&format!(
        "Tidings is up. Open it here:\n\n  {link}\n\n{elsewhere}What it keeps is in {data}. ctrl-C stops it.\n{told}"
    ));
    if open_browser {
        open(link.as_str());
    }
    let served = Front::of(house.clone()).serve(listener, async move { _ = closing.wait_for(|shut| *shut).await });
    Ok(tokio::spawn(served))
}

fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn other_port(listen: SocketAddr) -> u16 {
    listen.port().checked_add(1).unwrap_or(7979)
}

/// Notes that the house is up, in the database and beside it.
async fn keep_alive(db: Db, clock: Arc<dyn Clock>, folder: std::path::PathBuf) {
    let mut noted: Option<(Duration, Timestamp)> = None;
    loop {
        let (went_by, now) = (clock.steady(), clock.now());
        let is_due = noted.is_none_or(|(then, was)| {
            let since = went_by.saturating_sub(then);
            let is_set =
                SignedDuration::try_from(since).is_ok_and(|since| (now.duration_since(was) - since).abs() > SET);
            since >= NOTED_EVERY || is_set
        });
        if is_due {
            noted = Some((went_by, now));
            note_life(&db, now, &folder).await;
        }
        tokio::time::sleep(LOOKED_EVERY).await;
    }
}

async fn note_life(db: &Db, now: Timestamp, folder: &std::path::Path) {
    match people::service::live(db, now).await {
        Ok(None) => {}
        Ok(Some(why)) => tracing::warn!(%why, "paused: nothing is begun by itself until `tidings resume`"),
        Err(fault) => tracing::error!(%fault, "a sign of life could not be noted"),
    }
    if let Err(fault) = place::note_beside(folder, now) {
        tracing::error!(%fault, "a sign of life could not be noted in the data folder");
    }
}

/// Opens `link` as the desktop opens links. Where there is none, the link was printed anyhow.
fn open(link: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let _ = std::process::Command::new(program)
        .arg(link)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
}

/// Until somebody says stop: ctrl-C, or the service manager. What is said from this call on is heard.
#[cfg(unix)]
fn stopped() -> impl Future<Output = ()> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    async fn heard(signal: std::io::Result<Signal>) {
        match signal {
            Ok(mut signal) => _ = signal.recv().await,
            // It then ends the process as it does by itself.
            Err(_) => std::future::pending().await,
        }
    }
    let (interrupt, terminate) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async {
        tokio::select! {
            () = heard(interrupt) => {}
            () = heard(terminate) => {}
        }
    }
}

#[cfg(not(unix))]
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}
