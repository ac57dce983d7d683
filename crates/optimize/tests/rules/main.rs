//! Every rule against pages of our own: `cases/RULE/fails*.html` has the finding, `cases/RULE/passes*.html` has been
//! checked and has not. What stands around a page is in a file of the same name that ends in `.json` ([`around`]).
//!
//! A case is added by adding a file; a rule without both kinds fails the test.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a case that cannot be read fails the test")]

mod around;

use std::fs;
use std::path::{Path, PathBuf};

use around::Around;
use optimize::audit::{Mend, RULES, check};
use optimize::fix;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules/cases")
}

/// The pages of one rule whose names begin with `kind`, in order.
fn pages_of(rule: &str, kind: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(cases().join(rule)) else { return Vec::new() };
    let mut pages: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "html"))
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(kind))
        .collect();
    pages.sort();
    pages
}

#[test]
fn every_rule_finds_the_fault_of_each_failing_page() {
    let mut faults = Vec::new();
    for rule in RULES {
        let pages = pages_of(rule.id, "fails");
        if pages.is_empty() {
            faults.push(format!("{}: no failing page", rule.id));
        }
        for path in pages {
            let name = format!("{}/{}", rule.id, path.file_stem().unwrap().to_str().unwrap());
            let around = Around::read(&path);
            let (page, seen) = around.look();
            let (findings, not_checked) = check(&page, &seen);
            let own: Vec<_> = findings.iter().filter(|finding| finding.rule.id == rule.id).collect();
            match own.as_slice() {
                [] if not_checked.contains(&rule.id) => faults.push(format!("{name}: not checked")),
                [] => faults.push(format!("{name}: nothing found")),
                [first, ..] => {
                    if let Some(mend) = around.mend.filter(|mend| *mend != first.mend) {
                        faults.push(format!("{name}: mended by {:?}, not {mend:?}", first.mend));
                    }
                }
            }
            for finding in findings {
                if (finding.mend == Mend::Write) == finding.writes.is_empty() {
                    faults.push(format!("{name}: {} says {:?}", finding.rule.id, finding.mend));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_checks_each_passing_page_and_finds_nothing() {
    let mut faults = Vec::new();
    for rule in RULES {
        let pages = pages_of(rule.id, "passes");
        if pages.is_empty() {
            faults.push(format!("{}: no passing page", rule.id));
        }
        for path in pages {
            let name = format!("{}/{}", rule.id, path.file_stem().unwrap().to_str().unwrap());
            let (page, seen) = Around::read(&path).look();
            let (findings, not_checked) = check(&page, &seen);
            if let Some(finding) = findings.iter().find(|finding| finding.rule.id == rule.id) {
                faults.push(format!("{name}: {}", finding.evidence));
            }
            if not_checked.contains(&rule.id) {
                faults.push(format!("{name}: not checked"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_folder_of_cases_belongs_to_a_rule() {
    for entry in fs::read_dir(cases()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(RULES.iter().any(|rule| rule.id == name), "no rule is called {name}");
    }
}

#[test]
fn what_was_not_looked_at_is_not_checked_never_passed() {
    use optimize::audit::Needs;
    let case = cases().join("og-title-missing/passes.html");
    let (page, mut seen) = Around::read(&case).look();
    for needs in [Needs::Http, Needs::Images, Needs::Agents, Needs::Site, Needs::Render, Needs::History] {
        seen.unseen.insert(needs, "left out".to_owned());
    }
    let (findings, not_checked) = check(&page, &seen);
    for rule in RULES {
        let found = findings.iter().any(|finding| finding.rule.id == rule.id);
        assert_eq!(not_checked.contains(&rule.id), rule.needs != Needs::Bytes, "{}", rule.id);
        assert!(!found || rule.needs == Needs::Bytes, "{}", rule.id);
    }
}

#[test]
fn what_people_read_holds_no_technical_word() {
    for rule in RULES {
        for word in ["og:", "meta", "header", "MIME", "twitter:", "JSON", "HTML", "robots.txt"] {
            assert!(!rule.says.contains(word), "{} says {word}", rule.id);
        }
        let mut numbers = rule.says.split(|c: char| !c.is_ascii_digit());
        assert!(!numbers.any(|number| number.len() == 3), "{} holds a three-digit number", rule.id);
        assert!(!rule.says.ends_with('.') && rule.technical.ends_with('.'), "{}: full stops", rule.id);
        assert!(!rule.source.source.is_empty() && rule.source.read.starts_with("2026-"), "{}: source", rule.id);
    }
}

#[test]
fn the_rules_are_the_hundred_and_one_and_no_id_stands_twice() {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((RULES.len(), ids.len()), (101, 101));
}

/// The contract with `fix`: what the findings of a case say is written, and then no finding says so any more.
#[test]
fn what_fix_writes_is_found_no_more() {
    let mut faults = Vec::new();
    for rule in RULES {
        for path in pages_of(rule.id, "fails").into_iter().chain(pages_of(rule.id, "passes")) {
            let name = format!("{}/{}", rule.id, path.file_stem().unwrap().to_str().unwrap());
            let around = Around::read(&path);
            let (page, mut seen) = around.look();
            // A rendered page and an earlier one would have to be made anew too.
            seen.rendered.clear();
            let (findings, _) = check(&page, &seen);
            let mend = fix::mend(&page, &findings, &seen.images);
            let written = match fix::apply(around.body(), &page, &mend.changes) {
                Ok(bytes) => bytes,
                Err(fault) => {
                    faults.push(format!("{name}: {fault}"));
                    continue;
                }
            };
            let again = around.page(&written);
            let (left, _) = check(&again, &seen);
            for finding in left.iter().filter(|finding| finding.mend == Mend::Write) {
                faults.push(format!("{name}: still {}: {}", finding.rule.id, finding.evidence));
            }
            let second = fix::mend(&again, &left, &seen.images);
            if fix::apply(&written, &again, &second.changes).is_ok_and(|bytes| bytes != written) {
                faults.push(format!("{name}: the second run changes something"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_page_of_rules_says_what_the_rules_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let page = optimize::audit::rules::rules_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/rules.md is out of date: UPDATE_DOCS=1 cargo test -p optimize --test rules");
}
