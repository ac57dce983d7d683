//! Annotations for a GitHub workflow: one for each fault and cause, at the first place that has it.
//!
//! GitHub shows ten of each kind in a step, so no more are written; the rest is counted in a last line.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::place::place;
use super::{Options, SEVERITIES, summary, words};
use crate::audit::{Audit, Cause, Severity};

/// GitHub shows this many annotations of a kind for a step.
const AT_MOST: usize = 10;

pub(super) fn write(audit: &Audit, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut written = [0; 3];
    let mut left_off = [0u64; 3];
    let mut told: BTreeSet<(&'static str, Cause)> = BTreeSet::new();
    let mut news = options.baseline.map(super::baseline::Baseline::news);
    audit.each(&mut |judged| {
        let mut source = None;
        for finding in &judged.findings {
            let known = news.as_mut().is_some_and(|news| !news.is_new(&judged.page.url, finding));
            if known || told.contains(&(finding.rule.id, finding.cause.clone())) {
                continue;
            }
            let kind = kind_of(finding.severity);
            if written[kind] == AT_MOST {
                left_off[kind] += 1;
                continue;
            }
            written[kind] += 1;
            told.insert((finding.rule.id, finding.cause.clone()));
            write!(out, "::{} ", WORDS[kind])?;
            let source = source.get_or_insert_with(|| options.sources.source(&judged.page));
            match source {
                Some(source) => {
                    let at = place(&source.bytes, finding.at.unwrap_or(0));
                    let file = property(&source.path);
                    write!(out, "file={file},line={},col={},title={}::", at.line, at.column, finding.rule.id)?;
                }
                None => write!(out, "title={}::", finding.rule.id)?,
            }
            let text = format!("{}: {} ({})", judged.page.url, finding.says(), finding.evidence);
            writeln!(out, "{}", message(&text))?;
        }
        Ok(())
    })?;
    for (kind, more) in left_off.into_iter().enumerate().filter(|(_, more)| *more > 0) {
        writeln!(out, "and {} like these (GitHub shows {AT_MOST})", words::count(more, PLURAL[kind]))?;
    }
    writeln!(out, "{}", message(&format!("{}. {}", summary::colophon(audit), summary::headline(audit))))
}

const WORDS: [&str; 3] = ["error", "warning", "notice"];
const PLURAL: [&str; 3] = ["more error", "more warning", "more note"];

fn kind_of(severity: Severity) -> usize {
    SEVERITIES.iter().position(|other| *other == severity).unwrap_or(0)
}

/// A message ends with its line, and `%` begins an escape.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// In a property, `,` and `:` have a meaning as well.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
