//! Dates with the month's name, in the languages that pages are most often written in.

use jiff::civil::{Date, Time};

use super::{Moment, date, time};

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
pub(super) fn worded(text: &str) -> Option<Moment> {
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
