//! Room on the disk: bytes of a visit with its evidence, and of one whose row is gone; and how fast visits are taken in.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::measure::scratch;
use crate::program::Program;
use crate::prove::Asked;
use crate::sheet::Sheet;

/// Visits that are made.
const VISITS: u32 = 10_000_000;
/// Bytes of one with its evidence.
const WITH_EVIDENCE: f64 = 110.0;
/// Bytes of one that is in the sums alone.
const IN_SUMS: f64 = 30.0;

pub(super) fn bench(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let many = VISITS;
    let file = filled(asked, many)?;
    let size = || -> Result<(f64, f64)> {
        let cells = told(visits(asked).arg("size").arg(&file), "BYTES")?;
        Ok((cells[1].parse()?, cells[2].parse()?))
    };
    let (all, each) = size()?;
    let what = format!("a visit with its evidence, of {all} visits with everything that is kept of them");
    sheet.at_most(&what, WITH_EVIDENCE, each, "bytes");
    let forgotten = told(visits(asked).arg("forget").arg(&file), "FORGOTTEN")?;
    sheet.at_most("a visit whose row is gone", IN_SUMS, size()?.1, "bytes");
    sheet.note(format!("{} rows were let go in {} s, in batches of 2,000.", forgotten[0], forgotten[1]));
    fs::remove_file(&file)?;
    Ok(())
}

/// A file with so many visits, from an earlier call where there is one.
pub(super) fn filled(asked: &Asked, many: u32) -> Result<PathBuf> {
    let file = scratch(&format!("visits-{many}.sqlite"))?;
    if !Path::new(&file).exists() {
        told(visits(asked).arg("fill").arg(&file).arg(many.to_string()), "TAKEN")?;
    }
    Ok(file)
}

/// The example program that makes visits.
pub(super) fn visits(asked: &Asked) -> Program {
    Program::example(asked.checkout, "measure", "visits")
}

/// What the program says behind that word.
pub(super) fn told(program: Program, word: &str) -> Result<Vec<String>> {
    let mut cells = None;
    program.watch(|line| {
        println!("       {line}");
        if let Some(rest) = line.strip_prefix(word) {
            cells = Some(rest.trim_start().split('\t').map(str::to_owned).collect());
        }
    })?;
    cells.with_context(|| format!("the program did not say {word}"))
}
