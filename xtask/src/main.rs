//! The tools of this repository: `cargo xtask ci | test | tidy | bench | prove | new-network`.
//!
//! It uses no crate of the workspace, so that it judges them from outside, and it never edits a source file but in
//! `new-network`. Start at [`COMMANDS`]; `ci` is what the build server runs.

mod audited;
mod bench;
mod checkout;
mod ci;
mod measure;
mod new_network;
mod peers;
mod postgres;
mod posting;
mod program;
mod prove;
mod served;
mod sheet;
mod tidy;
mod tools;

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::{Result, bail};

use checkout::Checkout;

/// Whether everything that was looked at is as it should be.
type Verdict = Result<bool>;

struct Command {
    name: &'static str,
    takes: &'static str,
    does: &'static str,
    run: fn(&Checkout, &[String]) -> Verdict,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "ci",
        takes: "[--install] [--warm]",
        does: "all that the build server runs, with the time from a clean clone to the first output",
        run: ci::ci,
    },
    Command { name: "test", takes: "[ARGUMENTS OF CARGO TEST]", does: "every test of the workspace", run: ci::test },
    Command {
        name: "tidy",
        takes: "",
        does: "what the compiler cannot see: who uses whom, lists, sizes, words",
        run: tidy::tidy,
    },
    Command {
        name: "bench",
        takes: "NAME",
        does: "speed beside the peers; its table is kept in docs/proofs",
        run: bench::bench,
    },
    Command { name: "prove", takes: "NAME", does: "a long proof; its table is kept in docs/proofs", run: prove::prove },
    Command {
        name: "new-network",
        takes: "NAME",
        does: "the folder of a new network, and its line in the list",
        run: new_network::new_network,
    },
];

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Verdict {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", usage());
        return Ok(false);
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) {
        print!("{}", usage());
        return Ok(true);
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        bail!("there is no command `{name}`\n{}", usage());
    };
    (command.run)(&Checkout::find()?, rest)
}

fn usage() -> String {
    let mut text = String::from("Use: cargo xtask COMMAND\n\n");
    for command in COMMANDS {
        let call = format!("{} {}", command.name, command.takes);
        let _ = writeln!(text, "  {call:<38} {}", command.does);
    }
    text
}
