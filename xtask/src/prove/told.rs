//! Proofs that a script of another crate makes: it prints `ok    WHAT` or `FAIL  WHAT` for each thing that it looked at,
//! and this puts them on a sheet.

use anyhow::{Result, bail};

use crate::program::Program;
use crate::sheet::Sheet;

/// Runs `script` and fills `sheet` with what it tells.
pub(super) fn told_by(script: Program, sheet: &mut Sheet) -> Result<()> {
    let mut told = Vec::new();
    let ran = script.watch(|line| told.extend(Told::of(line)))?;
    println!();
    for Told { what, holds } in &told {
        sheet.line(what, "holds", if *holds { "holds" } else { "does not" }, *holds);
    }
    if !ran && told.iter().all(|told| told.holds) {
        bail!("the script broke off after {} lines", told.len());
    }
    Ok(())
}

#[derive(Debug, PartialEq)]
struct Told {
    what: String,
    holds: bool,
}

impl Told {
    /// `ok    search narrows the sheet (31 ms)`
    fn of(line: &str) -> Option<Self> {
        let (word, what) = line.split_once(' ')?;
        let holds = match word {
            "ok" => true,
            "FAIL" => false,
            _ => return None,
        };
        let what = what.trim();
        let what = what.rsplit_once(" (").filter(|(_, end)| end.ends_with("ms)")).map_or(what, |(what, _)| what);
        Some(Self { what: what.to_owned(), holds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_what_holds() {
        let told = |what: &str, holds| Some(Told { what: what.to_owned(), holds });
        assert_eq!(Told::of("ok    search narrows the sheet (31 ms)"), told("search narrows the sheet", true));
        assert_eq!(Told::of("FAIL  axe (dark)"), told("axe (dark)", false));
        assert_eq!(Told::of("      expected 0"), None);
        assert_eq!(Told::of("okay then"), None);
    }
}
