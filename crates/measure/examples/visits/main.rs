//! Visits by the million, made by a seed: how fast they are taken in, how much room they take, how long a list of them takes,
//! and that both engines answer alike.
//!
//! `visits engines MANY` takes them in on both engines and gives sums of all rows, with words in place of numbers;
//! `visits fill FILE MANY` takes them into a file, `visits drill FILE` times lists, `visits size FILE` gives bytes, `visits
//! forget FILE` lets all single visits go.

mod made;
mod print;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use measure::channel::{Channel, Confidence};
use measure::kept::{self, Filter, forget};
use measure::measured;
use store::{Db, Engine, Place, Sql, test_bed};

/// Arrivals of one batch.
const AT_ONCE: usize = 8_000;

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, place, rest @ ..] = &arguments[..] else { return Err("visits WHAT PLACE".into()) };
    let many = rest.first().map_or(Ok(1_000_000), |many| many.parse());
    tokio::runtime::Runtime::new()?.block_on(async {
        if what == "engines" {
            for engine in [Engine::Sqlite, Engine::Postgres] {
                let bed = test_bed::empty(engine).await;
                bed.db.migrate().await?;
                println!("ENGINE\t{engine:?}");
                fill(&bed.db, place.parse()?).await?;
                print::all(&bed.db).await?;
                bed.db.close().await;
            }
            return Ok(());
        }
        let db = Db::open(&Place::Sqlite(PathBuf::from(place))).await?;
        db.migrate().await?;
        match what.as_str() {
            "fill" => fill(&db, many?).await?,
            "drill" => drill(&db).await?,
            "size" => size(&db).await?,
            "forget" => forget_all(&db).await?,
            _ => return Err("visits engines MANY, or visits fill|drill|size|forget FILE".into()),
        }
        db.close().await;
        Ok(())
    })
}

/// Lets all single visits go, and the words that nobody needs then.
async fn forget_all(db: &Db) -> Done {
    let now = jiff::Timestamp::from_microsecond(made::END + 3_650 * made::DAY)?;
    let begun = Instant::now();
    let mut visits = 0;
    loop {
        let gone = forget::forget(db, now, 1_000_000).await?;
        visits += gone.visits;
        if !gone.is_cut_short {
            break;
        }
    }
    let took = begun.elapsed().as_secs_f64();
    let words = forget::words(db).await?;
    println!("FORGOTTEN\t{visits}\t{took:.1}\t{words}");
    Ok(())
}

async fn fill(db: &Db, many: u64) -> Done {
    made::sites(db).await?;
    let sites = Arc::new(measured::all(db).await?);
    let mut maker = made::Maker::new(many);
    let begun = Instant::now();
    let (mut visits, mut views, mut spent) = (0, 0, 0.0);
    while visits < many {
        let batch = maker.next(AT_ONCE);
        let sites = Arc::clone(&sites);
        let before = Instant::now();
        let taken = db.write(move |tx| Box::pin(async move { kept::take(tx, &sites, &batch).await })).await?;
        spent += before.elapsed().as_secs_f64();
        visits += taken.visits;
        views += taken.views;
    }
    let all = begun.elapsed().as_secs_f64();
    // As the rounds do: of visitors only those of the last two days are there.
    forget::forget(db, jiff::Timestamp::from_microsecond(made::END)?, u64::MAX).await?;
    println!("TAKEN\t{visits}\t{views}\t{spent:.2}\t{all:.2}\t{:.0}", visits as f64 / spent);
    Ok(())
}

async fn drill(db: &Db) -> Done {
    let number: i64 = Sql::new("site", "SELECT MIN(number) FROM measured").fetch_one(db).await?;
    let last = made::END.div_euclid(made::DAY);
    let (path, source) = (made::path(4_321), "reddit".to_owned());
    let filters = [
        ("none", Filter::default()),
        ("side", Filter { side: Some(domain::Side::Smo), ..Filter::default() }),
        ("channel", Filter { channel: Some(Channel::ShareButton), ..Filter::default() }),
        ("confidence", Filter { confidence: Some(Confidence::Probable), ..Filter::default() }),
        ("network", Filter { network: Some(source), ..Filter::default() }),
        ("page, rare", Filter { page: Some(path), ..Filter::default() }),
        ("campaign", Filter { campaign: Some("summer".to_owned()), ..Filter::default() }),
    ];
    for (name, filter) in filters {
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..7 {
            let begun = Instant::now();
            found = kept::list(db, number, (last - 30, last), &filter, None, 101).await?.len();
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        println!("LIST\t{name}\t{found}\t{:.1}\t{:.1}", times[3], times[6]);
    }
    Ok(())
}

async fn size(db: &Db) -> Done {
    let pages =
        "SELECT (SELECT page_count FROM pragma_page_count()) - (SELECT freelist_count FROM pragma_freelist_count())";
    let pages: i64 = Sql::new("pages", pages).fetch_one(db).await?;
    let page: i64 = Sql::new("page", "SELECT page_size FROM pragma_page_size()").fetch_one(db).await?;
    let visits: i64 = Sql::new("visits", "SELECT CAST(SUM(visits) AS BIGINT) FROM visit_day").fetch_one(db).await?;
    println!("BYTES\t{}\t{visits}\t{:.1}", pages * page, (pages * page) as f64 / visits as f64);
    Ok(())
}
