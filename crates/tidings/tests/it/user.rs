//! `tidings user`, beside a server that is up and without one.

use serde_json::{Value, json};

use crate::run::{Place, stderr, stdout};
use crate::server::Up;

#[test]
fn a_way_back_in_is_made_while_the_server_is_up_and_while_it_is_not() {
    let place = Place::new();
    let nothing = place.tidings(&["user", "list", "--data", "data"]);
    assert_eq!(nothing.status.code(), Some(2));
    let mut up = Up::start(&place);
    up.come_in();
    let password = json!({ "email": "jo@bakery.example", "password": "two days of rest" });
    assert_eq!(up.ask("PUT", "/api/v1/me/password", &password.to_string()).0, 204);
    let list = stdout(&place.tidings(&["user", "list", "--data", "data"]));
    assert!(list.contains("jo@bakery.example  You  owner of Your sites"), "{list}");
    let nobody = place.tidings(&["user", "reset", "eve@bakery.example", "--data", "data"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(stderr(&nobody).contains("tidings user list"), "{}", stderr(&nobody));

    let reset = |more: &[&str]| {
        let args = [&["user", "reset", "Jo@bakery.example", "--data", "data"], more].concat();
        let told = place.tidings(&args);
        assert!(told.status.success(), "{}", stderr(&told));
        stdout(&told).lines().next().unwrap().to_owned()
    };
    let older = reset(&["--listen", &up.host]);
    let link = reset(&["--listen", &up.host]);
    let path = |link: &str| link.strip_prefix(&format!("http://{}", up.host)).unwrap().to_owned();
    assert_eq!(up.ask("GET", &path(&older), "").0, 410, "only the newest works");
    assert_eq!(up.ask("GET", &path(&link), "").0, 200);
    assert_eq!(up.json("GET", "/me", &Value::Null)["person"]["email"], "jo@bakery.example");
    drop(up);
    let link = reset(&["--public-address", "https://tidings.bakery.example/"]);
    let secret = link.strip_prefix("https://tidings.bakery.example/reset/").unwrap();
    let up = Up::start(&place);
    assert_eq!(up.ask("GET", &format!("/reset/{secret}"), "").0, 200);
}
