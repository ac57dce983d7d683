//! Runs of `tidings audit`, as a user would start it, and what their JSON says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::Checkout;
use crate::measure::{Cost, cost_of_success, scratch};
use crate::program::{self, Program};

/// The program in the release profile.
pub(crate) fn tidings(checkout: &Checkout) -> Result<String> {
    program::built(checkout, "release", &["--package", "tidings"], "tidings")
}

/// Audits, tells it as a table without the report page, and returns what that cost and what was printed.
pub(crate) fn cost_of_audit(checkout: &Checkout, arguments: &[&str]) -> Result<(Cost, String)> {
    let output = scratch("audit.txt")?;
    let mut line = vec![tidings(checkout)?];
    line.extend(with_state(arguments)?);
    line.extend(["--no-report", "--quiet", "--fail-on", "never"].map(str::to_owned));
    let cost = cost_of_success(&line, &checkout.root, &output, 0)?;
    Ok((cost, fs::read_to_string(output)?))
}

/// Audits and returns the JSON document without its pages.
pub(crate) fn audit(checkout: &Checkout, arguments: &[&str]) -> Result<Value> {
    let output = scratch("audit.json")?;
    Program::new(tidings(checkout)?)
        .args(with_state(arguments)?)
        .args(["--quiet", "--fail-on", "never", "--format", "json", "--output"])
        .arg(&output)
        .run()?;
    let mut document: Value = serde_json::from_slice(&fs::read(output)?).context("the audit's JSON")?;
    if document["version"] != 1 {
        bail!("the audit's JSON has version {}, this proof reads version 1", document["version"]);
    }
    document["pages"] = Value::Null;
    Ok(document)
}

/// A fresh state for each run, so that none takes up what another one read.
fn with_state(arguments: &[&str]) -> Result<Vec<String>> {
    let state = scratch("state")?;
    let _ = fs::remove_dir_all(&state);
    let mut line = vec!["audit".to_owned()];
    line.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    line.extend(["--state".to_owned(), state.to_string_lossy().into_owned()]);
    Ok(line)
}

/// How many pages each rule has, as the document sums it up.
pub(crate) fn pages_of_rules(document: &Value) -> BTreeMap<String, u64> {
    let rules = document["summary"]["rules"].as_object().into_iter().flatten();
    rules.filter_map(|(rule, pages)| Some((rule.clone(), pages.as_u64()?))).collect()
}

/// Every rule with what it needs, as the program lists them.
pub(crate) fn needs_of_rules(checkout: &Checkout) -> Result<BTreeMap<String, String>> {
    let said = Program::new(tidings(checkout)?).args(["rules", "--format", "json"]).text()?;
    let list: Value = serde_json::from_str(&said).context("`tidings rules --format json`")?;
    let rules = list.as_array().or_else(|| list["rules"].as_array()).context("a list of rules")?;
    let pair = |rule: &Value| Some((rule["id"].as_str()?.to_owned(), rule["needs"].as_str()?.to_owned()));
    Ok(rules.iter().filter_map(pair).collect())
}

/// A copy of `folder` in the cache, for a proof that writes into it.
pub(crate) fn copy_of(folder: &Path, name: &str) -> Result<std::path::PathBuf> {
    let copy = scratch(name)?;
    let _ = fs::remove_dir_all(&copy);
    Program::new("cp").arg("-a").arg(folder).arg(&copy).run()?;
    Ok(copy)
}
