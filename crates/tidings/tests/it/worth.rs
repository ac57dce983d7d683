//! `tidings worth`: the statement from access logs alone.

use std::io::Write;

use serde_json::Value;

use crate::run::{Place, stderr, stdout};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// A day with 30 visits from X, 10 tagged posts, 5 searches and one robot, in the combined form.
fn day(day: u32) -> String {
    let mut lines = String::new();
    let mut add = |number: u32, target: &str, referrer: &str, agent: &str| {
        let minute = number % 60;
        let more = format!(
            "203.0.{day}.{number} - - [{day:02}/Oct/2026:14:{minute:02}:00 +0200] \"GET {target} HTTP/1.1\" 200 9 \"{referrer}\" \"{agent}\"\n\
             203.0.{day}.{number} - - [{day:02}/Oct/2026:14:{minute:02}:01 +0200] \"GET /a.css HTTP/1.1\" 200 9 \"https://shop.example/\" \"{agent}\"\n"
        );
        lines.extend([more]);
    };
    for number in 0..30 {
        add(number, "/bread", "https://t.co/1", FIREFOX);
    }
    for number in 30..40 {
        add(number, "/cake?utm_source=facebook&utm_medium=social", "-", FIREFOX);
    }
    for number in 40..45 {
        add(number, "/", "https://www.google.com/", FIREFOX);
    }
    add(45, "/", "-", "Somebot/1.0 (+https://bot.example/)");
    lines
}

fn number(statement: &Value, pointer: &str) -> u64 {
    statement.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("{pointer} in {statement:#}"))
}

#[test]
fn rotated_and_packed_logs_in_any_order_give_one_statement_in_every_form() {
    let place = Place::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(day(9).as_bytes()).unwrap();
    let newer = place.write("access.log", day(12) + "203.0.113.7 - - [12/Oct/2026:14:00:00 +0200] \"GET /br");
    let older = place.write("access.log.2.gz", packed.finish().unwrap());
    let (newer, older) = (newer.to_str().unwrap(), older.to_str().unwrap());
    let told = ["--hours", "smo=3,smm=12", "--rate", "30EUR", "--spend", "facebook=180EUR", "--posts", "none"];
    let mut args = vec!["worth", newer, older, "--format", "json"];
    args.extend(told);
    let output = place.tidings(&args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let statement: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(statement["site"]["hosts"][0], "shop.example");
    assert!(statement["site"]["guessed"].is_string());
    assert_eq!(number(&statement, "/period/days"), 4);
    let rows = ["/rows/0/visits/sure", "/rows/1/visits/sure", "/rows/1/visits/up_to", "/rows/3/visits/sure"];
    assert_eq!(rows.map(|row| number(&statement, row)), [60, 0, 20, 10]);
    assert_eq!((number(&statement, "/rows/0/cost/minor"), number(&statement, "/rows/1/cost/minor")), (9_000, 54_000));
    let left: Vec<(&str, u64)> = statement["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["name"].as_str().unwrap(), it["count"].as_u64().unwrap()))
        .collect();
    assert!(left.contains(&("programs: robots, monitors, scanners", 2)), "{left:?}");
    assert!(left.contains(&("lines that are of no known form, or were cut", 1)), "{left:?}");

    let page = place.path("worth.html");
    let mut args = vec!["worth", older, newer, "--output", page.to_str().unwrap()];
    args.extend(told);
    assert_eq!(place.tidings(&args).status.code(), Some(0));
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("Passed on by visitors") && !page.contains("<script") && !page.contains("src="));

    let text = stdout(&place.tidings(&["worth", older, newer]));
    assert!(text.contains("no hours entered yet") && text.contains("may belong to either side"), "{text}");
}

#[test]
fn what_is_no_log_or_no_amount_ends_with_2_and_says_what_would_be() {
    let place = Place::new();
    let file = place.write("noise", [0xff, 0x00, b'\n', b'x', b'\n']);
    let file = file.to_str().unwrap();
    for (args, says) in [
        (vec!["worth", file], "not one of 2 lines is of a known form"),
        (vec!["worth", "none.log"], "cannot read none.log"),
        (vec!["worth", file, "--rate", "30"], "the currency's three letters"),
        (vec!["worth", file, "--hours", "tweeting=3"], "is no activity"),
        (vec!["worth", file, "--rate", "30EUR", "--spend", "x=3USD"], "in one currency"),
        (vec!["worth", file, "--posts", "nowhere"], "is no network that is known"),
    ] {
        let output = place.tidings(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(says), "{args:?}: {}", stderr(&output));
    }
}
