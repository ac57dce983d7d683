//! Delivering: a post goes out once, whatever dies in between.
//!
//! A delivery is a job of the queue. Before each step that changes anything outside its *fence* rises, in a commit of its own;
//! what came of the step is kept with the fence that was raised for it. Whoever finds a delivery *sending* knows that a step
//! may have left, and asks the network's recipe before anything else leaves. What no recipe tells ends with a person.
//! Start at [`deliver`]; `send.rs` makes the steps, `settle.rs` finds out about those that nobody heard of again.

mod answer;
mod correct;
mod held;
mod let_in;
mod look;
pub(crate) mod paid;
mod pictures;
mod row;
mod seen;
mod send;
mod settle;
mod state;
mod take_back;
mod told;

use jiff::{SignedDuration, Timestamp};
use networks::publish::{Account as Known, Draft, Publish, Receipt};
use serde_json::Value;
use store::queue::{self, Claim};
use store::{Db, Tx, sql};

pub use answer::{Answer, answer, is_seen};
pub use correct::{CORRECT, correct, put_right};
pub use look::{LOOK, grew, look};
pub use row::{Delivery, find as by_id};
pub use seen::Seen;
pub use state::State;
pub use take_back::{TAKE_BACK, TAKE_DOWN, is_taken_down, take_back, take_down};
pub use told::{Whose, about_of};

use crate::account::{self, Account, Renewal};
use crate::post::{self, Post, thread};
use crate::{Desk, Fault, approval, hand};
use row::Moved;

/// The kind of job that a delivery is.
pub const JOB: &str = "deliver";

/// The receipts of what somebody posted himself: he says so without saying where; a visitor came by its link.
const BY_HAND: [&str; 2] = ["by hand", "first visit"];

/// A network that is away for so long is not waited for any more.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(24);
/// Seconds until something is tried again, by how often it was: a network that is back is not kept waiting for long, since a
/// post is wanted at its time.
const PAUSES: [i64; 5] = [5, 30, 120, 300, 600];

/// What a turn came to.
enum Turn {
    /// The delivery stands elsewhere now: look again.
    Again,
    /// The job is over, or put back.
    Over,
}

/// Does what is to be done for the delivery of `claim`, and ends the job or puts it back. [`store::Fault::LeaseLost`] where
/// somebody else has it meanwhile: he finds what this one left.
pub async fn deliver(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let id = claim.payload.as_str().unwrap_or_default();
    loop {
        let Some(it) = row::find(&desk.db, id).await? else { return Box::pin(over(desk, claim)).await };
        let turn = match it.state() {
            state if state.is_over() => return Box::pin(over(desk, claim)).await,
            State::Sending | State::Unknown => Box::pin(settle::settle(desk, claim, &it)).await?,
            _ => Box::pin(send::send(desk, claim, &it)).await?,
        };
        if let Turn::Over = turn {
            return Ok(());
        }
    }
}

/// After a pause, before work is begun again: what fell due meanwhile may have gone out from another copy of this house, and
/// is found out about first. How many deliveries that are.
pub async fn distrust(tx: &mut Tx, now: Timestamp) -> Result<u64, store::Fault> {
    let says =
        "it fell due while this house was paused: another copy of it may have sent it, so it is looked for first";
    let many = sql!("delivery_distrust").bind(now).bind(says).execute(&mut *tx).await?;
    sql!("delivery_distrust_jobs").bind(now).bind(JOB).execute(&mut *tx).await?;
    sql!("account_rested").execute(tx).await?;
    Ok(many)
}

/// What a delivery is about.
#[derive(Clone)]
struct About {
    post: Post,
    account: Account,
    known: Known,
    publish: &'static Publish,
}

/// A delivery with its post, and its account let in. `Err`: what to do instead.
async fn about(desk: &Desk, claim: &Claim, it: &Delivery, used: Option<i64>) -> Result<Result<About, Turn>, Fault> {
    let post: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&desk.db).await?;
    let Some(post) = post else { return Err(Fault::Unknown("post")) };
    let person = |cause: &str, says: String| Moved::because(State::Person, cause, says);
    let turn = match Box::pin(account::renew(desk, &it.account, used)).await {
        Ok(Renewal::Good(both)) => {
            let (account, known) = *both;
            return match account.publish() {
                Some(publish) => Ok(Ok(About { post, account, known, publish })),
                None => Err(Fault::Unknown("network")),
            };
        }
        Ok(Renewal::Later(why)) if is_given_up(it, desk.now()) => {
            ends(desk, claim, it, &person("account", why)).await?
        }
        Ok(Renewal::Later(why)) => {
            back(desk, claim, it, &Moved::because(it.state(), "account", why), pause(claim)).await?
        }
        Ok(Renewal::Over(why)) => ends(desk, claim, it, &person("account", why)).await?,
        // A secret that does not open is one of another house.
        Err(Fault::Store(store::Fault::Sealed) | Fault::Unknown(_)) => {
            let says = "the account's secret cannot be opened with this house's key: connect the account again";
            ends(desk, claim, it, &person("account", says.to_owned())).await?
        }
        Err(fault) => return Err(fault),
    };
    Ok(Err(turn))
}

/// The bytes that are sent: those that were frozen, or what the post freezes to now.
async fn frozen(desk: &Desk, it: &Delivery, about: &About) -> Result<Value, Fault> {
    match it.frozen() {
        Some(frozen) => Ok(frozen),
        None => freezes(desk, it, about).await,
    }
}

/// What the post freezes to now.
async fn freezes(desk: &Desk, it: &Delivery, about: &About) -> Result<Value, Fault> {
    let post = &about.post;
    let threaded = thread::is_threaded(&about.account);
    let text = hand::text(post, it, !threaded);
    let at = it.due_at.and_then(|at| Timestamp::from_microsecond(at).ok()).unwrap_or_default();
    // Parts of a thread are in order by their time as well.
    let at = at.saturating_add(SignedDuration::from_secs(post.part)).unwrap_or(at);
    let address = it.page(post).map(|page| addressed(page, it.code.as_deref()));
    let mut link = address.map(|address| post.linked(address));
    if let Some(link) = &mut link {
        link.picture = pictures::of_card(desk, &about.account.network, link.picture.take()).await?;
    }
    let media = if threaded { post.media() } else { post.all_media() };
    let media = pictures::of_post(desk, &about.account.network, media).await?;
    let draft = Draft { text: &text, link: link.as_ref(), media: &media, key: it.number(), at, language: None };
    let (acts, account) = (about.publish.acts, (&*about.known.identity, &*about.known.name));
    if post.thread_of.is_none() {
        return Ok(acts.freeze(&draft, account));
    }
    // What stood above it a moment ago may be gone: it does not go out by itself.
    let thread::Turn::Leaves(below) = thread::turn(&desk.db, it, post).await? else {
        return Err(Fault::Changed("post"));
    };
    let frozen = if post.is_comment() {
        acts.comment(&draft, account, &below)
    } else {
        acts.below(&acts.freeze(&draft, account), &below)
    };
    frozen.ok_or(Fault::Unknown("network"))
}

/// The page's address with the code.
pub fn addressed(page: &str, code: Option<&str>) -> String {
    let carrying = || {
        let code = code?.parse::<domain::Code>().ok()?;
        Some(domain::Token::from(code).on(&page.parse().ok()?).to_string())
    };
    carrying().unwrap_or_else(|| page.to_owned())
}

/// Until it is tried again.
fn pause(claim: &Claim) -> SignedDuration {
    let at = usize::try_from(claim.attempts.max(1) - 1).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    SignedDuration::from_secs(PAUSES[at])
}

/// Whether the network has been waited for long enough.
fn is_given_up(it: &Delivery, now: Timestamp) -> bool {
    let due = it.due_at.and_then(|at| Timestamp::from_microsecond(at).ok()).unwrap_or(now);
    due.duration_until(now) > GIVEN_UP
}

/// Nothing more is to be done.
async fn over(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let now = desk.now();
    on(&desk.db, claim, move |tx, claim| Box::pin(async move { queue::complete(tx, &claim, "done", now).await })).await
}

/// It stands there now, and its job is over.
async fn ends(desk: &Desk, claim: &Claim, it: &Delivery, to: &Moved) -> Result<Turn, Fault> {
    let (now, id, fence, to) = (desk.now(), it.id.clone(), it.fence, to.clone());
    let (desk, it) = (desk.clone(), it.clone());
    let db = desk.db.clone();
    let ended = on(&db, claim, move |tx, claim| {
        Box::pin(async move {
            // Whose turn it is gets the text in this transaction.
            let turn = to.state == State::Waiting;
            if turn && approval::still_lacks(&mut *tx, now, &it.post).await? {
                return Ok(false);
            }
            if !row::moves(&mut *tx, (&id, fence), &to, now).await? {
                return Ok(false);
            }
            paid::ended(&mut *tx, now, &it, &to).await?;
            told::tell(&mut *tx, now, &desk, &it, &to).await?;
            if matches!(to.state, State::Refused | State::Skipped) {
                thread::goes_on(&mut *tx, now, &it, to.state).await?;
            }
            queue::complete(tx, &claim, to.state.name(), now).await?;
            Ok(true)
        })
    });
    Ok(if ended.await? { Turn::Over } else { Turn::Again })
}

/// It stands there now, and is looked at again after `wait`.
async fn back(desk: &Desk, claim: &Claim, it: &Delivery, to: &Moved, wait: SignedDuration) -> Result<Turn, Fault> {
    let (now, id, fence, to) = (desk.now(), it.id.clone(), it.fence, to.clone());
    let due = now.saturating_add(wait).unwrap_or(now);
    let put = on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            if !row::moves(&mut *tx, (&id, fence), &to, now).await? {
                return Ok(false);
            }
            queue::put_back(tx, &claim, due, to.says.as_deref().unwrap_or(to.state.name())).await?;
            Ok(true)
        })
    });
    Ok(if put.await? { Turn::Over } else { Turn::Again })
}

/// It is live, what stands outside is noted, and its job is over.
async fn lives(
    desk: &Desk,
    claim: &Claim,
    (it, about): (&Delivery, &About),
    fence: i64,
    receipt: Receipt,
) -> Result<Turn, Fault> {
    let (now, id, it_was) = (desk.now(), it.id.clone(), it.clone());
    let stands = presence(it, &about.post.site, &about.account.network, &receipt);
    let (desk_of, whole) = (desk.clone(), about.clone());
    let in_thread = about.post.is_in_thread();
    let lived = on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            if !row::is_live(&mut *tx, (&id, fence), &receipt, now).await? {
                return Ok(false);
            }
            ledger::presence::begins(&mut *tx, now, &stands).await?;
            paid::spent(&mut *tx, now, &desk_of, &it_was, &whole).await?;
            told::is_over(&mut *tx, now, &it_was).await?;
            told::is_live(&mut *tx, now, &it_was, &receipt).await?;
            look::again(&mut *tx, now, &id, 0, false).await?;
            post::repeat::goes_on(&mut *tx, now, &it_was.post).await?;
            if in_thread {
                thread::goes_on(&mut *tx, now, &it_was, State::Live).await?;
            }
            queue::complete(tx, &claim, State::Live.name(), now).await?;
            Ok(true)
        })
    });
    Ok(if lived.await? { Turn::Over } else { Turn::Again })
}

/// What of it stands outside.
fn presence(it: &Delivery, site: &str, network: &str, receipt: &Receipt) -> ledger::presence::New {
    ledger::presence::New {
        id: it.id.clone(),
        site: site.to_owned(),
        network: network.to_owned(),
        activity: domain::Activity::Post,
        code: it.code.clone(),
        url: receipt.url.clone(),
    }
}

/// Runs `work` in one transaction, which is kept only while the job is ours.
async fn on<T: Send + 'static>(
    db: &Db,
    claim: &Claim,
    work: impl for<'t> FnOnce(&'t mut Tx, Claim) -> store::BoxFuture<'t, Result<T, store::Fault>> + Send + 'static,
) -> Result<T, Fault> {
    let claim = Claim { kind: claim.kind.clone(), payload: claim.payload.clone(), ..*claim };
    Ok(Box::pin(db.write(move |tx| work(tx, claim))).await?)
}
