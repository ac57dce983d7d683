//! Seen: minutes in which a person had a screen in use, from which hours are proposed. Nothing is ever booked by itself.
//!
//! The console says once a minute what is worked at, as long as it is looked at and somebody typed or pressed something.
//! A minute is worked once, however many screens are open.

use std::ops::Range;

use domain::{Activity, Money, Random};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{On, Tx, sql};

use crate::Fault;
use crate::entry::{self, Amount, By, New, Source, What, spread};

/// Days for which minutes stay open that nobody booked.
pub const OPEN_DAYS: i64 = 60;

/// A week's minutes of a person, at one activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worked {
    /// The activity.
    pub activity: Activity,
    /// By day, since 1970: minutes.
    pub days: Vec<(i64, i64)>,
}

impl Worked {
    /// All of them.
    pub fn minutes(&self) -> i64 {
        self.days.iter().map(|(_, minutes)| minutes).sum()
    }
}

/// Whose minutes, at which site.
#[derive(Clone, Debug)]
pub struct Who {
    /// The site's id.
    pub site: String,
    /// The person's id.
    pub person: String,
    /// Whose days the site has.
    pub zone: TimeZone,
}

fn minute_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

/// Notes that `person` works at `activity` in the minute of `now`.
pub async fn note(
    tx: &mut Tx,
    now: Timestamp,
    site: &str,
    person: &str,
    activity: Activity,
) -> Result<(), store::Fault> {
    let minute = minute_of(now);
    sql!("screen_minute_note").bind(site).bind(person).bind(minute).bind(activity.name()).execute(&mut *tx).await?;
    // What nobody booked for so long is of no use to anybody.
    if minute % 60 == 0 {
        sql!("screen_minute_forget").bind(person).bind(minute - OPEN_DAYS * 24 * 60).execute(tx).await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Minute {
    minute: i64,
    activity: String,
}

/// The minutes of the week that begins on `monday`, as far as they are over at `now`.
fn minutes_of(who: &Who, monday: Date, now: Timestamp) -> Range<i64> {
    let from = monday.to_zoned(who.zone.clone()).map_or(0, |at| minute_of(at.timestamp()));
    let next = monday.checked_add(jiff::Span::new().days(7)).unwrap_or(monday);
    let to = next.to_zoned(who.zone.clone()).map_or(from, |at| minute_of(at.timestamp()));
    from..to.min(minute_of(now) + 1)
}

/// The Monday of the week of `day`.
pub fn monday(day: Date) -> Date {
    let behind = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(jiff::Span::new().days(behind)).unwrap_or(day)
}

/// What of a week nobody booked yet, most first.
pub async fn open(
    on: &(impl On + ?Sized),
    who: &Who,
    monday: Date,
    now: Timestamp,
) -> Result<Vec<Worked>, store::Fault> {
    let range = minutes_of(who, monday, now);
    let open = sql!("screen_minute_open").bind(&*who.site).bind(&*who.person).bind(range.start).bind(range.end);
    let minutes: Vec<Minute> = open.fetch_all(on).await?;
    let mut worked: Vec<Worked> = Vec::new();
    for Minute { minute, activity } in minutes {
        let (Ok(activity), Ok(at)) = (activity.parse::<Activity>(), Timestamp::from_second(minute * 60)) else {
            continue;
        };
        let day = domain::number_of(at.to_zoned(who.zone.clone()).date());
        let place = worked.iter().position(|it| it.activity == activity).unwrap_or_else(|| {
            worked.push(Worked { activity, days: Vec::new() });
            worked.len() - 1
        });
        match worked[place].days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, minutes)) => *minutes += 1,
            None => worked[place].days.push((day, 1)),
        }
    }
    worked.sort_by_key(|it| (std::cmp::Reverse(it.minutes()), it.activity));
    Ok(worked)
}

/// The Monday of the last week before that of `monday` of which nobody booked something yet.
pub async fn open_before(on: &(impl On + ?Sized), who: &Who, day: Date) -> Result<Option<Date>, store::Fault> {
    let from = monday(day).to_zoned(who.zone.clone()).map_or(0, |at| minute_of(at.timestamp()));
    let last: Option<i64> =
        sql!("screen_minute_before").bind(&*who.site).bind(&*who.person).bind(from).fetch_optional(on).await?;
    let at = last.and_then(|minute| Timestamp::from_second(minute * 60).ok());
    Ok(at.map(|at| monday(at.to_zoned(who.zone.clone()).date())))
}

/// Something of a week that is to be booked.
#[derive(Clone, Debug)]
pub struct Book {
    /// What was worked at.
    pub activity: Activity,
    /// Minutes, where somebody knows better than what was seen.
    pub minutes: Option<i64>,
    /// For people.
    pub note: Option<String>,
}

/// What of a week is to be booked.
#[derive(Clone, Debug)]
pub struct Booking {
    /// The Monday of the week.
    pub monday: Date,
    /// What was seen after that is not in it: nobody looked at it.
    pub until: Timestamp,
    /// The price of an hour.
    pub price: Option<Money>,
    /// What.
    pub items: Vec<Book>,
}

/// Books what of a week was seen until `until`: an entry for each activity and day. Minutes that somebody changed are
/// shared out over the days as those that were seen. Ids of the entries.
pub async fn book(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    who: &Who,
    booking: &Booking,
) -> Result<Vec<String>, Fault> {
    let &Booking { monday, until, price, ref items } = booking;
    let range = minutes_of(who, monday, until.min(now));
    let mut ids = Vec::new();
    for item in items {
        let mut days = Vec::new();
        let mut day = monday;
        for _ in 0..7 {
            let next = day.tomorrow().unwrap_or(day);
            let at = |day: Date| day.to_zoned(who.zone.clone()).map_or(0, |at| minute_of(at.timestamp()));
            let (from, to) = (at(day).max(range.start), at(next).min(range.end));
            if from < to {
                let id = random.code();
                let take = sql!("screen_minute_take").bind(&*who.site).bind(&*who.person).bind(from).bind(to);
                let seen = take.bind(item.activity.name()).bind(&*id).execute(&mut *tx).await?;
                if seen > 0 {
                    days.push((id, day, i64::try_from(seen).unwrap_or(i64::MAX)));
                }
            }
            day = next;
        }
        if days.is_empty() {
            let says = format!("nothing of {} is open in that week: it was booked already", item.activity.in_words());
            return Err(Fault::wrong("nothing_open", says));
        }
        let seen: Vec<i64> = days.iter().map(|(_, _, seen)| *seen).collect();
        let minutes = item.minutes.map_or_else(|| seen.clone(), |minutes| spread::shared(minutes, &seen));
        let mut new = Vec::new();
        for ((id, day, _), minutes) in days.into_iter().zip(minutes) {
            if minutes > 0 {
                ids.push(id.clone());
                let entry = New {
                    day,
                    what: What::Activity(item.activity),
                    network: None,
                    campaign: None,
                    page: None,
                    amount: Amount::Hours { minutes, price },
                    months: None,
                    note: item.note.clone(),
                };
                new.push((id, entry));
            }
        }
        if new.is_empty() {
            return Err(Fault::wrong("minutes_wrong", "book at least one minute, or say that it was no work"));
        }
        entry::add_all(&mut *tx, now, by, Source::Proposal, new).await?;
    }
    Ok(ids)
}

/// Says that what was seen of a week until `until` was no work.
pub async fn dismiss(tx: &mut Tx, who: &Who, monday: Date, until: Timestamp) -> Result<u64, store::Fault> {
    let range = minutes_of(who, monday, until);
    let dismiss = sql!("screen_minute_dismiss").bind(&*who.site).bind(&*who.person).bind(range.start).bind(range.end);
    dismiss.execute(tx).await
}

/// Takes that back.
pub async fn propose_again(tx: &mut Tx, who: &Who, monday: Date, now: Timestamp) -> Result<u64, store::Fault> {
    let range = minutes_of(who, monday, now);
    sql!("screen_minute_again").bind(&*who.site).bind(&*who.person).bind(range.start).bind(range.end).execute(tx).await
}
