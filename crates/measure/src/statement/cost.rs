//! Costs: hours, the price of an hour, what was paid, and what a visit costs by that.

use std::collections::BTreeMap;

use domain::{Activity, Currency, Money, NetworkId, Side};
use schemars::JsonSchema;
use serde::Serialize;

use super::Visits;

/// What somebody entered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    /// Minutes for a whole side, of no named activity.
    pub sides: BTreeMap<Side, u64>,
    /// Minutes by activity.
    pub activities: BTreeMap<Activity, u64>,
    /// The price of an hour.
    pub rate: Option<Money>,
    /// Paid for ads, by network.
    pub spend: BTreeMap<NetworkId, Money>,
    /// How many hundredths of a sale's price are left after what was sold was bought.
    pub margin: Option<u32>,
    /// What a sale brings.
    pub sale: Option<Money>,
}

impl Costs {
    /// Minutes of a side, all activities with it. `None`: none were entered.
    pub fn minutes(&self, side: Side) -> Option<u64> {
        let whole = self.sides.get(&side).copied();
        let parts = self.activities.iter().filter(|(activity, _)| activity.side() == side).map(|(_, minutes)| minutes);
        parts.fold(whole, |sum, minutes| Some(sum.unwrap_or(0) + minutes))
    }

    /// Paid for a side. `None`: nothing was entered.
    pub fn paid(&self, side: Side) -> Option<Money> {
        if side == Side::Smm { sum(self.spend.values().copied()) } else { None }
    }

    /// The currency of it all.
    pub fn currency(&self) -> Option<Currency> {
        self.rate.or(self.spend.values().next().copied()).or(self.sale).map(|money| money.currency)
    }

    /// Hours and what was paid, or why there is no such number.
    pub(super) fn full(&self, minutes: Option<u64>, paid: Option<Money>) -> Result<Money, String> {
        let minutes = minutes.ok_or("no hours entered yet")?;
        let hours = match (self.rate, minutes) {
            (Some(rate), _) => rate.for_minutes(minutes),
            (None, 0) => self.currency().map(|currency| Money::new(0, currency)),
            (None, _) => return Err("no price of an hour entered yet".to_owned()),
        };
        let hours = hours.ok_or("no price of an hour entered yet")?;
        match paid {
            Some(paid) => hours.plus(paid).ok_or_else(|| "amounts of different currencies".to_owned()),
            None => Ok(hours),
        }
    }

    /// What `sales` left after `cost`. Without a margin nothing is said to be left.
    pub(super) fn left_over(&self, sales: Option<u64>, cost: Option<Money>) -> Option<Money> {
        let (sale, margin) = (self.sale?, self.margin?);
        let sold = i128::from(sale.minor) * i128::from(sales?) * i128::from(margin);
        let earned = Money::new(i64::try_from((sold + 50).div_euclid(100)).ok()?, sale.currency);
        earned.plus(cost.map(|cost| Money::new(-cost.minor, cost.currency))?)
    }
}

fn sum(mut all: impl Iterator<Item = Money>) -> Option<Money> {
    let first = all.next()?;
    all.try_fold(first, Money::plus)
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
    format!("{number:.digits$}")
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
        costs.spend.insert(NetworkId::new("facebook"), euro("180EUR"));
        assert_eq!(costs.full(costs.minutes(Side::Smm), costs.paid(Side::Smm)).unwrap_err(), "no hours entered yet");
        costs.activities.insert(Activity::Ad, 60);
        costs.sides.insert(Side::Smo, 0);
        assert_eq!(costs.full(costs.minutes(Side::Smm), costs.paid(Side::Smm)), Ok(euro("210EUR")));
        assert_eq!(costs.full(costs.minutes(Side::Smo), None), Ok(euro("0EUR")));
        costs.rate = None;
        assert_eq!(costs.full(Some(60), None).unwrap_err(), "no price of an hour entered yet");
    }

    #[test]
    fn what_is_left_over_needs_a_margin() {
        let mut costs = Costs { sale: Some(euro("45EUR")), ..Costs::default() };
        assert_eq!(costs.left_over(Some(7), Some(euro("90EUR"))), None);
        costs.margin = Some(40);
        assert_eq!(costs.left_over(Some(7), Some(euro("90EUR"))), Some(euro("36EUR")));
    }
}
