//! The rows: asking for an audit, looking at it, stopping it.

use std::pin::Pin;
use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use store::queue::NewJob;
use store::{Db, Fault, Tx, queue, sql};

/// The kind of job that an audit is.
pub const JOB: &str = "audit";

/// How far an audit is, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// No worker has begun.
    Waiting,
    /// Pages are read.
    Reading,
    /// They are judged.
    Judging,
    /// It came to its end.
    Done,
    /// Somebody stopped it.
    Stopped,
    /// It came to nothing.
    Failed,
}

/// How far an audit is.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// Its id.
    pub id: String,
    /// The site.
    pub site: String,
    /// As the database has it; see [`Head::stage`].
    pub state: String,
    /// When it was asked for; this and what follows in UTC microseconds.
    pub asked_at: i64,
    /// When a worker began.
    pub started_at: Option<i64>,
    /// When it was over.
    pub ended_at: Option<i64>,
    /// Pages read.
    pub pages: i64,
    /// Addresses known.
    pub known: i64,
    /// Pages that the sheet has.
    pub sheet: i64,
    /// A host that asks to be left alone, in words.
    pub waiting: Option<String>,
    /// Somebody asked it to stop.
    pub stop: bool,
    /// Why it failed.
    pub error: Option<String>,
}

impl Head {
    /// How far it is.
    pub fn stage(&self) -> Stage {
        match &*self.state {
            "waiting" => Stage::Waiting,
            "reading" => Stage::Reading,
            "judging" => Stage::Judging,
            "done" => Stage::Done,
            "stopped" => Stage::Stopped,
            _ => Stage::Failed,
        }
    }
}

/// An audit with its sums.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    /// How far it is.
    #[sqlx(flatten)]
    pub head: Head,
    /// Pairs of page and network that look right today; this and what follows only of one that came to its end.
    pub right_today: Option<i64>,
    /// The same after the mend.
    pub right_mended: Option<i64>,
    /// All pairs.
    pub pairs: Option<i64>,
    /// Findings that are errors.
    pub errors: Option<i64>,
    /// Findings that are warnings.
    pub warnings: Option<i64>,
    /// Findings that are notes.
    pub notes: Option<i64>,
    /// Pages × rules that the audit before did not have.
    pub fresh: Option<i64>,
    /// Pages × rules that only the audit before had.
    pub gone: Option<i64>,
    /// The first thing to do.
    pub next_says: Option<String>,
    /// Its minutes.
    pub next_minutes: Option<i64>,
}

/// An audit with all that its row keeps.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Whole {
    /// It, with its sums.
    #[sqlx(flatten)]
    pub kept: Kept,
    /// What came out of it, as JSON.
    pub result: Option<String>,
}

/// What a list of sites shows of one.
#[derive(Clone, Debug, Default)]
pub struct Latest {
    /// The audit that is under way, or the last one.
    pub head: Option<Head>,
    /// The last one that came to its end.
    pub done: Option<Kept>,
    /// The one that came to its end before that.
    pub before: Option<Kept>,
}

impl Kept {
    /// Per cent of pairs that look right today, rounded down.
    pub fn score(&self) -> Option<i64> {
        let (right, pairs) = (self.right_today?, self.pairs?);
        (pairs > 0).then(|| right * 100 / pairs)
    }
}

/// Asks for an audit of `site`. [`Fault::Taken`]: one is under way.
pub async fn ask(db: &Db, random: &Arc<dyn Random>, now: Timestamp, site: &str) -> Result<Head, Fault> {
    ask_with(db, random, now, site, |_| Box::pin(async { Ok(()) })).await
}

/// Asks for an audit of `site` in the transaction that does `also`, both or neither.
pub(crate) async fn ask_with(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    site: &str,
    also: impl for<'t> FnOnce(&'t mut Tx) -> Also<'t> + Send + 'static,
) -> Result<Head, Fault> {
    let (id, site) = (random.code(), site.to_owned());
    let head = Head {
        id: id.clone(),
        site: site.clone(),
        state: "waiting".to_owned(),
        asked_at: now.as_microsecond(),
        started_at: None,
        ended_at: None,
        pages: 0,
        known: 0,
        sheet: 0,
        waiting: None,
        stop: false,
        error: None,
    };
    db.write(move |tx| {
        Box::pin(async move {
            sql!("audit_ask").bind(id.clone()).bind(site).bind(now).bind(false).execute(&mut *tx).await?;
            also(&mut *tx).await?;
            let job = NewJob { kind: JOB, payload: id.clone().into(), due: now, dedup: Some(&id), priority: 0 };
            queue::enqueue(tx, job, now).await
        })
    })
    .await?;
    Ok(head)
}

/// What else a transaction does.
type Also<'t> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 't>>;

/// The audit `id`, if its site belongs to `workspace` and is not in the bin.
pub async fn by_id(db: &Db, workspace: &str, id: &str) -> Result<Option<Kept>, Fault> {
    sql!("audit_by_id").bind(workspace).bind(id).fetch_optional(db).await
}

/// The ids of all audits of `workspace`, those of sites in the bin among them, the oldest first.
pub async fn of_workspace(db: &Db, workspace: &str) -> Result<Vec<String>, Fault> {
    sql!("audit_of_workspace").bind(workspace).fetch_all(db).await
}

/// The audit `id` with all that its row keeps; whoever asks knows that it is his.
pub async fn whole(db: &Db, id: &str) -> Result<Option<Whole>, Fault> {
    sql!("audit_whole").bind(id).fetch_optional(db).await
}

/// What came out of the audit `id`, as JSON.
pub async fn result(db: &Db, id: &str) -> Result<Option<String>, Fault> {
    let found: Option<Option<String>> = sql!("audit_result").bind(id).fetch_optional(db).await?;
    Ok(found.flatten())
}

/// Where [`of_site`] begins.
pub const FROM_THE_NEWEST: (i64, &str) = (i64::MAX, "");

/// The audits of `site`, the newest first, behind the one that was asked for at `at` (UTC microseconds) and has this id.
pub async fn of_site(db: &Db, site: &str, behind: (i64, &str), at_most: i64) -> Result<Vec<Kept>, Fault> {
    sql!("audit_of_site").bind(site).bind(behind.0).bind(behind.1).bind(at_most).fetch_all(db).await
}

/// What a list of sites shows of each site of `workspace` that was ever audited, by the site's id.
pub async fn latest(db: &Db, workspace: &str) -> Result<std::collections::HashMap<String, Latest>, Fault> {
    let mut sites: std::collections::HashMap<String, Latest> = std::collections::HashMap::new();
    let newest: Vec<Head> = sql!("audit_newest").bind(workspace).fetch_all(db).await?;
    for head in newest {
        let site = head.site.clone();
        sites.entry(site).or_default().head = Some(head);
    }
    // At most two of each site, the newer one first.
    let done: Vec<Kept> = sql!("audit_last_done").bind(workspace).fetch_all(db).await?;
    for kept in done {
        let latest = sites.entry(kept.head.site.clone()).or_default();
        if latest.done.is_none() {
            latest.done = Some(kept);
        } else {
            latest.before = Some(kept);
        }
    }
    Ok(sites)
}

/// Asks the audit `id` to stop; the worker hears of it within a second.
pub async fn stop(db: &Db, now: Timestamp, id: &str) -> Result<(), Fault> {
    let id = id.to_owned();
    db.write(move |tx| Box::pin(async move { sql!("audit_stop").bind(id).bind(true).bind(now).execute(tx).await }))
        .await?;
    Ok(())
}

/// What is under way for `site` is over. For the start of a house: nobody else may be at work on the database.
pub async fn cut_off(db: &Db, now: Timestamp, site: &str) -> Result<(), Fault> {
    let site = site.to_owned();
    db.write(move |tx| Box::pin(async move { sql!("audits_cut_off").bind(site).bind(now).execute(tx).await })).await?;
    Ok(())
}

/// The audits of `site` are gone for good; their ids name the folders that are left.
pub async fn delete_all(tx: &mut Tx, site: &str) -> Result<Vec<String>, Fault> {
    sql!("audits_delete").bind(site.to_owned()).fetch_all(&*tx).await
}
