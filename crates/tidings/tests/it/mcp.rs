//! `tidings mcp`, as an agent speaks to it: JSON-RPC, a line each, on standard input and output.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::run::stderr;

struct Agent {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
    asked: u64,
}

impl Agent {
    fn with(desk: &Desk, token: &str) -> Self {
        let mut command = desk.command(&["mcp"], token);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()).lines());
        let mut agent = Self { child, to, from, asked: 0 };
        let hello = json!({
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "a test", "version": "1" },
        });
        let said = agent.ask("initialize", &hello);
        assert_eq!(said["result"]["serverInfo"]["name"], "tidings", "{said}");
        assert!(said["result"]["capabilities"]["tools"].is_object(), "{said}");
        agent.says(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        agent
    }

    fn says(&mut self, message: &Value) {
        writeln!(self.to, "{message}").unwrap();
        self.to.flush().unwrap();
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.says(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let line = self.from.next().expect("it ended").unwrap();
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    /// What a tool says: whether it went well, and its result.
    fn call(&mut self, tool: &str, arguments: &Value) -> (bool, Value) {
        let answer = self.ask("tools/call", &json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        assert!(result["structuredContent"].is_object(), "{tool}: {answer}");
        assert!(result["content"][0]["text"].is_string(), "for agents that read text alone: {answer}");
        (result["isError"] != true, result["structuredContent"].clone())
    }

    /// The same of one that goes well.
    fn told(&mut self, tool: &str, arguments: &Value) -> Value {
        let (good, said) = self.call(tool, arguments);
        assert!(good, "{tool}: {said}");
        said
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_agent_drafts_tries_and_schedules_a_post_and_reads_its_receipt() {
    let desk = Desk::open();
    let mut agent = Agent::with(&desk, &desk.token("work"));
    let listed = agent.ask("tools/list", &json!({}));
    let tools: Vec<&str> =
        listed["result"]["tools"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(
        tools,
        ["list_accounts", "draft_post", "preview_post", "schedule_post", "list_posts", "delivery_receipt"]
    );
    assert_eq!(agent.told("list_accounts", &json!({}))["accounts"][0]["name"], "r/bread");
    let words = json!({ "text": "Rye is back", "page": desk.page, "accounts": ["r/bread"], "zone": "UTC", "key": "a" });
    let mut tried = words.clone();
    tried["at"] = "now".into();
    let trial = agent.told("preview_post", &tried)["trial"].clone();
    assert_eq!((&trial["good"], &trial["deliveries"][0]["name"]), (&json!(true), &json!("r/bread")), "{trial}");
    assert!(desk.posts("drafts=true").is_empty());
    let post = agent.told("draft_post", &words)["post"].clone();
    assert_eq!(agent.told("draft_post", &words)["post"]["id"], post["id"], "once under its key");
    assert!(post["due"].is_null(), "{post}");
    let planned = agent.told("schedule_post", &json!({ "post": post["id"], "at": "now" }));
    assert!(planned["post"]["due"].is_string(), "{planned}");
    desk.until("waiting");
    let receipt = agent.told("delivery_receipt", &json!({ "post": post["id"] }));
    assert_eq!(receipt["deliveries"][0]["state"], "waiting", "{receipt}");
    let waiting = agent.told("list_posts", &json!({ "state": "waiting,person" }));
    assert_eq!((waiting["posts"].as_array().unwrap().len(), &waiting["next"]), (1, &Value::Null));
    // A page is drafted from by the house.
    let drafted = agent.told("draft_post", &json!({ "from_page": desk.page }));
    assert!(drafted["post"]["text"].as_str().unwrap().contains("Page 1"), "{drafted}");
}

#[test]
fn a_token_that_may_draft_lets_nothing_go_out_and_the_agent_reads_why() {
    let desk = Desk::open();
    let mut agent = Agent::with(&desk, &desk.token("draft"));
    let post = agent.told("draft_post", &json!({ "text": "Rye" }))["post"].clone();
    let (good, said) = agent.call("schedule_post", &json!({ "post": post["id"], "at": "now" }));
    assert!(!good);
    assert_eq!(said["code"], "not_allowed", "{said}");
    assert!(said["says"].as_str().unwrap().contains("scope `draft`"), "{said}");
    assert_eq!(desk.posts("drafts=true")[0]["deliveries"][0]["state"], "draft");
    for (tool, arguments, code) in [
        ("schedule_post", json!({ "post": "nobody-s", "at": "now" }), "not_found"),
        ("schedule_post", json!({ "at": "now" }), "arguments_wrong"),
        ("draft_post", json!({ "text": "Rye", "accounts": ["@nobody"] }), "account_unknown"),
        ("list_posts", json!({ "state": "lost" }), "state_unknown"),
        ("delete_everything", json!({}), "tool_unknown"),
    ] {
        let (good, said) = agent.call(tool, &arguments);
        assert_eq!((good, &said["code"]), (false, &json!(code)), "{tool}: {said}");
    }
    // Whoever has no token is told so before anything is said.
    let none = desk.command(&["mcp"], "").stdin(Stdio::null()).output().unwrap();
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("TIDINGS_TOKEN is not set"), "{}", stderr(&none));
}
