//! The demo as rows: where it is shown, what its shop takes over, who may have it mended, and how it goes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use advise::demo::Dress;
use axum::http::{Method, StatusCode};
use domain::Clock;
use measure::arrivals::read;
use optimize::card::{Fonts, Kind, Texts};
use optimize::kept::{Made, Style, Wanted};
use optimize::wanting::Says;
use serde_json::{Value, json};
use store::{Db, sql};
use url::Url;
use web::DemoShop;

use crate::bed::Bed;

on_both!(
    a_demo_is_shown_until_it_is_removed,
    a_demo_does_not_go_among_what_somebody_has_begun,
    cards_and_a_bar_are_put_onto_the_shop_and_taken_off,
    a_shared_page_that_is_followed_is_seen,
);

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
    advise::demo::settle(&bed.db, &bed.random, bed.clock.now(), &again, false).await.unwrap();
    let strip = ask(Method::GET, "/api/v1/demo").await.json();
    let done: Vec<_> = strip["steps"].as_array().unwrap().iter().map(|step| step["done"].as_bool().unwrap()).collect();
    assert_eq!(done, [false; 10]);
    // This house serves no shop.
    assert_eq!(ask(Method::POST, "/api/v1/demo/mend").await.code(), "shop_closed");
    // It moved: what was to be read at the old address is over, and the new one is asked for.
    advise::demo::settle(&bed.db, &bed.random, bed.clock.now(), &again, true).await.unwrap();
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

/// A shop without a door: what it wears.
#[derive(Default)]
struct Wardrobe(Mutex<Dress>);

impl Wardrobe {
    fn is_mended(&self) -> bool {
        self.0.lock().unwrap().mended
    }

    fn cards(&self) -> Vec<String> {
        self.0.lock().unwrap().cards.keys().cloned().collect()
    }

    /// The bar on the page at `path`.
    fn bar(&self, path: &str) -> Option<String> {
        let page = Url::parse("http://bakery.localhost:4000/").unwrap().join(path).unwrap();
        Some(self.0.lock().unwrap().bar.as_ref()?.html(&page, "Rye", None))
    }
}

impl DemoShop for Wardrobe {
    fn wears(&self, dress: &Dress) {
        *self.0.lock().unwrap() = dress.clone();
    }

    fn close(&self) {}
}

/// A house that shows the demo, its shop, and whoever came in first.
struct Shown {
    bed: Bed,
    shop: Arc<Wardrobe>,
    demo: people::demo::Demo,
    owner: String,
}

impl Shown {
    async fn on(db: Db) -> Self {
        let shop = Arc::new(Wardrobe::default());
        let bed = Bed::with_shop(db, shop.clone());
        let demo = opened(&bed, 4000).await.unwrap();
        let secret = people::first::link(&bed.db, &bed.random, bed.clock.now()).await.unwrap().unwrap();
        let owner = bed.ask(Method::GET, &format!("/first/{secret}"), None, Value::Null).await.cookie().unwrap();
        Self { bed, shop, demo, owner }
    }

    async fn ask(&self, method: Method, path: &str) -> crate::bed::Answer {
        self.bed.later(Duration::from_secs(1));
        self.bed.ask(method, &format!("/api/v1{path}"), Some(&self.owner), Value::Null).await
    }

    /// The shop is read, whatever that finds.
    async fn read(&self) {
        let (site, now) = (self.demo.site.clone(), self.bed.clock.now());
        let read = self.bed.db.write(move |tx| {
            Box::pin(async move { sql!("for_tests/audits_done").bind(site).bind(now).execute(tx).await })
        });
        read.await.unwrap();
    }

    /// Step → whether it is done, and what can be done about it.
    async fn steps(&self) -> BTreeMap<String, (bool, Vec<String>)> {
        let strip = self.ask(Method::GET, "/demo").await.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let step = |step: &Value| {
            let acts = step["presses"].as_array().unwrap().iter().map(|press| text(&press["act"])).collect();
            (text(&step["id"]), (step["done"].as_bool().unwrap(), acts))
        };
        strip["steps"].as_array().unwrap().iter().map(step).collect()
    }

    async fn step(&self, id: &str) -> (bool, String) {
        let (done, acts) = self.steps().await.remove(id).unwrap();
        (done, acts.join(" "))
    }

    /// Makes a card for the page at `path`.
    async fn makes_a_card(&self, path: &str, title: &str) {
        let texts = Texts { title: title.to_owned(), ..Texts::default() };
        let says = Says { kind: Kind::Plain, texts, colour: None };
        let page = Url::parse(&self.demo.address).unwrap().join(path).unwrap();
        let wanted = Wanted { pages: vec![(page, says)], noted: true };
        let made = Made::of(&wanted, &Style::default(), &Fonts::embedded());
        let (now, site) = (self.bed.clock.now(), self.demo.site.clone());
        self.bed.db.write(move |tx| Box::pin(async move { made.keep(tx, now, &site).await })).await.unwrap();
    }
}

fn done(yes: bool, acts: &str) -> (bool, String) {
    (yes, acts.to_owned())
}

async fn cards_and_a_bar_are_put_onto_the_shop_and_taken_off(db: Db) {
    let shown = Shown::on(db).await;
    advise::demo::settle(&shown.bed.db, &shown.bed.random, shown.bed.clock.now(), &shown.demo, false).await.unwrap();
    assert_eq!(shown.ask(Method::POST, "/demo/mend").await.code(), "audit_running");
    shown.read().await;
    assert_eq!(shown.step("mend").await, done(false, "mend"));

    // The order is the visitor's own: cards before the mend.
    assert_eq!(shown.step("card").await, done(false, ""));
    assert_eq!(shown.ask(Method::PUT, "/demo/cards").await.code(), "cards_needed");
    shown.makes_a_card("/pantry/jam", "Jam").await;
    assert_eq!(shown.step("card").await, done(false, "put_cards"));
    let first = shown.ask(Method::PUT, "/demo/cards").await;
    assert_eq!((first.status, shown.shop.cards()), (StatusCode::ACCEPTED, vec!["/pantry/jam".to_owned()]));
    assert_eq!(shown.ask(Method::PUT, "/demo/cards").await.json()["id"], first.json()["id"], "twice is once");
    assert_eq!(shown.ask(Method::POST, "/demo/mend").await.code(), "audit_running");
    assert_eq!(shown.step("card").await, done(false, ""), "it is read just now");
    shown.read().await;
    assert_eq!(shown.step("card").await, done(true, "take_cards"));
    // Another card takes its place: the shop shows it when it is told.
    shown.makes_a_card("/pantry/jam", "Plum jam").await;
    assert_eq!(shown.step("card").await, done(true, "put_cards take_cards"));
    assert_eq!(shown.ask(Method::PUT, "/demo/cards").await.status, StatusCode::ACCEPTED);
    shown.read().await;
    assert_eq!(shown.ask(Method::POST, "/demo/mend").await.status, StatusCode::ACCEPTED);
    assert!(shown.shop.is_mended() && shown.shop.cards().len() == 1, "what it wears already stays");
    shown.read().await;
    assert_eq!(shown.ask(Method::DELETE, "/demo/cards").await.status, StatusCode::ACCEPTED);
    assert!(shown.shop.is_mended() && shown.shop.cards().is_empty());
    shown.read().await;
    assert_eq!(shown.step("card").await, done(false, "put_cards"));

    assert_eq!(shown.step("bar").await, done(false, "put_bar"));
    assert_eq!(shown.ask(Method::PUT, "/demo/bar").await.status, StatusCode::NO_CONTENT);
    assert_eq!(shown.step("bar").await, done(true, "take_bar"));
    let before = shown.shop.bar("/pantry/jam").unwrap();
    let bar = json!({ "networks": ["x"], "called": "Pass it on" });
    let path = format!("/api/v1/sites/{}/share-bar", shown.demo.site);
    assert_eq!(shown.bed.ask(Method::PUT, &path, Some(&shown.owner), bar).await.status, StatusCode::OK);
    assert_eq!(shown.step("bar").await, done(true, "put_bar take_bar"));
    assert_eq!(shown.shop.bar("/pantry/jam").unwrap(), before);
    assert_eq!(shown.ask(Method::PUT, "/demo/bar").await.status, StatusCode::NO_CONTENT);
    assert!(shown.shop.bar("/pantry/jam").unwrap().contains("Pass it on"));
    assert_eq!(shown.ask(Method::DELETE, "/demo/bar").await.status, StatusCode::NO_CONTENT);
    assert_eq!((shown.shop.bar("/"), shown.step("bar").await), (None, done(false, "put_bar")));

    let deeds = shown.ask(Method::GET, "/deeds").await.json();
    let what: Vec<&str> =
        deeds["items"].as_array().unwrap().iter().map(|deed| deed["what"].as_str().unwrap()).collect();
    assert_eq!(what.iter().filter(|what| **what == "share bar put onto the demo shop").count(), 2, "{what:?}");
    assert_eq!(shown.ask(Method::DELETE, "/demo").await.status, StatusCode::NO_CONTENT);
    for (method, path) in [(Method::PUT, "/demo/bar"), (Method::DELETE, "/demo/bar"), (Method::PUT, "/demo/cards")] {
        assert_eq!(shown.ask(method, path).await.status, StatusCode::NOT_FOUND);
    }
}

async fn a_shared_page_that_is_followed_is_seen(db: Db) {
    let shown = Shown::on(db).await;
    assert_eq!(shown.ask(Method::PUT, "/demo/bar").await.status, StatusCode::NO_CONTENT);
    let short = |html: &str| html.split("127.0.0.1%3A7979%2Fl%2F").nth(1).map(|rest| rest[..7].to_owned());
    // The bar's links lead to the start page, so there the short address is shared; elsewhere the page's own.
    let elsewhere = shown.shop.bar("/bread/").unwrap();
    assert_eq!(short(&elsewhere), None);
    let code = short(&shown.shop.bar("/").unwrap()).unwrap();
    assert!(elsewhere.contains(&format!("bread%2F%3Fe%3D{code}")), "it is the same token: {elsewhere}");
    assert_eq!(shown.step("click").await, done(false, ""));

    let follow = async |agent: &str| {
        let request = axum::http::Request::get(format!("/l/{code}")).header("host", "127.0.0.1:7979");
        let answer = shown.bed.send(request.header("user-agent", agent).body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(answer.location(), format!("http://bakery.localhost:4000/?e={code}"));
        read::round(&shown.bed.db, shown.bed.data.path(), shown.bed.clock.now(), u64::MAX).await.unwrap();
    };
    follow("WhatsApp/2.23.20.0 A").await;
    let strip = shown.ask(Method::GET, "/demo").await.json();
    let step = &strip["steps"][5];
    assert_eq!((&step["done"], &step["visit"]), (&json!(false), &json!("http://bakery.localhost:4000/#share")));
    assert!(step["how"].as_str().unwrap().starts_with("It was shared on WhatsApp"), "{step}");
    follow("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0").await;
    let strip = shown.ask(Method::GET, "/demo").await.json();
    assert_eq!(strip["steps"][5]["done"], true);
    assert!(strip["steps"][5]["how"].as_str().unwrap().starts_with("1 click by WhatsApp."), "{strip}");
    let links = shown.ask(Method::GET, &format!("/sites/{}/links", shown.demo.site)).await.json();
    let clicked: Vec<_> = links["items"].as_array().unwrap().iter().filter(|link| link["clicks"] == 1).collect();
    let [link] = &*clicked else { panic!("{links}") };
    assert_eq!((&link["network"], &link["placement"]), (&json!("whatsapp"), &json!("text")));

    // They go with the shop.
    assert_eq!(shown.ask(Method::DELETE, "/demo").await.status, StatusCode::NO_CONTENT);
}
