//! `tidings worth` on 90 days of a log, without a network, beside GoAccess, which makes its report of the same file.

use std::path::Path;

use anyhow::{Context, Result};

use super::log;
use crate::bench::ROUNDS;
use crate::measure::{Cost, cost_of_success, scratch};
use crate::prove::Asked;
use crate::sheet::{Sheet, median, thousands};
use crate::{program, tools};

const LINES: u64 = 1_000_000;
const SECONDS: f64 = 10.0;

const GOACCESS: tools::Tool = tools::Tool {
    name: "GoAccess",
    probe: &["goaccess", "--version"],
    version: "GoAccess",
    install: &["apt-get", "install", "--yes", "goaccess"],
};

pub(super) fn bench(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    tools::need(&GOACCESS, asked.install)?;
    let file = scratch("ninety-days.log")?;
    let views = log::write(&file, LINES)?;
    let bytes = std::fs::metadata(&file)?.len();
    let folder = file.parent().context("no folder")?;
    let ours = program::built(asked.checkout, "release", &["--package", "tidings"], "tidings")?;
    let log = file.to_string_lossy().into_owned();
    // A name space of its own has no network, not even loopback.
    let alone = |line: &[&str]| -> Vec<String> {
        ["unshare", "--net", "--"].iter().chain(line).map(|word| (*word).to_owned()).collect()
    };
    let mine = alone(&[
        &ours,
        "worth",
        &log,
        "--site",
        "shop.example",
        "--posts",
        "none",
        "--quiet",
        "--output",
        "worth.html",
    ]);
    let theirs = alone(&["goaccess", &log, "--log-format=COMBINED", "--no-progress", "--output", "goaccess.html"]);
    let (mut tidings, mut goaccess) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        tidings.push(run(&mine, folder)?);
        goaccess.push(run(&theirs, folder)?);
    }
    std::fs::remove_file(&file)?;
    let middle = |costs: &[Cost], of: fn(&Cost) -> f64| median(&costs.iter().map(of).collect::<Vec<f64>>());
    let (wall, peer) = (middle(&tidings, |cost| cost.wall), middle(&goaccess, |cost| cost.wall));
    sheet.against(
        "`tidings worth`, 90 days, 1,000,000 lines, no network",
        &format!("≤ {SECONDS} s"),
        &format!("{wall:.2} s ({} lines/s)", thousands((LINES as f64 / wall) as u64)),
        &format!("{:.2} of GoAccess' time", wall / peer),
        wall <= SECONDS,
    );
    let (cpu, peer) = (middle(&tidings, |cost| cost.cpu), middle(&goaccess, |cost| cost.cpu));
    let (peak, held) = (middle(&tidings, |cost| cost.peak as f64), middle(&goaccess, |cost| cost.peak as f64));
    sheet.against(
        "memory of it at its peak",
        "less than GoAccess",
        &format!("{:.0} MB", peak / 1e6),
        &format!("{:.2} of GoAccess' memory, {:.2} of its processor time", peak / held, cpu / peer),
        peak < held,
    );
    sheet.note(format!(
        "worth: a log made from a seed, {:.0} MB in the combined form, {} of its lines views of pages by people, 60,000 by \
         programs, the others pictures, styles and scripts; {ROUNDS} rounds in turn, medians. GoAccess reads the same file with \
         its format COMBINED and writes its report as HTML too; it counts requests, hosts and referrers, and classifies no visits.",
        bytes as f64 / 1e6,
        thousands(views),
    ));
    Ok(())
}

fn run(line: &[String], folder: &Path) -> Result<Cost> {
    cost_of_success(line, folder, &scratch("bench.out")?, 0)
}
