//! The heat map: visits by weekday and hour on the site's wall.

use domain::Side;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Fault, On, sql};

use super::super::Period;
use super::pages::{channels, count};
use crate::measured::Measured;

/// Seconds of a quarter-hour.
const QUARTER: i64 = 15 * 60;

/// Visits by weekday and hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementHours")]
pub struct Hours {
    /// Over which time.
    pub period: Period,
    /// Whose clock.
    pub zone: String,
    /// All 168 hours of a week, from Monday's first. In the night in which a clock goes back, its hour has both.
    pub hours: Vec<Hour>,
    /// The hour with the most passed-on visits, in words. Empty: too few.
    pub says: String,
}

/// An hour of a weekday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementHour")]
pub struct Hour {
    /// 1 is Monday.
    pub weekday: i8,
    /// 0 to 23.
    pub hour: i8,
    /// Of all kinds.
    pub all: u64,
    /// Passed on by visitors.
    pub passed_on: u64,
    /// Brought by us.
    pub brought: u64,
}

/// By weekday and hour.
pub async fn hours(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Hours, Fault> {
    let (from, to) = seconds(site, period);
    let rows: Vec<(i64, i64, i64, i64)> = sql!("statement_quarters")
        .bind(site.number)
        .bind(from.div_euclid(QUARTER))
        .bind(to.div_euclid(QUARTER))
        .bind_list(channels(Side::Smo))
        .bind_list(channels(Side::Smm))
        .fetch_all(on)
        .await?;
    let mut hours: Vec<Hour> =
        (0..7 * 24).map(|at| Hour { weekday: (at / 24 + 1) as i8, hour: (at % 24) as i8, ..Hour::default() }).collect();
    for (quarter, all, passed_on, brought) in rows {
        let Ok(at) = Timestamp::from_second(quarter * QUARTER) else { continue };
        let at = at.to_zoned(site.zone.clone());
        let place = usize::from(at.weekday().to_monday_zero_offset().unsigned_abs()) * 24
            + usize::from(at.hour().unsigned_abs());
        let Some(hour) = hours.get_mut(place) else { continue };
        hour.all += count(all);
        hour.passed_on += count(passed_on);
        hour.brought += count(brought);
    }
    Ok(Hours { says: says(&hours), period, zone: site.settings.zone.clone(), hours })
}

/// When the period begins and when it is over, on the site's wall: UTC seconds.
pub(super) fn seconds(site: &Measured, period: Period) -> (i64, i64) {
    let begins = |day: jiff::civil::Date| day.to_zoned(site.zone.clone()).map_or(0, |at| at.timestamp().as_second());
    (begins(period.from), begins(period.to.tomorrow().unwrap_or(period.to)))
}

fn says(hours: &[Hour]) -> String {
    const DAYS: [&str; 7] = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
    let all: u64 = hours.iter().map(|hour| hour.passed_on).sum();
    let Some(most) = hours.iter().max_by_key(|hour| hour.passed_on).filter(|_| all >= 100) else {
        return String::new();
    };
    let day = DAYS[usize::from(most.weekday.unsigned_abs().saturating_sub(1)).min(6)];
    format!("Most of what is passed on comes on {day} from {}:00 to {}:00.", most.hour, most.hour + 1)
}
