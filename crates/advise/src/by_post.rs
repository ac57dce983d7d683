//! By post: what each post brought, in visits and sales by its links, and what it took, in minutes and money that were entered
//! for its deliveries. Who wrote it and when it went out is the market's to know, what came of it the measure's.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Currency, Money, Side, number_of};
use jiff::Timestamp;
use ledger::rate::Rates;
use measure::channel::{Channel, Confidence};
use measure::measured::Measured;
use measure::statement::{Period, Visits};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Fault, On, sql};

use crate::hand;

/// Posts that are told.
const LISTED: i64 = 200;

/// Posts of a site, those with the most visits first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementPosts")]
pub struct Posts {
    /// Over which time.
    pub period: Period,
    /// At most two hundred: those that went out in this time, and older ones that brought or took something in it.
    pub posts: Vec<PostOf>,
    /// What is in no sum, in words.
    pub missing: Vec<String>,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "StatementPost")]
pub struct PostOf {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The page that it carries.
    pub page: Option<String>,
    /// When the first of its deliveries went live. None: nobody knows of any.
    pub live: Option<Timestamp>,
    /// Visits that its links brought.
    pub brought: Visits,
    /// Visits by visitors who passed those links on.
    pub passed_on: Visits,
    /// Sales that are put down to its links.
    pub sales: u64,
    /// What these came to.
    pub sold: Option<Money>,
    /// Minutes that posting it by hand took. None: nobody said.
    pub minutes: Option<u64>,
    /// What networks were paid for it. None: nothing.
    pub paid: Option<Money>,
}

/// What one post came to.
#[derive(Default)]
struct Sum {
    brought: Visits,
    passed_on: Visits,
    sales: i64,
    sold: i64,
    minutes: i64,
    paid: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    text: String,
    page: Option<String>,
    live_at: Option<i64>,
}

/// What each post of `site` brought and took in `period`.
pub async fn by_post(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Posts, Fault> {
    let (from, to) = (number_of(period.from), number_of(period.to));
    let currency = site.settings.currency;
    let rates = Rates::of(on, &site.site, currency).await?;
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let visits: Vec<(String, i64, i64, i64)> =
        sql!("by_post_visits").bind(&*site.site).bind(site.number).bind(from).bind(to).fetch_all(on).await?;
    for (post, channel, confidence, visits) in visits {
        let Some((channel, confidence)) = Channel::numbered(channel).zip(Confidence::numbered(confidence)) else {
            continue;
        };
        let sum = sums.entry(post).or_default();
        let of = if channel.side() == Side::Smo { &mut sum.passed_on } else { &mut sum.brought };
        of.add(confidence, count(visits));
    }
    let mut unknown = BTreeSet::new();
    let mut own = |minor: i64, of: &str, day: i64| {
        let own = of.parse::<Currency>().ok().and_then(|of| rates.convert(Money::new(minor, of), day));
        if own.is_none() {
            unknown.insert(of.to_owned());
        }
        own.unwrap_or(0)
    };
    let sales: Vec<(String, i64, String, i64, i64)> =
        sql!("by_post_sales").bind(&*site.site).bind(from).bind(to).fetch_all(on).await?;
    for (post, day, of, sales, minor) in sales {
        let sum = sums.entry(post).or_default();
        sum.sales += sales;
        sum.sold += own(minor, &of, day);
    }
    let entries: Vec<(String, i64, Option<String>, i64, i64)> =
        sql!("by_post_entries").bind(&*site.site).bind(from).bind(to).bind(hand::BOOKED).fetch_all(on).await?;
    for (post, day, of, minutes, minor) in entries {
        let sum = sums.entry(post).or_default();
        sum.minutes += minutes;
        sum.paid += of.filter(|_| minor != 0).map_or(0, |of| own(minor, &of, day));
    }
    let begins =
        |day: jiff::civil::Date| day.to_zoned(site.zone.clone()).map_or(0, |at| at.timestamp().as_microsecond());
    let rows: Vec<Row> = sql!("by_post")
        .bind(&*site.site)
        .bind(begins(period.from))
        .bind(begins(period.to.tomorrow().unwrap_or(period.to)))
        .bind_list(sums.keys())
        .bind(LISTED)
        .fetch_all(on)
        .await?;
    let mut posts: Vec<PostOf> = rows
        .into_iter()
        .map(|row| {
            let sum = sums.remove(&row.id).unwrap_or_default();
            PostOf {
                live: row.live_at.and_then(|at| Timestamp::from_microsecond(at).ok()),
                brought: sum.brought,
                passed_on: sum.passed_on,
                sales: count(sum.sales),
                sold: (sum.sales > 0).then(|| Money::new(sum.sold, currency)),
                minutes: (sum.minutes > 0).then(|| count(sum.minutes)),
                paid: (sum.paid != 0).then(|| Money::new(sum.paid, currency)),
                id: row.id,
                text: row.text,
                page: row.page,
            }
        })
        .collect();
    posts.sort_by_key(|post| std::cmp::Reverse((post.brought.all() + post.passed_on.all(), post.live)));
    let says =
        |of| format!("Amounts in {of} are left out: nobody entered what it was worth in {currency} on those days.");
    Ok(Posts { period, posts, missing: unknown.into_iter().map(says).collect() })
}

/// A count of a row.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
