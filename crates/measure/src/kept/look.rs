//! Looking: single visits of a site, from the sums down to one with its evidence; and who is here now.

use std::borrow::Cow;

use domain::Side;
use jiff::Timestamp;
use rustc_hash::FxHashSet;
use store::{Db, Fault, On, sql};

use super::around::Around;
use super::stored::Stored;
use crate::channel::{Channel, Confidence, explain};
use crate::measured::Measured;

/// Minutes that are now.
pub const LIVE_MINUTES: i64 = 30;
/// Visits that are looked through for what is now.
const LIVE_AT_MOST: u32 = 1_000;

/// Which visits.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Whose doing they are.
    pub side: Option<Side>,
    /// Their class.
    pub channel: Option<Channel>,
    /// How sure that is.
    pub confidence: Option<Confidence>,
    /// The place outside.
    pub network: Option<String>,
    /// The first page, by its path.
    pub page: Option<String>,
    /// The token's code.
    pub code: Option<String>,
    /// The campaign of the link that they came by.
    pub campaign: Option<String>,
}

/// The number of a text; none where no row can have it.
async fn word(on: &(impl On + ?Sized), text: &str) -> Result<Option<i64>, Fault> {
    let found: Option<(i64, String)> = sql!("word_find").bind_list([text]).fetch_optional(on).await?;
    Ok(found.map(|(id, _)| id))
}

/// Visits of site `number` on the days `from` to `to`, the newest first, at most `at_most`, behind the visit `after`.
pub async fn list(
    on: &(impl On + ?Sized),
    number: i64,
    (from, to): (i64, i64),
    filter: &Filter,
    after: Option<(i64, i64)>,
    at_most: u32,
) -> Result<Vec<Stored>, Fault> {
    let fits = |channel: &&Channel| {
        filter.channel.is_none_or(|it| it == **channel) && filter.side.is_none_or(|side| channel.side() == side)
    };
    let channels: Vec<i64> = Channel::ALL.iter().filter(fits).map(|channel| channel.number()).collect();
    let mut words = [None, None, None];
    for (text, word_of) in [&filter.network, &filter.page, &filter.code].into_iter().zip(&mut words) {
        if let Some(text) = text {
            match word(on, text).await? {
                None => return Ok(Vec::new()),
                found => *word_of = found,
            }
        }
    }
    let [network, page, code] = words;
    let mut codes: Option<Vec<i64>> = code.map(|code| vec![code]);
    if let Some(campaign) = &filter.campaign {
        let of: Vec<i64> = sql!("campaign_codes").bind(number).bind(campaign).fetch_all(on).await?;
        codes = Some(of.into_iter().filter(|it| code.is_none_or(|code| code == *it)).collect());
    }
    let (last_day, last_id) = after.filter(|(day, _)| *day <= to).unwrap_or((to, i64::MAX));
    sql!("visit_list")
        .bind(number)
        .bind(from)
        .bind(last_day)
        .bind(last_id)
        .bind_list(channels)
        .bind(filter.confidence.map(Confidence::number))
        .bind(network)
        .bind(page)
        .bind(codes.map(|codes| serde_json::Value::from(codes).to_string()))
        .bind(i64::from(at_most))
        .fetch_all(on)
        .await
}

/// The visit of that day and number.
pub async fn one(on: &(impl On + ?Sized), number: i64, day: i64, id: i64) -> Result<Option<Stored>, Fault> {
    sql!("visit_one").bind(number).bind(day).bind(id).fetch_optional(on).await
}

/// Why `visit` was counted as it was, in sentences.
pub async fn why(db: &Db, site: &Measured, visit: &Stored) -> Result<Vec<String>, Fault> {
    let mut around = Around::default();
    let codes: FxHashSet<String> = visit.code.iter().cloned().collect();
    around.find_links(db, &codes).await?;
    let hosts: Vec<Cow<'_, str>> = site.all_hosts().into_iter().map(Cow::Owned).collect();
    let known = visit.known();
    let evidence = visit.evidence(site, &hosts, &around, &known.live, &known.unfurls);
    Ok(explain(&evidence, &visit.verdict()))
}

/// What is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// Visitors who looked at a page within the time.
    pub visitors: i64,
    /// Visits that began within it, the newest first.
    pub visits: Vec<Stored>,
    /// There were more than are looked through.
    pub is_cut_short: bool,
}

/// The last minutes.
pub async fn live(db: &Db, site: &Measured, now: Timestamp) -> Result<Live, Fault> {
    let today = site.day(now).1;
    let since = now.as_microsecond() - LIVE_MINUTES * 60_000_000;
    let visitors = sql!("live_visitors").bind(site.number).bind(today - 1).bind(since).fetch_one(db).await?;
    let mut visits = list(db, site.number, (today - 1, today), &Filter::default(), None, LIVE_AT_MOST).await?;
    visits.retain(|visit| visit.at >= since);
    let is_cut_short = visits.len() == LIVE_AT_MOST as usize;
    visits.sort_by_key(|visit| -visit.at);
    Ok(Live { visitors, visits, is_cut_short })
}

/// Different visitors of each day: `all`, `side:smo`, `channel:post`. They are exact by day, and no sum of them is one of
/// people.
pub async fn visitors(
    on: &(impl On + ?Sized),
    number: i64,
    what: &str,
    (from, to): (i64, i64),
) -> Result<Vec<(i64, i64)>, Fault> {
    sql!("visitor_days").bind(number).bind(what).bind(from).bind(to).fetch_all(on).await
}
