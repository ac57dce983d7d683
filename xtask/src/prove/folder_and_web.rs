//! Two real websites, each as a folder and over HTTP: the same pages have the same faults. And an independent script
//! counts the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Asked;
use crate::Verdict;
use crate::audited::{audit, pages_of_rules, rules_look_at};
use crate::peers::{Peers, debian_pages, pages_below};
use crate::program::Program;
use crate::served::Served;
use crate::sheet::Sheet;

const SITES: &[(&str, &str)] = &[("libadwaita-1-doc", "libadwaita-1"), ("libsoup-3.0-doc", "libsoup-3.0")];

/// At least so many rules are counted independently.
const INDEPENDENT: usize = 8;

pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("folder-and-web", "A folder and the web: equal findings, independently counted");
    let needs = rules_look_at(asked.checkout)?;
    for (package, below) in SITES {
        site(asked, package, &debian_pages(package, below)?, &needs, &mut sheet)?;
    }
    sheet.note("The independent count is xtask/peers/count.py, which reads the pages with lxml.");
    sheet.finish(asked.checkout)
}

fn site(asked: &Asked, name: &str, folder: &Path, needs: &BTreeMap<String, String>, sheet: &mut Sheet) -> Result<()> {
    let files = pages_below(folder)?;
    let base = format!("https://{}.example/", name.replace('.', "-"));
    let target = folder.to_string_lossy();
    let here = audit(asked.checkout, &[&target, "--base", &base])?;

    let served = Served::start(asked.checkout, folder)?;
    let over_http = audit(asked.checkout, &[&format!("{}sitemap.xml", served.address), "--fast"])?;
    drop(served);

    let pages = |document: &Value| document["summary"]["pages"].as_u64().unwrap_or_default().to_string();
    sheet.equal(&format!("{name}: pages in the folder"), &files.len().to_string(), &pages(&here));
    sheet.equal(&format!("{name}: pages over HTTP"), &files.len().to_string(), &pages(&over_http));

    let (here, over_http) = (pages_of_rules(&here), pages_of_rules(&over_http));
    let count = |counts: &BTreeMap<String, u64>, rule: &str| counts.get(rule).copied().unwrap_or_default();
    let compared: Vec<&String> = needs
        .iter()
        .filter(|(_, needs)| ["the bytes of the page", "the other pages of the site"].contains(&needs.as_str()))
        .map(|n| n.0)
        .collect();
    let mut differ = String::new();
    for rule in &compared {
        let (a, b) = (count(&here, rule), count(&over_http, rule));
        if a != b {
            let _ = write!(differ, "{rule} {a} and {b}; ");
        }
    }
    let measured = if differ.is_empty() { format!("{} rules equal", compared.len()) } else { differ };
    let met = measured.ends_with("equal") && !compared.is_empty();
    sheet.line(&format!("{name}: rules that need bytes or site, folder and HTTP"), "equal counts", &measured, met);

    let peers = Peers::python(asked.checkout, asked.install)?;
    let script = peers.python_line("count.py");
    let said = Program::new(&script[0]).args(&script[1..]).arg(folder).text()?;
    let said: Value = serde_json::from_str(&said).context("count.py")?;
    let independent: BTreeMap<&String, u64> =
        said["rules"].as_object().into_iter().flatten().filter_map(|(rule, n)| Some((rule, n.as_u64()?))).collect();
    for (rule, expected) in &independent {
        sheet.equal(&format!("{name}: {rule}"), &expected.to_string(), &count(&here, rule).to_string());
    }
    let with_faults = independent.values().filter(|n| **n > 0).count();
    sheet.at_least(
        &format!("{name}: rules counted independently that some page breaks"),
        INDEPENDENT as f64,
        with_faults as f64,
        "",
    );
    Ok(())
}
