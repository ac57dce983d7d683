//! Watch: how a site is watched: when it is audited by itself, its deploy hook, and the proof that it is one's own.
//!
//! It asks for no audit and looks at no website: those who do ask here what is due, and tell what came of it.
//! Start at [`of`], what a person sees and changes; [`due`] is for the one that goes round by the clock.

mod hook;
mod proof;
mod schedule;

use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use store::{Db, Tx, sql};

pub use hook::{Call, called, end_hook, hold, hook_asked, new_hook, rested, set_follow, take_follow, to_follow};
pub use proof::{How, keep_proof, lose_proof, proof_missed, proof_seen};
pub use schedule::{Every, Schedule};

use crate::{Fault, Signed, deed};

/// Sites that are looked at in one go.
const AT_ONCE: i64 = 500;

/// How a site is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// The site.
    pub site: String,
    /// What it is called.
    pub name: String,
    /// Where it begins.
    pub address: String,
    /// Rises with each change.
    pub version: i64,
    /// When it is audited.
    pub schedule: Schedule,
    /// The next time.
    pub next: Option<Timestamp>,
    /// Whether it has a deploy hook.
    pub hook: bool,
    /// How it was proved that it is one's own.
    pub proof: Option<How>,
    /// Since when that is proved.
    pub proved: Option<Timestamp>,
}

/// The row of it.
#[derive(sqlx::FromRow)]
struct Row {
    site: String,
    name: String,
    address: String,
    version: i64,
    #[sqlx(flatten)]
    meant: Meant,
    next_at: Option<i64>,
    has_hook: bool,
    proof: Option<String>,
    proved_at: Option<i64>,
}

/// A schedule's columns.
#[derive(sqlx::FromRow)]
struct Meant {
    every: String,
    weekday: i64,
    day: i64,
    at: String,
    zone: String,
}

impl From<Meant> for Schedule {
    fn from(Meant { every, weekday, day, at, zone }: Meant) -> Self {
        Self { every: Every::of(&every), weekday, day, at, zone }
    }
}

impl From<Row> for Watch {
    fn from(row: Row) -> Self {
        let time = |at: i64| Timestamp::from_microsecond(at).ok();
        Self {
            site: row.site,
            name: row.name,
            address: row.address,
            version: row.version,
            schedule: row.meant.into(),
            next: row.next_at.and_then(time),
            hook: row.has_hook,
            proof: row.proof.as_deref().and_then(How::of),
            proved: row.proved_at.and_then(time),
        }
    }
}

/// How `site` is watched.
pub async fn of(db: &Db, now: Timestamp, signed: &Signed, site: &str) -> Result<Watch, Fault> {
    // Whose site it is comes first: a strange one gets no row.
    let site = crate::site::by_id(db, signed, site).await?;
    let ask = || sql!("watch_of").bind(site.id.clone());
    let mut row: Option<Row> = ask().fetch_optional(db).await?;
    if row.is_none() {
        let id = site.id.clone();
        db.write(move |tx| Box::pin(async move { begin(tx, &id, now).await })).await?;
        row = ask().fetch_optional(db).await?;
    }
    Ok(row.ok_or(Fault::Unknown("site"))?.into())
}

/// The row of `site`, if it is not there.
async fn begin(tx: &mut Tx, site: &str, now: Timestamp) -> Result<(), store::Fault> {
    let usual = Schedule::usual(site);
    let next = usual.next(now);
    sql!("watch_begin")
        .bind(site)
        .bind(usual.every.name())
        .bind(usual.weekday)
        .bind(usual.day)
        .bind(usual.at)
        .bind(usual.zone)
        .bind(next)
        .execute(tx)
        .await?;
    Ok(())
}

/// Refuses what was saved over something that its author never saw.
fn unchanged(rows: u64) -> Result<(), Fault> {
    if rows == 1 {
        return Ok(());
    }
    Err(Fault::wrong("changed_meanwhile", "somebody else changed this meanwhile: look at it again, then save"))
}

/// Calls `site` by another name, if its settings still have `version`.
pub async fn rename(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    (site, version): (&str, i64),
    name: &str,
) -> Result<Watch, Fault> {
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Fault::wrong("name_invalid", "a name has between 1 and 100 characters, on one line"));
    }
    let watch = of(db, now, signed, site).await?;
    let (random, who, id) = (Arc::clone(random), signed.clone(), watch.site);
    db.write_or(move |tx| {
        Box::pin(async move {
            unchanged(sql!("watch_changed").bind(id.clone()).bind(version).execute(&mut *tx).await?)?;
            sql!("site_rename").bind(id).bind(name.clone()).execute(&mut *tx).await?;
            deed::note(tx, &*random, now, &who, "site renamed", &name).await.map_err(Fault::from)
        })
    })
    .await?;
    of(db, now, signed, site).await
}

/// Audits `site` by `schedule` from now on, if its settings still have `version`.
pub async fn reschedule(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    (site, version): (&str, i64),
    schedule: Schedule,
) -> Result<Watch, Fault> {
    crate::site::on_the_web(db, signed, site).await?;
    let watch = of(db, now, signed, site).await?;
    let schedule = schedule.checked()?;
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write_or(move |tx| {
        Box::pin(async move {
            unchanged(sql!("watch_changed").bind(watch.site.clone()).bind(version).execute(&mut *tx).await?)?;
            let next = schedule.next(now);
            sql!("watch_schedule")
                .bind(watch.site)
                .bind(schedule.every.name())
                .bind(schedule.weekday)
                .bind(schedule.day)
                .bind(schedule.at)
                .bind(schedule.zone)
                .bind(next)
                .execute(&mut *tx)
                .await?;
            deed::note(tx, &*random, now, &who, "schedule changed", &watch.address).await.map_err(Fault::from)
        })
    })
    .await?;
    of(db, now, signed, site).await
}

/// A site whose next time is to be computed anew.
#[derive(Clone, Debug)]
pub struct Due {
    /// The site.
    pub site: String,
    /// What was meant.
    pub schedule: Schedule,
    /// The instant that stands in its row.
    pub at: Option<Timestamp>,
}

impl Due {
    /// Whether an audit is due. Else the instant was computed by a clock that was wrong, or never.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.at.is_some_and(|at| at <= now)
    }
}

/// Sites that are due at `now`, and those whose instant is further away than their schedule ever is: a clock that was
/// set far forward, and back again, computed it.
pub async fn due(db: &Db, now: Timestamp) -> Result<Vec<Due>, store::Fault> {
    #[derive(sqlx::FromRow)]
    struct Row {
        site: String,
        #[sqlx(flatten)]
        meant: Meant,
        next_at: Option<i64>,
    }
    let rows: Vec<Row> = sql!("watch_due").bind(now).bind(AT_ONCE).fetch_all(db).await?;
    let due = |row: Row| Due {
        site: row.site,
        schedule: row.meant.into(),
        at: row.next_at.and_then(|at| Timestamp::from_microsecond(at).ok()),
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Sets the next time of `due`, however many were slept over; false where somebody else did, or changed the schedule.
pub async fn move_on(tx: &mut Tx, due: &Due, now: Timestamp) -> Result<bool, store::Fault> {
    let rows =
        sql!("watch_move_on").bind(due.site.clone()).bind(due.at).bind(due.schedule.next(now)).execute(tx).await?;
    Ok(rows == 1)
}

/// Makes the rows of sites that have none yet.
pub async fn begin_all(db: &Db, now: Timestamp) -> Result<(), store::Fault> {
    loop {
        let without: Vec<String> = sql!("watch_without").bind(AT_ONCE).fetch_all(db).await?;
        if without.is_empty() {
            return Ok(());
        }
        db.write(move |tx| {
            Box::pin(async move {
                for site in without {
                    begin(&mut *tx, &site, now).await?;
                }
                Ok(())
            })
        })
        .await?;
    }
}

/// An audit that a hook asked for begins no sooner than so long after the one before.
const HOOK_RESTS: SignedDuration = SignedDuration::from_mins(1);
