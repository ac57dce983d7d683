//! `tidings up --demo`, along its strip: the shop is read, mended, read again, thrown away; and whatever happens meanwhile.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::run::{Place, stderr};
use crate::server::{Up, site};

const DEMO: &[&str] = &["up", "--demo", "--data", "data"];

fn started(place: &Place) -> Up {
    Up::start_with(place, DEMO)
}

/// The shop as a site: its row.
fn shop(up: &Up) -> Value {
    let sites = up.json("GET", "/sites", &Value::Null);
    sites["items"].as_array().unwrap().iter().find(|site| is_shop(site)).unwrap().clone()
}

fn is_shop(site: &Value) -> bool {
    site["address"].as_str().unwrap().starts_with("http://bakery.localhost:")
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

fn port(shop: &Value) -> u16 {
    text(shop, "address").trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap()
}

/// Step → whether it is done.
fn steps(up: &Up) -> BTreeMap<String, bool> {
    let strip = up.json("GET", "/demo", &Value::Null);
    let steps = strip["steps"].as_array().unwrap().iter();
    steps.map(|step| (text(step, "id").to_owned(), step["done"].as_bool().unwrap())).collect()
}

fn done(see: bool, mend: bool, watch: bool) -> BTreeMap<String, bool> {
    let later = ["card", "bar", "click", "post", "schedule", "live", "came"].map(|id| (id, false));
    let first = [("see", see), ("mend", mend), ("watch", watch)];
    first.into_iter().chain(later).map(|(id, done)| (id.to_owned(), done)).collect()
}

/// What the shop answers, as somebody's browser gets it.
fn page(port: u16, path: &str) -> Option<String> {
    page_of("bakery.localhost", port, path)
}

/// What `host` answers.
fn page_of(host: &str, port: u16, path: &str) -> Option<String> {
    String::from_utf8(answer(host, port, path)?).ok()
}

fn picture(port: u16, path: &str) -> Vec<u8> {
    answer("bakery.localhost", port, path).unwrap()
}

fn answer(host: &str, port: u16, path: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let question = format!("GET {path} HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\n\r\n");
    stream.write_all(question.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(answer)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}")).1.split(after).next().unwrap()
}

/// Until `holds` does; a minute at most.
fn until(holds: impl Fn() -> bool) {
    let began = std::time::Instant::now();
    while !holds() {
        assert!(began.elapsed().as_secs() < 60, "it never held");
        std::thread::yield_now();
    }
}

fn put(up: &Up, path: &str) -> String {
    text(&up.json("PUT", path, &Value::Null), "id").to_owned()
}

fn mend(up: &Up) -> String {
    text(&up.json("POST", "/demo/mend", &Value::Null), "id").to_owned()
}

#[test]
fn the_strip_is_followed_to_its_end() {
    let place = Place::new();
    let mut up = started(&place);
    up.come_in();
    assert_eq!(up.json("GET", "/me", &Value::Null)["server"]["demo"], true);
    let first = shop(&up);
    let first_audit = text(&first["audit"], "id").to_owned();
    assert_eq!(up.until_done(&first_audit), "done");
    let told = up.json("GET", &format!("/audits/{first_audit}"), &Value::Null);
    assert_eq!(told["result"]["summary"]["pages"], 40);
    assert_eq!(steps(&up), done(true, false, false));
    let port = port(&first);
    assert!(!page(port, "/cakes/").unwrap().contains("og:image\" content=\"http"));

    let second_audit = mend(&up);
    assert!(page(port, "/cakes/").unwrap().contains("og:image\" content=\"http"));
    // Pressed twice, it is the same mend.
    assert_eq!(mend(&up), second_audit);
    assert_eq!(up.until_done(&second_audit), "done");
    assert_eq!(steps(&up), done(true, true, true));
    let site = shop(&up);
    assert!(site["change"].as_i64().unwrap() > 0, "{site}");
    let path = format!("/sites/{}/difference?from={first_audit}&to={second_audit}", text(&site, "id"));
    let difference = up.json("GET", &path, &Value::Null);
    assert_eq!(difference["fresh"], json!([]));
    assert!(difference["gone"].as_array().unwrap().len() >= 6, "{difference}");
    let site = text(&site, "id");

    // Pages without a picture get a card, and show it.
    assert_eq!(up.ask("PUT", "/api/v1/demo/cards", "").0, 409, "none is made yet");
    let cards = up.json("GET", &format!("/sites/{site}/cards"), &Value::Null);
    assert_eq!(cards["wanted"], 6, "{cards}");
    assert_eq!(up.json("POST", &format!("/sites/{site}/cards"), &Value::Null)["made"], 6);
    let third_audit = put(&up, "/demo/cards");
    let flour = page(port, "/pantry/bread-flour").unwrap();
    let card = between(&flour, "og:image\" content=\"", "\"");
    let path = &card[card.find("/cards/").unwrap()..];
    let answer = picture(port, path);
    assert!(answer.starts_with(b"HTTP/1.1 200") && answer.len() > 10_000, "{path}");
    assert_eq!(up.until_done(&third_audit), "done");
    let shop = shop(&up);
    assert_eq!((&shop["score"]["today"], &shop["findings"]["errors"]), (&json!(100), &json!(0)));
    let now = steps(&up);
    assert!(now["card"] && !now["bar"]);

    // A visitor passes the start page on, and somebody follows.
    assert_eq!(up.ask("PUT", "/api/v1/demo/bar", "").0, 204);
    let front = page(port, "/").unwrap();
    let form = between(&front, "href=\"http://networks.localhost:", "\"").replace("&amp;", "&");
    let (networks, form) = form.split_once('/').unwrap();
    let posted = page_of("networks.localhost", networks.parse().unwrap(), &format!("/{form}")).unwrap();
    assert!(posted.contains("This is not WhatsApp.") && posted.contains("Fresh from the oven at six"), "{posted}");
    assert!(
        posted.contains("src=\"http://bakery.localhost") && posted.contains("/cards/"),
        "it shows the card: {posted}"
    );
    let shared = between(&posted, "id=shared href=\"", "\"");
    let (house, code) = shared.split_once("/l/").unwrap();
    assert_eq!(house, format!("http://{}", up.host));
    let (status, head, _) = up.ask("GET", &format!("/l/{code}"), "");
    let landed = format!("location: http://bakery.localhost:{port}/?e={code}");
    assert!(status == 302 && head.to_lowercase().contains(&landed), "{head}");
    assert!(page(port, &format!("/?e={code}")).unwrap().contains("Fresh from the oven"));
    until(|| steps(&up)["click"]);
    let links = up.json("GET", &format!("/sites/{site}/links"), &Value::Null);
    let link = links["items"].as_array().unwrap().iter().find(|link| link["code"] == code).unwrap();
    assert_eq!((&link["clicks"], &link["unfurls"]), (&json!(1), &json!(1)));
    assert_eq!((&link["network"], &link["placement"]), (&json!("whatsapp"), &json!("text")));
    let posted = ["post", "schedule", "live", "came"];
    assert!(steps(&up).iter().all(|(id, done)| *done != posted.contains(&&**id)));

    assert_eq!(up.ask("DELETE", "/api/v1/demo", "").0, 204);
    assert_eq!(up.json("GET", "/me", &Value::Null)["server"]["demo"], false);
    assert_eq!(up.ask("GET", "/api/v1/demo", "").0, 404);
    assert_eq!(up.ask("POST", "/api/v1/demo/mend", "").0, 404);
    assert_eq!(up.ask("DELETE", "/api/v1/demo", "").0, 404);
    assert_eq!(up.json("GET", "/sites", &Value::Null)["items"], json!([]));
    assert_eq!(up.ask("GET", &format!("/api/v1/audits/{first_audit}"), "").0, 404);
    assert_eq!(fs::read_dir(place.path("data/audits")).unwrap().count(), 0);
    assert_eq!(page(port, "/"), None, "the shop is closed");
    assert_eq!(page(networks.parse().unwrap(), "/"), None, "and so is what stood in for the networks");

    // Now one's own.
    let (_runtime, own) = site_of_mine();
    let added = up.json("POST", "/sites", &json!({ "address": own.at("/") }));
    assert_eq!(up.until_done(text(&added["audit"], "id")), "done");
}

/// Writes a post about a page of the shop for all accounts, and lets it go out: how its readers are followed.
fn posts_about_the_shop(up: &Up, site: &Value) -> String {
    let accounts = up.json("GET", "/accounts", &Value::Null);
    let accounts = accounts["items"].as_array().unwrap().iter().map(|it| json!({ "account": it["id"] }));
    let page = format!("{}bread/country-loaf", text(site, "address"));
    let new =
        json!({ "text": "Fresh from the oven", "page": page, "zone": "UTC", "accounts": accounts.collect::<Vec<_>>() });
    let posts = format!("/sites/{}/posts", text(site, "id"));
    let post = up.json("POST", &posts, &new);
    let path = format!("{posts}/{}", text(&post, "id"));
    up.json("POST", &format!("{path}/schedule"), &json!({ "version": post["version"], "wall": null }));
    path
}

/// The visits by the links of the post at `path`.
fn visits(up: &Up, path: &str) -> i64 {
    let post = up.json("GET", path, &Value::Null);
    post["deliveries"].as_array().unwrap().iter().map(|it| it["visits"].as_i64().unwrap()).sum()
}

/// Where the demo's accounts are, each once.
fn servers(up: &Up) -> Vec<String> {
    let accounts = up.json("GET", "/accounts", &Value::Null);
    accounts["items"].as_array().unwrap().iter().map(|it| text(it, "server").to_owned()).collect()
}

/// What stands at the demo's networks.
fn there(servers: &[String]) -> usize {
    let answer = page_of("127.0.0.1", port_of(&servers[0]), "/posts.json").unwrap();
    serde_json::from_str::<Value>(answer.split_once("\r\n\r\n").unwrap().1).unwrap().as_array().unwrap().len()
}

fn port_of(server: &str) -> u16 {
    between(server, "127.0.0.1:", "/").parse().unwrap()
}

#[test]
fn what_the_demo_posts_is_read_by_readers_of_its_own_and_is_there_after_a_restart() {
    const READERS: i64 = 12;
    let place = Place::new();
    let mut up = started(&place);
    up.come_in();
    let cookie = up.cookie.clone();
    let site = shop(&up);
    let names: Vec<Value> = up.json("GET", "/accounts", &Value::Null)["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].clone())
        .collect();
    assert_eq!(names, ["bakery-demo.test", "@bakery_demo@127.0.0.1", "@bakery_demo"]);
    let truth = |up: &Up| {
        let told = up.json("GET", "/demo/truth", &Value::Null);
        let post = told["ways"].as_array().unwrap().iter().find(|way| way["way"] == "post").unwrap().clone();
        post["visits"].as_i64().unwrap()
    };
    let before = truth(&up);
    let first = posts_about_the_shop(&up, &site);
    until(|| visits(&up, &first) == READERS);
    until(|| steps(&up)["came"]);
    assert_eq!(truth(&up) - before, READERS);
    let at = servers(&up);
    assert_eq!(there(&at), 3);
    drop(up);

    // Killed, it goes on: what was posted stands there, and nobody reads it twice.
    let mut up = started(&place);
    up.cookie.clone_from(&cookie);
    assert_eq!((servers(&up), there(&at)), (at.clone(), 3));
    let second = posts_about_the_shop(&up, &site);
    until(|| visits(&up, &second) == READERS);
    assert_eq!((there(&at), visits(&up, &first)), (6, READERS));
    assert_eq!(truth(&up) - before, 2 * READERS);
    drop(up);

    // Somebody else has the port meanwhile.
    let _taken = TcpListener::bind(("127.0.0.1", port_of(&at[0]))).unwrap();
    let mut up = started(&place);
    up.cookie.clone_from(&cookie);
    let moved = servers(&up);
    assert!(moved.iter().zip(&at).all(|(now, before)| now != before), "{moved:?}");
    assert_eq!(there(&moved), 6);
    let post = up.json("GET", &second, &Value::Null);
    let shown = text(&post["deliveries"][0], "url");
    assert_eq!(port_of(shown), port_of(&moved[0]), "it is shown where it stands now");

    assert_eq!(up.ask("DELETE", "/api/v1/demo", "").0, 204);
    assert_eq!(up.json("GET", "/accounts", &Value::Null)["items"], json!([]));
    assert_eq!(up.json("GET", "/me", &Value::Null)["workspace"]["sandbox"], false);
    assert!(!place.path("data/stand-ins").exists());
    assert_eq!(page_of("127.0.0.1", port_of(&moved[0]), "/"), None, "the stand-ins are closed");
}

fn site_of_mine() -> (tokio::runtime::Runtime, sandbox::Running) {
    site(3, None)
}

#[test]
fn the_demo_goes_while_it_is_read_and_leaves_ones_own_site() {
    let place = Place::new();
    let mut up = started(&place);
    up.come_in();
    let (_runtime, own) = site_of_mine();
    let added = up.json("POST", "/sites", &json!({ "address": own.at("/") }));
    assert_eq!(up.ask("DELETE", "/api/v1/demo", "").0, 204);
    let sites = up.json("GET", "/sites", &Value::Null);
    assert_eq!(sites["items"].as_array().unwrap().len(), 1);
    assert_eq!(sites["items"][0]["id"], added["id"]);
    assert_eq!(up.until_done(text(&added["audit"], "id")), "done");
}

#[test]
fn nothing_else_on_this_machine_is_read_because_of_the_demo() {
    let place = Place::new();
    let mut up = started(&place);
    up.come_in();
    let elsewhere = port(&shop(&up)).wrapping_add(1);
    let added = up.json("POST", "/sites", &json!({ "address": format!("http://bakery.localhost:{elsewhere}/") }));
    let audit = text(&added["audit"], "id");
    assert_eq!(up.until_done(audit), "failed");
    let error = up.json("GET", &format!("/audits/{audit}"), &Value::Null)["error"].to_string();
    assert!(error.contains("--allow-private"), "{error}");
}

#[test]
fn a_demo_that_was_killed_goes_on_where_it_was() {
    let place = Place::new();
    let mut up = started(&place);
    up.come_in();
    let cookie = up.cookie.clone();
    let first = shop(&up);
    // In the middle of the first audit, or before it.
    drop(up);
    let mut up = started(&place);
    up.cookie.clone_from(&cookie);
    assert_eq!(shop(&up)["address"], first["address"]);
    assert_eq!(up.until_done(text(&first["audit"], "id")), "done");
    let second = mend(&up);
    drop(up);

    let mut up = started(&place);
    up.cookie.clone_from(&cookie);
    assert!(page(port(&first), "/cakes/").unwrap().contains("og:image\" content=\"http"), "it is still mended");
    assert_eq!(up.until_done(&second), "done");
    assert_eq!(steps(&up), done(true, true, true));
    up.json("POST", &format!("/sites/{}/cards", text(&first, "id")), &Value::Null);
    let third = put(&up, "/demo/cards");
    assert_eq!(up.ask("PUT", "/api/v1/demo/bar", "").0, 204);
    let worn = page(port(&first), "/pantry/bread-flour").unwrap();
    drop(up);

    let mut up = started(&place);
    up.cookie.clone_from(&cookie);
    let worn_again = page(port(&first), "/pantry/bread-flour").unwrap();
    let card = |html: &str| between(html, "og:image\" content=\"", "\"").to_owned();
    let code = |html: &str| between(html, "%3Fe%3D", "\"").to_owned();
    assert_eq!((card(&worn_again), code(&worn_again)), (card(&worn), code(&worn)), "it wears what it wore");
    assert_eq!(up.until_done(&third), "done");
    drop(up);

    // Somebody else has the port meanwhile.
    let _taken = TcpListener::bind(("127.0.0.1", port(&first))).unwrap();
    let mut up = started(&place);
    up.cookie = cookie;
    let moved = shop(&up);
    assert_ne!(moved["address"], first["address"]);
    assert_eq!(up.until_done(text(&moved["audit"], "id")), "done");
    assert_eq!(shop(&up)["score"]["today"], 100);
}

#[test]
fn what_the_demo_is_not_for_is_refused_with_a_sentence() {
    let place = Place::new();
    let refused = |args: &[&str], because: &str| {
        let output = place.tidings(&[DEMO, args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(because), "{}", stderr(&output));
    };
    refused(&["--listen", "0.0.0.0:0"], "--demo is for this machine alone");
    refused(&["--public-address", "https://tidings.example/"], "--demo is for this machine alone");
    let up = started(&place);
    refused(&["--listen", "127.0.0.1:0"], "is up in");
    drop(up);
    // Where somebody has begun with his own, and where the demo was removed.
    drop(Up::start_with(&place, &["up", "--data", "own"]));
    let output = place.tidings(&["up", "--demo", "--data", "own", "--listen", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("demo data do not go among your own"), "{}", stderr(&output));
}

/// A demo without `--data`: the process, its link, and its folder.
fn temporary(place: &Place) -> (Child, String, std::path::PathBuf) {
    fs::create_dir_all(place.path("tmp")).unwrap();
    let mut child = place
        .command(&["up", "--demo", "--listen", "127.0.0.1:0", "--allow-private", "127.0.0.1"])
        .env("TMPDIR", place.path("tmp"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let link = lines.find(|line| line.contains("/first/")).unwrap().trim().to_owned();
    let kept = lines.find(|line| line.starts_with("What it keeps is in ")).unwrap();
    assert!(lines.any(|line| line.contains("Its folder goes when you stop it")));
    let folder = kept.trim_start_matches("What it keeps is in ").split(". ctrl-C").next().unwrap().to_owned();
    (child, link, folder.into())
}

fn stop(mut child: Child) {
    let stopped = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(stopped.success() && child.wait().unwrap().success());
}

#[test]
fn a_demo_that_nobody_gave_a_folder_leaves_nothing_behind() {
    let place = Place::new();
    let (child, _, folder) = temporary(&place);
    assert!(folder.join("tidings.db").exists());
    stop(child);
    assert!(!folder.exists());
    assert_eq!(fs::read_dir(place.path("tmp")).unwrap().count(), 0);
}

#[test]
fn a_site_of_ones_own_is_not_thrown_away_with_the_demo() {
    let place = Place::new();
    let (child, link, folder) = temporary(&place);
    let mut up = Up::at(&link);
    up.come_in();
    let (_runtime, own) = site_of_mine();
    let added = up.json("POST", "/sites", &json!({ "address": own.at("/") }));
    assert_eq!(up.until_done(text(&added["audit"], "id")), "done");
    stop(child);
    assert!(folder.join("tidings.db").exists());
}
