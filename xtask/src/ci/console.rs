//! The console: its types against the document of the API, a short look at the real server, every journey on the mock.

use anyhow::{Result, bail};

use super::Run;
use crate::program::Program;
use crate::prove::{app, told};

/// What is walked through in a browser. Against the program itself: from the printed link to the things to do by keyboard
/// alone, every screen in a light and a dark view, and what is done within the screens; then all journeys on the mock.
const WALKS: [&[&str]; 4] =
    [&["tests/first.mjs"], &["tests/real.mjs", "--short"], &["tests/within.mjs"], &["tests/run.mjs", "--short"]];

pub(super) fn step(run: &Run) -> Result<String> {
    run.cargo().args(["build", "--quiet", "--release", "--package", "tidings", "--locked"]).run()?;
    let app = app(&run.checkout, run.install)?;
    let npm = |script: &str| Program::new("npm").args(["run", "--silent", script]).within(&app).run();
    npm("check")?;
    // What the mock serves; the program embeds a build of its own.
    npm("build")?;
    let node = || Program::new("node").within(&app).env("TIDINGS_PROGRAM", run.target.join("release/tidings"));
    let (mut met, mut unmet) = (0, Vec::new());
    for walk in WALKS {
        for told in told::targets_of(node().args(walk))? {
            if told.met {
                met += 1;
            } else {
                unmet.push(format!("{}: {}", told.what, told.measured));
            }
        }
    }
    if let Some(first) = unmet.first() {
        bail!("{} of {} targets are not met: {first}", unmet.len(), met + unmet.len());
    }
    Ok(format!("{met} targets met"))
}
