//! Schedules: what somebody meant, by the clock on the wall of a place, and the instant that follows from it.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Fault;

/// Days that are looked through: a month, and a day that a place left out.
const LOOKED_THROUGH: usize = 64;
/// By itself a site is audited at night, within so many minutes after midnight.
const NIGHT: u64 = 6 * 60;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// Only when somebody asks.
    Never,
    /// Every day.
    Day,
    /// Every week, on [`Schedule::weekday`].
    Week,
    /// Every month, on [`Schedule::day`].
    Month,
}

/// When a site is audited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Schedule {
    /// How often.
    pub every: Every,
    /// 1 is Monday, 7 is Sunday; counts where it is every week.
    #[serde(default = "one")]
    pub weekday: i64,
    /// 1 to 28, which every month has; counts where it is every month.
    #[serde(default = "one")]
    pub day: i64,
    /// By the clock on the wall: `06:30`.
    pub at: String,
    /// Whose clock: a zone of IANA, such as `Europe/Zurich`.
    pub zone: String,
}

fn one() -> i64 {
    1
}

impl Every {
    const ALL: [Self; 4] = [Self::Never, Self::Day, Self::Week, Self::Month];

    /// As it stands in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// One that this program does not know is never.
    pub(super) fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|every| every.name() == name).unwrap_or(Self::Never)
    }
}

impl Schedule {
    /// Every week, on a day and at a minute of the night (UTC) that follow from the site's id, so that the sites of one
    /// house are not all read at once.
    pub fn usual(site: &str) -> Self {
        // FNV-1a: the same on every machine, today and later.
        let mixed = site
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let minute = mixed % NIGHT;
        let weekday = i64::try_from(mixed / NIGHT % 7).unwrap_or(0) + 1;
        let at = format!("{:02}:{:02}", minute / 60, minute % 60);
        Self { every: Every::Week, weekday, day: 1, at, zone: "UTC".to_owned() }
    }

    /// The same with the zone's name as IANA writes it; refused where it cannot be kept.
    pub fn checked(self) -> Result<Self, Fault> {
        if time(&self.at).is_none() {
            return Err(Fault::wrong("time_invalid", "write the time as hours and minutes, from 00:00 to 23:59"));
        }
        if !(1..=7).contains(&self.weekday) {
            return Err(Fault::wrong("time_invalid", "a weekday is a number from 1, Monday, to 7, Sunday"));
        }
        if !(1..=28).contains(&self.day) {
            return Err(Fault::wrong("time_invalid", "a day is a number from 1 to 28, which every month has"));
        }
        let unknown = || Fault::wrong("zone_unknown", "choose a time zone of IANA, such as Europe/Zurich or UTC");
        let found = if self.zone.len() > 64 { None } else { TimeZone::get(&self.zone).ok() };
        let zone = found.as_ref().and_then(TimeZone::iana_name).ok_or_else(unknown)?.to_owned();
        Ok(Self { zone, ..self })
    }

    /// The first instant after `after` that is meant; `None` for never.
    ///
    /// Where clocks are put forward over the hour that was meant, it is as long after the jump as the hour lies behind
    /// its start; where they are put back over it, it is the first of the two. A zone that this machine does not know
    /// (any more) counts as UTC, so that nothing stops.
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        if self.every == Every::Never {
            return None;
        }
        let zone = TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC);
        let time = time(&self.at).unwrap_or(Time::midnight());
        let today = zone.to_datetime(after).date();
        // A jump may carry yesterday's hour into today.
        let first = today.yesterday().unwrap_or(today);
        first
            .series(1.day())
            .take(LOOKED_THROUGH)
            .filter(|date| self.falls_on(*date))
            .filter_map(|date| zone.to_ambiguous_timestamp(date.to_datetime(time)).compatible().ok())
            .find(|instant| *instant > after)
    }

    fn falls_on(&self, date: Date) -> bool {
        match self.every {
            Every::Never => false,
            Every::Day => true,
            Every::Week => i64::from(date.weekday().to_monday_one_offset()) == self.weekday,
            Every::Month => i64::from(date.day()) == self.day,
        }
    }
}

/// `06:30`, and nothing else.
fn time(text: &str) -> Option<Time> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| {
        (part.len() == 2 && part.bytes().all(|sign| sign.is_ascii_digit())).then(|| part.parse::<i8>().ok()).flatten()
    };
    Time::new(two(hours)?, two(minutes)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn schedule(every: Every, at: &str, zone: &str) -> Schedule {
        Schedule { every, weekday: 1, day: 1, at: at.to_owned(), zone: zone.to_owned() }
    }

    #[test]
    fn the_hour_that_is_meant_stands_still_when_clocks_are_moved() {
        for (zone, at, after, next) in [
            // Zurich: forward on 2026-03-29 at 2:00, back on 2026-10-25 at 3:00.
            ("Europe/Zurich", "06:30", "2026-03-28T05:30:00Z", "2026-03-29T04:30:00Z"),
            ("Europe/Zurich", "06:30", "2026-10-24T04:30:00Z", "2026-10-25T05:30:00Z"),
            // The hour does not exist: as long after the jump.
            ("Europe/Zurich", "02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),
            ("Europe/Zurich", "02:30", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"),
            // The hour comes twice: the first, and not again.
            ("Europe/Zurich", "02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
            ("Europe/Zurich", "02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
            // New York: forward on 2026-03-08, back on 2026-11-01.
            ("America/New_York", "02:15", "2026-03-08T00:00:00Z", "2026-03-08T07:15:00Z"),
            ("America/New_York", "01:15", "2026-10-31T12:00:00Z", "2026-11-01T05:15:00Z"),
            ("America/New_York", "01:15", "2026-11-01T05:15:00Z", "2026-11-02T06:15:00Z"),
            // Lord Howe moves by half an hour, forward on 2026-10-04 at 2:00.
            ("Australia/Lord_Howe", "02:10", "2026-10-03T12:00:00Z", "2026-10-03T15:40:00Z"),
            // Beirut moves at midnight: forward on 2026-03-29.
            ("Asia/Beirut", "00:00", "2026-03-28T12:00:00Z", "2026-03-28T22:00:00Z"),
            // Samoa left out the 30th of December 2011.
            ("Pacific/Apia", "06:00", "2011-12-29T17:00:00Z", "2011-12-30T16:00:00Z"),
            ("UTC", "00:00", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z"),
        ] {
            let found = schedule(Every::Day, at, zone).next(after.parse().unwrap()).unwrap();
            assert_eq!(found, next.parse::<Timestamp>().unwrap(), "{at} in {zone} after {after}");
        }
    }

    #[test]
    fn weeks_and_months_fall_on_their_day() {
        let after: Timestamp = "2026-11-25T08:00:00Z".parse().unwrap();
        let weekly = Schedule { weekday: 7, ..schedule(Every::Week, "23:59", "Europe/Zurich") };
        assert_eq!(weekly.next(after).unwrap().to_string(), "2026-11-29T22:59:00Z");
        let monthly = Schedule { day: 25, ..schedule(Every::Month, "08:59", "Europe/Zurich") };
        assert_eq!(monthly.next(after).unwrap().to_string(), "2026-12-25T07:59:00Z");
        assert_eq!(schedule(Every::Never, "08:59", "UTC").next(after), None);
    }

    #[test]
    fn what_is_no_time_or_place_is_refused() {
        let good = schedule(Every::Week, "06:30", "europe/zurich");
        assert_eq!(good.clone().checked().unwrap().zone, "Europe/Zurich");
        for at in ["", "6:30", "24:00", "06:60", "06:30:00", "+6:30", "06:3٠", "noon"] {
            let wrong = Schedule { at: at.to_owned(), ..good.clone() }.checked();
            assert!(matches!(wrong, Err(Fault::Wrong { code: "time_invalid", .. })), "{at}");
        }
        for (weekday, day) in [(0, 1), (8, 1), (1, 0), (1, 29), (i64::MIN, i64::MAX)] {
            let wrong = Schedule { weekday, day, ..good.clone() }.checked();
            assert!(matches!(wrong, Err(Fault::Wrong { code: "time_invalid", .. })), "{weekday} {day}");
        }
        for zone in ["", "Zurich", "Europe/Zurich/..", "../../etc/passwd", &"x".repeat(10_000)] {
            let wrong = Schedule { zone: zone.to_owned(), ..good.clone() }.checked();
            assert!(matches!(wrong, Err(Fault::Wrong { code: "zone_unknown", .. })), "{zone}");
        }
    }

    #[test]
    fn sites_are_spread_over_the_week() {
        let usual: Vec<Schedule> = (0..500).map(|site| Schedule::usual(&format!("site-{site}"))).collect();
        for weekday in 1..=7 {
            assert!(usual.iter().filter(|usual| usual.weekday == weekday).count() > 30);
        }
        for hour in ["00:", "01:", "02:", "03:", "04:", "05:"] {
            assert!(usual.iter().filter(|usual| usual.at.starts_with(hour)).count() > 40, "{hour}");
        }
        assert_eq!(Schedule::usual("a"), Schedule::usual("a"));
        assert!(usual.into_iter().all(|usual| usual.checked().is_ok()));
    }

    proptest! {
        #[test]
        fn in_every_zone_and_year_the_next_time_is_later_soon_and_as_it_was_meant(
            zone in 0..10_000_usize, seconds in 0_i64..4_000_000_000, hour in 0..24, minute in 0..60,
            weekday in 1_i64..=7, day in 1_i64..=28, every in 1..4_usize,
        ) {
            let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
            let zone = names[zone % names.len()].clone();
            let every = Every::ALL[every];
            let meant = Schedule { every, weekday, day, at: format!("{hour:02}:{minute:02}"), zone };
            let after = Timestamp::from_second(seconds).unwrap();
            let next = meant.next(after).unwrap();
            prop_assert!(next > after);
            let most = match every { Every::Day => 3, Every::Week => 9, _ => 33 };
            prop_assert!(next.duration_since(after) < jiff::SignedDuration::from_hours(24 * most), "{meant:?}");
            // Nothing lies between: whoever asks a moment before gets the same.
            let before = next - jiff::SignedDuration::from_micros(1);
            prop_assert_eq!(meant.next(before.max(after)).unwrap(), next);
            // By the clock on the wall it is the time that was meant, but where that was jumped over.
            let zone = TimeZone::get(&meant.zone).unwrap();
            let wall = zone.to_datetime(next);
            let as_meant = wall.time() == time(&meant.at).unwrap();
            let jumped = zone.to_ambiguous_timestamp(wall.date().to_datetime(time(&meant.at).unwrap())).is_ambiguous()
                || zone.preceding(next).next().is_some_and(|jump| {
                    next.duration_since(jump.timestamp()) < jiff::SignedDuration::from_hours(25)
                });
            prop_assert!(as_meant || jumped, "{meant:?}: {wall}");
        }
    }
}
