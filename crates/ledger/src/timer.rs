//! Timers: a clock that runs while a person works, one for each. Stopped, it becomes an entry; a forgotten one asks for the
//! true time rather than booking it.

use domain::{Activity, Money, Random};
use jiff::{SignedDuration, Timestamp};
use store::{On, Tx, sql};

use crate::Fault;
use crate::entry::{self, Amount, By, Entry, New, Source, What};
use crate::link::word;
use crate::seen::Who;

/// Whoever works longer at one thing without a look at the clock forgot it.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(4);

/// A timer that runs.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Timer {
    /// The site's id.
    pub site: String,
    /// The name of the activity.
    pub activity: String,
    /// The network's id.
    pub network: Option<String>,
    /// For people.
    pub note: String,
    /// UTC microseconds.
    pub begun_at: i64,
}

impl Timer {
    /// How long it runs at `now`.
    pub fn ran(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(Timestamp::from_microsecond(self.begun_at).unwrap_or(now)).max(SignedDuration::ZERO)
    }

    /// Whether it was probably forgotten.
    pub fn is_long(&self, now: Timestamp) -> bool {
        self.ran(now) > LONGEST
    }
}

/// The timer of a person.
pub async fn of(on: &(impl On + ?Sized), person: &str) -> Result<Option<Timer>, store::Fault> {
    sql!("timer_of").bind(person).fetch_optional(on).await
}

/// Starts one.
pub async fn start(
    tx: &mut Tx,
    now: Timestamp,
    who: &Who,
    activity: Activity,
    network: Option<&str>,
    note: Option<&str>,
) -> Result<Timer, Fault> {
    let network = word("network", network, 100)?.map(|network| network.to_lowercase());
    let note = word("note", note, 500)?.unwrap_or_default();
    let started = sql!("timer_start")
        .bind(&*who.person)
        .bind(&*who.site)
        .bind(activity.name())
        .bind(network)
        .bind(note)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    if started == 0 {
        return Err(Fault::wrong("timer_runs", "your timer runs already: stop it first, or throw its time away"));
    }
    of(tx, &who.person).await?.ok_or(Fault::Unknown("timer"))
}

/// Stops it and books its time; `minutes` where somebody knows better. Minutes that were seen meanwhile are not proposed
/// once more.
pub async fn stop(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    who: &Who,
    price: Option<Money>,
    minutes: Option<i64>,
) -> Result<Entry, Fault> {
    let timer = of(&*tx, &who.person).await?.filter(|timer| timer.site == who.site).ok_or(Fault::Unknown("timer"))?;
    // Two who stop it at once: one of them does.
    if sql!("timer_discard").bind(&*who.person).bind(timer.begun_at).execute(&mut *tx).await? == 0 {
        return Err(Fault::Unknown("timer"));
    }
    if timer.is_long(now) && minutes.is_none() {
        let says = format!(
            "your timer ran for {} hours, so it was probably forgotten: say how long you worked",
            timer.ran(now).as_hours()
        );
        return Err(Fault::wrong("timer_long", says));
    }
    let begun = Timestamp::from_microsecond(timer.begun_at).unwrap_or(now);
    let ran = (timer.ran(now).as_secs() + 30) / 60;
    let activity = timer.activity.parse::<Activity>().unwrap_or(Activity::Post);
    let new = New {
        day: begun.to_zoned(who.zone.clone()).date(),
        what: What::Activity(activity),
        network: timer.network,
        campaign: None,
        page: None,
        amount: Amount::Hours { minutes: minutes.unwrap_or(ran.max(1)), price },
        months: None,
        note: Some(timer.note),
    };
    let entry = entry::add(&mut *tx, random, now, by, Source::Timer, new).await?;
    let (from, to) = (begun.as_second().div_euclid(60), now.as_second().div_euclid(60) + 1);
    sql!("screen_minute_timed").bind(&*who.person).bind(from).bind(to).bind(&*entry.id).execute(tx).await?;
    Ok(entry)
}

/// Throws its time away.
pub async fn discard(tx: &mut Tx, who: &Who) -> Result<(), Fault> {
    let timer = of(&*tx, &who.person).await?.ok_or(Fault::Unknown("timer"))?;
    sql!("timer_discard").bind(&*who.person).bind(timer.begun_at).execute(tx).await?;
    Ok(())
}
