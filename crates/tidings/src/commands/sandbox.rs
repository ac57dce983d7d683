//! `tidings sandbox`: the networks of the sandbox, to try publishing without posting anything anywhere.

use std::io::{self, Write};
use std::net::SocketAddr;

use anyhow::{Context, Result};
use sandbox::social::{Commanded, Network, Social};

use super::exit;

#[derive(clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Where to listen: an address of this machine alone
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7980")]
    listen: SocketAddr,
    /// What goes wrong, as NETWORK:FAULT[=NUMBER][@STEP][:TIMES][~PERCENT]; may be given several times
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Commanded>,
    /// From which number is drawn what goes wrong by chance (~PERCENT): the same one draws the same
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Refuse what is more than the networks' documented quotas
    #[arg(long)]
    quotas: bool,
    /// Have Mastodon take no notice of idempotency keys, as some servers that speak its API do
    #[arg(long)]
    ignores_idempotency: bool,
}

fn after_help() -> String {
    let mut help = "\
Programs publish to it as to the networks; nothing leaves this machine, and all is forgotten when it ends. Its start page
shows what was posted, /posts.json tells it to programs. Ctrl-C stops it.

Faults meet the next request that publishes, once; @STEP names another (sign-in, upload, prepare, publish, edit, read,
delete), TIMES how often, ~PERCENT how many of a hundred requests (for ever, unless TIMES says how often):
"
    .to_owned();
    for (name, number) in Commanded::names() {
        let number = if number.is_empty() { String::new() } else { format!("=N  {number}") };
        help.push_str(format!("  {name}{number}").trim_end());
        help.push('\n');
    }
    help.push_str("\nFor example: tidings sandbox --fault bluesky:lost-after --fault x:limited=60:3");
    help
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start")?;
    runtime.block_on(async {
        let mut social = Social::new().unlogged();
        if args.quotas {
            social = social.quotas();
        }
        if args.ignores_idempotency {
            social = social.ignores_idempotency();
        }
        let listen = args.listen;
        let running = social.start_on(&listen.to_string()).await.with_context(|| {
            format!(
                "cannot listen on {listen}: it must be a free address of this machine, such as --listen 127.0.0.1:0"
            )
        })?;
        for (commanded, nth) in args.fault.iter().zip(0_u64..) {
            // Each draws for itself.
            let seed = args.seed.wrapping_add(nth.wrapping_mul(1_000_003));
            running.fault(commanded.network, commanded.trouble.seeded(seed));
        }
        {
            let mut out = io::stdout().lock();
            writeln!(out, "http://{}/", running.address())?;
            for network in Network::ALL {
                let with = network.signs_in_with().iter().map(|(name, value)| format!("{name} {value}"));
                writeln!(
                    out,
                    "{:15}{}   {}",
                    network.name(),
                    running.at(network),
                    with.collect::<Vec<_>>().join(", ")
                )?;
            }
            writeln!(out, "Any other name in the place of `shop` is an account of its own.")?;
            out.flush()?;
        }
        tokio::signal::ctrl_c().await.context("cannot wait for ctrl-C")?;
        Ok(exit::CLEAN)
    })
}
