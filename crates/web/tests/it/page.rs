//! A page, asked for by its address.

use std::fs;

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::{Db, Sql};

use crate::bed::Bed;

on_both!(a_page_is_found_by_its_address, pages_are_found_by_words_of_their_titles_and_addresses);

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

async fn pages_are_found_by_words_of_their_titles_and_addresses(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let site =
        bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "bakery.example" })).await.json();
    let path = format!("/api/v1/sites/{}/pages", site["id"].as_str().unwrap());
    let found = async |asked: &str| {
        let answer = bed.ask(Method::GET, &format!("{path}{asked}"), Some(&owner), Value::Null).await;
        assert_eq!(answer.status, StatusCode::OK, "{asked}: {answer:?}");
        let items = answer.json()["items"].take();
        items.as_array().unwrap().iter().map(|page| page["address"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(found("").await.is_empty(), "nothing was read yet");

    let folder = bed.data.path().join("audits").join(site["audit"]["id"].as_str().unwrap()).join("sheet");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("site.json"), json!({ "origin": "https://bakery.example" }).to_string()).unwrap();
    let first = json!({ "u": ["/", "/bread/rye"], "t": ["The bakery", "Rye, three days of leaven"] });
    fs::write(folder.join("index-0.json"), first.to_string()).unwrap();
    let second = json!({ "u": ["https://shop.example/rye", "/ÄPFEL"], "t": ["Ordering", ""] });
    fs::write(folder.join("index-1.json"), second.to_string()).unwrap();
    let over = Sql::new("over", "UPDATE audit SET pairs = 1");
    bed.db.write(move |tx| Box::pin(async move { over.execute(tx).await })).await.unwrap();

    let rye = "https://bakery.example/bread/rye";
    assert_eq!(found("").await.len(), 4);
    assert_eq!(found("?q=RYE").await, [rye, "https://shop.example/rye"]);
    assert_eq!(found("?q=RYE&limit=1").await, [rye]);
    assert_eq!(found("?q=leaven%20bread").await, [rye], "one word of the title, one of the address");
    assert_eq!(found("?q=%C3%A4pfel").await, ["https://bakery.example/ÄPFEL"]);
    assert!(found("?q=cake").await.is_empty());
    // A hundred that is damaged hides nothing of the others.
    fs::write(folder.join("index-0.json"), "{").unwrap();
    assert_eq!(found("?q=rye&limit=0").await, ["https://shop.example/rye"]);
}
