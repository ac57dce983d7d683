//! Work that lasts, counted at once. Spread over the months that it is said to carry, it makes a visit look cheap long before
//! it has carried that long; so both are told where they say something different.

use domain::{Money, Side, thousands};

use super::rows::clock;
use super::verdict::{below, reach};
use super::{Costs, Either, Line, Period, Price, Row, Saying, Sentence, Spent};

/// What a visit of a side costs, if all work that lasts is counted in this time.
struct Whole<'r> {
    row: &'r Row,
    /// With the visits of the other side that may be of this one.
    reach: Price,
    price: Price,
    differs: bool,
}

/// What a visit cost then. `None` where neither side costs half as much again, and neither becomes the cheaper one.
pub(super) fn told(rows: &[Row], costs: &Costs, period: Option<Period>, either: &Either) -> Option<Sentence> {
    let side = |side| rows.iter().find(|row| row.side == side);
    let (smo, smm) = (side(Side::Smo)?, side(Side::Smm)?);
    let lines = costs.all();
    let one = whole(smo, either.brought, costs, &lines)?;
    let other = whole(smm, either.passed_on, costs, &lines)?;
    let order = |one: Price, other: Price| (below(one, other), below(other, one));
    let then = order(one.reach, other.reach);
    let turns = reach(smo, either.brought).zip(reach(smm, either.passed_on)).map(|(a, b)| order(a, b)) != Some(then);
    let changed: Vec<&Whole<'_>> = [&one, &other].into_iter().filter(|side| side.row.spread.is_some()).collect();
    if changed.is_empty() || !(turns || one.differs || other.differs) {
        return None;
    }
    let minutes: u64 = changed.iter().filter_map(|side| side.row.spread).map(|spread| spread.minutes).sum();
    let months = changed.iter().filter_map(|side| side.row.spread).map(|spread| spread.months).max()?;
    let hours = match minutes {
        60 => "1 hour".to_owned(),
        whole if whole % 60 == 0 => format!("{} hours", thousands(whole / 60)),
        minutes => format!("{} hours", clock(minutes)),
    };
    let days = period.map_or_else(String::new, |period| match period.days {
        1 => " of this day".to_owned(),
        days => format!(" of these {} days", thousands(u64::from(days))),
    });
    let mut said =
        Saying::default().say(format!("This spreads {hours} of one-off work over {months} months; counted at once, "));
    for (at, side) in changed.iter().enumerate() {
        let called = if side.row.side == Side::Smo { "a passed-on visit" } else { "a visit that you brought" };
        said = said.say(if at > 0 { ", " } else { "" }).say(called).say(if at > 0 { "" } else { &*days }).say(" cost ");
        said = said.of_row(side.row, side.price.in_words());
    }
    let end = match then {
        _ if !turns => ".",
        (true, _) => ", and passing on is the cheaper way.",
        (_, true) => ", and your own marketing is the cheaper way.",
        (false, false) => ", and then nobody can say which way is cheaper.",
    };
    Some(said.say(end).end())
}

fn whole<'r>(row: &'r Row, elsewhere: u64, costs: &Costs, lines: &[Line]) -> Option<Whole<'r>> {
    let cost = row.cost?;
    let later = lines.iter().filter(|line| line.side == row.side).map(|line| not_yet(line, costs, lines)).sum::<i64>();
    let cost = Money::new(cost.minor.saturating_add(later), cost.currency);
    let (now, price) = (row.visit_costs?, Price::of(cost, row.visits)?);
    let reach = Price::of(cost, super::Visits { up_to: row.visits.up_to + elsewhere, ..row.visits })?;
    let differs = i128::from(price.from) * 2 >= i128::from(now.from) * 3 && price.from > now.from;
    Some(Whole { row, reach, price, differs })
}

/// What the part of a line's work costs that does not fall into this time, in minor units.
fn not_yet(line: &Line, costs: &Costs, lines: &[Line]) -> i64 {
    let Spent::Hours { minutes, cost, whole: Some(whole) } = line.spent else { return 0 };
    let same = |other: &&Line| {
        (other.side, other.activity, &other.network, &other.campaign, &other.page)
            == (line.side, line.activity, &line.network, &line.campaign, &line.page)
    };
    let now: u64 = lines
        .iter()
        .filter(same)
        .map(|line| match line.spent {
            Spent::Hours { minutes, .. } => minutes,
            Spent::Paid(_) => 0,
        })
        .sum();
    let later = whole.minutes.saturating_sub(now);
    match cost.filter(|_| minutes > 0) {
        // At the price that its hours had.
        Some(cost) => {
            let minor = i128::from(cost) * i128::from(later) / i128::from(minutes);
            i64::try_from(minor).unwrap_or(i64::MAX)
        }
        None => costs.rate.and_then(|rate| rate.for_minutes(later)).map_or(0, |money| money.minor),
    }
}
