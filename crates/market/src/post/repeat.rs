//! Repeating: a post that goes out again, every so many days, so many copies more, and not after a last day. The next copy is
//! made when one went live, with codes and keys of its own.

use std::sync::Arc;

use domain::Random;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use ledger::link::{By, Ground};
use networks::publish::Medium;
use schemars::JsonSchema;
use serde::Serialize;
use store::queue::{self, Claim, NewJob};
use store::{On, Tx, sql};

use super::{
    Chosen, New, NewPart, Post, Variant, When, by_id, comment, deliveries_of, known, schedule, unschedule, write,
};
use crate::deliver::State;
use crate::{Desk, Fault, account};

/// The kind of job that makes the next copy.
pub const JOB: &str = "repeat";

/// Days from one copy to the next, and copies, at most.
const MOST: i64 = 366;

/// How a post repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PostRepeat")]
pub struct Repeat {
    /// Days from one copy to the next, on the wall.
    pub every_days: i64,
    /// So many copies more; 0: no more.
    pub copies: i64,
    /// And not after this day.
    pub until: Option<Date>,
}

/// How a post repeats; `None` where it does not.
pub async fn of(on: &(impl On + ?Sized), post: &str) -> Result<Option<Repeat>, store::Fault> {
    let found: Option<(i64, i64, Option<String>)> = sql!("repeat_of_post").bind(post).fetch_optional(on).await?;
    Ok(found.map(|(every_days, copies, until)| Repeat {
        every_days,
        copies,
        until: until.and_then(|day| day.parse().ok()),
    }))
}

/// Lets a post of `site` repeat; no more where `repeat` says 0 copies.
pub async fn keep(tx: &mut Tx, (site, id): (&str, &str), repeat: Repeat) -> Result<(), Fault> {
    by_id(&*tx, site, id).await?;
    if !(1..=MOST).contains(&repeat.every_days) || !(0..=MOST).contains(&repeat.copies) {
        let says = format!("a post repeats every 1 to {MOST} days, and at most {MOST} copies");
        return Err(Fault::wrong("repeat_wrong", says));
    }
    let keeps = sql!("repeat_keep").bind(id).bind(repeat.every_days).bind(repeat.copies);
    keeps.bind(repeat.until.map(|day| day.to_string())).execute(tx).await?;
    Ok(())
}

/// A delivery of the post went live: where the post repeats, there is a job that makes the next copy.
pub(crate) async fn goes_on(tx: &mut Tx, now: Timestamp, id: &str) -> Result<(), store::Fault> {
    if of(&*tx, id).await?.is_some_and(|repeat| repeat.copies > 0) {
        let job = NewJob { kind: JOB, payload: id.into(), due: now, dedup: Some(id), priority: 0 };
        queue::enqueue(tx, job, now).await?;
    }
    Ok(())
}

/// Plans the next copy of the post of `claim`, once, whichever of its deliveries was the first to go live. A copy that cannot
/// be planned stands among the drafts.
pub async fn run(desk: &Desk, claim: Claim) -> Result<(), store::Fault> {
    let (now, random) = (desk.now(), Arc::clone(&desk.random));
    let done = desk.db.write(move |tx| {
        Box::pin(async move {
            let id = claim.payload.as_str().unwrap_or_default();
            let outcome = match next(&mut *tx, &*random, now, id).await {
                Err(Fault::Store(fault) | Fault::Ledger(ledger::Fault::Store(fault))) => return Err(fault),
                Err(fault) => fault.to_string(),
                Ok(()) => "done".to_owned(),
            };
            queue::complete(tx, &claim, &outcome, now).await
        })
    });
    done.await
}

async fn next(tx: &mut Tx, random: &dyn Random, now: Timestamp, id: &str) -> Result<(), Fault> {
    let Some(repeat) = of(&*tx, id).await?.filter(|repeat| repeat.copies > 0) else { return Ok(()) };
    let post: Option<Post> = sql!("post_by_id").bind(id).fetch_optional(&*tx).await?;
    let Some(post) = post else { return Ok(()) };
    let Some(when) = later(&post, repeat, now)? else { return Ok(()) };
    let mut workspace = String::new();
    let mut accounts = Vec::new();
    for it in deliveries_of(&*tx, &[id]).await?.into_iter().filter(|it| it.state() != State::Skipped) {
        let account = account::any(&*tx, &it.account).await?;
        workspace.clone_from(&account.workspace);
        if account.gone_at.is_none() {
            accounts.push(Variant { account: it.account, text: it.text, bare: it.bare });
        }
    }
    let new = New {
        text: post.text.clone(),
        page: post.page.clone(),
        card: post.card(),
        media: chosen(post.media()),
        parts: post.parts().into_iter().map(|it| NewPart { text: it.text, media: chosen(it.media) }).collect(),
        on_break: post.on_break(),
        first_comment: post.first_comment.clone(),
        campaign: post.campaign.clone(),
        zone: post.zone.clone(),
        accounts,
    };
    let copy = write(&mut *tx, random, now, (&workspace, &post.site, &post.made_by), &new).await?;
    sql!("repeat_moves").bind(id).bind(&*copy.id).execute(&mut *tx).await?;
    sql!("repeat_hands").bind(id).bind(&*copy.id).execute(&mut *tx).await?;
    let home = comment::home(&*tx, &post.site).await?;
    // The page was held against this house when the first was planned.
    let ground = Ground { site: &home, house: &[], is_public: networks::http::is_public };
    let by = By { site: post.site.clone(), name: post.made_by.clone() };
    let planned = schedule(&mut *tx, random, now, &by, (&copy.id, copy.version), &when, &ground).await;
    if let Err(fault) = planned {
        if let Fault::Store(_) | Fault::Ledger(ledger::Fault::Store(_)) = fault {
            return Err(fault);
        }
        let half = by_id(&*tx, &post.site, &copy.id).await?;
        unschedule(tx, now, &by, (&half.id, half.version)).await?;
        return Err(fault);
    }
    Ok(())
}

fn chosen(media: Vec<Medium>) -> Vec<Chosen> {
    media.into_iter().map(|it| Chosen { digest: it.digest, alt: it.alt }).collect()
}

/// When the next copy goes out: the same time on a later day, the first that is to come. `None` where the last day is over.
fn later(post: &Post, repeat: Repeat, now: Timestamp) -> Result<Option<When>, Fault> {
    let Some(wall) = post.wall.as_deref().and_then(|wall| wall.parse::<jiff::civil::DateTime>().ok()) else {
        return Ok(None);
    };
    let zone: TimeZone = known(&post.zone)?;
    let today = now.to_zoned(zone.clone()).date();
    let over = today.since(wall.date()).map_or(0, |span| i64::from(span.get_days()));
    let mut days = (over / repeat.every_days).max(1) * repeat.every_days;
    loop {
        let Ok(day) = wall.checked_add(days.days()) else { return Ok(None) };
        if repeat.until.is_some_and(|until| day.date() > until) {
            return Ok(None);
        }
        let when = When::on(day, zone.clone())?;
        if when.at > now {
            return Ok(Some(when));
        }
        days += repeat.every_days;
    }
}
