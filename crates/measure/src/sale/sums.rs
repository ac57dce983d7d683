//! Sums: what a period brought, by what it is put down to. In the site's own currency; what has no exchange rate is told
//! as missing, and is in no sum.

use std::collections::BTreeMap;
use std::ops::Range;

use domain::{Currency, Money};
use ledger::rate::Rates;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Fault, On, sql};

use super::credit::channel_of;
use crate::channel::{Channel, Confidence};

/// By which of the three ways sales are put down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CreditModel")]
pub enum Model {
    /// To the last visit that says where it came from.
    #[default]
    Last,
    /// To the first.
    First,
    /// To the link at the top of the chain of tokens; where there is none, to the last visit.
    Chain,
}

impl Model {
    /// As it stands in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::First => "first",
            Self::Chain => "chain",
        }
    }
}

/// To what sales are put down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[schemars(rename = "SaleGroup")]
pub struct Group {
    /// The channel; none where nothing is known of the visit.
    pub channel: Option<Channel>,
    /// How sure that is.
    pub confidence: Option<Confidence>,
    /// The network.
    pub network: Option<String>,
    /// The link's code.
    pub code: Option<String>,
}

/// What was sold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SoldSum")]
pub struct Sold {
    /// How many sales.
    pub sales: i64,
    /// How many of them were paid back whole.
    pub taken_back: i64,
    /// What they brought before anything was paid back.
    pub minor: i64,
    /// What was paid back: never more than they brought.
    pub refunded: i64,
}

impl Sold {
    /// What is left.
    pub fn net(&self) -> i64 {
        self.minor - self.refunded
    }

    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.sales += other.sales;
        self.taken_back += other.taken_back;
        self.minor += other.minor;
        self.refunded += other.refunded;
    }
}

/// What a period brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// The currency of it all.
    pub currency: Currency,
    /// By what it is put down to.
    pub lines: BTreeMap<Group, Sold>,
    /// Sales without an exchange rate, in no line: by currency, in its own minor units.
    pub without_rate: BTreeMap<String, Sold>,
}

#[derive(sqlx::FromRow)]
struct Row {
    channel: Option<i64>,
    confidence: Option<i64>,
    network: Option<String>,
    code: Option<String>,
    activity: Option<String>,
    currency: String,
    day: i64,
    sales: i64,
    taken_back: i64,
    minor: i64,
    refunded: i64,
}

/// What the days of `period` brought at `site`, in the currency of `rates`. Refunds count with the day of their sale.
pub async fn of_period(
    on: &(impl On + ?Sized),
    site: &str,
    rates: &Rates,
    model: Model,
    period: &Range<i64>,
) -> Result<Sums, Fault> {
    let rows = sql!("sale_sums").bind(site).bind(period.start).bind(period.end).bind(model.name());
    let rows: Vec<Row> = rows.fetch_all(on).await?;
    let mut sums = Sums { currency: rates.own(), lines: BTreeMap::new(), without_rate: BTreeMap::new() };
    for row in rows {
        let sold = Sold { sales: row.sales, taken_back: row.taken_back, minor: row.minor, refunded: row.refunded };
        let converted = row.currency.parse().ok().and_then(|currency| {
            let convert = |minor| rates.convert(Money::new(minor, currency), row.day);
            Some(Sold { minor: convert(sold.minor)?, refunded: convert(sold.refunded)?, ..sold })
        });
        let Some(sold) = converted else {
            sums.without_rate.entry(row.currency).or_default().add(sold);
            continue;
        };
        // Of the top of a chain its link says what it was made for.
        let top = row.activity.and_then(|name| name.parse().ok()).map(channel_of);
        let group = Group {
            channel: top.or_else(|| row.channel.and_then(Channel::numbered)),
            confidence: row.confidence.and_then(Confidence::numbered),
            network: row.network,
            code: row.code,
        };
        sums.lines.entry(group).or_default().add(sold);
    }
    Ok(sums)
}
