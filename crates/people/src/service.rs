//! Service: what the program knows of itself across its starts: which house it is, where its data lies, and whether it
//! works by itself.
//!
//! Data that was copied, restored, or is met by a clock far behind comes up paused: another house may be doing the same
//! work, and what fell due since must not be done twice. Start at [`enter`].

use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use store::{Db, On, Tx, sql};

use crate::{Fault, deed};
use crate::{Signed, person};

/// Letters of a reason.
const WHY: usize = 200;
/// A clock this far behind the last sign of life is wrong.
const BEHIND: SignedDuration = SignedDuration::from_mins(10);

/// The service's row.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Service {
    /// Which house this is; anybody may know.
    pub instance: String,
    /// Where the database lies.
    pub place: String,
    /// The last sign of life, in UTC microseconds.
    pub noted_at: i64,
    /// Since when it is paused, in UTC microseconds.
    pub paused_at: Option<i64>,
    /// Why, for people.
    pub paused_why: Option<String>,
}

/// The service's row; none before the first start.
pub async fn service(on: &(impl On + ?Sized)) -> Result<Option<Service>, store::Fault> {
    sql!("service").fetch_optional(on).await
}

/// A start: looks whether this is the house that was here last. `place` names where the database lies, and is another
/// one for a copy; `noted_beside` is the last sign of life that was noted outside of the database, so that one that was
/// put back is known by being behind it.
pub async fn enter(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    place: &str,
    noted_beside: Option<Timestamp>,
) -> Result<Service, Fault> {
    let (random, place) = (Arc::clone(random), place.to_owned());
    let entered = db.write(move |tx| {
        Box::pin(async move {
            let Some(there) = service(&*tx).await? else {
                sql!("service_add").bind(random.code()).bind(place).bind(now).execute(&mut *tx).await?;
                return service(&*tx).await;
            };
            if let Some(why) = why_paused(&there, now, &place, noted_beside) {
                pause(&mut *tx, now, why).await?;
            }
            if there.place != place {
                // The house that it was copied from may still stand.
                sql!("service_moved").bind(random.code()).bind(place).execute(&mut *tx).await?;
            }
            note(&mut *tx, now).await?;
            service(&*tx).await
        })
    });
    let entered: Option<Service> = entered.await?;
    entered.ok_or(Fault::Unknown("service"))
}

/// Why a house that finds `there` does not work by itself.
fn why_paused(there: &Service, now: Timestamp, place: &str, noted_beside: Option<Timestamp>) -> Option<&'static str> {
    let noted = Timestamp::from_microsecond(there.noted_at).unwrap_or(Timestamp::MIN);
    if there.place != place {
        return Some("this data was copied or restored from elsewhere, and the house that it came from may still work");
    }
    if now.duration_until(noted) > BEHIND {
        return Some("this machine's clock is behind the last time at which Tidings was up");
    }
    if noted_beside.is_some_and(|beside| noted.duration_until(beside) > BEHIND) {
        return Some("the database is older than its data folder: an earlier copy was put back");
    }
    None
}

/// Nothing is begun by itself until somebody says go on. The first reason stays.
pub async fn pause(tx: &mut Tx, now: Timestamp, why: &str) -> Result<(), store::Fault> {
    sql!("service_pause").bind(now).bind(why).execute(tx).await.map(drop)
}

/// A sign of life. The one row is written by whoever is up; the later time stays.
pub async fn note(tx: &mut Tx, now: Timestamp) -> Result<(), store::Fault> {
    sql!("service_note").bind(now).execute(tx).await.map(drop)
}

/// A sign of life from a house that runs. Pauses where the clock was set far back meanwhile, and then says why.
pub async fn live(db: &Db, now: Timestamp) -> Result<Option<&'static str>, Fault> {
    let paused = db.write(move |tx| {
        Box::pin(async move {
            let mut paused = None;
            if let Some(there) = service(&*tx).await?
                && let Some(why) = why_paused(&there, now, &there.place, None)
            {
                pause(&mut *tx, now, why).await?;
                paused = Some(why).filter(|_| there.paused_at.is_none());
            }
            note(tx, now).await?;
            Ok(paused)
        })
    });
    Ok(paused.await?)
}

/// Pauses, as the operator says: nothing is begun until somebody says go on.
pub async fn pause_for(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    why: &str,
) -> Result<(), Fault> {
    if !person::is_operator(db, &signed.person).await? {
        return Err(Fault::Denied("whoever set Tidings up says that it pauses: ask him"));
    }
    let why: String = why.trim().chars().filter(|sign| !sign.is_control()).take(WHY).collect();
    let why = if why.is_empty() { format!("{} said so", signed.name) } else { why };
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            pause(&mut *tx, now, &why).await?;
            deed::note(tx, &*random, now, &who, "paused", &why).await
        })
    })
    .await?;
    Ok(())
}

/// Goes on. Only the operator knows whether another house is at the same work.
pub async fn resume(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed) -> Result<(), Fault> {
    if !person::is_operator(db, &signed.person).await? {
        return Err(Fault::Denied(
            "whoever set Tidings up says that it goes on, or runs `tidings resume` on its machine",
        ));
    }
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            go_on(&mut *tx, now).await?;
            deed::note(tx, &*random, now, &who, "went on after a pause", "").await
        })
    })
    .await?;
    Ok(())
}

/// Goes on, as the operator says on the machine itself. A clock that was ahead is forgiven with it.
pub async fn go_on(tx: &mut Tx, now: Timestamp) -> Result<(), store::Fault> {
    sql!("service_go_on").bind(now).execute(tx).await.map(drop)
}

/// Whether work may be begun.
pub async fn is_paused(db: &Db) -> Result<bool, store::Fault> {
    Ok(service(db).await?.is_some_and(|service| service.paused_at.is_some()))
}

/// What tells this database of this PostgreSQL server from a copy on another one; empty on SQLite.
pub async fn postgres_mark(db: &Db) -> Result<String, store::Fault> {
    sql!("postgres_mark").fetch_one(db).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_in_its_own_place_and_time_works_and_no_other_one_does() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let there = Service {
            instance: "i".to_owned(),
            place: "here".to_owned(),
            noted_at: at("2026-11-25T08:00:00Z").as_microsecond(),
            paused_at: None,
            paused_why: None,
        };
        let why = |now, place, beside: Option<&str>| why_paused(&there, at(now), place, beside.map(at));
        assert_eq!(why("2026-11-25T07:55:00Z", "here", None), None);
        assert_eq!(why("2026-12-25T08:00:00Z", "here", Some("2026-11-25T08:05:00Z")), None);
        assert!(why("2026-11-25T08:00:00Z", "there", None).unwrap().contains("copied"));
        assert!(why("2026-11-25T07:45:00Z", "here", None).unwrap().contains("clock"));
        assert!(why("2026-11-26T08:00:00Z", "here", Some("2026-11-26T07:00:00Z")).unwrap().contains("older"));
    }
}
