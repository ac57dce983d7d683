//! Taking away: a post that somebody wants down, or a thread that broke half-way, where that was chosen. What is out of it is taken
//! away, the last part first; doing that twice is doing it once.

use jiff::{SignedDuration, Timestamp};
use networks::publish::With;
use serde_json::json;
use store::queue::{self, Claim};
use store::{Tx, sql};

use super::let_in::{self, let_in};
use super::row::{self, Moved};
use super::{Delivery, State, correct, on, paid, told};
use crate::account;
use crate::post::{Post, thread};
use crate::purse::Purse;
use crate::{Desk, Fault};

/// The kind of job that takes a thread back.
pub const TAKE_BACK: &str = "take_back";
/// The kind of job that takes down what somebody wants down.
pub const TAKE_DOWN: &str = "take_down";

/// So often it is tried; then a person does it.
const TRIES: i64 = 12;
const PAUSE: SignedDuration = SignedDuration::from_mins(10);
/// Until it is looked again whether what was on its way is there.
const SOON: SignedDuration = SignedDuration::from_secs(30);

/// Why something is taken away: for programs, and for people.
type Why = (&'static str, String);

/// Takes back what is out of the thread of which the delivery of `claim` broke.
pub async fn take_back(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let id = claim.payload.as_str().unwrap_or_default();
    let Some(it) = row::find(&desk.db, id).await? else { return ends(desk, claim, "over").await };
    takes(desk, claim, it, false, ("taken_back", "its thread broke, and was taken back".to_owned())).await
}

/// Lets the live delivery `id` of `site` be taken away at its network, with what is below it. `by`: who says so.
pub async fn take_down(tx: &mut Tx, now: Timestamp, (site, id): (&str, &str), by: &str) -> Result<Delivery, Fault> {
    let (it, _) = correct::live(tx, site, id).await?;
    let publish = account::any(&*tx, &it.account).await?.publish();
    if !publish.zip(it.receipt()).is_some_and(|(publish, receipt)| publish.acts.takes_down(&receipt)) {
        let says = "the network lets no program take a post away: open it in its app, and delete it there";
        return Err(Fault::wrong("not_taken_down", says));
    }
    sql!("delivery_says")
        .bind(id)
        .bind("taking_down")
        .bind("it is being taken down")
        .bind(now)
        .execute(&mut *tx)
        .await?;
    correct::enqueue(&mut *tx, now, TAKE_DOWN, id, json!({ "delivery": id, "by": by })).await?;
    row::find(&*tx, id).await?.ok_or(Fault::Unknown("delivery"))
}

/// Takes the delivery of `claim` down, with what is below it.
pub async fn is_taken_down(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let id = claim.payload["delivery"].as_str().unwrap_or_default();
    let Some(it) = row::find(&desk.db, id).await? else { return ends(desk, claim, "over").await };
    let by = claim.payload["by"].as_str().unwrap_or("somebody");
    takes(desk, claim, it, true, ("taken_down", format!("{by} took it down"))).await
}

/// The deliveries of its thread as they stand, in their order; `below`: from `it` on. Of what is no thread itself alone.
async fn thread_of(desk: &Desk, it: &Delivery, below: bool) -> Result<Vec<Delivery>, Fault> {
    let part: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&desk.db).await?;
    let Some(part) = part else { return Ok(Vec::new()) };
    let all = thread::deliveries_of(&desk.db, thread::root_of(&part), &it.account).await?;
    Ok(all.into_iter().skip_while(|other| below && other.id != it.id).collect())
}

/// Takes away what of the thread is live, the last one first. What has not begun does not go out any more, and what is on its way is
/// waited for: it would stay out alone.
async fn takes(desk: &Desk, claim: &Claim, it: Delivery, below: bool, why: Why) -> Result<(), Fault> {
    leave_out(desk, claim, thread_of(desk, &it, below).await?, &why).await?;
    let all = thread_of(desk, &it, below).await?;
    if all.iter().any(|other| is_on_its_way(other.state())) {
        let due = desk.now().saturating_add(SOON).unwrap_or_else(|_| desk.now());
        let waits = on(&desk.db, claim, move |tx, claim| {
            Box::pin(async move { queue::put_back(tx, &claim, due, "a part of it is on its way").await })
        });
        return waits.await;
    }
    for other in all.iter().rev().filter(|other| other.state() == State::Live) {
        if !other.is_ours() {
            let (now, stays, broke) = (desk.now(), other.clone(), !below);
            let told = on(&desk.db, claim, move |tx, _| {
                Box::pin(async move { told::stays_out(tx, now, &stays, broke, "it was posted by hand").await })
            });
            told.await?;
            continue;
        }
        if let Err(says) = Box::pin(away(desk, other)).await? {
            return later(desk, claim, it, why.0, says).await;
        }
        let (now, gone, (cause, says)) = (desk.now(), other.clone(), why.clone());
        let noted = on(&desk.db, claim, move |tx, _| {
            Box::pin(async move {
                told::is_taken_away(&mut *tx, now, &gone, &says).await?;
                sql!("thread_taken_back").bind(&*gone.id).bind(now).bind(says).bind(cause).execute(&mut *tx).await?;
                told::is_over(&mut *tx, now, &gone).await?;
                ledger::presence::ends(tx, now, &gone.id).await
            })
        });
        noted.await?;
    }
    ends(desk, claim, "taken away").await
}

/// Something of it left, and what became of that is not known yet; or it begins at any moment.
fn is_on_its_way(state: State) -> bool {
    matches!(state, State::Prepared | State::Sending | State::Pending | State::Limited | State::Unknown)
}

/// What of `all` has not begun is left out.
async fn leave_out(desk: &Desk, claim: &Claim, all: Vec<Delivery>, why: &Why) -> Result<(), Fault> {
    let (now, says) = (desk.now(), why.1.clone());
    on(&desk.db, claim, move |tx, _| {
        Box::pin(async move {
            for other in all.iter().filter(|other| other.state() == State::Planned) {
                let to = Moved::because(State::Skipped, "thread_over", &*says);
                if row::moves(&mut *tx, (&other.id, other.fence), &to, now).await? {
                    paid::ended(&mut *tx, now, other, &to).await?;
                }
            }
            Ok(())
        })
    })
    .await
}

/// Takes one away; why that is not possible. A token that the network does not take any more is renewed once.
async fn away(desk: &Desk, it: &Delivery) -> Result<Result<(), String>, Fault> {
    let Some(receipt) = it.receipt() else { return Ok(Ok(())) };
    let mut used = None;
    loop {
        let about = match Box::pin(let_in(desk, it, used)).await? {
            Ok(about) => about,
            Err(why) => return Ok(Err(why)),
        };
        let http = desk.doors.to(&about.known.base);
        let purse = Purse::of(desk, it, (&about.post, &about.account));
        let purse = Purse::lent(purse.as_ref());
        let with = With { http: &http, account: &about.known, blobs: &[], token: None, now: desk.now(), purse };
        match about.publish.acts.take_down(with, &receipt).await {
            Err(cause) if let_in::is_not(&cause) && used.is_none() => used = Some(about.account.version()),
            done => return Ok(done.map_err(|cause| cause.says)),
        }
    }
}

async fn later(desk: &Desk, claim: &Claim, it: Delivery, cause: &'static str, why: String) -> Result<(), Fault> {
    let now = desk.now();
    let (due, last) = (now.saturating_add(PAUSE).unwrap_or(now), claim.attempts >= TRIES);
    on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            if last {
                let says = format!("it could not be taken away: do so at the network ({why})");
                sql!("delivery_says")
                    .bind(&*it.id)
                    .bind("not_taken_down")
                    .bind(says)
                    .bind(now)
                    .execute(&mut *tx)
                    .await?;
                told::stays_out(&mut *tx, now, &it, cause == "taken_back", &why).await?;
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
