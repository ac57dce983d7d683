//! Speed of reading and auditing.

use anyhow::{Result, bail};

use super::{binary, crawl, read};
use crate::Verdict;
use crate::measure::TIME;
use crate::prove::Asked;
use crate::sheet::Sheet;
use crate::tools;

type Part = fn(&Asked, &mut Sheet) -> Result<()>;

const PARTS: &[(&str, Part)] =
    &[("read", read::bench), ("folder", crawl::folder), ("web", crawl::web), ("binary", binary::bench)];

pub(super) fn bench(asked: &Asked) -> Verdict {
    tools::need(&TIME, asked.install)?;
    if let Some(other) = asked.arguments.iter().find(|name| !PARTS.iter().any(|part| part.0 == **name)) {
        bail!("`{other}` is no part of this bench");
    }
    let mut sheet = Sheet::new("bench-audit", "Speed of the audit");
    for (name, part) in PARTS {
        if asked.arguments.is_empty() || asked.arguments.iter().any(|wanted| wanted == name) {
            part(asked, &mut sheet)?;
        }
    }
    if asked.arguments.is_empty() { sheet.finish(asked.checkout) } else { Ok(sheet.all_met()) }
}
