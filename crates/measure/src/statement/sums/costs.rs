//! What was entered and sold, as far as it falls into a period, in the site's currency.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Activity, Currency, Money, Side};
use store::{Fault, On, sql};

use super::super::{Costs, Line, Period, Sold, Spent, Spread};
use super::network_named;
use crate::channel::Channel;
use crate::measured::{Measured, day_of, number_of};

#[derive(sqlx::FromRow)]
struct EntryRow {
    day: i64,
    activity: Option<String>,
    side: String,
    network: Option<String>,
    campaign: Option<String>,
    page: Option<String>,
    kind: String,
    minutes: Option<i64>,
    hour_minor: Option<i64>,
    minor: Option<i64>,
    currency: Option<String>,
    months: i64,
}

#[derive(sqlx::FromRow)]
struct SaleRow {
    day: i64,
    currency: String,
    channel: Option<i64>,
    network: Option<String>,
    campaign: Option<String>,
    sales: i64,
    minor: i64,
}

/// Costs of a site, and what is left out of them, in words.
pub(super) async fn of(
    on: &(impl On + ?Sized),
    site: &Measured,
    period: Period,
) -> Result<(Costs, Vec<String>), Fault> {
    let (from, to) = period.numbers();
    let settings = &site.settings;
    let currency = settings.currency;
    let mut rates = Rates::of(on, site).await?;
    let entries: Vec<EntryRow> = sql!("statement_entries").bind(&*site.site).bind(from).bind(to).fetch_all(on).await?;
    let sales: Vec<SaleRow> =
        sql!("statement_sales").bind(&*site.site).bind(from).bind(to).bind(currency.as_str()).fetch_all(on).await?;
    let mut costs = Costs {
        currency: Some(currency),
        rate: settings.hour_minor.map(|minor| Money::new(minor, currency)),
        margin: settings.margin.and_then(|margin| u32::try_from(margin).ok()),
        lines: entries.into_iter().filter_map(|entry| line(entry, period, &mut rates)).collect(),
        ..Costs::default()
    };
    let sold = sales.into_iter().map(|row| Sold {
        channel: row.channel.and_then(Channel::numbered),
        network: row.network.map(network_named),
        campaign: row.campaign,
        sales: u64::try_from(row.sales).unwrap_or(0),
        minor: rates.convert(row.minor, &row.currency, row.day).unwrap_or(0),
    });
    costs.sold = Some(sold.collect());
    Ok((costs, rates.missing()))
}

/// The part of an entry that falls into the period.
fn line(entry: EntryRow, period: Period, rates: &mut Rates) -> Option<Line> {
    let (part, whole) = share(entry.day, entry.months, period);
    if part == 0 {
        return None;
    }
    let of =
        |number: i64| (i128::from(number) * i128::from(part) + i128::from(whole) / 2).div_euclid(i128::from(whole));
    let of = |number: i64| i64::try_from(of(number)).unwrap_or(i64::MAX);
    let spent = if entry.kind == "hours" {
        let all = u64::try_from(entry.minutes.unwrap_or(0)).unwrap_or(0);
        let minutes = of(entry.minutes.unwrap_or(0)).unsigned_abs();
        let price = entry.hour_minor.and_then(|price| match &entry.currency {
            Some(currency) => rates.convert(price, currency, entry.day),
            None => Some(price),
        });
        let months = u32::try_from(entry.months).unwrap_or(1);
        Spent::Hours {
            minutes,
            cost: price
                .map(|price| (i128::from(price) * i128::from(minutes) + 30).div_euclid(60))
                .and_then(|it| it.try_into().ok()),
            whole: (months > 1).then_some(Spread { minutes: all, months }),
        }
    } else {
        let currency = entry.currency.unwrap_or_default();
        Spent::Paid(of(rates.convert(entry.minor.unwrap_or(0), &currency, entry.day)?))
    };
    Some(Line {
        side: Side::ALL.into_iter().find(|side| side.name() == entry.side).unwrap_or(Side::Unknown),
        activity: entry.activity.as_deref().and_then(|name| name.parse::<Activity>().ok()),
        network: entry.network.map(network_named),
        campaign: entry.campaign,
        page: entry.page,
        spent,
    })
}

/// Days of the period over which an entry carries, and all days of it.
fn share(day: i64, months: i64, period: Period) -> (i64, i64) {
    let (from, to) = period.numbers();
    let end = if months <= 1 {
        day + 1
    } else {
        let last = day_of(day).checked_add(jiff::Span::new().months(months.min(1_200)));
        last.map_or(day + 1, number_of)
    };
    let inside = end.min(to + 1) - day.max(from);
    (inside.max(0), (end - day).max(1))
}

/// What other currencies are worth, and which amounts could not be told in the site's own.
struct Rates {
    own: Currency,
    by: BTreeMap<String, Vec<(i64, f64)>>,
    unknown: BTreeSet<String>,
}

impl Rates {
    async fn of(on: &(impl On + ?Sized), site: &Measured) -> Result<Self, Fault> {
        let own = site.settings.currency;
        let rows: Vec<(String, i64, f64)> =
            sql!("statement_rates").bind(&*site.site).bind(own.as_str()).fetch_all(on).await?;
        let mut by: BTreeMap<String, Vec<(i64, f64)>> = BTreeMap::new();
        for (currency, day, rate) in rows {
            by.entry(currency).or_default().push((day, rate));
        }
        Ok(Self { own, by, unknown: BTreeSet::new() })
    }

    /// `minor` units of `currency` in the site's own, by the last rate that was there on `day`.
    fn convert(&mut self, minor: i64, currency: &str, day: i64) -> Option<i64> {
        if currency == self.own.as_str() || minor == 0 {
            return Some(minor);
        }
        let rates = self.by.get(currency).map_or(&[][..], Vec::as_slice);
        let rate = rates.iter().rev().find(|(since, _)| *since <= day).map(|(_, rate)| *rate);
        let (Some(rate), Ok(other)) = (rate, currency.parse::<Currency>()) else {
            self.unknown.insert(currency.to_owned());
            return None;
        };
        let own = minor as f64 / other.unit() as f64 * rate * self.own.unit() as f64;
        own.is_finite().then(|| own.round() as i64)
    }

    fn missing(self) -> Vec<String> {
        let says = |currency: String| {
            format!(
                "Amounts in {currency} are left out: nobody entered what it was worth in {} on those days.",
                self.own
            )
        };
        self.unknown.into_iter().map(says).collect()
    }
}
