//! Looking entries up: one, a page of a list, the months that have any.

use store::{On, sql};

use super::Entry;
use crate::Fault;

/// The entry `id` of the site, taken back or not.
pub async fn by_id(on: &(impl On + ?Sized), site: &str, id: &str) -> Result<Entry, Fault> {
    let entry = sql!("entry_by_id").bind(site).bind(id).fetch_optional(on).await?;
    entry.ok_or(Fault::Unknown("entry"))
}

/// So many entries of the days from `from` to `to`, both included, the newest first, behind the one of the day `behind.0`
/// with the id `behind.1`. Those taken back are not among them.
pub async fn of_site(
    on: &(impl On + ?Sized),
    site: &str,
    (from, to): (i64, i64),
    behind: (i64, &str),
    at_most: u32,
) -> Result<Vec<Entry>, Fault> {
    let (day, id) = behind;
    let entries = sql!("entry_of_site").bind(site).bind(from).bind(to).bind(day).bind(id).bind(at_most);
    Ok(entries.fetch_all(on).await?)
}

/// From the day of the first entry to that of the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Months {
    /// The first.
    pub first: i64,
    /// The last.
    pub last: i64,
}

/// From when to when there are entries.
pub async fn months(on: &(impl On + ?Sized), site: &str) -> Result<Option<Months>, Fault> {
    Ok(sql!("entry_months").bind(site).fetch_optional(on).await?)
}

/// Entries of days before `from` that are said to carry that day too, the newest first.
pub async fn carried(on: &(impl On + ?Sized), site: &str, from: i64) -> Result<Vec<Entry>, store::Fault> {
    let carrying = sql!("entry_carrying").bind(site).bind(from).bind(from).fetch_all(on).await?;
    let carries = |entry: &Entry| super::spread::days(entry.day, entry.months).contains(&from);
    let mut carried: Vec<Entry> = carrying.into_iter().filter(carries).collect();
    carried.reverse();
    Ok(carried)
}
