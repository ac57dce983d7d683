//! Looking again: how a post stands that was live, less and less often. One that was taken away is noticed, and stands outside
//! no more.

use jiff::SignedDuration;
use networks::publish::{Stands, With};
use serde_json::{Value, json};
use store::queue::{self, Claim, NewJob};
use store::{Tx, sql};

use super::row;
use super::{Delivery, State, told};
use crate::account::{self, Renewal};
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
    now: jiff::Timestamp,
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
    There,
    Gone,
    /// It could not be told, or nobody may look any more.
    Not(&'static str),
}

/// Looks at the delivery of `claim`.
pub async fn look(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let id = claim.payload["delivery"].as_str().unwrap_or_default();
    let it = row::find(&desk.db, id).await?.filter(|it| it.state() == State::Live);
    let Some(it) = it else { return ends(desk, claim, "over").await };
    match Box::pin(seen(desk, &it)).await? {
        Seen::There => stays(desk, claim, it, false).await,
        // Once may be a network that has not caught up with itself.
        Seen::Gone if claim.payload["seems_gone"] != Value::Bool(true) => stays(desk, claim, it, true).await,
        Seen::Gone => goes(desk, claim, it).await,
        Seen::Not(_) if claim.attempts >= TRIES => stays(desk, claim, it, false).await,
        Seen::Not(why) => {
            let due = desk.now().saturating_add(LATER).unwrap_or_else(|_| desk.now());
            super::on(&desk.db, claim, move |tx, claim| {
                Box::pin(async move { queue::put_back(tx, &claim, due, why).await })
            })
            .await
        }
    }
}

async fn seen(desk: &Desk, it: &Delivery) -> Result<Seen, Fault> {
    let Some(receipt) = it.receipt() else { return Ok(Seen::Not("no receipt")) };
    let (account, known) = match Box::pin(account::renew(desk, &it.account, None)).await {
        Ok(Renewal::Good(both)) => *both,
        Ok(Renewal::Later(_) | Renewal::Over(_)) | Err(Fault::Unknown(_) | Fault::Store(store::Fault::Sealed)) => {
            return Ok(Seen::Not("the account is not let in"));
        }
        Err(fault) => return Err(fault),
    };
    let Some(publish) = account.publish() else { return Ok(Seen::Not("nobody looks there")) };
    let http = desk.doors.to(&known.base);
    let with = With { http: &http, account: &known, blobs: &[], token: it.code.as_deref(), now: desk.now() };
    Ok(match publish.acts.look(with, &receipt).await {
        Stands::There => Seen::There,
        Stands::Gone => Seen::Gone,
        Stands::Unknown(_) => Seen::Not("the network could not be asked"),
    })
}

async fn ends(desk: &Desk, claim: &Claim, outcome: &'static str) -> Result<(), Fault> {
    let now = desk.now();
    super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move { queue::complete(tx, &claim, outcome, now).await })
    })
    .await
}

/// It stands there, or seems to be gone: the next look is due in its time.
async fn stays(desk: &Desk, claim: &Claim, it: Delivery, seems_gone: bool) -> Result<(), Fault> {
    let now = desk.now();
    super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            queue::complete(&mut *tx, &claim, if seems_gone { "seems gone" } else { "there" }, now).await?;
            if !seems_gone {
                sql!("delivery_looked").bind(&*it.id).bind(now).execute(&mut *tx).await?;
            }
            again(tx, now, &it.id, it.looks + i64::from(!seems_gone), seems_gone).await
        })
    })
    .await
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
