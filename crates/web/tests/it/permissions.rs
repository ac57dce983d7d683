//! Every route × role × workspace.

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::Db;
use web::routes::{Needs, ROUTES};

use crate::bed::Bed;

on_both!(every_route_asks_who_one_is_and_what_one_may, a_strange_id_is_as_good_as_none);

/// `path` with ids that exist in the workspace of whoever asks.
fn filled(path: &str, site: &str, audit: &str) -> String {
    path.replace("{site}", site).replace("{audit}", audit).replace("{n}", "0").replace("{secret}", "nobody-s")
}

fn body_for(path: &str) -> Value {
    if path.ends_with("/password") {
        json!({ "email": "not an e-mail", "password": "-" })
    } else if path.ends_with("/sign-in") {
        json!({ "email": "nobody@bakery.example", "password": "-" })
    } else {
        // What every other route takes, and for none of them an address that could be asked.
        json!({
            "address": "not an address", "name": "A name", "version": 1, "how": "dns", "up_to": "1", "mail": false,
            "every": "day", "at": "06:30", "zone": "UTC",
        })
    }
}

/// Streams do not end by themselves; what concerns the machine is for whoever set it up, whatever he is in a workspace.
fn is_apart(path: &str) -> bool {
    path.ends_with("/events") || path.ends_with("/server/resume")
}

async fn site_and_audit(bed: &Bed, owner: &str) -> (String, String) {
    let address = json!({ "address": "bakery.example" });
    let site = bed.ask(Method::POST, "/api/v1/sites", Some(owner), address).await.json();
    (site["id"].as_str().unwrap().to_owned(), site["audit"]["id"].as_str().unwrap().to_owned())
}

async fn every_route_asks_who_one_is_and_what_one_may(db: Db) {
    let bed = Bed::on(db);
    for role in Role::ALL.map(Some).into_iter().chain([None]) {
        for route in ROUTES.iter().filter(|route| !is_apart(route.path)) {
            // A fresh somebody for each, since some routes take away what others need.
            let (owner, _) = bed.somebody(Role::Owner).await;
            let (site, audit) = site_and_audit(&bed, &owner).await;
            let own = match role {
                Some(Role::Owner) => Some(owner),
                Some(role) => Some(bed.somebody(role).await.0),
                None => None,
            };
            let path = filled(route.path, &site, &audit);
            let answer = bed.ask(route.method.clone(), &path, own.as_deref(), body_for(route.path)).await;
            let told = format!("{} {} as {role:?}: {}", route.method, route.path, answer.status);
            match (route.needs, role) {
                (Needs::Signed(_), None) => assert_eq!(answer.code(), "not_signed_in", "{told}"),
                (Needs::Signed(what), Some(role)) if !role.may(what) => {
                    assert_eq!(answer.code(), "not_allowed", "{told}");
                }
                (Needs::Signed(_), Some(_)) => {
                    assert!(!matches!(answer.status.as_u16(), 401 | 500), "{told}");
                    assert_ne!(answer.status, StatusCode::FORBIDDEN, "{told}");
                }
                (Needs::Nothing, _) => assert_ne!(answer.status, StatusCode::FORBIDDEN, "{told}"),
            }
        }
    }
}

async fn a_strange_id_is_as_good_as_none(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let (site, audit) = site_and_audit(&bed, &owner).await;
    let (stranger, _) = bed.somebody(Role::Owner).await;
    for route in ROUTES.iter().filter(|route| route.path.contains("{site}") || route.path.contains("{audit}")) {
        let path = filled(route.path, &site, &audit);
        let path = if path.ends_with("/difference") { format!("{path}?from={audit}&to={audit}") } else { path };
        let answer = bed.ask(route.method.clone(), &path, Some(&stranger), body_for(route.path)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {path}: {answer:?}", route.method);
    }
    // And none of that touched anything.
    let there = bed.ask(Method::GET, &format!("/api/v1/sites/{site}"), Some(&owner), Value::Null).await;
    assert_eq!(there.status, StatusCode::OK);
}
