//! What was entered and sold, as far as it falls into a period, in the site's currency.

use std::collections::BTreeSet;

use domain::{Currency, Money};
use ledger::entry::{self, Group};
use ledger::rate::Rates;
use store::{Fault, On, sql};

use super::super::{Costs, Line, Period, Sold, Spent, Spread};
use super::network_named;
use crate::channel::Channel;
use crate::measured::Measured;

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
    let rates = Rates::of(on, &site.site, currency).await?;
    let entered = entry::of_period(on, &site.site, &rates, &(from..to.saturating_add(1))).await?;
    let sales: Vec<SaleRow> =
        sql!("statement_sales").bind(&*site.site).bind(from).bind(to).bind(currency.as_str()).fetch_all(on).await?;
    let mut unknown: BTreeSet<String> = entered.missing.without_rate.keys().cloned().collect();
    let mut own = |minor: i64, of: &str, day: i64| {
        let money = of.parse::<Currency>().ok().map(|of| Money::new(minor, of));
        let own = money.and_then(|money| rates.convert(money, day));
        if own.is_none() {
            unknown.insert(of.to_owned());
        }
        own.unwrap_or(0)
    };
    let sold = sales.into_iter().map(|row| Sold {
        channel: row.channel.and_then(Channel::numbered),
        network: row.network.map(network_named),
        campaign: row.campaign,
        sales: u64::try_from(row.sales).unwrap_or(0),
        minor: own(row.minor, &row.currency, row.day),
    });
    let costs = Costs {
        currency: Some(currency),
        rate: settings.hour_minor.map(|minor| Money::new(minor, currency)),
        margin: settings.margin.and_then(|margin| u32::try_from(margin).ok()),
        sold: Some(sold.collect()),
        lines: entered.lines.iter().flat_map(|(group, line)| lines(group, line)).collect(),
        ..Costs::default()
    };
    let says = |of: String| {
        format!("Amounts in {of} are left out: nobody entered what it was worth in {currency} on those days.")
    };
    Ok((costs, unknown.into_iter().map(says).collect()))
}

/// Hours with a price of their own, hours without, and what was paid.
fn lines(group: &Group, sum: &entry::Line) -> Vec<Line> {
    let line = |spent| Line {
        side: group.side,
        activity: group.activity,
        network: group.network.clone().map(network_named),
        campaign: group.campaign.clone(),
        page: group.page.clone(),
        spent,
    };
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let mut lines = Vec::new();
    let paid = sum.paid();
    // Who entered hours of 0 worked nothing, and that is known.
    if sum.whole_minutes > 0 || paid == 0 {
        let priced = count(sum.minutes - sum.unpriced_minutes);
        let months = u32::try_from(sum.months).unwrap_or(1);
        let whole = (months > 1).then(|| Spread { minutes: count(sum.whole_minutes), months });
        lines.push(line(Spent::Hours { minutes: priced, cost: Some(sum.hours_minor), whole }));
    }
    if sum.unpriced_minutes > 0 {
        lines.push(line(Spent::Hours { minutes: count(sum.unpriced_minutes), cost: None, whole: None }));
    }
    if paid != 0 {
        lines.push(line(Spent::Paid(paid)));
    }
    lines
}
