//! A log brought in, timed: `import FOLDER LOG` makes a database in the folder, and says lines, new views and seconds.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use domain::{Random, SystemRandom};
use measure::import::log::{Bringing, Source, fingerprint};
use measure::import::{Form, keep};
use measure::measured;
use store::{Db, Place, Sql};

#[expect(clippy::print_stdout, reason = "what a bench says")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, log] = &arguments[..] else { return Err("import FOLDER LOG".into()) };
    let folder = Path::new(folder);
    tokio::runtime::Runtime::new()?.block_on(async {
        let db = Db::open(&Place::Sqlite(folder.join("tidings.db"))).await?;
        db.migrate().await?;
        db.write(|tx| {
            Box::pin(async move {
                let workspace = "INSERT INTO workspace (id, name, sandbox, created_at) VALUES ('w', 'W', FALSE, 0)";
                Sql::new("workspace", workspace).execute(&mut *tx).await?;
                let site = "INSERT INTO site (id, workspace, address, name, created_at) \
                            VALUES ('s', 'w', 'https://shop.example/', 'S', 0)";
                Sql::new("site", site).execute(tx).await
            })
        })
        .await?;
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let site = Arc::new(measured::of(&db, &random, "s").await?);
        let now = domain::Clock::now(&domain::SystemClock);
        let begun = Instant::now();
        let known = fingerprint(File::open(log)?)?;
        let file = keep::begin(&db, &SystemRandom, "s", Form::Log, "log", &known, now).await?;
        let source = Source::of(file, Box::new(File::open(log)?))?;
        let brought = Bringing::new(&db, folder, &SystemRandom, site, vec![source])?.all(now, |_| {}).await?;
        println!("BROUGHT\t{}\t{}\t{:.3}", brought.lines, brought.new, begun.elapsed().as_secs_f64());
        db.close().await;
        Ok(())
    })
}
