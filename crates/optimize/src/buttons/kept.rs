//! Kept: the bar of each site, as its owner put it together.

use jiff::Timestamp;
use store::{Db, Fault, Tx, sql};

use super::Bar;

/// The bar of `site`; `None` where nobody put one together, or where what is kept is of a program that is newer.
pub async fn of(db: &Db, site: &str) -> Result<Option<Bar>, Fault> {
    let bar: Option<String> = sql!("share_bar_of").bind(site.to_owned()).fetch_optional(db).await?;
    Ok(bar.and_then(|bar| serde_json::from_str(&bar).ok()))
}

/// When the bar of `site` was last put together, in UTC microseconds.
pub async fn changed_at(db: &Db, site: &str) -> Result<Option<i64>, Fault> {
    sql!("share_bar_changed").bind(site.to_owned()).fetch_optional(db).await
}

/// Keeps `bar` as that of `site`.
pub async fn keep(tx: &mut Tx, now: Timestamp, site: &str, bar: &Bar) -> Result<(), Fault> {
    let bar = serde_json::to_string(bar).unwrap_or_default();
    sql!("share_bar_keep").bind(site.to_owned()).bind(bar).bind(now).execute(tx).await?;
    Ok(())
}
