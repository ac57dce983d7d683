//! Entries: hours and money by month, made, taken back, and as CSV.

use std::io;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use domain::{Activity, Currency, Money, Side, day_of, number_of};
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::entry::{self, Amount, Group, Kind, Line, Missing, New, Source, What, sheet, spread};
use ledger::rate::Rates;
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Month, PART, by, hour, site_of, today};
use crate::api::{After, Behind, List, time};
use crate::{House, Problem};

/// Entries on one page of a list.
const LISTED: u32 = 100;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Entry {
    id: String,
    day: Date,
    kind: Kind,
    /// Null: it is of a whole side.
    activity: Option<Activity>,
    side: Side,
    network: Option<String>,
    campaign: Option<String>,
    /// The path of the page that it is about.
    page: Option<String>,
    minutes: Option<i64>,
    /// The price of an hour then. Null: there was none.
    hour: Option<Money>,
    /// What it costs over all. Null: hours without a price.
    cost: Option<Money>,
    /// Over how many months it is said to carry.
    months: i64,
    /// The last day that it carries.
    until: Date,
    /// What of its minutes and of its cost falls into the month that was asked for.
    part_minutes: Option<i64>,
    part_minor: Option<i64>,
    note: String,
    source: Source,
    made_by: String,
    made: Timestamp,
    /// Since when it is taken back.
    undone: Option<Timestamp>,
}

impl Entry {
    fn of(entry: entry::Entry, period: Option<(i64, i64)>) -> Self {
        let span = spread::days(entry.day, entry.months);
        let cost = entry.cost();
        let part = |whole: i64| period.map_or(whole, |(from, to)| spread::part(whole, &span, &(from..to)));
        let currency = entry.currency.as_deref().and_then(|code| code.parse::<Currency>().ok());
        let what = entry.what();
        Self {
            day: day_of(entry.day),
            kind: Kind::named(&entry.kind).unwrap_or(Kind::Hours),
            activity: what.activity(),
            side: what.side(),
            hour: entry.hour_minor.zip(currency).map(|(minor, currency)| Money::new(minor, currency)),
            cost,
            until: day_of(span.end - 1),
            part_minutes: entry.minutes.map(part),
            part_minor: cost.map(|cost| part(cost.minor)),
            source: Source::named(&entry.source),
            made: time(entry.made_at),
            undone: entry.undone_at.map(time),
            id: entry.id,
            network: entry.network,
            campaign: entry.campaign,
            page: entry.page,
            minutes: entry.minutes,
            months: entry.months,
            note: entry.note,
            made_by: entry.made_by,
        }
    }
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(month): Query<Month>,
    Query(after): Query<After>,
) -> Result<Json<List<Entry>>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let (first, next) = month.days(today(&house, &site))?;
    let period = (number_of(first), number_of(next));
    let Behind { at: day, id } = after.behind()?;
    let days = (period.0, period.1 - 1);
    let entries = entry::of_site(house.db(), &site.site, days, (day, &id), LISTED + 1).await?;
    let list = List::page(entries, LISTED as usize, |entry| Behind::cursor(entry.day, &entry.id));
    Ok(Json(list.map(|entry| Entry::of(entry, Some(period)))))
}

/// What a month cost.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MonthCost")]
pub(crate) struct Told {
    month: String,
    currency: Currency,
    /// Whether any hours fall into it: "no hours entered yet" is not 0.
    has_hours: bool,
    /// All of it. Null: nothing was entered.
    all: Option<Line>,
    lines: Vec<Grouped>,
    missing: Missing,
    /// Entries of earlier months that it carries, the newest first.
    carried: Vec<Entry>,
    /// The months of the first and of the last entry.
    first: Option<String>,
    last: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EntryLineOf")]
struct Grouped {
    of: Group,
    sum: Line,
}

/// Entries of earlier months that are told at once.
const CARRIED: usize = 100;

pub(crate) async fn sums(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(month): Query<Month>,
) -> Result<Json<Told>, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let (first, next) = month.days(today(&house, &site))?;
    let period = number_of(first)..number_of(next);
    let rates = Rates::of(house.db(), &site.site, site.settings.currency).await?;
    let sums = entry::of_period(house.db(), &site.site, &rates, &period).await?;
    let carried = entry::carried(house.db(), &site.site, period.start).await?;
    let months = entry::months(house.db(), &site.site).await?;
    let name = |day: i64| day_of(day).strftime("%Y-%m").to_string();
    Ok(Json(Told {
        month: name(period.start),
        currency: sums.currency,
        has_hours: sums.has_hours,
        all: sums.of(|_| true),
        missing: sums.missing.clone(),
        lines: sums.lines.into_iter().map(|(of, sum)| Grouped { of, sum }).collect(),
        carried: carried
            .into_iter()
            .take(CARRIED)
            .map(|entry| Entry::of(entry, Some((period.start, period.end))))
            .collect(),
        first: months.map(|months| name(months.first)),
        last: months.map(|months| name(months.last)),
    }))
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewEntry")]
pub(crate) struct NewOne {
    /// On the site's wall; today where nothing is said.
    #[serde(default)]
    day: Option<Date>,
    kind: Kind,
    /// What for; or a whole side.
    #[serde(default)]
    activity: Option<Activity>,
    #[serde(default)]
    side: Option<Side>,
    #[serde(default)]
    network: Option<String>,
    #[serde(default)]
    campaign: Option<String>,
    /// A path of the site, or a whole address.
    #[serde(default)]
    page: Option<String>,
    /// Of hours.
    #[serde(default)]
    minutes: Option<i64>,
    /// Of everything else: what was paid, in minor units.
    #[serde(default)]
    minor: Option<i64>,
    /// The site's own where nothing is said.
    #[serde(default)]
    currency: Option<String>,
    /// Over how many months it is said to carry: 12 of mending, cards and the share bar where nothing is said, else 1.
    #[serde(default)]
    months: Option<i64>,
    #[serde(default)]
    note: Option<String>,
}

fn wrong(code: &'static str, says: &str) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, says)
}

pub(crate) async fn add(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(new): Json<NewOne>,
) -> Result<(StatusCode, Json<Entry>), Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let what = match (new.activity, new.side) {
        (Some(activity), _) => What::Activity(activity),
        (None, Some(side)) => What::Side(side),
        (None, None) => return Err(wrong("activity_needed", "say what it was for: an activity, or a whole side")),
    };
    let amount = match (new.kind, new.minutes, new.minor) {
        (Kind::Hours, Some(minutes), _) => Amount::Hours { minutes, price: hour(&site) },
        (Kind::Hours, None, _) => return Err(wrong("minutes_needed", "say how many minutes it took")),
        (kind, _, Some(minor)) => Amount::Paid(kind, super::money(minor, new.currency.as_deref(), &site)?),
        (_, _, None) => return Err(wrong("amount_needed", "say how much was paid")),
    };
    let by = by(&house, &signed, &site);
    let new = New {
        day: new.day.unwrap_or(by.today),
        what,
        network: new.network,
        campaign: new.campaign,
        page: new.page,
        amount,
        months: new.months,
        note: new.note,
    };
    let (random, now) = (house.random().clone(), house.now());
    let made = house.db().write_or(move |tx| {
        Box::pin(async move {
            let entry = entry::add(&mut *tx, &*random, now, &by, Source::Hand, new).await?;
            people::note(tx, &*random, now, &signed, "entry made", &entry.id).await?;
            Ok::<_, ledger::Fault>(entry)
        })
    });
    Ok((StatusCode::CREATED, Json(Entry::of(made.await?, None))))
}

pub(crate) async fn undo(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, entry)): Path<(String, String)>,
) -> Result<Json<Entry>, Problem> {
    stands(&house, signed, &site, entry, false).await
}

pub(crate) async fn redo(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((site, entry)): Path<(String, String)>,
) -> Result<Json<Entry>, Problem> {
    stands(&house, signed, &site, entry, true).await
}

async fn stands(house: &House, signed: Signed, site: &str, id: String, stands: bool) -> Result<Json<Entry>, Problem> {
    let site = site_of(house, &signed, site).await?;
    let (random, now) = (house.random().clone(), house.now());
    let done = house.db().write_or(move |tx| {
        Box::pin(async move {
            let (entry, what) = if stands {
                (entry::redo(&mut *tx, &site.site, &id).await?, "entry put in again")
            } else {
                (entry::undo(&mut *tx, now, &site.site, &id).await?, "entry taken back")
            };
            people::note(tx, &*random, now, &signed, what, &entry.id).await?;
            Ok::<_, ledger::Fault>(entry)
        })
    });
    Ok(Json(Entry::of(done.await?, None)))
}

/// What the rows of a sheet are for where they do not say it in our words.
#[derive(Deserialize)]
pub(crate) struct Otherwise {
    activity: Option<String>,
    side: Option<String>,
}

/// What became of a sheet.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SheetKept")]
pub(crate) struct Kept {
    /// Rows of the sheet.
    pub(super) rows: usize,
    /// How many of them were new.
    pub(super) fresh: u64,
}

pub(crate) async fn enter_all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Query(otherwise): Query<Otherwise>,
    request: Request,
) -> Result<(StatusCode, Json<Kept>), Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let activity = otherwise.activity.filter(|name| !name.is_empty()).map(|name| name.parse::<Activity>());
    let what = match (activity, otherwise.side.as_deref()) {
        (Some(Ok(activity)), _) => Some(What::Activity(activity)),
        (Some(Err(fault)), _) => return Err(wrong("activity_unknown", &fault.to_string())),
        (None, Some("smo")) => Some(What::Side(Side::Smo)),
        (None, Some("smm")) => Some(What::Side(Side::Smm)),
        (None, None | Some("")) => None,
        (None, Some(_)) => return Err(wrong("side_unknown", "a whole side is smo or smm")),
    };
    let otherwise = sheet::Otherwise { what, price: hour(&site), currency: site.settings.currency };
    let bytes = super::sheet(request).await?;
    let id = site.site.clone();
    let read = tokio::task::spawn_blocking(move || sheet::read(&bytes[..], &id, &otherwise));
    let rows = read.await.map_err(io::Error::other)??;
    let (random, now, by) = (house.random().clone(), house.now(), by(&house, &signed, &site));
    let all = rows.len();
    let fresh = house.db().write_or(move |tx| {
        Box::pin(async move {
            let fresh = entry::add_sheet(&mut *tx, now, &by, rows).await?;
            people::note(tx, &*random, now, &signed, "entries made", &format!("{fresh} from a sheet")).await?;
            Ok::<_, ledger::Fault>(fresh)
        })
    });
    Ok((StatusCode::CREATED, Json(Kept { rows: all, fresh: fresh.await? })))
}

pub(crate) async fn written(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Response, Problem> {
    let site = site_of(&house, &signed, &site).await?;
    let begin = Some((i64::MAX, String::new()));
    let rest = stream::try_unfold((house, site, begin), |(house, site, behind)| async move {
        let Some((day, id)) = behind else { return Ok(None) };
        let all = (i64::MIN, i64::MAX);
        let entries = entry::of_site(house.db(), &site.site, all, (day, &id), PART).await.map_err(|fault| {
            // The sheet ends in its middle, so that nobody takes it for whole.
            tracing::error!(%fault, "a sheet of entries broke off");
            io::Error::other("the sheet broke off")
        })?;
        let lines: Vec<u8> = entries.iter().flat_map(sheet::written).collect();
        let next = entries.last().filter(|_| entries.len() == PART as usize).map(|last| (last.day, last.id.clone()));
        Ok::<_, io::Error>(Some((lines, (house, site, next))))
    });
    let all = stream::iter([Ok(sheet::head())]).chain(rest);
    let headers = super::sheet_headers("attachment; filename=\"hours-and-money.csv\"");
    Ok((headers, Body::from_stream(all)).into_response())
}
