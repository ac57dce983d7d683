//! Posts at their hours, over HTTP: moved, queued, and in the calendar of others.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(
    a_post_is_queued_at_the_next_free_hour_and_moved_from_there,
    a_calendar_program_reads_what_is_planned_until_its_link_ends,
    what_becomes_of_late_posts_is_for_owners_to_say,
    a_sheet_of_posts_is_tried_brought_in_and_taken_along,
);

/// A bed with a site, an account by hand, and somebody at work: his cookie, the path of the site, the account.
async fn at_work(db: Db) -> (Bed, String, String, String) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let site = json!({ "address": "bakery.example" });
    let site = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), site).await.json();
    let by_hand = json!({ "network": "reddit", "by_hand": true, "name": "r/bread" });
    let account = bed.ask(Method::POST, "/api/v1/accounts", Some(&owner), by_hand).await.json();
    let id = |made: &Value| made["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    let path = format!("/api/v1/sites/{}", id(&site));
    (bed, owner, path, id(&account))
}

async fn draft(bed: &Bed, (owner, path, account): (&str, &str, &str), text: &str) -> Value {
    let body = json!({
        "text": text, "page": "https://bakery.example/rye", "zone": "UTC", "accounts": [{ "account": account }],
    });
    let written = bed.ask(Method::POST, &format!("{path}/posts"), Some(owner), body).await;
    assert_eq!(written.status, StatusCode::CREATED, "{written:?}");
    written.json()
}

async fn a_post_is_queued_at_the_next_free_hour_and_moved_from_there(db: Db) {
    let (bed, owner, path, account) = at_work(db).await;
    let ask = async |method: Method, path: &str, body: Value| bed.ask(method, path, Some(&owner), body).await;
    let at = format!("{path}/slots");
    let none = ask(Method::GET, &at, Value::Null).await.json();
    assert_eq!((&none["zone"], &none["version"], &none["next"]), (&Value::Null, &json!(0), &Value::Null));
    assert_eq!(none["suggested"][0], json!({ "weekday": 1, "time": "09:00:00" }));
    let post = draft(&bed, (&owner, &path, &account), "Rye").await;
    let of = |what: &str| format!("{path}/posts/{}/{what}", post["id"].as_str().unwrap());
    let refused = ask(Method::POST, &of("queue"), json!({ "version": 1 })).await;
    assert_eq!((refused.status, &*refused.code()), (StatusCode::UNPROCESSABLE_ENTITY, "slots_none"));
    let slots = json!({ "zone": "Europe/Berlin", "times": [{ "weekday": 4, "time": "09:00" }], "version": 0 });
    let kept = ask(Method::PUT, &at, slots.clone()).await.json();
    assert_eq!(
        kept["next"],
        json!({ "wall": "2026-11-26T09:00:00", "zone": "Europe/Berlin", "at": "2026-11-26T08:00:00Z" })
    );
    assert_eq!(ask(Method::PUT, &at, slots).await.code(), "changed_meanwhile");
    let queued = ask(Method::POST, &of("queue"), json!({ "version": 1 })).await.json();
    assert_eq!((&queued["wall"], &queued["zone"]), (&json!("2026-11-26T09:00:00"), &json!("Europe/Berlin")));
    assert_eq!(ask(Method::GET, &at, Value::Null).await.json()["next"]["wall"], "2026-12-03T09:00:00");
    let to = |wall: &str, version: &Value| json!({ "wall": wall, "version": version });
    let moved = ask(Method::POST, &of("move"), to("2026-11-27T10:15", &queued["version"])).await.json();
    assert_eq!((&moved["wall"], &moved["due"]), (&json!("2026-11-27T10:15:00"), &json!("2026-11-27T09:15:00Z")));
    let code = |post: &Value| post["deliveries"][0]["code"].clone();
    assert!(code(&moved).is_string() && code(&moved) == code(&queued), "its link stays its own");
    for (body, problem) in [
        (to("2026-11-27T11:00", &queued["version"]), "changed_meanwhile"),
        (to("2026-11-20T11:00", &moved["version"]), "time_past"),
        (to("tomorrow", &moved["version"]), "time_invalid"),
    ] {
        assert_eq!(ask(Method::POST, &of("move"), body).await.code(), problem);
    }
}

async fn a_calendar_program_reads_what_is_planned_until_its_link_ends(db: Db) {
    let (bed, owner, path, account) = at_work(db).await;
    let ask = async |method: Method, path: &str, body: Value| bed.ask(method, path, Some(&owner), body).await;
    let post = draft(&bed, (&owner, &path, &account), "Rye bread, fresh; today").await;
    draft(&bed, (&owner, &path, &account), "Never planned").await;
    let at = format!("{path}/posts/{}/schedule", post["id"].as_str().unwrap());
    let planned = ask(Method::POST, &at, json!({ "version": 1, "wall": "2026-11-27T09:00" })).await.json();
    let links = format!("{path}/calendar");
    assert_eq!(ask(Method::GET, &links, Value::Null).await.json()["links"], 0);
    let made = ask(Method::POST, &links, Value::Null).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let link = made.json()["link"].as_str().unwrap().to_owned();
    assert_eq!(ask(Method::GET, &links, Value::Null).await.json()["links"], 1);
    let open = link.strip_prefix("http://127.0.0.1:7979").unwrap_or_else(|| panic!("{link}"));
    let read = bed.page(open, None).await;
    assert_eq!(read.headers["content-type"], "text/calendar; charset=utf-8");
    let told = read.text().replace("\r\n ", "");
    let address = planned["deliveries"][0]["address"].as_str().unwrap();
    for line in [
        "DTSTART:20261127T090000Z",
        "SUMMARY:Your turn: Rye bread\\, fresh\\; today",
        "BEGIN:VALARM",
        &format!("\\n\\n{address}"),
        &format!("/posts/{}", post["id"].as_str().unwrap()),
    ] {
        assert!(told.contains(line), "{line} is not in {told}");
    }
    assert!(!told.contains("Never planned"));
    assert_eq!(bed.page("/calendar/nobody-s.ics", None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ask(Method::DELETE, &links, Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(bed.page(open, None).await.status, StatusCode::NOT_FOUND);
}

async fn what_becomes_of_late_posts_is_for_owners_to_say(db: Db) {
    let (bed, owner, ..) = at_work(db).await;
    let at = "/api/v1/workspace/missed";
    let usual = json!({ "within_minutes": 120, "otherwise": "ask" });
    assert_eq!(bed.ask(Method::GET, at, Some(&owner), Value::Null).await.json(), usual);
    let skip = json!({ "within_minutes": 30, "otherwise": "skip" });
    assert_eq!(bed.ask(Method::PUT, at, Some(&owner), skip.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(bed.ask(Method::GET, at, Some(&owner), Value::Null).await.json(), skip);
    let wrong = json!({ "within_minutes": 10_081, "otherwise": "skip" });
    assert_eq!(bed.ask(Method::PUT, at, Some(&owner), wrong).await.code(), "minutes_wrong");
}

async fn a_sheet_of_posts_is_tried_brought_in_and_taken_along(db: Db) {
    let (bed, owner, path, _) = at_work(db).await;
    let at = format!("{path}/posts.csv");
    let send = async |text: &str, trial: bool| {
        let request = Request::post(format!("{at}?zone=Europe/Berlin&trial={trial}"))
            .header(header::HOST, "127.0.0.1:7979")
            .header("x-tidings", "console")
            .header(header::CONTENT_TYPE, "text/csv")
            .header(header::COOKIE, bed.sent(&owner));
        bed.send(request.body(Body::from(text.to_owned())).unwrap()).await.json()
    };
    let wrong = send("when,text,accounts\n2026-11-28T09:00,Rye,@nobody\n", true).await;
    assert_eq!((&wrong["kept"], &wrong["faults"][0]["line"]), (&json!(false), &json!(2)));
    let good = "when,text,accounts\n2026-11-28T09:00,Rye,r/bread\n";
    assert_eq!(send(good, true).await, json!({ "posts": 1, "faults": [], "kept": false }));
    assert_eq!(send(good, false).await, json!({ "posts": 1, "faults": [], "kept": true }));
    let taken = bed.page(&at, Some(&owner)).await.text();
    assert!(taken.contains(",2026-11-28T09:00,Europe/Berlin,Rye,,r/bread,,planned"), "{taken}");
    // As JSON they are the same, and come in the same way.
    let at = format!("{path}/posts.json");
    let along = bed.ask(Method::GET, &at, Some(&owner), Value::Null).await.json();
    let only = json!({
        "id": along["posts"][0]["id"], "when": "2026-11-28T09:00", "zone": "Europe/Berlin", "text": "Rye",
        "accounts": ["reddit: r/bread"], "states": ["planned"],
    });
    assert_eq!(along, json!({ "posts": [only] }));
    let send = async |body: &Value, trial: bool| {
        let path = format!("{at}?zone=Europe/Berlin&trial={trial}");
        bed.ask(Method::POST, &path, Some(&owner), body.clone()).await.json()
    };
    let again = send(&along, true).await;
    assert!(again["faults"][0]["says"].as_str().unwrap().contains("is here already"), "{again}");
    let new = json!({ "posts": [
        { "when": "2026-11-29 09:00", "text": "=Wheat", "accounts": ["r/bread"] },
        { "text": "Cake", "accounts": ["@nobody"] },
    ] });
    let wrong = send(&new, false).await;
    assert_eq!((&wrong["kept"], &wrong["faults"][0]["line"]), (&json!(false), &json!(2)), "{wrong}");
    let good = json!({ "posts": [new["posts"][0]] });
    assert_eq!(send(&good, false).await, json!({ "posts": 1, "faults": [], "kept": true }));
    assert_eq!(send(&json!({ "posts": [{ "texts": "Rye" }] }), true).await["code"], "body_unusable");
}
