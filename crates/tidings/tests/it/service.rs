//! The service around the audit: backups, copies, several processes, the public address, the doctor.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use sandbox::social::{Network, Social};
use serde_json::{Value, json};
use store::test_bed::{self, engines};
use store::{Engine, Place as Database};

use crate::run::{Place, files, stderr, stdout};
use crate::server::{Up, site};

/// Asks again until `is_so`.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(2);
    while !is_so() {
        assert!(Instant::now() < deadline, "never: {what}");
        std::thread::yield_now();
    }
}

/// A digest.
const PICTURE: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// A site that was audited, in the folder `data`: its id, its audit, and the cookie of whoever added it.
fn audited(place: &Place, address: &str) -> (String, String, String) {
    let mut up = Up::start(place);
    up.come_in();
    let added = up.json("POST", "/sites", &json!({ "address": address }));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (id, audit) = (text(&added["id"]), text(&added["audit"]["id"]));
    assert_eq!(up.until_done(&audit), "done");
    // As pictures of posts lie there; and one that is being written.
    std::fs::create_dir_all(place.path("data/media")).unwrap();
    std::fs::write(place.path(&format!("data/media/{PICTURE}")), "a picture").unwrap();
    std::fs::write(place.path(&format!("data/media/{PICTURE}.1-0.part")), "half").unwrap();
    let backup = place.tidings(&["backup", "kept.tar.gz", "--data", "data"]);
    assert!(backup.status.success(), "{}", stderr(&backup));
    assert!(stdout(&backup).contains("1 audits with"), "{}", stdout(&backup));
    (id, audit, up.cookie.clone())
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

#[test]
fn a_backup_made_while_it_is_up_comes_back_paused_and_goes_on_when_told() {
    let (_runtime, site) = site(8, None);
    let place = Place::new();
    let (id, audit, cookie) = audited(&place, &site.at("/"));
    let restored = place.tidings(&["restore", "kept.tar.gz", "--data", "again"]);
    assert!(restored.status.success(), "{}", stderr(&restored));

    let mut up = Up::start_with(&place, &["up", "--data", "again"]);
    up.cookie = cookie;
    let paused = up.json("GET", "/me", &Value::Null)["server"]["paused"]["why"].to_string();
    assert!(paused.contains("restored from a backup"), "{paused}");
    // Everything is there, the sheet too, and the pictures.
    let pictures: Vec<_> = files(&place.path("again/media")).into_iter().collect();
    assert_eq!(pictures, [(place.path("again/media").join(PICTURE).display().to_string(), b"a picture".to_vec())]);
    assert_eq!(up.json("GET", &format!("/audits/{audit}/sheet"), &Value::Null)["count"], 8);
    let second = up.json("POST", &format!("/sites/{id}/audits"), &Value::Null)["id"].as_str().unwrap().to_owned();
    // Others are answered meanwhile; the audit waits.
    let state = |up: &Up| up.json("GET", &format!("/audits/{second}"), &Value::Null)["state"].clone();
    assert_eq!(state(&up), "waiting");
    let resumed = place.tidings(&["resume", "--data", "again"]);
    assert_eq!(stdout(&resumed), "Tidings goes on.\n");
    assert_eq!(up.until_done(&second), "done");
    assert_eq!(up.json("GET", "/me", &Value::Null)["server"]["paused"], Value::Null);
}

#[test]
fn the_database_alone_as_it_is_put_aside_before_a_migration_can_be_restored() {
    let (runtime, site) = site(2, None);
    let place = Place::new();
    let (_, _, cookie) = audited(&place, &site.at("/"));
    let aside = std::fs::File::create(place.path("before.jsonl.gz")).unwrap();
    runtime.block_on(async {
        let db = store::Db::open(&Database::Sqlite(place.path("data/tidings.db"))).await.unwrap();
        store::archive::write(&db, aside).await.unwrap();
        db.close().await;
    });
    let restored = place.tidings(&["restore", "before.jsonl.gz", "--data", "again"]);
    assert!(stdout(&restored).contains("0 audits with 0 files"), "{}", stderr(&restored));
    let mut up = Up::start_with(&place, &["up", "--data", "again"]);
    up.cookie = cookie;
    assert_eq!(up.json("GET", "/sites", &Value::Null)["items"].as_array().unwrap().len(), 1);
}

#[test]
fn the_operator_lets_restored_data_go_on_in_the_console() {
    let (_runtime, site) = site(2, None);
    let place = Place::new();
    let (_, _, cookie) = audited(&place, &site.at("/"));
    assert!(place.tidings(&["restore", "kept.tar.gz", "--data", "again"]).status.success());
    let mut up = Up::start_with(&place, &["up", "--data", "again"]);
    up.cookie = cookie;
    assert_eq!(up.json("GET", "/me", &Value::Null)["server"]["operator"], true);
    assert_eq!(up.ask("POST", "/api/v1/server/resume", "").0, 204);
    assert_eq!(up.json("GET", "/me", &Value::Null)["server"]["paused"], Value::Null);
}

#[test]
fn a_copied_data_folder_comes_up_paused_and_the_original_does_not() {
    let (_runtime, site) = site(2, None);
    let place = Place::new();
    let (_, _, cookie) = audited(&place, &site.at("/"));
    copy(&place.path("data"), &place.path("copy"));
    for (data, is_paused) in [("copy", true), ("data", false)] {
        let mut up = Up::start_with(&place, &["up", "--data", data]);
        up.cookie.clone_from(&cookie);
        let paused = &up.json("GET", "/me", &Value::Null)["server"]["paused"];
        assert_eq!(paused["why"].to_string().contains("copied"), is_paused, "{data}: {paused}");
    }
}

#[test]
fn what_is_no_whole_backup_or_no_empty_place_is_refused_and_changes_nothing() {
    let (_runtime, site) = site(4, None);
    let place = Place::new();
    audited(&place, &site.at("/"));
    let whole = std::fs::read(place.path("kept.tar.gz")).unwrap();
    place.write("short.tar.gz", &whole[..whole.len() / 2]);
    place.write("none.tar.gz", b"a letter to the editor");
    for (file, data, told) in [
        ("short.tar.gz", "again", "cut short"),
        ("none.tar.gz", "again", "no backup"),
        ("away.tar.gz", "again", "there is no file"),
        ("kept.tar.gz", "data", "not empty"),
    ] {
        let restored = place.tidings(&["restore", file, "--data", data]);
        assert_eq!(restored.status.code(), Some(2));
        assert!(stderr(&restored).contains(told), "{file}: {}", stderr(&restored));
    }
    // The place is still good for a whole one, and a backup is never written over another.
    assert!(place.tidings(&["restore", "kept.tar.gz", "--data", "again"]).status.success());
    let twice = place.tidings(&["backup", "kept.tar.gz", "--data", "data"]);
    assert!(stderr(&twice).contains("is there already"), "{}", stderr(&twice));
    assert_eq!(std::fs::read(place.path("kept.tar.gz")).unwrap(), whole);
}

#[test]
fn a_backup_of_sqlite_becomes_a_service_of_several_processes_on_postgresql() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let (runtime, site) = site(12, None);
    let place = Place::new();
    let (id, audit, cookie) = audited(&place, &site.at("/"));
    let bed = runtime.block_on(test_bed::empty(Engine::Postgres));
    let Database::Postgres(url) = &bed.place else { unreachable!() };
    let at = ["--data", "many", "--database", url];
    let restored = place.tidings(&[&["restore", "kept.tar.gz"], &at[..]].concat());
    assert!(restored.status.success(), "{}", stderr(&restored));
    assert!(place.tidings(&[&["resume"], &at[..]].concat()).status.success());

    let mut servers: Vec<Up> = (0..2).map(|_| Up::start_with(&place, &[&["serve"], &at[..]].concat())).collect();
    for server in &mut servers {
        server.cookie.clone_from(&cookie);
        assert_eq!(server.json("GET", &format!("/audits/{audit}/sheet"), &Value::Null)["count"], 12);
    }
    // Everything in one process would fight with them.
    let alone = place.tidings(&["up", "--data", "many", "--listen", "127.0.0.1:0"]);
    assert!(stderr(&alone).contains("is up in"), "{}", stderr(&alone));
    let _workers: Vec<Worker> = (0..2).map(|_| Worker::start(&place, &at)).collect();
    let second = servers[0].json("POST", &format!("/sites/{id}/audits"), &Value::Null);
    let second = second["id"].as_str().unwrap();
    assert_eq!(servers[1].until_done(second), "done");
    assert_eq!(servers[1].json("GET", &format!("/audits/{second}/sheet"), &Value::Null)["count"], 12);
}

/// A `tidings work`.
struct Worker(Child);

impl Worker {
    fn start(place: &Place, at: &[&str]) -> Self {
        let mut command = place.command(&["work", "--allow-private", "127.0.0.1", "--lease", "3"]);
        Self(command.args(at).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // As hard as a machine that loses its power.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn an_audit_of_a_worker_that_is_killed_goes_to_another_one() {
    const HANGS: usize = 7;
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let (runtime, site) = site(14, Some(HANGS));
    let place = Place::new();
    let bed = runtime.block_on(test_bed::empty(Engine::Postgres));
    let Database::Postgres(url) = &bed.place else { unreachable!() };
    let at = ["--data", "many", "--database", url];
    let mut server = Up::start_with(&place, &[&["serve"], &at[..]].concat());
    server.come_in();
    let first = Worker::start(&place, &at);
    let added = server.json("POST", "/sites", &json!({ "address": site.at("/") }));
    let audit = added["audit"]["id"].as_str().unwrap();
    until("the audit comes to the page that hangs", || site.asked_for(&format!("/{HANGS}")) > 0);
    drop(first);
    let _second = Worker::start(&place, &at);
    assert_eq!(server.until_done(audit), "done");
    assert_eq!(server.json("GET", &format!("/audits/{audit}/sheet"), &Value::Null)["count"], 14);
    for n in (1..14).filter(|n| *n != HANGS) {
        assert_eq!(site.asked_for(&format!("/{n}")), 1, "page {n} is asked for once");
    }
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn a_public_address_is_used_only_if_it_leads_here() {
    let place = Place::new();
    let port = free_port();
    let (listen, address) = (format!("127.0.0.1:{port}"), format!("http://localhost:{port}/"));
    let mut up = Up::start_with(&place, &["up", "--data", "data", "--listen", &listen, "--public-address", &address]);
    up.come_in();
    let me = |up: &Up| up.json("GET", "/me", &Value::Null)["server"].clone();
    until("it is seen that the address leads here", || me(&up)["public_address_stands"] == true);
    assert_eq!(me(&up)["faults"], json!([]));
    drop(up);

    // Another house answers there.
    let other = Up::start_with(&place, &["up", "--data", "other", "--listen", &listen]);
    let mut up = Up::start_with(&place, &["up", "--data", "data", "--public-address", &address]);
    up.come_in();
    until("it is seen that the address leads elsewhere", || me(&up)["faults"] != json!([]));
    assert_eq!(me(&up)["faults"][0]["code"], "public_address_falls");
    assert_eq!(me(&up)["public_address_stands"], false);
    let doctor = place.tidings(&["doctor", "--data", "data", "--public-address", &address]);
    assert_eq!(doctor.status.code(), Some(1));
    assert!(stdout(&doctor).contains("leads to another house"), "{}", stdout(&doctor));
    drop(other);
}

#[test]
fn a_worker_of_its_own_sends_a_network_to_a_picture_at_the_public_address() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let (runtime, site) = site(2, None);
    let networks = runtime.block_on(Social::new().start()).unwrap();
    let place = Place::new();
    let bed = runtime.block_on(test_bed::empty(Engine::Postgres));
    let Database::Postgres(url) = &bed.place else { unreachable!() };
    let port = free_port();
    let (listen, address) = (format!("127.0.0.1:{port}"), format!("http://localhost:{port}/"));
    let stand_ins = format!("http://{}/", networks.address());
    let at = [
        "--data",
        "many",
        "--database",
        url,
        "--public-address",
        &address,
        "--sandbox",
        &stand_ins,
        "--listen",
        &listen,
    ];
    let mut server = Up::start_with(&place, &[&["serve"], &at[..]].concat());
    server.come_in();
    server.json("POST", "/sites", &json!({ "address": site.at("/") }));
    let fields = json!({ "secret": "sandbox-shop" });
    server.json("POST", "/accounts", &json!({ "network": "instagram", "fields": fields }));
    let token = server.json("POST", "/tokens", &json!({ "name": "a program", "scope": "work", "days": 1 }));
    let _worker = Worker::start(&place, &at);
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../optimize/tests/card/recipes/article.png");
    let mut post = place.command(&[
        "post",
        "Rye",
        "--accounts",
        "instagram: @shop",
        "--at",
        "now",
        "--picture",
        picture,
        "--alt",
        "A loaf",
    ]);
    post.env("TIDINGS_TOKEN", token["secret"].as_str().unwrap());
    let said = post.env("TIDINGS_SERVER", format!("http://{}", server.host)).output().unwrap();
    assert!(said.status.success(), "{}", stderr(&said));
    until("it is there with its picture", || networks.posts(Network::Instagram).iter().any(|it| it.media.len() == 1));
}

#[test]
fn a_proxy_that_nobody_named_is_a_fault_and_a_named_one_is_none() {
    for (named, faults) in [(&[][..], 1), (&["--trust-proxy", "127.0.0.1"][..], 0)] {
        let place = Place::new();
        let mut up = Up::start_with(&place, &[&["up", "--data", "data"], named].concat());
        up.come_in();
        let head = format!(
            "GET /healthz HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nx-forwarded-for: 203.0.113.7\r\n\r\n",
            up.host
        );
        up.send(&head);
        let told = &up.json("GET", "/me", &Value::Null)["server"]["faults"];
        assert_eq!(told.as_array().unwrap().len(), faults, "{named:?}: {told}");
    }
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_mends_it() {
    let place = Place::new();
    let doctor = |more: &[&str]| place.tidings(&[&["doctor", "--data", "data"], more].concat());
    let none = doctor(&[]);
    assert_eq!(none.status.code(), Some(1));
    assert!(stdout(&none).contains("start Tidings once"), "{}", stdout(&none));

    let up = Up::start(&place);
    let well = doctor(&[]);
    assert_eq!(well.status.code(), Some(0), "{}", stdout(&well));
    assert!(stdout(&well).contains("Nothing to mend."), "{}", stdout(&well));
    drop(up);

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let told = doctor(&["--listen", &taken.local_addr().unwrap().to_string(), "--format", "json"]);
    let looks: Value = serde_json::from_str(&stdout(&told)).unwrap();
    let ill: Vec<&Value> = looks.as_array().unwrap().iter().filter(|look| look["well"] == false).collect();
    assert_eq!(ill.len(), 1, "{looks}");
    assert_eq!(ill[0]["what"], "listening");
}

#[test]
fn a_file_in_the_data_folder_sets_what_the_line_does_not() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    place.write("data/tidings.toml", format!("listen = \"{address}\"\n"));
    let refused = place.tidings(&["up", "--data", "data"]);
    assert!(stderr(&refused).contains(&format!("cannot listen on {address}")), "{}", stderr(&refused));
    place.write("data/tidings.toml", "listne = \"127.0.0.1:1\"\n");
    let wrong = place.tidings(&["up", "--data", "data"]);
    assert!(stderr(&wrong).contains("there is no setting listne"), "{}", stderr(&wrong));
}

#[test]
fn the_first_person_may_get_his_password_before_the_first_start() {
    let place = Place::new();
    let first = |password: &str| {
        let mut child = place
            .command(&["user", "first", "you@bakery.example", "--data", "data"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    assert!(stderr(&first("short")).contains("at least 10 characters"));
    assert!(first("two days of rest\n").status.success());
    assert!(stderr(&first("two days of rust")).contains("somebody has a password already"));
    let up = Up::start(&place);
    let asked = json!({ "email": "you@bakery.example", "password": "two days of rest" }).to_string();
    assert_eq!(up.ask("POST", "/api/v1/sign-in", &asked).0, 204);
}
