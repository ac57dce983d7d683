//! The mend, case by case: `pages/NAME.html` is mended and what changes stands in `pages/NAME.snap`, as a patch.
//! Beside them: what holds for any page (`any_page`), and folders (`folders`).

#![expect(clippy::unwrap_used, reason = "a test that cannot set its scene should stop")]

mod any_page;
mod folders;

use std::fmt::Write;
use std::path::Path;

use domain::{ImageFacts, ImageKind, Images, Page};
use optimize::audit::{Mend, Seen, check};
use optimize::fix::{self, differs, patch};
use pages::Source;
use url::Url;

/// The address of the page `name`.
fn address(name: &str) -> Url {
    Url::parse("https://bakery.example/").unwrap().join(name).unwrap()
}

fn read(name: &str, bytes: &[u8]) -> Page {
    pages::read(bytes, Source { url: address(name), fetched: None }).page
}

/// A site whose pictures were looked at.
fn seen() -> Seen {
    let mut images = Images::default();
    for (name, kind, width, height) in
        [("pictures/bread.jpg", ImageKind::Jpeg, 1200, 630), ("pictures/small.png", ImageKind::Png, 120, 120)]
    {
        let facts = ImageFacts { kind: Some(kind), width, height, bytes: Some(90_000), ..ImageFacts::default() };
        images.insert(&address(name), facts.clone());
        let mut insecure = address(name);
        insecure.set_scheme("http").unwrap();
        images.insert(&insecure, facts);
    }
    Seen { images, ..Seen::default() }
}

/// Mends `bytes` until nothing is left to write, as a folder is mended; at most four times.
///
/// After each time, what was promised must be what is read.
fn mended(name: &str, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let seen = seen();
    let mut bytes = bytes.to_vec();
    for _ in 0..4 {
        let page = read(name, &bytes);
        let mended = fix::mend(&page, &check(&page, &seen).0, &seen.images);
        if mended.changes.is_empty() {
            break;
        }
        bytes = fix::apply(&bytes, &page, &mended.changes).map_err(|why| why.to_string())?;
        if let Some(difference) = differs(&mended.page, &read(name, &bytes)) {
            return Err(format!("{difference}\n{}", String::from_utf8_lossy(&bytes)));
        }
    }
    Ok(bytes)
}

/// Rules whose findings are still to be written to `bytes`.
fn still_to_write(name: &str, bytes: &[u8]) -> Vec<String> {
    let (findings, _) = check(&read(name, bytes), &seen());
    let of_fix = findings.iter().filter(|finding| finding.mend == Mend::Write);
    of_fix.map(|finding| format!("{}: {}, {:?}", finding.rule.id, finding.evidence, finding.writes)).collect()
}

#[test]
fn each_page_is_mended_as_its_snapshot_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fix/pages");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok()?.strip_suffix(".html").map(str::to_owned))
        .collect();
    names.sort();
    for name in names {
        let file = format!("{name}.html");
        let old = std::fs::read(folder.join(&file)).unwrap();
        let mut text = String::new();
        match mended(&file, &old) {
            Ok(new) => {
                text.push_str(&String::from_utf8_lossy(&patch::unified(&file, &old, &new)));
                let left = still_to_write(&file, &new);
                assert_eq!(left, Vec::<String>::new(), "{name}");
                assert_eq!(mended(&file, &new).unwrap(), new, "{name}: the second mend changes something");
            }
            Err(why) => writeln!(text, "not written: {why}").unwrap(),
        }
        insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn the_head_block_holds_what_the_page_should_say_in_good_order() {
    let bytes = include_bytes!("pages/written-wrongly.html");
    let page = read("written-wrongly.html", bytes);
    let (findings, _) = check(&page, &seen());
    insta::assert_snapshot!(fix::mend(&page, &findings, &seen().images).head, @r#"
    <title>Baguette | The Bakery</title>
    <meta name="description" content="Long, &quot;crisp&quot; and white.">
    <meta name="robots" content="max-image-preview:large">
    <link rel="canonical" href="https://bakery.example/written-wrongly.html">
    <meta property="og:type" content="website">
    <meta property="og:title" content="Baguette">
    <meta property="og:description" content="Long, &quot;crisp&quot; and white.">
    <meta property="og:url" content="https://bakery.example/written-wrongly.html">
    <meta property="og:image" content="https://bakery.example/pictures/bread.jpg">
    <meta property="og:image:width" content="1200">
    <meta property="og:image:height" content="630">
    <meta property="og:site_name" content="The Bakery">
    <meta name="twitter:card" content="summary_large_image">
    "#);
}

#[test]
fn a_page_without_a_picture_is_previewed_with_a_card_that_is_never_written() {
    let bytes = include_bytes!("pages/one-line.html");
    let page = read("one-line.html", bytes);
    let (findings, _) = check(&page, &seen());
    let mended = fix::mend(&page, &findings, &seen().images);
    let card = mended.at_its_best().whole().property("og:image").unwrap().to_owned();
    assert!(domain::is_planned_card(&Url::parse(&card).unwrap()), "{card}");
    assert!(seen().images.of(&Url::parse(&card).unwrap()).unwrap().is_picture());
    assert_eq!(mended.page.whole().property("og:image"), None);
    let written = fix::apply(bytes, &page, &mended.changes).unwrap();
    assert!(!String::from_utf8(written).unwrap().contains("card.png"));
}

#[test]
fn a_picture_that_is_only_too_heavy_is_previewed_as_a_lighter_copy_of_itself() {
    let html = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Rye</title>\
                <meta property=\"og:image\" content=\"https://bakery.example/rye.png\"></head><body></body></html>";
    let page = read("heavy.html", html.as_bytes());
    let picture = Url::parse("https://bakery.example/rye.png").unwrap();
    let mut seen = seen();
    for (width, copied) in [(1600, true), (900, false)] {
        let facts = ImageFacts {
            kind: Some(ImageKind::Png),
            width,
            height: 900,
            bytes: Some(3_000_000),
            ..ImageFacts::default()
        };
        seen.images.insert(&picture, facts);
        let mended = fix::mend(&page, &check(&page, &seen).0, &seen.images);
        let planned = Url::parse(mended.at_its_best().whole().property("og:image").unwrap()).unwrap();
        assert_eq!(domain::copied_from(&planned).is_some_and(|original| original == picture), copied, "{planned}");
        assert_eq!(seen.images.of(&planned).unwrap().size(), Some((1200, 630)));
        assert_eq!(mended.page.whole().property("og:image"), Some(picture.as_str()));
    }
}

#[test]
fn tags_far_back_in_a_long_page_come_to_its_start() {
    let styles = "p { margin: 0 }\n".repeat(4_000);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<style>\n{styles}</style>\n\
         <title>Rye</title>\n<meta property=\"og:title\" content=\"Rye\" data-x>\n\
         <meta property=\"og:description\" content=\"Two days of rest.\">\n</head>\n<body></body>\n</html>\n"
    );
    let new = mended("far.html", html.as_bytes()).unwrap();
    assert_eq!(still_to_write("far.html", &new), Vec::<String>::new());
    let page = read("far.html", &new);
    assert!(page.last_social_tag().unwrap().end < 2_000);
    assert!(String::from_utf8(new).unwrap().contains("<meta property=\"og:title\" content=\"Rye\" data-x>"));
}

#[test]
fn a_page_of_ten_thousand_tags_is_mended_in_one_go_and_in_no_time() {
    let repeated = "<meta name=twitter:card content=summary><meta property=og:image content=/a.png>\n".repeat(5_000);
    let html =
        format!("<!doctype html><html lang=en><head><meta charset=utf-8>\n{repeated}</head><body></body></html>");
    let page = read("many.html", html.as_bytes());
    let (findings, _) = check(&page, &seen());
    let begun = std::time::Instant::now();
    let changes = fix::mend(&page, &findings, &seen().images).changes;
    let took = begun.elapsed();
    assert!(changes.len() >= 5_000, "{}", changes.len());
    // Unoptimised, on a busy machine; what grows with the square of the tags would take minutes.
    assert!(took.as_secs() < 5, "{took:?}");
}
