//! `tidings worth`: is it worth it, from access logs alone. No server, no database, no network.

mod entered;
mod read;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use domain::{Money, NetworkId, Random, SystemRandom};
use ipnet::IpNet;
use measure::statement::{self, About, Statement};
use measure::visits::{Counting, Told};

use super::exit;

#[derive(clap::Args)]
#[command(after_help = "\
Reads logs of the common and the combined form (also with the site's host first), nginx's and Caddy's JSON, packed or not, in \
any order. Nothing leaves this machine and nothing is kept. docs/worth.md says what is counted, how, and what a log cannot say.

Examples:
  tidings worth /var/log/nginx/access.log*
  tidings worth access.log* --hours smo=3,smm=12 --rate 30EUR --spend facebook=180EUR --posts facebook,x --output worth.html

Exit codes: 0 told, 2 wrong use, or a file that could not be read, or not one line of a known form.")]
pub(crate) struct Args {
    /// Access logs, also packed ones; `-` for stdin
    #[arg(value_name = "LOG", required = true)]
    files: Vec<PathBuf>,
    /// A host of the site [default: guessed from the log, and told as a guess]
    #[arg(long, value_name = "HOST")]
    site: Vec<String>,
    /// Where you post yourself with links that carry no tag, or `none`
    #[arg(long, value_name = "NETWORKS", value_delimiter = ',', help_heading = "What you did")]
    posts: Vec<String>,
    /// Hours by side (smo, smm) or activity (post, reply, ad, mending …): smo=3,post=2:30
    #[arg(long, value_name = "WHAT=HOURS", value_delimiter = ',', value_parser = entered::hours, help_heading = "What you did")]
    hours: Vec<(entered::For, u64)>,
    /// The price of an hour: 30EUR
    #[arg(long, value_name = "MONEY", help_heading = "What you did")]
    rate: Option<Money>,
    /// Paid for ads on a network: facebook=180EUR
    #[arg(long, value_name = "NETWORK=MONEY", value_parser = entered::spend, help_heading = "What you did")]
    spend: Vec<(NetworkId, Money)>,
    /// The beginning of a path that is seen after a sale: /order-received
    #[arg(long, value_name = "PATH", help_heading = "What it brought")]
    goal: Vec<String>,
    /// What a sale brings on average: 45EUR
    #[arg(long, value_name = "MONEY", help_heading = "What it brought")]
    sale: Option<Money>,
    /// How many hundredths of that are left to you: 40. Without --goal and --sale it says nothing yet
    #[arg(long, value_name = "PER CENT", value_parser = clap::value_parser!(u32).range(0..=100), help_heading = "What it brought")]
    margin: Option<u32>,
    /// Addresses of your own people, which are not counted: 203.0.113.7 or 203.0.113.0/24
    #[arg(long, value_name = "ADDRESSES", value_delimiter = ',', value_parser = entered::addresses)]
    own: Vec<IpNet>,
    /// How it is told [default: by the ending of --output, else table]
    #[arg(long, value_name = "FORMAT", help_heading = "What is told")]
    format: Option<Format>,
    /// Write there instead of on the screen
    #[arg(long, short, value_name = "FILE", help_heading = "What is told")]
    output: Option<PathBuf>,
    /// Say nothing of progress
    #[arg(long, short, help_heading = "What is told")]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for people
    Table,
    /// The whole statement, for programs
    Json,
    /// The table, for a spreadsheet
    Csv,
    /// One page that loads nothing
    Html,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let costs = entered::costs(args)?;
    let mut sources = read::open(&args.files)?;
    let guess = if args.site.is_empty() { read::guess(&args.files)? } else { None };
    let told = Told {
        hosts: match &guess {
            Some(guess) => vec![guess.host.clone()],
            None => args.site.iter().map(|host| entered::host(host)).collect(),
        },
        posts: entered::posts(&args.posts)?,
        ads: costs.spend.keys().cloned().collect(),
        goals: args.goal.clone(),
    };
    let mut salt = [0; 16];
    SystemRandom.fill(&mut salt);
    let mut counting = Counting::new(&told, salt);
    let progress = !args.quiet && io::stderr().is_terminal();
    let seen = read::count(&mut sources, &mut counting, &args.own, progress);
    let mut tally = counting.end();
    tally.lines = seen.lines;
    (tally.left_out.broken, tally.left_out.too_long) = (seen.broken, seen.too_long);
    for (file, why) in &seen.broken_off {
        writeln!(io::stderr(), "tidings: {} breaks off ({why}): what stands before that was counted", file.display())?;
    }
    if tally.first.is_none() {
        bail!(
            "not one of {} lines is of a known form: the common and the combined form, nginx's and Caddy's JSON are read. If \
             the log has a form of its own, write it anew with `log_format combined`, or see docs/worth.md",
            seen.lines
        );
    }
    let count = sources.len();
    let about = About {
        hosts: told.hosts.clone(),
        guessed: guess.map(|guess| guess.how),
        posts_told: told.posts.is_some(),
        agents: seen.agents,
        goals: !told.goals.is_empty(),
        read: format!("{} lines of {count} {}", tally.lines, if count == 1 { "file" } else { "files" }),
        kept: false,
        invented: false,
    };
    tell(args, &statement::of(&tally, &costs, &about))?;
    Ok(if seen.broken_off.is_empty() { exit::CLEAN } else { exit::WRONG_USE })
}

fn tell(args: &Args, statement: &Statement) -> Result<()> {
    let ending = args.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
    let format = args.format.unwrap_or(match ending {
        Some("html" | "htm") => Format::Html,
        Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        _ => Format::Table,
    });
    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
    let text = match format {
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
