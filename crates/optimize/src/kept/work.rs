//! The work: a worker runs an audit that somebody asked for, and keeps its row and its lease alive meanwhile.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::Clock;
use jiff::SignedDuration;
use networks::http::Allow;
use store::queue::{self, Claim};
use store::{Db, Fault, sql};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use url::Url;

use crate::audit::Summary;
use crate::crawl::web::{self, Plan, Start};
use crate::report::{self, Changed, Difference};
use crate::watch::{self as watching, Outcome, State, Told};

/// How often progress is written down, and the wish to stop looked for.
const NOTED_EVERY: Duration = Duration::from_millis(300);

/// What a worker works with. Cheap to clone.
#[derive(Clone)]
pub struct Workshop {
    /// Where jobs and rows are.
    pub db: Db,
    /// The data folder.
    pub data: PathBuf,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// Hosts on this machine or in the private network that the operator allowed to be audited: by name, or as
    /// `name:port` where no other port of it is meant.
    pub allow_private: Vec<String>,
    /// Where the operator can be reached.
    pub contact: Option<String>,
    /// Whether the house closes: what is under way is then left for the next start.
    pub closing: watch::Receiver<bool>,
    /// How long a job is held without a sign of life.
    pub lease: SignedDuration,
}

/// Where the files of the audit `id` lie.
pub fn folder_of(data: &Path, id: &str) -> PathBuf {
    data.join("audits").join(id)
}

/// What changed from one audit to another, as far as the sums of both are kept.
pub fn difference(data: &Path, from: &str, to: &str) -> io::Result<Difference> {
    Ok(report::difference(&summary(data, from)?, &summary(data, to)?))
}

fn summary(data: &Path, id: &str) -> io::Result<Summary> {
    Ok(serde_json::from_slice(&fs::read(folder_of(data, id).join(watching::SUMMARY))?)?)
}

/// How an audit came to an end.
enum End {
    Came(Box<Result<Outcome, String>>),
    /// The house closes, or another worker has the job.
    Left,
}

/// Runs the audit of `claim` to its end, or as far as the house is open.
pub async fn work(shop: &Workshop, claim: Claim) -> Result<(), Fault> {
    let Some(id) = claim.payload.as_str().map(str::to_owned) else { return finish(shop, claim, None).await };
    let (now, begin) = (shop.clock.now(), id.clone());
    let begun: Option<String> = shop
        .db
        .write(move |tx| Box::pin(async move { sql!("audit_begin").bind(begin).bind(now).fetch_optional(tx).await }))
        .await?;
    if begun.is_none() {
        // Stopped before anybody began, or ended by a worker that could not tell so.
        return finish(shop, claim, None).await;
    }
    let address: String = sql!("audit_site").bind(id.clone()).fetch_one(&shop.db).await?;
    match Box::pin(run(shop, &claim, &id, &address)).await? {
        End::Left => {
            // The next worker goes on with what lies in the folder.
            let now = shop.clock.now();
            shop.db
                .write(move |tx| Box::pin(async move { queue::put_back(tx, &claim, now, "the house closed").await }))
                .await
        }
        End::Came(outcome) => finish(shop, claim, Some((id, outcome))).await,
    }
}

/// Asks an audit to stop once nobody looks after it.
struct StopsWhenLeft(Arc<AtomicBool>);

impl Drop for StopsWhenLeft {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs the audit on a thread of its own, and looks after it.
async fn run(shop: &Workshop, claim: &Claim, id: &str, address: &str) -> Result<End, Fault> {
    let Ok(url) = Url::parse(address) else {
        return Ok(End::Came(Box::new(Err(format!("{address} is no address")))));
    };
    let folder = folder_of(&shop.data, id);
    let own = url.host_str().is_some_and(|host| {
        let place = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
        shop.allow_private.iter().any(|allowed| *allowed == host || *allowed == place)
    });
    let start = Start::Sites(vec![url]);
    let before: Option<String> = sql!("audit_before").bind(id).fetch_optional(&shop.db).await?;
    let plan = Plan {
        resume: folder.exists(),
        before: before.map(|before| folder_of(&shop.data, &before)),
        allow: if own { start.hosts() } else { Allow::default() },
        // What the operator allowed by name on his own machine is his to load.
        fast: own,
        contact: shop.contact.clone(),
        ..Plan::new(start)
    };
    let stop = Arc::new(AtomicBool::new(false));
    // However this ends, a fault of the database too: nobody looks after the audit any more, and the job goes to another.
    let _until_then = StopsWhenLeft(Arc::clone(&stop));
    let (tell, told) = watch::channel(None);
    let (clock, flag) = (Arc::clone(&shop.clock), Arc::clone(&stop));
    let mut audit = tokio::task::spawn_blocking(move || {
        watching::audit(&plan, &folder, &*clock, &flag, &mut |told| _ = tell.send_replace(Some(told.clone())))
    });
    let mut tick = interval(NOTED_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut closing = shop.closing.clone();
    let mut left = *closing.borrow();
    let mut noted = None;
    let mut held_until = shop.clock.now();
    loop {
        if left {
            stop.store(true, Ordering::Relaxed);
        }
        tokio::select! {
            outcome = &mut audit => {
                let outcome = match outcome {
                    Ok(outcome) => outcome.map_err(|fault| why(&fault)),
                    Err(fault) => Err(format!("Tidings itself failed: {fault}; please report it")),
                };
                return Ok(if left { End::Left } else { End::Came(Box::new(outcome)) });
            }
            _ = closing.changed(), if !left => left = *closing.borrow(),
            _ = tick.tick() => {
                let now = shop.clock.now();
                if now >= held_until {
                    // Whoever else has it by now does the work; two would write into one folder.
                    left |= !queue::extend(&shop.db, claim, now, shop.lease).await?;
                    held_until = now + shop.lease / 3;
                }
                let told = told.borrow().clone();
                let asked_to_stop = match &told {
                    Some(news) if told != noted => note(shop, id, news).await?,
                    _ => is_asked_to_stop(shop, id).await?,
                };
                noted = told;
                if asked_to_stop {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
    }
}

/// Why nothing was read, for somebody who looks at the console.
fn why(fault: &web::Fault) -> String {
    let web::Fault::Private { url } = fault else { return fault.to_string() };
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    format!(
        "{url} lies on this machine or in its private network, where Tidings asks nothing by itself. If the site is \
         yours, start Tidings with `tidings up --allow-private {host}`"
    )
}

/// Writes down how far it is; whether somebody asked it to stop.
async fn note(shop: &Workshop, id: &str, told: &Told) -> Result<bool, Fault> {
    let (id, told) = (id.to_owned(), told.clone());
    let state = match told.state {
        State::Reading => "reading",
        State::Judging => "judging",
    };
    let stop: Option<bool> = shop
        .db
        .write(move |tx| {
            Box::pin(async move {
                sql!("audit_progress")
                    .bind(id)
                    .bind(state)
                    .bind(count(told.pages))
                    .bind(count(told.known))
                    .bind(count(told.sheet))
                    .bind(told.waiting.or(told.beside))
                    .fetch_optional(tx)
                    .await
            })
        })
        .await?;
    // A row that is over by now is nobody's to go on with.
    Ok(stop.unwrap_or(true))
}

async fn is_asked_to_stop(shop: &Workshop, id: &str) -> Result<bool, Fault> {
    let stop: Option<bool> = sql!("audit_is_stopped").bind(id).fetch_optional(&shop.db).await?;
    Ok(stop.unwrap_or(true))
}

fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

/// The sums of an audit, as its row has them.
#[derive(Default)]
struct Sums {
    state: &'static str,
    error: Option<String>,
    pages: i64,
    right_today: Option<i64>,
    right_mended: Option<i64>,
    pairs: Option<i64>,
    errors: Option<i64>,
    warnings: Option<i64>,
    notes: Option<i64>,
    fresh: Option<i64>,
    gone: Option<i64>,
    next_says: Option<String>,
    next_minutes: Option<i64>,
    result: Option<String>,
}

impl Sums {
    /// What `outcome` comes to; `before` are the sums of the audit before.
    fn of(outcome: Result<Outcome, String>, before: Option<&Summary>) -> Self {
        let failed = |why: String| Self { state: "failed", error: Some(why), ..Self::default() };
        let Outcome { stopped, result, summary, .. } = match outcome {
            Ok(outcome) => outcome,
            Err(fault) => return failed(fault),
        };
        let text = match serde_json::to_string(&result) {
            Ok(text) => text,
            Err(fault) => return failed(fault.to_string()),
        };
        let difference = before.filter(|_| !stopped).map(|before| report::difference(before, &summary));
        let sum = |side: &[Changed]| side.iter().map(|changed| i64::from(changed.pages)).sum();
        let next = result.things.first();
        Self {
            state: if stopped { "stopped" } else { "done" },
            error: None,
            pages: i64::from(result.summary.pages),
            right_today: i64::try_from(result.score.today_pairs).ok(),
            right_mended: i64::try_from(result.score.mended_pairs).ok(),
            pairs: i64::try_from(result.score.of).ok(),
            errors: Some(i64::from(result.summary.errors)),
            warnings: Some(i64::from(result.summary.warnings)),
            notes: Some(i64::from(result.summary.notes)),
            fresh: difference.as_ref().map(|difference| sum(&difference.fresh)),
            gone: difference.as_ref().map(|difference| sum(&difference.gone)),
            next_says: next.map(|thing| thing.says.clone()),
            next_minutes: next.map(|thing| i64::from(thing.minutes)),
            result: Some(text),
        }
    }
}

/// Writes down what came out, and that the job is done: both or neither.
async fn finish(
    shop: &Workshop,
    claim: Claim,
    outcome: Option<(String, Box<Result<Outcome, String>>)>,
) -> Result<(), Fault> {
    let mut ended = None;
    if let Some((id, outcome)) = outcome {
        let before: Option<String> = sql!("audit_before").bind(id.clone()).fetch_optional(&shop.db).await?;
        let before = before.and_then(|before| summary(&shop.data, &before).ok());
        ended = Some((id, Sums::of(*outcome, before.as_ref())));
    }
    let now = shop.clock.now();
    shop.db
        .write(move |tx| {
            Box::pin(async move {
                if let Some((id, sums)) = ended {
                    sql!("audit_end")
                        .bind(id)
                        .bind(sums.state)
                        .bind(now)
                        .bind(sums.error)
                        .bind(sums.pages)
                        .bind(sums.right_today)
                        .bind(sums.right_mended)
                        .bind(sums.pairs)
                        .bind(sums.errors)
                        .bind(sums.warnings)
                        .bind(sums.notes)
                        .bind(sums.fresh)
                        .bind(sums.gone)
                        .bind(sums.next_says)
                        .bind(sums.next_minutes)
                        .bind(sums.result)
                        .execute(&mut *tx)
                        .await?;
                }
                queue::complete(tx, &claim, "done", now).await
            })
        })
        .await
}
