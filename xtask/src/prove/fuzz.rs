//! The readers of foreign bytes, each fed with made-up ones for some minutes.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Child;

use anyhow::{Context, Result, bail};

use super::Asked;
use crate::Verdict;
use crate::measure::scratch;
use crate::program::Program;
use crate::sheet::{Sheet, thousands};
use crate::tools::{self, Tool};

const TARGETS: &[&str] = &["page", "robots", "sitemap", "image_header", "film"];

const MINUTES: u32 = 10;

const CARGO_FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    probe: &["cargo", "fuzz", "--version"],
    version: "0.13",
    install: &["cargo", "install", "--locked", "cargo-fuzz@0.13.2"],
};

const NIGHTLY: Tool = Tool {
    name: "the nightly toolchain",
    probe: &["rustup", "toolchain", "list"],
    version: "nightly",
    install: &["rustup", "toolchain", "install", "nightly", "--profile", "minimal"],
};

pub(super) fn prove(asked: &Asked) -> Verdict {
    let minutes = asked.number("--minutes", MINUTES)?;
    tools::need(&NIGHTLY, asked.install)?;
    tools::need(&CARGO_FUZZ, asked.install)?;
    let mut sheet =
        Sheet::new("fuzz", "Made-up bytes for the readers of pages, robots.txt, sitemaps, pictures and films");
    fuzz(asked).arg("build").run()?;
    let cores = std::thread::available_parallelism()?.get();
    for together in TARGETS.chunks(cores) {
        let running: Vec<Running> =
            together.iter().map(|target| Running::start(asked, target, minutes)).collect::<Result<_>>()?;
        for run in running {
            run.tell(&mut sheet)?;
        }
    }
    sheet.note(format!(
        "{minutes} minutes for each target, with a limit of 2 GB of memory and 10 seconds for one input."
    ));
    sheet.finish(asked.checkout)
}

/// `cargo fuzz` from the top of the working copy, with nightly, which the pinned toolchain would otherwise forbid.
fn fuzz(asked: &Asked) -> Program {
    Program::new("cargo").args(["+nightly", "fuzz"]).within(&asked.checkout.root).env("RUSTUP_TOOLCHAIN", "nightly")
}

struct Running {
    target: String,
    log: PathBuf,
    child: Child,
}

impl Running {
    fn start(asked: &Asked, target: &str, minutes: u32) -> Result<Self> {
        let log = scratch(&format!("fuzz-{target}.log"))?;
        let out = File::create(&log)?;
        let mut command = fuzz(asked)
            .args(["run", target, "--"])
            .arg(format!("-max_total_time={}", minutes * 60))
            .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"])
            .into_command();
        let child = command.stdout(out.try_clone()?).stderr(out).spawn().context("cargo fuzz cannot be started")?;
        Ok(Self { target: target.to_owned(), log, child })
    }

    fn tell(mut self, sheet: &mut Sheet) -> Result<()> {
        let status = self.child.wait()?;
        let log = fs::read_to_string(&self.log)?;
        let stat = |name: &str| {
            log.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok()).unwrap_or_default()
        };
        let inputs = stat("stat::number_of_executed_units:");
        if inputs == 0 && status.success() {
            bail!("the fuzz target `{}` tried nothing: see {}", self.target, self.log.display());
        }
        let measured = if status.success() {
            format!("{} inputs, no fault", thousands(inputs))
        } else {
            let last: Vec<&str> =
                log.lines().filter(|line| line.contains("ERROR") || line.contains("panicked")).take(2).collect();
            format!("a fault: {}", last.join(" "))
        };
        sheet.line(&self.target, "no fault", &measured, status.success());
        Ok(())
    }
}
