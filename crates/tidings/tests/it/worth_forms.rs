//! The same visits, as each kind of server writes them: one statement.

use std::fmt::Write as _;
use std::io::Write as _;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde_json::{Value, json};

use crate::run::{Place, stderr};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const INSTAGRAM: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                         Mobile/15E148 Instagram 400.0.0.1 (iPhone15,2; iOS 18_6)";
const ROBOT: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const PREVIEW: &str = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";
const OWN: &str = "https://shop.example/";

/// A request: time on the wall, hours before UTC, who, what, from where, with what, how answered, by which server.
type Asked = (&'static str, i8, u8, &'static str, &'static str, &'static str, u16, u8);

/// Both nights on which Berlin's clocks change, and a day on which two servers of one site answer in turn.
const ASKED: &[Asked] = &[
    // 20 minutes, though the clock shows 80 more: one visit, and its sale.
    ("2026-03-29T01:50:00", 1, 1, "/bread", "https://t.co/1", FIREFOX, 200, 0),
    ("2026-03-29T01:50:01", 1, 1, "/a.css", OWN, FIREFOX, 200, 0),
    ("2026-03-29T03:10:00", 2, 1, "/cake", OWN, FIREFOX, 200, 0),
    ("2026-03-29T03:12:00", 2, 1, "/thanks", OWN, FIREFOX, 200, 0),
    // 20 minutes, though the clock goes back: one visit. The next is 45 minutes later: another one.
    ("2026-10-25T02:50:00", 2, 2, "/bread?fbclid=IwAR0", "https://l.facebook.com/", FIREFOX, 200, 0),
    ("2026-10-25T02:10:00", 1, 2, "/cake", OWN, FIREFOX, 200, 0),
    ("2026-10-25T02:55:00", 1, 2, "/", "-", FIREFOX, 200, 0),
    // The same minute of the clock, an hour apart: two visits.
    ("2026-10-25T02:55:00", 2, 3, "/", "-", FIREFOX, 200, 0),
    ("2026-10-25T02:55:00", 1, 3, "/", "-", FIREFOX, 200, 0),
    // Two servers.
    ("2026-10-26T12:00:00", 1, 4, "/bread", "https://old.reddit.com/r/bread", FIREFOX, 200, 0),
    ("2026-10-26T12:00:30", 1, 4, "/cake", "https://shop.example/bread", FIREFOX, 200, 1),
    ("2026-10-26T12:00:40", 1, 5, "/", "-", FIREFOX, 304, 0),
    ("2026-10-26T12:00:50", 1, 5, "/thanks", OWN, FIREFOX, 200, 1),
    ("2026-10-26T12:01:00", 1, 6, "/cake?utm_source=facebook&utm_medium=social", "-", FIREFOX, 200, 0),
    ("2026-10-26T12:02:00", 1, 7, "/cakes/apple-and-cinnamon", "-", INSTAGRAM, 200, 1),
    ("2026-10-26T12:03:00", 1, 8, "/bread", "-", ROBOT, 200, 0),
    ("2026-10-26T12:04:00", 1, 9, "/bread", "-", PREVIEW, 200, 1),
    ("2026-10-26T12:05:00", 1, 6, "/wine", OWN, FIREFOX, 404, 0),
];

fn instant(asked: &Asked) -> Timestamp {
    let wall: DateTime = asked.0.parse().unwrap();
    Offset::constant(asked.1).to_timestamp(wall).unwrap()
}

fn wall(asked: &Asked, behind: i64) -> jiff::Zoned {
    let at = instant(asked).as_second() - behind;
    Timestamp::from_second(at).unwrap().to_zoned(Offset::constant(asked.1).to_time_zone())
}

fn common(asked: &Asked, behind: i64) -> String {
    let (_, _, who, target, _, _, status, _) = asked;
    let at = wall(asked, behind).strftime("%d/%b/%Y:%H:%M:%S %z").to_string();
    format!("203.0.113.{who} - - [{at}] \"GET {target} HTTP/1.1\" {status} 5123")
}

fn combined(asked: &Asked, behind: i64) -> String {
    format!("{} \"{}\" \"{}\"", common(asked, behind), asked.4, asked.5)
}

fn with_host(asked: &Asked, behind: i64) -> String {
    format!("shop.example:443 {}", combined(asked, behind))
}

fn nginx(asked: &Asked, behind: i64) -> String {
    let (_, _, who, target, referrer, agent, status, _) = asked;
    json!({
        "time_iso8601": wall(asked, behind).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        "remote_addr": format!("203.0.113.{who}"),
        "http_host": "shop.example",
        "request": format!("GET {target} HTTP/2.0"),
        "status": status.to_string(),
        "http_referer": referrer,
        "http_user_agent": agent,
    })
    .to_string()
}

fn caddy(asked: &Asked, behind: i64) -> String {
    let (_, _, who, target, referrer, agent, status, _) = asked;
    let mut headers = json!({ "User-Agent": [agent] });
    if *referrer != "-" {
        headers["Referer"] = json!([referrer]);
    }
    json!({
        "level": "info", "ts": (instant(asked).as_second() - behind) as f64 + 0.25, "logger": "http.log.access",
        "msg": "handled request", "status": status,
        "request": {
            "remote_ip": "10.0.0.1", "client_ip": format!("203.0.113.{who}"), "method": "GET", "host": "shop.example",
            "uri": target, "headers": headers,
        },
        "resp_headers": { "Content-Type": [if target.ends_with("css") { "text/css" } else { "text/html" }] },
    })
    .to_string()
}

/// A log of the lines that `of` takes, with one that was cut among them.
fn log(line: fn(&Asked, i64) -> String, of: impl Fn(&Asked) -> Option<i64>) -> String {
    let mut text = String::new();
    for (at, asked) in ASKED.iter().enumerate() {
        let Some(behind) = of(asked) else { continue };
        let line = line(asked, behind);
        if at == 4 {
            writeln!(text, "{}", &line[..line.len() - 20]).unwrap();
        }
        writeln!(text, "{line}").unwrap();
    }
    text
}

fn statement(place: &Place, files: &[&std::path::Path]) -> Value {
    let mut args = vec!["worth", "--format", "json", "--site", "shop.example", "--posts", "none", "--goal", "/thanks"];
    args.extend(files.iter().map(|file| file.to_str().unwrap()));
    let output = place.tidings(&args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut statement: Value = serde_json::from_slice(&output.stdout).unwrap();
    // How many files they were is the one thing that may differ.
    let fields = statement.as_object_mut().unwrap();
    fields.retain(|name, _| ["period", "verdict", "rows", "networks", "left_out", "unfurls"].contains(&name.as_str()));
    statement
}

/// Sure, up to, guessed and sold, by row.
fn rows(statement: &Value) -> Vec<[u64; 4]> {
    let number = |value: &Value| value.as_u64().unwrap_or_else(|| panic!("no number in {statement:#}"));
    let rows = statement["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let visits = &row["visits"];
        [number(&visits["sure"]), number(&visits["up_to"]), number(&visits["guessed"]), number(&row["sales"])]
    })
    .collect()
}

fn left_out(statement: &Value) -> Vec<u64> {
    statement["left_out"].as_array().unwrap().iter().map(|it| it["count"].as_u64().unwrap()).collect()
}

#[test]
fn the_same_visits_give_the_same_statement_in_every_form() {
    let place = Place::new();
    let whole = |_: &Asked| Some(0);
    let combined_text = log(combined, whole);
    let first = statement(&place, &[&place.write("combined.log", &combined_text)]);
    // X, Facebook, Reddit and Instagram; the tag; nobody in between; four without an origin, on the start page.
    assert_eq!(rows(&first), [[4, 4, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 4, 1]], "{first:#}");
    let mut left = left_out(&first);
    left.sort_unstable();
    assert_eq!(left, [1, 1, 1, 1, 1], "cut, style, not there, robot, preview: {first:#}");

    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(combined_text.as_bytes()).unwrap();
    for (name, text) in [
        ("combined.gz", packed.finish().unwrap()),
        ("vhost.log", log(with_host, whole).into_bytes()),
        ("nginx.log", log(nginx, whole).into_bytes()),
        ("caddy.log", log(caddy, whole).into_bytes()),
    ] {
        assert_eq!(statement(&place, &[&place.write(name, text)]), first, "{name}");
    }
}

#[test]
fn two_servers_with_clocks_a_minute_apart_give_the_visits_of_one() {
    let place = Place::new();
    let one = statement(&place, &[&place.write("one.log", log(combined, |_| Some(0)))]);
    for behind in [0, 60, -60] {
        let first = place.write("first.log", log(combined, |asked| (asked.7 == 0).then_some(0)));
        let second = place.write("second.log", log(nginx, |asked| (asked.7 == 1).then_some(behind)));
        let two = statement(&place, &[&second, &first]);
        assert_eq!(rows(&two), rows(&one), "{behind} seconds behind: {two:#}");
        assert_eq!(left_out(&two), left_out(&one));
    }
}

#[test]
fn a_log_of_the_common_form_has_visits_without_origin_and_cannot_tell_programs() {
    let place = Place::new();
    let statement = statement(&place, &[&place.write("common.log", log(common, |_| Some(0)))]);
    // What stands in the address tells; nobody else says from where he came, the programs among them.
    assert_eq!(rows(&statement), [[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 9, 2], [0, 0, 0, 0]], "{statement:#}");
}
