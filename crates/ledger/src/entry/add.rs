//! Making entries, and taking them back.

use std::collections::HashSet;

use domain::{Money, Random};
use jiff::Timestamp;
use serde::Serialize;
use store::{Tx, sql};

use super::{Amount, By, Entry, Kind, New, Source, look};
use crate::Fault;

/// Rows of one statement.
const AT_ONCE: usize = 1_000;

/// A row as the statement reads it.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    day: i64,
    activity: Option<&'static str>,
    side: &'static str,
    network: Option<&'a str>,
    campaign: Option<&'a str>,
    page: Option<&'a str>,
    kind: &'static str,
    minutes: Option<i64>,
    hour_minor: Option<i64>,
    minor: Option<i64>,
    currency: Option<String>,
    months: i64,
    note: &'a str,
}

impl<'a> Row<'a> {
    fn of(id: &'a str, new: &'a New) -> Self {
        let (kind, minutes, hour, minor, currency) = match new.amount {
            Amount::Hours { minutes, price } => {
                (Kind::Hours, Some(minutes), price.map(|price| price.minor), None, price.map(|price| price.currency))
            }
            Amount::Paid(kind, Money { minor, currency }) => (kind, None, None, Some(minor), Some(currency)),
        };
        Self {
            id,
            day: domain::number_of(new.day),
            activity: new.what.activity().map(domain::Activity::name),
            side: new.what.side().name(),
            network: new.network.as_deref(),
            campaign: new.campaign.as_deref(),
            page: new.page.as_deref(),
            kind: kind.name(),
            minutes,
            hour_minor: hour,
            minor,
            currency: currency.map(|currency| currency.to_string()),
            months: new.months.unwrap_or_else(|| new.what.months()),
            note: new.note.as_deref().unwrap_or_default(),
        }
    }
}

/// Makes an entry.
pub async fn add(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    source: Source,
    new: New,
) -> Result<Entry, Fault> {
    let id = random.code();
    add_all(tx, now, by, source, vec![(id.clone(), new)]).await?;
    look::by_id(tx, &by.site, &id).await
}

/// Makes entries with these ids: all of them, or none. One whose id is there already stays as it is; how many were new.
pub async fn add_all(
    tx: &mut Tx,
    now: Timestamp,
    by: &By,
    source: Source,
    new: Vec<(String, New)>,
) -> Result<u64, Fault> {
    let mut checked = Vec::with_capacity(new.len());
    for (id, new) in new {
        checked.push((id, new.checked(by.today)?));
    }
    let mut added = 0;
    for part in checked.chunks(AT_ONCE) {
        let rows: Vec<Row<'_>> = part.iter().map(|(id, new)| Row::of(id, new)).collect();
        let list = serde_json::to_string(&rows).unwrap_or_default();
        let add = sql!("entry_add").bind(list).bind(&*by.site).bind(source.name()).bind(&*by.name).bind(now);
        added += add.execute(tx).await?;
    }
    Ok(added)
}

/// Makes entries of a sheet's rows: all of them, or none. A row that was entered before stays as it is; how many were new.
pub async fn add_sheet(
    tx: &mut Tx,
    now: Timestamp,
    by: &By,
    rows: Vec<(String, super::sheet::Row)>,
) -> Result<u64, Fault> {
    let named: Vec<&str> = rows.iter().filter_map(|(_, row)| row.id.as_deref()).collect();
    let mut there = HashSet::new();
    for part in named.chunks(AT_ONCE) {
        let found: Vec<String> =
            sql!("entry_there").bind(&*by.site).bind_list(part.iter().copied()).fetch_all(&*tx).await?;
        there.extend(found);
    }
    let fresh = rows.into_iter().filter(|(_, row)| !row.id.as_ref().is_some_and(|id| there.contains(id)));
    let new = fresh.map(|(id, row)| (id, row.new)).collect();
    add_all(tx, now, by, Source::Csv, new).await
}

/// Takes the entry `id` back. One that is taken back stays so since when it was.
pub async fn undo(tx: &mut Tx, now: Timestamp, site: &str, id: &str) -> Result<Entry, Fault> {
    let changed = sql!("entry_undo").bind(site).bind(id).bind(now).execute(tx).await?;
    if changed == 0 { Err(Fault::Unknown("entry")) } else { look::by_id(tx, site, id).await }
}

/// Puts it in again. One that was booked from a proposal whose minutes another entry has by now is refused.
pub async fn redo(tx: &mut Tx, site: &str, id: &str) -> Result<Entry, Fault> {
    let entry = look::by_id(&*tx, site, id).await?;
    if entry.source == Source::Proposal.name() && entry.undone_at.is_some() {
        let held: i64 = sql!("screen_minute_held").bind(id).fetch_one(&*tx).await?;
        if held == 0 {
            let says = "these minutes were booked anew meanwhile: take that entry back first";
            return Err(Fault::wrong("booked_anew", says));
        }
    }
    sql!("entry_redo").bind(site).bind(id).execute(tx).await?;
    look::by_id(tx, site, id).await
}

/// Gives hours that were entered before anybody said what an hour costs this price; how many there were.
pub async fn price(tx: &mut Tx, site: &str, hour: Money) -> Result<u64, store::Fault> {
    sql!("entry_price").bind(site).bind(hour.minor).bind(hour.currency.as_str()).execute(tx).await
}
