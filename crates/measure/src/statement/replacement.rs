//! What passed-on visits would have cost as clicks on our own ads, from what those cost us. Never a value that somebody put
//! on an advertisement: such values are not what communication is worth (AMEC, Barcelona Principles 3.0, 2020). It is told
//! beside the statement and goes into no sum.

use domain::{Money, Side, thousands};

use super::{Costs, Price, Replacement, Row, Spent, Visits};
use crate::channel::Channel;

/// Fewer visits by ads than this say nothing of a price.
const ENOUGH: u64 = 30;

pub(super) fn of(rows: &[Row], costs: &Costs) -> Option<Replacement> {
    let passed_on = rows.iter().find(|row| row.side == Side::Smo)?.visits;
    let ads = rows.iter().flat_map(|row| &row.parts).filter(|part| part.filter.channel == Some(Channel::Paid));
    let clicks = ads.fold(Visits::default(), |sum, part| sum.and(part.visits));
    let lines = costs.all();
    let spend = lines.iter().filter(|line| line.activity == Some(domain::Activity::Ad)).fold(0_i64, |sum, line| {
        sum.saturating_add(match line.spent {
            Spent::Paid(minor) => minor,
            Spent::Hours { .. } => 0,
        })
    });
    let spend = Money::new(spend, costs.in_currency()?);
    if clicks.up_to < ENOUGH || spend.minor <= 0 || passed_on.up_to == 0 {
        return None;
    }
    let each = Price::of(spend, clicks)?;
    let cost = |visits: u64, price: i64| {
        let thousandths = i128::from(visits) * i128::from(price);
        Some(Money::new(i64::try_from((thousandths + 500).div_euclid(1_000)).ok()?, spend.currency))
    };
    let (from, to) = (cost(passed_on.sure, each.from)?, each.to.and_then(|price| cost(passed_on.up_to, price)));
    // More digits than the visits have would look like knowledge.
    let about = |money: Money| {
        let unit = money.currency.unit();
        let whole = if money.minor >= 20 * unit { (money.minor + unit / 2) / unit * unit } else { money.minor };
        Money::new(whole, money.currency).in_words()
    };
    let range = match to.filter(|to| *to != from) {
        Some(to) => format!("{}\u{2013}{}", about(from), about(to)),
        None => about(from),
    };
    let says = format!(
        "As clicks on your own ads, at {}, what visitors passed on would have cost {range}. You paid {} for {} visits by ads. \
         Nobody says that you would have bought them.",
        each.in_words(),
        spend.in_words(),
        thousands(clicks.up_to)
    );
    Some(Replacement { clicks, spend, each, from, to, says })
}
