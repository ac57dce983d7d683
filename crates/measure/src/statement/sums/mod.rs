//! The statement of what is kept: sums of visits, entries and sales of the database become one [`Statement`]. It reads no
//! single visit, so that it does not grow slower with them.

mod amplification;
mod campaigns;
mod costs;
mod doing;
mod hours;
mod pages;

pub use amplification::{Amplification, Between, Node, amplification};
pub use campaigns::{Campaigns, campaigns};
pub use doing::{Doing, doing};
pub use hours::{Hour, Hours, hours};
pub use pages::{PageOf, Pages, pages};

use std::collections::BTreeMap;

use domain::{NetworkId, Side, day_of, number_of};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use store::{Fault, On, sql};

use super::{About, Count, Imported, ImportedSide, Mark, More, Period, Rates, Statement, Visits, with};
use crate::channel::{Channel, Confidence, Fold};
use crate::measured::Measured;
use crate::visits::{Group, Tally};

/// Days before the period whose visits are read for the marks of its beginning.
const BEFORE_MARKS: i64 = 42;
/// The longest period.
const LONGEST: u32 = 1_100;
/// The period where nobody named one: thirteen whole weeks.
const COMMON: u32 = 91;

/// Why there is no such period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPeriod {
    /// It ends before it begins.
    #[error("the period ends before it begins: name a first day that is not after the last one")]
    Backwards,
    /// It is too long.
    #[error("the period is longer than three years: name a shorter one")]
    TooLong,
}

impl Period {
    /// From `from` to `to`. Where one is not named: ninety-one days, to `today`.
    pub fn of(from: Option<Date>, to: Option<Date>, today: Date) -> Result<Self, NoPeriod> {
        let common = i64::from(COMMON) - 1;
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) => (number_of(from), number_of(to)),
            // Whoever names a first day alone means: since then.
            (Some(from), None) => (number_of(from), number_of(today)),
            (None, to) => {
                let to = number_of(to.unwrap_or(today));
                (to - common, to)
            }
        };
        let days = to - from + 1;
        match u32::try_from(days) {
            Ok(days) if days > LONGEST => Err(NoPeriod::TooLong),
            Ok(days) if days > 0 => Ok(Self { from: day_of(from), to: day_of(to), days }),
            _ => Err(NoPeriod::Backwards),
        }
    }

    /// The one of the same length before it.
    pub fn before(self) -> Self {
        let from = number_of(self.from);
        Self { from: day_of(from - i64::from(self.days)), to: day_of(from - 1), days: self.days }
    }

    /// Its first and its last day, since 1970.
    pub(super) fn numbers(self) -> (i64, i64) {
        (number_of(self.from), number_of(self.to))
    }
}

/// The statement of a site.
pub async fn of_site(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Statement, Fault> {
    let (from, to) = period.numbers();
    let before = period.before();
    // Beside each other, where the database has connections for that.
    let (counted, earlier, days, happened, (costs, missing)) = tokio::try_join!(
        groups(on, site, period),
        groups(on, site, before),
        days(on, site, (from - BEFORE_MARKS).min(number_of(before.from)), to),
        happened(on, site, period),
        costs::of(on, site, period),
    )?;
    let (goals,): (i64,) = sql!("statement_goals").bind(&*site.site).fetch_one(on).await?;
    let (invented,): (i64,) = sql!("statement_invented").bind(&*site.site).fetch_one(on).await?;
    let mut tally = Tally { groups: counted.groups, ..Tally::default() };
    let mut beside: BTreeMap<&'static str, u64> = BTreeMap::new();
    for (kind, what, times) in happened {
        let times = u64::try_from(times).unwrap_or(0);
        if kind == "unfurl" {
            tally.unfurls.entry(network_named(what)).or_default().times += times;
        } else if let Some(is) = crate::channel::Counted::named(&what) {
            *tally.left_out.by.entry(is).or_default() += times;
        } else {
            *beside.entry(why(&what)).or_default() += times;
        }
    }
    let settings = &site.settings;
    let about = About {
        hosts: site.all_hosts(),
        guessed: None,
        posts_told: settings.posts.is_some(),
        agents: true,
        goals: goals > 0,
        read: "the visits that Tidings keeps".to_owned(),
        kept: true,
        invented: invented > 0,
    };
    let was_counted = earlier.groups.iter().any(|group| group.visits > 0);
    let more = More {
        period: Some(period),
        period_before: was_counted.then_some(before),
        before: if was_counted { earlier.groups } else { Vec::new() },
        began_ours: Some(counted.began_ours),
        marks: marks(on, site, period).await?,
        rates: days.rates,
        days: days.sides.range(from..=to).map(|(day, sides)| (*day, *sides)).collect(),
        imported: imported(on, site, period).await?,
        weekly_minutes: settings.weekly_minutes.and_then(|minutes| u64::try_from(minutes).ok()),
        missing,
        left_out: beside.into_iter().map(|(name, count)| Count { name: name.to_owned(), count }).collect(),
    };
    Ok(with(&tally, &costs, &about, &more))
}

/// Why something is no visit, in words, of what is no verdict of the rules.
fn why(name: &str) -> &'static str {
    match name {
        "elsewhere" => "pages of other sites",
        "too_many" => "more than a minute takes, from one address or for this site",
        "signals" => "people who want no tracking, as you set it",
        "no_page" => "messages without the address of a page",
        "future" => "messages from a time that has not come",
        "before" | "too_old" => "messages from before single visits are kept",
        "twice" => "messages that came twice",
        "too_fast" => "views by whoever looked at more pages in a minute than a person can",
        "no_sale" => "sales without an order or an amount",
        _ => "other reasons",
    }
}

struct Counted {
    groups: Vec<Group>,
    began_ours: u64,
}

async fn groups(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Counted, Fault> {
    let (from, to) = period.numbers();
    let rows: Vec<(i64, i64, Option<String>, i64, i64)> =
        sql!("statement_groups").bind(site.number).bind(from).bind(to).fetch_all(on).await?;
    let mut counted = Counted { groups: Vec::new(), began_ours: 0 };
    for (channel, confidence, network, visits, began) in rows {
        let Some((channel, confidence)) = class(channel, confidence) else { continue };
        if channel.side() == Side::Smo {
            counted.began_ours += u64::try_from(began).unwrap_or(0);
        }
        counted.groups.push(Group {
            channel,
            side: channel.side(),
            confidence,
            network: network.map(network_named),
            visits: u64::try_from(visits).unwrap_or(0),
            sales: 0,
        });
    }
    Ok(counted)
}

/// The network of this name, as it stands in a row.
pub(super) fn network_named(name: String) -> NetworkId {
    let read: Result<NetworkId, serde::de::value::Error> = NetworkId::deserialize(name.into_deserializer());
    // A name is a text, and any text is one.
    read.unwrap_or_else(|_| NetworkId::new(""))
}

/// The class of these numbers. None: of a newer program than this one.
pub(super) fn class(channel: i64, confidence: i64) -> Option<(Channel, Confidence)> {
    Channel::numbered(channel).zip(Confidence::numbered(confidence))
}

#[derive(Default)]
struct ByDay {
    rates: Rates,
    sides: super::Days,
}

async fn days(on: &(impl On + ?Sized), site: &Measured, from: i64, to: i64) -> Result<ByDay, Fault> {
    let rows: Vec<(i64, i64, i64, i64)> =
        sql!("statement_days").bind(site.number).bind(from).bind(to).fetch_all(on).await?;
    let mut by_day = ByDay::default();
    for (day, channel, confidence, visits) in rows {
        let Some((channel, confidence)) = class(channel, confidence) else { continue };
        let visits = u64::try_from(visits).unwrap_or(0);
        let rate = by_day.rates.entry(day).or_default();
        rate.0 += visits;
        let at = match channel.side() {
            Side::Smo => 0,
            Side::Smm => 1,
            Side::Other | Side::Unknown => continue,
        };
        if at == 0 && confidence.fold() == Fold::Sure {
            rate.1 += visits;
        }
        let sides: &mut [Visits; 2] = by_day.sides.entry(day).or_default();
        sides[at].add(confidence, visits);
    }
    Ok(by_day)
}

async fn happened(
    on: &(impl On + ?Sized),
    site: &Measured,
    period: Period,
) -> Result<Vec<(String, String, i64)>, Fault> {
    let (from, to) = period.numbers();
    sql!("statement_happened").bind(site.number).bind(from).bind(to).fetch_all(on).await
}

#[derive(sqlx::FromRow)]
struct MarkRow {
    id: String,
    day: i64,
    kind: String,
    says: String,
    audit: Option<String>,
    pages: Option<i64>,
}

async fn marks(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Vec<Mark>, Fault> {
    let (from, to) = period.numbers();
    let rows: Vec<MarkRow> = sql!("statement_marks").bind(&*site.site).bind(from).bind(to).fetch_all(on).await?;
    let mark = |row: MarkRow| Mark {
        id: row.id,
        day: row.day,
        kind: row.kind,
        says: row.says,
        audit: row.audit,
        pages: row.pages.and_then(|pages| u64::try_from(pages).ok()),
    };
    Ok(rows.into_iter().map(mark).collect())
}

async fn imported(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Vec<Imported>, Fault> {
    let (from, to) = period.numbers();
    let rows: Vec<(String, i64, i64, i64, i64)> =
        sql!("statement_imported").bind(&*site.site).bind(from).bind(to).fetch_all(on).await?;
    let mut forms: BTreeMap<String, (i64, i64, BTreeMap<Side, u64>)> = BTreeMap::new();
    for (form, first, last, channel, visits) in rows {
        let it = forms.entry(form).or_insert((first, last, BTreeMap::new()));
        (it.0, it.1) = (it.0.min(first), it.1.max(last));
        let side = Channel::numbered(channel).map_or(Side::Unknown, Channel::side);
        *it.2.entry(side).or_default() += u64::try_from(visits).unwrap_or(0);
    }
    let told = |(form, (first, last, sides)): (String, (i64, i64, BTreeMap<Side, u64>))| Imported {
        form,
        from: day_of(first),
        to: day_of(last),
        sides: sides.into_iter().map(|(side, visits)| ImportedSide { side, visits }).collect(),
    };
    Ok(forms.into_iter().map(told).collect())
}
