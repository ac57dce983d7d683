//! Both engines answer alike: the same visits taken in on SQLite and on PostgreSQL give the same rows and the same sums.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::Asked;
use crate::Verdict;
use crate::program::Program;
use crate::sheet::Sheet;

const VISITS: u32 = 1_000_000;

pub(super) fn prove(asked: &Asked) -> Verdict {
    if asked.arguments.first().is_none_or(|part| part != "engines") {
        bail!("`cargo xtask prove measure engines`, with --visits N for other than {VISITS}")
    }
    let mut sheet = Sheet::new("measure", "Both engines count alike");
    engines(asked, &mut sheet)?;
    sheet.finish(asked.checkout)
}

fn engines(asked: &Asked, sheet: &mut Sheet) -> Result<()> {
    let many = asked.number("--visits", VISITS)?;
    let mut engine = String::new();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut taken = Vec::new();
    Program::example(asked.checkout, "measure", "visits").arg("engines").arg(many.to_string()).watch(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells[..] {
            ["ENGINE", name] => name.clone_into(&mut engine),
            ["TABLE", name, rows, sum] => {
                let of_engine = tables.entry(name.to_owned()).or_default();
                of_engine.push(format!("{rows} rows, {sum}"));
            }
            ["TAKEN", visits, views, seconds, _, rate] => taken.push(format!(
                "{engine}: {visits} visits with {views} views taken in within {seconds} s, {rate} visits a second."
            )),
            _ => {}
        }
    })?;
    for (table, sums) in &tables {
        let [sqlite, postgres] = &sums[..] else { bail!("the program did not tell of {table} on both engines") };
        sheet.equal(&format!("`{table}`: rows on PostgreSQL, and the SHA-256 of all of them"), sqlite, postgres);
    }
    for sentence in taken {
        sheet.note(sentence);
    }
    sheet.note("Texts stand in place of the numbers of words; rows are sorted before they are summed, since engines sort texts each in its own way.");
    Ok(())
}
