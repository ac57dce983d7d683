//! Costs: hours, the price of an hour, what was paid, and what a visit costs by that.

use std::collections::BTreeMap;

use domain::{Activity, Currency, Money, NetworkId, Side, thousands};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Spread, Visits};
use crate::channel::Channel;

/// What somebody entered, and what sales brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    /// The currency of everything, where it is set; else the one of the amounts.
    pub currency: Option<Currency>,
    /// Minutes for a whole side, of no named activity.
    pub sides: BTreeMap<Side, u64>,
    /// Minutes by activity.
    pub activities: BTreeMap<Activity, u64>,
    /// The price of an hour, where a line names none.
    pub rate: Option<Money>,
    /// Paid for ads, by network.
    pub spend: BTreeMap<NetworkId, Money>,
    /// How many hundredths of a sale's price are left after what was sold was bought.
    pub margin: Option<u32>,
    /// What a sale brings, where sales are only counted.
    pub sale: Option<Money>,
    /// Lines of a ledger, beside all that.
    pub lines: Vec<Line>,
    /// Sales with what they brought. None: sales are only counted.
    pub sold: Option<Vec<Sold>>,
}

/// A line of a ledger, as far as it falls into the period, in the site's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// For which side.
    pub side: Side,
    /// For what; None: for the whole side.
    pub activity: Option<Activity>,
    /// For which network.
    pub network: Option<NetworkId>,
    /// For which campaign.
    pub campaign: Option<String>,
    /// For which page.
    pub page: Option<String>,
    /// Hours or money.
    pub spent: Spent,
}

/// What went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spent {
    /// Work.
    Hours {
        /// Minutes that fall into the period.
        minutes: u64,
        /// What these cost, in minor units. None: at the price of [`Costs::rate`].
        cost: Option<i64>,
        /// All minutes of it and over how many months they carry, where that is more than one day.
        whole: Option<Spread>,
    },
    /// Money, in minor units.
    Paid(i64),
}

/// Sales of one class.
#[derive(Clone, Debug, PartialEq)]
pub struct Sold {
    /// What brought them. None: nothing is known of their visits.
    pub channel: Option<Channel>,
    /// From which network.
    pub network: Option<NetworkId>,
    /// By which campaign's link.
    pub campaign: Option<String>,
    /// How many.
    pub sales: u64,
    /// What they brought, refunds taken off, in minor units.
    pub minor: i64,
}

/// What went for one line of the statement.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sum {
    pub(super) minutes: Option<u64>,
    pub(super) paid: Option<Money>,
    pub(super) spread: Option<Spread>,
    /// What hours with a price of their own cost.
    priced: i64,
    unpriced: u64,
    mixed: bool,
}

impl Costs {
    /// All lines: those of the ledger, and what stands in the maps.
    pub(super) fn all(&self) -> Vec<Line> {
        let line = |side, activity, network, spent| Line { side, activity, network, campaign: None, page: None, spent };
        let hours = |minutes: &u64| Spent::Hours { minutes: *minutes, cost: None, whole: None };
        let sides = self.sides.iter().map(|(side, minutes)| line(*side, None, None, hours(minutes)));
        let activities = self.activities.iter().map(|(it, minutes)| line(it.side(), Some(*it), None, hours(minutes)));
        let spend = self
            .spend
            .iter()
            .map(|(network, paid)| line(Side::Smm, Some(Activity::Ad), Some(network.clone()), Spent::Paid(paid.minor)));
        sides.chain(activities).chain(spend).chain(self.lines.iter().cloned()).collect()
    }

    /// The sum of `lines`.
    pub(super) fn sum<'a>(&self, lines: impl Iterator<Item = &'a Line>) -> Sum {
        let mut sum = Sum::default();
        for line in lines {
            match line.spent {
                Spent::Hours { minutes, cost, whole } => {
                    sum.minutes = Some(sum.minutes.unwrap_or(0) + minutes);
                    match cost {
                        Some(cost) => sum.priced = sum.priced.saturating_add(cost),
                        None => sum.unpriced += minutes,
                    }
                    if let Some(whole) = whole {
                        let so_far = sum.spread.unwrap_or(Spread { minutes: 0, months: 0 });
                        sum.spread = Some(Spread {
                            minutes: so_far.minutes + whole.minutes,
                            months: so_far.months.max(whole.months),
                        });
                    }
                }
                Spent::Paid(minor) => match self.in_currency() {
                    Some(currency) => {
                        let so_far = sum.paid.map_or(0, |paid| paid.minor);
                        sum.paid = Some(Money::new(so_far.saturating_add(minor), currency));
                    }
                    None => sum.mixed = true,
                },
            }
        }
        sum
    }

    /// The currency of it all.
    pub fn in_currency(&self) -> Option<Currency> {
        let named = self.rate.or(self.spend.values().next().copied()).or(self.sale).map(|money| money.currency);
        self.currency.or(named)
    }

    /// Hours and what was paid, or why there is no such number.
    pub(super) fn full(&self, sum: &Sum) -> Result<Money, String> {
        if sum.minutes.is_none() {
            return Err("no hours entered yet".to_owned());
        }
        let no_price = || "no price of an hour entered yet".to_owned();
        let currency = self.in_currency().ok_or_else(no_price)?;
        let unpriced = match (self.rate, sum.unpriced) {
            (_, 0) => Some(Money::new(0, currency)),
            (Some(rate), minutes) => rate.for_minutes(minutes),
            (None, _) => return Err(no_price()),
        };
        let hours = unpriced.and_then(|hours| hours.plus(Money::new(sum.priced, currency)));
        if sum.mixed {
            return Err("amounts of different currencies".to_owned());
        }
        let full = hours.and_then(|hours| sum.paid.map_or(Some(hours), |paid| hours.plus(paid)));
        full.ok_or_else(|| "amounts of different currencies".to_owned())
    }

    /// What `sold` left after `cost`. Without a margin nothing is said to be left.
    pub(super) fn left_over(&self, sold: Option<Money>, cost: Option<Money>) -> Option<Money> {
        let (sold, margin) = (sold?, self.margin?);
        let earned = (i128::from(sold.minor) * i128::from(margin) + 50).div_euclid(100);
        let earned = Money::new(i64::try_from(earned).ok()?, sold.currency);
        earned.plus(cost.map(|cost| Money::new(-cost.minor, cost.currency))?)
    }
}

/// What one visit costs: a range, where the visits are one. In thousandths of a minor unit, since a visit may cost less than
/// a cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Price {
    /// If all visits count that may.
    pub from: i64,
    /// If only those count that are sure. None: none is sure, so it may be any price.
    pub to: Option<i64>,
    /// Of which currency.
    pub currency: Currency,
}

impl Price {
    /// That of `visits` that cost `cost` together. `None` without visits.
    pub(super) fn of(cost: Money, visits: Visits) -> Option<Self> {
        let each = |visits: u64| {
            let visits = i128::from(visits);
            (visits > 0).then(|| (i128::from(cost.minor) * 1_000 + visits / 2) / visits)
        };
        let whole = |price: i128| i64::try_from(price).ok();
        Some(Self { from: whole(each(visits.up_to)?)?, to: each(visits.sure).and_then(whole), currency: cost.currency })
    }

    /// `15–22 ct`, `€1.50–2.20`, `from 15 ct`.
    pub fn in_words(self) -> String {
        let unit = self.currency.unit() * 1_000;
        let highest = self.to.unwrap_or(self.from);
        let cents = self.currency.cents().filter(|_| highest < unit);
        let number = |price: i64| match cents {
            Some(_) => amount(price as f64 / 1_000.0, usize::from(price < 10_000 && price % 1_000 != 0)),
            None => amount(
                price as f64 / unit as f64,
                if price >= 100 * unit { 0 } else { self.currency.digits() as usize },
            ),
        };
        let (before, after) = match cents {
            Some(cents) => (String::new(), format!("\u{a0}{cents}")),
            None => (self.currency.sign(), String::new()),
        };
        match self.to.map(number).filter(|to| *to != number(self.from)) {
            Some(to) => format!("{before}{}\u{2013}{to}{after}", number(self.from)),
            None if self.to.is_none() => format!("from {before}{}{after}", number(self.from)),
            None => format!("{before}{}{after}", number(self.from)),
        }
    }
}

fn amount(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    whole.parse().map_or(text.clone(), |whole| format!("{}{rest}", thousands(whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro(text: &str) -> Money {
        text.parse().unwrap()
    }

    #[test]
    fn a_visit_costs_a_range_where_visits_are_one() {
        let price = |cost: &str, sure, up_to| {
            Price::of(euro(cost), Visits { sure, up_to, guessed: 9 }).map(Price::in_words).unwrap_or_default()
        };
        assert_eq!(price("90EUR", 412, 592), "15\u{2013}22\u{a0}ct");
        assert_eq!(price("90EUR", 41, 60), "€1.50\u{2013}2.20");
        assert_eq!(price("90EUR", 0, 600), "from 15\u{a0}ct");
        assert_eq!(price("0EUR", 5, 5), "0\u{a0}ct");
        assert_eq!(price("1EUR", 300, 300), "0.3\u{a0}ct");
        assert_eq!(price("1EUR", 0, 0), "");
        assert_eq!(price("3000JPY", 20, 30), "¥100\u{2013}150");
    }

    #[test]
    fn without_hours_there_is_no_cost_and_with_none_told_it_is_nothing() {
        let mut costs = Costs { rate: Some(euro("30EUR")), ..Costs::default() };
        let full = |costs: &Costs, side| {
            let lines = costs.all();
            costs.full(&costs.sum(lines.iter().filter(|line| line.side == side)))
        };
        costs.spend.insert(NetworkId::new("facebook"), euro("180EUR"));
        assert_eq!(full(&costs, Side::Smm).unwrap_err(), "no hours entered yet");
        costs.activities.insert(Activity::Ad, 60);
        costs.sides.insert(Side::Smo, 0);
        assert_eq!(full(&costs, Side::Smm), Ok(euro("210EUR")));
        assert_eq!(full(&costs, Side::Smo), Ok(euro("0EUR")));
        costs.rate = None;
        assert_eq!(full(&costs, Side::Smm).unwrap_err(), "no price of an hour entered yet");
    }

    #[test]
    fn an_hour_has_the_price_that_it_had_when_it_was_worked() {
        let mut costs = Costs { rate: Some(euro("60EUR")), ..Costs::default() };
        let line = |minutes, cost| Line {
            side: Side::Smm,
            activity: Some(Activity::Post),
            network: None,
            campaign: None,
            page: None,
            spent: Spent::Hours { minutes, cost, whole: None },
        };
        costs.lines = vec![line(30, Some(1_500)), line(60, None)];
        let lines = costs.all();
        assert_eq!(costs.full(&costs.sum(lines.iter())), Ok(euro("75EUR")));
    }

    #[test]
    fn what_is_left_over_needs_a_margin() {
        let mut costs = Costs::default();
        assert_eq!(costs.left_over(Some(euro("315EUR")), Some(euro("90EUR"))), None);
        costs.margin = Some(40);
        assert_eq!(costs.left_over(Some(euro("315EUR")), Some(euro("90EUR"))), Some(euro("36EUR")));
        assert_eq!(costs.left_over(None, Some(euro("90EUR"))), None);
    }
}
