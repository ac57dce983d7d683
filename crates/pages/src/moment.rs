//! Dates as pages, feeds and sitemaps write them, down to the day or the second.
//!
//! A day is taken as it is written: `2026-03-01T23:30:00-05:00` is 1 March, wherever the reader is.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

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

#[derive(Clone, Copy, Debug)]
enum Token<'a> {
    Number(i64, usize),
    Word(&'a str),
}

/// Numbers and words of `text`, each with the place behind it.
fn tokens(text: &str) -> Vec<(Token<'_>, usize)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |letter: char| {
            if first.is_ascii_digit() {
                letter.is_ascii_digit()
            } else {
                letter.is_alphabetic() && !is_ideograph(letter)
            }
        };
        let known = first.is_ascii_digit() || first.is_alphabetic();
        let length = if known && same(first) {
            rest.find(|letter| !same(letter)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (head, tail) = rest.split_at(length);
        let behind = text.len() - tail.len();
        if first.is_ascii_digit() {
            if let Ok(number) = head.parse() {
                found.push((Token::Number(number, head.len()), behind));
            }
        } else if known {
            found.push((Token::Word(head), behind));
        }
        rest = tail;
    }
    found
}

fn is_ideograph(letter: char) -> bool {
    matches!(letter, '年' | '月' | '日' | '년' | '월' | '일')
}

/// A date with the month's name, or with the signs for year, month and day of Chinese, Japanese and Korean.
fn worded(text: &str) -> Option<Moment> {
    let tokens = tokens(text);
    for (index, (token, behind)) in tokens.iter().enumerate() {
        let Token::Word(word) = token else { continue };
        let date = match month(word) {
            Some(month) => around_month(&tokens, index, month),
            None if matches!(*word, "月" | "월") => around_sign(&tokens, index),
            None => None,
        };
        if let Some(date) = date {
            let (time, offset) = later_time(&text[*behind..]);
            return Some(Moment { date, time, offset });
        }
    }
    None
}

/// `2 March 2026`, `March 2nd, 2026`, `2026 March 2`, `Mon Mar 02 10:00:00 CET 2026`.
fn around_month(tokens: &[(Token<'_>, usize)], index: usize, month: i64) -> Option<Date> {
    let (before, after) = (next_number(tokens, index, -1), next_number(tokens, index, 1));
    let day = |it: Option<(usize, i64, usize)>| it.filter(|(_, day, long)| *long <= 2 && (1..=31).contains(day));
    let year = |it: Option<(usize, i64, usize)>| it.filter(|(_, _, long)| *long == 4).map(|(_, year, _)| year);
    let year_behind = |at: usize| {
        let mut further = tokens.get(at + 1..).unwrap_or(&[]).iter().take(9);
        further.find_map(|(token, _)| if let Token::Number(it, 4) = token { Some(*it) } else { None })
    };
    if let (Some((_, day, _)), Some(year)) = (day(before), year(after)) {
        return date(year, month, day);
    }
    if let Some((at, day, _)) = day(after) {
        return date(year_behind(at).or_else(|| year(before))?, month, day);
    }
    let (_, day, _) = day(before)?;
    date(year_behind(index)?, month, day)
}

/// `2026年3月2日`.
fn around_sign(tokens: &[(Token<'_>, usize)], index: usize) -> Option<Date> {
    let number = |at: usize| match tokens.get(at)?.0 {
        Token::Number(number, _) => Some(number),
        Token::Word(_) => None,
    };
    date(number(index.checked_sub(3)?)?, number(index.checked_sub(1)?)?, number(index + 1)?)
}

/// The number next to a word, with words of no weight between them at most: its index, itself, its digits.
fn next_number(tokens: &[(Token<'_>, usize)], index: usize, step: isize) -> Option<(usize, i64, usize)> {
    const LIGHT: [&str; 11] = ["st", "nd", "rd", "th", "of", "de", "del", "di", "er", "do", "ta"];
    let mut at = index;
    for _ in 0..3 {
        at = at.checked_add_signed(step)?;
        match tokens.get(at)?.0 {
            Token::Number(number, long) => return Some((at, number, long)),
            Token::Word(word) if LIGHT.contains(&word.to_lowercase().as_str()) => {}
            Token::Word(_) => return None,
        }
    }
    None
}

/// A time such as `10:30` a little behind the month.
fn later_time(text: &str) -> (Option<Time>, Option<i32>) {
    const SIGHT: usize = 40;
    let Some(colon) = text.find(':').filter(|colon| *colon <= SIGHT) else { return (None, None) };
    let head = text[..colon].trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    if head == colon { (None, None) } else { time(&text[head..]) }
}

/// The month that `word` names, in the languages that pages are most often written in, long or short.
fn month(word: &str) -> Option<i64> {
    const NAMES: [&str; 12] = [
        "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari января янв styczeń stycznia sty \
         ocak oca leden ledna",
        "february feb februar february février fevrier févr fév febrero fevereiro fev febbraio februari февраля фев \
         luty lutego lut şubat şub únor února",
        "march mar märz maerz mrz mär mars marzo março maart mrt марта мар marzec marca mart březen března",
        "april apr avril avr abril abr aprile апреля апр kwiecień kwietnia kwi nisan nis duben dubna",
        "may mai mayo maio maggio mag mei maj maja мая mayıs květen května",
        "june jun juni juin junio junho jun giugno giu июня июн czerwiec czerwca cze haziran haz červen června",
        "july jul juli juillet juil julio julho luglio lug июля июл lipiec lipca lip temmuz tem červenec července",
        "august aug août aout agosto ago augustus augusti авг августа sierpień sierpnia sie ağustos ağu srpen srpna",
        "september sep sept septembre septiembre setembro set settembre сентября сен wrzesień września wrz eylül eyl \
         září",
        "october oct oktober okt octobre octubre outubro out ottobre ott октября окт październik października paź ekim \
         eki říjen října",
        "november nov novembre noviembre novembro ноября ноя listopad listopada lis kasım kas",
        "december dec dezember dez décembre déc diciembre dic dezembro dicembre desember des декабря дек grudzień \
         grudnia gru aralık ara prosinec prosince",
    ];
    let word = word.to_lowercase();
    let named = |names: &str| names.split_whitespace().any(|name| name == word);
    (1..).zip(NAMES).find(|(_, names)| named(names)).map(|(number, _)| number)
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
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        moment(text, Order::Unknown).map(|it| it.date.to_string())
    }

    #[test]
    fn a_day_is_read_in_whatever_way_it_is_written() {
        for text in [
            "2026-03-02",
            "2026-03-02T23:30:00-05:00",
            "2026-03-02T23:30:00.123456Z",
            "2026-03-02 10:00",
            "20260302",
            "20260302T101500Z",
            "2026/03/02",
            "2026.3.2",
            "02.03.2026",
            "2. März 2026",
            "Mon, 02 Mar 2026 10:00:00 GMT",
            "Monday, March 2nd, 2026 at 10:00 am",
            "Mar 2 2026",
            "2 mars 2026 à 10h15",
            "2 de marzo de 2026",
            "le 2 mars, 2026",
            "Published: 2 March 2026",
            "Mon Mar 02 2026 10:00:00 GMT+0100 (CET)",
            "Mon Mar  2 10:00:00 CET 2026",
            "2026年3月2日 10:00",
            "2 марта 2026 г.",
            "1772445600",
            "1772445600000",
        ] {
            assert_eq!(day(text).as_deref(), Some("2026-03-02"), "{text}");
        }
        assert_eq!(day("2026-03").as_deref(), Some("2026-03-01"));
        assert_eq!(day("31/12/2026").as_deref(), Some("2026-12-31"));
        assert_eq!(day("12/31/2026").as_deref(), Some("2026-12-31"));
        assert_eq!(moment("3/4/2026", Order::MonthFirst).unwrap().date.to_string(), "2026-03-04");
        assert_eq!(moment("3/4/2026", Order::DayFirst).unwrap().date.to_string(), "2026-04-03");
    }

    #[test]
    fn what_is_no_day_says_nothing() {
        for text in [
            "",
            "today",
            "3/4/2026",
            "2026-13-01",
            "2026-02-30",
            "1234",
            "0001-01-01",
            "12345678901",
            "May",
            "march 2026",
            "2 marching 2026",
            "9999-99-99",
            "٣",
            "2026-03-0२",
            "--",
            "1.2.3.4",
            "10:30",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn seconds_take_the_zone_into_account() {
        let seconds = |text| moment(text, Order::Unknown).and_then(Moment::seconds);
        assert_eq!(seconds("1970-01-02"), Some(86_400));
        for text in [
            "1970-01-01T02:00:00+02:00",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Wed, 31 Dec 1969 19:00:00 EST",
            "1970-01-01 00:00",
        ] {
            assert_eq!(seconds(text), Some(0), "{text}");
        }
        assert_eq!(seconds("1970-01-01T01:02:03.9Z"), Some(3723));
        assert_eq!(seconds("1970-01-01T01:02:03 pm"), Some(13 * 3600 + 123));
    }
}
