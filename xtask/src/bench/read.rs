//! `tidings read` over real pages, beside three programs that take the same facts from the same files, and beside the
//! least that a pass over them can cost.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use anyhow::{Context, Result, bail};

use super::{FAST, ROUNDS};
use crate::audited::tidings;
use crate::measure::{cost_of_success, scratch};
use crate::peers::{Peers, debian_pages, pages_below};
use crate::prove::Asked;
use crate::sheet::{Sheet, median, thousands};
use crate::{checkout, program};

/// Times the fastest peer's pages per CPU second.
const TIMES_THE_FASTEST: f64 = 10.0;

/// Times the CPU time of a bare pass.
const TIMES_A_BARE_PASS: f64 = 3.0;

/// Pages of each Debian package, and of what lies in `CACHE/pages`.
const OF_EACH: usize = 125;
const OF_OWN: usize = 500;

/// Debian packages of four makers of pages: gi-docgen (with Open Graph, twice), Sphinx, rustdoc.
const PACKAGES: &[(&str, &str)] = &[
    ("libadwaita-1-doc", "libadwaita-1"),
    ("libsoup-3.0-doc", "libsoup-3.0"),
    ("python-sklearn-doc", "python-sklearn-doc/html"),
    ("rust-doc", "rust-doc/html"),
];

/// A program that reads a folder and prints a line a page.
struct Reader {
    name: &'static str,
    line: Vec<String>,
    runs: usize,
    /// CPU seconds of one run, for each round.
    cpu: Vec<f64>,
}

impl Reader {
    fn new(name: &'static str, mut line: Vec<String>, folder: &Path, runs: usize) -> Self {
        line.push(folder.to_string_lossy().into_owned());
        Self { name, line, runs, cpu: Vec::new() }
    }
}

pub(super) fn bench(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let folder = scratch("pages")?;
    let (pages, bytes, whence) = gather(&folder)?;
    let program = tidings(asked.checkout)?;
    let bare = program::built(
        asked.checkout,
        "release",
        &["--package", "pages", "--example", "bare_pass"],
        "examples/bare_pass",
    )?;
    let python = Peers::python(asked.checkout, asked.install)?;
    let node = Peers::node(asked.checkout, asked.install)?;
    let mut readers = [
        Reader::new("tidings read", vec![program, "read".into(), "--format".into(), "jsonl".into()], &folder, FAST),
        Reader::new("a bare pass of lol_html", vec![bare], &folder, FAST),
        Reader::new("trafilatura", python.python_line("trafilatura_read.py"), &folder, 1),
        Reader::new("metascraper", node.node_line("metascraper_read.mjs"), &folder, 1),
        Reader::new("open-graph-scraper", node.node_line("ogs_read.mjs"), &folder, 1),
    ];
    let output = scratch("read.jsonl")?;
    for _ in 0..ROUNDS {
        for reader in &mut readers {
            let mut cpu = 0.0;
            for _ in 0..reader.runs {
                cpu += cost_of_success(&reader.line, &folder, &output, 0)?.cpu;
                let lines = BufReader::new(File::open(&output)?).split(b'\n').count();
                if lines != pages && reader.name != "a bare pass of lol_html" {
                    bail!("{} printed {lines} lines for {pages} pages", reader.name);
                }
            }
            reader.cpu.push(cpu / reader.runs as f64);
        }
    }
    report(&readers, pages, bytes, &whence, sheet)
}

fn report(readers: &[Reader], pages: usize, bytes: u64, whence: &str, sheet: &mut Sheet) -> Result<()> {
    let [ours, bare, peers @ ..] = readers else { bail!("no readers") };
    if median(&ours.cpu) < 0.05 {
        bail!("`{}` ends too soon to be measured: more pages are needed", ours.line.join(" "));
    }
    let (ours, bare) = (median(&ours.cpu), median(&bare.cpu));
    let rate = |cpu: f64| pages as f64 / cpu.max(0.001);
    let mut peers: Vec<(&str, f64)> = peers.iter().map(|peer| (peer.name, median(&peer.cpu))).collect();
    peers.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (fastest, least) = *peers.first().context("no peers")?;
    let times = least / ours.max(0.001);
    sheet.against(
        "`tidings read`, pages per CPU second",
        &format!("≥ {TIMES_THE_FASTEST} times the fastest peer"),
        &format!("{} pages/s", thousands(rate(ours) as u64)),
        &format!("{times:.0} times {fastest}"),
        times >= TIMES_THE_FASTEST,
    );
    let times = ours / bare.max(0.001);
    sheet.against(
        "`tidings read`, CPU time",
        &format!("≤ {TIMES_A_BARE_PASS} times a bare pass of lol_html"),
        &format!("{:.0} µs a page", ours / pages as f64 * 1e6),
        &format!("{times:.2} times a bare pass"),
        times <= TIMES_A_BARE_PASS,
    );
    let all: Vec<String> = peers.iter().map(|(name, cpu)| format!("{name} {:.0} pages/s", rate(*cpu))).collect();
    sheet.note(format!(
        "Reading: {} pages, {} MB ({whence}), {ROUNDS} rounds in turn, medians of CPU time. The peers: {}.",
        thousands(pages as u64),
        bytes / 1_000_000,
        all.join(", ")
    ));
    Ok(())
}

/// Copies the pages into one flat folder, so that all programs read the same files: everything that lies in
/// `CACHE/pages`, and an even sample of each Debian package. Returns their number, their bytes, and where they are from.
fn gather(folder: &Path) -> Result<(usize, u64, String)> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    let own = checkout::cache()?.join("pages");
    let own = if own.is_dir() { sample(pages_below(&own)?, OF_OWN) } else { Vec::new() };
    let mut whence = if own.is_empty() { String::new() } else { format!("{} from the web, ", own.len()) };
    let mut sources = own;
    for (package, below) in PACKAGES {
        let pages = sample(pages_below(&debian_pages(package, below)?)?, OF_EACH);
        let _ = write!(whence, "{} of {package}, ", pages.len());
        sources.extend(pages);
    }
    let mut bytes = 0;
    for (source, number) in iter::zip(&sources, 1..) {
        bytes += fs::copy(source, folder.join(format!("{number:05}.html")))?;
    }
    Ok((sources.len(), bytes, whence.trim_end_matches(", ").to_owned()))
}

/// At most `most` of `pages`, evenly spread.
fn sample(pages: Vec<PathBuf>, most: usize) -> Vec<PathBuf> {
    let step = pages.len().div_ceil(most).max(1);
    pages.into_iter().step_by(step).collect()
}
