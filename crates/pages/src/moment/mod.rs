//! Dates as pages, feeds and sitemaps write them, down to the day or the second.
//!
//! A day is taken as it is written: `2026-03-01T23:30:00-05:00` is 1 March, wherever the reader is.

mod worded;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use worded::worded;

/// A day, and what was said of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The day as written.
    pub(crate) date: Date,
    /// The time as written, where one is.
    pub(crate) time: Option<Time>,
    /// Seconds east of UTC, where said.
    pub(crate) offset: Option<i32>,
}

impl Moment {
    /// Seconds since 1970; a time without a zone is taken as UTC.
    pub(crate) fn seconds(self) -> Option<i64> {
        let offset = Offset::from_seconds(self.offset.unwrap_or(0)).ok()?;
        let at = DateTime::from_parts(self.date, self.time.unwrap_or(Time::midnight()));
        offset.to_timestamp(at).ok().map(jiff::Timestamp::as_second)
    }
}

/// Which of two small numbers of `03/04/2026` is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// As written in the United States.
    MonthFirst,
    /// As written nearly everywhere else.
    DayFirst,
    /// Not known: such a date says nothing.
    Unknown,
}

/// A text longer than this is no date.
const LONGEST: usize = 200;

/// The moment that the whole of `text` states.
pub(crate) fn moment(text: &str, order: Order) -> Option<Moment> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    iso(text).or_else(|| part_of_a_date(text)).or_else(|| day(text, order))
}

/// The moment that `text` states to the day.
fn day(text: &str, order: Order) -> Option<Moment> {
    iso(text).or_else(|| epoch(text)).or_else(|| worded(text)).or_else(|| numbers(text, order))
}

/// The day that `text` states, or the first number in it that is one: `Published on 02.03.2026 by Ada`.
pub(crate) fn moment_within(text: &str, order: Order) -> Option<Moment> {
    let text = text[..text.floor_char_boundary(LONGEST)].trim();
    day(text, order).or_else(|| {
        let starts = text.char_indices().filter(|(at, letter)| {
            letter.is_ascii_digit()
                && !text[..*at].ends_with(|it: char| it.is_ascii_digit() || matches!(it, '.' | '/' | '-'))
        });
        let mut found = starts.filter_map(|(at, _)| iso(&text[at..]).or_else(|| numbers(&text[at..], order)));
        found.find(|it| it.date.year() > 1990)
    })
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    // Before the web, and far ahead of it: a number that is no year.
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Takes exactly `count` digits from the start of `text`.
fn digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let head = text.get(..count)?;
    head.bytes().all(|byte| byte.is_ascii_digit()).then(|| head.parse().ok().map(|number| (number, &text[count..])))?
}

/// `2026` or `2026-03`: the first day of it.
fn part_of_a_date(text: &str) -> Option<Moment> {
    let (year, rest) = digits(text, 4)?;
    let month = match rest.strip_prefix(['-', '/', '.']) {
        Some(rest) => one_or_two(rest).filter(|(_, rest)| rest.is_empty())?.0,
        None if rest.is_empty() => 1,
        None => return None,
    };
    Some(Moment { date: date(year, month, 1)?, time: None, offset: None })
}

/// `2026-03-01` or `20260301`, with or without a time behind; `/` and `.` serve as well.
fn iso(text: &str) -> Option<Moment> {
    let (year, rest) = digits(text, 4)?;
    let separator = rest.chars().next().filter(|it| matches!(it, '-' | '/' | '.'));
    let (month, rest) = match separator {
        Some(separator) => {
            let (month, rest) = one_or_two(&rest[1..])?;
            (month, rest.strip_prefix(separator)?)
        }
        None => digits(rest, 2)?,
    };
    let (day, rest) = one_or_two(rest)?;
    if rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let date = date(year, month, day)?;
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest);
    let (time, offset) = time(rest);
    Some(Moment { date, time, offset })
}

fn one_or_two(text: &str) -> Option<(i64, &str)> {
    digits(text, 2).or_else(|| digits(text, 1))
}

/// A time at the start of `text`, and the zone behind it.
fn time(text: &str) -> (Option<Time>, Option<i32>) {
    let text = text.trim_start_matches([' ', ',', '\u{a0}']);
    let Some((hour, rest)) = one_or_two(text) else { return (None, None) };
    let (minute, rest) = match rest.strip_prefix([':', '.']) {
        Some(rest) => digits(rest, 2).unwrap_or((0, rest)),
        None => digits(rest, 2).unwrap_or((0, rest)),
    };
    let (second, rest) =
        rest.strip_prefix(':').and_then(|rest| digits(rest, 2)).or_else(|| digits(rest, 2)).unwrap_or((0, rest));
    let fraction = rest.strip_prefix(['.', ',']).map(|rest| rest.trim_start_matches(|it: char| it.is_ascii_digit()));
    let rest = fraction.unwrap_or(rest).trim_start();
    let lower = rest.to_ascii_lowercase();
    let half = |name: &str| lower.starts_with(name);
    let hour = if half("pm") || half("p.m") {
        hour % 12 + 12
    } else if half("am") || half("a.m") {
        hour % 12
    } else {
        hour
    };
    let number = |value: i64| i8::try_from(value).ok();
    // A leap second is the one before it.
    let time = match (number(hour), number(minute), number(second.min(59))) {
        (Some(hour), Some(minute), Some(second)) => Time::new(hour, minute, second, 0).ok(),
        _ => None,
    };
    (time, offset(rest))
}

/// `Z`, `+02:00`, `-0500`, `GMT`, and what mail calls the zones of the United States.
fn offset(text: &str) -> Option<i32> {
    const ZONES: [(&str, i32); 11] = [
        ("z", 0),
        ("gmt", 0),
        ("utc", 0),
        ("ut", 0),
        ("est", -5),
        ("edt", -4),
        ("cst", -6),
        ("cdt", -5),
        ("mst", -7),
        ("pst", -8),
        ("pdt", -7),
    ];
    let text = text.trim_start();
    let signed = text.find(['+', '-']).filter(|at| *at <= 4);
    if let Some(at) = signed {
        let sign = if text[at..].starts_with('-') { -1 } else { 1 };
        let (hours, rest) = one_or_two(&text[at + 1..])?;
        let minutes = digits(rest.trim_start_matches(':'), 2).map_or(0, |(minutes, _)| minutes);
        let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
        return (seconds <= 18 * 3600).then_some(sign * seconds);
    }
    let word: String = text.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, hours)| hours * 3600)
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<Moment> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = match text.len() {
        10 => text.parse::<i64>().ok()?,
        13 => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let at = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Some(Moment { date: at.date(), time: Some(at.time()), offset: Some(0) })
}

/// `01.03.2026`, `1/3/2026`, `1-3-2026`.
fn numbers(text: &str, order: Order) -> Option<Moment> {
    let (first, rest) = one_or_two(text)?;
    let separator = rest.chars().next().filter(|it| matches!(it, '.' | '/' | '-'))?;
    let (second, rest) = one_or_two(rest[1..].trim_start())?;
    let rest = rest.strip_prefix(separator)?.trim_start();
    let (year, rest) = digits(rest, 4)?;
    if rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let day_first = match (first, second) {
        (13.., _) => true,
        (_, 13..) => false,
        // Dots stand between numbers only where the day comes first.
        _ if separator == '.' || first == second => true,
        _ => match order {
            Order::DayFirst => true,
            Order::MonthFirst => false,
            Order::Unknown => return None,
        },
    };
    let date = if day_first { date(year, second, first) } else { date(year, first, second) }?;
    let (time, offset) = time(rest);
    Some(Moment { date, time, offset })
}

#[cfg(test)]
mod tests;
