//! Share bars in Chromium: what they weigh, where each button leads, and what the enhancer adds.

use super::Asked;
use super::report::CHROMIUM;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::checkout;
use crate::peers::Peers;
use crate::program::Program;
use crate::sheet::Sheet;
use crate::tools;

const SCRIPT: &str = "crates/optimize/tests/browser/buttons.mjs";

/// `prove buttons`
pub(super) fn prove(asked: &Asked) -> Verdict {
    tools::need(&CHROMIUM, asked.install)?;
    let mut sheet = Sheet::new("buttons", "The share bar in a browser");
    let shots = checkout::cache()?.join("screenshots/buttons");
    let line = Peers::node(asked.checkout, asked.install)?.foreign_script(asked.checkout, SCRIPT)?;
    told_by(Program::new(&line[0]).args(&line[1..]).arg(tidings(asked.checkout)?).arg(&shots), &mut sheet)?;
    sheet.note("Every request is answered by the test itself: that a network's form takes what it is given is known from the sources in its folder, not tried here.");
    sheet.finish(asked.checkout)
}
