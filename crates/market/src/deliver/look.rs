//! Looking again: how a post stands that was live, and what people did with it, less and less often. One that was taken away
//! is noticed, and stands outside no more.

use jiff::{SignedDuration, Timestamp};
use networks::publish::{Engagement, Stands, With};
use serde_json::{Value, json};
use store::queue::{self, Claim, NewJob};
use store::{On, Tx, sql};

use super::let_in::let_in;
use super::{Delivery, State, row, told};
use crate::purse::Purse;
use crate::{Desk, Fault};

/// The kind of job that such a look is.
pub const LOOK: &str = "look";

/// Minutes from one look to the next, the first of them from when it went out. After the last one nobody looks any more.
const PAUSES: [i64; 9] = [10, 50, 300, 1_080, 2_880, 5_760, 10_080, 23_040, 86_400];
/// Until one that seems to be gone, or could not be looked at, is looked at once more.
const SOON: SignedDuration = SignedDuration::from_mins(10);
const LATER: SignedDuration = SignedDuration::from_hours(6);
/// A network that cannot be asked is asked so often for one look.
const TRIES: i64 = 5;

/// Lets somebody look at `id` when its time comes, after `looks` looks.
pub(super) async fn again(
    tx: &mut Tx,
    now: Timestamp,
    id: &str,
    looks: i64,
    seems_gone: bool,
) -> Result<(), store::Fault> {
    let pause =
        usize::try_from(looks).ok().and_then(|at| PAUSES.get(at)).map(|minutes| SignedDuration::from_mins(*minutes));
    let Some(pause) = (if seems_gone { Some(SOON) } else { pause }) else { return Ok(()) };
    let payload = json!({ "delivery": id, "seems_gone": seems_gone });
    let due = now.saturating_add(pause).unwrap_or(now);
    queue::enqueue(tx, NewJob { kind: LOOK, payload, due, dedup: Some(id), priority: -1 }, now).await?;
    Ok(())
}

/// What a look came to.
enum Seen {
    There(Engagement, Option<String>),
    Gone,
    /// It could not be told, or nobody may look any more.
    Not(String),
}

/// Looks at the delivery of `claim`.
pub async fn look(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let id = claim.payload["delivery"].as_str().unwrap_or_default();
    let it = row::find(&desk.db, id).await?.filter(|it| it.state() == State::Live);
    let Some(it) = it else { return ends(desk, claim, "over").await };
    match Box::pin(seen(desk, &it)).await? {
        Seen::There(engagement, mark) => stays(desk, claim, it, Some((engagement, mark))).await,
        // Once may be a network that has not caught up with itself.
        Seen::Gone if claim.payload["seems_gone"] != Value::Bool(true) => stays(desk, claim, it, None).await,
        Seen::Gone => goes(desk, claim, it).await,
        Seen::Not(_) if claim.attempts >= TRIES => passes(desk, claim, it).await,
        Seen::Not(why) => {
            let due = desk.now().saturating_add(LATER).unwrap_or_else(|_| desk.now());
            super::on(&desk.db, claim, move |tx, claim| {
                Box::pin(async move { queue::put_back(tx, &claim, due, &why).await })
            })
            .await
        }
    }
}

/// What the network says of it. A token that it does not take any more is renewed once.
async fn seen(desk: &Desk, it: &Delivery) -> Result<Seen, Fault> {
    let Some(receipt) = it.receipt() else { return Ok(Seen::Not("no receipt".to_owned())) };
    let mut used = None;
    loop {
        let about = match Box::pin(let_in(desk, it, used)).await? {
            Ok(about) => about,
            Err(why) => return Ok(Seen::Not(why)),
        };
        let http = desk.doors.to(&about.known.base);
        let purse = Purse::of(desk, it, (&about.post, &about.account));
        let purse = Purse::lent(purse.as_ref());
        let with = With { http: &http, account: &about.known, blobs: &[], token: it.token(), now: desk.now(), purse };
        return Ok(match about.publish.acts.look(with, &receipt).await {
            Stands::LetIn(_) if used.is_none() => {
                used = Some(about.account.version());
                continue;
            }
            Stands::There(engagement) => Seen::There(engagement, None),
            Stands::AsOf(engagement, mark) => Seen::There(engagement, Some(mark)),
            Stands::Gone => Seen::Gone,
            Stands::LetIn(_) | Stands::Unknown(_) => Seen::Not("the network could not be asked".to_owned()),
        });
    }
}

async fn ends(desk: &Desk, claim: &Claim, outcome: &'static str) -> Result<(), Fault> {
    let now = desk.now();
    super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move { queue::complete(tx, &claim, outcome, now).await })
    })
    .await
}

/// It stands there, or seems to be gone (`None`): the next look is due in its time.
async fn stays(
    desk: &Desk,
    claim: &Claim,
    it: Delivery,
    there: Option<(Engagement, Option<String>)>,
) -> Result<(), Fault> {
    let now = desk.now();
    super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            let is_there = there.is_some();
            queue::complete(&mut *tx, &claim, if is_there { "there" } else { "seems gone" }, now).await?;
            if let Some((engagement, mark)) = there {
                looked(&mut *tx, now, &it.id, engagement).await?;
                marked(&mut *tx, now, &it, mark).await?;
            }
            again(tx, now, &it.id, it.looks + i64::from(is_there), !is_there).await
        })
    })
    .await
}

/// Keeps in which state the network says that it is. In another one than it was seen in before, it was changed there; a
/// correction from here forgets the one before.
async fn marked(tx: &mut Tx, now: Timestamp, it: &Delivery, mark: Option<String>) -> Result<(), store::Fault> {
    let Some(mark) = mark.filter(|mark| it.mark.as_deref() != Some(mark)) else { return Ok(()) };
    sql!("delivery_marked").bind(&*it.id).bind(&*mark).execute(&mut *tx).await?;
    // What is being corrected here may have been changed by that.
    let ours = it.cause.as_deref() == Some("correcting");
    if it.mark.is_some() && !ours { told::is_changed(tx, now, it).await } else { Ok(()) }
}

/// The network could not be asked at all: the next look is due in its time, and this one told nothing.
async fn passes(desk: &Desk, claim: &Claim, it: Delivery) -> Result<(), Fault> {
    let now = desk.now();
    super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            queue::complete(&mut *tx, &claim, "could not look", now).await?;
            sql!("delivery_passed").bind(&*it.id).execute(&mut *tx).await?;
            again(tx, now, &it.id, it.looks + 1, false).await
        })
    })
    .await
}

/// Keeps that somebody looked, and what people did with it until then.
async fn looked(tx: &mut Tx, now: Timestamp, id: &str, it: Engagement) -> Result<(), store::Fault> {
    let count = |told: Option<u64>| told.and_then(|it| i64::try_from(it).ok());
    let looked = sql!("delivery_looked")
        .bind(id)
        .bind(now)
        .bind(count(it.likes))
        .bind(count(it.reposts))
        .bind(count(it.replies))
        .bind(count(it.views));
    looked.execute(&mut *tx).await?;
    sql!("engagement_add").bind(id).bind(now).execute(tx).await.map(drop)
}

/// How what people did with a delivery of `site` grew: instants and numbers, the oldest first.
pub async fn grew(
    on: &(impl On + ?Sized),
    site: &str,
    delivery: &str,
) -> Result<Vec<(Timestamp, Engagement)>, store::Fault> {
    type Row = (i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let rows: Vec<Row> = sql!("engagement_of").bind(site).bind(delivery).fetch_all(on).await?;
    let count = |kept: Option<i64>| kept.and_then(|it| u64::try_from(it).ok());
    let told = |(at, likes, reposts, replies, views): Row| {
        let engagement =
            Engagement { likes: count(likes), reposts: count(reposts), replies: count(replies), views: count(views) };
        (Timestamp::from_microsecond(at).unwrap_or_default(), engagement)
    };
    Ok(rows.into_iter().map(told).collect())
}

/// It was taken away.
async fn goes(desk: &Desk, claim: &Claim, it: Delivery) -> Result<(), Fault> {
    let now = desk.now();
    super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            queue::complete(&mut *tx, &claim, "gone", now).await?;
            if sql!("delivery_gone").bind(&*it.id).bind(now).execute(&mut *tx).await? == 1 {
                ledger::presence::ends(&mut *tx, now, &it.id).await?;
                told::is_gone(tx, now, &it).await?;
            }
            Ok(())
        })
    })
    .await
}
