//! Workspaces and the people in them.

use axum::http::{Method, StatusCode};
use people::Role;
use serde_json::{Value, json};
use store::{Db, Sql};

use crate::bed::{Answer, Bed, PASSWORD};

on_both!(
    a_workspace_is_made_renamed_thrown_away_and_taken_back,
    where_no_stand_ins_are_nothing_is_made_for_trying_and_nothing_that_was_reaches_a_network,
    a_session_works_in_one_workspace_at_a_time,
    a_workspace_has_an_owner_at_any_time,
    two_owners_who_demote_each_other_at_once_leave_one,
    who_is_removed_is_out_at_once,
    who_forgets_himself_stays_a_name_in_the_log,
    one_sign_in_is_ended_from_another
);

const NONE: StatusCode = StatusCode::NO_CONTENT;

async fn get(bed: &Bed, path: &str, cookie: &str) -> Value {
    let answer = bed.ask(Method::GET, path, Some(cookie), Value::Null).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
    answer.json()
}

/// What was done in the workspace, the newest first.
async fn deeds(bed: &Bed, cookie: &str) -> Vec<String> {
    let deeds = get(bed, "/api/v1/deeds", cookie).await;
    deeds["items"].as_array().unwrap().iter().map(|deed| deed["what"].as_str().unwrap().to_owned()).collect()
}

async fn a_workspace_is_made_renamed_thrown_away_and_taken_back(db: Db) {
    let bed = Bed::on(db);
    let (owner, first) = bed.somebody(Role::Owner).await;
    let ask = async |method, path: &str, body| bed.ask(method, path, Some(&owner), body).await;
    let made = ask(Method::POST, "/api/v1/workspaces", json!({ "name": " Corner  Bakery " })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let made = made.json();
    assert_eq!((&made["name"], &made["role"]), (&json!("Corner Bakery"), &json!("owner")));
    assert_eq!(get(&bed, "/api/v1/me", &owner).await["workspace"]["id"], made["id"]);
    for name in ["", "  ", &"x".repeat(101)] {
        let refused = ask(Method::PUT, "/api/v1/workspace", json!({ "name": name })).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
    }
    assert_eq!(ask(Method::PUT, "/api/v1/workspace", json!({ "name": "Bakery" })).await.status, NONE);
    ask(Method::POST, "/api/v1/sites", json!({ "address": "bakery.example" })).await;

    let sites = get(&bed, "/api/v1/sites", &owner).await;
    let hook = format!("/api/v1/sites/{}/hook", sites["items"][0]["id"].as_str().unwrap());
    let hook = ask(Method::POST, &hook, Value::Null).await.json();
    let hook = format!("/hook/{}", hook["address"].as_str().unwrap().split_once("/hook/").unwrap().1);
    assert_eq!(ask(Method::POST, &hook, Value::Null).await.status, StatusCode::ACCEPTED);

    let wrong = ask(Method::DELETE, "/api/v1/workspace", json!({ "name": "Corner Bakery" })).await;
    assert_eq!(wrong.code(), "name_differs");
    assert_eq!(ask(Method::DELETE, "/api/v1/workspace", json!({ "name": "Bakery" })).await.status, NONE);
    let rung = ask(Method::POST, &hook, Value::Null).await;
    assert_eq!(rung.status, StatusCode::NOT_FOUND, "nothing is read for what lies in the bin: {rung:?}");
    // The session goes on where there is a workspace left.
    let me = get(&bed, "/api/v1/me", &owner).await;
    assert_eq!((&me["workspace"]["id"], me["workspaces"].as_array().unwrap().len()), (&json!(first), 1));
    let bin = get(&bed, "/api/v1/workspaces/bin", &owner).await;
    assert_eq!((&bin["items"][0]["id"], &bin["items"][0]["gone"]), (&made["id"], &json!("2026-12-25T08:00:00Z")));
    let enter = json!({ "workspace": made["id"] });
    assert_eq!(ask(Method::POST, "/api/v1/me/workspace", enter.clone()).await.status, StatusCode::NOT_FOUND);
    let restore = format!("/api/v1/workspaces/{}/restore", made["id"].as_str().unwrap());
    assert_eq!(ask(Method::POST, &restore, Value::Null).await.status, NONE);
    assert_eq!(ask(Method::POST, &restore, Value::Null).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ask(Method::POST, "/api/v1/me/workspace", enter).await.status, NONE);
    assert_eq!(get(&bed, "/api/v1/sites", &owner).await["items"].as_array().unwrap().len(), 1);
    assert_eq!(deeds(&bed, &owner).await.len(), 6, "made, renamed, site added, hook made, removed, restored");
}

async fn where_no_stand_ins_are_nothing_is_made_for_trying_and_nothing_that_was_reaches_a_network(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = async |path: &str, body| bed.ask(Method::POST, path, Some(&owner), body).await;
    let refused = ask("/api/v1/workspaces", json!({ "name": "Dry run", "sandbox": true })).await;
    assert_eq!((refused.status, &*refused.code()), (StatusCode::CONFLICT, "no_stand_ins"));
    // It was made by `tidings up`, and the house has several processes since.
    let mark = Sql::new("mark", "UPDATE workspace SET sandbox = TRUE, stand_ins = 'http://127.0.0.1:1/'");
    bed.db.write(move |tx| Box::pin(async move { mark.execute(tx).await.map(drop) })).await.unwrap();
    let me = get(&bed, "/api/v1/me", &owner).await;
    assert_eq!((&me["workspace"]["sandbox"], &me["server"]["stand_ins"]), (&json!(true), &json!(false)));
    let fields = json!({ "server": "https://mastodon.example", "secret": "a real one" });
    let account = json!({ "network": "mastodon", "fields": fields });
    for path in ["/api/v1/accounts", "/api/v1/accounts/sign-in"] {
        let refused = ask(path, account.clone()).await;
        assert_eq!((refused.status, &*refused.code()), (StatusCode::CONFLICT, "no_stand_ins"), "{path}");
    }
}

async fn a_session_works_in_one_workspace_at_a_time(db: Db) {
    let bed = Bed::on(db);
    // The last workspace of an owner: he gets an empty one, so that he can come back.
    let (owner, only) = bed.somebody(Role::Owner).await;
    let viewer = bed.member(&only, Role::Viewer).await;
    let removed = bed.ask(Method::DELETE, "/api/v1/workspace", Some(&owner), json!({ "name": "A workspace" })).await;
    assert_eq!(removed.status, NONE, "{removed:?}");
    let me = get(&bed, "/api/v1/me", &owner).await;
    assert_ne!(me["workspace"]["id"], json!(only));
    assert_eq!(get(&bed, "/api/v1/sites", &owner).await["items"], json!([]));
    let out = bed.ask(Method::GET, "/api/v1/me", Some(&viewer.cookie), Value::Null).await;
    assert_eq!(out.code(), "not_signed_in", "whoever only belonged there waits");
    let strange = bed.somebody(Role::Owner).await.1;
    let enter = bed.ask(Method::POST, "/api/v1/me/workspace", Some(&owner), json!({ "workspace": strange })).await;
    assert_eq!(enter.status, StatusCode::NOT_FOUND);
}

async fn a_workspace_has_an_owner_at_any_time(db: Db) {
    let bed = Bed::on(db);
    let (_, room) = bed.somebody(Role::Viewer).await;
    let owner = bed.member(&room, Role::Owner).await;
    let other = bed.member(&room, Role::Editor).await;
    let me = format!("/api/v1/people/{}", owner.person);
    let him = format!("/api/v1/people/{}", other.person);
    let ask = async |method, path: &str, body| bed.ask(method, path, Some(&owner.cookie), body).await;
    assert_eq!(ask(Method::PUT, &me, json!({ "role": "editor" })).await.code(), "last_owner");
    assert_eq!(ask(Method::DELETE, &me, Value::Null).await.code(), "last_owner");
    assert_eq!(ask(Method::PUT, &him, json!({ "role": "client" })).await.code(), "role_unknown");
    let no_role = ask(Method::PUT, &him, json!({ "role": "king" })).await;
    assert_eq!((no_role.status, no_role.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "body_unusable"));
    assert_eq!(ask(Method::PUT, &him, json!({ "role": "owner" })).await.status, NONE);
    // The log tells by time what came first.
    bed.later(std::time::Duration::from_secs(1));
    assert_eq!(ask(Method::DELETE, &me, Value::Null).await.status, NONE, "two owners: one may go");
    let gone = ask(Method::GET, "/api/v1/me", Value::Null).await;
    assert_eq!(gone.code(), "not_signed_in");
    let people = get(&bed, "/api/v1/people", &other.cookie).await;
    let people = people["items"].as_array().unwrap();
    assert_eq!(people.len(), 2, "{people:?}");
    assert!(people.iter().any(|person| person["you"] == true && person["role"] == "owner"), "{people:?}");
    assert_eq!(deeds(&bed, &other.cookie).await, ["left", "role changed"]);
}

async fn two_owners_who_demote_each_other_at_once_leave_one(db: Db) {
    let bed = Bed::on(db);
    for round in 0..8 {
        let (_, room) = bed.somebody(Role::Viewer).await;
        let (one, other) = (bed.member(&room, Role::Owner).await, bed.member(&room, Role::Owner).await);
        let demote = async |who: &str, whom: &str| -> Answer {
            let path = format!("/api/v1/people/{whom}");
            if round % 2 == 0 {
                bed.ask(Method::PUT, &path, Some(who), json!({ "role": "viewer" })).await
            } else {
                bed.ask(Method::DELETE, &path, Some(who), Value::Null).await
            }
        };
        let (first, second) = tokio::join!(demote(&one.cookie, &other.person), demote(&other.cookie, &one.person));
        let went_well = [&first, &second].iter().filter(|answer| answer.status == NONE).count();
        assert_eq!(went_well, 1, "{first:?} {second:?}");
        let refused = if first.status == NONE { second } else { first };
        // Told that he is the last; or, if it was over before he was heard, that it is not his to do any more.
        assert!(["last_owner", "not_allowed", "not_signed_in"].contains(&refused.code().as_str()), "{refused:?}");
    }
}

async fn who_is_removed_is_out_at_once(db: Db) {
    let bed = Bed::on(db);
    let (_, room) = bed.somebody(Role::Viewer).await;
    let owner = bed.member(&room, Role::Owner).await;
    let editor = bed.member(&room, Role::Editor).await;
    let viewer = bed.member(&room, Role::Viewer).await;
    let body = json!({ "name": "CI", "scope": "work", "days": null });
    let token = bed.ask(Method::POST, "/api/v1/tokens", Some(&editor.cookie), body).await.json();
    let pass = crate::bed::Pass::Token(token["secret"].as_str().unwrap().to_owned());
    assert_eq!(bed.ask_as(Method::GET, "/api/v1/sites", &pass, Value::Null).await.status, StatusCode::OK);
    let path = format!("/api/v1/people/{}", editor.person);
    let not_his = bed.ask(Method::DELETE, &path, Some(&viewer.cookie), Value::Null).await;
    assert_eq!(not_his.code(), "not_allowed");
    assert_eq!(bed.ask(Method::DELETE, &path, Some(&owner.cookie), Value::Null).await.status, NONE);
    assert_eq!(bed.ask_as(Method::GET, "/api/v1/sites", &pass, Value::Null).await.code(), "token_invalid");
    assert_eq!(bed.ask(Method::GET, "/api/v1/me", Some(&editor.cookie), Value::Null).await.code(), "not_signed_in");
    assert_eq!(bed.ask(Method::DELETE, &path, Some(&owner.cookie), Value::Null).await.status, StatusCode::NOT_FOUND);
}

async fn who_forgets_himself_stays_a_name_in_the_log(db: Db) {
    let bed = Bed::on(db);
    let (_, room) = bed.somebody(Role::Viewer).await;
    let owner = bed.member(&room, Role::Owner).await;
    bed.sets_password(&owner.cookie, "jo@bakery.example").await;
    assert_eq!(bed.ask(Method::PUT, "/api/v1/me", Some(&owner.cookie), json!({ "name": "Jo" })).await.status, NONE);
    let forget = async |password: &str| {
        bed.ask(Method::DELETE, "/api/v1/me", Some(&owner.cookie), json!({ "password": password })).await
    };
    let wrong = forget("guessed wrongly").await;
    assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::FORBIDDEN, "password_wrong"));
    let sole = forget(PASSWORD).await;
    assert_eq!((sole.status, sole.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "sole_owner"));
    assert!(sole.json()["detail"].as_str().unwrap().contains("A workspace"), "{sole:?}");
    let heir = bed.member(&room, Role::Editor).await;
    let path = format!("/api/v1/people/{}", heir.person);
    bed.ask(Method::PUT, &path, Some(&owner.cookie), json!({ "role": "owner" })).await;
    assert_eq!(forget(PASSWORD).await.status, NONE);
    assert_eq!(bed.ask(Method::GET, "/api/v1/me", Some(&owner.cookie), Value::Null).await.code(), "not_signed_in");
    let again = json!({ "email": "jo@bakery.example", "password": PASSWORD });
    assert_eq!(bed.ask(Method::POST, "/api/v1/sign-in", None, again).await.code(), "sign_in_wrong");
    let log = get(&bed, "/api/v1/deeds", &heir.cookie).await;
    assert!(log["items"].as_array().unwrap().iter().all(|deed| deed["who"] == "Jo"), "{log}");
}

async fn one_sign_in_is_ended_from_another(db: Db) {
    let bed = Bed::on(db);
    let (cookie, _) = bed.somebody(Role::Viewer).await;
    bed.sets_password(&cookie, "jo@bakery.example").await;
    let body = json!({ "email": "jo@bakery.example", "password": PASSWORD });
    let other = bed.ask(Method::POST, "/api/v1/sign-in", None, body).await.cookie().unwrap();
    let sessions = get(&bed, "/api/v1/me/sessions", &cookie).await;
    let sessions = sessions["items"].as_array().unwrap();
    let his = sessions.iter().find(|session| session["this"] == false).unwrap();
    let path = format!("/api/v1/me/sessions/{}", his["id"].as_str().unwrap());
    assert_eq!(bed.ask(Method::DELETE, &path, Some(&cookie), Value::Null).await.status, NONE);
    assert_eq!(bed.ask(Method::DELETE, &path, Some(&cookie), Value::Null).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bed.ask(Method::GET, "/api/v1/me", Some(&other), Value::Null).await.code(), "not_signed_in");
    assert_eq!(bed.ask(Method::GET, "/api/v1/me", Some(&cookie), Value::Null).await.status, StatusCode::OK);
}
