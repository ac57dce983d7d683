//! Days as numbers, as rows keep them: how many since the first of January 1970, on the wall of whoever asks.

use jiff::civil::{Date, date};
use jiff::{Span, Unit};

const EPOCH: Date = date(1970, 1, 1);

/// Days since 1970.
pub fn number_of(day: Date) -> i64 {
    EPOCH.until((Unit::Day, day)).map_or(0, |span| i64::from(span.get_days()))
}

/// The day that is `number` days after the first of 1970; that one itself where no calendar reaches so far.
pub fn day_of(number: i64) -> Date {
    Span::new().try_days(number).ok().and_then(|span| EPOCH.checked_add(span).ok()).unwrap_or(EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_number() {
        for (text, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2026-11-26", 20_783)] {
            let day: Date = text.parse().unwrap();
            assert_eq!((number_of(day), day_of(number)), (number, day));
        }
        assert_eq!(day_of(i64::MAX), EPOCH);
    }
}
