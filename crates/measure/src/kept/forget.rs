//! Forgetting: single visits after as many days as the site keeps them, what tells visitors apart with the salts, words to
//! which nothing refers any more; and everything that was measured, where somebody asks for that. In small batches, so that
//! whatever else is written waits for moments.

use std::collections::HashSet;

use domain::{day_of, number_of};
use jiff::{Timestamp, civil::Date};
use store::{Db, Fault, sql};

use super::sums::QUARTER;
use crate::measured::{self, Measured};
use crate::visits::AFTER_UNFURL;

/// Rows of one transaction.
const AT_ONCE: i64 = 2_000;
/// Words of one transaction.
const WORDS_AT_ONCE: usize = 1_000;

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Single visits.
    pub visits: u64,
    /// Rows that tell visitors apart.
    pub visitors: u64,
    /// There was more than this call was to take.
    pub is_cut_short: bool,
}

/// Forgets what is over, of all sites: at most some `at_most` visits.
pub async fn forget(db: &Db, now: Timestamp, at_most: u64) -> Result<Gone, Fault> {
    let mut gone = Gone::default();
    let sites: Vec<String> = sql!("measured_numbers").fetch_all(db).await?;
    for site in sites {
        let Some(site) = measured::find(db, &site).await? else { continue };
        let today = site.day(now).1;
        // Yesterday's rows serve visits over midnight, as yesterday's salt does.
        gone.visitors += visitors_before(db, site.number, today - 1).await?;
        visits_before(db, site.number, today - site.settings.raw_days.max(1), at_most, &mut gone).await?;
        let old = now.as_microsecond() - 2 * AFTER_UNFURL * 1_000_000;
        let (number, typed) = (site.number, today - 3);
        db.write(move |tx| {
            Box::pin(async move {
                sql!("typed_forget").bind(number).bind(typed).execute(&mut *tx).await?;
                sql!("unfurled_forget").bind(number).bind(old).execute(tx).await
            })
        })
        .await?;
    }
    Ok(gone)
}

/// Visits of days before `before` go, at most some `at_most` in all.
async fn visits_before(db: &Db, number: i64, before: i64, at_most: u64, gone: &mut Gone) -> Result<(), Fault> {
    loop {
        let oldest: Option<i64> = sql!("visit_oldest").bind(number).fetch_one(db).await?;
        let Some(day) = oldest.filter(|day| *day < before) else { return Ok(()) };
        if gone.visits >= at_most {
            gone.is_cut_short = true;
            return Ok(());
        }
        let some = sql!("visit_forget").bind(number).bind(day).bind(AT_ONCE);
        gone.visits += db.write(move |tx| Box::pin(async move { some.execute(tx).await })).await?;
    }
}

/// Visitors of days before `before` go, and what tells that an arrival was sent before.
async fn visitors_before(db: &Db, number: i64, before: i64) -> Result<u64, Fault> {
    let mut gone = 0;
    loop {
        let (some, seen) = (sql!("visitor_forget"), sql!("arrival_seen_forget"));
        let (some, seen) = (some.bind(number).bind(before).bind(AT_ONCE), seen.bind(number).bind(before).bind(AT_ONCE));
        let (visitors, seen) = db
            .write(move |tx| Box::pin(async move { Ok((some.execute(&mut *tx).await?, seen.execute(tx).await?)) }))
            .await?;
        gone += visitors;
        if visitors + seen == 0 {
            return Ok(gone);
        }
    }
}

/// Erases everything that was measured of `site` before `before`: visits, sums, what other programs counted. What links
/// brought in all stays with the links. At most some `at_most` visits; it says where there are more, and is called again.
pub async fn erase(db: &Db, site: &Measured, before: Date, at_most: u64) -> Result<Gone, Fault> {
    let (number, day) = (site.number, number_of(before));
    let mut gone = Gone::default();
    visits_before(db, number, day, at_most, &mut gone).await?;
    if gone.is_cut_short {
        return Ok(gone);
    }
    gone.visitors = visitors_before(db, number, day).await?;
    let begins = day_of(day).to_zoned(site.zone.clone()).map_or(i64::MIN, |begin| begin.timestamp().as_microsecond());
    db.write(move |tx| {
        Box::pin(async move {
            let by_day = [
                sql!("erase_visit_day"),
                sql!("erase_visitor_day"),
                sql!("erase_page_day"),
                sql!("erase_link_day"),
                sql!("erase_happened_day"),
                sql!("erase_replay_day"),
                sql!("erase_import_line"),
                sql!("erase_imported_total"),
                sql!("typed_forget"),
            ];
            for sums in by_day {
                sums.bind(number).bind(day).execute(&mut *tx).await?;
            }
            sql!("erase_visit_quarter").bind(number).bind(begins.div_euclid(QUARTER)).execute(&mut *tx).await?;
            sql!("erase_arrival").bind(number).bind(begins).execute(&mut *tx).await?;
            sql!("unfurled_forget").bind(number).bind(begins).execute(tx).await
        })
    })
    .await?;
    Ok(gone)
}

/// Words go to which nothing refers. Whoever takes views in meanwhile may use one again and says so, and rows are looked
/// through once more after the words were named: so none goes that is used.
pub async fn words(db: &Db) -> Result<u64, Fault> {
    let used: HashSet<i64> = sql!("word_used").fetch_all::<i64, _>(db).await?.into_iter().collect();
    let mut after = 0;
    loop {
        let some: Vec<i64> =
            sql!("word_all").bind(after).bind(i64::try_from(WORDS_AT_ONCE).unwrap_or(1)).fetch_all(db).await?;
        let Some(last) = some.last() else { break };
        after = *last;
        let unused: Vec<i64> = some.into_iter().filter(|word| !used.contains(word)).collect();
        if !unused.is_empty() {
            let goes = sql!("word_goes").bind_list(unused);
            db.write(move |tx| Box::pin(async move { goes.execute(tx).await })).await?;
        }
    }
    let going: Vec<i64> = sql!("word_going").fetch_all(db).await?;
    if going.is_empty() {
        return Ok(0);
    }
    let used: HashSet<i64> = sql!("word_used").fetch_all::<i64, _>(db).await?.into_iter().collect();
    let mut gone = 0;
    for some in going.chunks(WORDS_AT_ONCE) {
        let (all, unused) = (some.to_vec(), some.iter().copied().filter(|word| !used.contains(word)));
        let unused: Vec<i64> = unused.collect();
        gone += db
            .write(move |tx| {
                Box::pin(async move {
                    let _: i64 = sql!("visit_turn_raise").fetch_one(&*tx).await?;
                    let gone = sql!("word_forget").bind_list(unused).execute(&mut *tx).await?;
                    sql!("word_stays").bind_list(all).execute(tx).await?;
                    Ok(gone)
                })
            })
            .await?;
    }
    Ok(gone)
}
