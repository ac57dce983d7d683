//! `--fix` on a copy of a real website: what it promises is mended, nothing else is touched, and once is enough.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Asked;
use crate::Verdict;
use crate::audited::{audit, copy_of, tidings};
use crate::peers::{Peers, debian_pages};
use crate::program::Program;
use crate::sheet::Sheet;

const BASE: &str = "https://libadwaita.example/";

pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("fix", "`--fix` mends what it promises and changes no other byte");
    let original = debian_pages("libadwaita-1-doc", "libadwaita-1")?;
    let once = copy_of(&original, "fixed-once")?;

    let before = audit(asked.checkout, &[&once.to_string_lossy(), "--base", BASE])?;
    sheet.at_least("findings with mend *write* before", 1.0, writable(&before) as f64, "");
    fix(asked, &once)?;
    let after = audit(asked.checkout, &[&once.to_string_lossy(), "--base", BASE])?;
    sheet.equal("findings with mend *write* after", "0", &writable(&after).to_string());
    sheet.equal("pages after", &before["summary"]["pages"].to_string(), &after["summary"]["pages"].to_string());

    let twice = copy_of(&once, "fixed-twice")?;
    fix(asked, &twice)?;
    let again = compare(asked, &once, &twice)?;
    sheet.equal("files that the second run changes", "0", &again["changed"].to_string());

    let touched = compare(asked, &original, &once)?;
    let faults = touched["faults"].as_array().context("faults")?;
    sheet.equal("files with a change outside of meta tags, title and canonical link", "0", &faults.len().to_string());
    sheet.at_least("files that the first run mends", 1.0, touched["changed"].as_f64().unwrap_or_default(), "");
    for fault in faults {
        sheet.note(fault.as_str().unwrap_or_default());
    }
    sheet.note(format!(
        "libadwaita-1-doc: {} files, {} tags written in {} of them; compared by xtask/peers/untouched.py.",
        touched["files"], touched["tags"], touched["changed"]
    ));
    sheet.finish(asked.checkout)
}

fn fix(asked: &Asked, folder: &Path) -> Result<()> {
    Program::new(tidings(asked.checkout)?)
        .arg("audit")
        .arg(folder)
        .args(["--base", BASE, "--fix", "--no-report", "--quiet", "--fail-on", "never"])
        .text()?;
    Ok(())
}

/// Findings that `--fix` promises to mend.
fn writable(document: &Value) -> u64 {
    let jobs = document["jobs"].as_array().into_iter().flatten();
    jobs.filter(|job| job["mend"] == "write").filter_map(|job| job["findings"].as_u64()).sum()
}

fn compare(asked: &Asked, before: &Path, after: &Path) -> Result<Value> {
    let script = Peers::python(asked.checkout, asked.install)?.python_line("untouched.py");
    let said = Program::new(&script[0]).args(&script[1..]).arg(before).arg(after).text()?;
    serde_json::from_str(&said).context("untouched.py")
}
