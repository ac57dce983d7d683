//! Plans many posts at once: `planned FOLDER WORKSPACE SITE ACCOUNT MANY SECONDS` spreads them over so many seconds from now,
//! in the database of a house that is not up, and says how long a claim takes before and after.

use std::time::Instant;

use domain::{Clock, Random, SystemClock, SystemRandom};
use jiff::{SignedDuration, Timestamp};
use ledger::link::{By, Ground};
use market::post::{self, Card, New, Variant, When};
use store::queue::{self, NewJob};
use store::{Db, Place};

/// Posts of one transaction.
const TOGETHER: i64 = 500;
/// Claims that are timed.
const CLAIMS: usize = 400;
/// Their kind, of which nobody else knows.
const KIND: &str = "bench";

#[derive(Clone)]
struct Of {
    workspace: String,
    site: String,
    account: String,
}

#[expect(clippy::print_stdout, reason = "what a bench says")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, workspace, site, account, many, seconds] = &arguments[..] else {
        return Err("planned FOLDER WORKSPACE SITE ACCOUNT MANY SECONDS".into());
    };
    let of = Of { workspace: workspace.clone(), site: site.clone(), account: account.clone() };
    let (many, seconds): (i64, i64) = (many.parse()?, seconds.parse()?);
    tokio::runtime::Runtime::new()?.block_on(async {
        let db = Db::open(&Place::Sqlite(std::path::Path::new(folder).join("tidings.db"))).await?;
        println!("CLAIM\t{:.3}", claims(&db).await?);
        let now = SystemClock.now();
        for first in (0..many).step_by(usize::try_from(TOGETHER)?) {
            let of = of.clone();
            // Not before an hour has passed: they are to stay planned.
            let due = move |nth: i64| now + SignedDuration::from_secs(3_600 + seconds * nth / many);
            let planned = db.write_or(move |tx| {
                Box::pin(async move {
                    for nth in first..(first + TOGETHER).min(many) {
                        plan(tx, now, due(nth), &of, nth).await?;
                    }
                    Ok::<_, market::Fault>(())
                })
            });
            planned.await?;
        }
        println!("CLAIM\t{:.3}", claims(&db).await?);
        db.close().await;
        Ok(())
    })
}

async fn plan(tx: &mut store::Tx, now: Timestamp, due: Timestamp, of: &Of, nth: i64) -> Result<(), market::Fault> {
    let random: &dyn Random = &SystemRandom;
    let new = New {
        text: format!("Bread number {nth}, warm from the oven"),
        page: Some("http://127.0.0.1:9/bread".to_owned()),
        card: Card { title: "Bread".to_owned(), description: "Baked today".to_owned(), ..Card::default() },
        zone: "UTC".to_owned(),
        accounts: vec![Variant { account: of.account.clone(), text: None, bare: false }],
        ..New::default()
    };
    let post = post::write(&mut *tx, random, now, (&of.workspace, &of.site, "bench"), &new).await?;
    let by = By { site: of.site.clone(), name: "bench".to_owned() };
    let site = "http://127.0.0.1:9/".parse().map_err(|_| market::Fault::Unknown("site"))?;
    let ground = Ground { site: &site, house: &[], is_public: networks::http::is_public };
    let when: When = post::now(due, "UTC");
    post::schedule(tx, random, now, &by, (&post.id, post.version), &when, &ground).await?;
    Ok(())
}

/// The median of claims, each with its commit, in milliseconds.
async fn claims(db: &Db) -> Result<f64, store::Fault> {
    let now = SystemClock.now();
    db.write(move |tx| {
        Box::pin(async move {
            for _ in 0..CLAIMS {
                let job = NewJob { kind: KIND, payload: "one".into(), due: now, dedup: None, priority: 0 };
                queue::enqueue(&mut *tx, job, now).await?;
            }
            Ok(())
        })
    })
    .await?;
    let mut took = Vec::new();
    let lease = SignedDuration::from_mins(1);
    loop {
        let began = Instant::now();
        let Some(claim) = queue::claim(db, &[KIND], now, lease).await? else { break };
        took.push(began.elapsed().as_secs_f64() * 1_000.0);
        db.write(move |tx| Box::pin(async move { queue::complete(tx, &claim, "done", now).await })).await?;
    }
    took.sort_by(f64::total_cmp);
    Ok(took.get(took.len() / 2).copied().unwrap_or(f64::INFINITY))
}
