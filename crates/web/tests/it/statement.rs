//! Is it worth it? Asked over HTTP, of a bakery whose quarter of a year stands in the sums.

mod bakery;

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;
use bakery::Bakery;

on_both!(
    the_statement_of_a_bakery_sets_one_side_against_the_other,
    a_period_that_is_none_is_refused,
    nothing_is_said_of_a_site_without_visits,
);

async fn get(bed: &Bed, who: &str, path: &str) -> Value {
    let answer = bed.ask(Method::GET, path, Some(who), Value::Null).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
    answer.json()
}

fn row<'s>(statement: &'s Value, id: &str) -> &'s Value {
    let rows = statement["rows"].as_array().unwrap();
    let parts = rows.iter().flat_map(|row| row["parts"].as_array().unwrap());
    rows.iter().chain(parts).find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

async fn the_statement_of_a_bakery_sets_one_side_against_the_other(db: Db) {
    let bed = Bed::on(db);
    let Bakery { owner, site } = Bakery::open(&bed).await;
    let path = format!("/api/v1/sites/{site}/statement");
    let said = get(&bed, &owner, &format!("{path}?from=2026-08-24&to=2026-11-22")).await;
    if let Some(to) = std::env::var_os("STATEMENT_EXAMPLE") {
        std::fs::write(to, serde_json::to_string_pretty(&said).unwrap()).unwrap();
    }
    assert_eq!((&said["period"]["days"], &said["before"]["to"]), (&json!(91), &json!("2026-08-23")));
    assert_eq!(said["verdict"].as_array().unwrap().len(), 3);
    let all: u64 = said["rows"].as_array().unwrap().iter().map(all_visits).sum();
    assert_eq!(all, bakery::all_visits());
    for side in ["smo", "smm"] {
        let whole = row(&said, side);
        let parts: u64 = whole["parts"].as_array().unwrap().iter().map(all_visits).sum();
        assert_eq!(all_visits(whole), parts, "{side}");
    }
    let mending = row(&said, "smo-mending");
    assert_eq!(mending["spread"], json!({ "minutes": 540, "months": 12 }));
    assert!((110..160).contains(&mending["minutes"].as_u64().unwrap()), "{mending}");
    assert_eq!(row(&said, "smm-paid-facebook")["paid"], json!({ "minor": 18_000, "currency": "EUR" }));
    assert!(row(&said, "smo")["began_ours"].as_u64().unwrap() > 0);
    assert_eq!(said["marks"][0]["change"], "more", "{}", said["marks"]);
    let steps = said["trend"]["steps"].as_array().unwrap();
    assert_eq!((said["trend"]["by"].as_str(), steps.len()), (Some("week"), 13));
    assert_eq!(said["imported"][0]["form"], "ga4");

    let pages = get(&bed, &owner, &format!("{path}/pages?from=2026-08-24&to=2026-11-22")).await;
    assert_eq!(pages["pages"][0]["path"], "/bread/sourdough");
    let campaigns = get(&bed, &owner, &format!("{path}/campaigns?from=2026-08-24&to=2026-11-22")).await;
    assert_eq!(campaigns["rows"][0]["name"], "Autumn");
    let amplification = get(&bed, &owner, &format!("{path}/amplification?from=2026-08-24&to=2026-11-22")).await;
    assert_eq!(amplification["nodes"].as_array().unwrap().len(), 3, "{amplification}");
    let hours = get(&bed, &owner, &format!("{path}/hours?from=2026-08-24&to=2026-11-22")).await;
    assert_eq!(hours["hours"].as_array().unwrap().len(), 168);
    assert_eq!(hours["says"], "Most of what is passed on comes on Sundays from 9:00 to 10:00.");
}

fn all_visits(row: &Value) -> u64 {
    row["visits"]["up_to"].as_u64().unwrap() + row["visits"]["guessed"].as_u64().unwrap()
}

async fn a_period_that_is_none_is_refused(db: Db) {
    let bed = Bed::on(db);
    let Bakery { owner, site } = Bakery::open(&bed).await;
    for time in ["from=2026-11-22&to=2026-08-24", "from=1990-01-01&to=2026-01-01"] {
        let answer =
            bed.ask(Method::GET, &format!("/api/v1/sites/{site}/statement?{time}"), Some(&owner), Value::Null).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::UNPROCESSABLE_ENTITY, "period_invalid".to_owned()));
    }
    for time in ["from=yesterday", "to=9999-99-99"] {
        let answer =
            bed.ask(Method::GET, &format!("/api/v1/sites/{site}/statement?{time}"), Some(&owner), Value::Null).await;
        assert!(answer.status.is_client_error(), "{answer:?}");
    }
    for time in ["to=9999-12-31", "from=-009999-01-01&to=-009999-01-01", "to=-009999-01-01"] {
        let answer =
            bed.ask(Method::GET, &format!("/api/v1/sites/{site}/statement?{time}"), Some(&owner), Value::Null).await;
        assert!(!answer.status.is_server_error(), "{time}: {answer:?}");
    }
}

async fn nothing_is_said_of_a_site_without_visits(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let made =
        bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "bakery.example" })).await.json();
    let said = get(&bed, &owner, &format!("/api/v1/sites/{}/statement", made["id"].as_str().unwrap())).await;
    assert_eq!(said["verdict"][0]["text"], "No visit was counted in this time.");
    assert_eq!((&said["before"], &said["period"]["to"]), (&Value::Null, &json!("2026-11-25")));
    assert_eq!(row(&said, "smm")["no_cost"], "no hours entered yet");
}
