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

/// Audits, tells it as a table without the report page, and returns what that cost and how many pages it read.
pub(crate) fn cost_of_audit(checkout: &Checkout, arguments: &[&str]) -> Result<(Cost, usize)> {
    let output = scratch("audit.txt")?;
    let mut line = vec![tidings(checkout)?];
    line.extend(with_state(arguments)?);
    line.extend(["--no-report", "--quiet", "--fail-on", "never"].map(str::to_owned));
    let cost = cost_of_success(&line, &checkout.root, &output, 0)?;
    let said = fs::read_to_string(output)?;
    let pages = pages_told(&said).with_context(|| format!("an audit that tells no number of pages: {said}"))?;
    Ok((cost, pages))
}

/// The pages of the line that sums an audit up: `bakery.example · 1,021 pages · 0.3 s`.
fn pages_told(said: &str) -> Option<usize> {
    let parts = said.lines().rev().find(|line| line.contains(" pages · "))?;
    let number = parts.split(" · ").find_map(|part| part.strip_suffix(" pages"))?;
    number.replace(',', "").parse().ok()
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

/// Every rule with what it looks at, in words, from the page that a test keeps equal to the list.
pub(crate) fn rules_look_at(checkout: &Checkout) -> Result<BTreeMap<String, String>> {
    let page = fs::read_to_string(checkout.root.join("docs/rules.md")).context("docs/rules.md")?;
    Ok(read_rules(&page))
}

fn read_rules(page: &str) -> BTreeMap<String, String> {
    let mut rules = BTreeMap::new();
    let mut rule = None;
    for line in page.lines() {
        if let Some(id) = line.strip_prefix("### `") {
            rule = Some(id.trim_end_matches('`'));
        }
        let looks_at = line.split(" · ").find_map(|part| part.strip_prefix("looks at "));
        if let (Some(id), Some(looks_at)) = (rule, looks_at) {
            rules.insert(id.to_owned(), looks_at.to_owned());
        }
    }
    rules
}

/// A copy of `folder` in the cache, for a proof that writes into it.
pub(crate) fn copy_of(folder: &Path, name: &str) -> Result<std::path::PathBuf> {
    let copy = scratch(name)?;
    let _ = fs::remove_dir_all(&copy);
    Program::new("cp").arg("-a").arg(folder).arg(&copy).run()?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_tell_how_many_pages_were_read() {
        let said =
            " 1 Shared links show no picture  12 pages\n\n  bakery.example · 1,021 pages · 0.3 s\n  Shared today\n";
        assert_eq!(pages_told(said), Some(1021));
        assert_eq!(pages_told("nothing"), None);
    }

    #[test]
    fn the_rules_page_tells_what_each_rule_looks_at() {
        let page = "# The rules\n\n### `title-missing`\n\nNo headline.\n\nerror · X · looks at the bytes of the page · by hand\n\n\
                    ### `page-slow`\n\nwarning · looks at how the server answers · by hand\n";
        let rules = read_rules(page);
        assert_eq!(rules["title-missing"], "the bytes of the page");
        assert_eq!(rules["page-slow"], "how the server answers");
    }
}
