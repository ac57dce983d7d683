//! Measuring: speed and size, one file a subject.

mod disk;
mod drill;
mod import;
mod ingest;
mod log;
mod statement;
mod worth;

use anyhow::{Result, bail};

use crate::Verdict;
use crate::measure::TIME;
use crate::prove::Asked;
use crate::sheet::Sheet;
use crate::tools;

type Subject = fn(&Asked, &mut Sheet) -> Result<()>;

const SUBJECTS: &[(&str, Subject)] = &[
    ("ingest", ingest::bench),
    ("worth", worth::bench),
    ("import", import::bench),
    ("statement", statement::bench),
    ("drill", drill::bench),
    ("disk", disk::bench),
];

pub(super) fn bench(asked: &Asked) -> Verdict {
    tools::need(&TIME, asked.install)?;
    if let Some(other) = asked.arguments.iter().find(|name| !SUBJECTS.iter().any(|subject| subject.0 == **name)) {
        bail!("`{other}` is no subject of this bench");
    }
    let mut sheet = Sheet::new("bench-measure", "Speed of measuring");
    for (name, subject) in SUBJECTS {
        if asked.arguments.is_empty() || asked.arguments.iter().any(|wanted| wanted == name) {
            subject(asked, &mut sheet)?;
        }
    }
    // Of a part no sheet is kept.
    if asked.arguments.is_empty() { sheet.finish(asked.checkout) } else { Ok(sheet.all_met()) }
}
