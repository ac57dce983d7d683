//! The wallet over HTTP: who may set it, what it tells, and what a post takes before anybody presses.

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::{Db, Sql};

use crate::bed::{Bed, Pass};

on_both!(
    owners_approve_what_may_be_spent_in_person_and_everybody_sees_it,
    what_a_post_takes_is_told_with_its_link_and_without_and_whether_the_wallet_reaches,
    an_account_that_costs_money_is_connected_with_a_wallet_alone,
);

fn twenty(version: i64) -> Value {
    json!({ "micros": 20_000_000, "currency": "USD", "zone": "Europe/Berlin", "version": version })
}

async fn owners_approve_what_may_be_spent_in_person_and_everybody_sees_it(db: Db) {
    let bed = Bed::on(db);
    let (owner, workspace) = bed.somebody(Role::Owner).await;
    let none = bed.ask(Method::GET, "/api/v1/wallet", Some(&owner), Value::Null).await.json();
    assert_eq!((&none["approved"], &none["version"], &none["month"]), (&Value::Null, &json!(0), &Value::Null));
    assert!(none["takers"].as_array().unwrap().iter().any(|it| it["network"] == "x" && it["currency"] == "USD"));
    let set = bed.ask(Method::PUT, "/api/v1/wallet", Some(&owner), twenty(0)).await.json();
    assert_eq!((&set["approved"]["micros"], &set["version"]), (&json!(20_000_000), &json!(1)));
    assert_eq!((&set["month"]["month"], &set["month"]["left"]["micros"]), (&json!("2026-11"), &json!(20_000_000)));
    let late = bed.ask(Method::PUT, "/api/v1/wallet", Some(&owner), twenty(0)).await;
    assert_eq!((late.status, late.code()), (StatusCode::CONFLICT, "changed_meanwhile".to_owned()));
    for (role, may) in [(Role::Editor, false), (Role::Viewer, false), (Role::Owner, true)] {
        let member = bed.member(&workspace, role).await;
        assert_eq!(
            bed.ask(Method::GET, "/api/v1/wallet", Some(&member.cookie), Value::Null).await.status,
            StatusCode::OK
        );
        let set = bed.ask(Method::PUT, "/api/v1/wallet", Some(&member.cookie), twenty(1)).await;
        assert_eq!(set.status == StatusCode::OK, may, "{role:?}");
    }
    let token = json!({ "name": "CI", "scope": "decide", "days": 1 });
    let token = bed.ask(Method::POST, "/api/v1/tokens", Some(&owner), token).await.json();
    let pass = Pass::Token(token["secret"].as_str().unwrap().to_owned());
    assert_eq!(bed.ask_as(Method::PUT, "/api/v1/wallet", &pass, twenty(2)).await.code(), "session_needed");
    let deeds = bed.ask(Method::GET, "/api/v1/deeds", Some(&owner), Value::Null).await.json();
    assert!(deeds["items"].as_array().unwrap().iter().any(|it| it["what"] == "wallet set" && it["about"] == "$20"));
    let past = bed.ask(Method::GET, "/api/v1/wallet?month=2026-09", Some(&owner), Value::Null).await.json();
    assert_eq!((&past["month"]["month"], &past["month"]["current"]), (&json!("2026-09"), &json!(false)));
    for typed in ["2026-13", "November", "2026-9"] {
        let wrong = bed.ask(Method::GET, &format!("/api/v1/wallet?month={typed}"), Some(&owner), Value::Null).await;
        assert_eq!(wrong.code(), "month_unknown", "{typed}");
    }
    for wrong in [json!({ "micros": -1 }), json!({ "currency": "EUX" }), json!({ "zone": "Mars" })] {
        let mut body = twenty(2);
        body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let refused = bed.ask(Method::PUT, "/api/v1/wallet", Some(&owner), body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
}

async fn what_a_post_takes_is_told_with_its_link_and_without_and_whether_the_wallet_reaches(db: Db) {
    let bed = Bed::on(db);
    let (owner, workspace) = bed.somebody(Role::Owner).await;
    let site =
        bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "bakery.example" })).await.json();
    let home = format!("/api/v1/sites/{}", site["id"].as_str().unwrap());
    let account = Sql::new(
        "account",
        "INSERT INTO account (id, workspace, network, base, identity, name, by_hand, secret_version, limits, made_by, made_at) \
         VALUES ('ax', $1, 'x', 'https://api.x.com/', '1', '@shop', FALSE, 1, 'null', 'A', 0)",
    );
    let account = account.bind(workspace);
    bed.db.write(move |tx| Box::pin(async move { account.execute(tx).await })).await.unwrap();
    let by_hand = json!({ "network": "bluesky", "by_hand": true, "name": "Us", "fields": {} });
    let hand = bed.ask(Method::POST, "/api/v1/accounts", Some(&owner), by_hand).await.json();
    let asked = |page: Value, more: Value| {
        let variant = json!([{ "account": "ax" }, { "account": hand["id"] }]);
        let mut body = json!({ "text": "Rye is back", "page": page, "accounts": variant, "zone": "Europe/Berlin" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let price =
        async |body: Value| bed.ask(Method::POST, &format!("{home}/posts/price"), Some(&owner), body).await.json();
    let rye = json!("https://bakery.example/rye");
    let told = price(asked(rye.clone(), json!({ "described": 1 }))).await;
    assert_eq!((&told["stands"], &told["wallet"]), (&json!("no_wallet"), &Value::Null));
    let items = told["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "what is posted by hand costs nothing: {told}");
    assert_eq!((&items[0]["price"]["micros"], &items[0]["without_link"]["micros"]), (&json!(205_000), &json!(20_000)));
    let plain = price(asked(Value::Null, json!({}))).await;
    assert_eq!(
        (&plain["items"][0]["price"]["micros"], &plain["items"][0]["without_link"]),
        (&json!(15_000), &Value::Null)
    );
    let bare = price(asked(rye.clone(), json!({ "accounts": [{ "account": "ax", "without_link": true }] }))).await;
    assert_eq!(bare["sums"], json!([{ "micros": 15_000, "currency": "USD" }]));
    // The parts of a thread are posts of their own, and each is charged by what it says itself.
    let parts = json!([{ "text": "Three days of leaven" }, { "text": "Look at bakery.com", "described": 1 }]);
    let thread = price(asked(rye.clone(), json!({ "parts": parts }))).await;
    assert_eq!(
        (&thread["sums"][0]["micros"], &thread["items"][0]["without_link"]["micros"]),
        (&json!(200_000 + 15_000 + 205_000), &json!(15_000 + 15_000 + 205_000))
    );
    // An address in the words themselves costs as much.
    let said = price(asked(
        rye.clone(),
        json!({ "text": "Look at bakery.com", "accounts": [{ "account": "ax", "without_link": true }] }),
    ))
    .await;
    assert_eq!(said["sums"][0]["micros"], 200_000);

    let wallet = |micros: i64, currency: &str, version: i64| json!({ "micros": micros, "currency": currency, "zone": "UTC", "version": version });
    let stands = async || price(asked(rye.clone(), json!({ "wall": "2026-11-28T09:00" }))).await["stands"].clone();
    let wallets = [
        (199_999, "USD", "too_little"),
        (200_000, "USD", "reaches"),
        (9_000_000, "EUR", "other_currency"),
        (300_000, "USD", "reaches"),
    ];
    for (version, (micros, currency, expected)) in (0_i64..).zip(wallets) {
        let set = bed.ask(Method::PUT, "/api/v1/wallet", Some(&owner), wallet(micros, currency, version)).await;
        assert_eq!((set.status, stands().await), (StatusCode::OK, json!(expected)), "{set:?}");
    }
    // Another one is planned in the same month: both are more than is left.
    let new = json!({ "text": "Planned", "page": rye, "zone": "Europe/Berlin", "accounts": [{ "account": "ax" }] });
    let post = bed.ask(Method::POST, &format!("{home}/posts"), Some(&owner), new).await.json();
    let plan = json!({ "version": post["version"], "wall": "2026-11-29T09:00" });
    let path = format!("{home}/posts/{}/schedule", post["id"].as_str().unwrap());
    assert_eq!(bed.ask(Method::POST, &path, Some(&owner), plan).await.status, StatusCode::OK);
    assert_eq!(stands().await, "plans_exceed");
    let itself = price(asked(rye.clone(), json!({ "wall": "2026-11-28T09:00", "post": post["id"] }))).await;
    assert_eq!((&itself["stands"], &itself["wallet"]["planned"]["micros"]), (&json!("reaches"), &json!(0)));
    let december = price(asked(rye, json!({ "wall": "2026-12-01T09:00" }))).await;
    assert_eq!((&december["stands"], &december["wallet"]["month"]), (&json!("reaches"), &json!("2026-12")));
    let month = bed.ask(Method::GET, "/api/v1/wallet", Some(&owner), Value::Null).await.json();
    assert_eq!(
        (&month["month"]["planned"]["micros"], &month["month"]["reserved"]["micros"]),
        (&json!(200_000), &json!(0))
    );
}

async fn an_account_that_costs_money_is_connected_with_a_wallet_alone(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let account = json!({ "network": "x", "fields": {} });
    let connect = async || bed.ask(Method::POST, "/api/v1/accounts", Some(&owner), account.clone()).await.code();
    assert_eq!(connect().await, "wallet_none");
    bed.ask(Method::PUT, "/api/v1/wallet", Some(&owner), twenty(0)).await;
    assert_eq!(connect().await, "field_empty", "now it is asked for what lets in");
}
