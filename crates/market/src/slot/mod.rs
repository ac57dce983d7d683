//! Slots: the times of the week at which a site posts. A post can take the next one that is free.
//!
//! They belong to the site and not to each account, since a post goes out to all of its accounts at one time.
//! Start at [`queue`]; which slot is the next is [`next_free`], pure.

mod free;

use std::collections::BTreeSet;

use domain::Random;
use jiff::Timestamp;
use jiff::civil::{Time, time};
use ledger::link::{By, Ground};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{On, Tx, sql};

pub use free::next_free;

use crate::Fault;
use crate::post::{self, Post, When, by_id, known};

/// Slots of one site.
pub const MOST: usize = 100;

/// A time of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Slot {
    /// Monday is 1, Sunday 7.
    pub weekday: i8,
    /// On the wall: `09:00:00`.
    pub time: Time,
}

/// The slots of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slots {
    /// The zone of their wall, by IANA's name.
    pub zone: String,
    /// From Monday on.
    pub times: Vec<Slot>,
    /// Rises with each change; 0: there are none yet.
    pub version: i64,
}

/// A modest rhythm to begin with: three mornings a week.
pub fn suggested() -> Vec<Slot> {
    [1, 3, 5].map(|weekday| Slot { weekday, time: time(9, 0, 0, 0) }).to_vec()
}

/// The slots of a site; `None` where nobody has chosen any.
pub async fn of_site(on: &(impl On + ?Sized), site: &str) -> Result<Option<Slots>, store::Fault> {
    let found: Option<(String, String, i64)> = sql!("slots_of_site").bind(site).fetch_optional(on).await?;
    let read = |times: String| serde_json::from_str(&times).unwrap_or_default();
    Ok(found.map(|(zone, times, version)| Slots { zone, times: read(times), version }))
}

/// Keeps the slots of a site; `slots.version` is the one that was seen.
pub async fn keep(tx: &mut Tx, site: &str, slots: Slots) -> Result<(), Fault> {
    known(&slots.zone)?;
    if slots.times.len() > MOST {
        return Err(Fault::wrong("slots_too_many", format!("a site has at most {MOST} slots a week")));
    }
    if slots
        .times
        .iter()
        .any(|slot| !(1..=7).contains(&slot.weekday) || slot.time != time(slot.time.hour(), slot.time.minute(), 0, 0))
    {
        let says = "a slot is a weekday from 1, Monday, to 7, and a time such as 09:00";
        return Err(Fault::wrong("slot_wrong", says));
    }
    let times: BTreeSet<Slot> = slots.times.into_iter().collect();
    let times = serde_json::to_string(&times).unwrap_or_else(|_| "[]".to_owned());
    let kept = sql!("slots_keep").bind(site).bind(slots.zone).bind(times).bind(slots.version).execute(tx).await?;
    if kept == 0 { Err(Fault::Changed("slots")) } else { Ok(()) }
}

/// The next slot at which no post of the site goes out, not counting the post `but`.
pub async fn next(
    on: &(impl On + ?Sized),
    now: Timestamp,
    (site, but): (&str, &str),
    slots: &Slots,
) -> Result<Option<When>, Fault> {
    let taken: Vec<(i64,)> = sql!("slots_taken").bind(site).bind(now).bind(but).fetch_all(on).await?;
    let taken = taken.into_iter().filter_map(|(at,)| Timestamp::from_microsecond(at).ok()).collect();
    Ok(next_free(&slots.times, &known(&slots.zone)?, &taken, now))
}

/// Lets a post of which `version` was seen go out at the next free slot of its site.
pub async fn queue(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    (id, version): (&str, i64),
    ground: &Ground<'_>,
) -> Result<Post, Fault> {
    by_id(&*tx, &by.site, id).await?;
    // Two that are queued at once come one after the other.
    sql!("slots_turn").bind(&*by.site).execute(&mut *tx).await?;
    let none =
        || Fault::wrong("slots_none", "this site has no slots yet: choose the times of the week at which it posts");
    let slots = of_site(&*tx, &by.site).await?.filter(|slots| !slots.times.is_empty()).ok_or_else(none)?;
    let full = || Fault::wrong("slots_full", "all slots of the coming year are taken: choose a time, or add slots");
    let when = next(&*tx, now, (&by.site, id), &slots).await?.ok_or_else(full)?;
    sql!("post_zone").bind(id).bind(&*slots.zone).execute(&mut *tx).await?;
    post::schedule(tx, random, now, by, (id, version), &when, ground).await
}
