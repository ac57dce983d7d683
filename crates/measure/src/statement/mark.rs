//! Marks: something changed about the site, and what was passed on before and after it is compared. In time: other things
//! changed too, so it is no proof of a cause.
//!
//! The rate is of passed-on visits that are sure, in a thousand visits of all kinds. Its range is Wilson's interval at 95 %
//! (Wilson 1927), widened by how much the days differ beyond chance: visits come in bursts, since one link brings many, and
//! the plain interval would take each for a witness of its own (McCullagh and Nelder 1989, 4.5). docs/statement.md has both.

use std::collections::BTreeMap;

use domain::day_of;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

/// Days that are compared at most, each way: six whole weeks.
const MOST_DAYS: i64 = 42;
/// Days that are needed after a mark and before it: a whole week, since weekends are not like workdays.
const LEAST_DAYS: i64 = 7;
/// Visits that are needed on each side.
const LEAST_VISITS: u64 = 100;
/// The quantile of the normal distribution for 95 %.
const Z: f64 = 1.959_964;
/// Marks that are compared at most.
pub(super) const MOST: usize = 5;

/// Something that changed about the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its id.
    pub id: String,
    /// The day on the site's wall.
    pub day: i64,
    /// mended, cards, bar, hand
    pub kind: String,
    /// What changed, as somebody or an audit said it: `38 pages were mended`.
    pub says: String,
    /// The audit that saw it.
    pub audit: Option<String>,
    /// How many pages it is about.
    pub pages: Option<u64>,
}

/// Of one day: visits of all kinds, and those passed on that are sure.
pub type Rates = BTreeMap<i64, (u64, u64)>;

/// A mark, and what was passed on before and after it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// The mark's id.
    pub id: String,
    /// When it was.
    pub day: Date,
    /// mended, cards, bar, hand
    pub kind: String,
    /// What changed.
    pub mark: String,
    /// The audit that saw it.
    pub audit: Option<String>,
    /// How many pages it is about.
    pub pages: Option<u64>,
    /// Before it. None: too little was counted.
    pub before: Option<Rate>,
    /// After it, its own day left out. None: too little was counted.
    pub after: Option<Rate>,
    /// What came of it.
    pub change: Change,
    /// In words.
    pub says: String,
}

/// What came of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// More is passed on than before.
    More,
    /// Less is.
    Less,
    /// The ranges overlap.
    NoneClear,
    /// Too few days or visits.
    Early,
}

/// Passed-on visits in a thousand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Rate {
    /// The first day.
    pub from_day: Date,
    /// The last day.
    pub to_day: Date,
    /// Visits of all kinds.
    pub visits: u64,
    /// Passed on, sure.
    pub passed_on: u64,
    /// Passed on, in 1,000 visits.
    pub per_1000: f64,
    /// The least that this probably is.
    pub from: f64,
    /// The most.
    pub to: f64,
}

/// Compares what was passed on before and after `marks`, of which each looks at days up to `last`.
pub(super) fn compared(marks: &[Mark], rates: &Rates, last: i64) -> Vec<Compared> {
    let mut marks: Vec<&Mark> = marks.iter().filter(|mark| mark.day <= last).collect();
    marks.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| a.id.cmp(&b.id)));
    let all: Vec<i64> = marks.iter().map(|mark| mark.day).collect();
    marks.truncate(MOST);
    marks.into_iter().map(|mark| one(mark, rates, last, &all)).collect()
}

fn one(mark: &Mark, rates: &Rates, last: i64, marks: &[i64]) -> Compared {
    let first = rates.keys().next().copied().unwrap_or(last);
    let (after, before) = ((last - mark.day).min(MOST_DAYS), (mark.day - first).min(MOST_DAYS));
    let weeks = |days: i64| days - days.rem_euclid(LEAST_DAYS);
    let days = weeks(after.min(before));
    let mut compared = Compared {
        id: mark.id.clone(),
        day: day_of(mark.day),
        kind: mark.kind.clone(),
        mark: mark.says.clone(),
        audit: mark.audit.clone(),
        pages: mark.pages,
        before: None,
        after: None,
        change: Change::Early,
        says: String::new(),
    };
    let on = day_of(mark.day).strftime("%-d %B");
    let what = mark.says.trim_end_matches('.');
    if days < LEAST_DAYS {
        compared.says = if before < LEAST_DAYS {
            format!("{what}, on {on}: nothing was counted in the week before, so there is nothing to compare with.")
        } else {
            let left = LEAST_DAYS - after;
            format!(
                "{what}, on {on}: too early to compare. A whole week after it has gone by in {left} {}.",
                plural(left, "day")
            )
        };
        return compared;
    }
    let (earlier, later) = (rate(rates, mark.day - days, mark.day - 1), rate(rates, mark.day + 1, mark.day + days));
    (compared.before, compared.after) = (Some(earlier), Some(later));
    if earlier.visits < LEAST_VISITS || later.visits < LEAST_VISITS {
        let least = earlier.visits.min(later.visits);
        compared.says = format!(
            "{what}, on {on}: too early to compare. {least} visits are too few; {LEAST_VISITS} are needed before it and after."
        );
        return compared;
    }
    compared.change = if later.from > earlier.to {
        Change::More
    } else if later.to < earlier.from {
        Change::Less
    } else {
        Change::NoneClear
    };
    let told = |rate: Rate| format!("{} ({}\u{2013}{})", short(rate.per_1000), short(rate.from), short(rate.to));
    let verb = match compared.change {
        Change::More => "Passed-on visits rose",
        Change::Less => "Passed-on visits fell",
        Change::NoneClear | Change::Early => "No clear change: passed-on visits went",
    };
    compared.says = format!(
        "{verb} from {} to {} in 1,000 visits after this: {what}, on {on}. {} days each way; a comparison in time, not a cause.",
        told(earlier),
        told(later),
        days
    );
    let beside = marks.iter().filter(|day| **day != mark.day && (**day - mark.day).abs() <= days).count();
    if beside > 0 {
        compared.says.push_str(" Something else changed within these days too.");
    }
    compared
}

fn plural(number: i64, word: &str) -> String {
    if number == 1 { word.to_owned() } else { format!("{word}s") }
}

/// `11`, `1.4`: no more digits than mean something.
fn short(number: f64) -> String {
    if number < 9.95 { format!("{number:.1}") } else { format!("{number:.0}") }
}

fn rate(rates: &Rates, from: i64, to: i64) -> Rate {
    let days: Vec<(u64, u64)> = (from..=to).map(|day| rates.get(&day).copied().unwrap_or_default()).collect();
    let (visits, passed_on) = days.iter().fold((0, 0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
    let share = if visits == 0 { 0.0 } else { passed_on as f64 / visits as f64 };
    let (low, high) = wilson(passed_on as f64, visits as f64, dispersion(&days, share));
    Rate {
        from_day: day_of(from),
        to_day: day_of(to),
        visits,
        passed_on,
        per_1000: 1_000.0 * share,
        from: 1_000.0 * low,
        to: 1_000.0 * high,
    }
}

/// By how much days differ beyond chance: Pearson's statistic over its degrees of freedom, at least 1.
fn dispersion(days: &[(u64, u64)], share: f64) -> f64 {
    let seen: Vec<(f64, f64)> = days
        .iter()
        .filter(|(visits, _)| *visits > 0)
        .map(|(visits, passed)| (*visits as f64, *passed as f64))
        .collect();
    if seen.len() < 2 || share <= 0.0 || share >= 1.0 {
        return 1.0;
    }
    let pearson: f64 =
        seen.iter().map(|(visits, passed)| (passed - visits * share).powi(2) / (visits * share * (1.0 - share))).sum();
    (pearson / (seen.len() - 1) as f64).max(1.0)
}

/// Wilson's interval of `some` of `all`, each of which counts for one `dispersion`th of a witness.
fn wilson(some: f64, all: f64, dispersion: f64) -> (f64, f64) {
    if all <= 0.0 {
        return (0.0, 1.0);
    }
    let (share, all) = (some / all, all / dispersion);
    let square = Z * Z;
    let middle = share + square / (2.0 * all);
    let half = Z * (share * (1.0 - share) / all + square / (4.0 * all * all)).sqrt();
    let below = 1.0 + square / all;
    (((middle - half) / below).max(0.0), ((middle + half) / below).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(day: i64) -> Mark {
        let says = "38 pages were mended".to_owned();
        Mark { id: "m".to_owned(), day, kind: "mended".to_owned(), says, audit: None, pages: Some(38) }
    }

    fn rates(before: (u64, u64), after: (u64, u64)) -> Rates {
        (0..42).map(|day| (day, before)).chain((42..90).map(|day| (day, after))).collect()
    }

    #[test]
    fn the_interval_is_the_one_of_the_books() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20.
        for (some, all, from, to) in
            [(81.0, 263.0, 0.2553, 0.3662), (15.0, 148.0, 0.0624, 0.1605), (0.0, 20.0, 0.0, 0.1611)]
        {
            let (low, high) = wilson(some, all, 1.0);
            assert!((low - from).abs() < 0.0001 && (high - to).abs() < 0.0001, "{low} {high}");
        }
    }

    #[test]
    fn a_clear_change_is_told_with_its_ranges_and_as_a_comparison_in_time() {
        let compared = &compared(&[mark(42)], &rates((100, 1), (100, 3)), 89)[0];
        assert_eq!(compared.change, Change::More);
        assert!(compared.says.starts_with("Passed-on visits rose from 10 ("), "{}", compared.says);
        assert!(compared.says.contains("on 12 February. 42 days each way; a comparison in time, not a cause."));
    }

    #[test]
    fn where_the_ranges_overlap_no_change_is_claimed() {
        let compared = compared(&[mark(42)], &rates((100, 2), (100, 3)), 60);
        assert_eq!(compared[0].change, Change::NoneClear);
        assert!(compared[0].says.starts_with("No clear change"));
    }

    #[test]
    fn visits_that_come_in_bursts_are_fewer_witnesses() {
        let mut bursts = rates((100, 1), (100, 1));
        for day in [45, 60, 75] {
            bursts.insert(day, (100, 20));
        }
        assert_eq!(compared(&[mark(42)], &bursts, 89)[0].change, Change::NoneClear);
        let spread = bursts.iter().map(|(day, rate)| (*day, if *day > 42 { (100, 2) } else { *rate })).collect();
        let even = compared(&[mark(42)], &spread, 89);
        assert_eq!((even[0].change, even[0].after.unwrap().passed_on), (Change::More, 84), "fewer, but day by day");
    }

    #[test]
    fn before_a_week_has_gone_by_nothing_is_compared() {
        let early = compared(&[mark(42)], &rates((100, 1), (100, 3)), 46);
        assert_eq!((early[0].change, early[0].after), (Change::Early, None));
        assert!(early[0].says.ends_with("A whole week after it has gone by in 3 days."), "{}", early[0].says);
        let few = compared(&[mark(42)], &rates((3, 1), (3, 1)), 60);
        assert_eq!(few[0].change, Change::Early);
        let nothing = compared(&[mark(42)], &Rates::new(), 60);
        assert!(nothing[0].says.contains("nothing to compare with"));
        assert!(compared(&[mark(70)], &rates((1, 0), (1, 0)), 60).is_empty());
    }
}
