//! The log: on stderr, as lines for people or as JSON for programs. docs/logging.md says what may stand in it.

use std::io::IsTerminal as _;

use anyhow::{Context, Result};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How the log is written.
#[derive(clap::Args, Clone)]
pub(crate) struct LogArgs {
    /// What is logged: error, warn, info, debug or trace, also by part: info,web=debug tells every request
    #[arg(long, value_name = "LEVEL", default_value = "info", env = "TIDINGS_LOG")]
    pub(crate) log: String,
    /// Lines for people, or JSON for programs
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = LogFormat::Text, env = "TIDINGS_LOG_FORMAT")]
    pub(crate) log_format: LogFormat,
}

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Begins to log.
pub(crate) fn begin(args: &LogArgs) -> Result<()> {
    let wanted: Targets = args.log.parse().with_context(|| {
        format!("--log {} says no level: write error, warn, info, debug or trace, or info,web=debug", args.log)
    })?;
    // A journal is no terminal: colours would be letters there.
    let lines =
        tracing_subscriber::fmt::layer().with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr);
    let log = tracing_subscriber::registry().with(wanted);
    match args.log_format {
        LogFormat::Text => log.with(lines.with_target(false)).try_init(),
        LogFormat::Json => log.with(lines.json().flatten_event(true)).try_init(),
    }
    .context("something else has the log already")
}
