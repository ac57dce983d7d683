//! The program killed in the middle of an upload: it goes on behind what lies on the disk.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use sandbox::film::Film;
use serde_json::{Value, json};

use crate::run::Place;
use crate::server::Up;

/// Begins to ask, with so much of a body of `length` bytes.
fn ask(up: &Up, line: &str, headers: &str, length: usize, body: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(&up.host).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(2))).unwrap();
    let head = format!(
        "{line} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: {}\r\nx-tidings: test\r\ntus-resumable: 1.0.0\r\n\
         content-length: {length}\r\n{headers}\r\n",
        up.host,
        up.sent()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    stream
}

fn answer(mut stream: TcpStream) -> io::Result<String> {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).to_ascii_lowercase())
}

fn header(answer: &str, name: &str) -> String {
    let line = answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_else(|| panic!("no {name} in {answer}")).to_owned()
}

fn came(up: &Up, path: &str) -> usize {
    header(&answer(ask(up, &format!("HEAD {path}"), "", 0, b"")).unwrap(), "upload-offset").parse().unwrap()
}

fn pieces(up: &Up, path: &str, from: usize, length: usize, body: &[u8]) -> TcpStream {
    let headers = format!("content-type: application/offset+octet-stream\r\nupload-offset: {from}\r\n");
    ask(up, &format!("PATCH {path}"), &headers, length, body)
}

#[test]
fn an_upload_goes_on_after_the_program_was_killed_and_is_what_it_would_have_been() {
    let place = Place::new();
    let mut up = Up::start(&place);
    up.come_in();
    let site =
        up.json("POST", "/sites", &json!({ "address": "http://127.0.0.1:9/" }))["id"].as_str().unwrap().to_owned();
    let film = Film { weight: 6_000_000, ..Film::default() }.bytes();
    let home = format!("/api/v1/sites/{site}");
    let length = format!("upload-length: {}\r\n", film.len());
    let begun = answer(ask(&up, &format!("POST {home}/uploads"), &length, 0, b"")).unwrap();
    let path = header(&begun, "location");

    // Half of it leaves, and the rest never does.
    let half = film.len() / 2;
    let broken = pieces(&up, &path, 0, film.len(), &film[..half]);
    let deadline = Instant::now() + Duration::from_mins(2);
    while came(&up, &path) == 0 {
        assert!(Instant::now() < deadline, "nothing ever came to the disk");
        std::thread::yield_now();
    }
    up.kill();
    let cookie = std::mem::take(&mut up.cookie);
    drop((up, broken));

    let mut up = Up::start(&place);
    up.cookie = cookie;
    let id = path.rsplit('/').next().unwrap();
    let lies = std::fs::read(place.path(&format!("data/media/coming/{id}.part"))).unwrap();
    let there = came(&up, &path);
    assert!(there > 0 && there <= half, "{there}");
    assert_eq!(lies, film[..there]);
    let rest = answer(pieces(&up, &path, there, film.len() - there, &film[there..])).unwrap();
    assert!(rest.starts_with("http/1.1 204"), "{rest}");
    let taken = up.json("POST", path.strip_prefix("/api/v1").unwrap(), &Value::Null);
    assert_eq!(taken["bytes"], film.len());
    let plain = answer(ask(&up, &format!("POST {home}/media"), "", film.len(), &film)).unwrap();
    assert!(plain.contains(taken["digest"].as_str().unwrap()), "{plain}");
}
