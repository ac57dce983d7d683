//! By hand: what was posted by somebody himself, and shows in what came of it. The first visit by a delivery's link says that it
//! is there; the minutes that it took are booked beside it.

use domain::{Activity, Money};
use jiff::Timestamp;
use ledger::entry::{self, Amount, By, New, Source, What};
use market::deliver;
use market::hand::Opened;
use measure::measured::Measured;
use store::{Db, Tx, sql};

/// Deliveries that are settled in one round; the next one goes on.
const AT_ONCE: i64 = 1_000;
/// What stands behind a delivery's id in that of the entry of its minutes.
pub(crate) const BOOKED: &str = "-hand";

/// Settles deliveries that wait for somebody and by whose link a visitor came. How many.
pub async fn settle_by_first_visit(db: &Db, now: Timestamp) -> Result<usize, store::Fault> {
    let seen: Vec<String> = sql!("hand_visited").bind(AT_ONCE).fetch_all(db).await?;
    let mut settled = 0;
    for id in seen {
        let news = db.write(move |tx| Box::pin(async move { deliver::is_seen(tx, now, &id).await }));
        settled += usize::from(news.await?);
    }
    Ok(settled)
}

/// Books the minutes that posting `it` for `site` by hand took, at the site's price of an hour, once for each delivery. Nothing
/// where it took none.
pub async fn took(
    tx: &mut Tx,
    now: Timestamp,
    name: &str,
    (site, it): (&Measured, &Opened),
    minutes: i64,
) -> Result<(), ledger::Fault> {
    if minutes == 0 {
        return Ok(());
    }
    let price = site.settings.hour_minor.map(|minor| Money::new(minor, site.settings.currency));
    let today = site.day(now).0;
    let new = New {
        day: today,
        what: What::Activity(Activity::Post),
        network: Some(it.network.clone()),
        campaign: it.post.campaign.clone(),
        page: it.post.page.clone(),
        amount: Amount::Hours { minutes, price },
        months: None,
        note: Some(format!("posted by hand: {}", it.told.place)),
    };
    let by = By { site: it.site.clone(), name: name.to_owned(), today };
    let id = format!("{}{BOOKED}", it.delivery.id);
    entry::add_all(tx, now, &by, Source::Hand, vec![(id, new)]).await.map(drop)
}
