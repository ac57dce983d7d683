//! `tidings classify`: a line of JSON for each view of a page.

use std::io::Write;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::run::{Place, stderr};

fn lines(output: &Output) -> Vec<Value> {
    output
        .stdout
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

#[test]
fn views_on_stdin_are_told_line_by_line_and_a_bad_line_does_not_stop_the_others() {
    let place = Place::new();
    let mut child = place
        .command(&["classify", "--site", "shop.example"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let long = format!("{{\"url\":\"/{}\"}}\n", "x".repeat(3 << 20));
    let input: Vec<u8> = [
        br#"{"url":"https://shop.example/bread","referrer":"https://t.co/1","user_agent":"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0","method":"GET","more":1}"#.as_slice(),
        b"\n\n{\"url\":\n",
        long.as_bytes(),
        b"{\"referrer\":\"-\"}\n",
        b"{\"url\":\"/\xff\",\"referrer\":\"https://www.google.com/\",\"site\":[\"a.example\",\"b.example\"]}\r\n",
        b"{\"url\":\"/bread\",\"referrer\":\"https://shop.example/\"}\n",
        br#"{"url":"/bread","referrer":null,"user_agent":"curl/8.1","site":"shop.example"}"#,
    ]
    .concat();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let told = lines(&output);
    assert_eq!(
        told[0],
        json!({
            "visit": true, "is": "visit", "channel": "passed_on", "side": "smo", "network": "x", "confidence": "strong",
            "rule": "network", "parent": null,
        })
    );
    let lines: Vec<&Value> = told.iter().map(|it| &it["line"]).filter(|line| !line.is_null()).collect();
    assert_eq!(lines, [3, 4, 5]);
    let rules: Vec<&Value> = told[4..].iter().map(|it| &it["rule"]).collect();
    assert_eq!(rules, ["search", "within", "robot"]);
}

#[test]
fn why_is_told_in_plain_sentences() {
    let place = Place::new();
    let file = place.write("views.jsonl", r#"{"url":"/bread?fbclid=1","referrer":"https://l.facebook.com/"}"#);
    let output = place.tidings(&["classify", "--why", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let why = lines(&output)[0]["why"].clone();
    assert_eq!(why[0], "A visit: passed on by visitors (visitors copied the address, Facebook).");
}

#[test]
fn a_file_that_is_not_there_ends_with_2_and_is_named() {
    let output = Place::new().tidings(&["classify", "none.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot read none.jsonl"), "{}", stderr(&output));
}
