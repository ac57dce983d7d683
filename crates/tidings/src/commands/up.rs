//! `tidings up`: everything in one process on a database of its own: the console, the API and the worker.
//!
//! The order of things: the data folder is taken, the database opened and brought up to date, the address listened on,
//! the way in printed; then requests and jobs are answered until somebody says stop.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use domain::{Clock, Random, SystemClock, SystemRandom};
use jiff::SignedDuration;
use optimize::kept::Workshop;
use store::{Db, Place};
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;
use web::{Ground, House, PublicAddress};

use crate::service::{Shop, worker};

/// How long a claimed job is held without a sign of life.
const LEASE: SignedDuration = SignedDuration::from_mins(1);
/// How long requests under way may take at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

#[derive(clap::Args)]
#[command(after_help = "\
It prints a link that opens the console. Everything is kept in the data folder; ctrl-C stops it, and an audit under way
goes on at the next start.")]
pub(crate) struct Args {
    /// Where everything is kept [default: tidings below your data folder]
    #[arg(long, value_name = "FOLDER", env = "TIDINGS_DATA")]
    data: Option<PathBuf>,
    /// Address and port that it listens on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7979", env = "TIDINGS_LISTEN")]
    listen: SocketAddr,
    /// Where the outside finds it: https://tidings.bakery.example/
    #[arg(long, value_name = "URL", env = "TIDINGS_PUBLIC_ADDRESS")]
    public_address: Option<Url>,
    /// A host on this machine or in the private network whose site may be audited (repeatable)
    #[arg(long, value_name = "HOST", env = "TIDINGS_ALLOW_PRIVATE", value_delimiter = ',')]
    allow_private: Vec<String>,
    /// Where you can be reached, told to the sites that are read: an address or e-mail
    #[arg(long, value_name = "CONTACT", env = "TIDINGS_CONTACT")]
    contact: Option<String>,
    /// Open the console in a browser
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(args: Args) -> Result<u8> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads can be started")?;
    runtime.block_on(serve(args))?;
    Ok(super::exit::CLEAN)
}

async fn serve(args: Args) -> Result<()> {
    let data = match args.data {
        Some(folder) => folder,
        None => data_folder().context("there is no home folder to keep things in: name a place with --data FOLDER")?,
    };
    let (data, _held) = take(&data)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let db = Db::open(&Place::Sqlite(data.join("tidings.db")))
        .await
        .with_context(|| format!("the database in {} cannot be opened", data.display()))?;
    db.migrate().await.with_context(|| format!("the database in {} cannot be brought up to date", data.display()))?;
    // The folder is ours alone: whoever was at work before is dead.
    db.write(|tx| Box::pin(store::queue::free(tx))).await?;

    let loopback = args.listen.ip().is_loopback();
    ensure!(
        loopback || people::first::has_password(&db).await?,
        "nobody has a password yet, so {} would be open to everybody who reaches it: start it on 127.0.0.1 first, \
         set a password in the console, then listen on {}",
        args.listen,
        args.listen
    );
    let listener = TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("cannot listen on {}: name another address with --listen", args.listen))?;
    let here = format!("http://{}/", listener.local_addr()?);
    let address = PublicAddress { outside: args.public_address, loopback };
    let house = House::new(Ground {
        db: db.clone(),
        clock: Arc::clone(&clock),
        random: Arc::clone(&random),
        data: data.clone(),
        address,
        demo: false,
    });

    let link = match people::first::link(&db, &random, clock.now()).await? {
        Some(secret) => format!("{here}first/{secret}"),
        None => here.clone(),
    };
    // In one piece, and whether or not anybody reads on: who only wanted the link may have closed the pipe.
    let greeting = format!(
        "Tidings is up. Open it here:\n\n  {link}\n\nWhat it keeps is in {}. ctrl-C stops it.\n",
        data.display()
    );
    let _ = std::io::stdout().write_all(greeting.as_bytes());
    if args.open {
        open(&link);
    }

    let (close, closing) = watch::channel(false);
    let audits = Workshop {
        db,
        data,
        clock,
        allow_private: args.allow_private,
        contact: args.contact,
        closing: closing.clone(),
        lease: LEASE,
    };
    let worker = tokio::spawn(worker::work(Shop { audits, house: house.clone() }));
    let mut closed = closing;
    let served = axum::serve(listener, web::router(house).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move { _ = closed.wait_for(|closing| *closing).await });
    let server = tokio::spawn(served.into_future());
    stopped().await;
    eprintln!("Stopping: an audit under way goes on at the next start.");
    close.send_replace(true);
    worker.await?;
    // A browser that listens to an audit would hold it open for ever.
    match tokio::time::timeout(LAST_ANSWERS, server).await {
        Ok(served) => served?.context("the server ended")?,
        Err(_) => eprintln!("Some answers were still on their way."),
    }
    Ok(())
}

/// The data folder, held for as long as the file lives: a second program in one folder would fight over it.
fn take(folder: &Path) -> Result<(PathBuf, File)> {
    let told = || format!("cannot keep things in {}: name another place with --data FOLDER", folder.display());
    std::fs::create_dir_all(folder).with_context(told)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).with_context(told)?;
    }
    let folder = folder.canonicalize().with_context(told)?;
    let held = File::create(folder.join("lock")).with_context(told)?;
    match held.try_lock() {
        Ok(()) => Ok((folder, held)),
        Err(TryLockError::WouldBlock) => {
            bail!(
                "Tidings is up in {} already: stop that one, or name another place with --data FOLDER",
                folder.display()
            )
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(told),
    }
}

fn data_folder() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    Some(base.or_else(|| Some(std::env::home_dir()?.join(".local/share")))?.join("tidings"))
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

/// Until somebody says stop: ctrl-C, or the service manager.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
