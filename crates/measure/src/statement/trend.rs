//! The trend: visits by day or week, the sides apart.

use std::collections::BTreeMap;

use domain::{Side, day_of, number_of, thousands};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Period, Visits};

/// From so many days on weeks are told.
const IN_WEEKS: u32 = 43;
/// Longer times have no trend: a log whose clock was years away.
const LONGEST: u32 = 1_100;

/// Of one day, each side: passed on, brought.
pub type Days = BTreeMap<i64, [Visits; 2]>;

/// By day or week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Trend {
    /// How long a step is.
    pub by: Step,
    /// What it shows, in words.
    pub says: String,
    /// The steps, the ones without visits too.
    pub steps: Vec<Span>,
}

/// How long a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TrendStep")]
pub enum Step {
    /// A day.
    #[default]
    Day,
    /// Seven days, counted back from the last one; the first step may be shorter.
    Week,
}

impl Step {
    /// As people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
        }
    }
}

/// A day or a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TrendSpan")]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many.
    pub days: u32,
    /// Passed on by visitors.
    pub passed_on: Visits,
    /// Brought by us.
    pub brought: Visits,
}

pub(super) fn of(days: &Days, period: Option<Period>) -> Trend {
    let Some(period) = period.filter(|period| period.days <= LONGEST) else { return Trend::default() };
    let (by, step) = if period.days >= IN_WEEKS { (Step::Week, 7) } else { (Step::Day, 1) };
    let (first, mut last) = (number_of(period.from), number_of(period.to));
    let mut steps = Vec::new();
    while last >= first {
        let from = (last - step + 1).max(first);
        let mut span = Span {
            from: day_of(from),
            to: day_of(last),
            days: u32::try_from(last - from + 1).unwrap_or(1),
            passed_on: Visits::default(),
            brought: Visits::default(),
        };
        for (_, [passed_on, brought]) in days.range(from..=last) {
            span.passed_on = span.passed_on.and(*passed_on);
            span.brought = span.brought.and(*brought);
        }
        steps.push(span);
        last = from - 1;
    }
    steps.reverse();
    Trend { by, says: says(&steps), steps }
}

impl Visits {
    /// Those of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self { sure: self.sure + other.sure, up_to: self.up_to + other.up_to, guessed: self.guessed + other.guessed }
    }
}

/// The second half beside the first; a comparison of sums, so that one loud day does not speak for all.
fn says(steps: &[Span]) -> String {
    let halves = |of: fn(&Span) -> Visits| {
        let half = steps.len() / 2;
        let sum = |steps: &[Span]| steps.iter().map(|span| of(span).up_to).sum::<u64>();
        // With an odd number the middle belongs to none.
        (sum(&steps[..half]), sum(&steps[steps.len() - half..]))
    };
    if steps.len() < 4 {
        return String::new();
    }
    let told = |side: Side, (first, second): (u64, u64)| {
        let (less, more) = (first.min(second), first.max(second));
        // Twice the square root of their sum is what chance alone makes of two equal halves in nineteen of twenty cases.
        let word = if (more - less) as f64 <= 2.0 * ((less + more) as f64).sqrt() {
            "stayed about the same,"
        } else if second > first {
            "rose,"
        } else {
            "fell,"
        };
        let what = if side == Side::Smo { "What visitors passed on" } else { "what you brought" };
        format!("{what} {word} {} visits in the first half and {} in the second", thousands(first), thousands(second))
    };
    let middle = if steps.len().is_multiple_of(2) {
        String::new()
    } else {
        // Else the halves do not add up to what stands in the table.
        let span = &steps[steps.len() / 2];
        let called = if span.from == span.to { "day" } else { "week" };
        let (smo, smm) = (thousands(span.passed_on.up_to), thousands(span.brought.up_to));
        format!(" (the {called} in the middle, {smo} and {smm}, is in neither half)")
    };
    format!("{}; {}{middle}.", told(Side::Smo, halves(|it| it.passed_on)), told(Side::Smm, halves(|it| it.brought)))
}
