//! The report of a real site in Chromium: sizes, light and dark, keyboard, axe, print.

use std::fs;

use super::Asked;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::checkout;
use crate::measure::scratch;
use crate::peers::{Peers, debian_pages};
use crate::program::Program;
use crate::sheet::Sheet;
use crate::tools::{self, Tool};

/// The script of the crate that makes the report.
const SCRIPT: &str = "crates/optimize/tests/browser/report.mjs";

pub(super) const CHROMIUM: Tool = Tool {
    name: "chromium",
    probe: &["chromium", "--version"],
    version: "Chromium",
    install: &["apt-get", "install", "--yes", "chromium"],
};

/// `prove report [ADDRESS OR FOLDER]…`: without one, a folder out of a Debian package.
pub(super) fn prove(asked: &Asked) -> Verdict {
    tools::need(&CHROMIUM, asked.install)?;
    // A site of one's own does not overwrite the proof that anybody can repeat.
    let mut sheet = if asked.arguments.is_empty() {
        Sheet::new("report", "The report in a browser")
    } else {
        Sheet::new("report-of-a-site", "The report of a real site in a browser")
    };
    let report = scratch("report.html")?;
    let package = debian_pages("libadwaita-1-doc", "libadwaita-1")?.to_string_lossy().into_owned();
    let mut target = asked.arguments.clone();
    if target.is_empty() {
        target = vec![package, "--base".to_owned(), "https://libadwaita.example/".to_owned()];
    }
    Program::new(tidings(asked.checkout)?)
        .arg("audit")
        .args(&target)
        .args(["--quiet", "--fail-on", "never", "--format", "html", "--output"])
        .arg(&report)
        .run()?;
    let shots = checkout::cache()?.join("screenshots");
    fs::create_dir_all(&shots)?;
    let node = Peers::node(asked.checkout, asked.install)?;
    let line = node.foreign_script(asked.checkout, SCRIPT)?;
    told_by(Program::new(&line[0]).args(&line[1..]).arg(&report).arg(&shots), &mut sheet)?;
    if !asked.arguments.is_empty() {
        sheet.note(format!("The site: `{}`.", asked.arguments.join(" ")));
    }
    sheet.note("Screenshots to look at lie in the cache, in `screenshots`.");
    sheet.finish(asked.checkout)
}
