//! The HTML report as a file: what it may hold, and what it must never do.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use optimize::report::{Format, Logo, LogoFault, Options};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{demo, told};

/// What stands between the tags of the scripts that `open` begins.
fn scripts<'a>(html: &'a str, open: &str) -> Vec<&'a str> {
    html.split(open).skip(1).map(|rest| rest.split("</script>").next().unwrap()).collect()
}

#[test]
fn the_policy_names_the_scripts_and_styles_that_stand_in_the_file() {
    let html = told(&demo::audit(3), Format::Html, &Options::default());
    let policy = html.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
    let early = scripts(&html, "<script>")[0];
    let module = scripts(&html, "<script type=\"module\">")[0];
    let style = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    for part in [early, module, style] {
        let hash = format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(part)));
        assert!(policy.contains(&hash), "{}…", &part[..60]);
    }
}

#[test]
fn nothing_is_asked_of_anybody() {
    let html = told(&demo::audit(40), Format::Html, &Options { thumbnails: &demo::Drawn, ..Options::default() });
    let page: String = html.split("<script").map(|part| part.split("</script>").last().unwrap()).collect();
    for attribute in ["src=\"", "srcset=", "<link", "@import", "url(", "<iframe", "<base"] {
        for at in page.match_indices(attribute).map(|(at, _)| at) {
            let rest: String = page[at..].chars().take(60).collect();
            assert!(rest.starts_with("src=\"data:"), "{rest}");
        }
    }
    assert!(!page.contains(" onclick=") && !page.contains(" onload=") && !page.contains(" style=\""));
}

#[test]
fn a_page_that_means_harm_stays_text() {
    let html = told(&demo::hostile(), Format::Html, &Options::default());
    assert!(!html.contains("<img src=x"), "markup of the page stands in the report");
    assert!(!html.contains("javascript:alert(1)\""));
    for script in scripts(&html, "<script type=\"application/json\"") {
        let json = script.split_once('>').unwrap().1;
        assert!(!json.contains(['<', '>', '&']));
        serde_json::from_str::<Value>(json).unwrap();
    }
}

#[test]
fn pages_stand_in_it_by_the_hundred() {
    let html = told(&demo::audit(250), Format::Html, &Options::default());
    let indexes = scripts(&html, "<script type=\"application/json\" class=\"report-index\">");
    let pages = scripts(&html, "<script type=\"application/json\" class=\"report-pages\">");
    assert_eq!((indexes.len(), pages.len()), (3, 3));
    let index: Value = serde_json::from_str(indexes[2]).unwrap();
    assert_eq!(index["u"].as_array().unwrap().len(), 50);
    assert_eq!(index["a"].as_str().unwrap().len(), 50 * networks::previewing().len());
}

#[test]
fn without_a_script_the_first_two_hundred_pages_are_a_table() {
    let html = told(&demo::audit(250), Format::Html, &Options::default());
    let table = html.split("<noscript>").nth(1).unwrap().split("</noscript>").next().unwrap();
    assert_eq!(table.matches("<tr>").count(), 201);
    assert!(table.contains("The first 200 of 250 pages."));
}

#[test]
fn every_state_says_what_it_is() {
    let html = |audit| told(&audit, Format::Html, &Options::default());
    assert!(html(demo::unreadable()).contains("<h2>What to try</h2>"));
    assert!(!html(demo::unreadable()).contains("<contact-sheet"));
    assert!(html(demo::audit(1)).contains("your page shows"));
    assert!(html(demo::audit(2)).contains("<h2>Not checked</h2>"));
}

#[test]
fn a_logo_and_a_title_are_the_consultants_own() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\"></svg>".to_vec();
    let logo = Logo::read(svg).unwrap();
    let options = Options { title: Some("Crumb & Co"), logo: Some(&logo), ..Options::default() };
    let html = told(&demo::audit(2), Format::Html, &options);
    assert!(html.contains("<b>Crumb &amp; Co</b>") && html.contains("src=\"data:image/svg+xml;base64,"));
    assert_eq!(Logo::read(b"<html>".to_vec()), Err(LogoFault::NotAPicture));
    assert!(matches!(Logo::read(vec![0; Logo::AT_MOST + 1]), Err(LogoFault::TooLarge(_))));
}
