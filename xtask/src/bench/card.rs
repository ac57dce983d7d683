//! Cards, beside satori and resvg-js: the same layout for 60 titles, in one run, in turn.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::ROUNDS;
use crate::measure::{TIME, cost_of_success, scratch};
use crate::peers::Peers;
use crate::prove::Asked;
use crate::sheet::{Sheet, median};
use crate::{Verdict, program, tools};

const TITLES: usize = 60;
/// Times as fast as the peer, at the median.
const TIMES: f64 = 5.0;
/// The most memory that the whole program holds.
const MEGABYTES: f64 = 60.0;
/// What WhatsApp takes.
const LARGEST: f64 = 300.0;

/// A program that draws, and what it took.
struct Drawer {
    name: &'static str,
    line: Vec<String>,
    /// Milliseconds of each card, of all rounds.
    millis: Vec<f64>,
    bytes: Vec<f64>,
    peak: f64,
}

impl Drawer {
    fn new(name: &'static str, mut line: Vec<String>, titles: &Path) -> Result<Self> {
        let folder = scratch(&format!("cards-{name}"))?;
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        line.push(titles.to_string_lossy().into_owned());
        line.push(folder.to_string_lossy().into_owned());
        Ok(Self { name, line, millis: Vec::new(), bytes: Vec::new(), peak: 0.0 })
    }

    fn run(&mut self) -> Result<()> {
        let output = scratch("cards.jsonl")?;
        let cost = cost_of_success(&self.line, Path::new("."), &output, 0)?;
        self.peak = self.peak.max(cost.peak as f64 / 1e6);
        let told = fs::read_to_string(&output)?;
        let before = self.millis.len();
        for line in told.lines() {
            let told: Value = serde_json::from_str(line).with_context(|| format!("{} said {line}", self.name))?;
            let number = |key: &str| told[key].as_f64().with_context(|| format!("no {key} in {line}"));
            self.millis.push(number("millis")?);
            self.bytes.push(number("bytes")?);
        }
        if self.millis.len() - before != TITLES {
            bail!("{} drew {} cards for {TITLES} titles", self.name, self.millis.len() - before);
        }
        Ok(())
    }
}

pub(super) fn bench(asked: &Asked) -> Verdict {
    tools::need(&TIME, asked.install)?;
    let titles = scratch("titles.txt")?;
    fs::write(&titles, titles_of_any_length())?;
    let ours =
        program::built(asked.checkout, "release", &["--package", "optimize", "--example", "cards"], "examples/cards")?;
    let node = Peers::node(asked.checkout, asked.install)?;
    let mut drawers = [
        Drawer::new("tidings", vec![ours], &titles)?,
        Drawer::new("satori and resvg-js", node.node_line("satori_cards.mjs"), &titles)?,
    ];
    for _ in 0..ROUNDS {
        for drawer in &mut drawers {
            drawer.run()?;
        }
    }
    let [ours, peer] = &drawers;
    let mut sheet = Sheet::new("bench-card", "Speed of cards");
    let (mine, theirs) = (median(&ours.millis), median(&peer.millis));
    let times = theirs / mine.max(0.001);
    sheet.against(
        "a card of 1200 × 630, median",
        &format!("≥ {TIMES} times as fast as satori and resvg-js"),
        &format!("{mine:.1} ms"),
        &format!("{times:.1} times; it takes {theirs:.1} ms"),
        times >= TIMES,
    );
    let slow = |values: &[f64]| {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted[(sorted.len() * 95 / 100).min(sorted.len() - 1)]
    };
    let times = slow(&peer.millis) / slow(&ours.millis).max(0.001);
    sheet.against(
        "the same, 95 of 100",
        "faster",
        &format!("{:.1} ms", slow(&ours.millis)),
        &format!("{times:.1} times; it takes {:.1} ms", slow(&peer.millis)),
        times > 1.0,
    );
    sheet.against(
        "memory of the whole program at its peak",
        &format!("< {MEGABYTES} MB"),
        &format!("{:.1} MB", ours.peak),
        &format!("it holds {:.0} MB", peer.peak),
        ours.peak < MEGABYTES,
    );
    let largest = ours.bytes.iter().copied().fold(0.0, f64::max) / 1e3;
    let theirs = peer.bytes.iter().copied().fold(0.0, f64::max) / 1e3;
    sheet.against(
        "the largest card",
        &format!("< {LARGEST} KB"),
        &format!("{largest:.0} KB"),
        &format!("its largest has {theirs:.0} KB"),
        largest < LARGEST,
    );
    sheet.note(format!(
        "{TITLES} titles of 1 to 24 words in the layout of our article, {ROUNDS} rounds in turn, each in a process of its own with the same two weights of Inter; medians over all cards, reading fonts and writing files left out."
    ));
    sheet.finish(asked.checkout)
}

/// Titles as they come: short ones, long ones, and too long ones.
fn titles_of_any_length() -> String {
    const WORDS: [&str; 12] =
        ["bread", "of", "rye", "from", "the", "stone", "oven", "Monday", "slowly", "fermented", "with", "patience"];
    let mut titles = String::new();
    for title in 0..TITLES {
        let words: Vec<&str> = (0..=title * 7 % 24).map(|word| WORDS[(title * 5 + word * 7) % WORDS.len()]).collect();
        let _ = writeln!(titles, "{} {}", title + 1, words.join(" "));
    }
    titles
}
