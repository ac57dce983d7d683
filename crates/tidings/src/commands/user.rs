//! `tidings user`: the people in this house, for whoever has its machine: who there is, and a way back in.

use std::io::{self, Read as _, Write};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use domain::{Clock, Random, SystemClock, SystemRandom};
use jiff::Timestamp;
use people::roll::Line;
use people::{reset, roll};
use store::Db;

use super::backup::runtime;
use crate::config::ConfigArgs;
use crate::service::migrate;
use crate::service::place::{self, Hold, PlaceArgs};
use crate::service::settings::ListeningArgs;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Lists everybody, and the workspaces that they belong to
    List(ListArgs),
    /// Prints a link that sets a new password
    Reset(ResetArgs),
    /// Makes the first person, with a password that is read from the standard input
    First(FirstArgs),
}

#[derive(clap::Args)]
struct ListArgs {
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(clap::Args)]
#[command(after_help = "\
It may run while Tidings is up: it writes one row into the database, the hash of the link's secret, and waits for its turn
to do so. The link works once, for an hour, and ends links that were made before; when the password is set, whoever was
signed in as this person is signed out. It begins with the address that Tidings is found at: give it the options that
Tidings runs with, or put the end of the link behind the address that you know.")]
struct ResetArgs {
    /// What the person signs in with
    email: String,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
    #[command(flatten)]
    listening: ListeningArgs,
}

#[derive(clap::Args)]
#[command(after_help = "\
For a machine or a container that has to listen beyond loopback from its first start, which Tidings does only where
somebody has a password: `tidings user first you@bakery.example --data FOLDER < password.txt`. Later persons are invited
in the console.")]
struct FirstArgs {
    /// What the person signs in with
    email: String,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

pub(crate) fn run(args: Args) -> Result<u8> {
    runtime()?.block_on(async {
        match args.what {
            What::List(args) => list(&args.place).await?,
            What::Reset(args) => reset_password(&args).await?,
            What::First(args) => Box::pin(first(&args)).await?,
        }
        Ok(super::exit::CLEAN)
    })
}

/// The database, if it is of this version: a house that is up may hold it, so nothing is brought up to date here.
pub(super) async fn open(place: &PlaceArgs) -> Result<Db> {
    let (folder, db) = place.open_existing().await?;
    let version = db.version().await?;
    ensure!(
        version.found == version.known,
        "the database in {} is of another version of Tidings (its schema is {}, this program knows {}): use the program \
         that runs there",
        folder.display(),
        version.found,
        version.known
    );
    Ok(db)
}

async fn list(place: &PlaceArgs) -> Result<()> {
    let db = open(place).await?;
    let roll = roll::roll(&db).await.context("the people could not be listed")?;
    db.close().await;
    let mut out = io::stdout().lock();
    for line in roll {
        writeln!(out, "{}", told(&line))?;
    }
    Ok(())
}

/// `jo@bakery.example  Jo  owner of Bakery  last seen 2026-11-25`
fn told(line: &Line) -> String {
    let Line { name, email, workspace, role, removed_at, seen_at } = line;
    let room = match (role, workspace) {
        (Some(role), Some(workspace)) => format!("{role} of {workspace}"),
        _ => "in no workspace".to_owned(),
    };
    let bin = if removed_at.is_some() { " (in the bin)" } else { "" };
    let seen = seen_at.and_then(|at| Timestamp::from_microsecond(at).ok());
    let seen = seen.map_or_else(|| "not signed in".to_owned(), |at| format!("last seen {}", at.strftime("%Y-%m-%d")));
    format!("{}  {name}  {room}{bin}  {seen}", email.as_deref().unwrap_or("(no password yet)"))
}

async fn reset_password(args: &ResetArgs) -> Result<()> {
    let db = open(&args.place).await?;
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let secret = reset::link(&db, &random, SystemClock.now(), &args.email).await;
    db.close().await;
    let secret = secret
        .context("the link could not be written down")?
        .with_context(|| format!("nobody signs in with {}: `tidings user list` says who there is", args.email))?;
    let base = match &args.listening.public_address {
        Some(address) => address.as_str().trim_end_matches('/').to_owned(),
        None => format!("http://{}", args.listening.listen),
    };
    println!(
        "{base}/reset/{secret}\n\nIt sets a new password once, within an hour. Whoever has it comes in: hand it on in private."
    );
    Ok(())
}

async fn first(args: &FirstArgs) -> Result<()> {
    let mut password = String::new();
    io::stdin().take(10_000).read_to_string(&mut password).context("the password could not be read")?;
    let password = password.trim_end_matches(['\r', '\n']);
    let folder = args.place.folder()?;
    let how = if args.place.database.is_some() { Hold::Together } else { Hold::Alone };
    let held = place::hold(&folder, how)?;
    let at = args.place.database(&held.folder);
    let db = Db::open(&at).await.with_context(|| format!("{} cannot be opened", place::told(&at)))?;
    let now = SystemClock.now();
    migrate::up_to_date(&db, &held.folder, now).await?;
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let made = people::first::with_password(&db, &random, now, &args.email, password).await;
    db.close().await;
    ensure!(
        made?,
        "somebody has a password already: `tidings user list` says who, `tidings user reset` lets him in again"
    );
    writeln!(io::stdout(), "{} signs in with this password from now on.", args.email)?;
    Ok(())
}
