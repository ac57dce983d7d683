//! Our previews beside the programs that really fetch: Misskey's summaly and Matrix' Synapse, over pages of our own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Asked;
use crate::Verdict;
use crate::measure::scratch;
use crate::peers::Peers;
use crate::program::Program;
use crate::sheet::Sheet;

/// Fields that agree to the letter, of a hundred.
const AGREE: f64 = 95.0;
/// For all previews of one page.
const MICROSECONDS: f64 = 60.0;

pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("previews", "Previews beside the programs that fetch");
    let folder = scratch("preview-pages")?;
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    agreement(asked).arg("pages").arg(&folder).run()?;
    let summaly =
        answers(&Peers::node(asked.checkout, asked.install)?.node_line("summaly_read.mjs"), &folder, "summaly")?;
    let synapse =
        answers(&Peers::python(asked.checkout, asked.install)?.python_line("synapse_read.py"), &folder, "synapse")?;

    let mut tables = Vec::new();
    agreement(asked).arg("compare").args([&folder, &summaly, &synapse]).watch(|line| {
        tables.extend(Table::of(line));
    })?;
    for table in &tables {
        let agree = 100.0 * table.agree / table.all;
        sheet.at_least(&format!("{}: fields that agree", table.network), AGREE, agree, "%");
        sheet.equal(&format!("{}: differences without a known reason", table.network), "0", &table.open);
    }
    sheet.equal("fetchers asked", "2", &tables.len().to_string());

    let mut taken = None;
    agreement(asked).arg("speed").arg(&folder).watch(|line| {
        taken = taken.or_else(|| line.strip_prefix("MICROSECONDS ")?.parse::<f64>().ok());
    })?;
    sheet.at_most("all previews of one page", MICROSECONDS, taken.context("no measurement")?, "µs");
    sheet.finish(asked.checkout)
}

/// The example program that makes the pages and compares.
fn agreement(asked: &Asked) -> Program {
    Program::example(asked.checkout, "networks", "agreement")
}

/// What a fetcher makes of the pages, kept beside them.
fn answers(line: &[String], folder: &Path, name: &str) -> Result<PathBuf> {
    let (program, script) = line.split_first().context("no program")?;
    let file = folder.with_file_name(format!("preview-{name}.jsonl"));
    fs::write(&file, Program::new(program).args(script).arg(folder).text()?)?;
    Ok(file)
}

/// The last line of one table: `SUMMARY Misskey 4070 4108 38 0`.
struct Table {
    network: String,
    agree: f64,
    all: f64,
    open: String,
}

impl Table {
    fn of(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix("SUMMARY ")?.split(' ');
        let network = words.next()?.to_owned();
        let agree = words.next()?.parse().ok()?;
        let all = words.next()?.parse().ok()?;
        Some(Self { network, agree, all, open: words.nth(1)?.to_owned() })
    }
}
