//! The worker: takes jobs and does them, until the house closes.

use std::future::Future;
use std::time::Duration;

use jiff::SignedDuration;
use optimize::kept;
use store::Fault;
use store::queue::{self, Claim};
use tokio::task::JoinSet;

use super::{Shop, deliveries, errands, rounds};

/// Audits that one process runs at a time.
const AUDITS_AT_ONCE: usize = 2;
/// Errands that one process does at a time.
const ERRANDS_AT_ONCE: usize = 4;
/// Deliveries that one process has under way at a time: a network that is slow must not hold up the others.
pub(super) const DELIVERIES_AT_ONCE: usize = 64;
/// Looks at live posts that one process has under way at a time.
const LOOKS_AT_ONCE: usize = 4;
/// How often a worker says that it is there.
const BEAT: Duration = Duration::from_secs(20);
/// How often a worker looks for jobs that nobody told it of.
const LOOK: Duration = Duration::from_secs(2);
/// The same of those that are due to the second.
const LOOK_OFTEN: Duration = Duration::from_millis(500);

/// Takes jobs and does them, until the house closes and what was begun is left in order.
pub(crate) async fn work(shop: Shop) {
    let audits = lane(&shop, &[kept::JOB], AUDITS_AT_ONCE, LOOK, |shop, claim| async move {
        Box::pin(kept::work(&shop.audits, claim)).await
    });
    let errands = lane(&shop, errands::KINDS, ERRANDS_AT_ONCE, LOOK, errands::run);
    let deliveries = lane(&shop, &[market::deliver::JOB], DELIVERIES_AT_ONCE, LOOK_OFTEN, deliveries::run);
    // A lane of their own, so that no post waits for a look at another.
    let looks = lane(&shop, deliveries::LOOKS, LOOKS_AT_ONCE, LOOK, deliveries::look);
    tokio::join!(audits, errands, deliveries, looks, beat(&shop));
}

/// Says again and again that this worker looks for jobs, until the house closes; and that rounds are due.
async fn beat(shop: &Shop) {
    let worker = shop.house.random().code();
    let mut closing = shop.audits.closing.clone();
    while !*closing.borrow() {
        let (now, worker) = (shop.audits.clock.now(), worker.clone());
        let looks = shop
            .audits
            .db
            .write(move |tx| Box::pin(async move { people::notice::worker_looks(tx, now, &worker).await }));
        let beat = match looks.await {
            Ok(()) => rounds::begin(shop).await,
            fault => fault,
        };
        if let Err(fault) = beat {
            tracing::error!(%fault, "a sign of life of a worker could not be kept");
        }
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            _ = closing.changed() => {}
        }
    }
}

/// Takes jobs of `kinds`, so many at once, and has them done.
async fn lane<Done>(shop: &Shop, kinds: &[&str], at_once: usize, every: Duration, run: impl Fn(Shop, Claim) -> Done)
where
    Done: Future<Output = Result<(), Fault>> + Send + 'static,
{
    let mut closing = shop.audits.closing.clone();
    let mut doing = JoinSet::new();
    // Said once when the database goes away, and once when it is back.
    let mut away = false;
    while !*closing.borrow() {
        let mut wait = every;
        if doing.len() < at_once {
            let found = next(shop, kinds, at_once - doing.len()).await;
            if away && found.is_ok() {
                tracing::info!("jobs can be looked for again");
            }
            let told = std::mem::replace(&mut away, found.is_err());
            match found {
                Ok(claims) if !claims.is_empty() => {
                    for claim in claims {
                        doing.spawn(run(shop.clone(), claim));
                    }
                    continue;
                }
                Ok(_) => wait = until_next(shop, kinds, every).await,
                Err(fault) if !told => tracing::error!(%fault, "jobs cannot be looked for: it is tried on"),
                Err(_) => {}
            }
        }
        tokio::select! {
            () = shop.house.work().notified() => {}
            () = tokio::time::sleep(wait) => {}
            Some(done) = doing.join_next(), if !doing.is_empty() => tell(done),
            _ = closing.changed() => {}
        }
    }
    while let Some(done) = doing.join_next().await {
        tell(done);
    }
}

/// How long it is until a job of `kinds` falls due of which nobody tells; `every` at most.
async fn until_next(shop: &Shop, kinds: &[&str], every: Duration) -> Duration {
    let now = shop.audits.clock.now();
    let within = SignedDuration::try_from(every).unwrap_or(SignedDuration::ZERO);
    let next = queue::next(&shop.audits.db, kinds, now, within).await;
    next.ok().flatten().and_then(|due| Duration::try_from(now.duration_until(due)).ok()).unwrap_or(every)
}

/// The next jobs of `kinds`, so many at most; none while the house is paused.
async fn next(shop: &Shop, kinds: &[&str], at_most: usize) -> Result<Vec<Claim>, Fault> {
    let audits = &shop.audits;
    if people::service::is_paused(&audits.db).await? {
        return Ok(Vec::new());
    }
    let outside = kinds == [market::deliver::JOB] || kinds == deliveries::LOOKS;
    let lease = if outside { market::LEASE } else { audits.lease };
    queue::claim_some(&audits.db, kinds, audits.clock.now(), lease, at_most).await
}

fn tell(done: Result<Result<(), Fault>, tokio::task::JoinError>) {
    match done {
        Ok(Ok(())) => {}
        Ok(Err(fault)) => tracing::error!(%fault, "a job could not be kept: it comes back when its lease ends"),
        Err(fault) => tracing::error!(%fault, "a job broke: it comes back when its lease ends"),
    }
}
