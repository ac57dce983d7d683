//! The demo as rows: where it is shown, who may have it mended, and how it goes.

use axum::http::{Method, StatusCode};
use domain::Clock;
use serde_json::{Value, json};
use store::Db;
use url::Url;

use crate::bed::Bed;

on_both!(a_demo_is_shown_until_it_is_removed, a_demo_does_not_go_among_what_somebody_has_begun);

async fn opened(bed: &Bed, port: u16) -> Option<people::demo::Demo> {
    let address = Url::parse(&format!("http://bakery.localhost:{port}/")).unwrap();
    people::demo::open(&bed.db, &bed.random, bed.clock.now(), &address, "The shop").await.unwrap()
}

async fn a_demo_is_shown_until_it_is_removed(db: Db) {
    let bed = Bed::on(db);
    let demo = opened(&bed, 4000).await.unwrap();
    let again = opened(&bed, 4001).await.unwrap();
    assert_eq!((&again.site, &*again.address), (&demo.site, "http://bakery.localhost:4001/"));
    let secret = people::first::link(&bed.db, &bed.random, bed.clock.now()).await.unwrap().unwrap();
    let first = bed.ask(Method::GET, &format!("/first/{secret}"), None, Value::Null).await;
    let owner = first.cookie();
    let owner = owner.as_deref();
    let ask = async |method: Method, path: &str| bed.ask(method, path, owner, Value::Null).await;

    assert_eq!(ask(Method::GET, "/api/v1/me").await.json()["server"]["demo"], true);
    let sites = ask(Method::GET, "/api/v1/sites").await.json();
    assert_eq!((&sites["items"][0]["name"], sites["items"].as_array().unwrap().len()), (&json!("The shop"), 1));
    optimize::demo::settle(&bed.db, &bed.random, bed.clock.now(), &again, false).await.unwrap();
    let strip = ask(Method::GET, "/api/v1/demo").await.json();
    let done: Vec<_> = strip["steps"].as_array().unwrap().iter().map(|step| step["done"].as_bool().unwrap()).collect();
    assert_eq!(done, [false; 3]);
    // This house serves no shop.
    assert_eq!(ask(Method::POST, "/api/v1/demo/mend").await.code(), "shop_closed");
    // It moved: what was to be read at the old address is over, and the new one is asked for.
    optimize::demo::settle(&bed.db, &bed.random, bed.clock.now(), &again, true).await.unwrap();
    let audits = ask(Method::GET, &format!("/api/v1/sites/{}/audits", demo.site)).await.json();
    let mut states: Vec<&str> =
        audits["items"].as_array().unwrap().iter().map(|audit| audit["state"].as_str().unwrap()).collect();
    states.sort_unstable();
    assert_eq!(states, ["stopped", "waiting"]);

    let (stranger, _) = bed.somebody(people::Role::Owner).await;
    assert_eq!(
        bed.ask(Method::DELETE, "/api/v1/demo", Some(&stranger), Value::Null).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(ask(Method::DELETE, "/api/v1/demo").await.status, StatusCode::NO_CONTENT);
    assert_eq!(ask(Method::DELETE, "/api/v1/demo").await.status, StatusCode::NOT_FOUND);
    let me = ask(Method::GET, "/api/v1/me").await.json();
    assert_eq!((&me["server"]["demo"], &me["workspace"]["name"]), (&json!(false), &json!("Your sites")));
    assert_eq!(ask(Method::GET, "/api/v1/sites").await.json()["items"], json!([]));
    assert_eq!(ask(Method::GET, "/api/v1/deeds").await.json()["items"][0]["what"], "demo data removed");
    assert_eq!(opened(&bed, 4000).await, None, "the workspace is somebody's by now");
}

async fn a_demo_does_not_go_among_what_somebody_has_begun(db: Db) {
    let bed = Bed::on(db);
    people::first::link(&bed.db, &bed.random, bed.clock.now()).await.unwrap();
    assert_eq!(opened(&bed, 4000).await, None);
    assert_eq!(people::demo::any(&bed.db).await.unwrap(), None);
}
