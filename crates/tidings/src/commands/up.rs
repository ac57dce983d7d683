//! `tidings up`: everything in one process on a database of its own: the console, the API and the worker.

use anyhow::{Result, ensure};

use crate::service::run::{self, AtStart, Role};
use crate::service::settings::Settings;

#[derive(clap::Args)]
#[command(after_help = "\
It prints a link that opens the console. Everything is kept in the data folder; ctrl-C stops it, and an audit under way
goes on at the next start. Each option can also stand in a file, see `tidings serve --help`.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Show a shop of forty pages with eight faults, on this machine alone; nothing of it goes among your own data
    #[arg(long)]
    demo: bool,
    /// Open the console in a browser
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(args: Args) -> Result<u8> {
    ensure!(
        args.settings.place.database.is_none(),
        "`tidings up` keeps its database in its data folder: with PostgreSQL, start `tidings serve` and `tidings work`"
    );
    run::run(Role::Up, args.settings, AtStart { open_browser: args.open, demo: args.demo })?;
    Ok(super::exit::CLEAN)
}
