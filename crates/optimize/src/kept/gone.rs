//! Gone for good: sites and workspaces leave the bin with all their audits.
//!
//! Rows go in one transaction; the folders of the audits are left to a job of kind [`CLEAR`], so that a program that is
//! killed in between leaves nothing lying about.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use people::{Signed, bin, workspace};
use serde_json::json;
use store::queue::{self, NewJob};
use store::{Db, Tx, sql};

use super::{folder_of, throw_away};

/// The kind of job that takes away the folders of audits, and the one that was handed in; its payload is the list of
/// their ids.
pub const CLEAR: &str = "clear";

/// An audit that was under way hears within so long that it is over.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(1);

/// Takes the site `id` out of the bin of the workspace of `signed`, for good.
pub async fn forget_site(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    id: &str,
) -> Result<(), people::Fault> {
    let (random, who, id) = (Arc::clone(random), signed.clone(), id.to_owned());
    db.write_or(move |tx| {
        Box::pin(async move {
            let address = bin::hold_site(&mut *tx, &who, &id).await?;
            people::note(&mut *tx, &*random, now, &who, "site deleted for good", &address).await?;
            forget(tx, &id, now).await?;
            Ok(())
        })
    })
    .await
}

/// Empties the bin of what lies there for longer than it keeps things: how many sites and workspaces are gone.
pub async fn empty_bin(db: &Db, now: Timestamp) -> Result<(usize, usize), people::Fault> {
    let before = now - workspace::BIN_KEEPS;
    let emptied = db.write(move |tx| {
        Box::pin(async move {
            let sites = bin::old_sites(&mut *tx, before).await?;
            for site in &sites {
                forget(&mut *tx, site, now).await?;
            }
            let workspaces = bin::old_workspaces(&mut *tx, before).await?;
            for workspace in &workspaces {
                for site in bin::sites_of(&mut *tx, workspace).await? {
                    forget(&mut *tx, &site, now).await?;
                }
                bin::forget_workspace(&mut *tx, workspace).await?;
            }
            Ok((sites.len(), workspaces.len()))
        })
    });
    Ok(emptied.await?)
}

/// Forgets a site and its audits, and has their folders taken away.
async fn forget(tx: &mut Tx, site: &str, now: Timestamp) -> Result<(), store::Fault> {
    let audits: Vec<(String, Option<i64>)> = sql!("audit_forget_of_site").bind(site).fetch_all(&*tx).await?;
    let folder: Option<Option<String>> = sql!("site_folder").bind(site).fetch_optional(&*tx).await?;
    bin::forget_site(&mut *tx, site).await?;
    if audits.is_empty() && folder.as_ref().is_none_or(Option::is_none) {
        return Ok(());
    }
    let under_way = audits.iter().any(|(_, ended)| ended.is_none());
    let due = if under_way { now + UNDER_WAY } else { now };
    let ids: Vec<String> = audits.into_iter().map(|(id, _)| id).chain(folder.flatten()).collect();
    queue::enqueue(tx, NewJob { kind: CLEAR, payload: json!(ids), due, dedup: None, priority: 0 }, now).await?;
    Ok(())
}

/// Takes away the folder of the audit `id`, or the one that was handed in under it; what is not there is gone already.
pub fn clear(data: &Path, id: &str) -> io::Result<()> {
    throw_away(data, id)?;
    match fs::remove_dir_all(folder_of(data, id)) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
