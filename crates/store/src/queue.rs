//! The lease queue: work that outlives the process, done by whoever claims it, for as long as its lease lasts.
//!
//! A claim gives a job to one worker until a time; a worker that dies loses it then, and another gets it. So a job may
//! run more than once, never twice at a time, and what it does outside must bear that. Start at [`enqueue`] and
//! [`claim`]; the worker then calls [`extend`] while it works, and [`complete`] or [`put_back`] in the transaction that
//! keeps what it did: both demand the claim's token, so that one who comes late overwrites nothing.

use jiff::Timestamp;
use serde_json::Value;

use crate::{At, Db, Fault, On, Tx, sql};

/// A job to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob<'a> {
    /// What is to be done; workers claim by it.
    pub kind: &'a str,
    /// For whoever does it.
    pub payload: Value,
    /// Not before this.
    pub due: Timestamp,
    /// Of one kind and key, one job is unfinished at a time; `None` for as many as there are.
    pub dedup: Option<&'a str>,
    /// Among those that are due, higher goes first; 0 is usual.
    pub priority: i64,
}

/// What [`enqueue`] found or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enqueued {
    /// The job.
    pub id: i64,
    /// Whether it was made now; else one of its kind and key was unfinished, waiting or running.
    pub fresh: bool,
}

/// A job that is ours until its lease ends.
#[derive(Debug, PartialEq)]
pub struct Claim {
    /// The job.
    pub id: i64,
    /// What is to be done.
    pub kind: String,
    /// As it was given.
    pub payload: Value,
    /// Claims so far, this one among them: 1 for the first.
    pub attempts: i64,
    /// Of all claims of this job the newest holds the highest.
    pub token: i64,
}

/// Unfinished jobs of one kind.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Waiting {
    /// What is to be done.
    pub kind: String,
    /// Due, and nobody has it.
    pub due: i64,
    /// Somebody has it.
    pub running: i64,
    /// Not due yet.
    pub later: i64,
    /// Since when the oldest of those that are due is due.
    pub oldest: Option<At>,
}

/// Enqueues `job`, unless one of its kind and key is unfinished; that one's id is then returned, though it may be
/// running already and not see what changed since.
pub async fn enqueue(tx: &mut Tx, job: NewJob<'_>, now: Timestamp) -> Result<Enqueued, Fault> {
    loop {
        let made = sql!("job_enqueue")
            .bind(job.kind)
            .bind(job.payload.to_string())
            .bind(job.dedup)
            .bind(job.priority)
            .bind(job.due)
            .bind(now)
            .fetch_optional(tx)
            .await?;
        if let Some(id) = made {
            return Ok(Enqueued { id, fresh: true });
        }
        // Between the two statements another process may finish it; then there is room for ours.
        if let Some(id) = sql!("job_unfinished").bind(job.kind).bind(job.dedup).fetch_optional(tx).await? {
            return Ok(Enqueued { id, fresh: false });
        }
    }
}

/// Claims the most urgent job of `kinds` that is due at `now`, until `now + lease`. Committed when it returns.
pub async fn claim(
    db: &Db,
    kinds: &[&str],
    now: Timestamp,
    lease: jiff::SignedDuration,
) -> Result<Option<Claim>, Fault> {
    Ok(claim_some(db, kinds, now, lease, 1).await?.pop())
}

/// Claims the most urgent jobs as [`claim`] does, `at_most` so many in one commit.
pub async fn claim_some(
    db: &Db,
    kinds: &[&str],
    now: Timestamp,
    lease: jiff::SignedDuration,
    at_most: usize,
) -> Result<Vec<Claim>, Fault> {
    let at_most = i64::try_from(at_most).unwrap_or(i64::MAX);
    let statement = sql!("job_claim").bind_list(kinds.iter().copied()).bind(now).bind(end(now, lease)).bind(at_most);
    let rows: Vec<(i64, String, String, i64, i64)> =
        db.write(|tx| Box::pin(async move { statement.fetch_all(tx).await })).await?;
    let claim = |(id, kind, payload, attempts, token): (i64, String, String, i64, i64)| Claim {
        id,
        kind,
        // Only `enqueue` writes it.
        payload: payload.parse().unwrap_or(Value::Null),
        attempts,
        token,
    };
    Ok(rows.into_iter().map(claim).collect())
}

/// When the next job of `kinds` is due, if that is within that time.
pub async fn next(
    on: &(impl On + ?Sized),
    kinds: &[&str],
    now: Timestamp,
    within: jiff::SignedDuration,
) -> Result<Option<Timestamp>, Fault> {
    let due: Option<At> =
        sql!("job_next").bind_list(kinds.iter().copied()).bind(now).bind(end(now, within)).fetch_optional(on).await?;
    Ok(due.map(|At(due)| due))
}

/// Keeps `claim` until `now + lease`. False: its lease ran out and somebody else has it, or it is finished.
pub async fn extend(db: &Db, claim: &Claim, now: Timestamp, lease: jiff::SignedDuration) -> Result<bool, Fault> {
    let statement = sql!("job_extend").bind(claim.id).bind(claim.token).bind(end(now, lease));
    let rows = db.write(|tx| Box::pin(async move { statement.execute(tx).await })).await?;
    Ok(rows == 1)
}

/// Keeps `claim` until `now + lease`, in the transaction of what is only to be done while it is ours. [`Fault::LeaseLost`] as
/// in [`complete`].
pub async fn hold(tx: &mut Tx, claim: &Claim, now: Timestamp, lease: jiff::SignedDuration) -> Result<(), Fault> {
    let statement = sql!("job_extend").bind(claim.id).bind(claim.token).bind(end(now, lease));
    ours(claim, statement.execute(tx).await?)
}

/// Ends the job. [`Fault::LeaseLost`] if it is no longer ours: what else the transaction did is then not kept either.
pub async fn complete(tx: &mut Tx, claim: &Claim, outcome: &str, now: Timestamp) -> Result<(), Fault> {
    let statement = sql!("job_complete").bind(claim.id).bind(claim.token).bind(outcome).bind(now);
    ours(claim, statement.execute(tx).await?)
}

/// Puts the job back until `due`, with a word on why. [`Fault::LeaseLost`] as in [`complete`].
pub async fn put_back(tx: &mut Tx, claim: &Claim, due: Timestamp, why: &str) -> Result<(), Fault> {
    let statement = sql!("job_put_back").bind(claim.id).bind(claim.token).bind(why).bind(due);
    ours(claim, statement.execute(tx).await?)
}

/// Lets the job of this kind and key be due at `latest`, if it is due later and nobody has it; how many did that.
pub async fn hasten(tx: &mut Tx, kind: &str, dedup: &str, latest: Timestamp) -> Result<u64, Fault> {
    sql!("job_hasten").bind(kind).bind(dedup).bind(latest).execute(tx).await
}

/// Has the unfinished job of `kind` and `dedup` wait until `latest` at most: whether that changed anything. A clock that was
/// ahead put it further away.
pub async fn pull_back(tx: &mut Tx, kind: &str, dedup: &str, latest: Timestamp) -> Result<bool, Fault> {
    Ok(sql!("job_pull_back").bind(kind).bind(dedup).bind(latest).execute(tx).await? > 0)
}

/// The unfinished jobs by kind, for health.
pub async fn waiting(on: &(impl On + ?Sized), now: Timestamp) -> Result<Vec<Waiting>, Fault> {
    sql!("job_waiting").bind(now).fetch_all(on).await
}

/// Ends every lease, so that what a killed worker was at is claimed at once; how many. Only for whoever knows that no
/// other worker is alive: the one process that holds the data folder. One that is alive after all finds its lease lost.
pub async fn free(tx: &mut Tx) -> Result<u64, Fault> {
    sql!("job_free").execute(tx).await
}

/// Forgets jobs that ended before `before`; how many.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64, Fault> {
    sql!("job_forget").bind(before).execute(tx).await
}

fn ours(claim: &Claim, rows: u64) -> Result<(), Fault> {
    if rows == 1 { Ok(()) } else { Err(Fault::LeaseLost { job: claim.id }) }
}

fn end(now: Timestamp, lease: jiff::SignedDuration) -> Timestamp {
    now.checked_add(lease).unwrap_or(Timestamp::MAX)
}
