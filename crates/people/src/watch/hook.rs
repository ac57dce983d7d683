//! The deploy hook: a secret address that asks for an audit, once for however many calls.

use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use store::{Db, Tx, sql};

use super::{HOOK_RESTS, of};
use crate::{Fault, Signed, deed, secret};

/// Calls of one hook that are heard within [`WITHIN`]. A site is not deployed more often.
const CALLS_HEARD: i64 = 30;
const WITHIN: SignedDuration = SignedDuration::from_mins(1);

/// Makes a hook for `site`; the one before ends. What is returned is the secret at the end of its address.
pub async fn new_hook(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &str,
) -> Result<String, Fault> {
    crate::site::on_the_web(db, signed, site).await?;
    let secret = secret::secret(&**random);
    set(db, random, now, signed, site, Some(secret::hash(&secret)), "deploy hook made").await?;
    Ok(secret)
}

/// Ends the hook of `site`.
pub async fn end_hook(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &str,
) -> Result<(), Fault> {
    set(db, random, now, signed, site, None, "deploy hook ended").await
}

async fn set(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &str,
    hash: Option<String>,
    what: &'static str,
) -> Result<(), Fault> {
    let watch = of(db, now, signed, site).await?;
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            sql!("hook_set").bind(watch.site).bind(hash).execute(&mut *tx).await?;
            deed::note(tx, &*random, now, &who, what, &watch.address).await
        })
    })
    .await?;
    Ok(())
}

/// A call of a hook that was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The site.
    pub site: String,
    /// Its audit begins no sooner.
    pub not_before: Timestamp,
}

/// Hears a call of the hook with `secret`: `None` where there is none, or its site lies in the bin.
pub async fn called(db: &Db, now: Timestamp, secret: &str) -> Result<Option<Call>, Fault> {
    #[derive(sqlx::FromRow)]
    struct Heard {
        site: String,
        hook_calls: i64,
        hook_since: i64,
        hook_asked_at: Option<i64>,
    }
    let (hash, since) = (secret::hash(secret), now - WITHIN);
    let heard: Option<Heard> = db
        .write(move |tx| {
            Box::pin(async move { sql!("hook_called").bind(hash).bind(now).bind(since).fetch_optional(tx).await })
        })
        .await?;
    let Some(heard) = heard else { return Ok(None) };
    if heard.hook_calls > CALLS_HEARD {
        let left = heard.hook_since.saturating_add(WITHIN.as_micros() as i64).saturating_sub(now.as_microsecond());
        return Err(Fault::TooManyTries(std::time::Duration::from_micros(left.max(0).unsigned_abs())));
    }
    Ok(Some(Call { site: heard.site, not_before: not_before(heard.hook_asked_at, now) }))
}

/// When an audit may begin for which a hook asks at `now`, after one that was to begin at `asked`.
fn not_before(asked: Option<i64>, now: Timestamp) -> Timestamp {
    let asked = asked.and_then(|at| Timestamp::from_microsecond(at).ok());
    let rested = asked.and_then(|asked| asked.checked_add(HOOK_RESTS).ok()).unwrap_or(now);
    // A clock that was set back does not hold an audit up for longer than two rests.
    if rested > now + HOOK_RESTS * 2 { now } else { rested.max(now) }
}

/// When an audit of `site` may begin that a hook asked for.
pub async fn rested(tx: &mut Tx, site: &str, now: Timestamp) -> Result<Timestamp, store::Fault> {
    let asked: Option<Option<i64>> = sql!("hook_rested").bind(site).fetch_optional(&*tx).await?;
    Ok(not_before(asked.flatten(), now))
}

/// Holds the row of `site` until the transaction ends, so that a call and the end of an audit come one after the other.
pub async fn hold(tx: &mut Tx, site: &str) -> Result<(), store::Fault> {
    let _: Option<Option<String>> = sql!("watch_hold").bind(site).fetch_optional(&*tx).await?;
    Ok(())
}

/// A hook had an audit asked for that begins at `at`: the next one rests first.
pub async fn hook_asked(tx: &mut Tx, site: &str, at: Timestamp) -> Result<(), store::Fault> {
    sql!("hook_asked").bind(site).bind(at).execute(tx).await?;
    Ok(())
}

/// Has an audit called `id` follow the one under way, unless one is to follow already; the id of that which will.
pub async fn set_follow(tx: &mut Tx, site: &str, id: &str) -> Result<Option<String>, store::Fault> {
    sql!("hook_follow").bind(site).bind(id).fetch_optional(&*tx).await
}

/// The id of the audit that is to follow one that just ended, if any; it is to follow no more. Hold the row first.
pub async fn take_follow(tx: &mut Tx, site: &str) -> Result<Option<String>, store::Fault> {
    let follow: Option<Option<String>> = sql!("watch_hold").bind(site).fetch_optional(&*tx).await?;
    let follow = follow.flatten();
    if follow.is_some() {
        sql!("hook_followed").bind(site).execute(tx).await?;
    }
    Ok(follow)
}

/// Sites that wait for an audit to follow.
pub async fn to_follow(db: &Db) -> Result<Vec<String>, store::Fault> {
    sql!("hook_to_follow").fetch_all(db).await
}
