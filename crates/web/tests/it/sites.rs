//! Sites: added, listed, thrown away and taken back.

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(
    a_site_is_added_once_and_comes_back_from_the_bin,
    what_is_no_address_or_no_json_is_told,
    a_long_list_comes_in_pages_and_each_item_once,
    what_the_framework_refuses_is_a_problem_too,
);

async fn a_site_is_added_once_and_comes_back_from_the_bin(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = |method: Method, path: String, body: Value| {
        let owner = owner.clone();
        let bed = &bed;
        async move { bed.ask(method, &path, Some(&owner), body).await }
    };
    let add = || ask(Method::POST, "/api/v1/sites".to_owned(), json!({ "address": "Bakery.example" }));
    let site = add().await;
    assert_eq!(site.status, StatusCode::CREATED, "{site:?}");
    let site = site.json();
    assert_eq!((&site["address"], &site["name"]), (&json!("https://bakery.example/"), &json!("bakery.example")));
    assert_eq!(site["audit"]["state"], "waiting");
    let again = add().await;
    assert_eq!((again.status, again.code().as_str()), (StatusCode::CONFLICT, "site_exists"));
    let id = site["id"].as_str().unwrap();
    let running = ask(Method::POST, format!("/api/v1/sites/{id}/audits"), Value::Null).await;
    assert_eq!(running.code(), "audit_running");
    let audit = site["audit"]["id"].as_str().unwrap();
    assert_eq!(
        ask(Method::POST, format!("/api/v1/audits/{audit}/stop"), Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    let stopped = ask(Method::GET, format!("/api/v1/audits/{audit}"), Value::Null).await.json();
    assert_eq!((&stopped["state"], &stopped["result"]), (&json!("stopped"), &Value::Null));
    assert_eq!(ask(Method::POST, format!("/api/v1/sites/{id}/audits"), Value::Null).await.status, StatusCode::ACCEPTED);

    assert_eq!(ask(Method::DELETE, format!("/api/v1/sites/{id}"), Value::Null).await.status, StatusCode::NO_CONTENT);
    let none = ask(Method::GET, "/api/v1/sites".to_owned(), Value::Null).await.json();
    assert_eq!(none["items"], json!([]));
    assert_eq!(ask(Method::GET, format!("/api/v1/audits/{audit}"), Value::Null).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        ask(Method::POST, format!("/api/v1/sites/{id}/restore"), Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    let back = ask(Method::GET, "/api/v1/sites".to_owned(), Value::Null).await.json();
    assert_eq!(back["items"][0]["id"], site["id"]);
    let deeds = ask(Method::GET, "/api/v1/deeds".to_owned(), Value::Null).await.json();
    let what: Vec<&str> = deeds["items"].as_array().unwrap().iter().filter_map(|deed| deed["what"].as_str()).collect();
    assert_eq!(what.len(), 3, "{deeds}");
}

async fn what_is_no_address_or_no_json_is_told(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    for address in ["", "my bakery", "javascript:alert(1)", "https://me:secret@bakery.example"] {
        let answer = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": address })).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "address_invalid"));
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    let no_json = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!("bakery.example")).await;
    assert!(no_json.status.is_client_error(), "{no_json:?}");
    let lost = bed.ask(Method::GET, "/api/v1/nothing", Some(&owner), Value::Null).await;
    assert_eq!(lost.code(), "no_such_route");
}

async fn a_long_list_comes_in_pages_and_each_item_once(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let site =
        bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "bakery.example" })).await.json();
    let path = format!("/api/v1/sites/{}/audits", site["id"].as_str().unwrap());
    let mut waiting = site["audit"]["id"].as_str().unwrap().to_owned();
    // Stopped before anybody began, and asked for again, all at the same moment.
    for _ in 0..119 {
        bed.ask(Method::POST, &format!("/api/v1/audits/{waiting}/stop"), Some(&owner), Value::Null).await;
        let asked = bed.ask(Method::POST, &path, Some(&owner), Value::Null).await;
        assert_eq!(asked.status, StatusCode::ACCEPTED);
        asked.json()["id"].as_str().unwrap().clone_into(&mut waiting);
    }
    let first = bed.ask(Method::GET, &path, Some(&owner), Value::Null).await.json();
    let next = first["next"].as_str().unwrap();
    let second = bed.ask(Method::GET, &format!("{path}?after={next}"), Some(&owner), Value::Null).await.json();
    assert_eq!(second["next"], Value::Null);
    let pages = [&first, &second].map(|page| page["items"].as_array().unwrap().clone()).concat();
    let ids: std::collections::BTreeSet<&str> = pages.iter().map(|audit| audit["id"].as_str().unwrap()).collect();
    assert_eq!((pages.len(), ids.len()), (120, 120));
    let wrong = bed.ask(Method::GET, &format!("{path}?after=yesterday"), Some(&owner), Value::Null).await;
    assert_eq!(wrong.code(), "cursor_unknown");
}

async fn what_the_framework_refuses_is_a_problem_too(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    for (method, path, code) in [
        (Method::PATCH, "/api/v1/sites", "method_not_allowed"),
        (Method::GET, "/api/v1/audits/a/sheet/index/minus-one", "request_unusable"),
        (Method::GET, "/api/v1/sites/a/difference?from=b", "request_unusable"),
    ] {
        let answer = bed.ask(method, path, Some(&owner), Value::Null).await;
        assert_eq!(answer.code(), code, "{path}: {answer:?}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
}
