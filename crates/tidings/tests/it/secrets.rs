//! The never-log list of docs/logging.md: what lets somebody in, or tells of a person, stands in no log at any level.

use sandbox::{Answer, Site};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::run::{Place, stdout};
use crate::server::{Up, session};

#[test]
fn nothing_that_lets_somebody_in_stands_in_the_log_at_its_loudest() {
    for format in ["text", "json"] {
        let runtime = Runtime::new().unwrap();
        let page = Answer::html("<!doctype html><title>A page</title>");
        let pages = Site::new().page("/robots.txt", Answer::text("")).page("*", page);
        let site = runtime.block_on(pages.start()).unwrap();
        let place = Place::new();
        let mut up = Up::start_with(
            &place,
            &[
                "up",
                "--data",
                "data",
                "--log",
                "trace",
                "--log-format",
                format,
                "--mail-server",
                "smtp://post:mail-password@127.0.0.1:9?tls=none",
                "--mail-from",
                "t@bakery.example",
                "--metrics-token",
                "token-for-numbers",
            ],
        );
        up.come_in();
        let mut secrets: Vec<String> = ["mail-password", "token-for-numbers"].map(str::to_owned).into();
        secrets.push(up.cookie.clone());

        let password = json!({ "email": "somebody@bakery.example", "password": "two days of rest" });
        assert_eq!(up.ask("PUT", "/api/v1/me/password", &password.to_string()).0, 204);
        let wrong = json!({ "email": "somebody@bakery.example", "password": "guessed-wrongly" });
        assert_eq!(up.ask("POST", "/api/v1/sign-in", &wrong.to_string()).0, 401);
        let (status, head, _) = up.ask("POST", "/api/v1/sign-in", &password.to_string());
        assert_eq!(status, 204);
        secrets.push(session(&head).unwrap().1);
        secrets.extend(["two days of rest", "guessed-wrongly", "somebody@bakery.example"].map(str::to_owned));

        let added = up.json("POST", "/sites", &json!({ "address": site.at("/?token=in-the-address") }));
        secrets.push("in-the-address".to_owned());
        assert_eq!(up.until_done(added["audit"]["id"].as_str().unwrap()), "done");
        let hook = up.json("POST", &format!("/sites/{}/hook", added["id"].as_str().unwrap()), &Value::Null);
        let hook = hook["address"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let called = up.ask("POST", &format!("/hook/{hook}"), "");
        assert_eq!(called.0, 202);
        let called: Value = serde_json::from_slice(&called.2).unwrap();
        assert_eq!(up.until_done(called["audit"].as_str().unwrap()), "done");
        // Links and tokens of every kind, made and used.
        let last = |link: &Value| link.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let invited = json!({ "email": "invited@bakery.example", "role": "viewer" });
        let invitation = last(&up.json("POST", "/invitations", &invited)["link"]);
        let client = json!({ "name": "The baker", "days": 7 });
        let links = format!("/sites/{}/client-links", added["id"].as_str().unwrap());
        let client = last(&up.json("POST", &links, &client)["link"]);
        let token = json!({ "name": "A program", "scope": "look" });
        let token = up.json("POST", "/tokens", &token)["secret"].as_str().unwrap().to_owned();
        let reset = place.tidings(&["user", "reset", "somebody@bakery.example", "--data", "data"]);
        let reset = stdout(&reset);
        let reset = reset.split_whitespace().find(|word| word.contains("/reset/")).unwrap_or_else(|| panic!("{reset}"));
        let reset = reset.rsplit('/').next().unwrap().trim_end_matches('.').to_owned();
        for path in [format!("/invitation/{invitation}"), format!("/client/{client}"), format!("/reset/{reset}")] {
            assert!(up.ask("GET", &path, "").0 < 400, "{path}");
        }
        let host = &up.host;
        let asked = format!(
            "GET /api/v1/sites HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\r\n"
        );
        assert_eq!(up.send(&asked).0, 200);
        let typed = "email=somebody%40bakery.example&password=typed-into-a-form";
        let asked = format!(
            "POST /sign-in HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{typed}",
            typed.len()
        );
        up.send(&asked);
        secrets.extend([invitation, client, token, reset, "invited@bakery.example".to_owned()]);
        secrets.push("typed-into-a-form".to_owned());
        let receiver = json!({ "address": site.at("/receiver-s-own-secret") });
        let webhook = up.json("PUT", "/notice-settings/webhook", &receiver)["secret"].as_str().unwrap().to_owned();
        up.json("POST", "/notice-settings/webhook/test", &Value::Null);
        let body = json!({ "mail": true }).to_string();
        assert_eq!(up.ask("PUT", "/api/v1/notice-settings/mail", &body).0, 204);
        let asked = "GET /metrics HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\
                     authorization: Bearer token-for-numbers\r\n\r\n";
        assert_eq!(up.send(asked).0, 200);
        for path in
            ["/first/0123456789-never-given", "/hook/0123456789-never-given?and=a-query", "/a-screen-with-a-secret"]
        {
            up.ask("POST", path, "");
            up.ask("GET", path, "");
        }
        secrets.extend([hook, webhook.clone(), webhook.trim_start_matches("whsec_").to_owned()]);
        secrets.extend(
            ["receiver-s-own-secret", "0123456789-never-given", "a-query", "a-screen-with-a-secret"].map(str::to_owned),
        );
        drop(up);

        let log = std::fs::read_to_string(place.path("log")).unwrap();
        // It is the loudest log: requests stand in it, by the pattern of their route.
        assert!(log.contains("/hook/{secret}") && log.contains("request"), "{log}");
        for secret in secrets {
            assert!(secret.len() > 5, "{secret}");
            let line = log.lines().find(|line| line.contains(&secret));
            assert_eq!(line, None, "{secret} stands in the log ({format})");
        }
        if format == "json" {
            assert!(
                log.lines().all(|line| serde_json::from_str::<Value>(line).is_ok() || line.starts_with("Stopping"))
            );
        }
    }
}
