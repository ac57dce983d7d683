//! One batch: what is there is found, views are made into visits, everything is kept.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use domain::Code;
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{Fault, Tx, sql};

use super::around::{Around, Unfurled};
use super::batch::{Batch, Look, Pages};
use super::rows::Rows;
use super::sums::Sums;
use super::trail::Trail;
use super::words::Words;
use super::{Sites, Taken};
use crate::arrivals::{Arrival, By, Kind};
use crate::channel::{path, telling};
use crate::measured::Measured;

/// Microseconds by which a clock may be ahead.
pub(super) const AHEAD: i64 = 10 * 60 * 1_000_000;
/// Microseconds before the site's beginning in which somebody's clock may be.
const BEHIND: i64 = 24 * 3_600 * 1_000_000;
/// Rows of a kind on a site's day; what is beyond is counted together.
const MOST_HAPPENED: i64 = 10_000;

pub(super) async fn take(
    tx: &mut Tx,
    sites: &Sites,
    arrivals: &[Arrival<'_>],
    now: Option<Timestamp>,
) -> Result<(Taken, Trail), Fault> {
    let mut taken = Taken::default();
    let of_pages = |arrival: &&Arrival<'_>| {
        arrival.site.is_some() && matches!(arrival.kind, Kind::View | Kind::Event | Kind::Unfurl)
    };
    let mut all: Vec<&Arrival<'_>> = arrivals.iter().filter(of_pages).collect();
    if all.is_empty() {
        return Ok((taken, Trail::default()));
    }
    let last: i64 = sql!("visit_turn_raise").fetch_one(&*tx).await?;
    // Two servers write beside each other; of one the order is that of its clock.
    all.sort_by_key(|arrival| arrival.at);
    let named: BTreeSet<i64> = all.iter().filter_map(|arrival| arrival.site).collect();
    let there: Vec<(i64, i64)> = sql!("kept_sites").bind_list(named).fetch_all(&*tx).await?;
    let there: HashMap<i64, i64> = there.into_iter().collect();

    let mut words = Words::new();
    let mut looks: Vec<Look<'_>> = Vec::with_capacity(all.len());
    for arrival in all {
        let number = arrival.site.unwrap_or_default();
        let at = Timestamp::from_microsecond(arrival.at).ok();
        let (Some(site), Some(since), Some(at)) = (sites.get(&number), there.get(&number), at) else {
            taken.nowhere += 1;
            continue;
        };
        let url = arrival.url.as_deref().unwrap_or("/");
        let place = path(url);
        let page = words.seen(place);
        let is_ahead = now.is_some_and(|now| arrival.at > now.as_microsecond() + AHEAD);
        let is_behind = arrival.by != Some(By::Log) && arrival.at < since - BEHIND;
        let left_out = match (is_ahead, is_behind) {
            (true, _) => Some("future"),
            (_, true) => Some("before"),
            _ => None,
        };
        let at = if is_ahead { now.unwrap_or(at) } else { at };
        let day = site.day(at).1;
        let code = arrival.code.parse::<Code>().ok().map(|code| code.to_string());
        looks.push(Look { arrival, site, day, path: place, page, query: telling(url), code, left_out });
    }
    twice(tx, &mut looks).await?;

    let (mut around, mut unfurled, mut rows) = (Around::default(), Unfurled::default(), Rows::default());
    let days: BTreeSet<(i64, i64)> = looks.iter().map(|look| (look.site.number, look.day)).collect();
    let days: Vec<(i64, i64)> = days.into_iter().collect();
    let (mut codes, mut presses) = (FxHashSet::default(), FxHashSet::default());
    for look in &looks {
        codes.extend(look.code.clone());
        if let Some(parent) = look.arrival.parent.as_deref().filter(|_| look.code.is_some()) {
            match parent.parse::<Code>() {
                Ok(code) => drop(codes.insert(code.to_string())),
                Err(_) => drop(presses.insert((look.site.number, parent.to_ascii_lowercase()))),
            }
        }
    }
    around.find_links(&*tx, &codes).await?;
    around.find_presses(&*tx, &presses).await?;
    let tagged: BTreeSet<i64> = looks
        .iter()
        .filter(|look| look.query.contains("m_") || look.query.contains("k_"))
        .map(|it| it.site.number)
        .collect();
    if !tagged.is_empty() {
        let tagged: Vec<i64> = tagged.into_iter().collect();
        around.find_campaigns(&*tx, &tagged).await?;
    }
    let live = days.iter().filter_map(|(site, day)| Some((&**sites.get(site)?, *day)));
    around.find_live(&*tx, live).await?;
    around.find_typed(tx, &days).await?;
    words.find(tx).await?;
    unfurled.find(&*tx, &words, looks.iter().map(|look| (look.site.number, look.page))).await?;
    let mut pages = Pages::default();
    for (site, day) in &days {
        let known: Vec<i64> = sql!("kept_pages").bind(*site).bind(*day).fetch_all(&*tx).await?;
        pages.insert((*site, *day), known.into_iter().collect());
    }
    let mut whose = BTreeSet::new();
    for look in &looks {
        whose.extend(look.arrival.visitor.map(|hash| (look.site.number, look.day, hash)));
        whose.extend(look.arrival.before.map(|hash| (look.site.number, look.day - 1, hash)));
    }
    let whose: Vec<_> = whose.into_iter().collect();
    rows.find(tx, &mut words, &whose).await?;

    let hosts = named_hosts(&days, sites);
    let (sums, trail, late) = (Sums::default(), Trail::default(), Vec::new());
    let mut batch = Batch { words, around, unfurled, rows, pages, hosts, sums, trail, late, last, taken };
    for look in &looks {
        batch.take(look);
    }
    let Batch { mut words, unfurled, rows, mut sums, trail, late, last: now_last, taken, .. } = batch;
    for (key, many) in sums.kinds() {
        let (site, day, kind) = key;
        // What stands there already is not counted apart: a bound need not be exact.
        let there: i64 = sql!("happened_rows").bind(site).bind(day).bind(kind).fetch_one(&*tx).await?;
        if there + many > MOST_HAPPENED {
            sums.fold(key);
        }
    }
    unfurled.want(&mut words);
    words.settle(tx).await?;
    rows.write(tx, &words).await?;
    sums.write(tx, &words).await?;
    unfurled.write(tx, &mut words).await?;
    behind(tx, &words, &late).await?;
    if now_last != last {
        sql!("visit_turn_end").bind(now_last).execute(tx).await?;
    }
    Ok((taken, trail))
}

fn named_hosts(days: &[(i64, i64)], sites: &Sites) -> FxHashMap<i64, Vec<Cow<'static, str>>> {
    let hosts = |site: &Measured| site.all_hosts().into_iter().map(Cow::Owned).collect();
    days.iter().filter_map(|(site, _)| Some((*site, hosts(sites.get(site)?)))).collect()
}

/// What was sent, as it is known again.
#[derive(Serialize)]
struct Seen {
    site: i64,
    day: i64,
    id: i64,
}

/// Marks those that were sent before: of each id the first one counts.
async fn twice(tx: &mut Tx, looks: &mut [Look<'_>]) -> Result<(), Fault> {
    let mut new: FxHashSet<(i64, i64, i64)> = FxHashSet::default();
    let key = |look: &Look<'_>| Some((look.site.number, look.day, fingerprint(look.arrival.id.as_deref()?)));
    let mut list: Vec<(i64, i64, i64)> = looks.iter().filter(|look| look.left_out.is_none()).filter_map(&key).collect();
    if list.is_empty() {
        return Ok(());
    }
    list.sort_unstable();
    list.dedup();
    let list = list.iter().map(|&(site, day, id)| Seen { site, day, id });
    let fresh = sql!("arrival_seen_add").bind_list(list);
    new.extend(fresh.fetch_all::<(i64, i64, i64), _>(&*tx).await?);
    for look in looks {
        if look.left_out.is_none() && key(look).is_some_and(|key| !new.remove(&key)) {
            look.left_out = Some("twice");
        }
    }
    Ok(())
}

fn fingerprint(id: &str) -> i64 {
    let hash = Sha256::digest(id);
    hash[..8].try_into().map_or(0, i64::from_le_bytes)
}

/// Days on which silent visits began at a page before it was known that its preview had been fetched before them.
async fn behind(tx: &mut Tx, words: &Words, late: &[(i64, i64, super::words::Word, i64)]) -> Result<(), Fault> {
    if late.is_empty() {
        return Ok(());
    }
    let list = late.iter().filter_map(|(site, day, page, at)| {
        Some(json!({"site": site, "day": day, "page": words.some(*page)?, "at": at}))
    });
    let days: Vec<(i64, i64)> = sql!("visit_after").bind_list(list).fetch_all(&*tx).await?;
    if !days.is_empty() {
        let list = days.iter().map(|(site, day)| json!({"site": site, "day": day}));
        sql!("replay_day_add").bind_list(list).bind("unfurl").execute(tx).await?;
    }
    Ok(())
}

/// What the browser calls itself. Where a page, a server or the plug-in says nothing of it, none was sent.
pub(super) fn agent<'a>(arrival: &'a Arrival<'_>) -> Option<Cow<'a, str>> {
    let said = arrival.agent.as_deref().map(Cow::Borrowed);
    if arrival.by == Some(By::Log) { said } else { said.or(Some(Cow::Borrowed(""))) }
}
