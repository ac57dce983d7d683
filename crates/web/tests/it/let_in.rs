//! Somebody connects an account on its network's own page: only he ends it, once, within ten minutes.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use networks::http::Request;
use people::Role;
use sandbox::social::{Network, Running, Social};
use serde_json::{Value, json};
use store::Db;
use url::Url;

use crate::bed::{Answer, Bed};

on_both!(
    somebody_signs_in_at_his_server_and_the_account_is_connected_once,
    only_whoever_began_a_sign_in_ends_it_and_not_after_ten_minutes,
    why_an_account_was_not_connected_stands_on_a_page_that_leads_back,
    who_calls_the_house_by_its_other_name_is_led_there,
    a_house_on_the_web_says_what_it_is_and_nothing_that_signs,
);

/// Somebody who may connect accounts, and the stand-in of his server.
struct Desk {
    bed: Bed,
    social: Running,
    workspace: String,
    owner: String,
}

impl Desk {
    async fn on(db: Db) -> Self {
        let bed = Bed::on(db);
        let (owner, workspace) = bed.somebody(Role::Owner).await;
        let social = Social::new().start().await.unwrap();
        Self { bed, social, workspace, owner }
    }

    /// He begins, and is sent to this page.
    async fn begins(&self) -> Url {
        let fields = json!({ "server": self.social.at(Network::Mastodon) });
        let wanted = json!({ "network": "mastodon", "fields": fields });
        let begun = self.bed.ask(Method::POST, "/api/v1/accounts/sign-in", Some(&self.owner), wanted).await;
        assert_eq!(begun.status, StatusCode::OK, "{begun:?}");
        begun.json()["to"].as_str().unwrap().parse().unwrap()
    }

    /// He says yes there, and is led back to this.
    async fn says_yes(&self, to: Url) -> String {
        let door = self.bed.house.desk().doors.to(&to);
        let page = door.get(Request::new(to)).await.unwrap();
        let page = String::from_utf8(page.body.to_vec()).unwrap();
        let back = page.split_once("id=yes href=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
        let back: Url = back.replace("&amp;", "&").parse().unwrap();
        assert_eq!(back.host_str(), Some("127.0.0.1"));
        format!("{}?{}", back.path(), back.query().unwrap())
    }

    async fn accounts(&self) -> Vec<Value> {
        let all = self.bed.ask(Method::GET, "/api/v1/accounts", Some(&self.owner), Value::Null).await.json();
        all["items"].as_array().unwrap().clone()
    }

    /// Nothing was connected, and the page says so and leads on.
    async fn is_refused(&self, answer: Answer, status: StatusCode, says: &str) {
        let text = answer.text();
        assert_eq!(answer.status, status, "{text}");
        assert!(text.contains("The account was not connected") && text.contains(says), "{text}");
        assert!(text.contains("href=\"/accounts\"") || text.contains("href=\"/sign-in?to=/accounts\""), "{text}");
        assert_eq!(self.accounts().await, Vec::<Value>::new());
    }
}

async fn somebody_signs_in_at_his_server_and_the_account_is_connected_once(db: Db) {
    let desk = Desk::on(db).await;
    let to = desk.begins().await;
    let asked = |name: &str| to.query_pairs().find(|(it, _)| it == name).map(|(_, value)| value.into_owned());
    assert_eq!(asked("redirect_uri").unwrap(), "http://127.0.0.1:7979/oauth/back");
    assert_eq!(asked("code_challenge_method").unwrap(), "S256");
    assert!(asked("scope").unwrap().contains("write:statuses"));
    let back = desk.says_yes(to).await;
    let came = desk.bed.page(&back, Some(&desk.owner)).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{came:?}");
    let accounts = desk.accounts().await;
    let [account] = &accounts[..] else { panic!("{accounts:?}") };
    assert_eq!(came.location(), format!("/accounts?connected={}", account["id"].as_str().unwrap()));
    assert_eq!((&account["network"], &account["stands"]), (&json!("mastodon"), &json!("well")));
    assert_eq!(desk.social.complaints(Network::Mastodon), Vec::<String>::new());
    let deeds = desk.bed.ask(Method::GET, "/api/v1/deeds", Some(&desk.owner), Value::Null).await.json();
    assert!(deeds["items"].as_array().unwrap().iter().any(|deed| deed["what"] == "account connected"), "{deeds}");
    // The same address again is good for nothing.
    let again = desk.bed.page(&back, Some(&desk.owner)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("This sign-in is over"), "{}", again.text());
    assert_eq!(desk.accounts().await.len(), 1);
}

async fn only_whoever_began_a_sign_in_ends_it_and_not_after_ten_minutes(db: Db) {
    let desk = Desk::on(db).await;
    let bed = &desk.bed;
    let back = desk.says_yes(desk.begins().await).await;
    // Nobody's browser takes nothing away.
    let request = axum::http::Request::get(&back).header(axum::http::header::HOST, "localhost:7979");
    let nobody = bed.send(request.body(axum::body::Body::empty()).unwrap()).await;
    desk.is_refused(nobody, StatusCode::UNAUTHORIZED, "Only whoever began").await;
    let viewer = bed.member(&desk.workspace, Role::Viewer).await.cookie;
    desk.is_refused(bed.page(&back, Some(&viewer)).await, StatusCode::FORBIDDEN, "ask an owner").await;
    let (stranger, _) = bed.somebody(Role::Owner).await;
    let editor = bed.member(&desk.workspace, Role::Editor).await.cookie;
    for other in [stranger, editor] {
        let back = desk.says_yes(desk.begins().await).await;
        let refused = bed.page(&back, Some(&other)).await;
        desk.is_refused(refused, StatusCode::UNPROCESSABLE_ENTITY, "began in another browser").await;
        // And whoever tried ended it.
        let over = bed.page(&back, Some(&desk.owner)).await;
        desk.is_refused(over, StatusCode::UNPROCESSABLE_ENTITY, "This sign-in is over").await;
    }
    bed.later(Duration::from_mins(10));
    let late = bed.page(&back, Some(&desk.owner)).await;
    desk.is_refused(late, StatusCode::UNPROCESSABLE_ENTITY, "more than ten minutes passed").await;
}

async fn why_an_account_was_not_connected_stands_on_a_page_that_leads_back(db: Db) {
    let desk = Desk::on(db).await;
    let state = |to: &Url| to.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    for (with, says) in [
        ("error=access_denied&error_description=The+owner+%3Cb%3E+said+no", "you did not let Tidings in"),
        ("error=server_error", "has a fault of its own"),
        ("error=invalid_scope", "does not let us in (invalid_scope)"),
        ("code=made-up", "does not take the code with which you came back"),
        ("", "nothing that lets us in"),
    ] {
        let to = desk.begins().await;
        let back = desk.bed.page(&format!("/oauth/back?state={}&{with}", state(&to)), Some(&desk.owner)).await;
        assert!(!back.text().contains("<b>"), "what comes from outside is text: {}", back.text());
        let says = says.replacen("you", "You", usize::from(says.starts_with("you")));
        desk.is_refused(back, StatusCode::UNPROCESSABLE_ENTITY, &says).await;
    }
    for back in ["/oauth/back", "/oauth/back?state=made-up&code=x", "/oauth/back?state=a&state=b"] {
        let back = desk.bed.page(back, Some(&desk.owner)).await;
        desk.is_refused(back, StatusCode::UNPROCESSABLE_ENTITY, "it never began here").await;
    }
    // Where nobody signs in there is nothing to begin.
    for (network, fields, code) in [
        ("telegram", json!({}), "no_sign_in"),
        ("bluesky", json!({ "server": desk.social.at(Network::Bluesky) }), "network_refuses"),
        ("mastodon", json!({ "server": "" }), "field_empty"),
        ("x", json!({ "client": "c" }), "wallet_none"),
    ] {
        let wanted = json!({ "network": network, "fields": fields });
        let refused = desk.bed.ask(Method::POST, "/api/v1/accounts/sign-in", Some(&desk.owner), wanted).await;
        assert_eq!((refused.status, &*refused.code()), (StatusCode::UNPROCESSABLE_ENTITY, code), "{refused:?}");
    }
}

async fn who_calls_the_house_by_its_other_name_is_led_there(db: Db) {
    let desk = Desk::on(db).await;
    let back = desk.bed.page("/oauth/back?state=a&code=b%26c", None).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(back.location(), "http://localhost:7979/oauth/back?state=a&code=b%26c");
}

async fn a_house_on_the_web_says_what_it_is_and_nothing_that_signs(db: Db) {
    let path = "/oauth/bluesky/client.json";
    let bed = Bed::public(db.clone());
    let said = bed.page(path, None).await.json();
    assert_eq!(said["client_id"], json!(format!("https://tidings.bakery.example{path}")));
    assert_eq!(said["redirect_uris"], json!(["https://tidings.bakery.example/oauth/back"]));
    assert_eq!(said["jwks"]["keys"][0]["kty"], "EC");
    assert!(said["jwks"]["keys"][0]["d"].is_null());
    assert_eq!(bed.page(path, None).await.json(), said, "the same each time");
    assert_eq!(bed.page("/oauth/mastodon/client.json", None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(Bed::on(db).page(path, None).await.status, StatusCode::NOT_FOUND);
}
