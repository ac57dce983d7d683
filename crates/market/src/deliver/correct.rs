//! Correcting: what a live post says is put right at its network, where that lets anybody do so. The same correction twice is one, so
//! that whoever does not know what became of it sends it again.

use jiff::{SignedDuration, Timestamp};
use networks::publish::{Cause, With};
use serde_json::Value;
use store::queue::{self, Claim, NewJob};
use store::{Tx, sql};

use super::let_in::{self, let_in};
use super::{Delivery, State, freezes, on, row, told};
use crate::account;
use crate::post::{self, Post, counted, thread, version};
use crate::purse::Purse;
use crate::{Desk, Fault, approval};

/// The kind of job that a correction is.
pub const CORRECT: &str = "correct";

/// So often it is tried; then a person does it.
const TRIES: i64 = 12;
const PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// Lets the live delivery `id` of `site` say `text`, in the name of `by`. Where posts need a yes, only somebody who may give it
/// corrects one.
pub async fn correct(
    tx: &mut Tx,
    now: Timestamp,
    (site, id): (&str, &str),
    text: &str,
    (by, may_decide): (&str, bool),
) -> Result<Delivery, Fault> {
    let (it, post) = live(tx, site, id).await?;
    let account = account::any(&*tx, &it.account).await?;
    if !account.publish().is_some_and(|publish| publish.acts.corrects()) {
        let says = "the network lets nobody change what a post says: take it down, and post it anew";
        return Err(Fault::wrong("not_corrected", says));
    }
    if post.is_comment() && !thread::is_threaded(&account) {
        let says =
            "what stands below a post as a comment is changed at the network alone: do so there, or take it down";
        return Err(Fault::wrong("not_corrected", says));
    }
    if account.gone_at.is_some() {
        let says = format!("{} is disconnected: connect it again, then correct the post", account.name);
        return Err(Fault::wrong("account_gone", says));
    }
    let wanted = approval::is_wanted(&*tx, &post.id).await?;
    if wanted && !may_decide {
        let says = "posts need a yes here before they go out: ask an owner to correct this one";
        return Err(Fault::wrong("approval_wanted", says));
    }
    post::can_be_kept(text)?;
    if text.trim().is_empty() && post.media().is_empty() {
        return Err(Fault::wrong("text_empty", "the post would say nothing: write something, or take it down"));
    }
    let threaded = thread::is_threaded(&account);
    let (whole, media) = if threaded { (text.to_owned(), post.media()) } else { (post.joined(text), post.all_media()) };
    if let Some(over) = counted(&account, &whole, it.page(&post), !media.is_empty()).iter().find_map(|it| it.over) {
        let says = format!("the text is {} too long for {}: shorten it", over.by, account.name);
        return Err(Fault::wrong("text_too_long", says));
    }
    let first = post::root(&*tx, site, thread::root_of(&post)).await?;
    let agreed = wanted && !approval::is_open(&*tx, &first.id).await?;
    let says = "the correction is on its way";
    if sql!("delivery_correct").bind(id).bind(text).bind(says).bind(now).execute(&mut *tx).await? == 0 {
        return Err(Fault::Changed("delivery"));
    }
    enqueue(&mut *tx, now, CORRECT, id, id.into()).await?;
    sql!("post_corrected").bind(&*first.id).bind(now).execute(&mut *tx).await?;
    let first = post::by_id(&*tx, site, &first.id).await?;
    version::keep(&mut *tx, now, by, &first).await?;
    // Who may say yes corrects: what else of the post is to go out has it still.
    if agreed {
        let said = approval::Said { yes: true, remark: None, by: by.to_owned() };
        approval::answer(&mut *tx, now, (site, &first.id), first.version, &said).await?;
    }
    row::find(&*tx, id).await?.ok_or(Fault::Unknown("delivery"))
}

/// The delivery `id` with its post, where it is live and was posted by this house.
pub(super) async fn live(tx: &mut Tx, site: &str, id: &str) -> Result<(Delivery, Post), Fault> {
    let it = row::find(&*tx, id).await?.ok_or(Fault::Unknown("delivery"))?;
    let post: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&*tx).await?;
    let post = post.filter(|post| post.site == site).ok_or(Fault::Unknown("delivery"))?;
    if it.state() != State::Live {
        return Err(Fault::wrong("delivery_not_live", "this one is not live: there is nothing to change outside"));
    }
    if !it.is_ours() {
        let says = "this one was posted by hand, so that only by hand it is changed: do so at the network";
        return Err(Fault::wrong("delivery_by_hand", says));
    }
    Ok((it, post))
}

/// A job of that kind for the delivery, due at once.
pub(super) async fn enqueue(
    tx: &mut Tx,
    now: Timestamp,
    kind: &str,
    id: &str,
    payload: Value,
) -> Result<(), store::Fault> {
    let job = NewJob { kind, payload, due: now, dedup: Some(id), priority: 0 };
    queue::enqueue(&mut *tx, job, now).await?;
    queue::hasten(tx, kind, id, now).await.map(drop)
}

/// Corrects the delivery of `claim` at its network.
pub async fn put_right(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let id = claim.payload.as_str().unwrap_or_default();
    let it = row::find(&desk.db, id).await?.filter(|it| it.state() == State::Live);
    let Some(it) = it else { return ends(desk, claim).await };
    match Box::pin(puts(desk, &it)).await? {
        Ok(frozen) => is_right(desk, claim, it, frozen).await,
        Err(cause) => is_not(desk, claim, it, cause).await,
    }
}

/// The bytes that it says now; why that is not possible. A token that the network does not take any more is renewed once.
async fn puts(desk: &Desk, it: &Delivery) -> Result<Result<Value, Cause>, Fault> {
    let Some(receipt) = it.receipt() else { return Ok(Err(Cause::new(AWAY, "its receipt is not there"))) };
    let mut used = None;
    loop {
        let about = match Box::pin(let_in(desk, it, used)).await? {
            Ok(about) => about,
            Err(why) => return Ok(Err(Cause::new(AWAY, why))),
        };
        let frozen = match freezes(desk, it, &about).await {
            Ok(frozen) => frozen,
            Err(Fault::Changed(_)) => {
                return Ok(Err(Cause::new("gone", "what it stands below is not there any more")));
            }
            Err(fault) => return Err(fault),
        };
        let so_far = it.so_far();
        let http = desk.doors.to(&about.known.base);
        let purse = Purse::of(desk, it, (&about.post, &about.account));
        let purse = Purse::lent(purse.as_ref());
        let with = With { http: &http, account: &about.known, blobs: &[], token: it.token(), now: desk.now(), purse };
        match about.publish.acts.correct(with, &receipt, &frozen, &so_far).await {
            Err(cause) if let_in::is_not(&cause) && used.is_none() => used = Some(about.account.version()),
            done => return Ok(done.map(|()| frozen)),
        }
    }
}

/// What a network says that could not be asked.
const AWAY: &str = "network_away";

async fn is_right(desk: &Desk, claim: &Claim, it: Delivery, frozen: Value) -> Result<(), Fault> {
    let now = desk.now();
    on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            let corrected = sql!("delivery_corrected").bind(&*it.id).bind(it.text.as_deref()).bind(frozen.to_string());
            if corrected.bind(now).execute(&mut *tx).await? == 0 {
                return queue::put_back(tx, &claim, now, "it is to say something else by now").await;
            }
            told::is_over(&mut *tx, now, &it).await?;
            queue::complete(tx, &claim, "corrected", now).await
        })
    })
    .await
}

async fn is_not(desk: &Desk, claim: &Claim, it: Delivery, cause: Cause) -> Result<(), Fault> {
    let now = desk.now();
    let due = now.saturating_add(PAUSE).unwrap_or(now);
    let again = cause.code == AWAY && claim.attempts < TRIES;
    on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            if again {
                return queue::put_back(tx, &claim, due, &cause.says).await;
            }
            // Somebody wants something else by now.
            if row::find(&*tx, &it.id).await?.is_some_and(|now| now.text != it.text) {
                return queue::put_back(tx, &claim, now, "it is to say something else by now").await;
            }
            let says = format!("the correction was not taken, and it says what it said before ({})", cause.says);
            sql!("delivery_says").bind(&*it.id).bind("not_corrected").bind(says).bind(now).execute(&mut *tx).await?;
            told::is_not_corrected(&mut *tx, now, &it, &cause.says).await?;
            queue::complete(tx, &claim, "not corrected", now).await
        })
    })
    .await
}

async fn ends(desk: &Desk, claim: &Claim) -> Result<(), Fault> {
    let now = desk.now();
    on(&desk.db, claim, move |tx, claim| Box::pin(async move { queue::complete(tx, &claim, "over", now).await })).await
}
