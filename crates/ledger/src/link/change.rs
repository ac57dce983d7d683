//! Changes: a link is withdrawn and comes back, runs out at another time, is noted anew. Its target never changes: what
//! somebody shared leads where it led.

use jiff::Timestamp;
use store::{Tx, sql};

use super::{Link, NOTE, word};
use crate::Fault;

/// What can be changed of a link.
#[derive(Clone, Debug)]
pub struct Change {
    /// For people.
    pub note: Option<String>,
    /// Until when it leads anywhere.
    pub expires: Option<Timestamp>,
}

/// The number of the change that is about to be made. Its row is held until the commit, so whoever else changes links
/// waits, and numbers become visible in their order.
pub(super) async fn next_change(tx: &mut Tx) -> Result<i64, store::Fault> {
    sql!("link_change_next").fetch_one(&*tx).await
}

/// Switches the link `code` of the site off. One that is off stays off since when it was.
pub async fn withdraw(tx: &mut Tx, now: Timestamp, site: &str, code: &str) -> Result<Link, Fault> {
    let changed = next_change(tx).await?;
    let link = sql!("link_withdraw").bind(site).bind(code).bind(now).bind(changed).fetch_optional(&*tx).await?;
    link.ok_or(Fault::Unknown("link"))
}

/// Switches it on again.
pub async fn restore(tx: &mut Tx, site: &str, code: &str) -> Result<Link, Fault> {
    let changed = next_change(tx).await?;
    let link = sql!("link_restore").bind(site).bind(code).bind(changed).fetch_optional(&*tx).await?;
    link.ok_or(Fault::Unknown("link"))
}

/// Changes its note and when it runs out.
pub async fn change(tx: &mut Tx, site: &str, code: &str, change: Change) -> Result<Link, Fault> {
    let note = word("note", change.note.as_deref(), NOTE)?;
    let changed = next_change(tx).await?;
    let link = sql!("link_set").bind(site).bind(code).bind(note).bind(change.expires).bind(changed);
    link.fetch_optional(&*tx).await?.ok_or(Fault::Unknown("link"))
}
