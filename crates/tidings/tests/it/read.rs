//! `tidings read`: a line of JSON for each page.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::run::{Place, page, stderr, stdout};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_page_is_told_in_one_line_with_null_for_what_it_does_not_say() {
    let place = Place::new();
    let head = r#"<title>Rye bread | The Bakery</title><meta property="og:site_name" content="The Bakery">
        <meta property="og:image" content="rye.jpg"><meta name="author" content="Ada Baker">"#;
    place.write("site/bread/rye.html", page(head));
    let output = place.tidings(&["read", "site", "--base", "https://bakery.example/shop"]);
    assert_eq!(
        lines(&stdout(&output)),
        [json!({
            "source": "site/bread/rye.html",
            "url": "https://bakery.example/shop/bread/rye.html",
            "title": "Rye bread",
            "description": null,
            "image": "https://bakery.example/shop/bread/rye.jpg",
            "author": "Ada Baker",
            "date": null,
            "site_name": "The Bakery",
            "language": "en",
            "kind": "page",
        })]
    );
}

#[test]
fn a_folder_is_told_in_the_order_of_its_paths_and_a_linked_folder_once() {
    let place = Place::new();
    for number in 0..1200 {
        place.write(&format!("site/{number:04}.html"), page(&format!("<title>{number}</title>")));
    }
    place.write("site/z/last.HTM", page("<title>last</title>"));
    place.write("site/notes.txt", "no page");
    std::os::unix::fs::symlink(place.path("site"), place.path("site/again")).unwrap();
    let output = place.tidings(&["read", "site"]);
    let titles: Vec<Value> = lines(&stdout(&output)).into_iter().map(|line| line["title"].clone()).collect();
    let expected: Vec<String> = (0..1200).map(|it| it.to_string()).chain(["last".to_owned()]).collect();
    assert_eq!(titles, expected);
}

#[test]
fn a_page_on_stdin_and_files_beside_it_are_read() {
    let place = Place::new();
    let file =
        place.write("rye.html", page(r#"<title>Rye</title><link rel="canonical" href="https://bakery.example/rye">"#));
    let mut child = Command::new(env!("CARGO_BIN_EXE_tidings"))
        .args(["read", "-", file.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(page("<title>Rolls</title>").as_bytes()).unwrap();
    let told = lines(&stdout(&child.wait_with_output().unwrap()));
    assert_eq!((&told[0]["source"], &told[0]["title"], &told[0]["url"]), (&json!("-"), &json!("Rolls"), &json!(null)));
    assert_eq!((&told[1]["title"], &told[1]["url"]), (&json!("Rye"), &json!("https://bakery.example/rye")));
}

#[test]
fn what_cannot_be_read_is_named() {
    let place = Place::new();
    let output = place.tidings(&["read", "none.html"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot read none.html"), "{}", stderr(&output));
}
