//! Is it worth it? Asked over HTTP, of a bakery whose quarter of a year stands in the sums.

mod bakery;

use axum::http::{Method, StatusCode};
use domain::{Clock as _, Currency, Micros};
use ledger::wallet::{self, Spend};
use people::Role;
use serde_json::{Value, json};
use store::{Db, Sql};

use crate::bed::Bed;
use bakery::Bakery;

on_both!(
    the_statement_of_a_bakery_sets_one_side_against_the_other,
    what_the_wallet_paid_counts_as_money_of_posts_at_that_network,
    a_period_that_is_none_is_refused,
    the_statement_is_a_page_a_sheet_and_pictures_too,
    a_client_sees_the_statement_of_his_site_without_what_is_to_be_done,
    mondays_mail_is_looked_at_and_switched_off_at_one_press,
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
    // For whoever wants to see it: the answer as a file.
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
    assert!((60..90).contains(&mending["minutes"].as_u64().unwrap()), "{mending}");
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

async fn what_the_wallet_paid_counts_as_money_of_posts_at_that_network(db: Db) {
    let bed = Bed::on(db);
    let Bakery { owner, site } = Bakery::open(&bed).await;
    let path = format!("/api/v1/sites/{site}/statement?from=2026-11-01&to=2026-11-25");
    let paid = |said: &Value, of: &str| row(said, of)["paid"]["minor"].as_i64().unwrap_or(0);
    let before = get(&bed, &owner, &path).await;
    let room = Sql::new("room", "SELECT workspace FROM site WHERE id = $1").bind(&*site);
    let workspace: String = room.fetch_one(&bed.db).await.unwrap();
    for (delivery, micros) in [("d1", 200_000), ("d2", 15_000), ("d3", 15_000)] {
        let spend = Spend {
            delivery: delivery.to_owned(),
            workspace: workspace.clone(),
            site: site.clone(),
            post: "p".to_owned(),
            network: "x".to_owned(),
            campaign: None,
            page: Some("https://bakery.example/bread/sourdough".to_owned()),
            price: Some(Micros::new(micros, Currency::EUR)),
        };
        let now = bed.clock.now();
        assert!(bed.db.write(move |tx| Box::pin(async move { wallet::spend(tx, now, &spend).await })).await.unwrap());
    }
    let said = get(&bed, &owner, &path).await;
    for of in ["smm", "smm-post"] {
        assert_eq!(paid(&said, of) - paid(&before, of), 23, "{of}");
    }
    let entries = get(&bed, &owner, &format!("/api/v1/sites/{site}/entries?month=2026-11")).await;
    let of_wallet = |it: &&Value| it["source"] == "wallet" && it["network"] == "x" && it["activity"] == "post";
    assert_eq!(entries["items"].as_array().unwrap().iter().filter(of_wallet).count(), 3, "{entries}");
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

async fn the_statement_is_a_page_a_sheet_and_pictures_too(db: Db) {
    let bed = Bed::on(db);
    let Bakery { owner, site } = Bakery::open(&bed).await;
    let time = "from=2026-08-24&to=2026-11-22";
    let face = async |path: &str| {
        let answer = bed.ask(Method::GET, path, Some(&owner), Value::Null).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
        answer
    };
    let page = face(&format!("/sites/{site}/statement/print?{time}")).await;
    let policy = page.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'") && !page.text().contains("<script"), "{policy}");
    assert!(
        page.text().contains("of these began with your own posts, answers, ads or articles: ")
            && page.text().contains("left over")
    );
    if let Some(to) = std::env::var_os("STATEMENT_PAGE") {
        std::fs::write(to, page.text()).unwrap();
    }
    let sheet = face(&format!("/api/v1/sites/{site}/statement.csv?{time}")).await.text();
    assert!(sheet.starts_with("row,name,side,") && sheet.contains("\r\nsmm-paid-facebook,"), "{sheet}");
    let trend = face(&format!("/api/v1/sites/{site}/statement/trend.csv?{time}")).await.text();
    assert_eq!(trend.lines().count(), 14);
    for name in ["trend.svg", "before-after.svg"] {
        let picture = face(&format!("/api/v1/sites/{site}/statement/{name}?{time}")).await;
        assert_eq!(picture.headers["content-type"], "image/svg+xml");
        assert!(picture.text().starts_with("<svg xmlns="), "{}", picture.text());
    }
    let none = format!("/api/v1/sites/{site}/statement/before-after.svg?{time}&mark=x");
    let none = bed.ask(Method::GET, &none, Some(&owner), Value::Null).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

async fn a_client_sees_the_statement_of_his_site_without_what_is_to_be_done(db: Db) {
    let bed = Bed::on(db);
    let Bakery { owner, site } = Bakery::open(&bed).await;
    let path = format!("/api/v1/sites/{site}/client-links");
    let made = bed.ask(Method::POST, &path, Some(&owner), json!({ "name": "Ada", "days": 7 })).await.json();
    let client = made["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    for (asked, lands) in [
        ("?show=worth&from=2026-08-24&to=2026-11-22", format!("/sites/{site}/worth?from=2026-08-24&to=2026-11-22")),
        ("?show=worth", format!("/sites/{site}/worth")),
        ("?show=worth&from=yesterday", "/report".to_owned()),
        ("?show=//elsewhere.example", "/report".to_owned()),
    ] {
        let came = bed.ask(Method::GET, &format!("/client/{client}{asked}"), None, Value::Null).await;
        assert_eq!((came.status, came.location()), (StatusCode::SEE_OTHER, &*lands), "{asked}");
    }
    let path = format!("/api/v1/sites/{site}/statement?from=2026-08-24&to=2026-11-22");
    assert!(!get(&bed, &owner, &path).await["next"].as_array().unwrap().is_empty());
    let seen = get(&bed, &client, &path).await;
    assert!(seen["next"].as_array().unwrap().is_empty() && seen["verdict"].as_array().unwrap().len() == 3);
}

async fn mondays_mail_is_looked_at_and_switched_off_at_one_press(db: Db) {
    let bed = Bed::on(db);
    let Bakery { owner, .. } = Bakery::open(&bed).await;
    let told = get(&bed, &owner, "/api/v1/me/monday").await;
    let text = told["text"].as_str().unwrap();
    assert!(text.contains("16 \u{2013} 22 November 2026") && text.contains("Visitors passed on "), "{text}");
    let seen = bed.ask(Method::GET, "/api/v1/me/monday/preview", Some(&owner), Value::Null).await.text();
    assert!(seen.contains("<h1") && !seen.contains("<script"));
    if let Some(to) = std::env::var_os("MONDAY_PAGE") {
        std::fs::write(to, &seen).unwrap();
    }
    let off = text.lines().last().unwrap().rsplit_once("/monday/").unwrap().1;
    let page = bed.ask(Method::GET, &format!("/monday/{off}"), None, Value::Null).await;
    assert!(page.status == StatusCode::OK && page.text().contains("Switch it off"));
    let set = bed.ask(Method::PUT, "/api/v1/me/monday", Some(&owner), json!({ "wants": true })).await;
    assert_eq!(set.code(), "email_missing", "who has no address gets no mail");
    let named = bed.db.write(|tx| {
        Box::pin(
            async move { store::Sql::new("named", "UPDATE person SET email = 'jo@bakery.example'").execute(tx).await },
        )
    });
    named.await.unwrap();
    assert_eq!(get(&bed, &owner, "/api/v1/me/monday").await["wants"], true, "an owner gets it, until he says no");
    let readers = people::monday::readers(&bed.db).await.unwrap();
    assert_eq!(readers.iter().map(|line| (&*line.email, line.told)).collect::<Vec<_>>(), [("jo@bakery.example", None)]);
    assert_eq!(bed.ask(Method::POST, &format!("/monday/{off}"), None, Value::Null).await.status, StatusCode::OK);
    assert_eq!(get(&bed, &owner, "/api/v1/me/monday").await["wants"], false);
    assert!(people::monday::readers(&bed.db).await.unwrap().is_empty());
    let forged = bed.ask(Method::POST, "/monday/off/AAAA", None, Value::Null).await;
    assert_eq!(forged.status, StatusCode::GONE);
}
