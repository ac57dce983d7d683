//! By campaign: what its links brought, what was entered for it, what it sold.

use std::collections::BTreeMap;

use domain::{Money, Side};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Fault, On, sql};

use super::super::{Filter, Period, Price, Row, Visits};
use super::pages::count;
use super::{class, costs};
use crate::channel::Channel;
use crate::measured::Measured;

/// Campaigns of a site, those with the most visits first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementCampaigns")]
pub struct Campaigns {
    /// Over which time.
    pub period: Period,
    /// A line for each campaign and side.
    pub rows: Vec<Row>,
}

/// By campaign.
pub async fn campaigns(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Campaigns, Fault> {
    let (from, to) = period.numbers();
    let rows: Vec<(String, i64, i64, i64)> =
        sql!("statement_campaigns").bind(site.number).bind(from).bind(to).bind(&*site.site).fetch_all(on).await?;
    let (costs, _) = costs::of(on, site, period).await?;
    let (goals,): (i64,) = sql!("statement_goals").bind(&*site.site).fetch_one(on).await?;
    let mut all: BTreeMap<(String, Side), Visits> = BTreeMap::new();
    for (campaign, channel, confidence, visits) in rows {
        let Some((channel, confidence)) = class(channel, confidence) else { continue };
        all.entry((campaign, channel.side())).or_default().add(confidence, count(visits));
    }
    let lines = costs.all();
    for line in &lines {
        if let Some(campaign) = &line.campaign {
            all.entry((campaign.clone(), line.side)).or_default();
        }
    }
    let sold = costs.sold.as_deref().unwrap_or_default();
    let row = |(at, ((campaign, side), visits)): (usize, ((String, Side), Visits))| {
        let mine = lines.iter().filter(|line| line.side == side && line.campaign.as_ref() == Some(&campaign));
        let sum = costs.sum(mine);
        let (cost, no_cost) = match costs.full(&sum) {
            Ok(cost) => (Some(cost), None),
            Err(why) => (None, Some(why)),
        };
        let mine = sold.iter().filter(|sold| {
            sold.campaign.as_ref() == Some(&campaign)
                && sold.channel.is_some_and(|channel: Channel| channel.side() == side)
        });
        let (sales, minor) = mine.fold((0, 0_i64), |all, sold| (all.0 + sold.sales, all.1.saturating_add(sold.minor)));
        let sold = costs.in_currency().filter(|_| goals > 0).map(|currency| Money::new(minor, currency));
        Row {
            id: format!("{}-campaign-{at}", side.name()),
            side,
            filter: Filter { side: Some(side), campaign: Some(campaign.clone()), ..Filter::default() },
            name: campaign,
            visits,
            before: None,
            minutes: sum.minutes,
            spread: sum.spread,
            paid: sum.paid,
            cost,
            no_cost,
            visit_costs: cost.and_then(|cost| Price::of(cost, visits)),
            sales: (goals > 0).then_some(sales),
            sold,
            left_over: costs.left_over(sold, cost),
            began_ours: None,
            private: None,
            note: None,
            parts: Vec::new(),
        }
    };
    let mut rows: Vec<Row> = all.into_iter().enumerate().map(row).collect();
    rows.sort_by(|a, b| b.visits.up_to.cmp(&a.visits.up_to).then_with(|| a.name.cmp(&b.name)));
    Ok(Campaigns { period, rows })
}
