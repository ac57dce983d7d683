//! JUnit's XML: a suite for each page, a case for each fault. A fault fails where `--fail-on` says so.

use std::io::{self, Write};

use super::{Options, summary};
use crate::audit::Audit;

pub(super) fn write(audit: &Audit, options: &Options<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"{}\" time=\"{:.3}\">", xml(&summary::subject(audit)), audit.took.as_secs_f64())?;
    let mut news = options.baseline.map(super::baseline::Baseline::news);
    let stamp = audit.started.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    audit.each(&mut |judged| {
        let page = xml(judged.page.url.as_str());
        let mut failures = 0;
        let mut cases = Vec::new();
        for finding in &judged.findings {
            let known = news.as_mut().is_some_and(|news| !news.is_new(&judged.page.url, finding));
            let says = xml(&finding.says());
            let place = finding.at.map_or_else(String::new, |at| format!(", byte {at}"));
            let detail = xml(&format!("{} ({}{place})", finding.evidence, finding.severity.in_words()));
            write!(cases, "    <testcase classname=\"{page}\" name=\"{}\">", finding.rule.id)?;
            if options.fail_on.fails(finding.severity) && !known {
                failures += 1;
                let kind = finding.severity.in_words();
                write!(cases, "<failure type=\"{kind}\" message=\"{says}\">{detail}</failure>")?;
            } else {
                let known = if known { " (known)" } else { "" };
                write!(cases, "<system-out>{says}{known}: {detail}</system-out>")?;
            }
            writeln!(cases, "</testcase>")?;
        }
        for rule in &judged.not_checked {
            let skipped = "<skipped message=\"not checked\"/>";
            writeln!(cases, "    <testcase classname=\"{page}\" name=\"{rule}\">{skipped}</testcase>")?;
        }
        if judged.findings.is_empty() {
            writeln!(cases, "    <testcase classname=\"{page}\" name=\"nothing to mend\"/>")?;
        }
        let tests = judged.findings.len().max(1) + judged.not_checked.len();
        let skipped = judged.not_checked.len();
        write!(out, "  <testsuite name=\"{page}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" ")?;
        writeln!(out, "skipped=\"{skipped}\" timestamp=\"{stamp}\">")?;
        out.write_all(&cases)?;
        writeln!(out, "  </testsuite>")
    })?;
    for (url, why) in &audit.unread {
        let (url, why) = (xml(url), xml(why));
        writeln!(
            out,
            "  <testsuite name=\"{url}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" timestamp=\"{stamp}\">"
        )?;
        writeln!(out, "    <testcase classname=\"{url}\" name=\"read\"><error message=\"{why}\"/></testcase>")?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// Text that stands in XML, as content or attribute; what XML 1.0 cannot carry becomes U+FFFD.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            _ => escaped.push(character),
        }
    }
    escaped
}
