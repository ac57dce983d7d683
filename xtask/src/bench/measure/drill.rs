//! Lists of single visits: one site, 31 days, one filter, the first hundred.

use anyhow::Result;

use super::disk::{filled, visits};
use crate::prove::Asked;
use crate::sheet::Sheet;

/// Visits that are there.
const VISITS: u32 = 10_000_000;
/// For a list.
const MILLISECONDS: f64 = 1_000.0;

pub(super) fn bench(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let many = VISITS;
    let file = filled(asked, many)?;
    let mut lists = Vec::new();
    visits(asked).arg("drill").arg(&file).watch(|line| {
        if let Some(list) = line.strip_prefix("LIST\t") {
            lists.push(list.split('\t').map(str::to_owned).collect::<Vec<_>>());
        }
    })?;
    for list in lists {
        let [name, found, median, most] = &list[..] else { continue };
        let what = format!("31 days of a site among {many} visits, filter: {name} ({found} found; median {median} ms)");
        sheet.at_most(&what, MILLISECONDS, most.parse()?, "ms");
    }
    Ok(())
}
