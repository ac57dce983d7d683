//! A page, asked for by its address.

use std::fs;

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(a_page_is_found_by_its_address);

async fn a_page_is_found_by_its_address(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = async |path: String| bed.ask(Method::GET, &path, Some(&owner), Value::Null).await;
    let added = json!({ "address": "bakery.example" });
    let site = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), added).await.json();
    let audit = site["audit"]["id"].as_str().unwrap();
    let page = |of: &str| format!("/api/v1/audits/{audit}/sheet/page?of={of}");
    assert_eq!(ask(page("https://bakery.example/")).await.code(), "not_found", "there is no sheet yet");

    let folder = bed.data.path().join("audits").join(audit).join("growing");
    fs::create_dir_all(&folder).unwrap();
    let about = json!({ "origin": "https://bakery.example", "count": 3, "chunk": 2 });
    fs::write(folder.join("site.json"), about.to_string()).unwrap();
    for (part, paths) in [(0, json!(["/", "/bread?a=b&c=d"])), (1, json!(["/caf%C3%A9"]))] {
        fs::write(folder.join(format!("index-{part}.json")), json!({ "u": paths }).to_string()).unwrap();
        fs::write(folder.join(format!("pages-{part}.json")), json!({ "p": [part] }).to_string()).unwrap();
    }
    let found = ask(page("https://bakery.example/bread%3Fa%3Db%26c%3Dd%23top")).await;
    assert_eq!(found.status, StatusCode::OK, "{found:?}");
    let found = found.json();
    assert_eq!(found["site"], about);
    assert_eq!(found["pages"], json!({ "p": [0] }));
    let place = ["number", "count", "part", "row", "before", "next"].map(|name| found[name].clone());
    let before = json!("https://bakery.example/");
    assert_eq!(place, [json!(1), json!(3), json!(0), json!(1), before, json!("https://bakery.example/caf%C3%A9")]);
    let other = ask(page("https://bakery.example/caf%C3%A9")).await.json();
    assert_eq!((&other["number"], &other["index"]["u"]), (&json!(2), &json!(["/caf%C3%A9"])), "{other}");
    for (of, status, code) in [
        ("https://bakery.example/cake", StatusCode::NOT_FOUND, "page_missing"),
        ("bread", StatusCode::UNPROCESSABLE_ENTITY, "address_invalid"),
        ("", StatusCode::UNPROCESSABLE_ENTITY, "address_invalid"),
        ("%ff%00", StatusCode::UNPROCESSABLE_ENTITY, "address_invalid"),
    ] {
        let answer = ask(page(of)).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{of}");
    }
    // The audit is not over: the history has nothing to tell yet.
    let over = format!("/api/v1/sites/{}/page?of=https://bakery.example/", site["id"].as_str().unwrap());
    assert_eq!(ask(over).await.json(), json!({ "items": [], "next": null }));
}
