//! `tidings audit` over many pages: a folder of 32,101, and a website over loopback HTTP beside a link checker.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{FAST, ROUNDS};
use crate::audited::cost_of_audit;
use crate::measure::{Cost, cost_of_success, scratch};
use crate::peers::{Peers, debian_pages, pages_below};
use crate::prove::Asked;
use crate::served::Served;
use crate::sheet::{Sheet, median, thousands};

const FOLDER_PAGES_A_SECOND: f64 = 4000.0;
const WEB_PAGES_A_SECOND: f64 = 2000.0;
const TIMES_LINKINATOR: f64 = 10.0;

/// Memory that an audit may take: so much, and so much for each page.
pub(crate) const BYTES: u64 = 80_000_000;
pub(crate) const BYTES_A_PAGE: u64 = 200;

/// rust-doc as a folder.
pub(super) fn folder(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let folder = debian_pages("rust-doc", "rust-doc/html")?;
    let pages = pages_below(&folder)?.len();
    let target = folder.to_string_lossy();
    let mut costs = Vec::new();
    for _ in 0..ROUNDS {
        let (cost, read) = cost_of_audit(asked.checkout, &[&target, "--base", "https://docs.example/"])?;
        if read != pages {
            bail!("rust-doc has {pages} pages, and the audit read {read}");
        }
        costs.push(cost);
    }
    let wall = median(&costs.iter().map(|cost| cost.wall).collect::<Vec<_>>());
    sheet.at_least("rust-doc as a folder", FOLDER_PAGES_A_SECOND, pages as f64 / wall, "pages/s");
    memory(sheet, "rust-doc as a folder, most memory", &costs, pages);
    let cpu = median(&costs.iter().map(|cost| cost.cpu).collect::<Vec<_>>());
    sheet.note(format!(
        "rust-doc: {} pages, {ROUNDS} rounds, medians: {wall:.1} s, {cpu:.1} s of CPU, at most two cores.",
        thousands(pages as u64)
    ));
    Ok(())
}

/// A line on the most memory of `costs`, for an audit of so many pages.
pub(crate) fn memory(sheet: &mut Sheet, what: &str, costs: &[Cost], pages: usize) {
    let most = costs.iter().map(|cost| cost.peak).max().unwrap_or_default();
    let allowed = BYTES + BYTES_A_PAGE * pages as u64;
    sheet.at_most(what, allowed as f64 / 1e6, most as f64 / 1e6, "MB");
}

/// libadwaita-1-doc over loopback HTTP, in turn with linkinator.
pub(super) fn web(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let folder = debian_pages("libadwaita-1-doc", "libadwaita-1")?;
    let pages = pages_below(&folder)?.len();
    let node = Peers::node(asked.checkout, asked.install)?;
    let served = Served::start(asked.checkout, &folder)?;
    let mut linkinator = node.node_line("node_modules/linkinator/build/src/cli.js");
    // Loopback alone: it would also ask every outside address, which is neither fair nor ours to load.
    linkinator
        .extend([&served.address, "--recurse", "--skip", "^(?!http://127\\.)", "--format", "json"].map(str::to_owned));
    let output = scratch("linkinator.json")?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for _ in 0..FAST {
            let (cost, read) = cost_of_audit(asked.checkout, &[&served.address, "--fast"])?;
            if read < pages {
                bail!("libadwaita-1-doc has {pages} pages, and the audit read {read}");
            }
            ours.push(read as f64 / cost.wall);
        }
        let cost = cost_of_success(&linkinator, &folder, &output, 1)?;
        theirs.push(pages_read(&output, &served.address)? as f64 / cost.wall);
    }
    let (ours, theirs) = (median(&ours), median(&theirs));
    sheet.at_least("libadwaita-1-doc over loopback HTTP, `--fast`", WEB_PAGES_A_SECOND, ours, "pages/s");
    let times = ours / theirs.max(0.1);
    sheet.against(
        "the same, beside linkinator",
        &format!("≥ {TIMES_LINKINATOR} times its pages/s"),
        &format!("{} pages/s", thousands(ours as u64)),
        &format!("{times:.1} times linkinator"),
        times >= TIMES_LINKINATOR,
    );
    sheet.note(format!(
        "Over HTTP: {} pages, served by a process of the sandbox on the same two cores, {ROUNDS} rounds in turn, medians; linkinator {theirs:.0} pages/s.",
        thousands(pages as u64)
    ));
    Ok(())
}

/// How many pages of the site linkinator read.
fn pages_read(output: &Path, address: &str) -> Result<usize> {
    let said: serde_json::Value = serde_json::from_slice(&fs::read(output)?).context("linkinator printed no JSON")?;
    let links = said["links"].as_array().context("linkinator printed no links")?;
    let page = |link: &&serde_json::Value| {
        let url = link["url"].as_str().unwrap_or_default();
        url.starts_with(address) && link["state"] == "OK" && [".html", "/"].iter().any(|end| url.ends_with(end))
    };
    Ok(links.iter().filter(page).count())
}
