//! The commands, one file each.

mod accounts;
mod audit;
pub(crate) mod backup;
mod buttons;
mod card;
mod classify;
mod doctor;
mod import;
mod mcp;
mod networks;
mod post;
mod queue;
mod read;
mod replay;
mod report;
mod rules;
mod sandbox;
mod serve;
mod up;
mod user;
mod worth;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Subcommand;

use crate::client::Unreached;
use crate::service::run::Role;

/// Exit codes, as docs/report.md promises them.
pub(crate) mod exit {
    /// Nothing at or above `--fail-on`.
    pub(crate) const CLEAN: u8 = 0;
    /// `tidings doctor` found something to mend.
    pub(crate) const ILL: u8 = 1;
    /// The command was used wrongly, or a file could not be read or written.
    pub(crate) const WRONG_USE: u8 = 2;
    /// The target cannot be reached.
    pub(crate) const UNREACHABLE: u8 = 3;
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Lists who posts, says how accounts are connected, and lets one go
    Accounts(accounts::Args),
    /// Shows how the links of a website look on every network, and what to mend
    Audit(Box<audit::Args>),
    /// Prints the HTML of a share bar for a page: plain links, no script
    Buttons(buttons::Args),
    /// Draws a share card for a page, or for each page of a folder, and writes the tags
    Card(Box<card::Args>),
    /// Says of visits, a line of JSON each, through which channel they came, and how sure that is
    Classify(classify::Args),
    /// Looks at the installation, and says what is wrong with it and what mends it
    Doctor(doctor::Args),
    /// Says in plain words why a visit was counted as it was
    Explain(Box<replay::ExplainArgs>),
    /// Brings in what was counted before: access logs as visits, exports of other counters as totals
    Import(import::Args),
    /// Lets an agent write posts in a house that runs, as far as its token goes (Model Context Protocol)
    Mcp(mcp::Args),
    /// Lists the networks, how they read pages, and how long they keep a preview
    Networks(networks::Args),
    /// Writes a post in a house that runs, tries it, and lets it go out
    Post(Box<post::Args>),
    /// Lists what goes out and what waits for you, answers for it, and stops or starts all of it
    Queue(Box<queue::Args>),
    /// Prints what pages say about themselves: title, description, picture, author, date and more
    Read(read::Args),
    /// Judges visits again from their evidence, and shows what would change
    Replay(Box<replay::ReplayArgs>),
    /// Says of a site that is kept here whether it is worth it: the console's statement as text, JSON, CSV or a page
    Report(report::Args),
    /// Lists the rules, or explains one
    Rules(rules::Args),
    /// Stands in for the networks, to try publishing without posting anything anywhere
    Sandbox(sandbox::Args),
    /// Opens the console: the audit as a service that watches your sites
    Up(up::Args),
    /// Answers requests, one of several processes on a PostgreSQL database
    Serve(serve::Args),
    /// Writes everything that is kept into one file, while Tidings is up or not
    Backup(backup::BackupArgs),
    /// Takes a backup up into an empty place, of the same or the other kind of database
    Restore(backup::RestoreArgs),
    /// Goes on after a pause
    Resume(backup::ResumeArgs),
    /// Lists the people, and makes a way back in for one who forgot his password
    User(user::Args),
    /// Says from access logs alone whether it is worth it: what visitors passed on, what you brought, and at what price
    Worth(Box<worth::Args>),
    /// Does the jobs, one of several processes on a PostgreSQL database
    Work(serve::Args),
}

/// Runs `command`. An error is told on stderr, cause first, remedy with it.
pub(crate) fn run(command: Command) -> ExitCode {
    let ran = match command {
        Command::Accounts(args) => accounts::run(&args),
        Command::Audit(args) => audit::run(*args),
        Command::Buttons(args) => buttons::run(&args),
        Command::Card(args) => card::run(&args),
        Command::Classify(args) => classify::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Explain(args) => replay::explain(&args),
        Command::Import(args) => import::run(&args),
        Command::Mcp(args) => mcp::run(&args),
        Command::Networks(args) => networks::run(&args),
        Command::Post(args) => post::run(&args),
        Command::Queue(args) => queue::run(&args),
        Command::Read(args) => read::run(&args),
        Command::Replay(args) => replay::replay(&args),
        Command::Report(args) => report::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Sandbox(args) => sandbox::run(&args),
        Command::Up(args) => up::run(args),
        Command::Serve(args) => serve::run(Role::Serve, args),
        Command::Backup(args) => backup::backup(args),
        Command::Restore(args) => backup::restore(&args),
        Command::Resume(args) => backup::resume(&args),
        Command::User(args) => user::run(args),
        Command::Worth(args) => worth::run(&args),
        Command::Work(args) => serve::run(Role::Work, args),
    };
    match ran {
        Ok(code) => code.into(),
        Err(error) if is_closed_pipe(&error) => exit::CLEAN.into(),
        Err(error) => {
            let _ = writeln!(io::stderr(), "tidings: {error:#}");
            if error.is::<Unreached>() { exit::UNREACHABLE.into() } else { exit::WRONG_USE.into() }
        }
    }
}

/// Whether the reader of our output went away (`tidings rules | head`), which is no fault.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
