//! `tidings replay` and `tidings explain`: visits judged again from their evidence, and one of them in plain words.

use std::io::Write;

use anyhow::{Context, Result, bail};
use domain::{Clock as _, SystemClock, number_of};
use jiff::civil::Date;
use measure::kept::{self, Stored};
use measure::measured::{self, Measured};
use store::Db;

use super::backup::runtime;
use super::user::open;
use crate::config::ConfigArgs;
use crate::service::place::PlaceArgs;

#[derive(clap::Args)]
#[command(after_help = "\
It shows what would change and changes nothing; with --apply it moves the visits and their sums, in small batches, and may
run while Tidings is up. Days whose single visits are gone keep their sums as they are.")]
pub(crate) struct ReplayArgs {
    /// The site, by its id or address; needed where several are measured
    #[arg(long)]
    site: Option<String>,
    /// The first day [default: 30 days before the last one]
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// The last day [default: today]
    #[arg(long, value_name = "DAY")]
    to: Option<Date>,
    /// Applies the difference
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

#[derive(clap::Args)]
pub(crate) struct ExplainArgs {
    /// The visit, as lists name it: 20735-17
    visit: String,
    /// The site, by its id or address; needed where several are measured
    #[arg(long)]
    site: Option<String>,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    place: PlaceArgs,
}

pub(crate) fn replay(args: &ReplayArgs) -> Result<u8> {
    let _ = &args.config;
    runtime()?.block_on(async {
        let db = open(&args.place).await?;
        let site = site(&db, args.site.as_deref()).await?;
        let today = site.day(SystemClock.now()).1;
        let to = args.to.map_or(today, number_of);
        let from = args.from.map_or(to - 30, number_of);
        let replayed = kept::replay(&db, &site, (from, to), !args.apply, u64::MAX).await;
        let replayed = replayed.context("the visits could not be judged again")?;
        db.close().await;
        let mut out = std::io::stdout().lock();
        let (done, would) = if args.apply { ("changed", "are") } else { ("would change", "would be") };
        writeln!(out, "{} visits of {}, of which {} {done}", replayed.looked, site.address, replayed.changed)?;
        for it in &replayed.moves {
            let class = |class: &kept::replay::Named| {
                let network = class.network.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
                format!("{} ({}{network})", class.channel.name(), class.confidence.name())
            };
            let to = it.to.as_ref().map_or_else(|| "no visits".to_owned(), class);
            writeln!(out, "{:>9}  {} {would} {to}", it.visits, class(&it.from))?;
        }
        if replayed.unnamed > 0 {
            writeln!(out, "{} stay as they are, since their page is not known by name", replayed.unnamed)?;
        }
        Ok(super::exit::CLEAN)
    })
}

pub(crate) fn explain(args: &ExplainArgs) -> Result<u8> {
    let _ = &args.config;
    runtime()?.block_on(async {
        let db = open(&args.place).await?;
        let site = site(&db, args.site.as_deref()).await?;
        let Some((day, id)) = Stored::named(&args.visit) else {
            bail!("{:?} names no visit: write it as the list of visits does, such as 20735-17", args.visit)
        };
        let Some(visit) = kept::one(&db, site.number, day, id).await? else {
            bail!("there is no visit {} of {}: it may have been forgotten after its days", args.visit, site.address)
        };
        let why = kept::why(&db, &site, &visit).await?;
        db.close().await;
        let mut out = std::io::stdout().lock();
        let page = visit.page.as_deref().unwrap_or("a page beyond the day's bound");
        writeln!(out, "{} {} of {}", visit.began().to_zoned(site.zone.clone()).strftime("%F %T"), page, site.address)?;
        for sentence in why {
            writeln!(out, "{sentence}")?;
        }
        Ok(super::exit::CLEAN)
    })
}

/// The site that is named, or the only one that is measured.
async fn site(db: &Db, named: Option<&str>) -> Result<Measured> {
    let all = measured::all(db).await?;
    let is_named = |site: &Measured, named: &str| {
        let bare = |text: &str| {
            text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned()
        };
        site.site == named || bare(&site.address) == bare(named)
    };
    let mut fit = all.values().filter(|site| named.is_none_or(|named| is_named(site, named)));
    match (fit.next(), fit.next()) {
        (Some(site), None) => Ok((**site).clone()),
        (None, _) => match named {
            Some(named) => bail!("no site {named:?} is measured here: name it by its address, as the console shows it"),
            None => bail!("no site is measured here yet"),
        },
        (Some(_), Some(_)) => {
            let mut names: Vec<&str> = all.values().map(|site| &*site.address).collect();
            names.sort_unstable();
            bail!("several sites are measured here: name one with --site, of {}", names.join(", "))
        }
    }
}
