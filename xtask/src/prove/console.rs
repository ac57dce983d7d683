//! The console in Chromium: the first journey, every screen and what is done within them on the real server, then every
//! journey on the mock.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, Result};

use super::Asked;
use super::report::CHROMIUM;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::checkout::{self, Checkout};
use crate::measure::scratch;
use crate::peers::{NPM, debian_pages};
use crate::program::Program;
use crate::served::Served;
use crate::sheet::Sheet;
use crate::tools;

/// Pages of libadwaita-1-doc.
const PAGES: &str = "1020";

/// `prove console [ADDRESS [WHAT IT IS]]`: the first journey on a site of 1,020 pages and every screen; or the first
/// journey alone on the site at ADDRESS, which has a table of its own.
pub(super) fn prove(asked: &Asked) -> Verdict {
    let (address, what) = asked.arguments.split_first().unzip();
    let mut sheet = match address {
        None => Sheet::new("console", "The console in a browser"),
        Some(_) => Sheet::new("console-site", "The first journey on a site that somebody has"),
    };
    let program = tidings(asked.checkout)?;
    let app = app(asked.checkout, asked.install)?;
    // What the mock serves; the program embeds a build of its own.
    Program::new("npm").args(["run", "--silent", "build"]).within(&app).run()?;
    let shots = checkout::cache()?.join("screenshots/console");
    let node = || Program::new("node").within(&app).env("TIDINGS_PROGRAM", &program).env("SHOTS", &shots);
    if let Some(address) = address {
        let up = Up::start(&program)?;
        told_by(node().arg("tests/first.mjs").arg(&up.link).arg(address), &mut sheet)?;
        sheet.note(format!("{address} {}", what.unwrap_or_default().join(" ")));
        return sheet.finish(asked.checkout);
    }
    let served = Served::start(asked.checkout, &debian_pages("libadwaita-1-doc", "libadwaita-1")?)?;
    let up = Up::start(&program)?;
    told_by(node().arg("tests/first.mjs").arg(&up.link).arg(&served.address).arg(PAGES), &mut sheet)?;
    drop(up);
    for script in ["tests/real.mjs", "tests/within.mjs", "tests/run.mjs"] {
        told_by(node().arg(script), &mut sheet)?;
    }
    sheet.note("The first lines: `tidings up` and a site on loopback, read as fast as it answers; then every screen of `tidings up --demo`, and what is done within them; then all journeys on the mock. Screenshots to look at lie in the cache, in `screenshots/console`.");
    sheet.finish(asked.checkout)
}

/// The folder of the console's sources, with all that they and their journeys need. A build of the program may take the
/// latter away again: it comes first.
pub(crate) fn app(checkout: &Checkout, install: bool) -> Result<PathBuf> {
    tools::need(&CHROMIUM, install)?;
    tools::need(&NPM, install)?;
    let app = checkout.root.join("crates/console/app");
    Program::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).within(&app).run()?;
    Ok(app)
}

/// A running `tidings up` on a fresh data folder.
pub(super) struct Up {
    pub(super) link: String,
    pub(super) program: Child,
}

impl Up {
    pub(super) fn start(program: &str) -> Result<Self> {
        let data = scratch("up")?;
        let _ = fs::remove_dir_all(&data);
        let mut command = Program::new(program)
            .args(["up", "--listen", "127.0.0.1:0", "--allow-private", "127.0.0.1", "--data"])
            .arg(&data)
            .into_command();
        let mut program = command.stdout(Stdio::piped()).spawn().context("`tidings up` cannot be started")?;
        let mut lines = BufReader::new(program.stdout.take().context("no pipe")?).lines();
        let link = lines.find_map(|line| Some(line.ok()?.trim().to_owned()).filter(|line| line.contains("/first/")));
        let Some(link) = link else {
            let _ = program.kill();
            let _ = program.wait();
            anyhow::bail!("`tidings up` printed no link");
        };
        Ok(Self { link, program })
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
