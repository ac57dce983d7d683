//! `tidings networks`: what is known of each network.

use std::io::{self, Write};

use anyhow::Result;
use networks::NETWORKS;

use super::exit;

#[derive(clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args) -> Result<u8> {
    let mut out = io::stdout().lock();
    for network in NETWORKS {
        let about = &network.about;
        let agents: Vec<&str> = about.agents.iter().map(|agent| agent.token).collect();
        writeln!(out, "{}", about.name)?;
        if network.preview.is_some() {
            writeln!(
                out,
                "  reads pages as   {}",
                if agents.is_empty() { "the sender's own app".to_owned() } else { agents.join(", ") }
            )?;
            writeln!(out, "  keeps a preview  {}", about.kept.how_long)?;
            writeln!(out, "  to refresh it    {}", about.kept.how)?;
        } else {
            writeln!(out, "  draws no preview of a link")?;
        }
        let shared = network.share.as_ref().map_or_else(
            || "no link can do that".to_owned(),
            |share| format!("by a link; its token: {}", share.survives.in_words()),
        );
        writeln!(out, "  to share to it   {shared}")?;
        writeln!(
            out,
            "  based on         {}, {}, read {}",
            about.evidence.grade.in_words(),
            about.evidence.source,
            about.evidence.read
        )?;
    }
    Ok(exit::CLEAN)
}
