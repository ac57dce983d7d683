//! A log brought into the database: a million lines, one in ten of them a view of a page.

use std::fs;

use anyhow::Result;

use super::disk::told;
use super::log;
use crate::bench::ROUNDS;
use crate::measure::scratch;
use crate::program::Program;
use crate::prove::Asked;
use crate::sheet::{Sheet, median, thousands};

const LINES: u64 = 1_000_000;
/// Lines a second.
const TARGET: f64 = 200_000.0;

pub(super) fn bench(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let file = scratch("import.log")?;
    log::write(&file, LINES)?;
    let (mut rates, mut views) = (Vec::new(), String::new());
    for _ in 0..ROUNDS {
        let folder = scratch("import")?;
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let cells = told(Program::example(asked.checkout, "measure", "import").arg(&folder).arg(&file), "BROUGHT")?;
        let [lines, new, seconds] = &cells[..] else { anyhow::bail!("not three numbers: {cells:?}") };
        rates.push(lines.parse::<f64>()? / seconds.parse::<f64>()?);
        views.clone_from(new);
        fs::remove_dir_all(&folder)?;
    }
    fs::remove_file(&file)?;
    let rate = median(&rates);
    sheet.line(
        "`tidings import` of 1,000,000 lines, into the database with their evidence",
        &format!("≥ {} lines/s", thousands(TARGET as u64)),
        &format!("{} lines/s", thousands(rate as u64)),
        rate >= TARGET,
    );
    sheet.note(format!(
        "import: the log of `worth`, into an empty SQLite file, {} views of pages brought in; {ROUNDS} rounds, median.",
        thousands(views.parse()?)
    ));
    Ok(())
}
