//! Rounds: what comes back by the clock. Each is one job of the queue at a time, so that of many workers one goes it.

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use measure::kept;
use store::queue::{self, Claim, NewJob};
use store::{BoxFuture, Fault, Tx};

use super::{Shop, errands, links, monday, watched};

/// The kind of job that a round is.
pub(crate) const JOB: &str = "round";

/// Something that comes back by the clock.
struct Round {
    name: &'static str,
    every: SignedDuration,
    run: fn(Shop) -> BoxFuture<'static, Result<()>>,
}

/// All of them.
const ROUNDS: &[Round] = &[
    Round {
        name: "forget ended jobs",
        every: SignedDuration::from_hours(1),
        run: |shop| Box::pin(forget_ended_jobs(shop)),
    },
    Round { name: "empty the bin", every: SignedDuration::from_hours(1), run: |shop| Box::pin(empty_the_bin(shop)) },
    Round {
        name: "ask for what schedules are due for",
        every: SignedDuration::from_mins(1),
        run: |shop| Box::pin(watched::ask_by_schedule(shop)),
    },
    Round {
        name: "read arrivals",
        every: SignedDuration::from_mins(1),
        run: |shop| Box::pin(async move { Ok(links::read(&shop.house).await?) }),
    },
    Round {
        name: "see what was posted by hand",
        every: SignedDuration::from_mins(1),
        run: |shop| Box::pin(see_what_was_posted_by_hand(shop)),
    },
    Round {
        name: "judge visits again",
        every: SignedDuration::from_mins(5),
        run: |shop| Box::pin(judge_visits_again(shop)),
    },
    Round {
        name: "forget old visits",
        every: SignedDuration::from_hours(1),
        run: |shop| Box::pin(forget_old_visits(shop)),
    },
    Round { name: "forget words", every: SignedDuration::from_hours(7 * 24), run: |shop| Box::pin(forget_words(shop)) },
    Round {
        name: "look at sites that are down",
        every: SignedDuration::from_mins(10),
        run: |shop| Box::pin(watched::look_at_sites_that_are_down(shop)),
    },
    Round { name: "send Monday's mail", every: SignedDuration::from_mins(20), run: |shop| Box::pin(monday::go(shop)) },
    Round {
        name: "sweep old audits",
        every: SignedDuration::from_hours(24),
        run: |shop| Box::pin(watched::sweep_old_audits(shop)),
    },
    Round {
        name: "forget old cards",
        every: SignedDuration::from_hours(24),
        run: |shop| Box::pin(watched::forget_old_cards(shop)),
    },
    Round {
        name: "plan anew where a zone changed",
        every: SignedDuration::from_hours(6),
        run: |shop| Box::pin(plan_anew(shop)),
    },
    Round { name: "read feeds", every: SignedDuration::from_mins(10), run: |shop| Box::pin(read_feeds(shop)) },
    Round { name: "sweep pictures", every: SignedDuration::from_hours(24), run: |shop| Box::pin(sweep_pictures(shop)) },
    Round {
        name: "forget old notices",
        every: SignedDuration::from_hours(24),
        run: |shop| Box::pin(watched::forget_old_notices(shop)),
    },
];

/// Ended jobs are kept so long, for whoever looks for what went wrong.
const ENDED_JOBS_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Visits that are forgotten in a round; the next one goes on.
const VISITS_AT_ONCE: u64 = 500_000;
/// Days that are judged again in a round.
const DAYS_AT_ONCE: usize = 31;

/// Makes the rounds' jobs, as far as they are not there. One that is further away than it ever is was put there by a clock
/// that was set far forward: it is due in its time.
pub(crate) async fn begin(shop: &Shop) -> Result<(), Fault> {
    let now = shop.audits.clock.now();
    shop.audits
        .db
        .write(move |tx| {
            Box::pin(async move {
                for round in ROUNDS {
                    next(&mut *tx, round.name, now, now).await?;
                    // A clock that was ahead for a while must not make rounds wait until it would have been right.
                    let latest = now.saturating_add(round.every).unwrap_or(now);
                    queue::pull_back(&mut *tx, JOB, round.name, latest).await?;
                    let latest = now.saturating_add(round.every).unwrap_or(now);
                    queue::hasten(&mut *tx, JOB, round.name, latest).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn next(tx: &mut Tx, name: &str, due: Timestamp, now: Timestamp) -> Result<(), Fault> {
    queue::enqueue(tx, NewJob { kind: JOB, payload: name.into(), due, dedup: Some(name), priority: 0 }, now).await?;
    Ok(())
}

/// Goes the round of `claim`; the next one is due when its time has passed, whether this one went well or not.
pub(crate) async fn run(shop: &Shop, claim: Claim) -> Result<(), Fault> {
    let round = claim.payload.as_str().and_then(|name| ROUNDS.iter().find(|round| round.name == name));
    let mut outcome = "done";
    if let Some(round) = round {
        match errands::held(shop, &claim, (round.run)(shop.clone())).await? {
            Some(Ok(())) => {}
            Some(Err(fault)) => {
                outcome = "failed";
                tracing::error!(round = round.name, fault = format!("{fault:#}"), "a round failed: it is gone again");
            }
            None => return Ok(()),
        }
    }
    let now = shop.audits.clock.now();
    shop.audits
        .db
        .write(move |tx| {
            Box::pin(async move {
                queue::complete(&mut *tx, &claim, outcome, now).await?;
                match round {
                    Some(round) => next(tx, round.name, now.saturating_add(round.every).unwrap_or(now), now).await,
                    // A round of an earlier version.
                    None => Ok(()),
                }
            })
        })
        .await
}

async fn plan_anew(shop: Shop) -> Result<()> {
    let moved = market::post::replan(&shop.house.desk()).await?;
    if moved > 0 {
        tracing::warn!(moved, "time zones changed their rules: planned posts keep their time on the wall");
    }
    Ok(())
}

async fn read_feeds(shop: Shop) -> Result<()> {
    let desk = shop.house.desk();
    for feed in advise::feed::due(&desk.db, desk.now()).await? {
        Box::pin(advise::feed::look(&desk, |page| shop.house.looker().door(page), &feed)).await?;
    }
    Ok(())
}

async fn sweep_pictures(shop: Shop) -> Result<()> {
    let swept = market::media::sweep(&shop.house.desk()).await?;
    if swept > 0 {
        tracing::info!(swept, "pictures that no post carries, and uploads that broke off, were taken away");
    }
    Ok(())
}

async fn forget_ended_jobs(shop: Shop) -> Result<()> {
    let now = shop.audits.clock.now();
    people::answered::forget(&shop.audits.db, now).await?;
    let before = now - ENDED_JOBS_KEPT;
    shop.audits.db.write(move |tx| Box::pin(async move { queue::forget(tx, before).await })).await?;
    Ok(())
}

async fn empty_the_bin(shop: Shop) -> Result<()> {
    let (db, now) = (&shop.audits.db, shop.audits.clock.now());
    people::bin::forget_what_ran_out(db, now).await?;
    let (sites, workspaces) = optimize::kept::empty_bin(db, now).await?;
    if sites + workspaces > 0 {
        tracing::info!(sites, workspaces, "gone from the bin for good");
        shop.house.settle_stand_ins().await;
    }
    Ok(())
}

/// What became known late of ads and previews changes what visits of those days are.
async fn judge_visits_again(shop: Shop) -> Result<()> {
    let db = &shop.audits.db;
    kept::replay::ads(db, shop.audits.clock.now()).await?;
    kept::replay::waiting(db, DAYS_AT_ONCE).await?;
    Ok(())
}

/// The first visit by its link says that a post is there.
async fn see_what_was_posted_by_hand(shop: Shop) -> Result<()> {
    let settled = advise::hand::settle_by_first_visit(&shop.audits.db, shop.audits.clock.now()).await?;
    if settled > 0 {
        tracing::info!(settled, "posted by hand, as a visit shows");
    }
    Ok(())
}

async fn forget_old_visits(shop: Shop) -> Result<()> {
    kept::forget::forget(&shop.audits.db, shop.audits.clock.now(), VISITS_AT_ONCE).await?;
    Ok(())
}

async fn forget_words(shop: Shop) -> Result<()> {
    kept::forget::words(&shop.audits.db).await?;
    Ok(())
}
