//! Instants as the API reads and writes them, in UTC.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY: u64 = 86_400;

/// The present instant.
#[expect(clippy::disallowed_methods, reason = "the programs that are watched go by the machine's clock")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// `2026-11-26T20:15:31.250`: a time on a wall in UTC.
pub(crate) fn wall(at: SystemTime) -> String {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (year, month, day) = date(since.as_secs() / DAY);
    let second = since.as_secs() % DAY;
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}", since.subsec_millis())
}

/// The instant of `2026-11-26T20:15:31.25Z`.
pub(crate) fn instant(text: &str) -> Option<SystemTime> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let seconds = number(11, 13)? * 3_600 + number(14, 16)? * 60 + number(17, 19)?;
    let rest: f64 = text
        .get(19..)?
        .strip_suffix('Z')?
        .strip_prefix('.')
        .map_or(Some(0.0), |part| format!("0.{part}").parse().ok())?;
    let days = days((year, month, day))?;
    Some(UNIX_EPOCH + Duration::from_secs(days * DAY + seconds) + Duration::from_secs_f64(rest))
}

/// Year, month and day, so many days after the first of 1970.
fn date(days: u64) -> (u64, u64, u64) {
    let (mut year, mut left) = (1970, days);
    while left >= long(year) {
        left -= long(year);
        year += 1;
    }
    let mut month = 1;
    for days in months(year) {
        if left < days {
            break;
        }
        left -= days;
        month += 1;
    }
    (year, month, left + 1)
}

/// How many days after the first of 1970 that is.
fn days((year, month, day): (u64, u64, u64)) -> Option<u64> {
    let before: u64 = (1970..year).map(long).sum();
    let month = usize::try_from(month).ok()?.checked_sub(1)?;
    let months: u64 = months(year).get(..month)?.iter().sum();
    Some(before + months + day.checked_sub(1)?)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn long(year: u64) -> u64 {
    365 + u64::from(is_leap(year))
}

fn months(year: u64) -> [u64; 12] {
    [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_and_read() {
        let at = UNIX_EPOCH + Duration::from_millis(1_795_724_131_250);
        assert_eq!(wall(at), "2026-11-26T20:15:31.250");
        assert_eq!(instant("2026-11-26T20:15:31.25Z"), Some(at));
        assert_eq!(wall(UNIX_EPOCH + Duration::from_hours(19_782 * 24)), "2024-02-29T00:00:00.000");
        assert_eq!(instant("soon"), None);
    }
}
