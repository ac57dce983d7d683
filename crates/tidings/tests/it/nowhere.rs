//! What docs/privacy.md promises of addresses: whoever has the database, a backup, the key, the segments, the salts and the
//! loudest log finds none in them, not even on the visitor's own day.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::run::{Place, files, stderr};
use crate::server::Up;

/// Long enough to be there by intent alone.
const ADDRESS: &str = "2001:db8:feed:beef:1234:5678:9abc:def0";
const BYTES: [u8; 16] =
    [0x20, 0x01, 0x0d, 0xb8, 0xfe, 0xed, 0xbe, 0xef, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0];
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

#[test]
fn the_address_of_a_visitor_stands_in_no_file_and_no_log() {
    let place = Place::new();
    let mut up = Up::start_with(&place, &["up", "--data", "data", "--log", "trace", "--trust-proxy", "127.0.0.1/32"]);
    up.come_in();
    let added = up.json("POST", "/sites", &json!({ "address": "http://127.0.0.1:9/" }));
    let site = added["id"].as_str().unwrap().to_owned();
    let key = up.json("GET", &format!("/sites/{site}/measure"), &json!(null))["key"].as_str().unwrap().to_owned();
    let link = json!({ "target": "http://127.0.0.1:9/bread", "activity": "post", "network": "bluesky" });
    let link = up.json("POST", &format!("/sites/{site}/links"), &link)["code"].as_str().unwrap().to_owned();

    let host = up.host.clone();
    let from = |line: &str, body: &str| {
        format!(
            "{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nx-forwarded-for: {ADDRESS}\r\nuser-agent: {BROWSER}\r\n\
             content-type: text/plain;charset=UTF-8\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let look = json!({ "k": key, "u": "http://127.0.0.1:9/bread", "r": "https://www.reddit.com/", "e": link });
    let wrong = json!({ "k": key, "u": "http://elsewhere.example/", "r": 7 });
    for (question, answers) in [
        (from("POST /t", &look.to_string()), 204),
        (from("POST /t", &wrong.to_string()), 400),
        (from(&format!("GET /t.gif?k={key}&u=http://127.0.0.1:9/cake"), ""), 200),
        (from(&format!("GET /l/{link}"), ""), 302),
    ] {
        assert_eq!(up.send(&question).0, answers, "{question}");
    }
    let told = json!({ "site": site, "visits": [
        { "url": "/tea", "referrer": "https://t.co/1", "user_agent": BROWSER, "address": ADDRESS, "id": "1" },
        { "url": "/tea", "address": ADDRESS.to_uppercase(), "id": "2" },
    ] });
    assert_eq!(up.ask("POST", "/api/v1/visits", &told.to_string()).0, 202);
    let deadline = Instant::now() + Duration::from_mins(1);
    while up.metric("tidings_arrivals_unread_bytes") > 0 {
        assert!(Instant::now() < deadline, "what came in is not read");
        std::thread::yield_now();
    }
    let backup = place.tidings(&["backup", "kept.tar.gz", "--data", "data"]);
    assert!(backup.status.success(), "{}", stderr(&backup));
    let restored = place.tidings(&["restore", "kept.tar.gz", "--data", "restored"]);
    assert!(restored.status.success(), "{}", stderr(&restored));
    drop(up);

    let all = files(&place.path(""));
    let has = |what: &[u8]| {
        let holds = |bytes: &[u8]| bytes.windows(what.len()).any(|some| some.eq_ignore_ascii_case(what));
        all.iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    // What is looked for would be found: the pages that he looked at are there, in the database and the restored one.
    assert!(has(b"/bread").len() >= 2 && has(b"reddit.com").len() >= 2);
    for form in ["2001:db8:feed:beef", "2001:0db8:feed:beef", "1234:5678:9abc:def0"] {
        assert_eq!(has(form.as_bytes()), Vec::<String>::new(), "{form}");
    }
    assert_eq!(has(&BYTES[..8]), Vec::<String>::new(), "as bytes");
    assert_eq!(has(&BYTES[8..]), Vec::<String>::new(), "as bytes");
}
