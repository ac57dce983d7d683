//! The program: reads the command line, wires the crates together, prints.
//!
//! It decides nothing about pages, rules or networks. One file for each command in [`commands`].

mod allocator;
mod backup;
mod client;
mod commands;
mod config;
mod demo;
mod demo_shop;
mod mcp;
mod service;
mod state;

use std::process::ExitCode;

use clap::Parser;

/// Shows how a website's links look on every social network, and how to mend them.
#[derive(Parser)]
#[command(name = "tidings", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    match config::parse(std::env::args_os().collect()) {
        Ok(cli) => commands::run(cli.command),
        Err(error) => error.exit(),
    }
}
