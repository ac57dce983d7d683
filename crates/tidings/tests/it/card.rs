//! `tidings card`: pictures for pages, and the tags that name them.

use serde_json::Value;

use crate::run::{Place, copy_demo, files, page, stderr, stdout};

fn made(place: &Place, args: &[&str]) -> Vec<Value> {
    let mut all = vec!["card", "--format", "json"];
    all.extend(args);
    let output = place.tidings(&all);
    assert!(output.status.success(), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

const BREAD: &str = r#"<title>Rye bread | Stone Oven</title><meta property="og:site_name" content="Stone Oven">"#;

#[test]
fn a_folder_gets_a_card_for_each_page_without_a_picture_and_twice_is_once() {
    let place = Place::new();
    let site = place.path("site");
    copy_demo(&site);
    let base = ["site", "--base", "https://bakery.example/"];
    let before = place.audit(&base);
    let cards = made(&place, &[&base[..], &["--fix"]].concat());
    assert!(!cards.is_empty());
    for card in &cards {
        let file = place.path(card["card"].as_str().unwrap());
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.starts_with(b"\x89PNG") && bytes.len() < 300_000, "{card}");
        let text = std::fs::read_to_string(site.join(card["page"].as_str().unwrap())).unwrap();
        let address = card["address"].as_str().unwrap();
        assert!(address.starts_with("https://bakery.example/cards/"), "{address}");
        assert!(text.contains(&format!(r#"property="og:image" content="{address}""#)), "{text}");
        assert!(text.contains(r#"property="og:image:width" content="1200""#), "{text}");
        assert!(text.contains(r#"name="twitter:card" content="summary_large_image""#), "{text}");
    }
    let written = files(&site);
    let again = made(&place, &[&base[..], &["--fix"]].concat());
    assert_eq!(files(&site), written, "the second run changes nothing");
    assert_eq!(again, cards, "our own cards are kept up, not made anew");
    // What wanted a card before wants none now.
    let wants = |audit: &Value| {
        let pages = audit["pages"].as_array().unwrap().iter();
        let findings = pages.flat_map(|page| page["findings"].as_array().unwrap());
        let cards = findings.filter(|it| it["fix"]["mend"] == "needs_card" && it["severity"] != "note");
        cards.map(|it| it["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(!wants(&before).is_empty());
    assert_eq!(wants(&place.audit(&base)), Vec::<String>::new());
}

#[test]
fn a_page_that_says_something_else_gets_another_card() {
    let place = Place::new();
    place.write("site/index.html", page(BREAD));
    let first = made(&place, &["site", "--base", "https://bakery.example/", "--fix"]);
    let html = std::fs::read_to_string(place.path("site/index.html")).unwrap();
    place.write("site/index.html", html.replace("Rye bread", "Wheat bread"));
    let second = made(&place, &["site", "--base", "https://bakery.example/", "--fix"]);
    assert_ne!(first[0]["address"], second[0]["address"]);
    let html = std::fs::read_to_string(place.path("site/index.html")).unwrap();
    assert_eq!(html.matches("og:image\"").count(), 1, "{html}");
    assert!(html.contains(second[0]["address"].as_str().unwrap()), "{html}");
    assert!(second[0]["alt"].as_str().unwrap().starts_with("Wheat bread"), "{second:?}");
}

#[test]
fn everything_that_named_the_old_picture_names_the_card_and_nothing_else_changes() {
    let place = Place::new();
    let old = r#"<meta property="og:image" content="/small.png">
  <meta property="og:image:secure_url" content="https://bakery.example/small.png">
  <meta property="og:image:type" content="image/gif">
  <meta name="twitter:image" content="/small.png"><meta name="twitter:card" content="summary">
  <meta property="og:image" content="/second.png">
  <meta name="keywords" content="bread">"#;
    place.write("site/index.html", page(&format!("{BREAD}{old}")));
    let before = std::fs::read_to_string(place.path("site/index.html")).unwrap();
    let cards = made(&place, &["site", "--base", "https://bakery.example/", "--fix", "--all"]);
    let html = std::fs::read_to_string(place.path("site/index.html")).unwrap();
    for gone in ["small.png", "second.png", "image/gif", r#"content="summary""#] {
        assert!(!html.contains(gone), "{gone} in {html}");
    }
    assert_eq!(html.matches(cards[0]["address"].as_str().unwrap()).count(), 3, "{html}");
    let body = |text: &str| text[text.find("</head>").unwrap()..].to_owned();
    assert_eq!(body(&html), body(&before));
    assert!(html.contains(r#"<meta name="keywords" content="bread">"#));
}

#[test]
fn a_brand_and_a_template_of_ones_own_are_taken() {
    let place = Place::new();
    place.write("rye.html", page(BREAD));
    let copied = place.tidings(&["card", "--copy", "product"]);
    assert!(stdout(&copied).contains("<card"), "{}", stdout(&copied));
    place.write("mine.xml", stdout(&copied).replace("€", "").replace("74-42", "60"));
    place
        .write("kit/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>");
    place.write(
        "kit/brand.toml",
        "colour = \"#b4531a\"\nground = \"#fffaf3\"\ntypeface = \"serif\"\nlogo = \"logo.svg\"\n",
    );
    let plain = made(&place, &["rye.html"]);
    let own = made(&place, &["rye.html", "--template", "mine.xml", "--brand", "kit/brand.toml"]);
    assert_ne!(plain[0]["card"], own[0]["card"]);
    assert!(place.path(own[0]["card"].as_str().unwrap()).exists());
    assert_eq!(own[0]["alt"], "Rye bread. Stone Oven");
}

#[test]
fn wrong_use_is_told_with_what_helps() {
    let place = Place::new();
    place.write("site/index.html", page(BREAD));
    place.write("empty/readme.txt", "no page");
    place.write("evil.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    place.write("bad.xml", "<card>\n<txt/></card>");
    place.write("brand.toml", "color = \"#b4531a\"\n");
    for (args, told) in [
        (&["card"][..], "<TARGET>"),
        (&["card", "nowhere"], "neither a file or folder here nor an address"),
        (&["card", "empty"], "there is no HTML page in empty"),
        (&["card", "site", "--fix"], "--base https://bakery.example/"),
        (&["card", "site", "--fix", "--base", "https://bakery.example/", "--output", "out"], "--cards-at"),
        (&["card", "site", "--logo", "evil.svg"], "it holds a script, which a logo need not: export the logo as a PNG"),
        (&["card", "site", "--template", "bad.xml"], "line 2 of the template: there is no <txt>"),
        (&["card", "site", "--template", "poster"], "these are: article, product, quote, event, profile, plain"),
        (&["card", "site", "--colour", "red"], "write it as #rrggbb"),
        (&["card", "site", "--brand", "brand.toml"], "docs/cards.md"),
        (&["card", "site", "--typeface", "Comic"], "these are: sans, serif; more come with --fonts FOLDER"),
        (&["card", "site", "--fonts", "none"], "cannot read the fonts of none"),
    ] {
        let output = place.tidings(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(told), "{args:?}: {}", stderr(&output));
    }
    let output = place.tidings(&["card", "http://127.0.0.1:9/page"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
}

#[test]
fn a_script_without_a_typeface_is_named_and_broken_fonts_are_too() {
    let place = Place::new();
    place.write("index.html", page("<title>石窯で焼いたライ麦パン</title>"));
    place.write("fonts/broken.ttf", "no font");
    let output = place.tidings(&["card", "index.html", "--fonts", "fonts"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let told = stderr(&output);
    assert!(told.contains("no typeface here covers Japanese, so one card would show empty boxes"), "{told}");
    assert!(told.contains("broken.ttf is not used: it is broken"), "{told}");
}

#[test]
fn the_licences_of_the_typefaces_are_carried() {
    let output = Place::new().tidings(&["card", "--licences"]);
    let told = stdout(&output);
    assert!(told.contains("SIL OPEN FONT LICENSE") && told.contains("noto-sans-hebrew"), "{told}");
}
