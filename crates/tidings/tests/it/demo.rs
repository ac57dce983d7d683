//! The first thing that a newcomer runs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::run::{Place, stderr, stdout};

#[test]
fn without_a_target_the_demo_site_is_shown_and_nothing_fails() {
    let place = Place::new();
    let output = place.tidings(&["audit"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    for said in ["WhatsApp", "Facebook", "today", "mend", "bakery.example · 14 pages", "report.html"] {
        assert!(text.contains(said), "{said} is missing in:\n{text}");
    }
    assert!(stderr(&output).contains("demo"));
    assert!(!text.contains('\u{1b}'), "no colour where nobody sees it");
}

#[test]
fn the_demo_site_has_the_faults_that_its_readme_names() {
    let expected: BTreeMap<String, BTreeSet<String>> =
        serde_json::from_str(include_str!("../../site/expected.json")).unwrap();
    let audit = Place::new().audit(&[]);
    let pages = audit["pages"].as_array().unwrap();
    assert_eq!(pages.len(), expected.len());
    for (path, rules) in expected {
        let address = format!("https://bakery.example/{}", path.strip_suffix("index.html").unwrap_or(&path));
        let page = pages.iter().find(|page| page["url"] == address.as_str()).unwrap_or_else(|| panic!("no {address}"));
        let found = |severe: bool| -> BTreeSet<String> {
            let findings = page["findings"].as_array().unwrap().iter();
            findings
                .filter(|finding| !severe || finding["severity"] != "note")
                .map(|finding| finding["rule"].as_str().unwrap().to_owned())
                .collect()
        };
        if rules.is_empty() {
            assert_eq!(found(true), BTreeSet::new(), "{path} should be as it should be");
        } else {
            let missing: Vec<_> = rules.difference(&found(false)).cloned().collect();
            assert!(missing.is_empty(), "{path} lacks {missing:?}, has {:?}", found(false));
        }
    }
}

#[test]
fn the_contact_sheet_of_the_demo_site_is_a_telling_mix() {
    let audit = Place::new().audit(&[]);
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    for page in audit["pages"].as_array().unwrap() {
        for preview in page["previews"].as_object().unwrap().values() {
            let verdict: &Value = &preview["verdict"];
            *verdicts.entry(verdict.as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    let all: usize = verdicts.values().sum();
    assert!(all >= 14 * 16, "{verdicts:?}");
    for verdict in ["right", "cut", "no_picture", "wrong_title", "nothing"] {
        assert!(verdicts.contains_key(verdict), "no cell is {verdict}: {verdicts:?}");
    }
    assert!(verdicts["right"] * 10 < all * 7, "{verdicts:?}");
}
