//! SARIF 2.1.0. A result for each finding, at its line where the page is a file, at its byte otherwise.

use std::io::{self, Write};

use domain::Page;
use serde_json::{Value, json};

use super::baseline::Key;
use super::place::place;
use super::{Options, Source, summary};
use crate::audit::{Audit, Finding, RULES, Rule, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn write(audit: &Audit, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    // The rules stand before the results, so they come from the sums; what the list does not hold has none.
    let rules: Vec<&Rule> = RULES.iter().copied().filter(|rule| audit.summary.rules.contains_key(rule.id)).collect();
    let driver = json!({
        "name": "Tidings",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
    });
    write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},")?;
    writeln!(out, "\"columnKind\":\"unicodeCodePoints\",\"results\":[")?;
    let mut news = options.baseline.map(super::baseline::Baseline::news);
    let mut first = true;
    audit.each(&mut |judged| {
        let mut source = None;
        for finding in &judged.findings {
            let source = source.get_or_insert_with(|| options.sources.source(&judged.page));
            let mut result = result(finding, &judged.page, source.as_ref());
            if let Some(index) = rules.iter().position(|rule| rule.id == finding.rule.id) {
                result["ruleIndex"] = json!(index);
            }
            if let Some(news) = &mut news {
                let is_new = news.is_new(&judged.page.url, finding);
                result["baselineState"] = json!(if is_new { "new" } else { "unchanged" });
            }
            out.write_all(if std::mem::take(&mut first) { b"" } else { b",\n" })?;
            serde_json::to_writer(&mut *out, &result)?;
        }
        Ok(())
    })?;
    let unread = audit.unread.iter().map(|(url, why)| {
        json!({
            "level": "error",
            "message": { "text": format!("{url} could not be read: {why}") },
        })
    });
    let invocation = json!([{
        "executionSuccessful": audit.summary.pages > 0,
        "startTimeUtc": audit.started.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "toolExecutionNotifications": unread.collect::<Vec<_>>(),
    }]);
    let summed = json!({ "headline": summary::headline(audit), "pages": audit.summary.pages });
    writeln!(out, "\n],\"invocations\":{invocation},\"properties\":{summed}}}]}}")
}

fn level(severity: Severity) -> &'static str {
    severity.in_words()
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.says_of(rule.hurts) },
        "fullDescription": { "text": rule.technical },
        "defaultConfiguration": { "level": level(rule.severity) },
        "help": { "text": format!("{} Source: {} ({}, read {}).",
            rule.technical, rule.source.source, rule.source.grade.in_words(), rule.source.read) },
        "properties": { "networks": rule.hurts, "mend": rule.mend },
    })
}

fn result(finding: &Finding, page: &Page, source: Option<&Source>) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": page.url.as_str() } });
    if let Some(source) = source {
        location["artifactLocation"]["uri"] = json!(reference(&source.path));
        let at = place(&source.bytes, finding.at.unwrap_or(0));
        location["region"] = json!({ "startLine": at.line, "startColumn": at.column });
    } else if let Some(at) = finding.at {
        location["region"] = json!({ "byteOffset": at, "byteLength": 0 });
    }
    json!({
        "ruleId": finding.rule.id,
        "level": level(finding.severity),
        "message": { "text": format!("{} {}", sentence(&finding.says()), finding.evidence) },
        "locations": [{ "physicalLocation": location }],
        "partialFingerprints": { "tidings/v1": Key::of(&page.url, finding).fingerprint() },
    })
}

/// With a full stop, so that what was seen can follow.
fn sentence(says: &str) -> String {
    if says.ends_with(['.', '!', '?']) { says.to_owned() } else { format!("{says}.") }
}

/// A path as a URI reference: each segment escaped.
fn reference(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
