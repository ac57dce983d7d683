//! The statement: ninety days over ten million visits, and its pages over a month.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::measure::scratch;
use crate::program::Program;
use crate::prove::Asked;
use crate::sheet::Sheet;

const MILLIS: f64 = 100.0;
const DRILL: f64 = 1_000.0;

pub(super) fn bench(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let folder = scratch("statement")?;
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let told = Program::example(asked.checkout, "measure", "statement").arg(&folder).text()?;
    fs::remove_dir_all(&folder)?;
    let rounds: Vec<Value> = told.lines().map(serde_json::from_str).collect::<Result<_, _>>().context("no JSON")?;
    let numbers = |key: &str| -> Result<Vec<f64>> {
        let mut all: Vec<f64> = rounds.iter().filter_map(|round| round[key].as_f64()).collect();
        all.sort_by(f64::total_cmp);
        anyhow::ensure!(!all.is_empty(), "no {key}");
        Ok(all)
    };
    let late = |all: &[f64]| all[(all.len() * 95 / 100).min(all.len() - 1)];
    let visits = numbers("visits")?[0];
    sheet.equal("visits in the statement", "10000000", &format!("{visits:.0}"));
    sheet.at_most(
        "statement for 90 days over 10 million visits, 95th percentile",
        MILLIS,
        late(&numbers("millis")?),
        "ms",
    );
    sheet.at_most(
        "its pages over 31 days, the first 200 of 5,000, 95th percentile",
        DRILL,
        late(&numbers("pages_millis")?),
        "ms",
    );
    sheet.note(format!(
        "statement: SQLite, {} rounds after the first reading of the file, JSON made each time ({:.0} KB); 180 days of sums with 47 \
         classes by 19 networks a day, and 5,000 pages by three classes a day, put in as `measure::kept` leaves them.",
        rounds.len(),
        numbers("bytes")?[0] / 1e3
    ));
    Ok(())
}
