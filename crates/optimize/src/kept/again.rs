//! Audits that nobody asks for by hand: by schedule, after a deploy, and the one that follows another.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use people::watch::{self, Call};
use store::queue::{self, NewJob};
use store::{Db, Fault, Tx, sql};
use url::Url;

use super::JOB;
use crate::proof::Looker;

/// Asks in the caller's transaction for an audit of `site` called `id`, which begins at `due`. False: one is under way,
/// or the site lies in the bin.
pub async fn ask_in(tx: &mut Tx, id: &str, site: &str, now: Timestamp, due: Timestamp) -> Result<bool, Fault> {
    let asked = sql!("audit_ask_unless").bind(id).bind(site).bind(now).bind(false).execute(&mut *tx).await?;
    if asked == 1 {
        queue::enqueue(tx, NewJob { kind: JOB, payload: id.into(), due, dedup: Some(id), priority: 0 }, now).await?;
    }
    Ok(asked == 1)
}

/// Asks for the audits that schedules are due for, one of each site, however long nobody looked; how many. Where one is
/// under way, that is the one.
pub async fn scheduled(db: &Db, random: &Arc<dyn Random>, now: Timestamp) -> Result<usize, Fault> {
    watch::begin_all(db, now).await?;
    let mut asked = 0;
    for due in watch::due(db, now).await? {
        let id = random.code();
        let made = db.write(move |tx| {
            Box::pin(async move {
                // Whoever moves the time on asks: two who go round at once ask once.
                let moved = watch::move_on(&mut *tx, &due, now).await?;
                Ok(moved && due.is_due(now) && ask_in(tx, &id, &due.site, now, now).await?)
            })
        });
        asked += usize::from(made.await?);
    }
    Ok(asked)
}

/// Asks for an audit after a deploy, and says which: one that waits to begin, or else one more after the one under way,
/// however often that is asked for meanwhile.
pub async fn deployed(db: &Db, random: &Arc<dyn Random>, now: Timestamp, call: Call) -> Result<String, Fault> {
    let id = random.code();
    db.write(move |tx| {
        Box::pin(async move {
            let Call { site, not_before } = call;
            watch::hold(&mut *tx, &site).await?;
            if ask_in(&mut *tx, &id, &site, now, not_before).await? {
                watch::hook_asked(tx, &site, not_before).await?;
                return Ok(id);
            }
            let under_way: Option<(String, String)> =
                sql!("audit_under_way").bind(site.clone()).fetch_optional(&*tx).await?;
            match under_way {
                Some((waits, state)) if state == "waiting" => Ok(waits),
                _ => Ok(watch::set_follow(tx, &site, &id).await?.unwrap_or(id)),
            }
        })
    })
    .await
}

/// Asks for the audit that is to follow one of `site`, if any, now that none is under way.
pub(super) async fn follow(tx: &mut Tx, site: &str, now: Timestamp) -> Result<(), Fault> {
    let Some(id) = watch::take_follow(&mut *tx, site).await? else { return Ok(()) };
    let due = watch::rested(&mut *tx, site, now).await?;
    if ask_in(&mut *tx, &id, site, now, due).await? {
        watch::hook_asked(tx, site, due).await?;
    }
    Ok(())
}

/// Asks for audits that were to follow one that ended by another way than a worker's hand.
pub async fn left_to_follow(db: &Db, now: Timestamp) -> Result<(), Fault> {
    for site in watch::to_follow(db).await? {
        db.write(move |tx| {
            Box::pin(async move {
                watch::hold(&mut *tx, &site).await?;
                let under_way: Option<(String, String)> =
                    sql!("audit_under_way").bind(site.clone()).fetch_optional(&*tx).await?;
                if under_way.is_none() { follow(tx, &site, now).await } else { Ok(()) }
            })
        })
        .await?;
    }
    Ok(())
}

/// Looks at the start pages of sites that are down, and asks for an audit of each that can be read again; how many.
pub async fn back_again(db: &Db, random: &Arc<dyn Random>, now: Timestamp, looker: &Looker) -> Result<usize, Fault> {
    let down: Vec<(String, String)> = sql!("site_down_all").fetch_all(db).await?;
    let mut back = 0;
    for (site, address) in down {
        let Ok(url) = Url::parse(&address) else { continue };
        if !looker.reads(&url).await {
            continue;
        }
        let id = random.code();
        let asked = db.write(move |tx| Box::pin(async move { ask_in(tx, &id, &site, now, now).await }));
        back += usize::from(asked.await?);
    }
    Ok(back)
}

/// How many audits are in which state, for the metrics.
pub async fn states(db: &Db) -> Result<Vec<(String, i64)>, Fault> {
    sql!("audit_states").fetch_all(db).await
}
