//! `tidings serve` and `tidings work`: one role each, several processes of each, on PostgreSQL.

use anyhow::{Result, ensure};

use crate::service::run::{self, AtStart, Role};
use crate::service::settings::Settings;

#[derive(clap::Args)]
#[command(after_help = "\
Every option can be an environment variable, and a line of a TOML file that --config names, or of tidings.toml in the
data folder: `public-address = \"https://tidings.bakery.example/\"`, `allow-private = [\"intranet\"]`. What stands on the
command line goes before the environment, and that before the file.")]
pub(crate) struct Args {
    #[command(flatten)]
    settings: Settings,
}

pub(crate) fn run(role: Role, args: Args) -> Result<u8> {
    ensure!(
        args.settings.place.database.is_some(),
        "several processes share a PostgreSQL database: name it with --database, or start `tidings up`, which keeps \
         everything in its data folder"
    );
    run::run(role, args.settings, AtStart::default())?;
    Ok(super::exit::CLEAN)
}
