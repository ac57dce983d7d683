//! Single visits over HTTP: listed, explained, judged again, erased.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use domain::{Clock, Random, SystemRandom};
use measure::arrivals::{Arrival, By, Kind};
use measure::{kept, measured};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::Bed;

on_both!(visits_are_listed_explained_judged_again_and_erased);

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

async fn visits_are_listed_explained_judged_again_and_erased(db: Db) {
    let bed = Bed::on(db);
    let (cookie, workspace) = bed.somebody(Role::Owner).await;
    let site = bed.ask(Method::POST, "/api/v1/sites", Some(&cookie), json!({ "address": "bakery.example" })).await;
    let id = site.json()["id"].as_str().unwrap().to_owned();
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let site = measured::of(&bed.db, &random, &id).await.unwrap();
    let sites = measured::all(&bed.db).await.unwrap();
    let (now, number) = (bed.clock.now().as_microsecond(), site.number);
    let views: Vec<Arrival<'_>> = (0..120)
        .map(|who| Arrival {
            kind: Kind::View,
            at: now - 60_000_000 + who,
            visitor: Some(who),
            referrer: Some(if who % 2 == 0 { "https://t.co/1" } else { "https://www.google.com/" }.into()),
            agent: Some(FIREFOX.into()),
            site: Some(number),
            url: Some("/bread".into()),
            by: Some(By::Beacon),
            ..Arrival::default()
        })
        .collect();
    bed.db.write(move |tx| Box::pin(async move { kept::take(tx, &sites, &views).await })).await.unwrap();

    let ask = async |method: Method, path: &str, body: Value| {
        bed.ask(method, &format!("/api/v1/sites/{id}{path}"), Some(&cookie), body).await
    };
    let get = async |path: &str| ask(Method::GET, path, Value::Null).await;
    let first = get("/visits").await.json();
    assert_eq!(first["items"].as_array().unwrap().len(), 100);
    let rest = get(&format!("/visits?after={}", first["next"].as_str().unwrap())).await.json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (20, &Value::Null));
    let shared = get("/visits?side=smo&network=x").await.json();
    assert_eq!(shared["items"].as_array().unwrap().len(), 60);
    let visit = &shared["items"][0];
    assert_eq!(
        (&visit["channel"], &visit["fold"], &visit["network_name"]),
        (&json!("passed_on"), &json!("up_to"), &json!("X"))
    );
    for wrong in
        ["side=left", "channel=smoke", "confidence=high", "from=yesterday", "from=2026-02-01&to=2026-01-01", "after=x"]
    {
        assert_eq!(get(&format!("/visits?{wrong}")).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let whole = get(&format!("/visits/{}", visit["id"].as_str().unwrap())).await.json();
    assert_eq!(
        (whole["rule"]["says"].is_string(), &whole["agent"], &whole["by"]),
        (true, &json!(FIREFOX), &json!("beacon"))
    );
    assert!(whole["why"][0].as_str().unwrap().contains("passed on by visitors"), "{whole}");
    assert_eq!(get("/visits/1-x").await.status, StatusCode::NOT_FOUND);

    let live = get("/visits/live").await.json();
    assert_eq!((&live["visitors"], live["visits"].as_array().unwrap().len()), (&json!(120), 100));
    let days = get("/visits/uniques").await.json();
    assert_eq!(days["days"][0]["visitors"], 120);
    assert_eq!(get("/visits/uniques?by=month").await.code(), "uniques_not_additive");

    // A viewer looks; what takes away is for owners.
    let viewer = bed.member(&workspace, Role::Viewer).await;
    let erase = format!("/api/v1/sites/{id}/visits?before=2030-01-01");
    let refused = bed.ask(Method::DELETE, &erase, Some(&viewer.cookie), Value::Null).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let posts = "UPDATE measured SET posts = '[\"x\"]', version = version + 1";
    bed.db.write(move |tx| Box::pin(async move { store::Sql::new("posts", posts).execute(tx).await })).await.unwrap();
    let shown = ask(Method::POST, "/replay", json!({})).await.json();
    assert_eq!((&shown["looked"], &shown["changed"], &shown["days"]), (&json!(120), &json!(60), &json!(0)));
    assert_eq!(
        (&shown["moves"][0]["from"]["channel"], &shown["moves"][0]["to"]["channel"]),
        (&json!("passed_on"), &json!("post"))
    );
    let asked = ask(Method::POST, "/replay", json!({ "apply": true })).await.json();
    assert_eq!(asked["days"], 1);
    kept::replay::waiting(&bed.db, 10).await.unwrap();
    assert_eq!(get("/visits?side=smm").await.json()["items"].as_array().unwrap().len(), 60);

    assert_eq!(ask(Method::DELETE, "/visits", Value::Null).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = ask(Method::DELETE, "/visits?before=2030-01-01", Value::Null).await.json();
    assert_eq!(gone, json!({ "visits": 120, "is_cut_short": false }));
    assert_eq!(get("/visits").await.json()["items"], json!([]));
}
