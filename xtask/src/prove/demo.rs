//! The demo where there is no network: in a namespace of its own that has loopback alone, its strip followed in Chromium.

use super::Asked;
use super::console::app;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::checkout;
use crate::program::Program;
use crate::sheet::Sheet;

/// Loopback comes up in the namespace, and nothing else is there.
const ALONE: &str = "ip link set lo up && exec node tests/demo.mjs";

/// `prove demo`
pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("demo", "The demo without a network");
    let program = tidings(asked.checkout)?;
    let app = app(asked.checkout, asked.install)?;
    let shots = checkout::cache()?.join("screenshots/demo");
    let script = Program::new("unshare")
        .args(["--map-root-user", "--net", "sh", "-c", ALONE])
        .within(&app)
        .env("TIDINGS_PROGRAM", &program)
        .env("SHOTS", &shots);
    told_by(script, &mut sheet)?;
    sheet.note("`tidings up --demo` and Chromium in one network namespace (`unshare --map-root-user --net`) whose only interface is loopback. Screenshots to look at lie in the cache, in `screenshots/demo`.");
    sheet.finish(asked.checkout)
}
