//! `tidings accounts`: who posts, how accounts are connected, and letting one go.

use std::io::{self, Write};

use anyhow::Result;
use serde_json::Value;

use super::backup::runtime;
use super::exit;
use crate::client::{Account, Client, ServerArgs, each, named};

#[derive(clap::Args)]
#[command(after_help = "\
It asks a house that runs (--server) with a token in TIDINGS_TOKEN. Accounts are connected in the console, since what lets
them in is typed there and stands nowhere else.

Exit codes: 0 done, 2 wrong use, or the house says no, 3 the house cannot be reached.")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// Tell it as JSON, as the API does
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Subcommand)]
enum What {
    /// Lists the accounts, and what is the matter with them
    List,
    /// Says of each network what connecting an account takes, the least effort first
    Ways,
    /// Lets an account go: what lets it in is forgotten, what was posted stays
    Disconnect {
        /// Its name, `network: name`, or its id
        account: String,
    },
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    runtime()?.block_on(async {
        let client = Client::of(&args.server)?;
        match args.what.as_ref().unwrap_or(&What::List) {
            What::List => tell(args, &client.list("/accounts").await?, of_account)?,
            What::Ways => tell(args, &client.list("/accounts/ways").await?, of_way)?,
            What::Disconnect { account } => {
                let all: Vec<Account> = each(client.list("/accounts").await?)?;
                let there: Vec<&Account> = all.iter().filter(|it| it.is_there()).collect();
                let it = named(&there, account)?;
                client.delete(&format!("/accounts/{}", it.id)).await?;
                writeln!(io::stdout(), "{} is disconnected; what was posted stays.", it.called())?;
            }
        }
        Ok(exit::CLEAN)
    })
}

fn tell(args: &Args, all: &[Value], line: impl Fn(&Value) -> String) -> Result<()> {
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(all)?)?;
        return Ok(());
    }
    for it in all {
        writeln!(out, "{}", line(it))?;
    }
    if all.is_empty() {
        writeln!(out, "No account is connected yet: connect one in the console.")?;
    }
    Ok(())
}

fn of_account(told: &Value) -> String {
    let text = |name: &str| told[name].as_str().unwrap_or_default();
    let stands = match text("stands") {
        "well" => "can post",
        "by_hand" => "you post by hand",
        "gone" => "disconnected",
        _ => "NOT LET IN",
    };
    let ill = told["ill"].as_str().filter(|_| text("stands") == "ill");
    let why = ill.map_or_else(String::new, |why| format!(": {why}"));
    format!("{:12}{:32}{stands}{why}", text("network"), text("name"))
}

fn of_way(told: &Value) -> String {
    let name = told["name"].as_str().unwrap_or_default();
    let connect = &told["connect"];
    if connect.is_null() {
        return format!("{name:16}by hand, with our help");
    }
    let costs = if connect["price"].is_null() { "" } else { ", takes money for each post" };
    format!("{name:16}{} minutes{costs}", connect["minutes"])
}
