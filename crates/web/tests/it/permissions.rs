//! Every route × whoever asks × workspace.

use axum::http::{Method, StatusCode};
use market::media;
use people::{May, Role, Scope};
use serde_json::{Value, json};
use store::Db;
use web::routes::{self, Needs, Route};

use crate::bed::{Bed, Member, Pass};

on_both!(
    every_route_asks_who_one_is_and_what_one_may,
    a_strange_id_is_as_good_as_none,
    a_client_sees_one_site_and_nothing_beside_it
);

/// Whoever asks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asker {
    Nobody,
    Role(Role),
    Token(Scope),
}

/// A workspace with one of everything that has an id.
struct Room {
    workspace: String,
    owner: Member,
    site: String,
    audit: String,
    invitation: String,
    token: String,
    link: String,
    /// The code of an outgoing link.
    code: String,
    /// The secret of the client's link.
    client: String,
    session: String,
    upload: String,
}

impl Room {
    async fn furnished(bed: &Bed) -> Self {
        let (_, workspace) = bed.somebody(Role::Viewer).await;
        let owner = bed.member(&workspace, Role::Owner).await;
        let made = async |path: String, body: Value| {
            let answer = bed.ask(Method::POST, &path, Some(&owner.cookie), body).await;
            assert!(answer.status.is_success(), "{path}: {answer:?}");
            answer.json()
        };
        let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
        let site = made("/api/v1/sites".into(), json!({ "address": "bakery.example" })).await;
        let invited = json!({ "email": "new@bakery.example", "role": "viewer" });
        let invitation = made("/api/v1/invitations".into(), invited).await;
        let token = made("/api/v1/tokens".into(), json!({ "name": "CI", "scope": "look", "days": null })).await;
        let link = made(format!("/api/v1/sites/{}/client-links", id(&site)), json!({ "name": "Ada", "days": 7 })).await;
        let minted = json!({ "target": "/bread", "activity": "post" });
        let minted = made(format!("/api/v1/sites/{}/links", id(&site)), minted).await;
        let sessions = bed.ask(Method::GET, "/api/v1/me/sessions", Some(&owner.cookie), Value::Null).await.json();
        let whose = (id(&site), owner.person.clone());
        let upload = media::Upload::begin(&bed.house.desk(), (&whose.0, &whose.1), 9).await.unwrap();
        Self {
            workspace,
            upload: upload.id().to_owned(),
            site: id(&site),
            audit: id(&site["audit"]),
            invitation: id(&invitation),
            token: id(&token),
            client: link["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned(),
            link: id(&link),
            code: minted["code"].as_str().unwrap().to_owned(),
            session: id(&sessions["items"][0]),
            owner,
        }
    }

    /// What `asker` shows at the door, and which person he is.
    async fn pass(&self, bed: &Bed, asker: Asker) -> (Pass, String) {
        match asker {
            Asker::Nobody => (Pass::Nobody, "nobody".to_owned()),
            Asker::Role(Role::Client) => (Pass::Cookie(self.client.clone()), "nobody".to_owned()),
            Asker::Role(Role::Owner) => (Pass::Cookie(self.owner.cookie.clone()), self.owner.person.clone()),
            Asker::Role(role) => {
                let member = bed.member(&self.workspace, role).await;
                (Pass::Cookie(member.cookie), member.person)
            }
            Asker::Token(scope) => {
                let body = json!({ "name": "CI", "scope": scope, "days": 1 });
                let made = bed.ask(Method::POST, "/api/v1/tokens", Some(&self.owner.cookie), body).await.json();
                (Pass::Token(made["secret"].as_str().unwrap().to_owned()), self.owner.person.clone())
            }
        }
    }

    /// The path of `route` with ids that exist here; `person` is who asks.
    fn path(&self, route: &Route, person: &str) -> String {
        let path = route
            .path
            .replace("{site}", &self.site)
            .replace("{audit}", &self.audit)
            .replace("{n}", "0")
            .replace("{secret}", "nobody-s")
            .replace("{person}", person)
            .replace("{invitation}", &self.invitation)
            .replace("{token}", &self.token)
            .replace("{link}", &self.link)
            .replace("{code}", &self.code)
            .replace("{session}", &self.session)
            .replace("{upload}", &self.upload)
            .replace("{visit}", "1-1")
            .replace("{workspace}", &self.workspace)
            .replace("{currency}", "USD")
            .replace("{digest}", &"0".repeat(64))
            .replace("{day}", "2026-11-26");
        match path.rsplit('/').next() {
            Some("difference") => format!("{path}?from={0}&to={0}", self.audit),
            Some("page") => format!("{path}?of=https://bakery.example/"),
            Some("posts.csv" | "posts.json") => format!("{path}?zone=UTC"),
            Some("look") => format!("{path}?style=%7B%7D"),
            Some("preview") => format!("{path}?bar=%7B%7D"),
            _ => path,
        }
    }
}

/// Something that the route understands, and does little with.
fn body(path: &str) -> Value {
    let mut body = json!({
        "address": "not an address", "email": "nobody@bakery.example", "password": "-", "name": "A name",
        "role": "viewer", "scope": "look", "days": 1, "workspace": "nobody-s",
        "version": 1, "how": "dns", "up_to": "1", "mail": false, "every": "day", "at": "06:30", "zone": "UTC",
        "target": "/bread", "activity": "post", "bar": {}, "kind": "hours", "amount": "5", "order": "1", "currency": "EUR",
        "says": "It rained", "rate": 1.5, "week": "2026-11-23", "until": "2026-11-26T08:00:00Z", "items": [],
        "settings": {
            "zone": "UTC", "hosts": [], "signals": "count", "tab_storage": true, "posts": null, "own": [], "raw_days": 400,
            "hour_minor": null, "currency": "EUR", "margin": null, "weekly_minutes": null,
        },
    });
    for (name, of_posts) in [
        ("text", json!("Rye")),
        ("posts", json!([])),
        ("accounts", json!([])),
        ("said", json!("skip")),
        ("wall", json!("2026-11-27T09:00")),
        ("times", json!([])),
        ("within_minutes", json!(60)),
        ("otherwise", json!("ask")),
        ("every_days", json!(7)),
        ("copies", json!(0)),
        ("micros", json!(5_000_000)),
        ("wanted", json!(false)),
        ("yes", json!(true)),
    ] {
        body[name] = of_posts;
    }
    // Nobody listens there, which is soon found out.
    body["page"] = "http://127.0.0.1:9/".into();
    // Words that mean one thing here and another there.
    if path.ends_with("/marks") {
        body["kind"] = "hand".into();
    } else if path.contains("/goals") {
        body["kind"] = "call".into();
    }
    if path.ends_with("/repeat") {
        body["until"] = "2026-12-24".into();
    }
    if path.ends_with("/marks") || path.contains("/sales") {
        body["at"] = "2026-11-25T06:30:00Z".into();
    }
    body
}

/// Streams do not end by themselves; what concerns the machine is for whoever set it up, whatever he is in a workspace.
fn is_apart(path: &str) -> bool {
    path.ends_with("/events") || path.ends_with("/server/pause") || path.ends_with("/server/resume")
}

async fn every_route_asks_who_one_is_and_what_one_may(db: Db) {
    let bed = Bed::on(db);
    let roles = Role::ALL.map(Asker::Role);
    let tokens = Scope::ALL.map(Asker::Token);
    for asker in [Asker::Nobody].into_iter().chain(roles).chain(tokens) {
        for route in routes::all().filter(|route| !is_apart(route.path)) {
            // A fresh room for each that takes away what others need.
            let room = Room::furnished(&bed).await;
            let (pass, person) = room.pass(&bed, asker).await;
            let answer = bed.ask_as(route.method.clone(), &room.path(route, &person), &pass, body(route.path)).await;
            let told = format!("{} {} as {asker:?}: {}", route.method, route.path, answer.status);
            let may = |what: May| match asker {
                Asker::Nobody => None,
                Asker::Role(role) => Some(role.may(what)),
                Asker::Token(scope) => Some(scope.may(what)),
            };
            let may = match route.needs {
                Needs::Nothing => may(May::See),
                Needs::Signed(what) | Needs::InPerson(what) => may(what),
            };
            match (route.needs, may) {
                (Needs::Nothing, _) => assert_ne!(answer.status, StatusCode::FORBIDDEN, "{told}"),
                // Such an answer has no body.
                (_, None) if route.method == Method::HEAD => assert_eq!(answer.status.as_u16(), 401, "{told}"),
                (_, None) => assert_eq!(answer.code(), "not_signed_in", "{told}"),
                (Needs::InPerson(_), _) if matches!(asker, Asker::Token(_)) => {
                    assert_eq!(answer.code(), "session_needed", "{told}");
                }
                (Needs::Signed(_) | Needs::InPerson(_), Some(may)) => {
                    assert!(!matches!(answer.status.as_u16(), 401 | 405 | 500), "{told}");
                    assert_eq!(answer.status == StatusCode::FORBIDDEN, !may, "{told}: {answer:?}");
                }
            }
        }
    }
}

async fn a_strange_id_is_as_good_as_none(db: Db) {
    let bed = Bed::on(db);
    let room = Room::furnished(&bed).await;
    let (stranger, _) = bed.somebody(Role::Owner).await;
    let has_id = |route: &&Route| route.path.contains('{') && route.needs != Needs::Nothing;
    for route in routes::all().filter(has_id) {
        let path = room.path(route, &room.owner.person);
        let answer = bed.ask(route.method.clone(), &path, Some(&stranger), body(route.path)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {path}: {answer:?}", route.method);
    }
    // And none of that touched anything.
    let owner = Some(room.owner.cookie.as_str());
    for (path, id) in [
        ("/api/v1/sites", &room.site),
        ("/api/v1/invitations", &room.invitation),
        ("/api/v1/tokens", &room.token),
        (&*format!("/api/v1/sites/{}/client-links", room.site), &room.link),
        ("/api/v1/people", &room.owner.person),
        ("/api/v1/me/sessions", &room.session),
    ] {
        let there = bed.ask(Method::GET, path, owner, Value::Null).await.json();
        assert!(there["items"].as_array().unwrap().iter().any(|item| item["id"] == **id), "{path}: {there}");
    }
}

async fn a_client_sees_one_site_and_nothing_beside_it(db: Db) {
    let bed = Bed::on(db);
    let room = Room::furnished(&bed).await;
    let other = json!({ "address": "other.example" });
    let other = bed.ask(Method::POST, "/api/v1/sites", Some(&room.owner.cookie), other).await.json();
    let secret = room.client.clone();
    let client = Some(secret.as_str());
    let me = bed.ask(Method::GET, "/api/v1/me", client, Value::Null).await.json();
    assert_eq!((&me["site"], &me["workspace"]["role"]), (&json!(room.site), &json!("client")));
    assert_eq!((&me["person"]["name"], &me["person"]["email"]), (&json!("Ada"), &Value::Null));
    let sites = bed.ask(Method::GET, "/api/v1/sites", client, Value::Null).await.json();
    assert_eq!(sites["items"].as_array().unwrap().len(), 1, "{sites}");
    assert_eq!(sites["items"][0]["id"], room.site);
    let audit = bed.ask(Method::GET, &format!("/api/v1/audits/{}", room.audit), client, Value::Null).await;
    assert_eq!(audit.status, StatusCode::OK);
    let his = room.audit.clone();
    // Another site of the same workspace is as good as none.
    let beside = Room {
        site: other["id"].as_str().unwrap().into(),
        audit: other["audit"]["id"].as_str().unwrap().into(),
        ..room
    };
    let shown = |route: &&Route| route.needs == Needs::Signed(people::May::See) && route.path.contains('{');
    let mut asked = 0;
    for route in routes::all().filter(shown) {
        let path = beside.path(route, "nobody");
        let answer = bed.ask(route.method.clone(), &path, client, Value::Null).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {answer:?}");
        asked += 1;
    }
    assert!(asked >= 8, "{asked}");
    // A difference between an audit of his and one that is not.
    let path = format!(
        "/api/v1/sites/{}/difference?from={}&to={}",
        sites["items"][0]["id"].as_str().unwrap(),
        his,
        beside.audit
    );
    assert!(!bed.ask(Method::GET, &path, client, Value::Null).await.status.is_success());
}
