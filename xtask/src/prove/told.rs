//! Proofs that a script of another crate makes: it prints a line of JSON for each target, this puts them on a sheet.
//!
//! `{"what": "…", "target": "…", "measured": "…", "met": true}`; what follows `NOTE ` is a note; other lines are passed
//! on. The script ends with 0 where it could measure, whether targets are met or not.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::program::Program;
use crate::sheet::Sheet;

/// Runs `script` and fills `sheet` with what it tells.
pub(super) fn told_by(script: Program, sheet: &mut Sheet) -> Result<()> {
    let (mut told, mut notes) = (Vec::new(), Vec::new());
    let ran = script.watch(|line| match line.strip_prefix("NOTE ") {
        Some(note) => notes.push(note.to_owned()),
        None => told.extend(target(line)),
    })?;
    println!();
    for line in &told {
        sheet.line(&line.what, &line.target, &line.measured, line.met);
    }
    for note in notes {
        sheet.note(note);
    }
    if !ran {
        bail!("the script broke off after {} targets", told.len());
    }
    Ok(())
}

/// Runs `script` and returns what it tells.
pub(crate) fn targets_of(script: Program) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    let ran = script.watch(|line| told.extend(target(line)))?;
    if !ran && told.iter().all(|told| told.met) {
        bail!("the script broke off after {} targets", told.len());
    }
    Ok(told)
}

/// A target and what was measured.

#[derive(Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) what: String,
    target: String,
    pub(crate) measured: String,
    pub(crate) met: bool,
}

fn target(line: &str) -> Option<Told> {
    let told: Value = serde_json::from_str(line).ok()?;
    let text = |name: &str| match &told[name] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    Some(Told {
        what: text("what")?,
        target: text("target")?,
        measured: text("measured")?,
        met: told["met"].as_bool()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_target_counts() {
        let line = r#"{"what": "axe at 360 px, dark", "target": "0 faults", "measured": 0, "met": true}"#;
        let told =
            Told { what: "axe at 360 px, dark".into(), target: "0 faults".into(), measured: "0".into(), met: true };
        assert_eq!(target(line), Some(told));
        assert_eq!(target("opening the report"), None);
        assert_eq!(target(r#"{"what": "axe"}"#), None);
    }
}
