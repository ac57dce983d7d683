//! The program itself: how large, how quick to answer.

use anyhow::Result;

use crate::measure::wall;
use crate::program::{self, Program};
use crate::prove::Asked;
use crate::sheet::{Sheet, median};

const MEGABYTES: f64 = 25.0;
const MILLISECONDS: f64 = 20.0;
const RUNS: usize = 20;

pub(super) fn bench(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let program = program::built(asked.checkout, "dist", &["--package", "tidings"], "tidings")?;
    sheet.at_most("size of the program as published", MEGABYTES, std::fs::metadata(&program)?.len() as f64 / 1e6, "MB");
    let help = || wall(Program::new(&program).arg("--help"));
    help()?;
    let times = (0..RUNS).map(|_| help()).collect::<Result<Vec<f64>>>()?;
    sheet.at_most("`tidings --help`, median of 20", MILLISECONDS, median(&times) * 1000.0, "ms");
    Ok(())
}
