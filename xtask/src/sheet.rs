//! A sheet of targets: what was promised, what was measured, and whether that is enough.
//!
//! Every `prove` and `bench` fills one, prints each line when it is known, and keeps the whole in docs/proofs.

use std::fmt::Write as _;

use anyhow::Context;

use crate::program::Program;
use crate::{Checkout, Verdict};

/// The lines of one proof.
pub(crate) struct Sheet {
    name: &'static str,
    title: &'static str,
    lines: Vec<Line>,
    notes: Vec<String>,
}

struct Line {
    what: String,
    target: String,
    measured: String,
    /// Against the best peer of the same run.
    ratio: String,
    met: bool,
}

impl Sheet {
    /// An empty sheet, kept as docs/proofs/NAME.md.
    pub(crate) fn new(name: &'static str, title: &'static str) -> Self {
        println!("{title}\n");
        Self { name, title, lines: Vec::new(), notes: Vec::new() }
    }

    /// A line that is met or not.
    pub(crate) fn line(&mut self, what: &str, target: &str, measured: &str, met: bool) {
        self.against(what, target, measured, "", met);
    }

    /// `measured` of `unit` is at least `target`.
    pub(crate) fn at_least(&mut self, what: &str, target: f64, measured: f64, unit: &str) {
        let target_text = format!("≥ {}", number(target, unit));
        self.against(what, &target_text, &number(measured, unit), "", measured >= target);
    }

    /// `measured` of `unit` is at most `target`.
    pub(crate) fn at_most(&mut self, what: &str, target: f64, measured: f64, unit: &str) {
        let target_text = format!("≤ {}", number(target, unit));
        self.against(what, &target_text, &number(measured, unit), "", measured <= target);
    }

    /// Two counts are one.
    pub(crate) fn equal(&mut self, what: &str, expected: &str, measured: &str) {
        self.against(what, &format!("= {expected}"), measured, "", expected == measured);
    }

    /// A line with a ratio to the peer.
    pub(crate) fn against(&mut self, what: &str, target: &str, measured: &str, ratio: &str, met: bool) {
        let mark = if met { "met   " } else { "MISSED" };
        let tail = if ratio.is_empty() { String::new() } else { format!(" · {ratio}") };
        println!("{mark} {what}: {measured} (target {target}){tail}");
        self.lines.push(Line {
            what: what.to_owned(),
            target: target.to_owned(),
            measured: measured.to_owned(),
            ratio: ratio.to_owned(),
            met,
        });
    }

    /// A sentence below the table: how it was measured.
    pub(crate) fn note(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        println!("       {sentence}");
        self.notes.push(sentence);
    }

    /// Whether there is a line, and every one is met.
    pub(crate) fn all_met(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.met)
    }

    /// Writes docs/proofs/NAME.md. True where there is a line and every one is met.
    pub(crate) fn finish(self, checkout: &Checkout) -> Verdict {
        // A script that found nothing to measure has shown nothing.
        anyhow::ensure!(!self.lines.is_empty(), "nothing was measured, so no sheet of {} is written", self.name);
        let path = checkout.root.join("docs/proofs").join(format!("{}.md", self.name));
        let when = Program::new("date").args(["-u", "+%Y-%m-%d"]).text()?;
        let commit = checkout.commit()?;
        let cores = std::thread::available_parallelism()?;
        std::fs::write(&path, self.markdown(&format!("{when}, commit {commit}, {cores} cores")))
            .with_context(|| format!("cannot write {}", path.display()))?;
        let missed = self.lines.iter().filter(|line| !line.met).count();
        println!("\n{} of {} targets met; docs/proofs/{}.md", self.lines.len() - missed, self.lines.len(), self.name);
        Ok(self.all_met())
    }

    fn markdown(&self, circumstances: &str) -> String {
        let mut text = format!("# {}\n\n`cargo xtask {}`, {circumstances}.\n\n", self.title, command(self.name));
        let ratios = self.lines.iter().any(|line| !line.ratio.is_empty());
        let (head, rule) = if ratios { (" against the peers |", " --- |") } else { ("", "") };
        let _ = writeln!(text, "| what | target | measured |{head} |\n| --- | --- | --- |{rule} --- |");
        for Line { what, target, measured, ratio, met } in &self.lines {
            let ratio = if ratios { format!(" {ratio} |") } else { String::new() };
            let met = if *met { "met" } else { "**missed**" };
            let _ = writeln!(text, "| {what} | {target} | {measured} |{ratio} {met} |");
        }
        for note in &self.notes {
            let _ = write!(text, "\n{note}\n");
        }
        text
    }
}

/// `bench-audit` is kept by `bench audit`, every other sheet by `prove`.
fn command(name: &str) -> String {
    if name == "report-of-a-site" {
        return "prove report ADDRESS".to_owned();
    }
    name.strip_prefix("bench-").map_or_else(|| format!("prove {name}"), |bench| format!("bench {bench}"))
}

/// `12,345 pages/s`, `0.42 s`
fn number(value: f64, unit: &str) -> String {
    let text = if value.abs() >= 100.0 || value.fract() == 0.0 {
        thousands(value.round() as u64)
    } else if value.abs() >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    };
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

/// `12,345`
pub(crate) fn thousands(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The middle of `values`; 0 for none.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(number(32_101.4, "pages/s"), "32,101 pages/s");
        assert_eq!(number(12.34, "ms"), "12.3 ms");
        assert_eq!(number(0.0, ""), "0");
        assert_eq!(number(median(&[3.0, 1.0, 2.0]), ""), "2");
        assert_eq!(number(median(&[4.0, 1.0, 2.0, 3.0]), ""), "2.50");
    }

    #[test]
    fn a_missed_target_is_written_as_missed() {
        let mut sheet = Sheet::new("bench-audit", "Speed");
        sheet.at_most("help", 20.0, 24.5, "ms");
        sheet.against("read", "≥ 10 times", "900 pages/s", "12.1 times trafilatura", true);
        sheet.note("Medians of 3 rounds.");
        let text = sheet.markdown("2026-11-22, commit abc, 2 cores");
        assert!(text.starts_with("# Speed\n\n`cargo xtask bench audit`, 2026-11-22, commit abc, 2 cores.\n"), "{text}");
        assert!(text.contains("| help | ≤ 20 ms | 24.5 ms |  | **missed** |\n"), "{text}");
        assert!(text.ends_with("| met |\n\nMedians of 3 rounds.\n"), "{text}");
    }
}
