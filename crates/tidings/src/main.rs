//! The program: reads the command line, wires the crates together, prints.
//!
//! It decides nothing about pages, rules or networks. One file for each command in [`commands`].

mod commands;
mod demo;
mod service;
mod state;

use std::process::ExitCode;

use clap::Parser;

// Reading pages makes many short-lived values on several threads; the system's allocator took a seventh of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Shows how a website's links look on every social network, and how to mend them.
#[derive(Parser)]
#[command(name = "tidings", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    commands::run(Cli::parse().command)
}
