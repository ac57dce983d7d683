//! A bakery's half year in sums: invented, and such that each part of the statement has something to say.

use axum::http::Method;
use measure::channel::{Channel, Confidence};
use people::Role;
use serde_json::json;
use store::{Sql, Tx};

use crate::bed::Bed;

/// The bakery in the database.
pub(crate) struct Bakery {
    /// Who looks after it: the secret of a session.
    pub(crate) owner: String,
    /// Its site.
    pub(crate) site: String,
}

/// 24 August 2026.
const FIRST: i64 = 20_689;
const DAYS: i64 = 91;
/// When 38 pages were mended: 6 October.
const MENDED: i64 = FIRST + 43;

/// Visits of a day: class, network, how many.
fn visits(day: i64) -> Vec<(Channel, Confidence, Option<&'static str>, i64)> {
    use Channel::{Ai, Dark, Direct, Email, Paid, PassedOn, Post, Reply, Search, ShareButton, Within};
    use Confidence::{Declared, Estimated, Probable, Proven, Shared, Strong, Weak};
    let at = day - FIRST;
    let wave = |step: i64, most: i64| (at * step).rem_euclid(most);
    let later = i64::from(day > MENDED);
    let burst = if at.rem_euclid(9) == 0 { 18 } else { 1 };
    vec![
        (ShareButton, Proven, Some("whatsapp"), 1 + later + wave(7, 3) / 2),
        (ShareButton, Proven, Some("bluesky"), later),
        (PassedOn, Strong, Some("facebook"), 1 + later + wave(5, 3) / 2),
        (PassedOn, Strong, Some("reddit"), later),
        (PassedOn, Weak, Some("mastodon"), 1 + wave(3, 2)),
        (Post, Proven, Some("bluesky"), burst),
        (Post, Proven, Some("mastodon"), burst / 3),
        (Post, Shared, Some("x"), wave(4, 3)),
        (Paid, Strong, Some("facebook"), 2 + wave(11, 3)),
        (Reply, Proven, Some("reddit"), wave(3, 2)),
        (Reply, Declared, Some("reddit"), i64::from(wave(3, 5) == 0)),
        (Dark, Probable, Some("whatsapp"), 1 + wave(3, 2)),
        (Dark, Estimated, None, 1 + wave(7, 3)),
        (Within, Estimated, None, wave(5, 4)),
        (Direct, Estimated, None, 3),
        (Search, Strong, None, 24 + wave(13, 5)),
        (Email, Strong, None, i64::from(at.rem_euclid(7) == 3) * 9),
        (Ai, Strong, None, wave(3, 3)),
    ]
}

/// All of the quarter.
pub(crate) fn all_visits() -> u64 {
    (FIRST..FIRST + DAYS).flat_map(visits).map(|(.., visits)| visits.unsigned_abs()).sum()
}

async fn run(tx: &mut Tx, text: String) -> Result<(), store::Fault> {
    let text: &'static str = Box::leak(text.into_boxed_str());
    Sql::new("bakery", text).execute(tx).await.map(drop)
}

impl Bakery {
    /// Brings it all into the database.
    pub(crate) async fn open(bed: &Bed) -> Self {
        let (owner, _) = bed.somebody(Role::Owner).await;
        let made =
            bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "https://bakery.example" })).await;
        let site = made.json()["id"].as_str().unwrap().to_owned();
        let code = async |body| {
            let made = bed.ask(Method::POST, &format!("/api/v1/sites/{site}/links"), Some(&owner), body).await;
            made.json()["code"].as_str().unwrap().to_owned()
        };
        let post = code(
            json!({ "target": "/bread/sourdough", "activity": "post", "network": "bluesky", "campaign": "Autumn" }),
        );
        let post = post.await;
        for path in ["/bread/rye", "/cakes/apple", "/cakes/plum", "/rolls", "/opening"] {
            code(json!({ "target": path, "activity": "post", "network": "bluesky" })).await;
        }
        let number = measure::measured::of(&bed.db, &bed.random, &site).await.unwrap().number;
        let filled = site.clone();
        let done = bed.db.write(move |tx| Box::pin(async move { fill(tx, &filled, number, &post).await }));
        done.await.unwrap();
        Self { owner, site }
    }
}

async fn fill(tx: &mut Tx, site: &str, number: i64, post: &str) -> Result<(), store::Fault> {
    let words = [
        "whatsapp",
        "bluesky",
        "facebook",
        "reddit",
        "mastodon",
        "x",
        "/bread/sourdough",
        "/",
        post,
        "aaaaaa",
        "bbbbbb",
    ];
    let word = |text: &str| 100 + i64::try_from(words.iter().position(|word| *word == text).unwrap()).unwrap();
    for text in words {
        run(tx, format!("INSERT INTO word (id, text) VALUES ({}, '{text}')", word(text))).await?;
    }
    let settings = "zone = 'Europe/Berlin', posts = '[\"x\"]', hour_minor = 3000, margin = 40, weekly_minutes = 120";
    run(tx, format!("UPDATE measured SET {settings} WHERE number = {number}")).await?;
    for day in FIRST - DAYS..FIRST + DAYS {
        let mut rows = Vec::new();
        for (channel, confidence, network, visits) in visits(day).into_iter().filter(|(.., visits)| *visits > 0) {
            let network = network.map_or(0, word);
            let began = if channel == Channel::ShareButton { visits / 2 } else { 0 };
            let class = format!("{}, {}", channel.number(), confidence.number());
            rows.push(format!("({number}, {day}, {class}, {network}, {visits}, {visits}, {began})"));
        }
        run(tx, format!("INSERT INTO visit_day VALUES {}", rows.join(", "))).await?;
        let share = format!("{}, {}", Channel::ShareButton.number(), Confidence::Proven.number());
        let search = format!("{}, {}", Channel::Search.number(), Confidence::Strong.number());
        run(tx, format!("INSERT INTO page_day VALUES ({number}, {day}, {}, {share}, 1, 1), ({number}, {day}, {}, {search}, 24, 30)", word("/bread/sourdough"), word("/"))).await?;
        // Sundays at nine on the bakery's wall.
        let quarter = day * 96 + 7 * 4;
        let visits = if (day + 3).rem_euclid(7) == 6 { 9 } else { 1 };
        run(
            tx,
            format!(
                "INSERT INTO visit_quarter VALUES ({number}, {quarter}, {share}, {}, {visits}, {visits})",
                word("whatsapp")
            ),
        )
        .await?;
    }
    // Made within the quarter: 1 September.
    run(tx, format!("UPDATE link SET made_at = {} WHERE site = '{site}'", (FIRST + 8) * 86_400_000_000)).await?;
    let proven = format!("{}, {}", Channel::Post.number(), Confidence::Proven.number());
    run(
        tx,
        format!("INSERT INTO link_day VALUES ({number}, {FIRST}, {}, {proven}, {}, 120)", word(post), word("bluesky")),
    )
    .await?;
    for (id, press, parent, network) in
        [(1, "aaaaaa", post, "whatsapp"), (2, "aaaaaa", post, "whatsapp"), (3, "bbbbbb", "aaaaaa", "facebook")]
    {
        let columns = "site, day, id, at, channel, confidence, rule, version, network, page, code, press, parent, flags, views, seconds";
        let (press, parent, network, page) = (word(press), word(parent), word(network), word("/bread/sourdough"));
        run(tx, format!("INSERT INTO visit ({columns}) VALUES ({number}, {FIRST}, {id}, 0, 1, 1, 1, 1, {network}, {page}, NULL, {press}, {parent}, 0, 1, 0)")).await?;
    }
    for (kind, what, page, times) in [
        ("unfurl", "whatsapp", "/bread/sourdough", 44),
        ("press", "whatsapp", "/bread/sourdough", 161),
        ("press", "bluesky", "/", 9),
    ] {
        run(
            tx,
            format!(
                "INSERT INTO happened_day VALUES ({number}, {FIRST}, '{kind}', {}, {}, {times})",
                word(what),
                word(page)
            ),
        )
        .await?;
    }
    for (id, day, activity, side, network, kind, minutes, minor, months) in [
        ("e1", FIRST + 2, "'share_button'", "smo", "NULL", "hours", "45", "NULL", 1),
        ("e2", MENDED, "'mending'", "smo", "NULL", "hours", "540", "NULL", 12),
        ("e3", FIRST + 5, "'post'", "smm", "'bluesky'", "hours", "540", "NULL", 1),
        ("e4", FIRST + 6, "'post'", "smm", "NULL", "tool_share", "NULL", "1200", 1),
        ("e5", FIRST + 20, "'ad'", "smm", "'facebook'", "ad_spend", "NULL", "18000", 1),
        ("e6", FIRST + 20, "'ad'", "smm", "NULL", "hours", "60", "NULL", 1),
        ("e7", FIRST + 30, "'reply'", "smm", "'reddit'", "hours", "180", "NULL", 1),
        ("e8", FIRST - 50, "'post'", "smm", "NULL", "hours", "600", "NULL", 1),
    ] {
        let columns = "id, site, day, activity, side, network, campaign, kind, minutes, hour_minor, minor, currency, months, note, source, made_by, made_at";
        let campaign = if id == "e5" { "'Autumn'" } else { "NULL" };
        let price = if kind == "hours" { "3000" } else { "NULL" };
        run(tx, format!("INSERT INTO entry ({columns}) VALUES ('{id}', '{site}', {day}, {activity}, '{side}', {network}, {campaign}, '{kind}', {minutes}, {price}, {minor}, 'EUR', {months}, '', 'hand', 'Ada', 0)")).await?;
    }
    for at in 0..15 {
        let channel = [Channel::ShareButton, Channel::PassedOn, Channel::Post, Channel::Paid][at % 4].number();
        let day = FIRST + i64::try_from(at).unwrap() * 5;
        let columns = "site, order_id, at, day, minor, currency, refunded, source, last_channel, last_confidence";
        run(tx, format!("INSERT INTO sale ({columns}) VALUES ('{site}', 'o{at}', 0, {day}, 4500, 'EUR', 0, 'plugin', {channel}, 2)")).await?;
    }
    run(tx, format!("INSERT INTO mark (id, site, at, day, kind, says, pages) VALUES ('m1', '{site}', 0, {MENDED}, 'mended', '38 product pages were mended', 38)")).await?;
    run(tx, format!("INSERT INTO import (id, site, form, name, fingerprint, read_to, lines, visits, begun_at) VALUES ('i', '{site}', 'ga4', 'ga4.csv', 'f', 0, 0, 0, 0)")).await?;
    run(tx, format!("INSERT INTO imported_total (site, import, day, source, medium, page, channel, confidence, visits) VALUES ('{site}', 'i', {FIRST}, 'facebook', 'social', '/', {}, 3, 210), ('{site}', 'i', {FIRST}, 'google', 'organic', '/', {}, 2, 1900)", Channel::PassedOn.number(), Channel::Search.number())).await
}
