//! Sums: what a period cost, from entries, by what they were for.
//!
//! Everything is in the site's own currency. What cannot be said is told as missing and is in no sum: hours without a
//! price, amounts without an exchange rate.

use std::collections::BTreeMap;
use std::ops::Range;

use domain::{Activity, Currency, Money, Side};
use schemars::JsonSchema;
use serde::Serialize;
use store::{On, sql};

use super::{Entry, Kind, spread};
use crate::rate::Rates;

/// What entries are put together by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[schemars(rename = "EntryGroup")]
pub struct Group {
    /// The side.
    pub side: Side,
    /// The activity; none of what was entered for a whole side.
    pub activity: Option<Activity>,
    /// The network's id.
    pub network: Option<String>,
    /// The campaign.
    pub campaign: Option<String>,
    /// The path of the page.
    pub page: Option<String>,
}

/// What entries of one group come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "EntryLine")]
pub struct Line {
    /// Minutes that fall into the period.
    pub minutes: i64,
    /// What these cost, of those that have a price.
    pub hours_minor: i64,
    /// Paid for work of others, as far as it falls into the period.
    pub fee: i64,
    /// Paid for ads.
    pub ad_spend: i64,
    /// The part of subscriptions.
    pub tool_share: i64,
    /// Minutes of the same entries over all of their time.
    pub whole_minutes: i64,
    /// What the same entries cost over all of their time.
    pub whole_minor: i64,
    /// Minutes of the period that have no price.
    pub unpriced_minutes: i64,
    /// Months over which these entries carry; the longest, where they differ.
    pub months: i64,
    /// How many entries there are.
    pub entries: i64,
}

impl Line {
    /// Hours and what was paid, as far as it can be said.
    pub fn cost(&self) -> i64 {
        self.hours_minor + self.paid()
    }

    /// What was paid.
    pub fn paid(&self) -> i64 {
        self.fee + self.ad_spend + self.tool_share
    }

    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.minutes += other.minutes;
        self.hours_minor += other.hours_minor;
        self.fee += other.fee;
        self.ad_spend += other.ad_spend;
        self.tool_share += other.tool_share;
        self.whole_minutes += other.whole_minutes;
        self.whole_minor += other.whole_minor;
        self.unpriced_minutes += other.unpriced_minutes;
        self.months = self.months.max(other.months);
        self.entries += other.entries;
    }
}

/// What is in no sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "EntriesMissing")]
pub struct Missing {
    /// Minutes of the period without a price of an hour.
    pub unpriced_minutes: i64,
    /// Amounts of the period without an exchange rate: by currency, in its own minor units.
    pub without_rate: BTreeMap<String, i64>,
}

/// What a period cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    /// The currency of it all.
    pub currency: Currency,
    /// By group.
    pub lines: BTreeMap<Group, Line>,
    /// What is in none of them.
    pub missing: Missing,
    /// Whether any hours fall into the period: "no hours entered yet" is not 0.
    pub has_hours: bool,
}

impl Sums {
    /// The sum of those lines for which `of` holds. `None`: there is none.
    pub fn of(&self, of: impl Fn(&Group) -> bool) -> Option<Line> {
        let mut lines = self.lines.iter().filter(|(group, _)| of(group)).map(|(_, line)| line);
        let mut sum = lines.next()?.clone();
        lines.for_each(|line| sum.add(line));
        Some(sum)
    }
}

/// What the days of `period` cost at `site`, in the currency of `rates`.
pub async fn of_period(
    on: &(impl On + ?Sized),
    site: &str,
    rates: &Rates,
    period: &Range<i64>,
) -> Result<Sums, store::Fault> {
    let carrying = sql!("entry_carrying").bind(site).bind(period.start).bind(period.end);
    Ok(sums(&carrying.fetch_all::<Entry, _>(on).await?, rates, period))
}

fn sums(entries: &[Entry], rates: &Rates, period: &Range<i64>) -> Sums {
    let mut sums =
        Sums { currency: rates.own(), lines: BTreeMap::new(), missing: Missing::default(), has_hours: false };
    for entry in entries {
        let span = spread::days(entry.day, entry.months);
        if span.end <= period.start || span.start >= period.end {
            continue;
        }
        let what = entry.what();
        let group = Group {
            side: what.side(),
            activity: what.activity(),
            network: entry.network.clone(),
            campaign: entry.campaign.clone(),
            page: entry.page.clone(),
        };
        let mut line = Line { entries: 1, months: entry.months, ..Line::default() };
        let part = |whole: i64| spread::part(whole, &span, period);
        let kind = Kind::named(&entry.kind);
        if let Some(minutes) = entry.minutes {
            sums.has_hours = true;
            line.whole_minutes = minutes;
            line.minutes = part(minutes);
        }
        match entry.cost() {
            None => {
                line.unpriced_minutes = line.minutes;
                sums.missing.unpriced_minutes += line.minutes;
            }
            Some(cost) => match rates.convert(cost, entry.day) {
                Some(minor) => {
                    line.whole_minor = minor;
                    *match kind {
                        Some(Kind::Hours) | None => &mut line.hours_minor,
                        Some(Kind::Fee) => &mut line.fee,
                        Some(Kind::AdSpend) => &mut line.ad_spend,
                        Some(Kind::ToolShare) => &mut line.tool_share,
                    } = part(minor);
                }
                None => {
                    let Money { minor, currency } = cost;
                    *sums.missing.without_rate.entry(currency.to_string()).or_default() += part(minor);
                }
            },
        }
        sums.lines.entry(group).or_default().add(&line);
    }
    sums
}
