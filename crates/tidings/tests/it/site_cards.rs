//! Cards in the console's place: a picture for every page of a handed-in folder in one press, and what networks draw then.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;

use serde_json::{Value, json};

use crate::run::{Place, stdout};
use crate::server::Up;

const PAGES: usize = 214;

/// Files by their paths.
type Files = BTreeMap<String, Vec<u8>>;

fn bakery() -> Files {
    let links: Vec<String> = (0..PAGES).map(|n| format!("<a href=\"/bread-{n}.html\">{n}</a>")).collect();
    let links = links.join(" ");
    let page = |n: usize| {
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Bread number {n} from the stone oven</title>\
             <meta name=\"description\" content=\"Flour, water and salt, and the hand that knows loaf {n}.\">\
             <meta name=\"theme-color\" content=\"#b4531a\"></head><body><h1>Bread number {n}</h1>{links}</body></html>"
        )
    };
    (0..PAGES).map(|n| (format!("bread-{n}.html"), page(n).into_bytes())).collect()
}

fn packed(files: &Files) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut head = tar::Header::new_ustar();
        head.set_size(bytes.len() as u64);
        head.set_mode(0o644);
        tar.append_data(&mut head, path, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap()
}

/// Asks with a body of bytes; status and body of the answer.
fn send(up: &Up, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let (head, answer) = send_with(up, method, path, "", body);
    (head[9..12].parse().unwrap(), answer)
}

/// The same with more lines in the head of the question, each with its end; head and body of the answer.
fn send_with(up: &Up, method: &str, path: &str, more: &str, body: &[u8]) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(&up.host).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.0\r\nhost: {}\r\ncookie: {}\r\nx-tidings: test\r\n{more}content-length: {}\r\n\r\n",
        up.host,
        up.sent(),
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let body = answer.split_off(end + 4);
    (String::from_utf8(answer).unwrap(), body)
}

/// Hands `files` in as a site, and has it read: the site, and the audit.
fn handed_in(up: &Up, files: &Files) -> (String, String) {
    let path = "/api/v1/sites/folder?name=bakery&base=https%3A%2F%2Fbakery.example";
    let (status, body) = send(up, "POST", path, &packed(files));
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
    let site: Value = serde_json::from_slice(&body).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (id, audit) = (text(&site["id"]), text(&site["audit"]["id"]));
    assert_eq!(up.until_done(&audit), "done");
    (id, audit)
}

/// Each page's verdicts on all networks: today's, or those after the mend.
fn verdicts(up: &Up, audit: &str, when: &str) -> BTreeMap<String, String> {
    let site = up.json("GET", &format!("/audits/{audit}/sheet"), &Value::Null);
    let names: Vec<&str> = site["verdicts"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    let networks = site["networks"].as_array().unwrap().len();
    let mut all = BTreeMap::new();
    for n in 0..PAGES.div_ceil(100) {
        let index = up.json("GET", &format!("/audits/{audit}/sheet/index/{n}"), &Value::Null);
        let digits = index[when].as_str().unwrap().as_bytes();
        for (row, url) in index["u"].as_array().unwrap().iter().enumerate() {
            let of = &digits[row * networks..(row + 1) * networks];
            let said: Vec<&str> = of.iter().map(|digit| names[usize::from(digit - b'0')]).collect();
            all.insert(url.as_str().unwrap().to_owned(), said.join(" "));
        }
    }
    all
}

#[test]
fn every_page_gets_a_card_in_one_press_and_the_preview_that_was_promised_is_then_todays() {
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let mut files = bakery();
    let (id, first) = handed_in(&up, &files);
    let promised = verdicts(&up, &first, "b");
    assert_eq!(promised.len(), PAGES);

    let cards = format!("/sites/{id}/cards");
    let told = up.json("GET", &cards, &Value::Null);
    assert_eq!((&told["wanted"], &told["made"], &told["noted"]), (&json!(PAGES), &json!(0), &json!(true)));
    let made = up.json("POST", &cards, &Value::Null);
    assert_eq!(made["made"], PAGES);
    assert_eq!(up.json("POST", &cards, &Value::Null)["made"], PAGES, "twice is once");
    assert_eq!(up.json("GET", &cards, &Value::Null)["made"], PAGES);

    let (status, tar) = send(&up, "GET", &format!("/api/v1/audits/{first}/mended"), b"");
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&tar));
    let (mut pages, mut pictures) = (0, 0);
    for entry in tar::Archive::new(&tar[..]).entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if path.starts_with("cards/") {
            pictures += 1;
            assert!(bytes.starts_with(b"\x89PNG") && bytes.len() < 300_000, "{path}: {}", bytes.len());
        } else {
            pages += 1;
        }
        files.insert(path, bytes);
    }
    assert_eq!((pages, pictures), (PAGES, PAGES));

    let (status, body) = send(&up, "POST", &format!("/api/v1/sites/{id}/folder"), &packed(&files));
    assert_eq!(status, 202, "{}", String::from_utf8_lossy(&body));
    let second: Value = serde_json::from_slice(&body).unwrap();
    let second = second["id"].as_str().unwrap();
    assert_eq!(up.until_done(second), "done");
    assert_eq!(verdicts(&up, second, "a"), promised);
    // A page that shows a card of ours goes on to have it.
    assert_eq!(up.json("GET", &cards, &Value::Null)["wanted"], PAGES);
}

#[test]
fn a_card_is_drawn_once_however_many_ask_and_stays_when_the_look_changes() {
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let files: Files = bakery().into_iter().take(3).collect();
    let (id, _) = handed_in(&up, &files);
    let cards = format!("/sites/{id}/cards");
    up.json("POST", &cards, &Value::Null);
    let shown = |up: &Up| {
        let listed = up.json("GET", &format!("{cards}/pages"), &Value::Null);
        listed["items"][0]["shown"].as_str().unwrap().to_owned()
    };
    let old = shown(&up);
    assert!(!place.path("data/cards").exists(), "nobody asked for a picture yet");
    let answers: Vec<(u16, Vec<u8>)> = thread::scope(|scope| {
        let asking: Vec<_> = (0..100).map(|_| scope.spawn(|| send(&up, "GET", &old, b""))).collect();
        asking.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| answer == &answers[0] && answer.0 == 200), "one picture for all");
    let drawn = up.metric("tidings_cards_drawn_total");
    assert_eq!(drawn, 1, "drawn once");

    let style = json!({ "colour": "#123456", "ground": null, "typeface": "serif", "template": "quote", "logo": null });
    up.json("PUT", &cards, &style);
    up.json("POST", &cards, &Value::Null);
    assert_ne!(shown(&up), old, "what looks otherwise has another address");
    assert_eq!(send(&up, "GET", &old, b""), answers[0], "a page may still name the old one");
    for strange in ["/card/0123456789abcdef0123456789abcdef.png", "/card/..%2F..%2Fkey.png", "/card/x.png"] {
        assert_eq!(send(&up, "GET", strange, b"").0, 404, "{strange}");
    }
    let (status, body) = send(&up, "PUT", &format!("/api/v1{cards}/logo"), b"<svg><script>alert(1)</script></svg>");
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&body));
    assert!(String::from_utf8_lossy(&body).contains("logo_unusable"));
}

#[test]
fn the_doctor_names_a_script_that_cards_have_no_font_for_and_a_font_that_is_none() {
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let mut files: Files = bakery().into_iter().take(2).collect();
    let bread =
        "<!doctype html><html lang=\"ja\"><meta charset=\"utf-8\"><title>石窯で焼いたパン \u{1f35e}</title><p>パン";
    files.insert("index.html".to_owned(), bread.into());
    let (id, _) = handed_in(&up, &files);
    up.json("POST", &format!("/sites/{id}/cards"), &Value::Null);
    place.write("data/fonts/letter.ttf", "a letter to somebody");

    let told = place.tidings(&["doctor", "--data", "data"]);
    assert_eq!(told.status.code(), Some(1));
    let told = stdout(&told);
    for said in [
        "none covers Japanese, which cards would show as empty boxes: 1 of them",
        "letter.ttf is not used",
        "emoji are left out",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert!(told.ends_with("2 things to mend.\n"), "{told}");
}

#[test]
fn a_plug_in_reads_what_the_pages_lack_with_a_key_of_its_own_until_that_ends() {
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let files: Files = bakery().into_iter().take(3).collect();
    let (id, _) = handed_in(&up, &files);

    let (status, zip) = send(&up, "POST", &format!("/api/v1/sites/{id}/plugin"), b"");
    assert_eq!((status, &zip[..2]), (200, &b"PK"[..]));
    // The file is not compressed, so what is written into it can be read as it is.
    let file = String::from_utf8_lossy(&zip).into_owned();
    let written = |name: &str| {
        let rest = file.split_once(&format!("const {name} = '")).unwrap().1;
        rest.split_once('\'').unwrap().0.to_owned()
    };
    assert_eq!(written("SERVER"), format!("http://{}", up.host));
    let feed = format!("/feed/{}", written("KEY"));
    let read = |up: &Up| -> Value {
        let (status, body) = send(up, "GET", &feed, b"");
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    };
    let told = read(&up);
    assert_eq!((&told["version"], &told["site"]), (&json!(1), &json!("https://bakery.example/")));
    assert_eq!((&told["bar"], told["pages"].as_object().unwrap().len()), (&Value::Null, 3));
    let page = &told["pages"]["/bread-0.html"];
    assert_eq!(page["tags"]["og:title"], "Bread number 0 from the stone oven");
    assert_eq!(page["card"], Value::Null, "none was made");
    let missing: Vec<&str> = page["missing"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(missing.contains(&"og:title") && !missing.contains(&"description"), "{page}");
    assert!(missing.iter().all(|name| page["tags"][name].is_string()), "{page}");

    up.json("POST", &format!("/sites/{id}/cards"), &Value::Null);
    up.json("PUT", &format!("/sites/{id}/share-bar"), &json!({ "networks": ["x", "facebook"], "scripted": {} }));
    let told = read(&up);
    assert!(file.contains("tidings/bar.js") && file.contains("navigator.share"), "the script lies beside it");
    let card = &told["pages"]["/bread-0.html"]["card"];
    let picture = card["url"].as_str().unwrap().strip_prefix(&format!("http://{}", up.host)).unwrap().to_owned();
    let (status, bytes) = send(&up, "GET", &picture, b"");
    assert!(status == 200 && bytes.starts_with(b"\x89PNG"), "{status}");
    let bar = told["bar"]["html"].as_str().unwrap();
    assert!(
        bar.contains("{url:")
            && bar.contains("{title:280}")
            && bar.contains(" data-u=\"{link:")
            && !bar.contains(".invalid"),
        "{bar}"
    );
    assert_eq!(read(&up)["bar"], told["bar"], "a button keeps its code");

    let (head, _) = send_with(&up, "GET", &feed, "", b"");
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let (head, body) = send_with(&up, "GET", &feed, &format!("if-none-match: {tag}\r\n"), b"");
    assert!(head.starts_with("HTTP/1.0 304") && body.is_empty(), "{head}");

    assert_eq!(send(&up, "GET", "/feed/nobody-s", b"").0, 404);
    assert_eq!(send(&up, "DELETE", &format!("/api/v1/sites/{id}/plugin"), b"").0, 204);
    assert_eq!(send(&up, "GET", &feed, b"").0, 404, "its key has ended");
    let log = std::fs::read_to_string(place.path("log")).unwrap();
    assert!(!log.contains(&written("KEY")), "a key stands in no log");
}
