//! `tidings post`: writes a post in a house that runs, and lets it go out.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::backup::runtime;
use super::exit;
use crate::client::{Account, At, Client, Post, ServerArgs, Site, Trial, Writing, each, one};

#[derive(clap::Args)]
#[command(after_help = "\
It asks a house that runs (--server) with a token in TIDINGS_TOKEN, which needs the scope `work`; with the scope `draft` it
may write and try, and not let anything go out. Without --at the post stays a draft.

Examples:
  tidings post \"Rye is back\" --accounts shop.bsky.social,r/bread --at now
  tidings post --from-page https://bakery.example/rye --accounts all --at 2026-11-28T09:00 --zone Europe/Berlin
  git log -1 --format=%s | tidings post --page https://bakery.example/news --at next --dry-run

Exit codes: 0 done, 1 a dry run found something that an account does not take, 2 wrong use, or the house says no, 3 the house
cannot be reached.")]
pub(crate) struct Args {
    /// What is written; without it, or with -, it is read from standard input
    text: Option<String>,
    /// Draft it from this page: text, card and picture; a text that you give goes before
    #[arg(long, value_name = "URL")]
    from_page: Option<String>,
    /// The page that it carries, where it is not drafted from it
    #[arg(long, value_name = "URL", conflicts_with = "from_page")]
    page: Option<String>,
    /// For which accounts, commas between: `shop.test`, `bluesky: shop.test`, or `all` [default: the only one]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    accounts: Vec<String>,
    /// When it goes out: 2026-11-28T09:00 on the wall, `now`, or `next` for the next free slot [default: it stays a draft]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The zone of the wall, such as Europe/Berlin [default: this machine's]
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// A picture or a film that goes along (repeatable)
    #[arg(long, value_name = "FILE")]
    picture: Vec<PathBuf>,
    /// What a picture or film shows, for those who do not see it: one for each picture, in their order
    #[arg(long, value_name = "TEXT")]
    alt: Vec<String>,
    /// What the account writes below it when it is live, where its network takes comments; the page's address in it becomes a link of its own
    #[arg(long, value_name = "TEXT")]
    first_comment: Option<String>,
    /// What it belongs to
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
    /// The site: its host, its address or its id [default: the one of the page, or the only one]
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Do it once: with the same key and the same words it is not done again within a day
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// Say what each account would get, and keep nothing (but pictures, which the house throws away again)
    #[arg(long)]
    dry_run: bool,
    /// Tell it as JSON, as the API does
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let writing = writing(args)?;
    let at = args.at.as_deref().map(At::of);
    runtime()?.block_on(async {
        let client = Client::of(&args.server)?;
        let page = writing.from_page.as_deref().or(writing.page.as_deref());
        let site = client.site(args.site.as_deref(), page).await?;
        let (body, warnings) = Box::pin(writing.body(&client, &site)).await?;
        for warning in warnings {
            writeln!(io::stderr(), "{warning}")?;
        }
        if args.dry_run {
            let tried = Writing::tried(&client, &site, body, at.as_ref()).await?;
            let trial: Trial = one(tried.clone())?;
            tell(args, &tried, || Ok(of_trial(&trial)))?;
            return Ok(if trial.good { exit::CLEAN } else { exit::ILL });
        }
        let kept = Writing::kept(&client, &site, &body, at.as_ref(), args.key.as_deref()).await?;
        let accounts: Vec<Account> = each(client.list("/accounts").await?)?;
        tell(args, &kept, || Ok(of_post(&client, &site, &one(kept.clone())?, &accounts)))?;
        Ok(exit::CLEAN)
    })
}

fn writing(args: &Args) -> Result<Writing> {
    ensure!(
        args.picture.len() == args.alt.len(),
        "say of each picture what it shows, in their order: --picture loaf.jpg --alt \"A loaf\" (an empty one says nothing)"
    );
    let text = match args.text.as_deref() {
        None if args.from_page.is_some() => None,
        None | Some("-") if io::stdin().is_terminal() => Some(String::new()),
        None | Some("-") => {
            let mut text = String::new();
            io::stdin().lock().read_to_string(&mut text).context("the text cannot be read, or is no UTF-8")?;
            Some(text.trim_end().to_owned())
        }
        Some(text) => Some(text.to_owned()),
    };
    let says_nothing = text.as_deref().is_some_and(|text| text.trim().is_empty());
    ensure!(
        !says_nothing || args.from_page.is_some() || args.page.is_some() || !args.picture.is_empty(),
        "nothing is written: put the text behind the command, pipe it in, or name a page with --from-page"
    );
    Ok(Writing {
        text,
        from_page: args.from_page.clone(),
        page: args.page.clone(),
        accounts: args.accounts.clone(),
        zone: args.zone.clone(),
        pictures: args.picture.iter().cloned().zip(args.alt.iter().cloned()).collect(),
        first_comment: args.first_comment.clone(),
        campaign: args.campaign.clone(),
    })
}

fn tell(args: &Args, told: &Value, text: impl FnOnce() -> Result<String>) -> Result<()> {
    let text = if args.json { serde_json::to_string_pretty(told)? + "\n" } else { text()? };
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}

fn of_trial(trial: &Trial) -> String {
    let mut to = String::new();
    let _ = match &trial.wall {
        Some(wall) => writeln!(to, "It would go out at {wall} ({}).", trial.zone),
        None => writeln!(to, "It would be a draft."),
    };
    if trial.moved {
        to.push_str("The wall has no such time on that day: this one comes closest.\n");
    }
    for it in &trial.deliveries {
        let by_hand = if it.by_hand { ", by hand" } else { "" };
        let _ = writeln!(to, "\n{} ({}{by_hand})", it.name, it.network);
        for line in it.text.lines() {
            let _ = writeln!(to, "  | {line}");
        }
        for limit in it.limits.iter().filter(|limit| limit.used > 0) {
            let of = limit.limit.map_or_else(String::new, |of| format!(" of {of}"));
            let _ = writeln!(to, "  {}{of} ({})", limit.used, limit.unit);
        }
        if it.pictures > 0 {
            let _ = writeln!(to, "  pictures: {}", it.pictures);
        }
        if let Some(price) = &it.price {
            let _ = writeln!(to, "  costs {} {}", money(price.millionths), price.currency);
        }
        if let Some(fault) = &it.fault {
            let _ = writeln!(to, "  NOT: {}", fault.says);
        }
    }
    to
}

/// Millionths as people write them: `0.015`.
fn money(millionths: u64) -> String {
    let (whole, part) = (millionths / 1_000_000, millionths % 1_000_000);
    let text = format!("{whole}.{part:06}");
    let short = text.trim_end_matches('0');
    let cents = text.len() - 4;
    text[..short.len().max(cents)].to_owned()
}

fn of_post(client: &Client, site: &Site, post: &Post, accounts: &[Account]) -> String {
    let mut to = String::new();
    let _ = match &post.wall {
        Some(wall) => writeln!(to, "Goes out at {wall} ({}).", post.zone),
        None => writeln!(to, "Kept as a draft."),
    };
    for it in &post.deliveries {
        let called = accounts.iter().find(|account| account.id == it.account).map_or_else(String::new, Account::called);
        let link = it.address.as_deref().filter(|_| post.wall.is_some()).unwrap_or_default();
        let _ = writeln!(to, "{}", format!("  {called}  {}  {link}", it.state).trim_end());
    }
    let _ = writeln!(to, "{}", client.shown(&format!("/sites/{}/posts/{}", site.id, post.id)));
    to
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn a_price_has_its_cents_and_no_more_than_it_needs() {
        assert_eq!([15_000, 200_000, 1_000_000, 0].map(money), ["0.015", "0.20", "1.00", "0.00"]);
    }
}
