//! `tidings mcp`: lets an agent write posts in a house that runs, over standard input and output.

use anyhow::{Context, Result};
use rmcp::ServiceExt as _;
use rmcp::transport::stdio;

use super::backup::runtime;
use super::exit;
use crate::client::{Client, ServerArgs};
use crate::mcp::Tools;

#[derive(clap::Args)]
#[command(after_help = "\
It speaks the Model Context Protocol on standard input and output, and asks a house that runs (--server) with a token in
TIDINGS_TOKEN: what the token may not do, the agent may not. A token with the scope `draft` writes and tries drafts, which a
person lets go out in the console; one with `work` lets them go out too.

As a program's settings have it:
  { \"mcpServers\": { \"tidings\": { \"command\": \"tidings\", \"args\": [\"mcp\", \"--server\", \"https://tidings.bakery.example/\"],
    \"env\": { \"TIDINGS_TOKEN\": \"tdg_…\" } } } }

Exit codes: 0 the other side ended it, 2 wrong use.")]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let client = Client::of(&args.server)?;
    runtime()?.block_on(async {
        let speaking =
            Tools::of(client).serve(stdio()).await.context("whoever is at the other end does not speak MCP")?;
        speaking.waiting().await.context("the conversation broke off")?;
        Ok(exit::CLEAN)
    })
}
