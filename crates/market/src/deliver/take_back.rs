//! Taking back: a thread that broke half-way, where that was chosen. What is out of it is taken away, the last part first; doing
//! that twice is doing it once.

use jiff::SignedDuration;
use networks::publish::With;
use store::queue::{self, Claim};
use store::sql;

use super::row::{self, Moved};
use super::{Delivery, State, on, told};
use crate::account::{self, Renewal};
use crate::post::{Post, thread};
use crate::purse::Purse;
use crate::{Desk, Fault};

/// The kind of job that takes a thread back.
pub const TAKE_BACK: &str = "take_back";

/// So often it is tried; then a person does it.
const TRIES: i64 = 12;
const PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// Takes back what is out of the thread of which the delivery of `claim` broke.
pub async fn take_back(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let id = claim.payload.as_str().unwrap_or_default();
    let Some(it) = row::find(&desk.db, id).await? else { return ends(desk, claim, "over").await };
    let part: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&desk.db).await?;
    let Some(part) = part else { return ends(desk, claim, "over").await };
    let all = thread::deliveries_of(&desk.db, thread::root_of(&part), &it.account).await?;
    for other in all.iter().rev().filter(|other| other.state() == State::Live) {
        if let Err(why) = Box::pin(away(desk, other)).await? {
            return later(desk, claim, it, why).await;
        }
        let (now, gone) = (desk.now(), other.id.clone());
        let noted = on(&desk.db, claim, move |tx, _| {
            Box::pin(async move {
                let says = "its thread broke, and was taken back";
                sql!("thread_taken_back").bind(&*gone).bind(now).bind(says).execute(&mut *tx).await?;
                ledger::presence::ends(tx, now, &gone).await
            })
        });
        noted.await?;
    }
    let now = desk.now();
    on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            let says = "its thread broke, and was taken back";
            for other in all.iter().filter(|other| other.state() == State::Planned) {
                let to = Moved::because(State::Skipped, "thread_over", says);
                row::moves(&mut *tx, (&other.id, other.fence), &to, now).await?;
            }
            queue::complete(tx, &claim, "taken back", now).await
        })
    })
    .await
}

/// Takes one away; why that is not possible.
async fn away(desk: &Desk, it: &Delivery) -> Result<Result<(), String>, Fault> {
    let Some(receipt) = it.receipt() else { return Ok(Ok(())) };
    let (account, known) = match Box::pin(account::renew(desk, &it.account, None)).await {
        Ok(Renewal::Good(both)) => *both,
        Ok(Renewal::Later(why) | Renewal::Over(why)) => return Ok(Err(why)),
        Err(Fault::Unknown(_) | Fault::Store(store::Fault::Sealed)) => {
            return Ok(Err("the account is not let in".to_owned()));
        }
        Err(fault) => return Err(fault),
    };
    let Some(publish) = account.publish() else { return Ok(Err("the account posts nothing".to_owned())) };
    let http = desk.doors.to(&known.base);
    let post: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&desk.db).await?;
    let Some(post) = post else { return Ok(Err("the post was deleted".to_owned())) };
    let purse = Purse::of(desk, it, (&post, &account));
    let purse = Purse::lent(purse.as_ref());
    let with = With { http: &http, account: &known, blobs: &[], token: None, now: desk.now(), purse };
    Ok(publish.acts.take_down(with, &receipt).await.map_err(|cause| cause.says))
}

async fn later(desk: &Desk, claim: &Claim, it: Delivery, why: String) -> Result<(), Fault> {
    let now = desk.now();
    let (due, last) = (now.saturating_add(PAUSE).unwrap_or(now), claim.attempts >= TRIES);
    on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            if last {
                told::stays_out(&mut *tx, now, &it, &why).await?;
                queue::complete(tx, &claim, "not taken back", now).await
            } else {
                queue::put_back(tx, &claim, due, &why).await
            }
        })
    })
    .await
}

async fn ends(desk: &Desk, claim: &Claim, outcome: &'static str) -> Result<(), Fault> {
    let now = desk.now();
    on(&desk.db, claim, move |tx, claim| Box::pin(async move { queue::complete(tx, &claim, outcome, now).await })).await
}
