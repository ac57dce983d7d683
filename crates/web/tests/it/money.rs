//! Hours and money, goals and sales, over HTTP.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::{Answer, Bed};

on_both!(
    hours_are_entered_priced_spread_and_taken_back,
    what_is_wrong_is_told_with_a_remedy,
    hours_that_were_seen_are_booked_when_somebody_says_so,
    a_timer_runs_once_and_becomes_an_entry,
    sales_are_told_once_paid_back_and_taken_along,
    goals_and_marks_are_made_and_taken_away,
);

/// Somebody with a site.
struct Shop {
    bed: Bed,
    cookie: String,
    site: String,
}

impl Shop {
    async fn on(db: Db) -> Self {
        let bed = Bed::on(db);
        let (cookie, _) = bed.somebody(Role::Owner).await;
        let site = bed.ask(Method::POST, "/api/v1/sites", Some(&cookie), json!({ "address": "bakery.example" })).await;
        Self { cookie, site: site.json()["id"].as_str().unwrap().to_owned(), bed }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Answer {
        let path = format!("/api/v1/sites/{}{path}", self.site);
        self.bed.ask(method, &path, Some(&self.cookie), body).await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.ask(Method::GET, path, Value::Null).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        answer.json()
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, body).await
    }

    async fn sheet(&self, path: &str, text: &str) -> Answer {
        let request = Request::post(format!("/api/v1/sites/{}{path}", self.site))
            .header(header::HOST, "127.0.0.1:7979")
            .header("x-tidings", "console")
            .header(header::CONTENT_TYPE, "text/csv")
            .header(header::COOKIE, self.bed.sent(&self.cookie));
        self.bed.send(request.body(Body::from(text.to_owned())).unwrap()).await
    }
}

async fn hours_are_entered_priced_spread_and_taken_back(db: Db) {
    let shop = Shop::on(db).await;
    let settings = shop.get("/measure/money").await;
    assert_eq!((&settings["hour_minor"], &settings["currency"]), (&Value::Null, &json!("EUR")));
    let none = shop.get("/entries/sums").await;
    assert_eq!((&none["has_hours"], &none["all"]), (&json!(false), &Value::Null), "not entered is not nothing");
    // Entered before anybody said what an hour costs: it gets the price then.
    let first = shop
        .post("/entries", json!({ "kind": "hours", "activity": "mending", "minutes": 730, "day": "2026-01-01" }))
        .await;
    assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
    assert_eq!((&first.json()["cost"], &first.json()["months"]), (&Value::Null, &json!(12)));
    let change = json!({ "version": settings["version"], "hour_minor": 3000, "currency": "EUR", "margin": 40 });
    let kept = shop.ask(Method::PUT, "/measure/money", change.clone()).await;
    assert_eq!(kept.json()["margin"], 40, "{kept:?}");
    assert_eq!(shop.ask(Method::PUT, "/measure/money", change).await.code(), "changed_meanwhile");
    let january = shop.get("/entries/sums?month=2026-01").await;
    assert_eq!((&january["all"]["minutes"], &january["all"]["hours_minor"]), (&json!(62), &json!(3100)));
    assert_eq!((&january["all"]["whole_minutes"], &january["all"]["whole_minor"]), (&json!(730), &json!(36_500)));
    let february = shop.get("/entries/sums?month=2026-02").await;
    assert_eq!((&february["all"]["minutes"], &february["carried"][0]["part_minutes"]), (&json!(56), &json!(56)));
    let id = first.json()["id"].as_str().unwrap().to_owned();
    assert!(!shop.post(&format!("/entries/{id}/undo"), Value::Null).await.json()["undone"].is_null());
    assert_eq!(shop.get("/entries/sums?month=2026-01").await["all"], Value::Null);
    assert!(shop.post(&format!("/entries/{id}/redo"), Value::Null).await.json()["undone"].is_null());
    let ad = json!({ "kind": "ad_spend", "activity": "ad", "minor": 1250, "currency": "USD", "network": "Facebook", "day": "2026-01-31" });
    assert_eq!(shop.post("/entries", ad).await.status, StatusCode::CREATED);
    assert_eq!(shop.get("/entries/sums?month=2026-01").await["missing"]["without_rate"], json!({ "USD": 1250 }));
    let rate = json!({ "currency": "usd", "day": "2026-01-02", "rate": 0.8, "source": "European Central Bank" });
    assert_eq!(shop.ask(Method::PUT, "/rates", rate).await.status, StatusCode::OK);
    assert_eq!(shop.get("/entries/sums?month=2026-01").await["all"]["ad_spend"], 1000);
    let list = shop.get("/entries?month=2026-01").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "{list}");
    assert_eq!(shop.ask(Method::DELETE, "/rates/USD/2026-01-02", Value::Null).await.status, StatusCode::NO_CONTENT);
    // Taken along, and brought again, it is the same.
    let out = shop.bed.page(&format!("/api/v1/sites/{}/entries.csv", shop.site), Some(&shop.cookie)).await.text();
    assert_eq!(out.lines().count(), 3, "{out}");
    assert_eq!(shop.sheet("/entries.csv", &out).await.json(), json!({ "rows": 2, "fresh": 0 }));
    let kimai = "Date,Duration,Project,Activity,Description\n2026-01-05,1.50,Spring,Design,Pictures\n";
    assert_eq!(shop.sheet("/entries.csv", kimai).await.code(), "sheet_rows_wrong");
    assert_eq!(shop.sheet("/entries.csv?side=smm", kimai).await.json(), json!({ "rows": 1, "fresh": 1 }));
}

async fn what_is_wrong_is_told_with_a_remedy(db: Db) {
    let shop = Shop::on(db).await;
    for (path, body, code) in [
        ("/entries", json!({ "kind": "hours", "minutes": 5 }), "activity_needed"),
        ("/entries", json!({ "kind": "hours", "activity": "post" }), "minutes_needed"),
        ("/entries", json!({ "kind": "fee", "activity": "post" }), "amount_needed"),
        ("/entries", json!({ "kind": "fee", "activity": "post", "minor": 5, "currency": "EUX" }), "currency_unknown"),
        ("/entries", json!({ "kind": "hours", "activity": "post", "minutes": -5 }), "minutes_wrong"),
        ("/entries", json!({ "kind": "hours", "activity": "post", "minutes": 5, "day": "2099-01-01" }), "day_to_come"),
        ("/sales", json!({ "order": "1", "amount": "5.555" }), "amount_wrong"),
        ("/sales", json!({ "order": "1", "amount": 5.5, "currency": "JPY" }), "amount_wrong"),
        ("/sales", json!({ "order": "1", "amount": -5 }), "amount_wrong"),
        ("/sales", json!({ "order": "1", "amount": 5, "currency": "EUX" }), "currency_unknown"),
        ("/sales", json!({ "order": " ", "amount": 5 }), "order_wrong"),
        ("/sales", json!({ "order": "1", "amount": 5, "at": "2099-01-01T00:00:00Z" }), "at_to_come"),
        ("/sales", json!({ "order": "1", "amount": 5, "token": "nonsense" }), "token_unknown"),
        ("/sales", json!({ "order": "1", "amount": 5, "visit": "1-1" }), "visit_unknown"),
        ("/sales", json!({ "order": "1", "amount": 5, "goal": "none" }), "goal_unknown"),
        ("/goals", json!({ "name": "All", "kind": "address", "matches": "/" }), "goal_wrong"),
        ("/marks", json!({ "says": " " }), "mark_empty"),
        ("/timer/stop", json!({}), "not_found"),
        (
            "/hours/proposed",
            json!({ "week": "2026-01-05", "until": "2026-01-06T00:00:00Z", "items": [{ "activity": "post" }] }),
            "nothing_open",
        ),
    ] {
        let answer = shop.post(path, body.clone()).await;
        assert_eq!(answer.code(), code, "{path} {body}: {answer:?}");
    }
    assert_eq!(shop.ask(Method::GET, "/entries?month=soon", Value::Null).await.code(), "month_unknown");
}

async fn hours_that_were_seen_are_booked_when_somebody_says_so(db: Db) {
    let shop = Shop::on(db).await;
    for _ in 0..3 {
        let said = shop.post("/at-work", json!({ "activity": "mending" })).await;
        assert_eq!(said.status, StatusCode::NO_CONTENT, "{said:?}");
    }
    let seen = shop.get("/hours/proposed").await;
    assert_eq!((&seen["minutes"], &seen["items"][0]["activity"]), (&json!(1), &json!("mending")), "a minute is one");
    let dismissed = shop.post("/hours/dismissed", json!({ "week": seen["week"], "until": seen["until"] })).await;
    assert_eq!(dismissed.json()["minutes"], 0);
    assert_eq!(shop.post("/hours/dismissed", json!({ "week": seen["week"] })).await.json()["minutes"], 1);
    let items = json!([{ "activity": "mending", "minutes": 20 }]);
    let booked =
        shop.post("/hours/proposed", json!({ "week": seen["week"], "until": seen["until"], "items": items })).await;
    assert_eq!(booked.status, StatusCode::CREATED, "{booked:?}");
    assert_eq!(booked.json()["entries"].as_array().unwrap().len(), 1);
    assert_eq!(shop.get("/hours/proposed").await["minutes"], 0);
    assert_eq!(shop.get("/entries").await["items"][0]["source"], "proposal");
}

async fn a_timer_runs_once_and_becomes_an_entry(db: Db) {
    let shop = Shop::on(db).await;
    assert_eq!(shop.get("/timer").await["timer"], Value::Null);
    assert_eq!(shop.post("/timer", json!({ "activity": "reply" })).await.status, StatusCode::CREATED);
    assert_eq!(shop.post("/timer", json!({ "activity": "post" })).await.code(), "timer_runs");
    assert_eq!(shop.get("/timer").await["timer"]["activity"], "reply");
    assert_eq!(shop.post("/timer/stop", json!({ "minutes": 25 })).await.json()["minutes"], 25);
    assert_eq!(shop.post("/timer", json!({ "activity": "post" })).await.status, StatusCode::CREATED);
    assert_eq!(shop.ask(Method::DELETE, "/timer", Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(shop.get("/entries").await["items"].as_array().unwrap().len(), 1);
}

async fn sales_are_told_once_paid_back_and_taken_along(db: Db) {
    let shop = Shop::on(db).await;
    let link =
        shop.post("/links", json!({ "target": "/bread", "activity": "post", "network": "bluesky" })).await.json();
    let told = json!({ "order": "1001", "amount": 19.9, "token": link["code"], "at": "2026-01-05T10:00:00Z" });
    let sale = shop.post("/sales", told.clone()).await;
    assert_eq!(sale.status, StatusCode::CREATED, "{sale:?}");
    assert_eq!(sale.json()["money"], json!({ "minor": 1990, "currency": "EUR" }));
    assert_eq!((&sale.json()["last"]["channel"], &sale.json()["chain"]), (&json!("post"), &link["code"]));
    assert_eq!(shop.post("/sales", told).await.status, StatusCode::OK);
    let back = json!({ "amount": "5", "refund": "r1" });
    for _ in 0..2 {
        assert_eq!(shop.post("/sales/1001/refund", back.clone()).await.json()["refunded"], 500);
    }
    assert_eq!(
        shop.post("/sales/1001/refund", json!({ "amount": 1, "currency": "USD" })).await.code(),
        "currency_differs"
    );
    // Paid back before it was sold.
    let early = shop.post("/sales/1002/refund", json!({ "amount": "2" })).await.json();
    assert_eq!((&early["source"], &early["refunded"]), (&json!("waiting"), &json!(0)));
    let late = shop.post("/sales", json!({ "order": "1002", "amount": "10.00" })).await;
    assert_eq!((late.status, &late.json()["refunded"]), (StatusCode::CREATED, &json!(200)));
    assert_eq!(shop.get("/sales").await["items"].as_array().unwrap().len(), 2);
    let out = shop.bed.page(&format!("/api/v1/sites/{}/sales.csv", shop.site), Some(&shop.cookie)).await.text();
    assert_eq!(out.lines().count(), 3, "{out}");
    assert_eq!(shop.sheet("/sales.csv", &out).await.json(), json!({ "rows": 2, "fresh": 0 }));
    assert_eq!(shop.get("/sales").await["items"][1]["refunded"], 500, "brought again, nothing is paid back twice");
    let fresh = "order,at,amount\n7,2026-01-06,5\n7,2026-01-06,5\n";
    assert_eq!(shop.sheet("/sales.csv", fresh).await.json(), json!({ "rows": 2, "fresh": 1 }));
}

async fn goals_and_marks_are_made_and_taken_away(db: Db) {
    let shop = Shop::on(db).await;
    let new = json!({ "name": "Order placed", "kind": "address", "matches": "/thank-you", "minor": 500 });
    let goal = shop.post("/goals", new).await.json();
    let path = format!("/goals/{}", goal["id"].as_str().unwrap());
    let event = json!({ "name": "Signed up", "kind": "event", "matches": "signup" });
    assert_eq!(shop.ask(Method::PUT, &path, event).await.json()["kind"], "event");
    shop.ask(Method::DELETE, &path, Value::Null).await;
    assert_eq!(shop.get("/goals").await["items"], json!([]));
    shop.post(&format!("{path}/restore"), Value::Null).await;
    assert_eq!(shop.get("/goals").await["items"][0]["name"], "Signed up");
    let mark = shop.post("/marks", json!({ "says": "A new shop window", "at": "2026-01-05T10:00:00Z" })).await.json();
    assert_eq!((&mark["day"], &mark["kind"]), (&json!("2026-01-05"), &json!("hand")));
    let path = format!("/marks/{}", mark["id"].as_str().unwrap());
    shop.ask(Method::DELETE, &path, Value::Null).await;
    assert_eq!(shop.get("/marks").await["items"], json!([]));
    shop.post(&format!("{path}/restore"), Value::Null).await;
    assert_eq!(shop.get("/marks").await["items"][0]["says"], "A new shop window");
}
