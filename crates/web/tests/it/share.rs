//! Sharing: the bar of a site, its code for a page, and the page that asks a visitor for his server.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::{Answer, Bed};

on_both!(
    a_bar_is_kept_and_its_buttons_carry_the_same_codes_each_time,
    a_bar_that_cannot_be_is_refused_with_the_reason,
    the_hub_leads_to_the_visitor_s_server_and_his_browser_remembers_it,
    the_hub_leads_nowhere_that_was_not_typed_on_its_own_page,
);

async fn site(bed: &Bed, owner: &str) -> String {
    let site = json!({ "address": "bakery.example" });
    let site = bed.ask(Method::POST, "/api/v1/sites", Some(owner), site).await.json();
    format!("/api/v1/sites/{}/share-bar", site["id"].as_str().unwrap())
}

/// The codes in the links of a bar, in their order.
fn codes(html: &str) -> Vec<&str> {
    html.split("%3Fe%3D").skip(1).map(|rest| &rest[..7]).collect()
}

async fn a_bar_is_kept_and_its_buttons_carry_the_same_codes_each_time(db: Db) {
    let bed = Bed::public(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let path = site(&bed, &owner).await;
    let told = bed.ask(Method::GET, &path, Some(&owner), Value::Null).await.json();
    assert_eq!((&told["kept"], &told["hub"]), (&json!(false), &json!("https://tidings.bakery.example/share")));
    let choices = told["choices"].as_array().unwrap();
    assert!(choices.iter().all(|choice| choice["source"].as_str().is_some_and(|source| !source.is_empty())));
    let needs = |id: &str| choices.iter().find(|choice| choice["id"] == id).unwrap()["needs"].clone();
    assert_eq!((needs("mastodon"), needs("pinterest"), needs("x")), (json!("hub"), json!("picture"), Value::Null));

    let mut bar = told["bar"].clone();
    bar["networks"] = json!(["x", "mastodon", "pinterest"]);
    let kept = bed.ask(Method::PUT, &path, Some(&owner), bar.clone()).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    let again = bed.ask(Method::GET, &path, Some(&owner), Value::Null).await.json();
    assert_eq!((&again["kept"], &again["bar"]), (&json!(true), &bar));

    let page = json!({ "bar": bar, "address": "https://bakery.example/rye", "title": "Rye & \"more\"" });
    let html = format!("{path}/html");
    let made = bed.ask(Method::POST, &html, Some(&owner), page.clone()).await.json();
    let text = made["html"].as_str().unwrap().to_owned();
    assert_eq!(codes(&text).len(), 2, "{text}");
    assert!(
        text.contains("https://tidings.bakery.example/share?to=mastodon&#") || text.contains("to=mastodon&amp;"),
        "{text}"
    );
    assert_eq!((&made["left_out"][0]["network"], &made["script"]), (&json!("pinterest"), &Value::Null));
    let twice = bed.ask(Method::POST, &html, Some(&owner), page).await.json();
    assert_eq!(codes(twice["html"].as_str().unwrap()), codes(&text), "minted once");

    let shown = format!("{path}/preview?bar={}", urlencoded(&bar.to_string()));
    let shown = bed.page(&shown, Some(&owner)).await;
    let policy = shown.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(shown.status == StatusCode::OK && policy.ends_with("sandbox") && shown.text().contains("<nav"));
}

fn urlencoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn a_bar_that_cannot_be_is_refused_with_the_reason(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let path = site(&bed, &owner).await;
    for (networks, called, says) in [
        (json!([]), "Share", "choose a network"),
        (json!(["myspace"]), "Share", "no network myspace"),
        (json!(["signal"]), "Share", "leave it out"),
        (json!(["x", "x"]), "Share", "twice"),
        (json!(["x"]), " ", "between 1 and 100"),
        (json!(["x"]), &"a".repeat(101), "between 1 and 100"),
    ] {
        let refused =
            bed.ask(Method::PUT, &path, Some(&owner), json!({ "networks": networks, "called": called })).await;
        assert_eq!(refused.code(), "bar_invalid", "{networks} {called}");
        assert!(refused.text().contains(says), "{}", refused.text());
    }
    let page = |more: Value| {
        let mut page = json!({ "bar": { "networks": ["x"] } });
        page.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let (bed, owner, html) = (&bed, owner.clone(), format!("{path}/html"));
        async move { bed.ask(Method::POST, &html, Some(&owner), page).await }
    };
    assert_eq!(page(json!({ "address": "no address" })).await.code(), "address_invalid");
    assert_eq!(page(json!({ "picture": "javascript:alert(1)" })).await.code(), "page_invalid");
    assert_eq!(page(json!({ "title": "a".repeat(1_001) })).await.code(), "page_invalid");
}

const PAGE: &str = "https://bakery.example/rye?e=k7q4mxz";

fn asked(to: &str, url: &str) -> String {
    format!("/share?to={to}&url={}&title={}", urlencoded(url), urlencoded("<b>Rye</b> \"bread\""))
}

async fn the_hub_leads_to_the_visitor_s_server_and_his_browser_remembers_it(db: Db) {
    let bed = Bed::on(db);
    let page = bed.page(&asked("mastodon", PAGE), None).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("Share on Mastodon") && text.contains("&lt;b&gt;Rye") && !text.contains("<b>Rye"), "{text}");
    let go = |server: &'static str| {
        let fields = [("to", "mastodon"), ("url", PAGE), ("title", "Rye"), ("server", server)];
        let bed = &bed;
        async move { bed.form("/share", None, &fields).await }
    };
    let wrong = go("localhost").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("role=\"alert\"") && wrong.text().contains("value=\"localhost\""));
    let gone = go("@ada@Mastodon.example").await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(
        gone.location(),
        format!("https://mastodon.example/share?text=Rye%20{}", networks::share::encoded(PAGE))
    );
    let policy = gone.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("form-action 'self' https:"), "browsers hold a form to it, redirects too: {policy}");
    let kept = gone.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(kept.starts_with("share-mastodon=mastodon.example; Path=/share; HttpOnly"), "{kept}");
    let request = Request::get(asked("mastodon", PAGE))
        .header(header::HOST, "127.0.0.1:7979")
        .header(header::COOKIE, "share-mastodon=mastodon.example");
    assert!(bed.send(request.body(Body::empty()).unwrap()).await.text().contains("value=\"mastodon.example\""));
}

async fn the_hub_leads_nowhere_that_was_not_typed_on_its_own_page(db: Db) {
    let bed = Bed::on(db);
    for path in [
        "/share".to_owned(),
        asked("x", PAGE),
        asked("myspace", PAGE),
        asked("mastodon", "javascript:alert(1)"),
        asked("mastodon", "no address"),
    ] {
        assert_eq!(bed.page(&path, None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // A form of another site is refused, so that nobody can use the house to lead people somewhere.
    let request = Request::post("/share")
        .header(header::HOST, "127.0.0.1:7979")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("to=mastodon&url={}&title=Rye&server=evil.example", urlencoded(PAGE));
    let refused: Answer = bed.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "cross_site"));
}
