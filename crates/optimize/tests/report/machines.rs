//! SARIF, JUnit, GitHub and Markdown: what other programs read.

use domain::Page;
use optimize::audit::Audit;
use optimize::report::baseline::Baseline;
use optimize::report::{Format, Options, Source, Sources};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::{demo, told};

fn findings(audit: &Audit) -> usize {
    (audit.summary.errors + audit.summary.warnings + audit.summary.notes) as usize
}

/// Every page as a file whose third line is its head.
struct Files;

impl Sources for Files {
    fn source(&self, page: &Page) -> Option<Source> {
        let path = format!("pages{}index 1.html", page.url.path());
        Some(Source { path, bytes: [b"<!doctype html>\n<html>\n".as_slice(), &[b'x'; 4_000]].concat() })
    }
}

#[test]
fn sarif_has_what_its_schema_requires() {
    let audit = demo::audit(20);
    let log: Value = serde_json::from_str(&told(&audit, Format::Sarif, &Options::default())).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "Tidings");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), findings(&audit));
    for result in results {
        assert!(!result["message"]["text"].as_str().unwrap().contains('{'));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().starts_with("https://bakery.example/"));
        assert!(place["region"].is_null() || place["region"]["byteOffset"].is_u64());
        assert_eq!(result["partialFingerprints"]["tidings/v1"].as_str().unwrap().len(), 16);
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn sarif_counts_lines_and_columns_in_a_file() {
    let audit = demo::audit(8);
    let options = Options { sources: &Files, ..Options::default() };
    let log: Value = serde_json::from_str(&told(&audit, Format::Sarif, &options)).unwrap();
    let places = log["runs"][0]["results"].as_array().unwrap().iter().map(|r| &r["locations"][0]["physicalLocation"]);
    let mut lines = Vec::new();
    for place in places {
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().contains("index%201.html"));
        lines.push(place["region"]["startLine"].as_u64().unwrap());
        assert!(place["region"]["startColumn"].as_u64().unwrap() >= 1);
    }
    assert!(lines.contains(&1) && lines.contains(&3), "{lines:?}");
}

#[test]
fn sarif_tells_new_findings_from_known_ones() {
    let known = Baseline::of(&demo::audit(4)).unwrap();
    let options = Options { baseline: Some(&known), ..Options::default() };
    let log: Value = serde_json::from_str(&told(&demo::audit(6), Format::Sarif, &options)).unwrap();
    let states: Vec<&str> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["baselineState"].as_str().unwrap())
        .collect();
    assert!(states.contains(&"new") && states.contains(&"unchanged"));
}

#[test]
fn junit_is_well_formed_and_its_counts_are_right() {
    for audit in [demo::audit(20), demo::hostile(), demo::unreadable()] {
        let xml = told(&audit, Format::Junit, &Options::default());
        let mut reader = Reader::from_str(&xml);
        let (mut suites, mut said, mut counted) = (0, 0, 0);
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) if tag.name().as_ref() == "testsuite" => {
                    suites += 1;
                    let failures = tag.try_get_attribute("failures").unwrap().unwrap();
                    said += failures.value.parse::<u32>().unwrap();
                }
                Event::Start(tag) if tag.name().as_ref() == "failure" => counted += 1,
                _ => {}
            }
        }
        assert_eq!(suites, audit.summary.pages as usize + audit.unread.len());
        assert_eq!((said, counted), (audit.summary.errors, audit.summary.errors));
    }
}

#[test]
fn github_gets_ten_of_each_kind_and_a_line_each() {
    for audit in [demo::audit(300), demo::hostile()] {
        let text = told(&audit, Format::Github, &Options { sources: &Files, ..Options::default() });
        for kind in ["error", "warning", "notice"] {
            let lines = text.lines().filter(|line| line.starts_with(&format!("::{kind} file=pages/")));
            let lines: Vec<&str> = lines.collect();
            assert!(lines.len() <= 10);
            assert!(lines.iter().all(|line| line.contains(",line=") && line.contains("::")));
        }
        assert!(text.lines().all(|line| !line.contains('\r')));
        assert!(text.lines().last().unwrap().starts_with("bakery.example · "));
    }
}

#[test]
fn markdown_lets_no_page_write_markup() {
    let text = told(&demo::hostile(), Format::Markdown, &Options::default());
    assert!(text.starts_with("# bakery.example\n"));
    let prose = without_code(&text);
    assert!(!prose.contains("<script") && !prose.contains("</script") && !prose.contains("<img"), "{prose}");
    let plain = told(&demo::audit(30), Format::Markdown, &Options { title: Some("A *client*"), ..Options::default() });
    assert!(plain.starts_with("# A \\*client\\*\n"));
    assert!(plain.contains("| network | right |") && plain.contains("## Not checked") && plain.contains("## Not read"));
}

/// Markdown without what stands between backticks, which no reader takes for markup.
fn without_code(text: &str) -> String {
    let mut prose = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        prose.push_str(&rest[..at]);
        let fence = rest[at..].chars().take_while(|c| *c == '`').count();
        let inside = &rest[at + fence..];
        let is_end = |end: &usize| {
            let run = inside[*end..].chars().take_while(|c| *c == '`').count();
            run == fence && !inside[..*end].ends_with('`')
        };
        let end = inside.match_indices('`').map(|(end, _)| end).find(is_end).expect("a fence ends");
        rest = &inside[end + fence..];
    }
    prose + rest
}

#[test]
fn a_site_that_cannot_be_read_is_told_in_every_format() {
    for format in Format::ALL {
        let text = told(&demo::unreadable(), format, &Options::default());
        assert!(text.contains("nobody answers at bakery.example"), "{format}: {text}");
    }
}
