//! Baselines, and how the program ends.

use optimize::report::baseline::{Baseline, FailOn, Outcome, decide};

use crate::demo;

#[test]
fn findings_that_are_known_do_not_fail_a_build() {
    let audit = demo::audit(9);
    assert!(matches!(decide(&audit, FailOn::Error, None).unwrap(), Outcome::Failed(n) if n > 0));
    assert_eq!(decide(&audit, FailOn::Never, None).unwrap(), Outcome::Clean);
    let known = Baseline::of(&audit).unwrap();
    assert_eq!(decide(&audit, FailOn::Warning, Some(&known)).unwrap(), Outcome::Clean);
    let more = demo::audit(12);
    let failed = decide(&more, FailOn::Warning, Some(&known)).unwrap();
    assert!(matches!(failed, Outcome::Failed(_)), "pages that came later are not known");
    assert_eq!((Outcome::Clean.exit_code(), failed.exit_code()), (0, 1));
}

#[test]
fn a_baseline_is_read_as_it_was_written_and_is_sorted() {
    let known = Baseline::of(&demo::audit(9)).unwrap();
    let mut file = Vec::new();
    known.write(&mut file).unwrap();
    assert_eq!(Baseline::read(&file).unwrap(), known);
    let text = String::from_utf8(file).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("{\"path\"")).collect();
    assert_eq!(lines.len(), known.len());
    assert!(text.contains("\"rule\""));
}

#[test]
fn a_file_that_is_no_baseline_says_what_to_do() {
    for bytes in [&b"<html>"[..], b"{\"version\":7,\"findings\":[]}", b"{\"findings\":[]}"] {
        let fault = Baseline::read(bytes).unwrap_err().to_string();
        assert!(fault.contains("--update-baseline"), "{fault}");
    }
}
