//! Taking: finds goals and sales among arrivals, in the transaction that keeps their visits.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::Arc;

use domain::Money;
use jiff::Timestamp;
use store::{Fault, Tx};

use super::credit::{self, Visitor, Who};
use super::goal::{self, Goal, Kind as GoalKind};
use super::{Credit, MINOR_AT_MOST, New, Refund, Source, currency, is_order, put, refund};
use crate::arrivals::{Arrival, By, Kind};
use crate::kept::Trail;
use crate::measured::Measured;

/// What became of arrivals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Sales and goals that were new.
    pub sales: u64,
    /// Refunds that were new.
    pub refunds: u64,
    /// What named no order, or no currency that there is.
    pub refused: u64,
}

/// Something among the arrivals that may be a sale.
struct Found<'a> {
    site: &'a Arc<Measured>,
    arrival: &'a Arrival<'a>,
    goal: Option<&'a Goal>,
}

/// Keeps the sales, refunds and goals among `arrivals`, whose visits are kept already; `trail` is what these left. Arrivals
/// that come again change nothing.
pub async fn take<S: BuildHasher + Sync>(
    tx: &mut Tx,
    sites: &HashMap<i64, Arc<Measured>, S>,
    arrivals: &[Arrival<'_>],
    trail: &Trail,
) -> Result<Taken, Fault> {
    let site_of = |arrival: &Arrival<'_>| arrival.site.and_then(|number| sites.get(&number));
    let looked_at: HashSet<&str> = arrivals
        .iter()
        .filter(|arrival| !is_of_server(arrival) && !arrival.own)
        .filter_map(|arrival| site_of(arrival).map(|site| &*site.site))
        .collect();
    let looked_at: Vec<&str> = looked_at.into_iter().collect();
    let goals = if looked_at.is_empty() { Vec::new() } else { goal::seen_at(tx, &looked_at).await? };
    let mut found = Vec::new();
    for arrival in arrivals {
        let Some(site) = site_of(arrival) else { continue };
        let of_site = || goals.iter().filter(|goal| goal.site == site.site);
        match arrival.kind {
            Kind::Sale if is_of_server(arrival) => found.push(Found { site, arrival, goal: None }),
            Kind::View if !arrival.own => {
                let url = arrival.url.as_deref().unwrap_or_default();
                let path = url.split(['?', '#']).next().unwrap_or_default();
                let reached = of_site().filter(|goal| {
                    GoalKind::named(&goal.kind) == GoalKind::Address && path.starts_with(&*goal.matches)
                });
                found.extend(reached.map(|goal| Found { site, arrival, goal: Some(goal) }));
            }
            Kind::Event | Kind::Sale if !arrival.own => {
                let name = arrival.name.as_deref().unwrap_or_default();
                let mut reached = of_site()
                    .filter(|goal| GoalKind::named(&goal.kind) == GoalKind::Event && goal.matches == name)
                    .peekable();
                if reached.peek().is_none() && arrival.sold.is_some() {
                    found.push(Found { site, arrival, goal: None });
                }
                found.extend(reached.map(|goal| Found { site, arrival, goal: Some(goal) }));
            }
            _ => {}
        }
    }
    if found.is_empty() {
        return Ok(Taken::default());
    }
    keep(tx, &found, trail).await
}

/// Whether the site's server or its plug-in tells a sale. What a browser tells, anybody can have it tell.
fn is_of_server(arrival: &Arrival<'_>) -> bool {
    arrival.kind == Kind::Sale && !matches!(arrival.by, Some(By::Beacon | By::Pixel))
}

/// Whose arrival it is: today's visitor, else the one of the day before, shortly after midnight.
fn whose(found: &Found<'_>) -> impl Iterator<Item = Who> + use<> {
    let at = Timestamp::from_microsecond(found.arrival.at).unwrap_or_default();
    let (site, day) = (found.site.number, found.site.day(at).1);
    let today = found.arrival.visitor.map(|hash| Who { site, day, hash });
    let before = found.arrival.before.map(|hash| Who { site, day: day - 1, hash });
    today.into_iter().chain(before)
}

async fn keep(tx: &mut Tx, found: &[Found<'_>], trail: &Trail) -> Result<Taken, Fault> {
    let visitors = credit::visitors(&*tx, found.iter().flat_map(whose).collect::<HashSet<_>>()).await?;
    let known = |found: &Found<'_>| -> Option<Visitor> {
        let it = whose(found).find_map(|who| visitors.get(&who))?;
        Some(it.at(found.arrival.at, trail))
    };
    let numbers: HashMap<i64, &str> = found.iter().map(|it| (it.site.number, &*it.site.site)).collect();
    let concerned: HashSet<Visitor> = found.iter().filter_map(known).collect();
    let credits = credit::of_visitors(&*tx, &numbers, &concerned).await?;
    let mut taken = Taken::default();
    let mut sales: HashMap<i64, (&Arc<Measured>, Vec<New>)> = HashMap::new();
    let mut refunds = Vec::new();
    for it in found {
        let visitor = known(it).filter(|visitor| !visitor.robot);
        let is_sale = is_of_server(it.arrival);
        // What a browser says counts where a visit is; programs look at pages too.
        if !is_sale && visitor.is_none() {
            continue;
        }
        let Some(told) = told(it, visitor.map(|visitor| visitor.visit)) else {
            taken.refused += 1;
            continue;
        };
        if told.money.minor < 0 {
            // No browser gives money back.
            if is_sale {
                refunds.push((it.site, back(it.arrival, told)));
            }
            continue;
        }
        let mut credit = visitor.and_then(|visitor| credits.get(&visitor).cloned()).unwrap_or_default();
        if credit.last.is_none() && !it.arrival.code.is_empty() {
            credit = by_token(tx, it).await?;
        }
        let goal = it
            .goal
            .map(|goal| goal.id.clone())
            .or_else(|| it.arrival.name.as_deref().filter(|name| is_sale && name.len() <= 40).map(str::to_owned));
        let new = New { order: told.order, goal, at: told.at, money: told.money, source: told.source, credit };
        sales.entry(it.site.number).or_insert_with(|| (it.site, Vec::new())).1.push(new);
    }
    for (site, sales) in sales.into_values() {
        taken.sales += put(tx, site, &sales).await?;
    }
    for (site, back) in refunds {
        taken.refunds += u64::from(refund(tx, site, &back).await?);
    }
    Ok(taken)
}

async fn by_token(tx: &Tx, found: &Found<'_>) -> Result<Credit, Fault> {
    let site = (&*found.site.site, found.site.number);
    let credit = credit::of_token(tx, site, &found.arrival.code, found.arrival.parent.as_deref()).await?;
    Ok(credit.unwrap_or_default())
}

/// What an arrival says of a sale.
struct Told {
    order: String,
    at: Timestamp,
    money: Money,
    source: Source,
}

/// It, where it can be used. A goal without an order counts once in `visit`.
fn told(found: &Found<'_>, visit: Option<i64>) -> Option<Told> {
    let arrival = found.arrival;
    let at = Timestamp::from_microsecond(arrival.at).ok()?;
    let own = found.site.settings.currency;
    let source = match (arrival.kind, arrival.by) {
        (Kind::View, _) => Source::Goal,
        (Kind::Event, _) | (Kind::Sale, Some(By::Beacon | By::Pixel)) => Source::Event,
        (_, Some(By::Plugin)) => Source::Plugin,
        _ => Source::Call,
    };
    let money = match (&arrival.sold, found.goal) {
        (Some(sold), _) if arrival.kind != Kind::View => {
            if !(-MINOR_AT_MOST..=MINOR_AT_MOST).contains(&sold.minor) {
                return None;
            }
            Money::new(sold.minor, currency(&sold.currency)?)
        }
        (_, goal) => Money::new(goal.and_then(|goal| goal.minor).unwrap_or(0), own),
    };
    let named = arrival.sold.as_ref().map(|sold| &*sold.order).filter(|order| !order.is_empty());
    let order = match (named, found.goal, visit) {
        (Some(order), ..) if arrival.kind != Kind::View => Some(order.to_owned()).filter(|order| is_order(order))?,
        (_, Some(goal), Some(visit)) => format!("goal:{}:{visit}", goal.id),
        _ => return None,
    };
    Some(Told { order, at, money, source })
}

fn back(arrival: &Arrival<'_>, told: Told) -> Refund {
    let named = arrival.id.as_deref().map(str::to_owned);
    Refund {
        order: told.order,
        refund: named.unwrap_or_else(|| format!("{}:{}", arrival.at, told.money.minor)),
        at: told.at,
        money: Money::new(-told.money.minor, told.money.currency),
    }
}
