//! Putting sales in, and what was paid back of them. Each is told once, however often it comes.

use domain::Money;
use jiff::Timestamp;
use serde::Serialize;
use store::{Tx, sql};

use super::{Credit, Source};
use crate::measured::Measured;

/// Rows of one statement.
const AT_ONCE: usize = 500;

/// A sale that is to be kept.
#[derive(Clone, Debug)]
pub struct New {
    /// By which it is the same one again.
    pub order: String,
    /// The goal's id.
    pub goal: Option<String>,
    /// When.
    pub at: Timestamp,
    /// What it brought; 0 where nobody said.
    pub money: Money,
    /// How it came to be known.
    pub source: Source,
    /// To what it is put down.
    pub credit: Credit,
}

/// Something that was paid back.
#[derive(Clone, Debug)]
pub struct Refund {
    /// The order of which.
    pub order: String,
    /// By which the same one is known again.
    pub refund: String,
    /// When.
    pub at: Timestamp,
    /// How much, above zero.
    pub money: Money,
}

#[derive(Serialize)]
struct Row<'a> {
    order_id: &'a str,
    goal: Option<&'a str>,
    at: i64,
    day: i64,
    minor: i64,
    currency: &'a str,
    source: &'static str,
    last_visit: Option<&'a str>,
    last_channel: Option<i64>,
    last_confidence: Option<i64>,
    last_network: Option<&'a str>,
    last_code: Option<&'a str>,
    first_visit: Option<&'a str>,
    first_channel: Option<i64>,
    first_confidence: Option<i64>,
    first_network: Option<&'a str>,
    first_code: Option<&'a str>,
    chain_code: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(site: &Measured, new: &'a New) -> Self {
        let (last, first) = (new.credit.last.as_ref(), new.credit.first.as_ref());
        Self {
            order_id: &new.order,
            goal: new.goal.as_deref(),
            at: new.at.as_microsecond(),
            day: site.day(new.at).1,
            minor: new.money.minor,
            currency: new.money.currency.as_str(),
            source: new.source.name(),
            last_visit: last.and_then(|it| it.visit.as_deref()),
            last_channel: last.map(|it| it.channel.number()),
            last_confidence: last.map(|it| it.confidence.number()),
            last_network: last.and_then(|it| it.network.as_deref()),
            last_code: last.and_then(|it| it.code.as_deref()),
            first_visit: first.and_then(|it| it.visit.as_deref()),
            first_channel: first.map(|it| it.channel.number()),
            first_confidence: first.map(|it| it.confidence.number()),
            first_network: first.and_then(|it| it.network.as_deref()),
            first_code: first.and_then(|it| it.code.as_deref()),
            chain_code: new.credit.chain.as_deref(),
        }
    }
}

/// Keeps sales; how many were new. One that is there stays as it is, but for two: one that was paid back before it was sold
/// is filled in, and one that a browser told takes what the site's server says of it.
pub async fn put(tx: &mut Tx, site: &Measured, sales: &[New]) -> Result<u64, store::Fault> {
    let mut kept = 0;
    for part in sales.chunks(AT_ONCE) {
        // The engines take no row twice in one statement.
        let mut rows: Vec<Row<'_>> = Vec::with_capacity(part.len());
        let mut seen = std::collections::HashSet::new();
        rows.extend(part.iter().filter(|new| seen.insert(&new.order)).map(|new| Row::of(site, new)));
        let list = serde_json::to_string(&rows).unwrap_or_default();
        kept += sql!("sale_put").bind(list).bind(&*site.site).execute(&mut *tx).await?;
        refunded(tx, site, rows.iter().map(|row| row.order_id)).await?;
    }
    Ok(kept)
}

/// Keeps what was paid back; `false`: it was there. An order that nobody told yet waits for its sale.
pub async fn refund(tx: &mut Tx, site: &Measured, refund: &Refund) -> Result<bool, store::Fault> {
    let fresh = sql!("sale_refund_add")
        .bind(&*site.site)
        .bind(&*refund.order)
        .bind(&*refund.refund)
        .bind(refund.at)
        .bind(refund.money.minor)
        .bind(refund.money.currency.as_str())
        .execute(&mut *tx)
        .await?;
    sql!("sale_wait")
        .bind(&*site.site)
        .bind(&*refund.order)
        .bind(refund.at)
        .bind(site.day(refund.at).1)
        .bind(refund.money.currency.as_str())
        .execute(&mut *tx)
        .await?;
    refunded(tx, site, [&*refund.order]).await?;
    Ok(fresh > 0)
}

/// Sums up what was paid back of these orders, in the currency in which they were sold.
async fn refunded<'a>(
    tx: &mut Tx,
    site: &Measured,
    orders: impl IntoIterator<Item = &'a str>,
) -> Result<(), store::Fault> {
    sql!("sale_refunded").bind(&*site.site).bind_list(orders).execute(tx).await.map(drop)
}
