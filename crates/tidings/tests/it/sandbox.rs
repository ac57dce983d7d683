//! `tidings sandbox`, as somebody starts it who wants to try publishing.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::run::{Place, stderr};

struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn ask(host: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(request.replace("HOST", host).as_bytes()).unwrap();
    let mut said = Vec::new();
    stream.read_to_end(&mut said).unwrap();
    String::from_utf8_lossy(&said).into_owned()
}

#[test]
fn it_says_where_it_is_takes_a_post_under_a_fault_and_shows_it() {
    let place = Place::new();
    let mut command = place.command(&["sandbox", "--listen", "127.0.0.1:0", "--fault", "mastodon:lost-after"]);
    let mut started = Started(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(started.0.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let host = first.strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).unwrap().to_owned();
    let networks: Vec<String> = lines.by_ref().take(8).map(Result::unwrap).collect();
    assert!(networks[0].starts_with("Bluesky") && networks[0].contains("shop.test"), "{networks:?}");
    let post = "POST /mastodon/api/v1/statuses HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer sandbox-shop\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\nConnection: close\r\n\r\nstatus=Sale";
    assert_eq!(ask(&host, post), "", "the first answer is lost");
    assert!(ask(&host, post).starts_with("HTTP/1.1 200"));
    let page = ask(&host, "GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n");
    assert!(page.contains("Mastodon (2)") && page.contains("sandbox"), "{page}");
}

#[test]
fn a_fault_that_is_none_and_an_address_elsewhere_are_refused_with_what_is_right() {
    let place = Place::new();
    let wrong = place.tidings(&["sandbox", "--fault", "mastodon:nothing"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("lost-after"), "{}", stderr(&wrong));
    let elsewhere = place.tidings(&["sandbox", "--listen", "0.0.0.0:0"]);
    assert_eq!(elsewhere.status.code(), Some(2));
    assert!(stderr(&elsewhere).contains("of this machine"), "{}", stderr(&elsewhere));
}
