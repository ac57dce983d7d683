//! Visitors in a real browser: what was simulated beside what was measured, row for row.

use super::Asked;
use super::console::app;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::program::Program;
use crate::sheet::Sheet;

/// `prove visitors`
pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("visitors", "Visitors in Chromium: what was simulated, what was measured");
    let program = tidings(asked.checkout)?;
    let app = app(asked.checkout, asked.install)?;
    let script = Program::new("node").arg("tests/visitors.mjs").within(&app).env("TIDINGS_PROGRAM", &program);
    told_by(script, &mut sheet)?;
    sheet.note("`tidings up --demo`, the demo's shop with its script and share bar, and Chromium, to which all other hosts lead to one stand-in on loopback: the referrers are those that the browser sends from there. A visitor is told from another one by the number of his browser.");
    sheet.finish(asked.checkout)
}
