//! Single visits of a site, from the sums down to one with its evidence. Sums are for whoever sees the site; single visits are
//! for those who may look at everything, since a client needs none of them.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::{NetworkId, Side, day_of, number_of};
use jiff::Timestamp;
use jiff::civil::Date;
use measure::arrivals::By;
use measure::channel::{Channel, Confidence, Fold, Live as Stood, place_name};
use measure::kept::replay::Move;
use measure::kept::{self, Filter, Stored, forget, look};
use measure::measured::{self, Measured};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{After, List};
use crate::{House, Problem};

/// Visits on one page of a list.
const LISTED: u32 = 100;
/// Days that are looked at where nobody says which.
const DAYS: i64 = 31;
/// Days of one list.
const MOST_DAYS: i64 = 3_700;
/// Visits that are judged again to show the difference.
const JUDGED: u64 = 200_000;
/// Visits that are erased at one call.
const ERASED: u64 = 100_000;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SingleVisit")]
pub(crate) struct Visit {
    /// By which it is asked for again: the day and its number.
    id: String,
    at: Timestamp,
    /// The day on the site's wall.
    day: String,
    /// The first page. Null: the day had too many to name.
    page: Option<String>,
    channel: Channel,
    /// The same as people read it.
    channel_said: &'static str,
    side: Side,
    confidence: Confidence,
    fold: Fold,
    network: Option<String>,
    network_name: Option<String>,
    /// From where the browser came, as it says.
    referrer: Option<String>,
    /// The code that its address carried.
    code: Option<String>,
    views: i64,
    /// From its first look to its last.
    seconds: i64,
}

impl Visit {
    fn of(visit: &Stored) -> Self {
        let (channel, confidence) = (visit.channel(), visit.confidence());
        let id = |text: &String| serde_json::from_value::<NetworkId>(text.clone().into()).ok();
        Self {
            id: visit.name(),
            at: visit.began(),
            day: day_of(visit.day).to_string(),
            page: visit.page.clone(),
            channel,
            channel_said: channel.in_words(),
            side: channel.side(),
            confidence,
            fold: confidence.fold(),
            network_name: visit.network.as_ref().and_then(id).map(|id| place_name(&id).to_owned()),
            network: visit.network.clone(),
            referrer: visit.referrer.clone(),
            code: visit.code.clone(),
            views: visit.views,
            seconds: visit.seconds,
        }
    }
}

/// A visit with its evidence.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WholeVisit")]
pub(crate) struct Whole {
    #[serde(flatten)]
    visit: Visit,
    /// Why, in sentences.
    why: Vec<String>,
    /// The rule that held.
    rule: Option<Rule>,
    /// What stood behind the question mark, as far as it is evidence.
    query: Option<String>,
    agent: Option<String>,
    press: Option<String>,
    /// The link or the press from which it descends.
    parent: Option<String>,
    /// Whether that began with a link that you put somewhere.
    began_ours: bool,
    /// By what it was noticed.
    by: &'static str,
    /// What of yours stood outside then.
    live: Vec<Stood>,
    /// Networks that had fetched the page's preview before.
    unfurls: Vec<NetworkId>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VisitRule")]
pub(crate) struct Rule {
    id: &'static str,
    says: &'static str,
    source: &'static str,
    read: &'static str,
}

#[derive(Deserialize)]
pub(crate) struct Days {
    from: Option<String>,
    to: Option<String>,
}

impl Days {
    /// The days that are meant, of a site whose day is `today`.
    fn of(&self, today: i64) -> Result<(i64, i64), Problem> {
        let to = self.to.as_deref().map(day).transpose()?.unwrap_or(today);
        let from = self.from.as_deref().map(day).transpose()?.unwrap_or(to - DAYS + 1);
        if from > to || to - from > MOST_DAYS {
            return Err(wrong(
                "days_invalid",
                "take a first day that is not after the last one, and at most ten years",
            ));
        }
        Ok((from, to))
    }
}

fn wrong(code: &'static str, says: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, says)
}

fn day(text: &str) -> Result<i64, Problem> {
    let day = text.parse::<Date>().map(number_of);
    day.map_err(|_| wrong("day_invalid", format!("{text:?} is no day: write one such as 2026-10-09")))
}

/// How the site is measured, if whoever asks may see it.
async fn measured_site(house: &House, signed: &Signed, id: &str) -> Result<Measured, Problem> {
    let site = site::by_id(house.db(), signed, id).await?;
    Ok(measured::of(house.db(), house.random(), &site.id).await?)
}

#[derive(Deserialize)]
pub(crate) struct Which {
    side: Option<String>,
    channel: Option<String>,
    confidence: Option<String>,
    network: Option<String>,
    page: Option<String>,
    code: Option<String>,
    campaign: Option<String>,
}

impl Which {
    fn filter(self) -> Result<Filter, Problem> {
        let unknown = |what: &str, said: &str| wrong("filter_unknown", format!("{said:?} is no {what}"));
        let side = self
            .side
            .map(|said| Side::ALL.into_iter().find(|side| side.name() == said).ok_or_else(|| unknown("side", &said)));
        let channel = self.channel.map(|said| Channel::named(&said).ok_or_else(|| unknown("channel", &said)));
        let confidence =
            self.confidence.map(|said| Confidence::named(&said).ok_or_else(|| unknown("confidence", &said)));
        Ok(Filter {
            side: side.transpose()?,
            channel: channel.transpose()?,
            confidence: confidence.transpose()?,
            network: self.network,
            page: self.page,
            code: self.code,
            campaign: self.campaign,
        })
    }
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    Query(days): Query<Days>,
    Query(which): Query<Which>,
    Query(after): Query<After>,
) -> Result<Json<List<Visit>>, Problem> {
    let site = measured_site(&house, &signed, &id).await?;
    let days = days.of(site.day(house.now()).1)?;
    let after = after.text();
    let unknown = || wrong("cursor_unknown", "take what `next` said for after");
    let after = if after.is_empty() { None } else { Some(Stored::named(&after).ok_or_else(unknown)?) };
    let visits = kept::list(house.db(), site.number, days, &which.filter()?, after, LISTED + 1).await?;
    Ok(Json(List::page(visits, LISTED as usize, Stored::name).map(|visit| Visit::of(&visit))))
}

pub(crate) async fn one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path((id, visit)): Path<(String, String)>,
) -> Result<Json<Whole>, Problem> {
    let site = measured_site(&house, &signed, &id).await?;
    let none = || Problem::not_found("visit");
    let (day, number) = Stored::named(&visit).ok_or_else(none)?;
    let visit = kept::one(house.db(), site.number, day, number).await?.ok_or_else(none)?;
    let why = kept::why(house.db(), &site, &visit).await?;
    let rule = visit.rule().map(|it| Rule { id: it.id, says: it.says, source: it.source, read: it.read });
    Ok(Json(Whole {
        why,
        rule,
        began_ours: visit.began_ours(),
        by: match visit.by() {
            By::Beacon => "beacon",
            By::Pixel => "pixel",
            By::Server => "server",
            By::Plugin => "plugin",
            By::Log => "log",
            By::Other => "other",
        },
        live: visit.live(),
        unfurls: visit.unfurls(),
        visit: Visit::of(&visit),
        query: visit.query,
        agent: visit.agent,
        press: visit.press,
        parent: visit.parent,
    }))
}

/// Who is on the site now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LiveVisits")]
pub(crate) struct Live {
    /// The last so many minutes.
    minutes: i64,
    /// Visitors who looked at a page within them.
    visitors: i64,
    /// Visits that began within them, by side.
    sides: Vec<OfSide>,
    /// The newest of them first.
    visits: Vec<Visit>,
    /// There were more than are shown.
    is_cut_short: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LiveSide")]
pub(crate) struct OfSide {
    side: Side,
    visits: usize,
}

pub(crate) async fn live(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Json<Live>, Problem> {
    let site = measured_site(&house, &signed, &id).await?;
    let live = kept::live(house.db(), &site, house.now()).await?;
    let of_side = |side| live.visits.iter().filter(|visit| visit.channel().side() == side).count();
    Ok(Json(Live {
        minutes: look::LIVE_MINUTES,
        visitors: live.visitors,
        sides: Side::ALL.into_iter().map(|side| OfSide { side, visits: of_side(side) }).collect(),
        visits: live.visits.iter().take(LISTED as usize).map(Visit::of).collect(),
        is_cut_short: live.is_cut_short || live.visits.len() > LISTED as usize,
    }))
}

/// Different visitors of each day.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UniqueVisitors")]
pub(crate) struct Uniques {
    of: String,
    days: Vec<UniqueDay>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UniqueVisitorsOfDay")]
pub(crate) struct UniqueDay {
    day: String,
    visitors: i64,
}

#[derive(Deserialize)]
pub(crate) struct Of {
    of: Option<String>,
    by: Option<String>,
}

pub(crate) async fn uniques(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    Query(days): Query<Days>,
    Query(Of { of, by }): Query<Of>,
) -> Result<Json<Uniques>, Problem> {
    let site = measured_site(&house, &signed, &id).await?;
    let days = days.of(site.day(house.now()).1)?;
    if by.is_some_and(|by| by != "day") && days.0 != days.1 {
        return Err(wrong(
            "uniques_not_additive",
            "whoever came on two days cannot be known again on the second one, so different visitors are told by day \
             alone: ask for them by day, or for visits over several days",
        ));
    }
    let of = of.unwrap_or_else(|| "all".to_owned());
    let visitors = kept::visitors(house.db(), site.number, &of, days).await?;
    let days = visitors.into_iter().map(|(day, visitors)| UniqueDay { day: day_of(day).to_string(), visitors });
    Ok(Json(Uniques { days: days.collect(), of }))
}

/// Which visits are judged again.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "ReplayVisits")]
pub(crate) struct Replay {
    /// The first day; 30 days before the last one.
    #[serde(default)]
    from: Option<String>,
    /// The last day; today.
    #[serde(default)]
    to: Option<String>,
    /// Whether the difference is applied; otherwise it is shown alone.
    #[serde(default)]
    apply: bool,
}

/// What judging again would change.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReplayedVisits")]
pub(crate) struct Replayed {
    /// Visits that were looked at.
    looked: u64,
    /// Those among them that would be something else.
    changed: u64,
    moves: Vec<Move>,
    /// There are more visits on these days than were looked at.
    is_cut_short: bool,
    /// Days that are judged again within minutes.
    days: u64,
}

pub(crate) async fn replay(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    Json(Replay { from, to, apply }): Json<Replay>,
) -> Result<Json<Replayed>, Problem> {
    let site = measured_site(&house, &signed, &id).await?;
    let days = Days { from, to }.of(site.day(house.now()).1)?;
    let shown = kept::replay(house.db(), &site, days, true, JUDGED).await?;
    let asked = if apply { kept::replay::ask(house.db(), site.number, days).await? } else { 0 };
    Ok(Json(Replayed {
        looked: shown.looked,
        changed: shown.changed,
        moves: shown.moves,
        is_cut_short: shown.is_cut_short,
        days: asked,
    }))
}

#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<String>,
}

/// What was erased.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ErasedVisits")]
pub(crate) struct Erased {
    /// Single visits; sums went with them.
    visits: u64,
    /// There is more: ask again until this is false.
    is_cut_short: bool,
}

pub(crate) async fn erase(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
    Query(Before { before }): Query<Before>,
) -> Result<Json<Erased>, Problem> {
    let site = measured_site(&house, &signed, &id).await?;
    let before = before.ok_or_else(|| wrong("day_invalid", "say before which day: `?before=2026-10-09`"))?;
    let gone = forget::erase(house.db(), &site, day_of(day(&before)?), ERASED).await?;
    Ok(Json(Erased { visits: gone.visits, is_cut_short: gone.is_cut_short }))
}
