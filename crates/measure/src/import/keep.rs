//! Imports in the database: which files, how far, which lines; and totals.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use rustc_hash::FxHashSet;
use serde::Serialize;
use serde_json::{Value, json};
use store::{Db, Fault, sql};

use super::{Form, Total, class};
use crate::arrivals::Arrival;
use crate::channel::{Channel, Confidence, rules};
use crate::kept::{self, Sites, Taken};

/// Totals of one statement.
const AT_ONCE: usize = 2_000;

/// A file that is brought in, or was.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct File {
    /// The import's id.
    pub id: String,
    /// Bytes of it, unpacked, that were taken.
    pub read_to: i64,
    /// When it was read to its end.
    pub over_at: Option<i64>,
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The database.
    #[error(transparent)]
    Store(#[from] Fault),
    /// The disk, on which the import's salt stands.
    #[error("the salt of the import: {0}")]
    Disk(#[from] std::io::Error),
    /// Another run brings the same file in.
    #[error("somebody else brings the same file in at this moment: wait until that is over, then begin again")]
    Elsewhere,
}

/// A line as it is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The site's day.
    pub day: i64,
    /// Its hash.
    pub line: i64,
}

#[derive(Serialize)]
struct OfSite {
    site: i64,
    #[serde(flatten)]
    line: Line,
}

/// How far a file is after a batch.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    pub(super) file: File,
    pub(super) to: i64,
    pub(super) lines: u64,
}

/// What came of a batch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Batch {
    pub(super) new: u64,
    pub(super) taken: Taken,
}

/// The ids and addresses of all sites that are there.
pub async fn sites(db: &Db) -> Result<Vec<(String, String)>, Fault> {
    sql!("import_sites").fetch_all(db).await
}

/// The import of the file with this fingerprint, begun where nobody brought it in before.
pub async fn begin(
    db: &Db,
    random: &dyn Random,
    site: &str,
    form: Form,
    name: &str,
    fingerprint: &str,
    now: Timestamp,
) -> Result<File, Fault> {
    let add = sql!("import_begin")
        .bind(random.code())
        .bind(site)
        .bind(form.name())
        .bind(name)
        .bind(fingerprint)
        .bind(now.as_microsecond());
    let find = sql!("import_find").bind(site).bind(fingerprint);
    db.write(move |tx| {
        Box::pin(async move {
            add.execute(tx).await?;
            find.fetch_one(&*tx).await
        })
    })
    .await
}

/// Keeps views whose lines are new, and how far their files are, in one transaction.
pub(super) async fn batch(
    db: &Db,
    sites: &Arc<Sites>,
    lines: Vec<Line>,
    arrivals: Vec<Arrival<'static>>,
    moved: Vec<Moved>,
    now: Timestamp,
) -> Result<Batch, Stopped> {
    let sites = Arc::clone(sites);
    db.write_or(move |tx| {
        Box::pin(async move {
            let mut batch = Batch::default();
            let arrivals = match sites.keys().next().filter(|_| !lines.is_empty()) {
                Some(site) => {
                    let list = lines.iter().map(|it| OfSite { site: *site, line: *it });
                    let add = sql!("import_line_add").bind_list(list);
                    let fresh: Vec<(i64, i64)> = add.fetch_all(&*tx).await?;
                    let mut fresh: FxHashSet<(i64, i64)> = fresh.into_iter().collect();
                    let new = lines.iter().zip(arrivals).filter(|(it, _)| fresh.remove(&(it.day, it.line)));
                    new.map(|(_, arrival)| arrival).collect()
                }
                None => arrivals,
            };
            batch.new = arrivals.len() as u64;
            batch.taken = kept::take_at(tx, &sites, &arrivals, now).await?;
            for (at, Moved { file, to, lines }) in moved.into_iter().enumerate() {
                // Of several files that are read beside each other the first is told to have brought the visits.
                let visits = if at == 0 { batch.taken.visits } else { 0 };
                let on = sql!("import_on").bind(file.id).bind(file.read_to).bind(to);
                let on = on.bind(i64::try_from(lines).unwrap_or(0)).bind(i64::try_from(visits).unwrap_or(0));
                if on.execute(tx).await? == 0 {
                    return Err(Stopped::Elsewhere);
                }
            }
            Ok(batch)
        })
    })
    .await
}

/// The file was read to its end.
pub(super) async fn over(db: &Db, file: &File, now: Timestamp) -> Result<(), Fault> {
    let over = sql!("import_over").bind(&file.id).bind(now.as_microsecond());
    db.write(move |tx| Box::pin(async move { over.execute(tx).await.map(drop) })).await
}

/// Keeps the totals of an export in place of what the same import had before. How many rows they are.
pub async fn totals(db: &Db, site: &str, file: &File, totals: Vec<Total>, now: Timestamp) -> Result<u64, Fault> {
    let (site, id) = (site.to_owned(), file.id.clone());
    db.write(move |tx| {
        Box::pin(async move {
            sql!("imported_total_forget").bind(&id).execute(tx).await?;
            let mut visits = 0_u64;
            for some in totals.chunks(AT_ONCE) {
                let list = some.iter().map(row);
                visits += some.iter().map(|total| total.visits).sum::<u64>();
                let add = sql!("imported_total_add").bind(&site).bind(&id).bind_list(list);
                add.execute(tx).await?;
            }
            let rows = i64::try_from(totals.len()).unwrap_or(i64::MAX);
            let visits = i64::try_from(visits).unwrap_or(i64::MAX);
            sql!("import_whole").bind(&id).bind(rows).bind(visits).bind(now.as_microsecond()).execute(tx).await?;
            Ok(totals.len() as u64)
        })
    })
    .await
}

fn row(total: &Total) -> Value {
    let verdict = class(total);
    let rule = rules::named(&verdict.rule);
    let channel = verdict.channel.or(rule.and_then(|rule| rule.channel)).map_or(0, Channel::number);
    let confidence = verdict.confidence.map_or(0, Confidence::number);
    let bounded = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    json!({
        "day": domain::number_of(total.day),
        "source": total.source.replace('\0', ""),
        "medium": total.medium.replace('\0', ""),
        "page": total.page.replace('\0', ""),
        "channel": channel,
        "confidence": confidence,
        "network": verdict.network.map(|network| network.as_str().to_owned()),
        "visits": bounded(total.visits),
        "views": total.views.map(bounded),
        "visitors": total.visitors.map(bounded),
    })
}
