//! Demo: the strip of steps that shows a newcomer round, over a shop of ours.
//!
//! It serves no page and draws nothing. What is done is read from the rows that audits leave, so that the strip says the
//! same in every browser and after every restart. It moves to `advise` when a step needs more than this pillar.
//! Start at [`steps`]; [`settle`] is for the start of a house.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::Random;
use jiff::Timestamp;
use people::demo::Demo;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Db, Fault, sql};

use crate::kept::{self, FROM_THE_NEWEST, Head, Kept};

/// Audits of the shop that the strip looks at.
const LOOKED_AT: i64 = 100;
/// How long an audit under way may take to stop, before its folder is thrown away.
const STOPS_WITHIN: Duration = Duration::from_secs(10);

/// A step of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "DemoStep")]
pub struct Step {
    /// `see`, `mend` or `watch`.
    pub id: &'static str,
    /// What it is.
    pub says: &'static str,
    /// What to do now, or what came of it.
    pub how: String,
    /// Whether it is done.
    pub done: bool,
    /// Where in the console; null where there is nothing to see yet.
    pub link: Option<String>,
}

/// Why the shop was not mended.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is being read: half of the audit would be of one shop, half of the other.
    #[error("the shop is being read just now: wait until that is done, then mend it")]
    UnderWay,
    /// The shop was put into the bin.
    #[error(transparent)]
    People(#[from] people::Fault),
    /// The database.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// The steps of `demo`, in their order.
pub async fn steps(db: &Db, demo: &Demo) -> Result<Vec<Step>, Fault> {
    Ok(told(demo, &kept::of_site(db, &demo.site, FROM_THE_NEWEST, LOOKED_AT).await?))
}

/// The steps, `audits` being those of the shop, the newest first.
fn told(demo: &Demo, audits: &[Kept]) -> Vec<Step> {
    let is_after = |kept: &&Kept| demo.mended_at.is_some_and(|mended| kept.head.asked_at >= mended);
    let is_done = |kept: &&Kept| kept.head.state == "done";
    let today = audits.iter().filter(is_done).find(|kept| !is_after(kept));
    let after = audits.iter().filter(is_done).find(is_after);
    let under_way = audits.first().filter(|kept| kept.head.ended_at.is_none());
    let site = format!("/sites/{}", demo.site);
    let so_far = || match under_way {
        Some(kept) if kept.head.pages > 0 => format!("The shop is being read: {} pages so far.", kept.head.pages),
        Some(_) => "The shop is about to be read.".to_owned(),
        None => "Ask for an audit of the shop.".to_owned(),
    };
    let score = |kept: &Kept| kept.score().unwrap_or(0);
    let see = Step {
        id: "see",
        says: "See a link today",
        how: today.map_or_else(so_far, |today| {
            format!(
                "{} % of the shop's links look right today. Open a page to see why the others do not.",
                score(today)
            )
        }),
        done: today.is_some(),
        link: audits.first().map(|_| site.clone()),
    };
    let mend = Step {
        id: "mend",
        says: "Mend it",
        how: match demo.mended_at {
            None => "The things to do say how. Here the shop does them for you, at one press.".to_owned(),
            Some(_) => "The shop's pages are mended.".to_owned(),
        },
        done: demo.mended_at.is_some(),
        link: today.map(|_| site.clone()),
    };
    let better = today.zip(after).filter(|(today, after)| {
        // Shares of two numbers of pairs, compared as whole numbers.
        let share = |kept: &Kept| (kept.right_today.unwrap_or(0), kept.pairs.unwrap_or(0));
        let ((a, of_a), (b, of_b)) = (share(today), share(after));
        i128::from(b) * i128::from(of_a) > i128::from(a) * i128::from(of_b)
    });
    let watch = Step {
        id: "watch",
        says: "Watch it change",
        how: match (better, demo.mended_at) {
            (Some((today, after)), _) => {
                format!("{} % before, {} % now. That is what mending does.", score(today), score(after))
            }
            (None, None) => "Once it is mended, the shop is read again, and both are set side by side.".to_owned(),
            (None, Some(_)) => so_far(),
        },
        done: better.is_some(),
        link: better.map(|_| site),
    };
    vec![see, mend, watch]
}

/// Has the shop mended: notes it, switches it by `switch`, and asks for an audit of what it serves then.
///
/// Doing it twice is doing it once, as long as the audit that followed came to its end or is on its way.
pub async fn mend(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    demo: &Demo,
    switch: impl FnOnce(),
) -> Result<Head, Refused> {
    site::by_id(db, signed, &demo.site).await?;
    let newest = kept::of_site(db, &demo.site, FROM_THE_NEWEST, 1).await?.pop().map(|kept| kept.head);
    if let (Some(newest), Some(mended)) = (&newest, demo.mended_at)
        && newest.asked_at >= mended
        && matches!(&*newest.state, "waiting" | "reading" | "judging" | "done")
    {
        // The shop may have been mended by a process that was killed before it switched.
        switch();
        return Ok(newest.clone());
    }
    if newest.is_some_and(|newest| newest.ended_at.is_none()) {
        return Err(Refused::UnderWay);
    }
    people::demo::mended(db, random, now, signed).await?;
    switch();
    match kept::ask(db, random, now, &demo.site).await {
        // Somebody else asked in this very moment.
        Err(Fault::Taken { .. }) => Err(Refused::UnderWay),
        asked => Ok(asked?),
    }
}

/// Brings the rows in order at the start of a house that serves the shop: it is read where it never was, where it was
/// mended since, and where it `moved` to another address.
///
/// Nobody else may be at work on the database.
pub async fn settle(db: &Db, random: &Arc<dyn Random>, now: Timestamp, demo: &Demo, moved: bool) -> Result<(), Fault> {
    if moved {
        let (site, now) = (demo.site.clone(), now.as_microsecond());
        db.write(move |tx| Box::pin(async move { sql!("audits_cut_off").bind(site).bind(now).execute(tx).await }))
            .await?;
    }
    let newest = kept::of_site(db, &demo.site, FROM_THE_NEWEST, 1).await?.pop();
    let is_read = newest.is_some_and(|newest| demo.mended_at.is_none_or(|mended| newest.head.asked_at >= mended));
    if moved || !is_read {
        match kept::ask(db, random, now, &demo.site).await {
            Ok(_) | Err(Fault::Taken { .. }) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}

/// Takes the demo out of the workspace of `signed`: the shop, its audits and what they read are gone for good.
pub async fn remove(
    db: &Db,
    data: &Path,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    demo: Demo,
) -> Result<(), Fault> {
    let under_way =
        kept::of_site(db, &demo.site, FROM_THE_NEWEST, 1).await?.pop().filter(|kept| kept.head.ended_at.is_none());
    if let Some(kept) = under_way {
        kept::stop(db, now, &kept.head.id).await?;
        // Whoever is at work on it would go on writing into its folder.
        let _ = tokio::time::timeout(STOPS_WITHIN, ended(db, &demo.site)).await;
    }
    let (random, who) = (Arc::clone(random), signed.clone());
    let gone: Vec<String> = db
        .write(move |tx| {
            Box::pin(async move {
                let gone = sql!("audits_delete").bind(demo.site.clone()).fetch_all(&*tx).await?;
                people::demo::remove(tx, &*random, now, &who, &demo).await?;
                Ok(gone)
            })
        })
        .await?;
    let folders: Vec<_> = gone.iter().map(|id| kept::folder_of(data, id)).collect();
    let removed = tokio::task::spawn_blocking(move || {
        for folder in folders {
            if let Err(fault) = std::fs::remove_dir_all(&folder)
                && fault.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(folder = %folder.display(), %fault, "what an audit of the demo read could not be removed");
            }
        }
    });
    let _ = removed.await;
    Ok(())
}

/// Until no audit of `site` is under way.
async fn ended(db: &Db, site: &str) {
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    loop {
        tick.tick().await;
        match kept::of_site(db, site, FROM_THE_NEWEST, 1).await.map(|mut audits| audits.pop()) {
            Ok(Some(newest)) if newest.head.ended_at.is_none() => {}
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demo(mended_at: Option<i64>) -> Demo {
        let text = |text: &str| text.to_owned();
        Demo { workspace: text("w"), site: text("s"), address: text("http://bakery.localhost:1/"), mended_at }
    }

    fn audit(asked_at: i64, state: &str, right_today: i64) -> Kept {
        let done = state == "done";
        let sum = |number| done.then_some(number);
        let head = Head {
            id: format!("a{asked_at}"),
            site: "s".to_owned(),
            state: state.to_owned(),
            asked_at,
            started_at: None,
            ended_at: sum(asked_at + 1),
            pages: 12,
            known: 40,
            sheet: 12,
            waiting: None,
            stop: false,
            error: None,
        };
        Kept {
            head,
            right_today: sum(right_today),
            right_mended: sum(720),
            pairs: sum(720),
            errors: sum(0),
            warnings: sum(0),
            notes: sum(0),
            fresh: None,
            gone: None,
            next_says: None,
            next_minutes: None,
        }
    }

    fn done(demo: &Demo, audits: &[Kept]) -> [bool; 3] {
        let steps = told(demo, audits);
        assert_eq!(steps.iter().map(|step| step.id).collect::<Vec<_>>(), ["see", "mend", "watch"]);
        [0, 1, 2].map(|at| steps[at].done)
    }

    #[test]
    fn a_step_is_done_when_the_rows_show_it() {
        assert_eq!(done(&demo(None), &[]), [false, false, false]);
        assert_eq!(done(&demo(None), &[audit(10, "reading", 0)]), [false, false, false]);
        assert_eq!(done(&demo(None), &[audit(10, "done", 500)]), [true, false, false]);
        assert_eq!(done(&demo(Some(20)), &[audit(10, "done", 500)]), [true, true, false]);
        let again = [audit(20, "reading", 0), audit(10, "done", 500)];
        assert_eq!(done(&demo(Some(20)), &again), [true, true, false]);
        let both = [audit(20, "done", 720), audit(10, "done", 500)];
        assert_eq!(done(&demo(Some(20)), &both), [true, true, true]);
    }

    #[test]
    fn an_audit_that_found_nothing_better_is_no_change() {
        let same = [audit(20, "done", 500), audit(10, "done", 500)];
        assert_eq!(done(&demo(Some(20)), &same), [true, true, false]);
        // Two audits of the shop as it is today are no before and after.
        assert_eq!(done(&demo(None), &[audit(20, "done", 600), audit(10, "done", 500)]), [true, false, false]);
    }

    #[test]
    fn the_last_step_names_both_scores() {
        let both = [audit(20, "done", 720), audit(10, "done", 500)];
        assert!(told(&demo(Some(20)), &both)[2].how.starts_with("69 % before, 100 % now"));
    }
}
