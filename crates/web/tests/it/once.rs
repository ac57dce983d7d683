//! Writes that name an Idempotency-Key.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::{Bed, Pass};

on_both!(
    what_is_asked_twice_is_done_once,
    what_somebody_asks_who_hangs_up_is_done_once,
    a_key_is_for_one_request_of_one_person,
    two_tokens_of_one_person_that_choose_the_same_key_do_not_meet,
    what_was_refused_may_be_asked_again,
);

const SITES: &str = "/api/v1/sites";

async fn what_is_asked_twice_is_done_once(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let site = json!({ "address": "bakery.example" });
    let first = bed.ask_once(Method::POST, SITES, &owner, "a", site.clone()).await;
    let second = bed.ask_once(Method::POST, SITES, &owner, "a", site.clone()).await;
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(first.json(), second.json());
    assert_eq!(second.headers["idempotency-replayed"], "true");
    // Both at once: one is done, the other one is told to wait or gets the same answer.
    let other = json!({ "address": "cakes.example" });
    let at_once = tokio::join!(
        bed.ask_once(Method::POST, SITES, &owner, "b", other.clone()),
        bed.ask_once(Method::POST, SITES, &owner, "b", other),
    );
    for answer in [&at_once.0, &at_once.1] {
        let waits = answer.status == StatusCode::CONFLICT && answer.code() == "still_under_way";
        assert!(answer.status == StatusCode::CREATED || waits, "{answer:?}");
    }
    let listed = bed.ask(Method::GET, SITES, Some(&owner), Value::Null).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
}

async fn what_somebody_asks_who_hangs_up_is_done_once(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    for steps in 1..10 {
        let (key, site) = (steps.to_string(), json!({ "address": format!("{steps}.bakery.example") }));
        {
            // The connection goes after so many steps of the machine.
            let mut asked = pin!(bed.ask_once(Method::POST, SITES, &owner, &key, site.clone()));
            let mut left = steps;
            poll_fn(|context| {
                left -= 1;
                if asked.as_mut().poll(context).is_ready() || left == 0 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        }
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            let again = bed.ask_once(Method::POST, SITES, &owner, &key, site.clone()).await;
            if again.status == StatusCode::CREATED {
                break;
            }
            assert_eq!(again.code(), "still_under_way");
            assert!(Instant::now() < deadline, "hung up after {steps} steps, it never ends");
            tokio::task::yield_now().await;
        }
        let listed = bed.ask(Method::GET, SITES, Some(&owner), Value::Null).await.json();
        assert_eq!(listed["items"].as_array().unwrap().len(), steps);
    }
}

async fn a_key_is_for_one_request_of_one_person(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let (other, _) = bed.somebody(Role::Owner).await;
    let site = json!({ "address": "bakery.example" });
    assert_eq!(bed.ask_once(Method::POST, SITES, &owner, "a", site.clone()).await.status, StatusCode::CREATED);
    let reused = bed.ask_once(Method::POST, SITES, &owner, "a", json!({ "address": "cakes.example" })).await;
    assert_eq!((reused.status, &*reused.code()), (StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused"));
    assert_eq!(bed.ask_once(Method::POST, SITES, &other, "a", site.clone()).await.status, StatusCode::CREATED);
    let long = bed.ask_once(Method::POST, SITES, &owner, &"k".repeat(201), site.clone()).await;
    assert_eq!(long.code(), "idempotency_key_unusable");
    // After a day the key is forgotten.
    bed.clock.set(domain::Clock::now(&*bed.clock) + Duration::from_hours(25));
    people::answered::forget(&bed.db, domain::Clock::now(&*bed.clock)).await.unwrap();
    assert_eq!(bed.ask_once(Method::POST, SITES, &owner, "a", site).await.code(), "site_exists");
}

async fn two_tokens_of_one_person_that_choose_the_same_key_do_not_meet(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let mut sites = Vec::new();
    for name in ["shop", "blog"] {
        let token = json!({ "name": name, "scope": "decide", "days": 1 });
        let token = bed.ask(Method::POST, "/api/v1/tokens", Some(&owner), token).await.json();
        let pass = Pass::Token(token["secret"].as_str().unwrap().to_owned());
        for replayed in [false, true] {
            let site = json!({ "address": format!("{name}.example") });
            let made = bed.ask_once_as(Method::POST, SITES, &pass, "1", site).await;
            assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
            assert_eq!(made.headers.contains_key("idempotency-replayed"), replayed);
            sites.push(made.json()["id"].clone());
        }
    }
    // Nor does he, who signs in himself.
    let site = json!({ "address": "own.example" });
    let own = bed.ask_once(Method::POST, SITES, &owner, "1", site).await;
    assert_eq!(own.status, StatusCode::CREATED, "{own:?}");
    assert!(sites[0] == sites[1] && sites[2] == sites[3] && sites[0] != sites[2], "{sites:?}");
}

async fn what_was_refused_may_be_asked_again(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    for _ in 0..2 {
        let refused = bed.ask_once(Method::POST, SITES, &owner, "a", json!({ "address": "?" })).await;
        assert_eq!(refused.code(), "address_invalid");
    }
    let site = json!({ "address": "bakery.example" });
    assert_eq!(bed.ask_once(Method::POST, SITES, &owner, "a", site).await.status, StatusCode::CREATED);
}
