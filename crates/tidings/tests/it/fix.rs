//! `--fix` on the demo site.

use crate::run::{Place, copy_demo, files, page, stderr, stdout};

#[test]
fn what_can_be_written_is_gone_after_it_and_the_second_run_changes_nothing() {
    let place = Place::new();
    let site = place.path("site");
    copy_demo(&site);
    let before = files(&site);
    let args = ["site", "--base", "https://bakery.example/", "--fix"];
    let audit = place.audit(&args);
    let after = files(&site);
    assert_ne!(before, after);
    for page in audit["pages"].as_array().unwrap() {
        for finding in page["findings"].as_array().unwrap() {
            assert_ne!(finding["fix"]["mend"], "write", "{}: {finding}", page["url"]);
        }
    }
    place.audit(&args);
    assert_eq!(files(&site), after);
}

#[test]
fn a_patch_touches_no_file_and_says_the_same() {
    let place = Place::new();
    let site = place.path("site");
    copy_demo(&site);
    let before = files(&site);
    let output = place.tidings(&["audit", "site", "--base", "https://bakery.example/", "--fix=patch"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("--- a/"), "{}", stdout(&output));
    assert_eq!(files(&site), before);
}

#[test]
fn a_mend_brings_nothing_new_and_a_picture_that_nobody_looked_at_is_not_called_right() {
    let place = Place::new();
    let head = "<title>Visit us</title><link rel=\"canonical\" href=\"http://localhost/visit\">\
                <meta property=\"og:title\" content=\"Visit us\">\
                <meta property=\"og:image\" content=\"https://pictures.example/oven.jpg\">";
    place.write("site/visit.html", page(head));
    let args = ["site", "--base", "https://bakery.example/", "--fix"];
    let audit = place.audit(&args);
    let found: Vec<&str> =
        audit["pages"][0]["findings"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect();
    for rule in ["og-url-differs-from-canonical", "canonical-other-host"] {
        assert!(!found.contains(&rule), "{found:?}");
    }
    let mended = std::fs::read_to_string(place.path("site/visit.html")).unwrap();
    assert!(!mended.contains("localhost"), "{mended}");
    let score = &audit["score"];
    assert_eq!(score["today"], 0, "{score}");
    assert!(score["unchecked"].as_u64().unwrap() > 10, "{score}");
    let told = stderr(&place.tidings(&["audit", "site", "--base", "https://bakery.example/", "--fix"]));
    assert!(!told.contains("not there before"), "{told}");
}
