//! What somebody posts by hand: his page, what he says on it, and the first visit that says the same.

use axum::http::{Method, StatusCode};
use domain::Clock as _;
use jiff::SignedDuration;
use market::deliver::{self, JOB};
use market::hand::Link;
use measure::channel::{Channel, Confidence};
use people::Role;
use serde_json::{Value, json};
use store::{Db, Sql, queue};

use crate::bed::Bed;

on_both!(
    who_posts_by_hand_says_so_on_his_page_and_his_minutes_are_booked,
    the_first_visit_by_its_link_says_that_it_is_there,
    what_a_post_brought_and_took_stands_in_the_statement_by_post,
);

struct Turn {
    owner: String,
    site: String,
    post: Value,
    /// The end of the link in the mail.
    end: String,
}

/// A post that somebody has to post on Reddit now.
async fn turn(bed: &Bed) -> Turn {
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = async |path: &str, body: Value| {
        let answer = bed.ask(Method::POST, path, Some(&owner), body).await;
        assert!(answer.status.is_success(), "{path}: {answer:?}");
        answer.json()
    };
    let site = ask("/api/v1/sites", json!({ "address": "https://bakery.example/" })).await;
    let site = site["id"].as_str().unwrap().to_owned();
    let account = ask("/api/v1/accounts", json!({ "network": "reddit", "by_hand": true, "name": "r/<b>bread" })).await;
    let new = json!({
        "text": "Rye </textarea><script>", "page": "https://bakery.example/rye", "zone": "Europe/Berlin",
        "accounts": [{ "account": account["id"] }],
    });
    let post = ask(&format!("/api/v1/sites/{site}/posts"), new).await;
    let plan = json!({ "version": post["version"] });
    ask(&format!("/api/v1/sites/{site}/posts/{}/schedule", post["id"].as_str().unwrap()), plan).await;
    let claim = queue::claim(&bed.db, &[JOB], bed.clock.now(), market::LEASE).await.unwrap().unwrap();
    Box::pin(deliver::deliver(&bed.house.desk(), &claim)).await.unwrap();
    let path = format!("/api/v1/sites/{site}/posts/{}", post["id"].as_str().unwrap());
    let post = bed.ask(Method::GET, &path, Some(&owner), Value::Null).await.json();
    let delivery = &post["deliveries"][0];
    assert_eq!(delivery["state"], "waiting", "{post}");
    let copy = format!("Rye </textarea><script>\n\n{}", delivery["address"].as_str().unwrap());
    assert_eq!(delivery["copy"], json!(copy));
    assert!(delivery["open"].as_str().unwrap().starts_with("https://www.reddit.com/"), "{delivery}");
    let end = Link::of(delivery["id"].as_str().unwrap(), bed.clock.now()).sealed(bed.house.key()).unwrap();
    Turn { owner, site, post, end }
}

async fn state(bed: &Bed, turn: &Turn) -> Value {
    let path = format!("/api/v1/sites/{}/posts/{}", turn.site, turn.post["id"].as_str().unwrap());
    bed.ask(Method::GET, &path, Some(&turn.owner), Value::Null).await.json()["deliveries"][0]["state"].clone()
}

async fn who_posts_by_hand_says_so_on_his_page_and_his_minutes_are_booked(db: Db) {
    let bed = Bed::on(db);
    let turn = turn(&bed).await;
    let notices = bed.ask(Method::GET, "/api/v1/notices", Some(&turn.owner), Value::Null).await.json();
    assert_eq!((&notices["items"][0]["kind"], &notices["items"][0]["post"]), (&json!("post_turn"), &turn.post["id"]));

    let path = format!("/do/{}", turn.end);
    let page = async || bed.ask(Method::GET, &path, None, Value::Null).await;
    let shown = page().await;
    assert_eq!(shown.status, StatusCode::OK);
    let html = shown.text();
    assert!(html.contains("Rye &lt;/textarea&gt;&lt;script&gt;") && html.contains("r/&lt;b&gt;bread"), "{html}");
    assert!(html.contains("?e=") && html.contains("Open Reddit"), "{html}");

    for (url, minutes, fault) in
        [("reddit", "5", "whole address"), ("", "-1", "whole number"), ("", "9999", "whole number")]
    {
        let refused = bed.form(&path, None, &[("said", "live"), ("url", url), ("minutes", minutes)]).await;
        assert!(refused.text().contains(fault), "{}", refused.text());
    }
    assert_eq!(state(&bed, &turn).await, "waiting");
    let url = "https://www.reddit.com/r/bread/1";
    let thanks = bed.form(&path, None, &[("said", "live"), ("url", url), ("minutes", "7")]).await;
    assert!(thanks.text().contains("Thank you"), "{}", thanks.text());
    assert_eq!(state(&bed, &turn).await, "live");
    let twice = bed.form(&path, None, &[("said", "live"), ("url", url), ("minutes", "7")]).await;
    assert!(twice.text().contains("This one is posted"), "{}", twice.text());
    let booked: Vec<(i64, String, String)> =
        Sql::new("booked", "SELECT minutes, network, activity FROM entry").fetch_all(&bed.db).await.unwrap();
    assert_eq!(booked, [(7, "reddit".to_owned(), "post".to_owned())], "once");

    assert_eq!(bed.ask(Method::GET, &path[..path.len() - 4], None, Value::Null).await.status, StatusCode::GONE);
    bed.clock.set(bed.clock.now() + SignedDuration::from_hours(15 * 24));
    let late = page().await;
    assert_eq!((late.status, late.text().contains("This link is over")), (StatusCode::GONE, true));
}

async fn the_first_visit_by_its_link_says_that_it_is_there(db: Db) {
    let bed = Bed::on(db);
    let turn = turn(&bed).await;
    let settle = async || advise::hand::settle_by_first_visit(&bed.db, bed.clock.now()).await.unwrap();
    measure::measured::of(&bed.db, &bed.random, &turn.site).await.unwrap();
    assert_eq!(settle().await, 0);
    let code = turn.post["deliveries"][0]["code"].as_str().unwrap().to_owned();
    let day = bed.clock.now().as_second() / 86_400;
    bed.db
        .write(move |tx| {
            Box::pin(async move {
                Sql::new("word", "INSERT INTO word (text) VALUES ($1)").bind(code).execute(&mut *tx).await?;
                let visit = "INSERT INTO link_day (site, day, code, channel, confidence, network, visits) \
                             SELECT measured.number, $1, word.id, 0, 0, 0, 1 FROM measured, word";
                Sql::new("visit", visit).bind(day).execute(tx).await
            })
        })
        .await
        .unwrap();
    assert_eq!(settle().await, 1);
    assert_eq!(state(&bed, &turn).await, "live");
    assert_eq!(settle().await, 0);
}

async fn what_a_post_brought_and_took_stands_in_the_statement_by_post(db: Db) {
    let bed = Bed::on(db);
    let turn = turn(&bed).await;
    let by_post = async |asked: &str| {
        let path = format!("/api/v1/sites/{}/statement/posts{asked}", turn.site);
        let answer = bed.ask(Method::GET, &path, Some(&turn.owner), Value::Null).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json()["posts"].take()
    };
    assert_eq!(by_post("").await, json!([]), "it is not out yet");
    let thanks = bed.form(&format!("/do/{}", turn.end), None, &[("said", "live"), ("url", ""), ("minutes", "7")]).await;
    assert!(thanks.text().contains("Thank you"), "{}", thanks.text());
    let told = by_post("").await;
    let none = json!({ "sure": 0, "up_to": 0, "guessed": 0 });
    assert_eq!(
        (&told[0]["id"], &told[0]["minutes"], &told[0]["brought"]),
        (&turn.post["id"], &json!(7), &none),
        "{told}"
    );
    assert_eq!((&told[0]["sales"], &told[0]["sold"], &told[0]["paid"]), (&json!(0), &Value::Null, &Value::Null));

    let delivery = &turn.post["deliveries"][0];
    let (code, id) = (delivery["code"].as_str().unwrap().to_owned(), delivery["id"].as_str().unwrap().to_owned());
    let today = bed.clock.now().as_second() / 86_400;
    let class = |channel: Channel, confidence: Confidence| format!("{}, {}", channel.number(), confidence.number());
    let rows = [
        format!("INSERT INTO word (id, text) VALUES (901, '{code}')"),
        format!(
            "INSERT INTO link_day (site, day, code, channel, confidence, network, visits) SELECT number, {today}, 901, {}, 0, 12 \
             FROM measured",
            class(Channel::Post, Confidence::Proven)
        ),
        format!(
            "INSERT INTO link_day (site, day, code, channel, confidence, network, visits) SELECT number, {today}, 901, {}, 0, 5 \
             FROM measured",
            class(Channel::PassedOn, Confidence::Probable)
        ),
        format!(
            "INSERT INTO sale (site, order_id, at, day, minor, currency, refunded, source, last_code) \
             SELECT site, '1', 0, {today}, 900, currency, 200, 'page', '{code}' FROM measured"
        ),
        format!(
            "INSERT INTO entry (id, site, day, activity, side, kind, minor, currency, months, note, source, made_by, made_at) \
             SELECT '{id}', site, {today}, 'post', 'smm', 'fee', 15, currency, 1, '', 'wallet', 'W', 0 FROM measured"
        ),
    ];
    bed.db
        .write(move |tx| {
            Box::pin(async move {
                for row in rows {
                    let row: &'static str = Box::leak(row.into_boxed_str());
                    Sql::new("row", row).execute(&mut *tx).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    let told = by_post("").await;
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    let told = &told[0];
    assert_eq!(told["brought"], json!({ "sure": 12, "up_to": 12, "guessed": 0 }));
    assert_eq!(told["passed_on"], json!({ "sure": 0, "up_to": 5, "guessed": 0 }));
    assert_eq!((&told["sales"], &told["sold"]["minor"], &told["paid"]["minor"]), (&json!(1), &json!(700), &json!(15)));
    assert_eq!(told["minutes"], 7);
    assert_eq!(by_post("?to=2026-01-31").await, json!([]), "what came later belongs to another time");
}
