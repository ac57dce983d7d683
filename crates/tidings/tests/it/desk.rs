//! `tidings post`, `queue` and `accounts` beside a house that is up: they ask its API with a token.

use std::io::Write as _;
use std::process::{Output, Stdio};

use serde_json::{Value, json};

use crate::run::{Place, stderr, stdout};
use crate::server::{Up, site};

/// A house with a site and a place where somebody posts by hand.
pub(crate) struct Desk {
    pub(crate) place: Place,
    pub(crate) up: Up,
    pub(crate) site: String,
    _site: (tokio::runtime::Runtime, sandbox::Running),
    pub(crate) page: String,
}

impl Desk {
    pub(crate) fn open() -> Self {
        let (runtime, running) = site(2, None);
        let place = Place::new();
        let mut up = Up::start(&place);
        up.come_in();
        let page = running.at("/1");
        let added = up.json("POST", "/sites", &json!({ "address": running.at("/") }));
        up.json("POST", "/accounts", &json!({ "network": "reddit", "by_hand": true, "name": "r/bread" }));
        let site = added["id"].as_str().unwrap().to_owned();
        Self { place, up, site, _site: (runtime, running), page }
    }

    /// A token that may so much.
    pub(crate) fn token(&self, scope: &str) -> String {
        let made = self.up.json("POST", "/tokens", &json!({ "name": "a program", "scope": scope, "days": 1 }));
        made["secret"].as_str().unwrap().to_owned()
    }

    pub(crate) fn command(&self, args: &[&str], token: &str) -> std::process::Command {
        let mut command = self.place.command(args);
        command.env("TIDINGS_TOKEN", token).env("TIDINGS_SERVER", format!("http://{}", self.up.host));
        command
    }

    fn says(&self, args: &[&str], token: &str) -> Output {
        self.command(args, token).stdin(Stdio::null()).output().unwrap()
    }

    /// What it says of something that goes well.
    fn told(&self, args: &[&str], token: &str) -> String {
        let output = self.says(args, token);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
        stdout(&output)
    }

    /// All posts in one of these states.
    pub(crate) fn posts(&self, asked: &str) -> Vec<Value> {
        let told = self.up.json("GET", &format!("/sites/{}/posts?{asked}", self.site), &Value::Null);
        told["items"].as_array().unwrap().clone()
    }

    /// Waits until a delivery stands so: its id.
    pub(crate) fn until(&self, state: &str) -> String {
        let deadline = std::time::Instant::now() + std::time::Duration::from_mins(2);
        loop {
            if let [post, ..] = &self.posts(&format!("state={state}"))[..] {
                return post["deliveries"][0]["id"].as_str().unwrap().to_owned();
            }
            assert!(std::time::Instant::now() < deadline, "never {state}: {:?}", self.posts(""));
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_post_is_tried_written_and_answered_for_from_the_command_line() {
    let desk = Desk::open();
    let token = desk.token("work");
    let tried = desk.told(&["post", "Rye", "--page", &desk.page, "--at", "now", "--dry-run"], &token);
    assert!(tried.contains("r/bread (reddit, by hand)\n  | Rye\n  | \n  | http://127.0.0.1"), "{tried}");
    assert!(desk.posts("").is_empty() && desk.posts("drafts=true").is_empty(), "nothing is kept");

    let drafted = desk.told(&["post", "--from-page", &desk.page, "--json"], &token);
    let draft: Value = serde_json::from_str(&drafted).unwrap();
    assert!(draft["text"].as_str().unwrap().contains("Page 1") && draft["due"].is_null(), "{draft}");
    assert_eq!(draft["page"], json!(desk.page));

    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../optimize/tests/card/recipes/article.png");
    let mut command = desk.command(
        &[
            "post",
            "-",
            "--accounts",
            "reddit: r/bread",
            "--at",
            "now",
            "--key",
            "k",
            "--picture",
            picture,
            "--alt",
            "A loaf",
        ],
        &token,
    );
    for _ in 0..2 {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all("Fresh from the oven\n".as_bytes()).unwrap();
        let said = stdout(&child.wait_with_output().unwrap());
        assert!(said.starts_with("Goes out at ") && said.contains("/posts/"), "{said}");
    }
    assert_eq!(desk.posts("").len(), 1, "once under its key");
    assert_eq!(desk.posts("")[0]["media"][0]["alt"], "A loaf");

    let delivery = desk.until("waiting");
    let listed = desk.told(&["queue", "--state", "waiting"], &token);
    assert!(
        listed.contains("Fresh from the oven") && listed.contains(&format!("reddit: r/bread  [{delivery}]")),
        "{listed}"
    );
    let url = "https://old.reddit.com/r/bread/1";
    let answered = desk.told(&["queue", "answer", &delivery, "live", "--url", url, "--minutes", "3"], &token);
    assert!(answered.contains("live") && answered.contains(url), "{answered}");
    assert_eq!(desk.told(&["queue"], &token), "Nothing stands so.\n");
    assert!(desk.told(&["queue", "--drafts"], &token).contains("Page 1"));
}

#[test]
fn accounts_are_listed_and_one_is_let_go() {
    let desk = Desk::open();
    let token = desk.token("work");
    assert!(desk.told(&["accounts"], &token).contains("reddit      r/bread"));
    let ways = desk.told(&["accounts", "ways"], &token);
    assert!(ways.starts_with("Bluesky") || ways.contains("\nBluesky"), "{ways}");
    let wrong = desk.says(&["accounts", "disconnect", "r/cake"], &token);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("there are reddit: r/bread"), "{}", stderr(&wrong));
    assert!(desk.told(&["accounts", "disconnect", "R/bread"], &token).contains("what was posted stays"));
    assert!(desk.told(&["accounts", "--json"], &token).contains("\"stands\": \"gone\""));
}

#[test]
fn what_a_token_may_not_do_the_command_may_not_and_each_refusal_says_why() {
    let desk = Desk::open();
    desk.up.json("POST", "/accounts", &json!({ "network": "x", "by_hand": true, "name": "@bread" }));
    let look = desk.token("look");
    let (work, long) = (desk.token("work"), "x".repeat(281));
    assert_eq!(desk.told(&["queue"], &look), "Nothing stands so.\n");
    let decide = desk.token("decide");
    assert!(desk.told(&["queue", "pause", "--why", "closed"], &decide).contains("nothing goes out"));
    assert_eq!(desk.up.json("GET", "/me", &Value::Null)["server"]["paused"]["why"], "closed");
    assert_eq!(desk.told(&["queue", "resume"], &decide), "Tidings goes on.\n");
    for (args, token, code, says) in [
        (&["post", "Rye", "--accounts", "r/bread"][..], &*look, 2, "this token has the scope `look`"),
        (&["queue", "pause"], &*work, 2, "this token has the scope `work`"),
        (&["queue"], "tdg_nobody-s", 2, "this token was revoked or has run out"),
        (&["queue"], "", 2, "TIDINGS_TOKEN is not set"),
        (&["queue", "--site", "cake.example"], &*look, 2, "name one with --site"),
        (&["queue", "--state", "lost"], &*look, 2, "no delivery stands `lost`"),
        (&["post"], &*look, 2, "nothing is written"),
        (&["post", "Rye"], &*look, 2, "there are reddit: r/bread; x: @bread"),
        (&["post", "Rye", "--picture", "loaf.jpg"], &*look, 2, "what it shows"),
        (&["post", "Rye", "--accounts", "r/bread", "--at", "soon"], &*decide, 2, "kept as a draft"),
        (&["post", &*long, "--accounts", "@bread", "--at", "now", "--dry-run"], &*decide, 1, ""),
        // Nobody listens there.
        (&["queue", "--server", "http://127.0.0.1:9"], &*look, 3, "is the server running?"),
    ] {
        let output = desk.says(args, token);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{args:?}: {}", stderr(&output));
    }
}
