//! The next free slot, from walls, zones and what is taken.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Slot;
use crate::post::When;

/// So far ahead it is looked for one.
const DAYS: i32 = 370;

/// The first instant after `after` that is a slot on the wall of `zone` and not taken. A slot in the hour that the wall leaves
/// out, where clocks go forward, is the time that comes closest; one in the hour that it shows twice is the first of both.
pub fn next_free(slots: &[Slot], zone: &TimeZone, taken: &BTreeSet<Timestamp>, after: Timestamp) -> Option<When> {
    let today = after.to_zoned(zone.clone()).date();
    let first = |day: Date| {
        on(slots, zone, day).filter(|when| when.at > after && !taken.contains(&when.at)).min_by_key(|when| when.at)
    };
    (-1..DAYS).find_map(|days| {
        let day = today.checked_add(days.days()).ok()?;
        let its = first(day)?;
        // Where a zone leaves out a whole day, that day's slots are on the next, and may be later than the next day's own.
        let next = day.tomorrow().ok().and_then(first).filter(|next| next.at < its.at);
        Some(next.unwrap_or(its))
    })
}

/// The slots of a day.
fn on<'a>(slots: &'a [Slot], zone: &'a TimeZone, day: Date) -> impl Iterator<Item = When> + 'a {
    let weekday = day.weekday().to_monday_one_offset();
    let its = slots.iter().filter(move |slot| slot.weekday == weekday);
    its.filter_map(move |slot| When::on(day.to_datetime(slot.time), zone.clone()).ok())
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::civil::{Time, time};
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    use super::*;

    /// Days on which clocks of some zone go forward or back, in both halves of the world, and the one that Samoa left out.
    const NIGHTS: [&str; 8] = [
        "2026-03-08T00:00:00Z",
        "2026-03-29T00:00:00Z",
        "2026-04-04T12:00:00Z",
        "2026-10-03T12:00:00Z",
        "2026-10-25T00:00:00Z",
        "2026-11-01T00:00:00Z",
        "2011-12-29T18:00:00Z",
        "2026-07-01T00:00:00Z",
    ];

    fn zones() -> Vec<TimeZone> {
        jiff::tz::db().available().filter_map(|name| TimeZone::get(name.as_str()).ok()).collect()
    }

    fn slots() -> impl Strategy<Value = Vec<Slot>> {
        let slot = (1..=7_i8, 0..24_i8, select(vec![0_i8, 15, 30, 45]))
            .prop_map(|(weekday, hour, minute)| Slot { weekday, time: time(hour, minute, 0, 0) });
        prop::collection::vec(slot, 1..12)
    }

    /// Whether the wall of `zone` shows that slot at `at`, or left it out the day of it.
    fn is_slot(slots: &[Slot], zone: &TimeZone, when: &When) -> bool {
        let zoned = when.at.to_zoned(zone.clone());
        let shown = |slot: &Slot| {
            slot.weekday == zoned.weekday().to_monday_one_offset() && slot.time == Time::from(zoned.datetime())
        };
        slots.iter().any(shown) || when.moved
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn the_next_slot_is_later_free_on_the_wall_and_the_first_of_its_kind(
            slots in slots(), zone in any::<Index>(), night in select(&NIGHTS), hours in -60..60_i64,
            takes in prop::collection::vec(any::<bool>(), 6),
        ) {
            let zones = zones();
            let zone = zone.get(&zones);
            let begin = night.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours);
            let mut taken = BTreeSet::new();
            let mut after = begin;
            let mut all = Vec::new();
            for _ in 0..6 {
                let when = next_free(&slots, zone, &taken, after).unwrap();
                prop_assert!(when.at > after && is_slot(&slots, zone, &when), "{when:?}");
                after = when.at;
                all.push(when.at);
            }
            // The first of them that is not taken is the one that is free.
            taken.extend(all.iter().zip(&takes).filter(|(_, taken)| **taken).map(|(at, _)| *at));
            if let Some(first) = all.iter().find(|at| !taken.contains(at)) {
                prop_assert_eq!(next_free(&slots, zone, &taken, begin).unwrap().at, *first);
            }
            // And none of the walls in between was passed over.
            let quarter = SignedDuration::from_mins(15);
            let mut at = begin + quarter;
            while at <= *all.last().unwrap() {
                let zoned = at.to_zoned(zone.clone());
                let first = zone.to_zoned(zoned.datetime()).unwrap().timestamp() == at;
                let shown = slots.iter().any(|slot| {
                    slot.weekday == zoned.weekday().to_monday_one_offset() && slot.time == Time::from(zoned.datetime())
                });
                prop_assert!(!(first && shown) || all.contains(&at), "{at} was passed over in {zone:?}");
                at += quarter;
            }
        }
    }

    #[test]
    fn the_slots_of_a_day_that_a_zone_left_out_stand_among_those_of_the_next() {
        let zone = TimeZone::get("Pacific/Apia").unwrap();
        // Samoa had no Friday, the 30th of December 2011.
        let slots = [Slot { weekday: 5, time: time(1, 0, 0, 0) }, Slot { weekday: 6, time: time(0, 0, 0, 0) }];
        let first = next_free(&slots, &zone, &BTreeSet::new(), "2011-12-29T18:00:00Z".parse().unwrap()).unwrap();
        assert_eq!((first.wall.to_string(), first.moved), ("2011-12-31T00:00:00".to_owned(), false));
        let second = next_free(&slots, &zone, &BTreeSet::new(), first.at).unwrap();
        assert_eq!((second.wall.to_string(), second.moved), ("2011-12-31T01:00:00".to_owned(), true));
    }

    #[test]
    fn a_slot_stays_at_its_hour_over_both_changes_of_the_clocks() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let slots = [Slot { weekday: 7, time: time(9, 0, 0, 0) }, Slot { weekday: 7, time: time(2, 30, 0, 0) }];
        let mut at: Timestamp = "2026-03-22T12:00:00Z".parse().unwrap();
        let mut walls = Vec::new();
        for _ in 0..3 {
            let when = next_free(&slots, &zone, &BTreeSet::new(), at).unwrap();
            walls.push((when.wall.to_string(), when.at.to_string(), when.moved));
            at = when.at;
        }
        let told = |wall: &str, at: &str, moved: bool| (wall.to_owned(), at.to_owned(), moved);
        assert_eq!(
            walls,
            [
                told("2026-03-29T03:30:00", "2026-03-29T01:30:00Z", true),
                told("2026-03-29T09:00:00", "2026-03-29T07:00:00Z", false),
                told("2026-04-05T02:30:00", "2026-04-05T00:30:00Z", false),
            ]
        );
        let autumn = next_free(&slots, &zone, &BTreeSet::new(), "2026-10-24T22:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(autumn.at.to_string(), "2026-10-25T00:30:00Z");
        let after = next_free(&slots, &zone, &BTreeSet::new(), autumn.at).unwrap();
        assert_eq!(after.at.to_string(), "2026-10-25T08:00:00Z", "the second 2:30 is not another slot");
    }

    #[test]
    fn without_slots_none_is_free_and_one_slot_a_week_is_taken_week_by_week() {
        let zone = TimeZone::UTC;
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        assert_eq!(next_free(&[], &zone, &BTreeSet::new(), now), None);
        let slots = [Slot { weekday: 4, time: time(12, 0, 0, 0) }];
        let mut taken = BTreeSet::new();
        for week in 1..=3 {
            let when = next_free(&slots, &zone, &taken, now).unwrap();
            assert_eq!(when.at, now + SignedDuration::from_hours(week * 7 * 24));
            taken.insert(when.at);
        }
    }
}
