//! Sending: step after step, each behind a fence.

use jiff::{SignedDuration, Timestamp};
use networks::publish::{Came, With};
use serde_json::Value;
use store::queue::{self, Claim};
use store::sql;

use super::row::{self, Moved};
use super::{About, Delivery, State, Turn, about, back, ends, frozen, is_given_up, lives, pause, pictures};
use crate::{Desk, Fault, LEASE, account, missed};

/// A step that was committed so long ago, and has not left, does not leave any more: somebody else may look by then.
const STALE: SignedDuration = SignedDuration::from_secs(20);

pub(super) async fn send(desk: &Desk, claim: &Claim, it: &Delivery) -> Result<Turn, Fault> {
    let now = desk.now();
    if let Some(turn) = not_yet(desk, claim, it, now).await? {
        return Ok(turn);
    }
    let mut it = it.clone();
    let mut used = None;
    loop {
        let about = match about(desk, claim, &it, used).await? {
            Ok(about) => about,
            Err(turn) => return Ok(turn),
        };
        if let Sent::Turn(turn) = steps(desk, claim, &it, &about).await? {
            return Ok(turn);
        }
        // The fence has moved since.
        let Some(again) = row::find(&desk.db, &it.id).await? else { return Ok(Turn::Again) };
        if used.is_some() {
            let says = format!("{} is not let in, though its token is new: connect it again", about.known.name);
            return ends(desk, claim, &again, &Moved::because(State::Person, "account", says)).await;
        }
        used = Some(about.account.version());
        it = again;
    }
}

/// What stands against sending it now.
async fn not_yet(desk: &Desk, claim: &Claim, it: &Delivery, now: Timestamp) -> Result<Option<Turn>, Fault> {
    let due = it.due_at.and_then(|at| Timestamp::from_microsecond(at).ok()).unwrap_or(now);
    if due > now {
        // It was moved to a later time after its job was made.
        return Ok(Some(back(desk, claim, it, &Moved::to(it.state()), now.duration_until(due)).await?));
    }
    let removed: Option<(Option<i64>,)> = sql!("post_site_removed").bind(&*it.post).fetch_optional(&desk.db).await?;
    if removed.is_some_and(|(since,)| since.is_some()) {
        let says = "its site is in the bin: take the site out of it, then send it, or skip it";
        return Ok(Some(ends(desk, claim, it, &Moved::because(State::Person, "site_removed", says)).await?));
    }
    let account = account::any(&desk.db, &it.account).await?;
    if account.by_hand {
        let says = format!("It is your turn: post it on {}, then say so here", account.name);
        return Ok(Some(ends(desk, claim, it, &Moved::because(State::Waiting, "by_hand", says)).await?));
    }
    if it.tries == 0 && due.duration_until(now) > missed::ON_TIME {
        let missed = missed::of(&desk.db, &account.workspace).await?;
        if let Some((state, says)) = missed.of_one_so_late(due.duration_until(now)) {
            return Ok(Some(ends(desk, claim, it, &Moved::because(state, "missed", says)).await?));
        }
    }
    if let Some(why) = &account.ill {
        return Ok(Some(ends(desk, claim, it, &Moved::because(State::Person, "account", why)).await?));
    }
    let rests = account.rests_until.and_then(|until| Timestamp::from_microsecond(until).ok());
    if let Some(until) = rests.filter(|until| *until > now) {
        let says = format!("{} wants fewer posts at a time", account.name);
        let limited = Moved::because(State::Limited, "limited", says);
        return Ok(Some(back(desk, claim, it, &limited, now.duration_until(until)).await?));
    }
    Ok(None)
}

enum Sent {
    Turn(Turn),
    /// The account's token is over, and nothing of the step is there.
    LetIn,
}

/// The steps of one delivery, to its end or to where it has to wait.
async fn steps(desk: &Desk, claim: &Claim, it: &Delivery, about: &About) -> Result<Sent, Fault> {
    let frozen = frozen(desk, it, about).await?;
    let blobs = pictures::named(desk, &frozen).await?;
    let mut so_far = it.so_far();
    let mut at = it.clone();
    loop {
        let Some(sent_at) = fenced(desk, claim, &mut at, (&frozen, &so_far)).await? else {
            return Ok(Sent::Turn(Turn::Again));
        };
        let now = desk.now();
        if sent_at.duration_until(now).abs() > STALE {
            // The machine slept. Nothing left: whoever looks finds that out.
            return Ok(Sent::Turn(back(desk, claim, &at, &Moved::to(State::Unknown), SignedDuration::ZERO).await?));
        }
        let http = desk.doors.to(&about.known.base);
        let with = With { http: &http, account: &about.known, blobs: &blobs, token: at.code.as_deref(), now };
        let came = about.publish.acts.advance(with, &frozen, &so_far).await;
        let turn = match came {
            Came::Step(value) => {
                so_far = value;
                continue;
            }
            Came::Done(receipt) => lives(desk, claim, (&at, about), at.fence, receipt).await?,
            Came::Pending(value, wait) => {
                let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_secs(30));
                let to = Moved { so_far: Some(value), ..Moved::to(State::Pending) };
                back(desk, claim, &at, &to, wait).await?
            }
            Came::Refused(cause) => {
                ends(desk, claim, &at, &Moved::because(State::Refused, &cause.code, cause.says)).await?
            }
            Came::Limited(until) => limited(desk, claim, (&at, about), until).await?,
            Came::LetIn(why) => {
                let to = Moved { so_far: Some(so_far), ..Moved::because(State::Prepared, "account", why) };
                if !moved(desk, &at, &to).await? {
                    return Ok(Sent::Turn(Turn::Again));
                }
                return Ok(Sent::LetIn);
            }
            Came::NotSent(why) if is_given_up(&at, desk.now()) => {
                ends(desk, claim, &at, &Moved::because(State::Person, "network_away", why)).await?
            }
            Came::NotSent(why) => {
                let to = Moved { so_far: Some(so_far), ..Moved::because(State::Prepared, "network_away", why) };
                back(desk, claim, &at, &to, pause(claim)).await?
            }
            Came::Unknown(why) => {
                let to = Moved { so_far: Some(so_far), ..Moved::because(State::Unknown, "unknown", why) };
                moved(desk, &at, &to).await?;
                Turn::Again
            }
        };
        return Ok(Sent::Turn(turn));
    }
}

/// Raises the fence, and with it holds the job. When that was; `None` where somebody else moved the delivery.
async fn fenced(
    desk: &Desk,
    claim: &Claim,
    at: &mut Delivery,
    (frozen, so_far): (&Value, &Value),
) -> Result<Option<Timestamp>, Fault> {
    let now = desk.now();
    let (it, frozen, so_far) = (at.clone(), frozen.clone(), so_far.clone());
    let raised = super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            queue::hold(&mut *tx, &claim, now, LEASE).await?;
            row::fence(tx, &it, (&frozen, &so_far), now).await
        })
    });
    let Some(fence) = raised.await? else { return Ok(None) };
    at.fence = fence;
    at.tries += 1;
    at.sent_at = Some(now.as_microsecond());
    Ok(Some(now))
}

async fn moved(desk: &Desk, at: &Delivery, to: &Moved) -> Result<bool, Fault> {
    let (now, id, fence, to) = (desk.now(), at.id.clone(), at.fence, to.clone());
    Ok(desk.db.write(move |tx| Box::pin(async move { row::moves(tx, (&id, fence), &to, now).await })).await?)
}

/// The network wants to be left alone: this account rests, whatever else it has to send.
async fn limited(
    desk: &Desk,
    claim: &Claim,
    (at, about): (&Delivery, &About),
    until: Option<Timestamp>,
) -> Result<Turn, Fault> {
    let now = desk.now();
    let until = until.unwrap_or_else(|| now.saturating_add(pause(claim)).unwrap_or(now));
    let (id, micros) = (about.account.id.clone(), until.as_microsecond());
    desk.db.write(move |tx| Box::pin(async move { account::rests(tx, &id, micros).await })).await?;
    let says = format!("{} wants fewer posts at a time", about.known.name);
    back(desk, claim, at, &Moved::because(State::Limited, "limited", says), now.duration_until(until)).await
}
