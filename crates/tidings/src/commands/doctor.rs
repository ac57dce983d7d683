//! `tidings doctor`: looks at an installation from where it stands, and says what is wrong and what mends it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use clap::ValueEnum;
use domain::{Clock, SystemClock, SystemRandom};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::{Db, Place, secret};
use web::Standing;

use super::backup::runtime;
use crate::service::outside;
use crate::service::place;
use crate::service::settings::Settings;
use crate::service::watchman;

/// A job that is due for longer than this has no worker.
const DUE_AT_MOST: SignedDuration = SignedDuration::from_mins(10);

#[derive(clap::Args)]
#[command(after_help = "\
Give it the options that Tidings runs with, or the same file. It changes nothing, and may run while Tidings is up.
Exit code 1: something is to be mended.")]
pub(crate) struct Args {
    #[command(flatten)]
    settings: Settings,
    /// How it answers
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What was looked at, and what was seen.
#[derive(Serialize)]
struct Look {
    what: &'static str,
    well: bool,
    says: String,
    /// What mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

/// Everything that was seen.
#[derive(Default)]
struct Seen(Vec<Look>);

impl Seen {
    fn well(&mut self, what: &'static str, says: impl Into<String>) {
        self.0.push(Look { what, well: true, says: says.into(), remedy: None });
    }

    fn ill(&mut self, what: &'static str, says: impl Into<String>, remedy: impl Into<String>) {
        self.0.push(Look { what, well: false, says: says.into(), remedy: Some(remedy.into()) });
    }
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let mut seen = Seen::default();
    runtime()?.block_on(look(&args.settings, &mut seen))?;
    let ill = seen.0.iter().filter(|look| !look.well).count();
    let mut out = std::io::stdout().lock();
    match args.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&seen.0)?)?,
        Format::Text => {
            for Look { what, well, says, remedy } in &seen.0 {
                writeln!(out, "{} {what:<15} {says}", if *well { "✓" } else { "✗" })?;
                if let Some(remedy) = remedy {
                    writeln!(out, "  {:<15} → {remedy}", "")?;
                }
            }
            match ill {
                0 => writeln!(out, "\nNothing to mend.")?,
                1 => writeln!(out, "\nOne thing to mend.")?,
                many => writeln!(out, "\n{many} things to mend.")?,
            }
        }
    }
    Ok(if ill == 0 { super::exit::CLEAN } else { super::exit::ILL })
}

async fn look(settings: &Settings, seen: &mut Seen) -> Result<()> {
    let folder = settings.place.folder()?;
    if !folder.exists() {
        seen.ill(
            "data folder",
            format!("{} is not there", folder.display()),
            "start Tidings once, or name another one with --data FOLDER",
        );
        return Ok(());
    }
    let is_up = data_folder(&folder, seen);
    key(&folder, seen);
    let Some(db) = database(settings, &folder, seen).await else { return Ok(()) };
    let now = SystemClock.now();
    let instance = life(&db, now, seen).await?;
    jobs(&db, now, seen).await?;
    fonts(&folder, &db, seen).await?;
    arrivals(&folder, seen);
    listening(settings, is_up, &db, seen).await?;
    match &settings.listening.public_address {
        None => seen.well("public address", "none: at home, cards are files to upload, tokens are a parameter on the site's own address, and visits come from the server's log"),
        Some(address) => match outside::look(address, &instance).await {
            Standing::Falls(why) => seen.ill(
                "public address",
                why.clone(),
                if why.contains("certificate") {
                    "renew it, or name the file of your own authority in SSL_CERT_FILE where Tidings is started"
                } else {
                    "the name must lead to this machine, and the proxy there to the address that Tidings listens on"
                },
            ),
            _ => seen.well("public address", format!("{address} leads here")),
        },
    }
    db.close().await;
    Ok(())
}

/// The folder itself; whether somebody holds it.
fn data_folder(folder: &Path, seen: &mut Seen) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder).map_or(0, |there| there.permissions().mode() & 0o777);
        if mode & 0o077 != 0 {
            seen.ill(
                "data folder",
                format!("others can look into {} (mode {mode:04o})", folder.display()),
                format!("chmod 700 {}", folder.display()),
            );
        }
    }
    // A full disk takes an empty file, and refuses what is in it.
    let tried = tempfile::tempfile_in(folder).and_then(|mut file| {
        file.write_all(&vec![0; 64 * 1024])?;
        file.sync_all()
    });
    match tried {
        Ok(()) => match watchman::room(folder).filter(|room| room.is_short()) {
            Some(room) => {
                seen.ill("data folder", room.to_string(), "make room: Tidings stops reading sites when it is full");
            }
            None => seen.well("data folder", folder.display().to_string()),
        },
        Err(error) => seen.ill(
            "data folder",
            format!("nothing can be written in {}: {error}", folder.display()),
            "give its owner the right to, or make room on the disk",
        ),
    }
    match place::is_held(folder) {
        Ok(true) => seen.well("running", "Tidings is up in this folder"),
        Ok(false) => seen.well("running", "Tidings is not up in this folder"),
        Err(error) => seen.ill(
            "running",
            format!("{} cannot be looked at: {error}", folder.join("lock").display()),
            "run this as the user that Tidings runs as",
        ),
    }
    place::is_held(folder).unwrap_or(false)
}

fn key(folder: &Path, seen: &mut Seen) {
    let path = folder.join("key");
    if !path.exists() {
        seen.well("key", "none yet: it is made with the first secret that is kept");
        return;
    }
    match secret::Key::of_file(&path, Arc::new(SystemRandom)) {
        Ok(_) => seen.well("key", format!("{} is whole, and nobody else can read it", path.display())),
        Err(fault) => seen.ill("key", fault.to_string(), "without the right key no kept secret can be opened"),
    }
}

async fn database(settings: &Settings, folder: &Path, seen: &mut Seen) -> Option<Db> {
    let at = settings.place.database(folder);
    if let Place::Sqlite(file) = &at
        && !file.exists()
    {
        seen.ill("database", format!("{} is not there", file.display()), "start Tidings once: it makes it");
        return None;
    }
    let opened = async {
        let db = Db::open(&at).await?;
        let version = db.version().await?;
        Ok::<_, store::Fault>((db, version))
    };
    match opened.await {
        Err(fault) => {
            seen.ill("database", fault.to_string(), "see that it runs, and that name and password are right");
            None
        }
        Ok((_, version)) if version.found > version.known => {
            seen.ill(
                "database",
                format!(
                    "it was written by a newer Tidings (version {} of the schema, this one knows {})",
                    version.found, version.known
                ),
                "start the newer program again, or restore a backup from before",
            );
            None
        }
        Ok((_, version)) if version.found == 0 => {
            seen.ill("database", "it is empty", "start Tidings once, or restore a backup into it");
            None
        }
        Ok((_, version)) if version.found < version.known => {
            seen.ill(
                "database",
                format!("version {} of the schema, this program has {}", version.found, version.known),
                "start Tidings: it brings it up to date, and puts a copy aside first",
            );
            None
        }
        Ok((db, version)) => {
            seen.well("database", format!("{}, version {} of the schema", place::told(&at), version.found));
            Some(db)
        }
    }
}

/// The service's own row: paused, and the clock. Which house it is.
async fn life(db: &Db, now: Timestamp, seen: &mut Seen) -> Result<String> {
    let Some(service) = people::service::service(db).await? else {
        seen.well("clock", "Tidings was never up here");
        return Ok(String::new());
    };
    let noted = Timestamp::from_microsecond(service.noted_at).unwrap_or(now);
    let behind = now.duration_until(noted);
    if behind > SignedDuration::from_mins(10) {
        seen.ill(
            "clock",
            format!("it says {now}, and Tidings was up at {noted}"),
            "set the machine's clock (timedatectl set-ntp true), then `tidings resume`",
        );
    } else {
        seen.well("clock", format!("{now}; the last sign of life is of {noted}"));
    }
    match &service.paused_why {
        Some(why) => seen.ill(
            "paused",
            format!("nothing is begun by itself: {why}"),
            "make sure that no other Tidings works with the same data, then `tidings resume`",
        ),
        None => seen.well("paused", "no"),
    }
    Ok(service.instance)
}

async fn jobs(db: &Db, now: Timestamp, seen: &mut Seen) -> Result<()> {
    let waiting = store::queue::waiting(db, now).await?;
    let (due, running, later) =
        waiting.iter().fold((0, 0, 0), |sum, kind| (sum.0 + kind.due, sum.1 + kind.running, sum.2 + kind.later));
    let oldest = waiting.iter().filter_map(|kind| kind.oldest.as_ref()).map(|at| at.0).min();
    let says = format!("{due} due, {running} running, {later} for later");
    match oldest.filter(|oldest| oldest.duration_until(now) > DUE_AT_MOST) {
        Some(oldest) => seen.ill(
            "jobs",
            format!("{says}; one waits since {oldest}"),
            "start a worker: `tidings up`, or `tidings work`",
        ),
        None => seen.well("jobs", says),
    }
    Ok(())
}

/// What cards are drawn with: of the program, and of the folder.
async fn fonts(folder: &Path, db: &Db, seen: &mut Seen) -> Result<()> {
    let (fonts, skipped) = optimize::kept::fonts_of(folder);
    let place = folder.join("fonts");
    for skipped in &skipped {
        let remedy = "put another file of that font there, or take it away";
        seen.ill("fonts", format!("{} is not used: {}", skipped.path.display(), skipped.why), remedy);
    }
    if fonts.is_empty() {
        let remedy = format!("build Tidings where Node is at hand, or put fonts into {}", place.display());
        seen.ill("fonts", "this program carries none, so it cannot draw cards", remedy);
    }
    let own = fonts.families().len();
    let mut says = match own {
        0 => "Latin, Greek, Cyrillic, Arabic and Hebrew".to_owned(),
        _ => format!("Latin, Greek, Cyrillic, Arabic and Hebrew, and {own} more of {}", place.display()),
    };
    for (script, cards) in optimize::kept::missing_scripts(db, &fonts).await? {
        if script == "emoji" {
            let _ = write!(says, "; emoji are left out of cards (Noto Color Emoji in {} draws them)", place.display());
            continue;
        }
        seen.ill(
            "fonts",
            format!("none covers {script}, which cards would show as empty boxes: {cards} of them"),
            format!(
                "put one for it, such as one of the Noto family, into {}, and start Tidings again",
                place.display()
            ),
        );
    }
    if !fonts.is_empty() {
        seen.well("fonts", says);
    }
    Ok(())
}

/// Clicks and unfurls that lie in files, and are not in the database yet.
fn arrivals(folder: &Path, seen: &mut Seen) {
    let place = folder.join("arrivals");
    let ending = |path: &Path, ending: &str| path.extension().is_some_and(|it| it == ending);
    let files: Vec<_> = match fs::read_dir(&place) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let remedy = "give the user that Tidings runs as the right to";
            seen.ill("arrivals", format!("{} cannot be read: {error}", place.display()), remedy);
            return;
        }
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
    };
    for torn in files.iter().filter(|path| ending(path, "torn")) {
        let says = format!("{} was torn by a stop before anything was in it", torn.display());
        seen.ill("arrivals", says, "nothing was lost: remove it");
    }
    let waiting = files.iter().filter(|path| ending(path, "seg"));
    let bytes: u64 = waiting.filter_map(|path| fs::metadata(path).ok()).map(|there| there.len()).sum();
    seen.well("arrivals", format!("{} KB in files, until their end is in the database", bytes.div_ceil(1024)));
}

async fn listening(settings: &Settings, is_up: bool, db: &Db, seen: &mut Seen) -> Result<()> {
    let listen = settings.listening.listen;
    if !listen.ip().is_loopback() && !people::first::has_password(db).await? {
        seen.ill(
            "listening",
            format!("nobody has a password, so Tidings will not listen on {listen}"),
            "start it on 127.0.0.1 first, and set a password in the console",
        );
    } else if is_up {
        seen.well("listening", format!("on {listen}, as far as it was started with these options"));
    } else {
        match TcpListener::bind(listen) {
            Ok(_) => seen.well("listening", format!("{listen} is free")),
            Err(error) => seen.ill(
                "listening",
                format!("{listen} cannot be listened on: {error}"),
                "stop what listens there, or name another address with --listen",
            ),
        }
    }
    Ok(())
}
