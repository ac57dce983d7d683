//! Sending: step after step, each behind a fence.

use jiff::{SignedDuration, Timestamp};
use ledger::wallet::{Reservation, Taken};
use networks::publish::{Came, With};
use serde_json::Value;
use store::queue::{self, Claim};
use store::sql;

use super::row::{self, Moved};
use super::{About, Delivery, State, Turn, about, back, ends, frozen, held, is_given_up, lives, paid, pause, pictures};
use crate::post::{Post, thread};
use crate::purse::Purse;
use crate::{Desk, Fault, LEASE, account, approval, missed};

/// A step that was committed so long ago, and has not left, does not leave any more: somebody else may look by then.
const STALE: SignedDuration = SignedDuration::from_secs(20);

/// Until it is looked again whether it is the turn of a part that nobody called.
const LATER: SignedDuration = SignedDuration::from_mins(10);

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
        if let Sent::Turn(turn) = Box::pin(steps(desk, claim, &it, &about)).await? {
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
    let place: Option<(Option<i64>, Option<String>)> =
        sql!("post_site_removed").bind(&*it.post).fetch_optional(&desk.db).await?;
    let (removed, thread) = place.unwrap_or_default();
    if removed.is_some() {
        let says = "its site is in the bin: take the site out of it, then send it, or skip it";
        return Ok(Some(ends(desk, claim, it, &Moved::because(State::Person, "site_removed", says)).await?));
    }
    if thread.is_some()
        && let Some(turn) = not_its_turn(desk, claim, it).await?
    {
        return Ok(Some(turn));
    }
    let account = account::any(&desk.db, &it.account).await?;
    if it.frozen().is_none() && approval::lacks(&desk.db, &it.post).await? {
        return Ok(Some(held::waits(desk, claim, it, (&account.workspace, due)).await?));
    }
    if account.by_hand {
        let says = format!("It is your turn: post it on {}, then say so here", account.name);
        return Ok(Some(ends(desk, claim, it, &Moved::because(State::Waiting, "by_hand", says)).await?));
    }
    // A part of a thread leaves when what is above it is live, however long that took.
    // Nor is one late that waits for another's film.
    let waited = it.cause.as_deref() == Some(BEHIND_A_FILM);
    if it.tries == 0 && !waited && thread.is_none() && due.duration_until(now) > missed::ON_TIME {
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

/// What a part of a thread does instead, whose turn it is not.
pub(super) async fn not_its_turn(desk: &Desk, claim: &Claim, it: &Delivery) -> Result<Option<Turn>, Fault> {
    let part: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&desk.db).await?;
    let Some(part) = part else { return Ok(None) };
    let to = match thread::turn(&desk.db, it, &part).await? {
        thread::Turn::Leaves(_) => return Ok(None),
        // What is above it calls when it is there.
        thread::Turn::Waits => {
            let waits = Moved::because(it.state(), "thread", "it waits for what stands above it in its thread");
            return back(desk, claim, it, &waits, LATER).await.map(Some);
        }
        thread::Turn::BelowAHand => {
            let says = "what it is to stand below was posted by hand: write it there yourself, and say so here";
            Moved::because(State::Person, "above_by_hand", says)
        }
        thread::Turn::Over => {
            let says = "what stands above it in its thread is not there, so it was left out";
            Moved::because(State::Skipped, "thread_over", says)
        }
    };
    ends(desk, claim, it, &to).await.map(Some)
}

/// Why one waits whose film is too heavy to be held beside another.
const BEHIND_A_FILM: &str = "film";
/// Until it is looked again whether the other is out.
const FILM: SignedDuration = SignedDuration::from_secs(20);

enum Sent {
    Turn(Turn),
    /// The account's token is over, and nothing of the step is there.
    LetIn,
}

/// The steps of one delivery, to its end or to where it has to wait.
async fn steps(desk: &Desk, claim: &Claim, it: &Delivery, about: &About) -> Result<Sent, Fault> {
    let frozen = frozen(desk, it, about).await?;
    let Some(files) = pictures::named(desk, &frozen).await? else {
        let waits = Moved::because(it.state(), BEHIND_A_FILM, "another film goes out first, one at a time");
        return Ok(Sent::Turn(back(desk, claim, it, &waits, FILM).await?));
    };
    let mut so_far = it.so_far();
    let mut at = it.clone();
    loop {
        // What was not frozen before freezes with the first step, and only as it was read.
        let freezes = at.fence == it.fence && it.frozen().is_none();
        let leave = match fenced(desk, claim, &mut at, (about, freezes), (&frozen, &so_far)).await? {
            Fenced::Raised(leave) => leave,
            Fenced::Moved => return Ok(Sent::Turn(Turn::Again)),
            Fenced::Short(why) => {
                let to = Moved::because(State::Person, paid::CAUSE, why);
                return Ok(Sent::Turn(ends(desk, claim, &at, &to).await?));
            }
        };
        let now = desk.now();
        if leave.at.duration_until(now).abs() > STALE {
            // The machine slept. Nothing left: whoever looks finds that out.
            return Ok(Sent::Turn(back(desk, claim, &at, &Moved::to(State::Unknown), SignedDuration::ZERO).await?));
        }
        let http = desk.doors.to(&about.known.base);
        let purse = Purse::of(desk, &at, (&about.post, &about.account));
        let purse = Purse::lent(purse.as_ref());
        let with = With { http: &http, account: &about.known, blobs: &files.blobs, token: at.token(), now, purse };
        let came = leaves(desk, &at, about, (with, &frozen, &so_far), leave).await;
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

/// Leave for one step of a delivery: its fence is committed, and with it what the network takes is reserved.
struct Leave {
    at: Timestamp,
    paid: Option<Reservation>,
}

enum Fenced {
    Raised(Leave),
    /// Somebody else moved the delivery, or changed the post before it froze.
    Moved,
    /// The wallet has not what the network takes, and nothing may leave; why.
    Short(String),
}

/// Raises the fence, with it holds the job, and reserves what the network takes: all three or none.
async fn fenced(
    desk: &Desk,
    claim: &Claim,
    at: &mut Delivery,
    (about, freezes): (&About, bool),
    (frozen, so_far): (&Value, &Value),
) -> Result<Fenced, Fault> {
    let now = desk.now();
    let (it, frozen, so_far, ask) = (at.clone(), frozen.clone(), so_far.clone(), paid::ask(desk, at, about, frozen));
    let freezes = freezes.then(|| about.post.clone());
    let raised = super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            if let Some(post) = &freezes
                && !approval::may_freeze(&mut *tx, post, &it).await?
            {
                return Ok(Ok((None, None)));
            }
            queue::hold(&mut *tx, &claim, now, LEASE).await?;
            let taken = match ask {
                Some(ask) => match paid::reserve(&mut *tx, now, &ask).await? {
                    Ok(taken) => Some(taken),
                    Err(why) => return Ok(Err(why)),
                },
                None => None,
            };
            Ok(Ok((row::fence(tx, &it, (&frozen, &so_far), now).await?, taken)))
        })
    });
    let (fence, taken) = match raised.await? {
        Ok((Some(fence), taken)) => (fence, taken),
        Ok((None, _)) => return Ok(Fenced::Moved),
        Err(why) => return Ok(Fenced::Short(why)),
    };
    at.fence = fence;
    at.tries += 1;
    at.sent_at = Some(now.as_microsecond());
    #[expect(clippy::disallowed_methods, reason = "the transaction that took it is committed")]
    let paid = taken.map(Taken::committed);
    Ok(Fenced::Raised(Leave { at: now, paid }))
}

/// The step leaves. What costs money does not leave without its reservation.
async fn leaves(
    desk: &Desk,
    at: &Delivery,
    about: &About,
    (with, frozen, so_far): (With<'_>, &Value, &Value),
    leave: Leave,
) -> Came {
    let is_paid = leave.paid.is_some_and(|paid| paid.is_for(&at.id));
    if desk.is_charged(&about.account) && about.publish.price.is_some() && !is_paid {
        return Came::NotSent("nothing was reserved for what the network takes".to_owned());
    }
    about.publish.acts.advance(with, frozen, so_far).await
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
