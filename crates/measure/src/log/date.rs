//! Times as logs write them: with names of months, by ISO 8601, or in seconds.

const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";

/// Days from 1970 to a day of the Gregorian calendar (H. Hinnant, chrono-compatible low-level date algorithms).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn number(digits: &[u8]) -> Option<i64> {
    let all = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    all.then(|| digits.iter().fold(0_i64, |sum, digit| sum.saturating_mul(10) + i64::from(digit - b'0')))
}

/// Seconds since 1970 and the offset. `None` where a part lies outside of what a clock shows.
fn instant([year, month, day]: [i64; 3], [hour, minute, second]: [i64; 3], offset: i32) -> Option<(i64, i32)> {
    let shown = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    let wall = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    (shown && (1971..2200).contains(&year)).then(|| (wall - i64::from(offset), offset))
}

/// `+0200`, `+02:00` or `Z`.
fn offset(text: &[u8]) -> Option<i32> {
    let (sign, rest) = text.split_first()?;
    let sign = match sign {
        b'Z' | b'z' if rest.is_empty() => return Some(0),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let minutes = rest.get(2..)?;
    let minutes = minutes.strip_prefix(b":").unwrap_or(minutes);
    let (hours, minutes) = (number(rest.get(..2)?)?, if minutes.is_empty() { 0 } else { number(minutes)? });
    (hours < 24 && minutes < 60).then(|| sign * i32::try_from(hours * 3_600 + minutes * 60).unwrap_or_default())
}

/// `10/Oct/2026:13:55:36 +0200`; without an offset it is UTC.
pub(super) fn common(text: &[u8]) -> Option<(i64, i32)> {
    let month = text.get(3..6)?;
    let month = MONTHS.chunks(3).zip(1..).find(|(name, _)| name.eq_ignore_ascii_case(month))?.1;
    if [text.get(2)?, text.get(6)?] != [&b'/', &b'/'] || text.get(11)? != &b':' {
        return None;
    }
    let date = [number(text.get(7..11)?)?, month, number(text.get(..2)?)?];
    let time = clock(text.get(12..20)?)?;
    let rest = text.get(20..)?.trim_ascii();
    instant(date, time, if rest.is_empty() { 0 } else { offset(rest)? })
}

/// `13:55:36`.
fn clock(text: &[u8]) -> Option<[i64; 3]> {
    let colons = text.get(2)? == &b':' && text.get(5)? == &b':';
    let time = [number(text.get(..2)?)?, number(text.get(3..5)?)?, number(text.get(6..8)?)?];
    colons.then_some(time)
}

/// `2026-10-10T13:55:36.123+02:00`, with a space or a T; without an offset it is UTC.
pub(super) fn iso(text: &[u8]) -> Option<(i64, i32)> {
    if text.get(4)? != &b'-' || text.get(7)? != &b'-' || !matches!(text.get(10)?, b'T' | b't' | b' ') {
        return None;
    }
    let date = [number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..10)?)?];
    let time = clock(text.get(11..19)?)?;
    let rest = text.get(19..)?;
    let parts = rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count() + 1;
    let rest = if matches!(rest.first(), Some(b'.' | b',')) { rest.get(parts..)? } else { rest }.trim_ascii();
    instant(date, time, if rest.is_empty() { 0 } else { offset(rest)? })
}

/// Seconds since 1970; milliseconds, micro- and nanoseconds are told by their size.
pub(super) fn seconds(mut number: f64) -> Option<(i64, i32)> {
    while number.is_finite() && number > 7.5e9 {
        number /= 1_000.0;
    }
    // Before 1971 it is no time but a duration.
    (number.is_finite() && number > 3.2e7).then_some((number as i64, 0))
}

/// Any of them.
pub(super) fn any(text: &str) -> Option<(i64, i32)> {
    let bytes = text.trim().as_bytes();
    iso(bytes).or_else(|| common(bytes)).or_else(|| seconds(text.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_same_however_it_is_written() {
        let noon = (1_791_547_200, 7_200);
        assert_eq!(common(b"09/Oct/2026:14:00:00 +0200"), Some(noon));
        assert_eq!(any("2026-10-09T14:00:00.25+02:00"), Some(noon));
        assert_eq!(any("2026-10-09 12:00:00Z"), Some((noon.0, 0)));
        assert_eq!(any("1791547200.5"), Some((noon.0, 0)));
        assert_eq!(any("1791547200500"), Some((noon.0, 0)));
        assert_eq!(common(b"29/Feb/2024:00:00:00 -0330"), Some((1_709_164_800 + 12_600, -12_600)));
    }

    #[test]
    fn what_no_clock_shows_is_no_time() {
        for text in ["", "2026-13-01T00:00:00Z", "2026-10-09T24:00:00Z", "2026-10-09T1", "nan", "inf", "-5", "12"] {
            assert_eq!(any(text), None, "{text}");
        }
        for text in ["09/Okt/2026:14:00:00 +0200", "09/Oct/2026:14:00:00 +9900", "09-Oct-2026:14:00:00", "09/Oct/2026"]
        {
            assert_eq!(common(text.as_bytes()), None, "{text}");
        }
    }
}
