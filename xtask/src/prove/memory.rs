//! Memory against the number of pages, as a folder and over HTTP.

use anyhow::{Result, bail};

use super::Asked;
use crate::Verdict;
use crate::audited::cost_of_audit;
use crate::bench::crawl::memory;
use crate::measure::TIME;
use crate::peers::{debian_pages, pages_below};
use crate::served::Served;
use crate::sheet::{Sheet, thousands};
use crate::tools;

/// Pages over HTTP: enough that what grows by the page would show.
const OVER_HTTP: usize = 20_000;

pub(super) fn prove(asked: &Asked) -> Verdict {
    tools::need(&TIME, asked.install)?;
    let mut sheet = Sheet::new("memory", "Memory of an audit: 80 MB and 200 bytes a page");
    let folder = debian_pages("rust-doc", "rust-doc/html")?;
    let all = pages_below(&folder)?.len();
    let target = folder.to_string_lossy();
    for pages in [1_000, 8_000, all] {
        let most = pages.to_string();
        line(asked, &mut sheet, "folder", &[&target, "--base", "https://docs.example/", "--max-pages", &most], pages)?;
    }
    let served = Served::start(asked.checkout, &folder)?;
    let most = OVER_HTTP.to_string();
    line(asked, &mut sheet, "HTTP", &[&served.address, "--fast", "--max-pages", &most], OVER_HTTP)?;
    sheet.note("The pages are rust-doc's; peak memory as the kernel counted it (GNU time).");
    sheet.finish(asked.checkout)
}

fn line(asked: &Asked, sheet: &mut Sheet, way: &str, arguments: &[&str], wanted: usize) -> Result<()> {
    let (cost, pages) = cost_of_audit(asked.checkout, arguments)?;
    if pages < wanted {
        bail!("{way}: the audit read {pages} pages, not {wanted}");
    }
    memory(sheet, &format!("{} pages, {way}", thousands(pages as u64)), &[cost], pages);
    Ok(())
}
