//! `tidings import`: what was counted before Tidings, from access logs and from exports of other counters.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use domain::{Clock, Random, SystemClock, SystemRandom};
use measure::import::log::{Bringing, Brought, Source, fingerprint};
use measure::import::{self, Form, keep};
use measure::log::entry;
use measure::log::lines::Lines;
use measure::measured::{self, Measured};
use store::Db;

use super::backup::runtime;
use super::exit;
use crate::config::ConfigArgs;
use crate::service::place::PlaceArgs;

/// The largest export.
const LARGEST: u64 = 1 << 30;
/// Bytes of a file by which it is told what it is.
const FIRST: usize = 64 << 10;
/// Lines at the beginning of a log in which its first time is looked for.
const BEGINNING: usize = 1_000;

#[derive(clap::Args)]
#[command(after_help = "\
Access logs (the common and the combined form, also with the site's host first; nginx's and Caddy's JSON; packed or not; in any \
order) become visits like any other. Exports become totals of days, which are shown beside visits and never added to them: of \
Google Analytics a CSV with date, source and medium, of Plausible imported_sources_….csv, of Umami website_event.csv, of Matomo \
a report of referrers by day. docs/import.md says more.

It may run while Tidings is up, be stopped and be begun anew: each line counts once.

Examples:
  tidings import /var/log/nginx/access.log* --site shop.example
  tidings import imported_sources_20250101_20251231.csv --site shop.example

Exit codes: 0 brought in, 2 wrong use, or a file that could not be read.")]
pub(crate) struct Args {
    /// Access logs or exports
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The site, by its host or its address, as the console has it
    #[arg(long, value_name = "ADDRESS")]
    site: String,
    /// Say nothing of progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    runtime()?.block_on(async {
        let (folder, db) = args.place.open_existing().await?;
        let version = db.version().await?;
        ensure!(
            version.found == version.known,
            "the database in {} is of another version of Tidings (its schema is {}, this program knows {}): use the program \
             that runs there",
            folder.display(),
            version.found,
            version.known
        );
        let brought = Box::pin(bring(args, &folder, &db)).await;
        db.close().await;
        brought
    })?;
    Ok(exit::CLEAN)
}

async fn bring(args: &Args, folder: &Path, db: &Db) -> Result<()> {
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let site = Arc::new(site(args, db, &random).await?);
    let mut logs = Vec::new();
    for path in &args.files {
        match form(path)? {
            Form::Log => logs.push(path.as_path()),
            form => totals(db, &site, path, form).await?,
        }
    }
    if logs.is_empty() {
        return Ok(());
    }
    let mut sources = BTreeMap::new();
    for path in logs {
        let known = fingerprint(open(path)?).with_context(|| cannot_read(path))?;
        let name = path.file_name().map_or_else(|| "log".into(), |name| name.to_string_lossy());
        let file = keep::begin(db, &SystemRandom, &site.site, Form::Log, &name, &known, SystemClock.now()).await?;
        let key = (first_time(path)?, file.id.clone());
        // The same file under two names is one.
        sources.insert(key, Source::of(file, Box::new(open(path)?)).with_context(|| cannot_read(path))?);
    }
    let progress = !args.quiet && io::stderr().is_terminal();
    let begin = Instant::now();
    let bringing = Bringing::new(db, folder, &SystemRandom, Arc::clone(&site), sources.into_values().collect())
        .with_context(|| format!("the salt of this import cannot be kept in {}", folder.display()))?;
    let brought = bringing
        .all(SystemClock.now(), |so_far| {
            if progress {
                let _ = write!(io::stderr(), "\r{} lines read, {} views new", so_far.lines, so_far.new);
            }
        })
        .await?;
    if progress {
        let _ = writeln!(io::stderr());
    }
    if !args.quiet {
        let _ = writeln!(
            io::stderr(),
            "{:.0} lines a second",
            brought.lines as f64 / begin.elapsed().as_secs_f64().max(1e-3)
        );
    }
    writeln!(io::stdout(), "{}", told(&brought))?;
    Ok(())
}

fn told(brought: &Brought) -> String {
    let Brought { lines, broken, known, new, taken } = brought;
    format!(
        "{lines} lines: {new} views of pages that are new, {known} that were brought in before, {broken} lines of no known form. They \
         are {} visits; {} views were of programs and others that are none, {} times a network fetched a preview.",
        taken.visits, taken.left_out, taken.unfurls
    )
}

/// The site that is meant.
async fn site(args: &Args, db: &Db, random: &Arc<dyn Random>) -> Result<Measured> {
    let wanted = host(&args.site);
    let all = keep::sites(db).await?;
    let fits: Vec<&(String, String)> = all.iter().filter(|(_, address)| host(address) == wanted).collect();
    let names = || all.iter().map(|(_, address)| address.as_str()).collect::<Vec<_>>().join(", ");
    match fits.as_slice() {
        [] if all.is_empty() => bail!("there is no site yet: add it in the console first"),
        [] => bail!("{:?} is none of the sites that are there: {}", args.site, names()),
        [(id, _)] => Ok(measured::of(db, random, id).await?),
        several => {
            let exact =
                several.iter().find(|(_, address)| address.trim_end_matches('/') == args.site.trim_end_matches('/'));
            let (id, _) = exact.with_context(|| {
                format!("several sites have the host {wanted}: give the whole address, one of {}", names())
            })?;
            Ok(measured::of(db, random, id).await?)
        }
    }
}

fn host(text: &str) -> String {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = text.split(['/', ':']).next().unwrap_or_default().to_ascii_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

fn cannot_read(path: &Path) -> String {
    format!("cannot read {}", path.display())
}

fn open(path: &Path) -> Result<File> {
    File::open(path).with_context(|| cannot_read(path))
}

/// What the file is.
fn form(path: &Path) -> Result<Form> {
    let mut lines = Lines::of(open(path)?).with_context(|| cannot_read(path))?;
    let mut first = Vec::new();
    while first.len() < FIRST {
        let Some(line) = lines.next_line() else { break };
        first.extend_from_slice(line);
        first.push(b'\n');
    }
    import::form(&first).with_context(|| {
        format!(
            "{} is neither a log of a known form nor an export of Google Analytics, Plausible, Umami or Matomo that is known: \
             `tidings import --help` says which ones are",
            path.display()
        )
    })
}

fn first_time(path: &Path) -> Result<i64> {
    let mut lines = Lines::of(open(path)?).with_context(|| cannot_read(path))?;
    for _ in 0..BEGINNING {
        let Some(line) = lines.next_line() else { break };
        if let Some(entry) = entry(line) {
            return Ok(entry.at);
        }
    }
    Ok(i64::MIN)
}

async fn totals(db: &Db, site: &Measured, path: &Path, form: Form) -> Result<()> {
    let file = open(path)?;
    let length = file.metadata().with_context(|| cannot_read(path))?.len();
    ensure!(
        length <= LARGEST,
        "{} has {length} bytes, more than a gibibyte: bring it in by year or by month",
        path.display()
    );
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).with_context(|| cannot_read(path))?;
    let read = import::read(form, &bytes).with_context(|| path.display().to_string())?;
    let known = fingerprint(&bytes[..])?;
    let name = path.file_name().map_or_else(|| "export".into(), |name| name.to_string_lossy());
    let now = SystemClock.now();
    let row = keep::begin(db, &SystemRandom, &site.site, form, &name, &known, now).await?;
    let visits: u64 = read.totals.iter().map(|total| total.visits).sum();
    let left_out = read.left_out;
    let rows = keep::totals(db, &site.site, &row, read.totals, now).await?;
    writeln!(
        io::stdout(),
        "{}: {rows} totals with {visits} visits, which stay imported totals; {left_out} rows are none.",
        path.display()
    )?;
    Ok(())
}
