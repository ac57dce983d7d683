//! Links: minted by the API, followed by visitors, counted.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::Clock;
use measure::arrivals::read;
use people::Role;
use serde_json::{Value, json};
use store::{Db, Sql};

use crate::bed::{Answer, Bed};

on_both!(
    a_link_is_minted_followed_and_counted,
    what_is_no_visit_is_led_and_not_counted,
    a_code_that_leads_nowhere_is_answered_with_a_page_that_helps,
    a_link_is_switched_off_and_on_and_runs_out,
    what_a_link_may_not_lead_to_is_refused,
    a_share_button_has_one_link_for_each_place,
    a_sheet_becomes_links_or_nothing_does,
    a_link_is_printed_as_a_picture,
    a_short_address_needs_a_public_one
);

/// Somebody with a site.
struct Shop {
    bed: Bed,
    cookie: String,
    site: String,
}

impl Shop {
    async fn on(db: Db) -> Self {
        Self::of(Bed::on(db)).await
    }

    async fn of(bed: Bed) -> Self {
        let (cookie, _) = bed.somebody(Role::Owner).await;
        let site = bed.ask(Method::POST, "/api/v1/sites", Some(&cookie), json!({ "address": "bakery.example" })).await;
        Self { cookie, site: site.json()["id"].as_str().unwrap().to_owned(), bed }
    }

    async fn ask(&self, method: Method, path: &str, body: Value) -> Answer {
        let path = format!("/api/v1/sites/{}/links{path}", self.site);
        self.bed.ask(method, &path, Some(&self.cookie), body).await
    }

    async fn mint(&self, body: Value) -> Value {
        let made = self.ask(Method::POST, "", body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        made.json()
    }

    async fn refused(&self, body: Value) -> String {
        let answer = self.ask(Method::POST, "", body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
        answer.code()
    }

    /// A visitor with these headers.
    async fn visit(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:7979");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.bed.send(request.body(Body::empty()).unwrap()).await
    }

    /// Clicks and unfurls of a link, once all was read.
    async fn came(&self, code: &str) -> (i64, i64) {
        read::round(&self.bed.db, self.bed.data.path(), self.bed.clock.now(), u64::MAX).await.unwrap();
        let link = self.ask(Method::GET, &format!("/{code}"), Value::Null).await.json();
        (link["clicks"].as_i64().unwrap(), link["unfurls"].as_i64().unwrap())
    }

    /// A sheet is sent.
    async fn sheet(&self, text: impl Into<String>) -> Answer {
        let request = Request::post(format!("/api/v1/sites/{}/links.csv", self.site))
            .header(header::HOST, "127.0.0.1:7979")
            .header("x-tidings", "console")
            .header(header::CONTENT_TYPE, "text/csv")
            .header(header::COOKIE, self.bed.sent(&self.cookie));
        self.bed.send(request.body(Body::from(text.into())).unwrap()).await
    }
}

fn code(link: &Value) -> &str {
    link["code"].as_str().unwrap()
}

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

async fn a_link_is_minted_followed_and_counted(db: Db) {
    let shop = Shop::on(db).await;
    let link = shop
        .mint(json!({
            "target": "https://bakery.example/bread?size=2#top", "activity": "post", "network": "bluesky",
            "campaign": "spring", "utm": {},
        }))
        .await;
    let target = "https://bakery.example/bread?size=2&utm_source=bluesky&utm_medium=social&utm_campaign=spring";
    assert_eq!(link["target"], format!("{target}#top"));
    assert_eq!(link["address"], format!("{target}&e={}#top", code(&link)));
    assert_eq!((&link["side"], &link["clicks"]), (&json!("smm"), &json!(0)));

    let token = format!("{}~k7q4mx", code(&link));
    let headers = [("user-agent", BROWSER), ("referer", "https://bsky.app/?secret=1"), ("sec-fetch-dest", "document")];
    for path in [format!("/l/{token}?fbclid=77"), format!("/l/{}?fbclid=77", token.replace('~', "%7E"))] {
        let led = shop.visit(Method::GET, &path, &headers).await;
        assert_eq!((led.status, led.location()), (StatusCode::FOUND, &*format!("{target}&e={token}&fbclid=77#top")));
        assert_eq!(led.headers[header::CACHE_CONTROL], "no-store");
        assert_eq!(led.headers[header::REFERRER_POLICY], "strict-origin-when-cross-origin");
    }
    assert_eq!(shop.came(code(&link)).await, (2, 0));
    let row: (String, String, Option<String>, String, String) =
        Sql::new("row", "SELECT kind, press, network, referrer, agent FROM arrival LIMIT 1")
            .fetch_one(&shop.bed.db)
            .await
            .unwrap();
    let text = str::to_owned;
    assert_eq!(row, (text("click"), text("k7q4mx"), None, text("https://bsky.app/"), text(BROWSER)));
    let visitors: i64 =
        Sql::new("visitors", "SELECT COUNT(DISTINCT visitor) FROM arrival").fetch_one(&shop.bed.db).await.unwrap();
    assert_eq!(visitors, 1);
    let listed = shop.ask(Method::GET, "?q=BREAD", Value::Null).await.json();
    assert_eq!((&listed["items"][0]["clicks"], &listed["next"]), (&json!(2), &Value::Null));
    assert_eq!(shop.ask(Method::GET, "?q=cake", Value::Null).await.json()["items"], json!([]));
}

async fn what_is_no_visit_is_led_and_not_counted(db: Db) {
    let shop = Shop::on(db).await;
    let link = shop.mint(json!({ "target": "/bread", "activity": "email" })).await;
    let path = format!("/l/{}", code(&link));
    let head = shop.visit(Method::HEAD, &path, &[("user-agent", BROWSER)]).await;
    assert_eq!((head.status, head.location()), (StatusCode::FOUND, link["address"].as_str().unwrap()));
    for (name, value) in [
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "Prefetch"),
        ("x-purpose", "preview"),
        ("x-moz", "prefetch"),
        ("sec-fetch-dest", "image"),
    ] {
        let led = shop.visit(Method::GET, &path, &[("user-agent", BROWSER), (name, value)]).await;
        assert_eq!(led.status, StatusCode::FOUND, "{name}");
    }
    assert_eq!(shop.came(code(&link)).await, (0, 0));
    for (agent, network) in
        [("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "slack"), ("WhatsApp/2.24 A", "whatsapp")]
    {
        assert_eq!(shop.visit(Method::GET, &path, &[("user-agent", agent)]).await.status, StatusCode::FOUND);
        let _ = shop.came(code(&link)).await;
        let (kind, by, visitor): (String, String, Option<i64>) =
            Sql::new("last", "SELECT kind, network, visitor FROM arrival ORDER BY id DESC LIMIT 1")
                .fetch_one(&shop.bed.db)
                .await
                .unwrap();
        assert_eq!((&*kind, &*by, visitor), ("unfurl", network, None));
    }
    assert_eq!(shop.came(code(&link)).await, (0, 2));
    let posted = shop.visit(Method::POST, &path, &[]).await;
    assert_eq!(
        (posted.status, &posted.headers[header::ALLOW]),
        (StatusCode::METHOD_NOT_ALLOWED, &"GET, HEAD".parse().unwrap())
    );
}

async fn a_code_that_leads_nowhere_is_answered_with_a_page_that_helps(db: Db) {
    let shop = Shop::on(db).await;
    let link = shop.mint(json!({ "target": "/bread", "activity": "post" })).await;
    let right = code(&link);
    let last = if right.ends_with('2') { '3' } else { '2' };
    let mistyped = format!("{}{last}", &right[..right.len() - 1]);
    let strange = domain::Code::mint(&domain::SystemRandom).to_string();
    for (rest, says) in [
        (&*mistyped, "typing error"),
        ("", "typing error"),
        ("https://evil.example/", "typing error"),
        (&*"x".repeat(5_000), "typing error"),
        ("%00%ff", "typing error"),
        (&*strange, "There is no such link"),
    ] {
        let answer = shop.visit(Method::GET, &format!("/l/{rest}"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{rest}");
        assert!(answer.text().contains(says) && !answer.text().contains("<script"), "{rest}: {}", answer.text());
        assert!(answer.headers.contains_key("content-security-policy"));
    }
    assert_eq!(shop.came(right).await, (0, 0));
}

async fn a_link_is_switched_off_and_on_and_runs_out(db: Db) {
    let shop = Shop::on(db).await;
    let link = shop.mint(json!({ "target": "/bread", "activity": "post" })).await;
    let path = format!("/l/{}", code(&link));
    let status = async || shop.visit(Method::GET, &path, &[("user-agent", BROWSER)]).await.status;
    let off = shop.ask(Method::POST, &format!("/{}/withdraw", code(&link)), Value::Null).await.json();
    assert!(off["withdrawn"].is_string());
    let gone = shop.visit(Method::GET, &path, &[]).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.text().contains("href=\"https://bakery.example/\""), "{}", gone.text());
    let on = shop.ask(Method::POST, &format!("/{}/restore", code(&link)), Value::Null).await.json();
    assert_eq!((status().await, &on["withdrawn"]), (StatusCode::FOUND, &Value::Null));
    let until = "2026-11-25T09:00:00Z";
    let body = json!({ "expires": until, "note": "for Ada" });
    let changed = shop.ask(Method::PUT, &format!("/{}", code(&link)), body).await.json();
    assert_eq!((&changed["expires"], &changed["note"]), (&json!(until), &json!("for Ada")));
    assert_eq!(status().await, StatusCode::FOUND);
    shop.bed.later(std::time::Duration::from_hours(1));
    assert_eq!(status().await, StatusCode::GONE);
    assert_eq!(shop.came(code(&link)).await, (2, 0));
    let deeds = shop.bed.ask(Method::GET, "/api/v1/deeds", Some(&shop.cookie), Value::Null).await.text();
    for deed in ["link minted", "link withdrawn", "link restored", "link changed"] {
        assert!(deeds.contains(deed), "{deed}: {deeds}");
    }
}

async fn what_a_link_may_not_lead_to_is_refused(db: Db) {
    let shop = Shop::on(db).await;
    for (target, why) in [
        ("javascript:alert(1)", "target_invalid"),
        ("ftp://bakery.example/", "target_invalid"),
        ("http://127.0.0.1:7979/l/abc", "target_here"),
        ("http://169.254.169.254/latest", "target_private"),
        ("http://[::ffff:10.0.0.1]/", "target_private"),
        ("http://localhost:3000/", "target_private"),
    ] {
        assert_eq!(shop.refused(json!({ "target": target, "activity": "post" })).await, why, "{target}");
    }
    for (more, why) in [
        (json!({ "activity": "mending" }), "activity_without_link"),
        (json!({ "activity": "post", "parent": "abc" }), "parent_unknown"),
        (
            json!({ "activity": "post", "parent": domain::Code::mint(&domain::SystemRandom).to_string() }),
            "parent_unknown",
        ),
        (json!({ "activity": "post", "network": "a b" }), "network_invalid"),
        (json!({ "activity": "post", "note": "x".repeat(501) }), "text_too_long"),
        (json!({ "activity": "post", "placement": "a\nb" }), "text_invalid"),
        (json!({ "activity": "post", "expires": "2026-11-25T07:59:59Z" }), "expires_before_now"),
        (json!({ "activity": "share_button", "network": "myspace" }), "network_invalid"),
    ] {
        let mut body = more;
        body["target"] = json!("/bread");
        assert_eq!(shop.refused(body.clone()).await, why, "{body}");
    }
    assert_eq!(shop.ask(Method::GET, "", Value::Null).await.json()["items"], json!([]));
}

async fn a_share_button_has_one_link_for_each_place(db: Db) {
    let shop = Shop::on(db).await;
    let button = async |network: &str, placement: Option<&str>| {
        shop.mint(json!({ "activity": "share_button", "network": network, "placement": placement })).await
    };
    let first = button("x", None).await;
    assert_eq!(code(&button("x", None).await), code(&first));
    assert_ne!(code(&button("x", Some("side")).await), code(&first));
    assert_ne!(code(&button("bluesky", None).await), code(&first));
    assert_eq!((&first["target"], &first["side"]), (&json!("https://bakery.example/"), &json!("smo")));
}

async fn a_sheet_becomes_links_or_nothing_does(db: Db) {
    let shop = Shop::on(db).await;
    let links = async || shop.ask(Method::GET, "", Value::Null).await.json()["items"].as_array().unwrap().len();
    let rows = (0..150).map(|n| format!("/page/{n},ad,facebook,=1+1\n")).collect::<Vec<_>>().concat();
    let wrong = shop.sheet(format!("target,activity,network,note\n{rows}http://10.0.0.1/,post,x,\n")).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "sheet_rows_wrong"));
    assert!(wrong.text().contains("line 152: 10.0.0.1 is not on the web"), "{}", wrong.text());
    assert_eq!(shop.sheet("goal\n/a\n").await.code(), "columns_wrong");
    assert_eq!(links().await, 0);
    let made = shop.sheet(format!("target,activity,network,note\n{rows}")).await;
    assert_eq!((made.status, made.json()), (StatusCode::CREATED, json!({ "minted": 150 })));
    let first = shop.ask(Method::GET, "", Value::Null).await.json();
    assert_eq!(first["items"].as_array().unwrap().len(), 100);
    let next = format!("?after={}", first["next"].as_str().unwrap());
    assert_eq!(shop.ask(Method::GET, &next, Value::Null).await.json()["items"].as_array().unwrap().len(), 50);
    // In this process they lead at once.
    let link = &first["items"][0];
    assert_eq!(shop.visit(Method::GET, &format!("/l/{}", code(link)), &[]).await.status, StatusCode::FOUND);
    let out = shop.bed.page(&format!("/api/v1/sites/{}/links.csv", shop.site), Some(&shop.cookie)).await;
    assert_eq!(out.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let text = out.text();
    assert_eq!(text.lines().count(), 151);
    assert!(text.starts_with("code,address,target,activity,"), "{text}");
    assert!(text.lines().skip(1).all(|line| line.contains(",'=1+1,")), "{text}");
    // What was taken along can be brought again.
    assert_eq!(shop.sheet(text).await.json(), json!({ "minted": 150 }));
}

async fn a_link_is_printed_as_a_picture(db: Db) {
    let shop = Shop::on(db).await;
    let link = shop.mint(json!({ "target": "/bread", "activity": "print" })).await;
    let picture = async |name: &str| shop.ask(Method::GET, &format!("/{}/{name}", code(&link)), Value::Null).await;
    let svg = picture("qr.svg").await;
    assert_eq!(svg.headers[header::CONTENT_TYPE], "image/svg+xml");
    assert!(svg.text().starts_with("<svg xmlns="));
    let png = picture("qr.png?size=256").await;
    assert_eq!(png.headers[header::CONTENT_TYPE], "image/png");
    assert_eq!(&png.body[..8], b"\x89PNG\r\n\x1a\n");
    for size in ["0", "4096", "-1", "big"] {
        assert_eq!(picture(&format!("qr.png?size={size}")).await.code(), "size_invalid", "{size}");
    }
}

async fn a_short_address_needs_a_public_one(db: Db) {
    let at_home = Shop::on(db.clone()).await;
    let short = json!({ "target": "/bread", "activity": "print", "form": "short" });
    assert_eq!(at_home.refused(short.clone()).await, "no_public_address");
    let public = Shop::of(Bed::public(db)).await;
    let link = public.mint(short).await;
    assert_eq!(link["address"], format!("https://tidings.bakery.example/l/{}", code(&link)));
    assert_eq!(
        public.refused(json!({ "target": "https://tidings.bakery.example/", "activity": "post" })).await,
        "target_here"
    );
}
