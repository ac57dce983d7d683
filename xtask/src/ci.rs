//! What the build server runs, as steps that each can be run alone.

mod console;
pub(crate) mod first_output;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::program::Program;
use crate::{Checkout, Verdict, tidy, tools};

/// A step of `ci`.
struct Step {
    name: &'static str,
    /// How to run it alone.
    alone: &'static str,
    /// Returns a word on how it went; an error ends the run.
    run: fn(&Run) -> Result<String>,
}

/// Cheap steps first; then the one that builds the program from nothing, whose work the later ones take up.
const STEPS: &[Step] = &[
    Step { name: "format", alone: "cargo fmt --all --check", run: format },
    Step { name: "tidy", alone: "cargo xtask tidy", run: tidy },
    Step { name: "first output", alone: "cargo xtask prove first-output", run: first_output::step },
    Step { name: "clippy", alone: "cargo clippy --release --workspace --all-targets -- -D warnings", run: clippy },
    Step { name: "test", alone: "cargo xtask test", run: all_tests },
    Step { name: "console", alone: "cargo xtask prove console", run: console::step },
    Step { name: "deny", alone: "cargo deny check licenses bans sources", run: deny },
];

/// One run of `ci`.
struct Run {
    checkout: Checkout,
    /// Build folder of all steps; one profile, so that each crate is built once.
    target: PathBuf,
    install: bool,
    /// Keep what an earlier run built; the first output is then not measured.
    warm: bool,
}

impl Run {
    fn cargo(&self) -> Program {
        Program::cargo().within(&self.checkout.root).env("CARGO_TARGET_DIR", &self.target)
    }
}

/// `cargo xtask ci [--install] [--warm]`
pub(crate) fn ci(checkout: &Checkout, arguments: &[String]) -> Verdict {
    let mut arguments = arguments.to_vec();
    let install = tools::install_wanted(&mut arguments);
    let warm = arguments.iter().any(|argument| argument == "--warm");
    if let Some(other) = arguments.iter().find(|argument| *argument != "--warm") {
        bail!("`cargo xtask ci` does not know `{other}`");
    }
    let run = Run { checkout: checkout.clone(), target: checkout.target().join("ci"), install, warm };
    let began = Instant::now();
    let mut table = Vec::new();
    for step in STEPS {
        println!("\n== {} ({})", step.name, step.alone);
        let step_began = Instant::now();
        let outcome = (step.run)(&run);
        table.push((step.name, step_began.elapsed(), outcome));
        if let Some((_, _, Err(error))) = table.last() {
            println!("{}", times(&table, began.elapsed()));
            eprintln!("failed at {}: {error:#}\nto run it alone: {}", step.name, step.alone);
            return Ok(false);
        }
    }
    println!("{}", times(&table, began.elapsed()));
    let tests = table.iter().find(|(name, ..)| *name == "test").and_then(|(.., outcome)| outcome.as_ref().ok());
    println!("ci is green; cargo test: {}", tests.map_or("", String::as_str));
    Ok(true)
}

fn times(table: &[(&str, Duration, Result<String>)], all: Duration) -> String {
    let mut text = String::from("\n");
    for (name, took, outcome) in table {
        let word = outcome.as_ref().map_or("failed", String::as_str);
        let _ = writeln!(text, "{name:<14} {:>7.1} s  {word}", took.as_secs_f64());
    }
    text + &format!("{:<14} {:>7.1} s", "together", all.as_secs_f64())
}

fn format(run: &Run) -> Result<String> {
    run.cargo().args(["fmt", "--all", "--check"]).run()?;
    Ok("as rustfmt writes it".to_owned())
}

fn tidy(run: &Run) -> Result<String> {
    if !tidy::tidy(&run.checkout, &[])? {
        bail!("see above");
    }
    Ok(format!("{} checks", tidy::CHECKS.len()))
}

fn clippy(run: &Run) -> Result<String> {
    run.cargo()
        .args(["clippy", "--quiet", "--release", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
        .run()?;
    Ok("no warning".to_owned())
}

fn all_tests(run: &Run) -> Result<String> {
    tools::need(&tools::POSTGRES, run.install)?;
    let (passed, results) = cargo_test(run.cargo(), &["--locked".to_owned()])?;
    if !passed {
        bail!("cargo test: {results}");
    }
    Ok(results.to_string())
}

fn deny(run: &Run) -> Result<String> {
    tools::need(&tools::CARGO_DENY, run.install)?;
    run.cargo().args(["deny", "check", "licenses", "bans", "sources"]).run()?;
    Ok("licences, bans, sources".to_owned())
}

/// `cargo xtask test [ARGUMENTS]`
pub(crate) fn test(checkout: &Checkout, arguments: &[String]) -> Verdict {
    let (passed, results) = cargo_test(Program::cargo().within(&checkout.root), arguments)?;
    println!("\ncargo test: {results}");
    Ok(passed)
}

fn cargo_test(cargo: Program, arguments: &[String]) -> Result<(bool, Results)> {
    let mut results = Results::default();
    let chosen = arguments.iter().any(|it| it == "-p" || it.starts_with("--package"));
    let passed = cargo
        .args(["test", "--release", "--no-fail-fast"])
        .args((!chosen).then_some("--workspace"))
        .args(arguments)
        .watch(|line| results.read(line))?;
    Ok((passed, results))
}

/// The sums of cargo test's own result lines.
#[derive(Debug, Default, PartialEq)]
struct Results {
    passed: u32,
    failed: u32,
    ignored: u32,
    suites: u32,
}

impl Results {
    /// Adds `line` if it is one: `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; …`
    fn read(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) else {
            return;
        };
        self.suites += 1;
        for count in counts.1.split("; ") {
            let mut words = count.split(' ');
            let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse::<u32>), words.next()) else { continue };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

impl std::fmt::Display for Results {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { passed, failed, ignored, suites } = self;
        write!(out, "{passed} passed; {failed} failed; {ignored} ignored; in {suites} suites")
    }
}

#[cfg(test)]
mod tests {
    use super::Results;

    #[test]
    fn the_results_of_all_suites_are_added_up() {
        let mut results = Results::default();
        for line in [
            "running 2 tests",
            "test a ... ok",
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 5 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        ] {
            results.read(line);
        }
        assert_eq!(results, Results { passed: 7, failed: 3, ignored: 1, suites: 2 });
        assert_eq!(results.to_string(), "7 passed; 3 failed; 1 ignored; in 2 suites");
    }
}
