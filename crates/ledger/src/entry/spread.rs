//! Spreading: what of an entry falls into a period of days. Pure.
//!
//! Work that lasts is entered once and carried by the months that follow. Each of its days takes an equal share, in whole
//! units: the shares of neighbouring days differ by one at most, and those of all days are the whole, exactly. So the sums
//! of two periods that meet are the sum of both together, whatever the cut.

use std::ops::Range;

use domain::{day_of, number_of};
use jiff::ToSpan as _;

/// The days that an entry of `day` is carried by: its day alone where it carries for one month, which says that it is of its
/// day; else as many calendar months from that day on.
pub fn days(day: i64, months: i64) -> Range<i64> {
    if months <= 1 {
        return day..day + 1;
    }
    let over = day_of(day).checked_add(months.months()).map_or(day + 1, number_of);
    day..over.max(day + 1)
}

/// What of `whole`, carried by the days of `span`, falls into the days of `period`.
pub fn part(whole: i64, span: &Range<i64>, period: &Range<i64>) -> i64 {
    let (from, to) = (span.start.max(period.start), span.end.min(period.end));
    if from >= to {
        return 0;
    }
    up_to(whole, span, to) - up_to(whole, span, from)
}

/// What falls before `day`: of n equal shares the first k are ⌊whole × k ÷ n⌋, so that each has ⌊whole ÷ n⌋ or one more.
fn up_to(whole: i64, span: &Range<i64>, day: i64) -> i64 {
    let (all, gone) = (i128::from(span.end - span.start), i128::from(day - span.start));
    // No more than the whole, which has its place.
    i64::try_from((i128::from(whole) * gone).div_euclid(all)).unwrap_or(whole)
}

/// `whole` in parts as `weights` have it, in whole units; together they are the whole. Where all weights are 0, the first
/// has it all.
pub fn shared(whole: i64, weights: &[i64]) -> Vec<i64> {
    let all: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if all <= 0 {
        return (0..weights.len()).map(|at| if at == 0 { whole } else { 0 }).collect();
    }
    let (mut before, mut sum) = (0_i128, 0_i128);
    let share = |weight: &i64| {
        sum += i128::from(*weight);
        let until = (i128::from(whole) * sum).div_euclid(all);
        let share = until - before;
        before = until;
        i64::try_from(share).unwrap_or(whole)
    };
    weights.iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> i64 {
        number_of(text.parse().unwrap())
    }

    #[test]
    fn mending_of_six_hours_is_thirty_minutes_of_a_month() {
        let span = days(day("2026-01-01"), 12);
        assert_eq!(span, day("2026-01-01")..day("2027-01-01"));
        let month = |from: &str, to: &str| part(360, &span, &(day(from)..day(to)));
        assert_eq!(month("2026-01-01", "2026-02-01"), 30);
        assert_eq!(month("2026-01-01", "2027-01-01"), 360);
        assert_eq!(month("2025-01-01", "2026-01-01"), 0);
        assert_eq!(month("2026-12-01", "2028-01-01"), 31);
    }

    #[test]
    fn a_post_is_of_its_day_alone_and_a_month_may_end_early() {
        assert_eq!(days(day("2026-03-31"), 1), day("2026-03-31")..day("2026-04-01"));
        assert_eq!(days(day("2026-01-31"), 13), day("2026-01-31")..day("2027-02-28"));
        assert_eq!(days(day("2024-02-29"), 12), day("2024-02-29")..day("2025-02-28"));
    }

    #[test]
    fn minutes_that_somebody_changed_are_shared_out_as_those_that_were_seen() {
        assert_eq!(shared(120, &[40, 20]), [80, 40]);
        assert_eq!(shared(10, &[1, 1, 1]), [3, 3, 4]);
        assert_eq!(shared(5, &[0, 0]), [5, 0]);
        assert!(shared(5, &[]).is_empty());
    }

    proptest! {
        /// No unit is lost or made up, however a time is cut into periods.
        #[test]
        fn the_parts_are_the_whole(
            whole in -1_000_000_000_000_i64..1_000_000_000_000,
            start in 10_000_i64..40_000,
            months in 1_i64..=60,
            cuts in proptest::collection::vec(-100_i64..2_100, 0..8),
        ) {
            let span = days(start, months);
            let mut cuts: Vec<i64> = cuts.into_iter().map(|cut| start + cut).collect();
            cuts.extend([span.start, span.end]);
            cuts.sort_unstable();
            let parts: i64 = cuts.windows(2).map(|cut| part(whole, &span, &(cut[0]..cut[1]))).sum();
            prop_assert_eq!(parts, whole);
        }

        /// Each day has an equal share, up to one unit.
        #[test]
        fn days_differ_by_one_unit_at_most(whole in 0_i64..100_000_000, start in 10_000_i64..40_000, months in 1_i64..=24) {
            let span = days(start, months);
            let shares: Vec<i64> = span.clone().map(|day| part(whole, &span, &(day..day + 1))).collect();
            let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
            prop_assert!(most - least <= 1 && *least >= 0);
            prop_assert_eq!(shares.iter().sum::<i64>(), whole);
        }

        #[test]
        fn what_is_shared_out_is_the_whole(whole in 0_i64..1_000_000, weights in proptest::collection::vec(0_i64..10_000, 1..20)) {
            let shares = shared(whole, &weights);
            prop_assert_eq!(shares.iter().sum::<i64>(), whole);
            prop_assert!(shares.iter().all(|share| *share >= 0));
        }
    }
}
