//! The statement of a site with ten million visits in ninety days, timed: a line of JSON for each round. The sums are put in
//! as `measure::kept` would leave them; single visits are not looked at by it, and are left out.

use std::sync::Arc;
use std::time::Instant;

use domain::{Random, SystemRandom, day_of};
use measure::channel::{Channel, Confidence};
use measure::measured::{self, Measured};
use measure::statement::{self, Period};
use store::{Db, Fault, Place, Sql, Tx};

const VISITS: i64 = 10_000_000;
const DAYS: i64 = 90;
const FIRST: i64 = 20_600;
const PAGES: i64 = 5_000;
const NETWORKS: i64 = 18;
const ROUNDS: usize = 60;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let folder = std::env::args().nth(1).ok_or("name a folder for the database")?;
        let db = Db::open(&Place::Sqlite(std::path::Path::new(&folder).join("tidings.db"))).await?;
        db.migrate().await?;
        let site = filled(&db).await?;
        let day = |number| day_of(number);
        let period = Period::of(Some(day(FIRST)), Some(day(FIRST + DAYS - 1)), day(FIRST + DAYS))?;
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let told = statement::of_site(&db, &site, period).await?;
            let json = serde_json::to_string(&told)?;
            let whole = begun.elapsed().as_secs_f64() * 1_000.0;
            let begun = Instant::now();
            let month = Period::of(Some(day(FIRST + 59)), Some(day(FIRST + 89)), day(FIRST + DAYS))?;
            let pages = statement::pages(&db, &site, month).await?.pages.len();
            let by_page = begun.elapsed().as_secs_f64() * 1_000.0;
            let visits: u64 = told.rows.iter().map(|row| row.visits.all()).sum();
            #[expect(clippy::print_stdout, reason = "what a bench says")]
            {
                println!("{{\"millis\":{whole},\"pages_millis\":{by_page},\"visits\":{visits},\"bytes\":{},\"pages\":{pages}}}", json.len());
            }
        }
        Ok(())
    })
}

async fn run(tx: &mut Tx, text: String) -> Result<(), Fault> {
    let text: &'static str = Box::leak(text.into_boxed_str());
    Sql::new("bench", text).execute(tx).await.map(drop)
}

/// A site, and its sums: 180 days of them, so that there is a period before.
async fn filled(db: &Db) -> Result<Measured, Fault> {
    db.write(|tx| {
        Box::pin(async move {
            run(tx, "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)".to_owned()).await?;
            run(tx, "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('s', 'w', 'https://s.example/', 'S', 0)".to_owned()).await?;
            for id in 1..=NETWORKS + PAGES {
                run(tx, format!("INSERT INTO word (id, text) VALUES ({id}, '/word/{id}')")).await?;
            }
            Ok(())
        })
    })
    .await?;
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let site = measured::of(db, &random, "s").await?;
    let number = site.number;
    let classes: Vec<(Channel, Confidence)> = Channel::ALL
        .iter()
        .flat_map(|channel| Confidence::ALL.iter().map(move |it| (*channel, *it)))
        .step_by(3)
        .collect();
    let cells = i64::try_from(classes.len()).unwrap_or(1) * (NETWORKS + 1);
    let each = VISITS / DAYS / cells;
    let over = VISITS - each * DAYS * cells;
    for day in FIRST - DAYS..FIRST + DAYS {
        let classes = classes.clone();
        db.write(move |tx| {
            Box::pin(async move {
                let mut rows = Vec::new();
                for (channel, confidence) in &classes {
                    let class = format!("{}, {}", channel.number(), confidence.number());
                    for network in 0..=NETWORKS {
                        let more = if day == FIRST && rows.is_empty() { over } else { 0 };
                        rows.push(format!("({number}, {day}, {class}, {network}, {}, {each}, 0)", each + more));
                    }
                }
                for rows in rows.chunks(500) {
                    run(tx, format!("INSERT INTO visit_day VALUES {}", rows.join(", "))).await?;
                }
                let pages: Vec<String> = (1..=PAGES)
                    .flat_map(|page| {
                        [1, 2, 9].map(|channel| format!("({number}, {day}, {}, {channel}, 2, 7, 9)", NETWORKS + page))
                    })
                    .collect();
                for rows in pages.chunks(500) {
                    run(tx, format!("INSERT INTO page_day VALUES {}", rows.join(", "))).await?;
                }
                Ok(())
            })
        })
        .await?;
    }
    Ok(site)
}
