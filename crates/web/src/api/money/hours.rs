//! Hours: proposed from the screens that were in use, booked when somebody says so; and a timer.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::{Activity, day_of};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::seen::{self, Book, Booking};
use ledger::{entry, timer};
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{by, hour, site_of, today, who};
use crate::api::time;
use crate::{House, Problem};

/// What is worked at.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct AtWork {
    activity: Activity,
}

pub(crate) async fn at_work(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(AtWork { activity }): Json<AtWork>,
) -> Result<StatusCode, Problem> {
    let site = people::site::by_id(house.db(), &signed, &site).await?;
    let now = house.now();
    let noted = house
        .db()
        .write(move |tx| Box::pin(async move { seen::note(tx, now, &site.id, &signed.person, activity).await }));
    noted.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A week, by any of its days.
#[derive(Deserialize)]
pub(crate) struct Week {
    week: Option<Date>,
}

/// Hours of a week that nobody booked yet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProposedHours")]
pub(crate) struct Proposed {
    /// Its Monday.
    week: Date,
    minutes: i64,
    items: Vec<Worked>,
    /// Until when they were looked at: what comes later is not booked with them.
    until: Timestamp,
    /// The Monday of an earlier week of which something is open.
    before: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProposedActivity")]
struct Worked {
    activity: Activity,
    minutes: i64,
    days: Vec<OfDay>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProposedDay")]
struct OfDay {
    day: Date,
    minutes: i64,
}

pub(crate) async fn proposed(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(Week { week }): Query<Week>,
) -> Result<Json<Proposed>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let (who, now) = (who(&signed, &site), house.now());
    let monday = seen::monday(week.unwrap_or_else(|| today(&house, &site)));
    told(&house, &who, monday, now).await
}

async fn told(house: &House, who: &seen::Who, monday: Date, now: Timestamp) -> Result<Json<Proposed>, Problem> {
    let worked = seen::open(house.db(), who, monday, now).await?;
    Ok(Json(Proposed {
        week: monday,
        minutes: worked.iter().map(seen::Worked::minutes).sum(),
        items: worked
            .iter()
            .map(|it| Worked {
                activity: it.activity,
                minutes: it.minutes(),
                days: it.days.iter().map(|(day, minutes)| OfDay { day: day_of(*day), minutes: *minutes }).collect(),
            })
            .collect(),
        until: now,
        before: seen::open_before(house.db(), who, monday).await?,
    }))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "BookHours")]
pub(crate) struct ToBook {
    week: Date,
    /// As it was told.
    until: Timestamp,
    items: Vec<Item>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "BookActivity")]
struct Item {
    activity: Activity,
    /// Where somebody knows better than what was seen.
    #[serde(default)]
    minutes: Option<i64>,
    #[serde(default)]
    note: Option<String>,
}

/// What was booked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "BookedHours")]
pub(crate) struct Booked {
    /// The entries' ids: an entry for each activity and day.
    entries: Vec<String>,
}

pub(crate) async fn book(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(asked): Json<ToBook>,
) -> Result<(StatusCode, Json<Booked>), Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let (who, by) = (who(&signed, &site), by(&house, &signed, &site));
    let items = asked.items.into_iter();
    let booking = Booking {
        monday: seen::monday(asked.week),
        until: asked.until,
        price: hour(&site),
        items: items.map(|it| Book { activity: it.activity, minutes: it.minutes, note: it.note }).collect(),
    };
    let (random, now) = (house.random().clone(), house.now());
    let booked = house.db().write_or(move |tx| {
        Box::pin(async move {
            let ids = seen::book(&mut *tx, &*random, now, &by, &who, &booking).await?;
            people::note(tx, &*random, now, &signed, "proposed hours booked", &booking.monday.to_string()).await?;
            Ok::<_, ledger::Fault>(ids)
        })
    });
    Ok((StatusCode::CREATED, Json(Booked { entries: booked.await? })))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "DismissHours")]
pub(crate) struct Dismissed {
    week: Date,
    /// As it was told; null proposes again what was dismissed.
    #[serde(default)]
    until: Option<Timestamp>,
}

pub(crate) async fn dismiss(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(Dismissed { week, until }): Json<Dismissed>,
) -> Result<Json<Proposed>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let (whose, now, monday) = (who(&signed, &site), house.now(), seen::monday(week));
    let who = whose.clone();
    let done = house.db().write(move |tx| {
        Box::pin(async move {
            match until {
                Some(until) => seen::dismiss(tx, &who, monday, until).await,
                None => seen::propose_again(tx, &who, monday, now).await,
            }
        })
    });
    done.await?;
    told(&house, &whose, monday, now).await
}

/// A timer that runs.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Timer {
    /// The site's id: a person has one timer, whatever the site.
    site: String,
    activity: Activity,
    network: Option<String>,
    note: String,
    begun: Timestamp,
    /// Seconds that it ran.
    seconds: i64,
    /// It ran for so long that it was probably forgotten: stopping it asks for the true time.
    long: bool,
}

impl Timer {
    fn of(timer: timer::Timer, now: Timestamp) -> Self {
        Self {
            activity: timer.activity.parse().unwrap_or(Activity::Post),
            begun: time(timer.begun_at),
            seconds: timer.ran(now).as_secs(),
            long: timer.is_long(now),
            site: timer.site,
            network: timer.network,
            note: timer.note,
        }
    }
}

/// The timer of whoever asks.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TimerState")]
pub(crate) struct Runs {
    /// Null: none runs.
    timer: Option<Timer>,
}

pub(crate) async fn runs(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Runs>, Problem> {
    people::site::by_id(house.db(), &signed, &site).await?;
    let timer = timer::of(house.db(), &signed.person).await?;
    Ok(Json(Runs { timer: timer.map(|timer| Timer::of(timer, house.now())) }))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "StartTimer")]
pub(crate) struct Start {
    activity: Activity,
    #[serde(default)]
    network: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

pub(crate) async fn start(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(Start { activity, network, note }): Json<Start>,
) -> Result<(StatusCode, Json<Runs>), Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let (who, now) = (who(&signed, &site), house.now());
    let timer = house.db().write_or(move |tx| {
        Box::pin(async move { timer::start(tx, now, &who, activity, network.as_deref(), note.as_deref()).await })
    });
    Ok((StatusCode::CREATED, Json(Runs { timer: Some(Timer::of(timer.await?, now)) })))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "StopTimer")]
pub(crate) struct Stop {
    /// Where somebody knows better than the clock.
    #[serde(default)]
    minutes: Option<i64>,
}

/// An entry that a timer became.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TimedEntry")]
pub(crate) struct Timed {
    /// Its id.
    entry: String,
    minutes: i64,
}

pub(crate) async fn stop(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(Stop { minutes }): Json<Stop>,
) -> Result<Json<Timed>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let (who, by, price) = (who(&signed, &site), by(&house, &signed, &site), hour(&site));
    let (random, now) = (house.random().clone(), house.now());
    let entry = house.db().write_or(move |tx| {
        Box::pin(async move {
            let entry: entry::Entry = timer::stop(&mut *tx, &*random, now, &by, &who, price, minutes).await?;
            people::note(tx, &*random, now, &signed, "entry made", &entry.id).await?;
            Ok::<_, ledger::Fault>(entry)
        })
    });
    let entry = entry.await?;
    Ok(Json(Timed { minutes: entry.minutes.unwrap_or(0), entry: entry.id }))
}

pub(crate) async fn discard(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<StatusCode, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let who = who(&signed, &site);
    house.db().write_or(move |tx| Box::pin(async move { timer::discard(tx, &who).await })).await?;
    Ok(StatusCode::NO_CONTENT)
}
