//! The work: a worker runs an audit that somebody asked for, and keeps its row and its lease alive meanwhile.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::{Clock, Random};
use jiff::{SignedDuration, Timestamp};
use ledger::mark::{self, Gone};
use networks::http::Allow;
use people::notice;
use people::watch::{self as watched, How};
use store::queue::{self, Claim};
use store::{Db, Fault, Tx, sql};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use url::Url;

use super::again;
use super::handed_in;
use super::tell::{self, About, Before, Ended};
use crate::audit::Summary;
use crate::crawl::web::{self, Plan, Start};
use crate::proof::Looker;
use crate::report::result::NotChecked;
use crate::report::{self, Changed, Difference};
use crate::watch::{self as watching, Outcome, State, Told};

/// How often progress is written down, and the wish to stop looked for.
const NOTED_EVERY: Duration = Duration::from_millis(300);

/// Pages that one audit reads. A site of endless addresses would be read for ever.
pub const MOST_PAGES: usize = 100_000;

/// What a worker works with. Cheap to clone.
#[derive(Clone)]
pub struct Workshop {
    /// Where jobs and rows are.
    pub db: Db,
    /// The data folder.
    pub data: PathBuf,
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// The one source of randomness.
    pub random: Arc<dyn Random>,
    /// Looks whether sites are still proved to be one's own.
    pub looker: Looker,
    /// Pages that one audit reads at most: [`MOST_PAGES`].
    pub most_pages: usize,
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
    Came(Box<Came>),
    /// The house closes, or another worker has the job.
    Left,
}

/// What an audit came to.
struct Came {
    outcome: Result<Outcome, Failed>,
    /// Addresses that were known in the end.
    known: usize,
}

/// Why an audit came to nothing.
struct Failed {
    why: String,
    /// Its start page could not be read.
    unreached: bool,
}

impl Failed {
    fn of_ours(why: impl Into<String>) -> Self {
        Self { why: why.into(), unreached: false }
    }
}

/// Runs the audit of `claim` to its end, or as far as the house is open.
pub async fn work(shop: &Workshop, claim: Claim) -> Result<(), Fault> {
    let Some(id) = claim.payload.as_str().map(str::to_owned) else { return Box::pin(finish(shop, claim, None)).await };
    let (now, begin) = (shop.clock.now(), id.clone());
    let begun: Option<String> = shop
        .db
        .write(move |tx| Box::pin(async move { sql!("audit_begin").bind(begin).bind(now).fetch_optional(tx).await }))
        .await?;
    if begun.is_none() {
        // Stopped before anybody began, or ended by a worker that could not tell so.
        return Box::pin(finish(shop, claim, None)).await;
    }
    let about: About = sql!("audit_site").bind(id.clone()).fetch_one(&shop.db).await?;
    match Box::pin(run(shop, &claim, &id, &about)).await? {
        End::Left => {
            // The next worker goes on with what lies in the folder.
            let now = shop.clock.now();
            shop.db
                .write(move |tx| Box::pin(async move { queue::put_back(tx, &claim, now, "the house closed").await }))
                .await
        }
        End::Came(came) => Box::pin(finish(shop, claim, Some((id, *came)))).await,
    }
}

/// Asks an audit to stop once nobody looks after it.
struct StopsWhenLeft(Arc<AtomicBool>);

impl Drop for StopsWhenLeft {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Runs the audit.
async fn run(shop: &Workshop, claim: &Claim, id: &str, about: &About) -> Result<End, Fault> {
    let Ok(url) = Url::parse(&about.address) else {
        let outcome = Err(Failed::of_ours(format!("{} is no address", about.address)));
        return Ok(End::Came(Box::new(Came { outcome, known: 0 })));
    };
    let folder = folder_of(&shop.data, id);
    if let Some(files) = &about.folder {
        let (files, clock, most) = (handed_in(&shop.data, files), Arc::clone(&shop.clock), shop.most_pages);
        let audited = move |stop: &AtomicBool, tell: &mut dyn FnMut(&Told)| {
            let audited = watching::audit_folder((&files, url), &folder, most, &*clock, stop, tell);
            audited.map_err(|error| Failed::of_ours(format!("the folder cannot be read: {error}. Drop it again")))
        };
        return look_after(shop, claim, id, audited).await;
    }
    let proved = is_proved(shop, id, about, &url).await?;
    let own = url.host_str().is_some_and(|host| {
        let place = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
        shop.allow_private.iter().any(|allowed| *allowed == host || *allowed == place)
    });
    let start = Start::Sites(vec![url]);
    let before: Option<Before> = sql!("audit_before").bind(id).fetch_optional(&shop.db).await?;
    let plan = Plan {
        resume: folder.exists(),
        before: before.map(|before| folder_of(&shop.data, &before.id)),
        max_pages: shop.most_pages,
        own: proved,
        allow: if own { start.hosts() } else { Allow::default() },
        // What the operator allowed by name on his own machine is his to load.
        fast: own,
        contact: shop.contact.clone(),
        ..Plan::new(start)
    };
    let clock = Arc::clone(&shop.clock);
    let audited = move |stop: &AtomicBool, tell: &mut dyn FnMut(&Told)| {
        watching::audit(&plan, &folder, &*clock, stop, tell)
            .map_err(|fault| Failed { why: why(&fault), unreached: matches!(fault, web::Fault::NotReachable { .. }) })
    };
    look_after(shop, claim, id, audited).await
}

/// Runs `audit` on a thread of its own, and looks after it: the lease, the row, the wish to stop.
async fn look_after(
    shop: &Workshop,
    claim: &Claim,
    id: &str,
    audit: impl FnOnce(&AtomicBool, &mut dyn FnMut(&Told)) -> Result<Outcome, Failed> + Send + 'static,
) -> Result<End, Fault> {
    let stop = Arc::new(AtomicBool::new(false));
    // However this ends, a fault of the database too: nobody looks after the audit any more, and the job goes to another.
    let _until_then = StopsWhenLeft(Arc::clone(&stop));
    let (tell, told) = watch::channel(None);
    let flag = Arc::clone(&stop);
    let mut audit =
        tokio::task::spawn_blocking(move || audit(&flag, &mut |told| _ = tell.send_replace(Some(told.clone()))));
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
                    Ok(outcome) => outcome,
                    Err(fault) => Err(Failed::of_ours(format!("Tidings itself failed: {fault}; please report it"))),
                };
                let known = told.borrow().as_ref().map_or(0, |told: &Told| told.known);
                return Ok(if left { End::Left } else { End::Came(Box::new(Came { outcome, known })) });
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
                if let Some(news) = told.as_ref().filter(|_| told != noted) {
                    note(shop, id, news).await?;
                }
                noted = told;
                if is_asked_to_stop(shop, id).await? {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
    }
}

/// Whether the site is proved to be one's own, looked at again: it is read faster only as long as the proof stands there.
async fn is_proved(shop: &Workshop, id: &str, about: &About, url: &Url) -> Result<bool, Fault> {
    let Some(how) = about.proof.as_deref().and_then(How::of) else { return Ok(false) };
    let looked = shop.looker.look(url, &about.id, how).await;
    let proved = looked.is_ok();
    let (now, id, about) = (shop.clock.now(), id.to_owned(), about.clone());
    shop.db
        .write(move |tx| {
            Box::pin(async move {
                let Err(found) = looked else { return watched::proof_seen(tx, &about.id).await };
                if watched::proof_missed(&mut *tx, &about.id).await? {
                    notice::raise(tx, now, about.proof_lost(&id, &found)).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(proved)
}

/// Why nothing was read, for somebody who looks at the console.
fn why(fault: &web::Fault) -> String {
    let url = match fault {
        web::Fault::Private { url } => url,
        web::Fault::Disk { error, .. } => {
            return format!(
                "pages cannot be kept: {error}. Make room on the disk of the data folder, then ask for an audit again"
            );
        }
        other => return other.to_string(),
    };
    let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    format!(
        "{url} lies on this machine or in its private network, where Tidings asks nothing by itself. If the site is \
         yours, start Tidings with `tidings up --allow-private {host}`"
    )
}

/// Writes down how far it is.
async fn note(shop: &Workshop, id: &str, told: &Told) -> Result<(), Fault> {
    let (id, told) = (id.to_owned(), told.clone());
    let state = match told.state {
        State::Reading => "reading",
        State::Judging => "judging",
    };
    shop.db
        .write(move |tx| {
            Box::pin(async move {
                sql!("audit_progress")
                    .bind(id)
                    .bind(state)
                    .bind(count(told.pages))
                    .bind(count(told.known))
                    .bind(count(told.sheet))
                    .bind(told.waiting.or(told.beside))
                    .execute(tx)
                    .await
            })
        })
        .await?;
    Ok(())
}

/// Whether somebody said stop, or removed the site. A row that is over by now is nobody's to go on with.
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
    unreached: bool,
    /// What was seen gone since the audit before: findings, and pages of the rule that most are gone from.
    mended: Option<(i64, i64)>,
}

impl Sums {
    /// What an audit came to; `before` are the sums of the audit before, `most_pages` is where an audit ends.
    fn of(Came { outcome, known }: Came, before: Option<&Summary>, most_pages: usize) -> Self {
        let failed = |why: String| Self { state: "failed", error: Some(why), ..Self::default() };
        let Outcome { stopped, mut result, summary, .. } = match outcome {
            Ok(outcome) => outcome,
            Err(Failed { why, unreached }) => return Self { unreached, ..failed(why) },
        };
        let pages = result.summary.pages as usize;
        if pages >= most_pages && known > pages {
            result.not_checked.push(NotChecked {
                what: format!("{} more pages", known - pages),
                why: format!("an audit reads {most_pages} pages at most, the most linked and the newest first"),
            });
        }
        let text = match serde_json::to_string(&result) {
            Ok(text) => text,
            Err(fault) => return failed(fault.to_string()),
        };
        let difference = before.filter(|_| !stopped).map(|before| report::difference(before, &summary));
        let sum = |side: &[Changed]| side.iter().map(|changed| i64::from(changed.pages)).sum();
        let next = result.things.first();
        // An audit that read fewer pages says nothing about those that it did not read.
        let as_many = |before: &&Summary| u64::from(summary.pages) * 10 >= u64::from(before.pages) * 9;
        let whole = before.filter(as_many).and(difference.as_ref());
        let mended = whole.map(|difference| {
            let most = difference.gone.iter().map(|changed| i64::from(changed.pages)).max();
            (sum(&difference.gone), most.unwrap_or(0))
        });
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
            unreached: false,
            mended: mended.filter(|(gone, _)| *gone > 0),
        }
    }

    /// Writes them into the row of the audit `id`, which is over by that.
    async fn keep(self, tx: &mut Tx, id: String, now: Timestamp) -> Result<u64, Fault> {
        sql!("audit_end")
            .bind(id)
            .bind(self.state)
            .bind(now)
            .bind(self.error)
            .bind(self.pages)
            .bind(self.right_today)
            .bind(self.right_mended)
            .bind(self.pairs)
            .bind(self.errors)
            .bind(self.warnings)
            .bind(self.notes)
            .bind(self.fresh)
            .bind(self.gone)
            .bind(self.next_says)
            .bind(self.next_minutes)
            .bind(self.result)
            .bind(self.unreached)
            .execute(tx)
            .await
    }

    /// For the notices that follow from it.
    fn ended(&self) -> Ended {
        match (self.state, &self.error) {
            ("stopped", _) => Ended::Stopped,
            (_, Some(why)) => Ended::Failed { why: why.clone(), unreached: self.unreached },
            _ => Ended::Done { right: self.right_today, pairs: self.pairs, errors: self.errors },
        }
    }
}

/// Writes down what came out, and that the job is done, both or neither; then comes the audit that is to follow.
async fn finish(shop: &Workshop, claim: Claim, came: Option<(String, Came)>) -> Result<(), Fault> {
    let audit = claim.payload.as_str().unwrap_or_default().to_owned();
    let about: Option<About> = sql!("audit_site").bind(audit.clone()).fetch_optional(&shop.db).await?;
    let mut ended = None;
    if let Some((id, came)) = came {
        let before: Option<Before> = sql!("audit_before").bind(id.clone()).fetch_optional(&shop.db).await?;
        let sums = before.as_ref().and_then(|before| summary(&shop.data, &before.id).ok());
        ended = Some((id, Sums::of(came, sums.as_ref(), shop.most_pages), before));
    }
    let (now, next) = (shop.clock.now(), shop.random.code());
    Box::pin(shop.db.write(move |tx| {
        Box::pin(async move {
            if let Some(about) = &about {
                watched::hold(&mut *tx, &about.id).await?;
            }
            let mut news = None;
            if let Some((id, sums, before)) = ended {
                news = Some((sums.ended(), before));
                if let (Some((findings, pages)), Some(about)) = (sums.mended, &about) {
                    mark::mended(&mut *tx, now, &about.id, &Gone { audit: id.clone(), findings, pages }).await?;
                }
                sums.keep(&mut *tx, id, now).await?;
            }
            queue::complete(&mut *tx, &claim, "done", now).await?;
            let Some(about) = about else { return Ok(()) };
            again::follow(&mut *tx, &about.id, now).await?;
            if let Some((ended, before)) = news {
                tell::tell(tx, now, &about, &audit, &ended, before.as_ref(), &next).await?;
            }
            Ok(())
        })
    }))
    .await
}
