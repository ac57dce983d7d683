//! By page: where visits of each side began, and what was seen of it being shared.

use std::collections::HashMap;

use domain::{Money, Side};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Fault, On, sql};

use super::super::{Period, Visits};
use super::costs;
use crate::channel::{Channel, Confidence, Fold};
use crate::measured::Measured;

/// Pages that are told.
const LISTED: i64 = 200;

/// Pages of a site, those with the most visits of the two sides first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementPages")]
pub struct Pages {
    /// Over which time.
    pub period: Period,
    /// At most two hundred.
    pub pages: Vec<PageOf>,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementPage")]
pub struct PageOf {
    /// Its path. Empty: all those beyond the bound.
    pub path: String,
    /// Passed on by visitors.
    pub passed_on: Visits,
    /// Brought by us.
    pub brought: Visits,
    /// Can't tell.
    pub unknown: u64,
    /// Not social.
    pub other: u64,
    /// How often networks fetched a preview of it. These are no visits.
    pub seen_shared: u64,
    /// How often a share button was pressed on it.
    pub pressed: u64,
    /// Minutes that were entered for this page.
    pub minutes: Option<u64>,
    /// Money that was entered for it.
    pub paid: Option<Money>,
}

#[derive(sqlx::FromRow)]
struct Row {
    path: Option<String>,
    passed_sure: i64,
    passed: i64,
    brought_sure: i64,
    brought: i64,
    unknown: i64,
    everything: i64,
}

/// The numbers of channels of `side`, as a list to bind.
pub(super) fn channels(side: Side) -> Vec<String> {
    Channel::ALL.iter().filter(|channel| channel.side() == side).map(|channel| channel.number().to_string()).collect()
}

/// The numbers of confidences that `fold` has, as a list to bind.
fn confidences(fold: Fold) -> Vec<String> {
    let all = Confidence::ALL.iter().filter(|confidence| confidence.fold() == fold);
    all.map(|confidence| confidence.number().to_string()).collect()
}

/// By page.
pub async fn pages(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Pages, Fault> {
    let (from, to) = period.numbers();
    let rows: Vec<Row> = sql!("statement_pages")
        .bind(site.number)
        .bind(from)
        .bind(to)
        .bind_list(channels(Side::Smo))
        .bind_list(channels(Side::Smm))
        .bind_list(channels(Side::Unknown))
        .bind_list(confidences(Fold::Sure))
        .bind_list(confidences(Fold::CantTell))
        .bind(LISTED)
        .fetch_all(on)
        .await?;
    let happened: Vec<(String, String, i64)> =
        sql!("statement_page_happened").bind(site.number).bind(from).bind(to).fetch_all(on).await?;
    let mut seen: HashMap<String, (u64, u64)> = HashMap::new();
    for (path, kind, times) in happened {
        let it = seen.entry(path).or_default();
        *(if kind == "press" { &mut it.1 } else { &mut it.0 }) += count(times);
    }
    let (costs, _) = costs::of(on, site, period).await?;
    let lines = costs.all();
    let page = |row: Row| {
        let path = row.path.unwrap_or_default();
        let (seen_shared, pressed) = seen.get(&path).copied().unwrap_or_default();
        let sum = costs.sum(lines.iter().filter(|line| line.page.as_ref() == Some(&path)));
        let visits = |sure: i64, up_to: i64| Visits { sure: count(sure), up_to: count(up_to), guessed: 0 };
        PageOf {
            passed_on: visits(row.passed_sure, row.passed),
            brought: visits(row.brought_sure, row.brought),
            unknown: count(row.unknown),
            other: count(row.everything - row.passed - row.brought - row.unknown),
            seen_shared,
            pressed,
            minutes: sum.minutes,
            paid: sum.paid,
            path,
        }
    };
    Ok(Pages { period, pages: rows.into_iter().map(page).collect() })
}

/// A count of a row.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
