//! Visits: what pages and servers say of them, from the question to the segment, and how a site is measured.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use measure::arrivals::{Arrival, By, Kind, record};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::{Answer, Bed};

on_both!(
    a_page_is_looked_at_and_that_is_on_the_disk_when_it_is_answered,
    what_is_no_look_at_a_page_of_the_site_is_not_kept,
    a_scanner_is_bounded_and_counted_as_left_out,
    a_server_tells_of_visits_and_hears_what_was_left_out,
    a_plug_in_tells_what_the_script_sent_it_and_what_was_sold,
    settings_are_kept_by_who_saw_the_newest_ones,
    a_site_is_looked_at_whether_it_has_the_line
);

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

struct Shop {
    bed: Bed,
    cookie: String,
    site: String,
    key: String,
}

impl Shop {
    async fn on(db: Db, address: &str) -> Self {
        let bed = Bed::on(db);
        let (cookie, _) = bed.somebody(Role::Owner).await;
        let site = bed.ask(Method::POST, "/api/v1/sites", Some(&cookie), json!({ "address": address })).await.json();
        let mut shop = Self { cookie, site: site["id"].as_str().unwrap().to_owned(), key: String::new(), bed };
        shop.key = shop.measure(Method::GET, "", Value::Null).await.json()["key"].as_str().unwrap().to_owned();
        shop
    }

    async fn measure(&self, method: Method, path: &str, body: Value) -> Answer {
        let path = format!("/api/v1/sites/{}/measure{path}", self.site);
        self.bed.ask(method, &path, Some(&self.cookie), body).await
    }

    /// A page tells.
    async fn tell(&self, body: impl Into<String>) -> Answer {
        self.send(Request::post("/t").header(header::CONTENT_TYPE, "text/plain;charset=UTF-8"), body).await
    }

    async fn look(&self, url: &str) -> Answer {
        self.tell(json!({ "k": self.key, "u": url }).to_string()).await
    }

    async fn send(&self, request: axum::http::request::Builder, body: impl Into<String>) -> Answer {
        let request = request
            .header(header::HOST, "tidings.example")
            .header(header::ORIGIN, "https://bakery.example")
            .header("sec-fetch-site", "cross-site")
            .header(header::USER_AGENT, BROWSER);
        self.bed.send(request.body(Body::from(body.into())).unwrap()).await
    }

    /// What lies in the segments: each handed to `see`.
    fn kept(&self, mut see: impl FnMut(&Arrival<'_>)) -> usize {
        let mut many = 0;
        let Ok(folder) = std::fs::read_dir(self.bed.data.path().join("arrivals")) else { return 0 };
        for file in folder {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let mut at = record::MAGIC.len();
            while let record::Found::Record(Some(arrival), length) = record::read(&bytes[at..]) {
                see(&arrival);
                at += length;
                many += 1;
            }
        }
        many
    }
}

async fn a_page_is_looked_at_and_that_is_on_the_disk_when_it_is_answered(db: Db) {
    let shop = Shop::on(db, "bakery.example").await;
    let script = shop.send(Request::get(format!("/t.js?k={}", shop.key)), "").await;
    assert_eq!(script.status, StatusCode::OK);
    assert!(script.text().contains(&format!("\"{}\",1,0)", shop.key)), "{}", script.text());
    let tag = script.headers[header::ETAG].to_str().unwrap().to_owned();
    let known = Request::get(format!("/t.js?k={}", shop.key)).header(header::IF_NONE_MATCH, &tag);
    assert_eq!(shop.send(known, "").await.status, StatusCode::NOT_MODIFIED);

    let told = shop.look("https://bakery.example/rye?utm_source=x&private=1").await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    assert_eq!(told.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    let many = shop.kept(|arrival| {
        assert_eq!((arrival.kind, arrival.by, arrival.site), (Kind::View, Some(By::Beacon), Some(1)));
        assert_eq!(arrival.url.as_deref(), Some("/rye?utm_source=x"));
        assert!(arrival.visitor.is_some());
    });
    assert_eq!(many, 1);

    let pixel = Request::get(format!("/t.gif?k={}", shop.key)).header(header::REFERER, "https://bakery.example/spelt");
    let pixel = shop.send(pixel, "").await;
    assert_eq!((pixel.status, pixel.headers[header::CONTENT_TYPE].as_bytes()), (StatusCode::OK, &b"image/gif"[..]));
    let mut pages = Vec::new();
    shop.kept(|arrival| {
        pages.push((arrival.by, arrival.url.as_deref().unwrap().to_owned(), arrival.referrer.is_some()));
    });
    assert_eq!(pages[1], (Some(By::Pixel), "/spelt".to_owned(), false));
}

async fn what_is_no_look_at_a_page_of_the_site_is_not_kept(db: Db) {
    let shop = Shop::on(db, "bakery.example").await;
    let key = &shop.key;
    for (body, status) in [
        (String::new(), 400),
        ("{".to_owned(), 400),
        ("x".repeat(100_000), 413),
        (json!({ "k": key, "u": ["https://bakery.example/"] }).to_string(), 400),
        (json!({ "k": "nobody-s", "u": "https://bakery.example/" }).to_string(), 404),
        (json!({ "k": key, "u": "https://evil.example/" }).to_string(), 204),
        (json!({ "k": key, "u": "" }).to_string(), 204),
    ] {
        assert_eq!(shop.tell(body.clone()).await.status, status, "{}", &body[..body.len().min(80)]);
    }
    for path in ["/t.js", "/t.js?k=nobody-s", "/t.js?k="] {
        assert_eq!(shop.send(Request::get(path), "").await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for (method, path) in
        [(Method::GET, "/t"), (Method::DELETE, "/t"), (Method::POST, "/t.js"), (Method::POST, "/t.gif")]
    {
        let answer = shop.send(Request::builder().method(method).uri(path), "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    // A broken picture is seen; one that counts nothing is not.
    for path in ["/t.gif", "/t.gif?k=nobody-s", &format!("/t.gif?k={key}")] {
        assert_eq!(shop.send(Request::get(path), "").await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(shop.kept(|_| ()), 0);
}

async fn a_scanner_is_bounded_and_counted_as_left_out(db: Db) {
    let shop = Shop::on(db, "bakery.example").await;
    for nth in 0..700 {
        assert_eq!(shop.look(&format!("https://bakery.example/{nth}")).await.status, StatusCode::NO_CONTENT);
    }
    shop.look("https://elsewhere.example/").await;
    assert_eq!(shop.kept(|_| ()), 600);
    let now = domain::Clock::now(&*shop.bed.clock);
    shop.bed.house.intake().write_down(&shop.bed.db, now).await.unwrap();
    let heard = shop.measure(Method::GET, "", Value::Null).await.json()["heard"].clone();
    assert_eq!((&heard["by"], &heard["at"]), (&json!("beacon"), &json!("2026-11-25T08:00:00Z")));
    let rows: Vec<(String, i64)> = store::sql!("for_tests/left_out").fetch_all(&shop.bed.db).await.unwrap();
    assert_eq!(rows, [("too_many".to_owned(), 101)]);
}

async fn a_server_tells_of_visits_and_hears_what_was_left_out(db: Db) {
    let shop = Shop::on(db, "bakery.example").await;
    let visit =
        |url: &str, at: &str| json!({ "url": url, "user_agent": BROWSER, "address": "9.9.9.9", "at": at, "id": url });
    let body = json!({ "site": shop.site, "visits": [
        visit("/rye?utm_medium=email", "2026-11-25T07:00:00Z"),
        visit("https://elsewhere.example/", "2026-11-25T07:00:00Z"),
        visit("/tomorrow", "2026-11-26T07:00:00Z"),
        visit("/long-ago", "2020-11-26T07:00:00Z"),
        { "url": "/preview", "user_agent": "facebookexternalhit/1.1", "address": "9.9.9.9" },
    ] });
    let taken = shop.bed.ask(Method::POST, "/api/v1/visits", Some(&shop.cookie), body).await;
    assert_eq!(taken.status, StatusCode::ACCEPTED, "{taken:?}");
    let left_out =
        json!([{ "nth": 1, "why": "elsewhere" }, { "nth": 2, "why": "future" }, { "nth": 3, "why": "too_old" }]);
    assert_eq!(taken.json(), json!({ "kept": 2, "left_out": left_out }));
    let mut kinds = Vec::new();
    shop.kept(|arrival| kinds.push((arrival.kind, arrival.by)));
    assert_eq!(kinds, [(Kind::View, Some(By::Server)), (Kind::Unfurl, Some(By::Server))]);
    // Another's site, too many, and what is none.
    let (stranger, _) = shop.bed.somebody(Role::Owner).await;
    let body = json!({ "site": shop.site, "visits": [] });
    let strange = shop.bed.ask(Method::POST, "/api/v1/visits", Some(&stranger), body).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    let many = vec![visit("/", "2026-11-25T07:00:00Z"); 1_001];
    let body = json!({ "site": shop.site, "visits": many });
    let many = shop.bed.ask(Method::POST, "/api/v1/visits", Some(&shop.cookie), body).await;
    assert_eq!(many.code(), "too_many");
    let body = json!({ "site": shop.site, "visits": [{ "url": "/", "address": "not one" }] });
    let wrong = shop.bed.ask(Method::POST, "/api/v1/visits", Some(&shop.cookie), body).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_plug_in_tells_what_the_script_sent_it_and_what_was_sold(db: Db) {
    let shop = Shop::on(db, "bakery.example").await;
    let path = format!("/api/v1/sites/{}/plugin", shop.site);
    let zip = shop.bed.ask(Method::POST, &path, Some(&shop.cookie), json!({})).await.body;
    let zip = String::from_utf8_lossy(&zip);
    let key = zip.split("const KEY = '").nth(1).unwrap().split('\'').next().unwrap();
    let sent = json!({ "k": shop.key, "u": "https://bakery.example/rye" }).to_string();
    let told = json!({ "arrivals": [
        { "what": "beacon", "body": sent, "address": "9.9.9.9", "user_agent": BROWSER },
        { "what": "pixel", "url": "https://bakery.example/spelt", "address": "9.9.9.9", "user_agent": BROWSER },
        { "what": "visit", "url": "/rye", "address": "9.9.9.9", "user_agent": "WhatsApp/2.23" },
        { "what": "sale", "order": "1001", "total": "19.90", "currency": "EUR", "address": "9.9.9.9", "user_agent": BROWSER },
        { "what": "sale", "order": "1001", "id": "refund 7", "total": "-5.00", "currency": "EUR" },
        { "what": "sale", "order": "1002", "total": "nothing", "currency": "EUR" },
        { "what": "beacon", "body": "{", "address": "9.9.9.9" },
    ] });
    let taken = shop.bed.ask(Method::POST, &format!("/feed/{key}/arrivals"), None, told).await;
    assert_eq!(taken.status, StatusCode::ACCEPTED, "{taken:?}");
    assert_eq!(taken.json()["kept"], 5);
    let why = json!([{ "nth": 5, "why": "no_sale" }, { "nth": 6, "why": "unreadable" }]);
    assert_eq!(taken.json()["left_out"], why);
    let (mut seen, mut visitors) = (Vec::new(), Vec::new());
    shop.kept(|arrival| {
        seen.push((arrival.kind, arrival.by.unwrap(), arrival.sold.as_ref().map(|sold| sold.minor)));
        visitors.push(arrival.visitor);
    });
    assert_eq!(
        seen,
        [
            (Kind::View, By::Beacon, None),
            (Kind::View, By::Pixel, None),
            (Kind::Unfurl, By::Plugin, None),
            (Kind::Sale, By::Plugin, Some(1_990)),
            (Kind::Sale, By::Plugin, Some(-500)),
        ]
    );
    // By which the order is put down to the visit.
    assert!(visitors[0].is_some() && visitors[0] == visitors[3]);
    let strange = shop.bed.ask(Method::POST, "/feed/nobody-s/arrivals", None, json!({ "arrivals": [] })).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
}

async fn settings_are_kept_by_who_saw_the_newest_ones(db: Db) {
    let shop = Shop::on(db, "bakery.example").await;
    let first = shop.measure(Method::GET, "", Value::Null).await.json();
    assert!(first["snippet"].as_str().unwrap().contains(&format!("/t.js?k={}", shop.key)), "{first}");
    let mut settings = first["settings"].clone();
    settings["signals"] = json!("skip");
    settings["tab_storage"] = json!(false);
    let changed = json!({ "version": first["version"], "settings": settings });
    let kept = shop.measure(Method::PUT, "", changed.clone()).await;
    assert_eq!(kept.status, StatusCode::OK, "{kept:?}");
    assert_eq!(kept.json()["settings"]["signals"], "skip");
    assert_eq!(shop.measure(Method::PUT, "", changed).await.code(), "changed_meanwhile");
    // The script says so from now on.
    let script = shop.send(Request::get(format!("/t.js?k={}", shop.key)), "").await.text();
    assert!(script.ends_with(&format!("\"{}\",0,1)", shop.key)), "{script}");
    let declines = Request::post("/t").header("sec-gpc", "1");
    let body = json!({ "k": shop.key, "u": "https://bakery.example/" }).to_string();
    assert_eq!(shop.send(declines, body).await.status, StatusCode::NO_CONTENT);
    assert_eq!(shop.kept(|_| ()), 0);
    settings["zone"] = json!("Nowhere");
    let wrong = shop.measure(Method::PUT, "", json!({ "version": 2, "settings": settings })).await;
    assert_eq!(wrong.code(), "settings_wrong", "{wrong:?}");
    // The link for staff, made anew: the first one is worth nothing.
    let old = shop.measure(Method::POST, "/staff", json!({})).await.json();
    let new = shop.measure(Method::POST, "/staff", json!({})).await.json();
    let mut own = Vec::new();
    for link in [&old, &new] {
        let secret = link["link"].as_str().unwrap().split_once("tidings-own=").unwrap().1;
        shop.tell(json!({ "k": shop.key, "u": "https://bakery.example/", "o": secret }).to_string()).await;
    }
    shop.kept(|arrival| own.push(arrival.own));
    assert_eq!(own, [false, true]);
    let privacy = shop.measure(Method::GET, "/privacy", Value::Null).await.json();
    assert!(privacy["paragraph"].as_str().unwrap().contains("Nothing is stored in your browser"));
}

async fn a_site_is_looked_at_whether_it_has_the_line(db: Db) {
    let page = sandbox::Answer::html("<html><head><title>Bakery</title></head><body>Bread</body></html>");
    let site = sandbox::Site::new().page("/", page).start().await.unwrap();
    let shop = Shop::on(db, &format!("http://{}/", site.address())).await;
    let look = shop.measure(Method::POST, "/look", json!({})).await.json();
    assert_eq!((&look["standing"]["code"], &look["heard"]), (&json!("no_tag"), &Value::Null), "{look}");
}
