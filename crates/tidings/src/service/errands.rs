//! Errands: the short jobs, by their kind.

use std::future::Future;

use market::post::repeat;
use store::Fault;
use store::queue::{self, Claim};

use super::{Shop, clear, mail, rounds, webhook};

/// The kinds that there are.
pub(crate) const KINDS: &[&str] = &[rounds::JOB, clear::JOB, people::mail::JOB, people::notice::JOB, repeat::JOB];

/// Does the errand of `claim`, and writes down that it is done.
pub(crate) async fn run(shop: Shop, claim: Claim) -> Result<(), Fault> {
    match claim.kind.as_str() {
        rounds::JOB => rounds::run(&shop, claim).await,
        clear::JOB => clear::run(&shop, claim).await,
        people::mail::JOB => mail::run(&shop, claim).await,
        people::notice::JOB => webhook::run(&shop, claim).await,
        repeat::JOB => repeat::run(&shop.house.desk(), claim).await,
        kind => {
            tracing::error!(kind, "nobody knows how to do this job: it was left by another version");
            let now = shop.audits.clock.now();
            let db = &shop.audits.db;
            db.write(move |tx| Box::pin(async move { queue::complete(tx, &claim, "unknown kind", now).await })).await
        }
    }
}

/// Runs `work` and holds its job meanwhile. `None`: another worker has the job by now, and the work was dropped.
pub(crate) async fn held<T>(shop: &Shop, claim: &Claim, work: impl Future<Output = T>) -> Result<Option<T>, Fault> {
    let lease = shop.audits.lease;
    let mut tick = tokio::time::interval(lease.unsigned_abs() / 3);
    tokio::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return Ok(Some(done)),
            _ = tick.tick() => {
                if !queue::extend(&shop.audits.db, claim, shop.audits.clock.now(), lease).await? {
                    return Ok(None);
                }
            }
        }
    }
}
