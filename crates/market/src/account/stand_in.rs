//! Accounts at stand-ins, which come and go with the house that brings them.

use jiff::Timestamp;
use people::notice::{self, Kind};
use store::{Tx, sql};

/// The stand-ins of `workspace` that were found below `from` are found below `to`.
pub async fn moved(tx: &mut Tx, workspace: &str, from: &str, to: &str) -> Result<(), store::Fault> {
    sql!("account_move").bind(workspace).bind(from).bind(to).execute(tx).await.map(drop)
}

/// The stand-ins below `base` are no more: accounts of `workspace` there are gone for good. One by which something of a site
/// that stays was to go out is disconnected, and stays with it.
pub async fn closed(tx: &mut Tx, workspace: &str, base: &str, now: Timestamp) -> Result<(), store::Fault> {
    let there: Vec<(String, bool)> = sql!("account_of_base").bind(workspace).bind(base).fetch_all(&*tx).await?;
    for (id, is_used) in there {
        notice::over(&mut *tx, now, Kind::AccountOver, &id).await?;
        if is_used {
            sql!("account_disconnect").bind(&*id).bind(workspace).bind(now).execute(&mut *tx).await?;
        } else {
            sql!("account_remove").bind(&*id).execute(&mut *tx).await?;
        }
    }
    Ok(())
}
