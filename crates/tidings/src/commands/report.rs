//! `tidings report`: is it worth it, from what this house keeps. It may run while Tidings is up: it reads.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use domain::{Clock, SystemClock};
use jiff::civil::Date;
use measure::statement::{self, Period, Statement};
use people::site::{self, Site};
use store::Db;

use super::backup::runtime;
use super::exit;
use crate::config::ConfigArgs;
use crate::service::place::PlaceArgs;

#[derive(clap::Args)]
#[command(after_help = "\
The same statement as the console's screen, for a script, a spreadsheet or a printer. It reads the database in the data \
folder, beside a house that is up or not, and changes nothing. docs/statement.md has every formula.

Examples:
  tidings report --site bakery.example
  tidings report --site bakery.example --from 2026-08-24 --to 2026-11-22 --format html > worth.html

Exit codes: 0 told, 2 wrong use, or no such site.")]
pub(crate) struct Args {
    /// The site: its host, its address or its id
    #[arg(long, value_name = "SITE")]
    site: String,
    /// The first day on the site's wall [default: ninety days before the last]
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// The last day [default: today]
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
    /// How it is told
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Write there instead of on the screen
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for people
    Table,
    /// The whole statement, for programs
    Json,
    /// The table, for a spreadsheet
    Csv,
    /// One page that loads nothing, two sheets of paper
    Html,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    runtime()?.block_on(async {
        let statement = read(args).await?;
        tell(args, &statement)?;
        Ok(exit::CLEAN)
    })
}

async fn read(args: &Args) -> Result<Statement> {
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
    let site = named(&db, &args.site).await?;
    let measured = measure::measured::find(&db, &site.id).await?;
    let Some(measured) = measured else {
        bail!("{} is not measured yet: put the script or the plug-in on its pages, or bring in a log", site.address);
    };
    let today = measured.day(SystemClock.now()).0;
    let period = Period::of(args.from, args.to, today)?;
    let statement = statement::of_site(&db, &measured, period).await.context("the statement could not be read")?;
    let statement = advise::next::with_jobs(&db, &folder, &measured, statement).await?;
    db.close().await;
    Ok(statement)
}

/// The one site that is called so.
async fn named(db: &Db, name: &str) -> Result<Site> {
    let all = site::everywhere(db).await?;
    let bare = |text: &str| {
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        text.trim_end_matches('/').to_ascii_lowercase()
    };
    let wanted = bare(name);
    let mut found: Vec<&Site> = all.iter().filter(|site| site.id == name).collect();
    if found.is_empty() {
        found = all.iter().filter(|site| bare(&site.address) == wanted).collect();
    }
    match found[..] {
        [one] => Ok(one.clone()),
        [] => {
            let known: Vec<&str> = all.iter().map(|site| site.address.as_str()).take(20).collect();
            bail!(
                "no site here is called {name:?}: there is {}",
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            )
        }
        _ => {
            let ids: Vec<&str> = found.iter().map(|site| site.id.as_str()).collect();
            bail!(
                "{} sites have this address, in different workspaces: name one by its id, {}",
                ids.len(),
                ids.join(" or ")
            )
        }
    }
}

fn tell(args: &Args, statement: &Statement) -> Result<()> {
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
    let text = match args.format {
        Format::Table => statement::text(statement, width),
        Format::Json => serde_json::to_string_pretty(statement)? + "\n",
        Format::Csv => statement::csv(statement),
        Format::Html => statement::html(statement),
    };
    match &args.output {
        Some(path) => std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?,
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(())
}
