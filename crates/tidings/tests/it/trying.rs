//! Workspaces that were made for trying, in an ordinary house: they post to stand-ins that it brings, and to nobody else.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::yield_now;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::run::Place;
use crate::server::{Up, site};

const UP: &[&str] = &["up", "--data", "data"];

/// What is refused, and why.
fn refused(up: &Up, path: &str, body: &Value) -> (u16, String, String) {
    let (status, _, answer) = up.ask("POST", &format!("/api/v1{path}"), &body.to_string());
    let said: Value = serde_json::from_slice(&answer).unwrap();
    let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
    (status, text("code"), text("detail"))
}

/// How many posts the stand-ins at `base` show; `None` where nobody is there.
fn there(base: &str) -> Option<usize> {
    let place = base.strip_prefix("http://")?.split('/').next()?;
    let mut stream = TcpStream::connect(place).ok()?;
    write!(stream, "GET /posts.json HTTP/1.1\r\nhost: {place}\r\nconnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(serde_json::from_str::<Value>(answer.split_once("\r\n\r\n")?.1).unwrap().as_array()?.len())
}

fn until(what: &str, mut is: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !is() {
        assert!(Instant::now() < deadline, "{what}");
        yield_now();
    }
}

/// The server of the workspace's first account.
fn server(up: &Up) -> String {
    up.json("GET", "/accounts", &Value::Null)["items"][0]["server"].as_str().unwrap().to_owned()
}

/// Writes a post about `page` for the first account, and lets it go out: where it is found.
fn posts(up: &Up, site: &str, page: &str) -> String {
    let account = up.json("GET", "/accounts", &Value::Null)["items"][0]["id"].clone();
    let new = json!({ "text": "Fresh", "page": page, "zone": "UTC", "accounts": [{ "account": account }] });
    let post = up.json("POST", &format!("/sites/{site}/posts"), &new);
    let path = format!("/sites/{site}/posts/{}", post["id"].as_str().unwrap());
    up.json("POST", &format!("{path}/schedule"), &json!({ "version": post["version"], "wall": null }));
    path
}

#[test]
fn a_workspace_for_trying_posts_to_its_stand_ins_alone_and_one_beside_it_to_networks() {
    let (_runtime, running) = site(2, None);
    let place = Place::new();
    // Nothing on this machine was allowed by name.
    let mut up = Up::start_shut(&place, UP);
    up.come_in();
    let cookie = up.cookie.clone();
    let me = up.json("GET", "/me", &Value::Null);
    assert_eq!((&me["workspace"]["sandbox"], &me["server"]["stand_ins"]), (&json!(false), &json!(true)));
    let x = json!({ "network": "x", "fields": { "secret": "sandbox-shop" } });
    assert_eq!(refused(&up, "/accounts", &x).1, "wallet_none", "X takes money");

    let made = up.json("POST", "/workspaces", &json!({ "name": "Dry run", "sandbox": true }));
    assert_eq!(made["sandbox"], true);
    assert_eq!(up.json("GET", "/me", &Value::Null)["workspace"], made);
    let ways = up.json("GET", "/accounts/ways", &Value::Null);
    let way = ways["items"].as_array().unwrap().iter().find(|way| way["network"] == "x").unwrap();
    assert_eq!(way["connect"]["fields"][0]["usual"], "sandbox-shop", "one press connects");
    let account = up.json("POST", "/accounts", &json!({ "network": "x" }));
    let base = account["server"].as_str().unwrap().to_owned();
    assert!(base.starts_with("http://127.0.0.1:"), "{base}");
    let elsewhere = json!({ "network": "mastodon", "fields": { "server": "https://mastodon.social" } });
    assert_eq!(refused(&up, "/accounts", &elsewhere).1, "server_elsewhere");
    let beside = json!({ "network": "mastodon", "fields": { "server": format!("http://{}", running.address()) } });
    let (status, _, why) = refused(&up, "/accounts", &beside);
    assert!(status == 422 && why.contains("private network"), "{status} {why}");

    let added = up.json("POST", "/sites", &json!({ "address": "https://bakery.example/" }));
    let home = added["id"].as_str().unwrap().to_owned();
    let path = posts(&up, &home, "https://bakery.example/rye");
    let deliveries = |up: &Up, path: &str| up.json("GET", path, &Value::Null)["deliveries"].clone();
    until("it is live", || deliveries(&up, &path)[0]["state"] == "live");
    assert_eq!(there(&base), Some(1));
    let shown = deliveries(&up, &path)[0]["url"].as_str().unwrap().to_owned();
    assert_eq!(shown.split('#').next(), base.strip_suffix('x'), "it is shown where it stands");
    let price = json!({ "text": "Fresh", "zone": "UTC", "accounts": [{ "account": account["id"] }] });
    let prices = up.json("POST", &format!("/sites/{home}/posts/price"), &price);
    assert_eq!(prices["items"], json!([]), "stand-ins charge nothing");
    drop(up);

    // Killed, it goes on: what was posted stands where it stood.
    let mut up = Up::start_shut(&place, UP);
    up.cookie.clone_from(&cookie);
    assert_eq!((server(&up), there(&base)), (base.clone(), Some(1)));
    drop(up);

    // Somebody else has the port meanwhile.
    let taken = TcpListener::bind(base["http://".len()..].trim_end_matches("/x")).unwrap();
    let mut up = Up::start_shut(&place, UP);
    up.cookie.clone_from(&cookie);
    let moved = server(&up);
    assert!(moved != base && there(&moved) == Some(1), "{moved}");
    drop(taken);
    let path = posts(&up, &home, "https://bakery.example/rye");
    until("it is live there", || deliveries(&up, &path)[0]["state"] == "live");
    assert_eq!(there(&moved), Some(2));

    // The workspace beside it is one like before.
    up.json("GET", "/me", &Value::Null);
    let first = me["workspace"]["id"].clone();
    assert_eq!(up.ask("POST", "/api/v1/me/workspace", &json!({ "workspace": first }).to_string()).0, 204);
    assert_eq!(up.json("GET", "/me", &Value::Null)["workspace"]["sandbox"], false);
    assert_eq!(refused(&up, "/accounts", &x).1, "wallet_none");
}

#[test]
fn once_the_demo_is_removed_nothing_is_let_through_to_where_its_stand_ins_were() {
    let place = Place::new();
    let mut up = Up::start_shut(&place, &["up", "--demo", "--data", "data"]);
    up.come_in();
    let base = server(&up);
    assert_eq!(up.ask("DELETE", "/api/v1/demo", "").0, 204);
    assert_eq!(up.json("GET", "/me", &Value::Null)["workspace"]["sandbox"], false);
    assert_eq!(there(&base), None);
    // Whoever listens there now is asked for nothing.
    let port = base["http://".len()..].split('/').next().unwrap().to_owned();
    let stranger = TcpListener::bind(&port).unwrap();
    let fields = json!({ "server": format!("http://{port}/mastodon"), "secret": "sandbox-shop" });
    let (status, _, why) = refused(&up, "/accounts", &json!({ "network": "mastodon", "fields": fields }));
    assert!(status == 422 && why.contains("private network"), "{status} {why}");
    stranger.set_nonblocking(true).unwrap();
    assert_eq!(stranger.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody came");
}

#[test]
fn where_stand_ins_are_named_every_workspace_is_for_trying() {
    let place = Place::new();
    let sandbox = ["up", "--data", "data", "--sandbox", "http://127.0.0.1:1/"];
    let mut up = Up::start_shut(&place, &sandbox);
    up.come_in();
    let me = up.json("GET", "/me", &Value::Null);
    assert_eq!((&me["workspace"]["sandbox"], &me["server"]["stand_ins"]), (&json!(true), &json!(true)));
    // All of this house are for trying, whatever they were made for.
    let made = up.json("POST", "/workspaces", &json!({ "name": "Another" }));
    assert_eq!(made["sandbox"], true);
}
