//! `tidings up`, as a person starts and stops it: one address in, an audit out, whatever happens to the process.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::run::{Place, stderr};
use crate::server::{Up, site};

#[test]
fn one_address_makes_a_sheet_and_a_list_of_things_to_do() {
    let (_runtime, site) = site(12, None);
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let added = up.json("POST", "/sites", &json!({ "address": site.at("/") }));
    let (id, audit) = (added["id"].as_str().unwrap(), added["audit"]["id"].as_str().unwrap());
    assert_eq!(up.until_done(audit), "done");
    let told = up.json("GET", &format!("/audits/{audit}"), &Value::Null);
    assert_eq!(told["result"]["summary"]["pages"], 12);
    assert!(!told["result"]["things"].as_array().unwrap().is_empty());
    let sheet = up.json("GET", &format!("/audits/{audit}/sheet"), &Value::Null);
    assert_eq!(sheet["count"], 12);
    let index = up.json("GET", &format!("/audits/{audit}/sheet/index/0"), &Value::Null);
    assert_eq!(index["t"].as_array().unwrap().len(), 12);
    let listed = up.json("GET", "/sites", &Value::Null);
    assert_eq!(listed["items"][0]["score"]["today"], told["result"]["score"]["today"]);

    // The second audit is compared with the first: nothing is new.
    let second = up.json("POST", &format!("/sites/{id}/audits"), &Value::Null);
    let second = second["id"].as_str().unwrap();
    assert_eq!(up.until_done(second), "done");
    let site = up.json("GET", &format!("/sites/{id}"), &Value::Null);
    assert_eq!((&site["change"], &site["fresh"], &site["gone"]), (&json!(0), &json!(0), &json!(0)));
    let difference = up.json("GET", &format!("/sites/{id}/difference?from={audit}&to={second}"), &Value::Null);
    assert_eq!(difference, json!({ "fresh": [], "gone": [] }));
}

#[test]
fn a_killed_server_goes_on_with_the_audit_that_it_was_at() {
    const HANGS: usize = 9;
    let (_runtime, site) = site(20, Some(HANGS));
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let added = up.json("POST", "/sites", &json!({ "address": site.at("/") }));
    let audit = added["audit"]["id"].as_str().unwrap().to_owned();
    let deadline = Instant::now() + Duration::from_mins(1);
    while site.asked_for(&format!("/{HANGS}")) == 0 {
        assert!(Instant::now() < deadline, "the audit never came to the page that hangs");
        std::thread::yield_now();
    }
    let cookie = up.cookie.clone();
    drop(up);
    let mut up = Up::start(&place);
    up.cookie = cookie;
    assert_eq!(up.until_done(&audit), "done");
    assert_eq!(up.json("GET", &format!("/audits/{audit}"), &Value::Null)["result"]["summary"]["pages"], 20);
    for n in (1..20).filter(|n| *n != HANGS) {
        assert_eq!(site.asked_for(&format!("/{n}")), 1, "page {n} is asked for once");
    }
}

#[test]
fn a_second_server_in_one_folder_and_an_open_door_are_refused() {
    let place = Place::new();
    let up = Up::start(&place);
    let second = place.tidings(&["up", "--data", "data", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(2));
    assert!(stderr(&second).contains("is up in"), "{}", stderr(&second));
    let open = place.tidings(&["up", "--data", "other", "--listen", "0.0.0.0:0"]);
    assert_eq!(open.status.code(), Some(2));
    assert!(stderr(&open).contains("nobody has a password yet"), "{}", stderr(&open));
    drop(up);
}

#[test]
fn an_address_in_the_private_network_is_not_asked_unless_it_was_allowed() {
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    // Allowed is 127.0.0.1 by name, and nothing else on this machine.
    let added = up.json("POST", "/sites", &json!({ "address": "http://127.0.0.2:9/" }));
    let audit = added["audit"]["id"].as_str().unwrap();
    assert_eq!(up.until_done(audit), "failed");
    let error = up.json("GET", &format!("/audits/{audit}"), &Value::Null)["error"].to_string();
    assert!(error.contains("tidings up --allow-private 127.0.0.2"), "{error}");
}
