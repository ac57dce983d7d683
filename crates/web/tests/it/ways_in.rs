//! Ways in: invitations, links for clients, tokens, a forgotten password, and the pages for all of them without scripts.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use people::Role;
use serde_json::{Value, json};
use store::{Db, sql};

use crate::bed::{Bed, PASSWORD, Pass};

on_both!(
    somebody_new_joins_by_an_invitation_once,
    somebody_known_joins_with_his_password_or_one_press,
    an_invitation_used_twice_at_once_lets_one_in,
    an_invitation_ends_by_time_by_hand_and_by_a_newer_one,
    a_token_does_what_it_may_and_its_maker_may,
    a_client_comes_in_until_his_link_ends,
    a_forgotten_password_is_set_anew_by_mail,
    the_sign_in_page_leads_where_one_wanted_and_nowhere_else,
    pages_are_plain_and_hold_no_script
);

const DAY: Duration = Duration::from_hours(24);
const OK: StatusCode = StatusCode::OK;
const SEE_OTHER: StatusCode = StatusCode::SEE_OTHER;

/// The path of a link that was told.
fn path(link: &Value) -> String {
    let link = link.as_str().unwrap();
    link.strip_prefix("http://127.0.0.1:7979")
        .or_else(|| link.strip_prefix("https://tidings.bakery.example"))
        .unwrap_or_else(|| panic!("{link}"))
        .to_owned()
}

async fn invite(bed: &Bed, owner: &str, email: &str, role: &str) -> Value {
    let answer =
        bed.ask(Method::POST, "/api/v1/invitations", Some(owner), json!({ "email": email, "role": role })).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    answer.json()
}

async fn me(bed: &Bed, cookie: &str) -> Value {
    bed.ask(Method::GET, "/api/v1/me", Some(cookie), Value::Null).await.json()
}

/// The mails that wait to be sent: to whom, and what they say.
async fn mails(bed: &Bed) -> Vec<(String, String)> {
    sql!("for_tests/mails").fetch_all(&bed.db).await.unwrap()
}

async fn somebody_new_joins_by_an_invitation_once(db: Db) {
    let bed = Bed::public(db);
    let (owner, workspace) = bed.somebody(Role::Owner).await;
    let made = invite(&bed, &owner, " New@Bakery.example ", "editor").await;
    assert_eq!((&made["email"], &made["mailed"]), (&json!("new@bakery.example"), &json!(true)));
    assert_eq!(made["expires"], "2026-12-02T08:00:00Z");
    let link = path(&made["link"]);
    let sent = mails(&bed).await;
    assert!(sent[0].0 == "new@bakery.example" && sent[0].1.contains(made["link"].as_str().unwrap()), "{sent:?}");
    let listed = bed.ask(Method::GET, "/api/v1/invitations", Some(&owner), Value::Null).await.json();
    assert!(listed["items"][0]["id"] == made["id"] && listed["items"][0]["link"].is_null(), "{listed}");

    let page = bed.page(&link, None).await;
    assert!(page.status == OK && page.text().contains("name=\"name\""), "{page:?}");
    let short = bed.form(&link, None, &[("name", "Nel"), ("password", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY, "{short:?}");
    assert!(short.text().contains("at least 10 characters") && short.text().contains("value=\"Nel\""), "{short:?}");
    let joined = bed.form(&link, None, &[("name", "Nel"), ("password", PASSWORD)]).await;
    assert_eq!((joined.status, joined.location()), (SEE_OTHER, "/"), "{joined:?}");
    let told = me(&bed, &joined.cookie().unwrap()).await;
    assert_eq!((&told["person"]["name"], &told["person"]["email"]), (&json!("Nel"), &json!("new@bakery.example")));
    assert_eq!((&told["workspace"]["id"], &told["workspace"]["role"]), (&json!(workspace), &json!("editor")));
    assert_eq!(bed.page(&link, None).await.status, StatusCode::GONE);
    assert_eq!(bed.form(&link, None, &[("name", "Eve"), ("password", PASSWORD)]).await.status, StatusCode::GONE);
    let twice = json!({ "email": "new@bakery.example", "role": "viewer" });
    let twice = bed.ask(Method::POST, "/api/v1/invitations", Some(&owner), twice).await;
    assert_eq!((twice.status, twice.code().as_str()), (StatusCode::CONFLICT, "is_member"));
}

async fn somebody_known_joins_with_his_password_or_one_press(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let (known, own) = bed.somebody(Role::Owner).await;
    bed.sets_password(&known, "known@bakery.example").await;
    let made = invite(&bed, &owner, "known@bakery.example", "viewer").await;
    assert_eq!(made["mailed"], false);
    let link = path(&made["link"]);
    // Somebody else is signed in: his session does not count.
    let page = bed.page(&link, Some(&owner)).await.text();
    assert!(page.contains("Your password") && !page.contains("name=\"name\""), "{page}");
    let wrong = bed.form(&link, Some(&owner), &[("password", "guessed wrongly")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED, "{wrong:?}");
    let joined = bed.form(&link, None, &[("password", PASSWORD)]).await;
    assert_eq!(joined.status, SEE_OTHER, "{joined:?}");
    let told = me(&bed, &joined.cookie().unwrap()).await;
    assert_eq!((&told["workspace"]["role"], told["workspaces"].as_array().unwrap().len()), (&json!("viewer"), 2));

    // Signed in with that e-mail: one press, and the session works there.
    let (third, room) = bed.somebody(Role::Owner).await;
    let link = path(&invite(&bed, &third, "known@bakery.example", "editor").await["link"]);
    assert_eq!(me(&bed, &known).await["workspace"]["id"], json!(own));
    let page = bed.page(&link, Some(&known)).await.text();
    assert!(!page.contains("<input") && page.contains("<button>Join</button>"), "{page}");
    assert_eq!(bed.form(&link, Some(&known), &[]).await.location(), "/");
    assert_eq!(me(&bed, &known).await["workspace"]["id"], json!(room));
}

async fn an_invitation_used_twice_at_once_lets_one_in(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let link = path(&invite(&bed, &owner, "new@bakery.example", "viewer").await["link"]);
    let join = async |name: &str| bed.form(&link, None, &[("name", name), ("password", PASSWORD)]).await;
    let (one, other) = tokio::join!(join("One"), join("Other"));
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses[0], SEE_OTHER, "{statuses:?}");
    assert!(statuses[1].is_client_error(), "{statuses:?}");
    let people = bed.ask(Method::GET, "/api/v1/people", Some(&owner), Value::Null).await.json();
    assert_eq!(people["items"].as_array().unwrap().len(), 2, "{people}");
}

async fn an_invitation_ends_by_time_by_hand_and_by_a_newer_one(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let older = invite(&bed, &owner, "new@bakery.example", "viewer").await;
    let newer = invite(&bed, &owner, "new@bakery.example", "owner").await;
    assert_eq!(bed.page(&path(&older["link"]), None).await.status, StatusCode::GONE);
    assert_eq!(bed.page(&path(&newer["link"]), None).await.status, OK);
    let end = format!("/api/v1/invitations/{}", newer["id"].as_str().unwrap());
    assert_eq!(bed.ask(Method::DELETE, &end, Some(&owner), Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(bed.page(&path(&newer["link"]), None).await.status, StatusCode::GONE);
    let late = invite(&bed, &owner, "new@bakery.example", "viewer").await;
    bed.later(7 * DAY);
    assert_eq!(bed.page(&path(&late["link"]), None).await.status, StatusCode::GONE);
    let none = bed.ask(Method::GET, "/api/v1/invitations", Some(&owner), Value::Null).await.json();
    assert_eq!(none["items"], json!([]));
    for (email, role, code) in [
        ("nobody", "viewer", "email_invalid"),
        ("a@b.example", "client", "role_unknown"),
        ("a@b.example", "king", "body_unusable"),
    ] {
        let body = json!({ "email": email, "role": role });
        let refused = bed.ask(Method::POST, "/api/v1/invitations", Some(&owner), body).await;
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, code));
    }
}

async fn a_token_does_what_it_may_and_its_maker_may(db: Db) {
    let bed = Bed::on(db);
    let (_, room) = bed.somebody(Role::Viewer).await;
    let owner = bed.member(&room, Role::Owner).await;
    let editor = bed.member(&room, Role::Editor).await;
    let make = async |scope: &str, days: Value| {
        let body = json!({ "name": "CI", "scope": scope, "days": days });
        bed.ask(Method::POST, "/api/v1/tokens", Some(&editor.cookie), body).await
    };
    let beyond = make("decide", Value::Null).await;
    assert_eq!((beyond.status, beyond.code().as_str()), (StatusCode::FORBIDDEN, "not_allowed"));
    for days in [0, 4_000] {
        assert_eq!(make("look", json!(days)).await.code(), "days_invalid");
    }
    let made = make("work", json!(2)).await.json();
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("tdg_") && made["used"].is_null(), "{made}");
    let pass = Pass::Token(secret.to_owned());
    bed.later(Duration::from_secs(1));
    let add = async || bed.ask_as(Method::POST, "/api/v1/sites", &pass, json!({ "address": "bakery.example" })).await;
    assert_eq!(add().await.status, StatusCode::CREATED, "without x-tidings");
    let list = bed.ask(Method::GET, "/api/v1/tokens", Some(&editor.cookie), Value::Null).await.json();
    assert!(list["items"][0]["used"] == "2026-11-25T08:00:01Z" && list["items"][0]["secret"].is_null(), "{list}");
    let log = bed.ask(Method::GET, "/api/v1/deeds", Some(&owner.cookie), Value::Null).await.json();
    assert_eq!(log["items"][0]["who"], "Somebody (token CI)");
    // Whoever made it is a viewer by now: so is the token.
    let demoted = format!("/api/v1/people/{}", editor.person);
    bed.ask(Method::PUT, &demoted, Some(&owner.cookie), json!({ "role": "viewer" })).await;
    assert_eq!(add().await.code(), "not_allowed");
    // A wrong token is not saved by a good cookie.
    let request = axum::http::Request::get("/api/v1/me")
        .header(header::HOST, "127.0.0.1:7979")
        .header(header::COOKIE, bed.sent(&owner.cookie))
        .header(header::AUTHORIZATION, "Bearer tdg_nobody-s");
    let answer = bed.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "token_invalid"));
    bed.later(2 * DAY);
    assert_eq!(bed.ask_as(Method::GET, "/api/v1/me", &pass, Value::Null).await.code(), "token_invalid");
    let fresh = make("look", Value::Null).await.json();
    let pass = Pass::Token(fresh["secret"].as_str().unwrap().to_owned());
    assert_eq!(bed.ask_as(Method::GET, "/api/v1/me", &pass, Value::Null).await.status, OK);
    let revoke = format!("/api/v1/tokens/{}", fresh["id"].as_str().unwrap());
    assert_eq!(bed.ask(Method::DELETE, &revoke, Some(&owner.cookie), Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(bed.ask_as(Method::GET, "/api/v1/me", &pass, Value::Null).await.code(), "token_invalid");
}

async fn a_client_comes_in_until_his_link_ends(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let site = json!({ "address": "bakery.example" });
    let site = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), site).await.json();
    let links = format!("/api/v1/sites/{}/client-links", site["id"].as_str().unwrap());
    for days in [0, 366] {
        let refused = bed.ask(Method::POST, &links, Some(&owner), json!({ "name": "Ada", "days": days })).await;
        assert_eq!(refused.code(), "days_invalid");
    }
    let make = async || bed.ask(Method::POST, &links, Some(&owner), json!({ "name": "Ada", "days": 2 })).await.json();
    let (made, other) = (make().await, make().await);
    let link = path(&made["link"]);
    let came = bed.page(&link, None).await;
    assert_eq!((came.status, came.location()), (SEE_OTHER, "/report"));
    let line = came.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(line.contains("HttpOnly") && line.contains("Max-Age=172800"), "{line}");
    let cookie = came.cookie().unwrap();
    assert_eq!(me(&bed, &cookie).await["site"], site["id"]);
    let listed = bed.ask(Method::GET, &links, Some(&owner), Value::Null).await.json();
    let listed = listed["items"].as_array().unwrap();
    let seen = listed.iter().find(|link| link["id"] == made["id"]).unwrap();
    assert_eq!(seen["seen"], "2026-11-25T08:00:00Z");
    // Whoever looks after the site tries it out and stays who he is.
    let tried = bed.page(&link, Some(&owner)).await;
    assert!(tried.cookie().is_none() && tried.location().starts_with("/report"), "{tried:?}");
    // Nobody works here, so that the audit waits and its stream goes on.
    let events = format!("/api/v1/audits/{}/events", site["audit"]["id"].as_str().unwrap());
    let follow = Request::get(events).header(header::HOST, "127.0.0.1:7979").header(header::COOKIE, bed.sent(&cookie));
    let stream = bed.open(follow.body(Body::empty()).unwrap()).await;
    assert_eq!(stream.status(), OK);
    let revoke = format!("/api/v1/client-links/{}", made["id"].as_str().unwrap());
    assert_eq!(bed.ask(Method::DELETE, &revoke, Some(&owner), Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(me(&bed, &cookie).await["code"], "not_signed_in");
    // It ends without the word that the audit is over.
    let heard = axum::body::to_bytes(stream.into_body(), 1 << 20).await.unwrap();
    let heard = String::from_utf8_lossy(&heard);
    assert!(heard.contains("event: progress") && !heard.contains("event: done"), "{heard}");
    assert_eq!(bed.page(&link, None).await.status, StatusCode::GONE);
    let cookie = bed.page(&path(&other["link"]), None).await.cookie().unwrap();
    assert_eq!(me(&bed, &cookie).await["site"], site["id"]);
    bed.later(2 * DAY);
    assert_eq!(me(&bed, &cookie).await["code"], "not_signed_in");
    assert_eq!(bed.page(&path(&other["link"]), None).await.status, StatusCode::GONE);
    // The console brings him there, and a page to sign in would tell him nothing.
    let out = bed.page("/sign-in?to=%2Freport", None).await;
    assert_eq!(out.status, StatusCode::GONE);
}

async fn a_forgotten_password_is_set_anew_by_mail(db: Db) {
    let bed = Bed::public(db);
    let (cookie, _) = bed.somebody(Role::Owner).await;
    bed.sets_password(&cookie, "jo@bakery.example").await;
    let ask = async |email: &str| bed.form("/forgotten", None, &[("email", email)]).await;
    let (known, strange) = (ask("Jo@bakery.example").await, ask("nobody@bakery.example").await);
    assert_eq!((known.status, known.text()), (strange.status, strange.text()), "nobody can tell who signs in here");
    let sent = mails(&bed).await;
    assert_eq!(sent.len(), 1, "{sent:?}");
    let link = sent[0].1.lines().find_map(|line| line.strip_prefix("https://tidings.bakery.example")).unwrap();
    assert_eq!(bed.page(link, None).await.status, OK);
    let new = "three days of rest";
    assert_eq!(bed.form(link, None, &[("password", "short")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let set = bed.form(link, None, &[("password", new)]).await;
    assert_eq!((set.status, set.location()), (SEE_OTHER, "/"), "{set:?}");
    assert_eq!(me(&bed, &cookie).await["code"], "not_signed_in", "whoever was in is out");
    assert_eq!(me(&bed, &set.cookie().unwrap()).await["person"]["email"], "jo@bakery.example");
    for gone in [bed.page(link, None).await, bed.form(link, None, &[("password", new)]).await] {
        assert_eq!(gone.status, StatusCode::GONE);
    }
    let log = bed.ask(Method::GET, "/api/v1/deeds", set.cookie().as_deref(), Value::Null).await.json();
    assert_eq!(log["items"][0]["what"], "password reset");
    // A link that waits too long, and somebody who asks for hundreds.
    ask("jo@bakery.example").await;
    let late = mails(&bed).await.pop().unwrap().1;
    let late = late.lines().find_map(|line| line.strip_prefix("https://tidings.bakery.example")).unwrap().to_owned();
    bed.later(Duration::from_hours(1));
    assert_eq!(bed.page(&late, None).await.status, StatusCode::GONE);
    let mut refused = 0;
    for _ in 0..50 {
        refused += usize::from(ask("jo@bakery.example").await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused >= 40, "{refused}");
    assert!(mails(&bed).await.len() <= 8, "{}", mails(&bed).await.len());
}

async fn the_sign_in_page_leads_where_one_wanted_and_nowhere_else(db: Db) {
    let bed = Bed::on(db);
    let none = bed.page("/sign-in", None).await.text();
    assert!(none.contains("the link that Tidings printed") && !none.contains("<form"), "{none}");
    let (cookie, _) = bed.somebody(Role::Owner).await;
    bed.sets_password(&cookie, "jo@bakery.example").await;
    assert_eq!(bed.page("/sign-in?to=/settings", Some(&cookie)).await.location(), "/settings", "signed in already");
    let page = bed.page("/sign-in?to=%2Fsites%2F7%3Fpage%3D2", None).await;
    assert!(page.text().contains("value=\"/sites/7?page=2\""), "{page:?}");
    for to in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let fields = [("email", "jo@bakery.example"), ("password", PASSWORD), ("to", to)];
        let came = bed.form("/sign-in", None, &fields).await;
        assert_eq!((came.status, came.location()), (SEE_OTHER, "/"), "{to}");
    }
    let fields = [("email", "jo@bakery.example"), ("password", "guessed wrongly"), ("to", "/settings")];
    let wrong = bed.form("/sign-in", None, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED, "{wrong:?}");
    assert!(wrong.text().contains("role=\"alert\"") && wrong.text().contains("value=\"/settings\""), "{wrong:?}");
    let came =
        bed.form("/sign-in", None, &[("email", "jo@bakery.example"), ("password", PASSWORD), ("to", "/settings")]);
    let came = came.await;
    assert_eq!(came.location(), "/settings");
    assert_eq!(me(&bed, &came.cookie().unwrap()).await["person"]["email"], "jo@bakery.example");
    // A form of another website.
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "http://evil.example")]
    {
        let request = axum::http::Request::post("/sign-in")
            .header(header::HOST, "127.0.0.1:7979")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(name, value);
        let body = "email=jo%40bakery.example&password=two+days+of+rest";
        let answer = bed.send(request.body(axum::body::Body::from(body)).unwrap()).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "cross_site"), "{name}: {value}");
    }
}

async fn pages_are_plain_and_hold_no_script(db: Db) {
    let bed = Bed::public(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    bed.sets_password(&owner, "jo@bakery.example").await;
    let renamed = json!({ "name": "<script>alert(1)</script>" });
    bed.ask(Method::PUT, "/api/v1/workspace", Some(&owner), renamed).await;
    let link = path(&invite(&bed, &owner, "new@bakery.example", "viewer").await["link"]);
    for page in [
        "/sign-in",
        "/forgotten",
        "/reset/nobody-s",
        "/client/nobody-s",
        "/invitation/nobody-s",
        "/first/nobody-s",
        &link,
    ] {
        let answer = bed.page(page, None).await;
        let text = answer.text();
        assert!(text.starts_with("<!doctype html>") && text.contains("<html lang=\"en\">"), "{page}: {answer:?}");
        assert!(text.matches("<h1>").count() == 1 && text.contains("<main>"), "{page}");
        assert!(!text.contains("<script") && !text.contains("style=") && !text.contains("<style"), "{page}: {text}");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{page}");
        assert!(answer.headers.contains_key(header::CONTENT_SECURITY_POLICY), "{page}");
    }
    let style = bed.page("/pages.css", None).await;
    assert_eq!((style.status, style.headers[header::CONTENT_TYPE].to_str().unwrap()), (OK, "text/css; charset=utf-8"));
}
