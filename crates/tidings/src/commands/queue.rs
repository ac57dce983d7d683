//! `tidings queue`: what goes out, what waits for somebody, and stopping all of it.

use std::io::{self, Write};

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::backup::runtime;
use super::exit;
use crate::client::{Account, Client, Post, ServerArgs, each};

/// What is not over yet.
const OPEN: &str = "planned,prepared,sending,pending,limited,unknown,waiting,person,refused";
/// Letters of a text on a line.
const SHOWN: usize = 48;

#[derive(clap::Args)]
#[command(after_help = "\
It asks a house that runs (--server) with a token in TIDINGS_TOKEN. `waiting` is your turn to post by hand; `person` and
`refused` want an answer: is it there (live), is it to go out now (send), or not at all (skip).

Examples:
  tidings queue
  tidings queue --state waiting,person,refused
  tidings queue answer k7q4mxzt live --url https://old.reddit.com/r/bread/1
  tidings queue pause --why \"the shop is closed\"

Exit codes: 0 done, 2 wrong use, or the house says no, 3 the house cannot be reached.")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// How deliveries stand that are listed, commas between; `all` for all [default: what is not over]
    #[arg(long, value_name = "STATES", default_value = OPEN, hide_default_value = true)]
    state: String,
    /// List drafts instead
    #[arg(long)]
    drafts: bool,
    /// The site: its host, its address or its id [default: the only one]
    #[arg(long, value_name = "SITE", global = true)]
    site: Option<String>,
    /// Tell it as JSON, as the API does
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Subcommand)]
enum What {
    /// Stops everything: nothing is begun and nothing goes out until somebody says go on
    Pause {
        /// Why, for those who wonder
        #[arg(long, value_name = "TEXT", default_value = "")]
        why: String,
    },
    /// Goes on: what fell due meanwhile is looked for at the networks first
    Resume,
    /// Says what became of a delivery that waits for somebody
    Answer {
        /// The delivery's id
        delivery: String,
        /// What is true
        said: Word,
        /// Where it is
        #[arg(long, value_name = "URL")]
        url: Option<String>,
        /// The minutes that posting it by hand took: they are booked
        #[arg(long, value_name = "MINUTES", default_value_t = 0)]
        minutes: u16,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Word {
    /// It is there
    Live,
    /// It is not there, and is to go out now
    Send,
    /// It is not to go out
    Skip,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    runtime()?.block_on(async {
        let client = Client::of(&args.server)?;
        let mut out = io::stdout();
        match &args.what {
            None => list(args, &client).await?,
            Some(What::Pause { why }) => {
                client.post("/server/pause", &json!({ "why": why }), None).await?;
                writeln!(out, "Tidings is paused: nothing goes out until you say `tidings queue resume`.")?;
            }
            Some(What::Resume) => {
                client.post("/server/resume", &Value::Null, None).await?;
                writeln!(out, "Tidings goes on.")?;
            }
            Some(What::Answer { delivery, said, url, minutes }) => {
                let site = client.site(args.site.as_deref(), None).await?;
                let said = match said {
                    Word::Live => "live",
                    Word::Send => "send",
                    Word::Skip => "skip",
                };
                let body = json!({ "said": said, "url": url, "minutes": minutes });
                let told = client.post(&format!("/sites/{}/deliveries/{delivery}", site.id), &body, None).await?;
                tell(args, &client, vec![told]).await?;
            }
        }
        Ok(exit::CLEAN)
    })
}

async fn list(args: &Args, client: &Client) -> Result<()> {
    let site = client.site(args.site.as_deref(), None).await?;
    if args.state.split(',').any(|state| !state.trim().bytes().all(|sign| sign.is_ascii_lowercase())) {
        bail!("--state is a list of states, such as waiting,person: there are draft, {OPEN}, live, skipped and gone");
    }
    let states = if args.state == "all" || args.drafts { String::new() } else { format!("state={}", args.state) };
    let asked = if args.drafts { "drafts=true" } else { &states };
    tell(args, client, client.list(&format!("/sites/{}/posts?{asked}", site.id)).await?).await
}

async fn tell(args: &Args, client: &Client, posts: Vec<Value>) -> Result<()> {
    let mut out = io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&posts)?)?;
        return Ok(());
    }
    let accounts: Vec<Account> = each(client.list("/accounts").await?)?;
    let posts: Vec<Post> = each(posts)?;
    if posts.is_empty() {
        writeln!(out, "Nothing stands so.")?;
    }
    for post in &posts {
        let first = post.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let cut: String = first.chars().filter(|sign| !sign.is_control()).take(SHOWN).collect();
        let when = post.wall.as_deref().map_or("draft", |wall| wall.get(..16).unwrap_or(wall));
        writeln!(out, "{when:17} {:20} {cut}  [{}]", post.zone, post.id)?;
        for it in &post.deliveries {
            let account = accounts.iter().find(|account| account.id == it.account);
            let called = account.map_or_else(|| it.account.clone(), Account::called);
            let more = it.url.as_deref().or(it.says.as_deref()).unwrap_or_default();
            let line = format!("  {:9} {called}  [{}]  {more}", it.state, it.id);
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    Ok(())
}
