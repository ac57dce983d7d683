//! Posts over HTTP: tried, written once, and listed page by page.

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::{Bed, Pass};

on_both!(
    a_dry_run_tells_what_each_account_would_get_and_keeps_nothing,
    what_refuses_a_post_refuses_its_dry_run_and_what_one_account_does_not_take_is_told_beside_it,
    a_post_is_written_and_planned_once_under_its_key,
    posts_are_listed_by_how_their_deliveries_stand,
    who_may_only_draft_changes_drafts_and_lets_nothing_go_out,
    the_operator_pauses_and_nobody_else,
);

struct Work {
    bed: Bed,
    owner: String,
    path: String,
    account: String,
}

impl Work {
    async fn begins(db: Db) -> Self {
        let bed = Bed::on(db);
        let (owner, _) = bed.somebody(Role::Owner).await;
        let site = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "bakery.example" })).await;
        let by_hand = json!({ "network": "reddit", "by_hand": true, "name": "r/bread" });
        let account = bed.ask(Method::POST, "/api/v1/accounts", Some(&owner), by_hand).await.json();
        let path = format!("/api/v1/sites/{}", site.json()["id"].as_str().unwrap());
        Self { bed, owner, path, account: account["id"].as_str().unwrap().to_owned() }
    }

    fn says(&self, text: &str) -> Value {
        json!({
            "text": text, "page": "https://bakery.example/rye", "zone": "Europe/Berlin",
            "accounts": [{ "account": self.account }],
        })
    }

    async fn post(&self, path: &str, body: Value) -> crate::bed::Answer {
        self.bed.ask(Method::POST, &format!("{}{path}", self.path), Some(&self.owner), body).await
    }

    async fn listed(&self, asked: &str) -> Vec<Value> {
        let path = format!("{}/posts{asked}", self.path);
        let answer = self.bed.ask(Method::GET, &path, Some(&self.owner), Value::Null).await;
        answer.json()["items"].as_array().unwrap_or_else(|| panic!("{answer:?}")).clone()
    }
}

/// A body with something more in it.
fn with(mut body: Value, name: &str, value: impl Into<Value>) -> Value {
    body[name] = value.into();
    body
}

async fn a_dry_run_tells_what_each_account_would_get_and_keeps_nothing(db: Db) {
    let work = Work::begins(db).await;
    let told = work.post("/posts/dry-run", with(work.says("Rye"), "wall", "2026-11-28T09:00")).await.json();
    assert_eq!((&told["good"], &told["due"]), (&json!(true), &json!("2026-11-28T08:00:00Z")), "{told}");
    let only = &told["deliveries"][0];
    assert_eq!((&only["name"], &only["by_hand"], &only["price"]), (&json!("r/bread"), &json!(true), &Value::Null));
    assert!(only["text"].as_str().unwrap().starts_with("Rye\n\nhttps://bakery.example/rye?e="), "{only}");
    let draft = work.post("/posts/dry-run", work.says("Rye")).await.json();
    assert_eq!((&draft["due"], &draft["good"]), (&Value::Null, &json!(true)));
    assert_eq!(work.listed("").await.len() + work.listed("?drafts=true").await.len(), 0, "nothing is kept");
    let links = work.bed.ask(Method::GET, &format!("{}/links", work.path), Some(&work.owner), Value::Null).await.json();
    assert_eq!(links["items"], json!([]), "no link either");
    // One that is kept stays as it was.
    let kept = work.post("/posts", work.says("Rye")).await.json();
    let at = format!("/posts/{}/dry-run", kept["id"].as_str().unwrap());
    let told = work.post(&at, json!({ "version": 1, "wall": "2026-11-28T09:00" })).await.json();
    assert_eq!(told["good"], true, "{told}");
    assert_eq!(work.post(&at, json!({ "version": 7 })).await.code(), "changed_meanwhile");
    let drafts = work.listed("?drafts=true").await;
    assert_eq!((&drafts[0]["version"], &drafts[0]["deliveries"][0]["state"]), (&json!(1), &json!("draft")));
}

async fn what_refuses_a_post_refuses_its_dry_run_and_what_one_account_does_not_take_is_told_beside_it(db: Db) {
    let work = Work::begins(db).await;
    for (body, code) in [
        (with(work.says("Rye"), "zone", "Mars/Base"), "zone_unknown"),
        (with(work.says("Rye"), "wall", "2026-11-20T09:00"), "time_past"),
        (with(work.says("Rye"), "wall", "soon"), "time_invalid"),
        (with(work.says("Rye"), "accounts", json!([{ "account": "nobody-s" }])), "not_found"),
        (with(with(work.says("Rye"), "accounts", json!([])), "now", true), "accounts_none"),
        (with(work.says("Rye"), "media", json!([{ "digest": "0".repeat(64) }])), "not_found"),
    ] {
        assert_eq!(work.post("/posts/dry-run", body.clone()).await.code(), code, "{body}");
    }
    let silent = with(with(work.says(" "), "page", Value::Null), "now", true);
    let told = work.post("/posts/dry-run", silent).await.json();
    assert_eq!((&told["good"], &told["deliveries"][0]["fault"]["code"]), (&json!(false), &json!("text_empty")));
}

async fn a_post_is_written_and_planned_once_under_its_key(db: Db) {
    let work = Work::begins(db).await;
    let path = format!("{}/posts", work.path);
    let once = |path: String, key: &'static str, body: Value| {
        let (bed, owner) = (&work.bed, &work.owner);
        async move { bed.ask_once(Method::POST, &path, owner, key, body).await }
    };
    let at_once = tokio::join!(once(path.clone(), "a", work.says("Rye")), once(path.clone(), "a", work.says("Rye")));
    for answer in [&at_once.0, &at_once.1] {
        let waits = answer.status == StatusCode::CONFLICT && answer.code() == "still_under_way";
        assert!(answer.status == StatusCode::CREATED || waits, "{answer:?}");
    }
    let again = once(path.clone(), "a", work.says("Rye")).await.json();
    assert_eq!(once(path.clone(), "a", work.says("Rye")).await.json(), again);
    let other = once(path.clone(), "a", work.says("Wheat")).await;
    assert_eq!((other.status, &*other.code()), (StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused"));
    let drafts = work.listed("?drafts=true").await;
    assert_eq!(drafts.len(), 1, "{drafts:?}");
    let plan = json!({ "version": 1, "wall": "2026-11-28T09:00" });
    let at = format!("{path}/{}/schedule", drafts[0]["id"].as_str().unwrap());
    let planned = once(at.clone(), "b", plan.clone()).await.json();
    // Without the key it would be told that somebody changed it meanwhile.
    assert_eq!(once(at, "b", plan).await.json(), planned);
    assert_eq!(work.listed("").await.len(), 1);
}

async fn posts_are_listed_by_how_their_deliveries_stand(db: Db) {
    let work = Work::begins(db).await;
    for (text, wall) in [("First", "2026-11-28T09:00"), ("Second", "2026-11-28T09:00"), ("Third", "2026-11-27T09:00")] {
        let post = work.post("/posts", work.says(text)).await.json();
        let at = format!("/posts/{}/schedule", post["id"].as_str().unwrap());
        let plan = json!({ "version": 1, "wall": wall });
        assert_eq!(work.post(&at, plan).await.status, StatusCode::OK);
    }
    let all = work.listed("").await;
    assert_eq!((all.len(), &all[0]["text"]), (3, &json!("Third")));
    let skip = format!("/deliveries/{}", all[1]["deliveries"][0]["id"].as_str().unwrap());
    assert_eq!(work.post(&skip, json!({ "said": "skip" })).await.status, StatusCode::OK);
    let all = work.listed("").await;
    let texts = async |asked: &str| {
        let listed = work.listed(asked).await;
        listed.iter().map(|it| it["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts("?state=skipped").await, [all[1]["text"].as_str().unwrap()]);
    assert_eq!(texts("?state=planned").await, ["Third", all[2]["text"].as_str().unwrap()]);
    assert_eq!(texts("?state=planned,skipped").await.len(), 3);
    assert_eq!(texts("?state=draft&drafts=true").await, Vec::<String>::new());
    // Behind each of them come those that follow.
    let due = |it: &Value| it["due"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_microsecond();
    for (at, it) in all.iter().enumerate() {
        let behind = work.listed(&format!("?after={}-{}", due(it), it["id"].as_str().unwrap())).await;
        assert_eq!(behind, all[at + 1..], "{at}");
    }
    // Page by page they are the same.
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("{}/posts?limit=1{after}", work.path);
        let page = work.bed.ask(Method::GET, &path, Some(&work.owner), Value::Null).await.json();
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(paged, all);
    for (asked, code) in [("?state=lost", "state_unknown"), ("?after=nowhere", "cursor_unknown")] {
        let path = format!("{}/posts{asked}", work.path);
        assert_eq!(work.bed.ask(Method::GET, &path, Some(&work.owner), Value::Null).await.code(), code);
    }
}

async fn who_may_only_draft_changes_drafts_and_lets_nothing_go_out(db: Db) {
    let work = Work::begins(db).await;
    let token = json!({ "name": "an agent", "scope": "draft", "days": 1 });
    let made = work.bed.ask(Method::POST, "/api/v1/tokens", Some(&work.owner), token).await.json();
    let agent = Pass::Token(made["secret"].as_str().unwrap().to_owned());
    let ask = async |method: Method, path: &str, body: Value| {
        work.bed.ask_as(method, &format!("{}{path}", work.path), &agent, body).await
    };
    let post = ask(Method::POST, "/posts", work.says("Rye")).await.json();
    let at = format!("/posts/{}", post["id"].as_str().unwrap());
    let changed = ask(Method::PUT, &at, with(work.says("Rye and wheat"), "version", 1)).await;
    assert_eq!(changed.status, StatusCode::OK, "{changed:?}");
    let plan = json!({ "version": 2, "wall": "2026-11-28T09:00" });
    assert_eq!(ask(Method::POST, &format!("{at}/dry-run"), plan.clone()).await.json()["good"], true);
    for (method, path) in [(Method::POST, format!("{at}/schedule")), (Method::DELETE, at.clone())] {
        let refused = ask(method, &path, plan.clone()).await;
        assert_eq!((refused.status, &*refused.code()), (StatusCode::FORBIDDEN, "not_allowed"), "{path}");
    }
    let planned = work.post(&format!("{at}/schedule"), plan).await.json();
    let again = with(work.says("Something else"), "version", planned["version"].clone());
    assert_eq!(ask(Method::PUT, &at, again).await.code(), "not_allowed", "it is planned");
    assert_eq!(work.listed("").await[0]["text"], "Rye and wheat");
    // A viewer makes no such token.
    let (viewer, _) = work.bed.somebody(Role::Viewer).await;
    let token = json!({ "name": "an agent", "scope": "draft", "days": 1 });
    assert_eq!(work.bed.ask(Method::POST, "/api/v1/tokens", Some(&viewer), token).await.code(), "not_allowed");
}

async fn the_operator_pauses_and_nobody_else(db: Db) {
    let bed = Bed::on(db);
    let now = domain::Clock::now(&*bed.clock);
    people::service::enter(&bed.db, &bed.random, now, "here", None).await.unwrap();
    let (one, _) = bed.somebody(Role::Owner).await;
    let (other, _) = bed.somebody(Role::Owner).await;
    let server =
        async |who: &str| bed.ask(Method::GET, "/api/v1/me", Some(who), Value::Null).await.json()["server"].clone();
    let pause = async |who: &str| {
        bed.ask(Method::POST, "/api/v1/server/pause", Some(who), json!({ "why": "the shop is closed" })).await.status
    };
    let (operator, guest) = if server(&one).await["operator"] == true { (one, other) } else { (other, one) };
    assert_eq!(pause(&guest).await, StatusCode::FORBIDDEN);
    assert_eq!(server(&guest).await["paused"], Value::Null);
    assert_eq!(pause(&operator).await, StatusCode::NO_CONTENT);
    assert_eq!(server(&guest).await["paused"]["why"], "the shop is closed");
}
