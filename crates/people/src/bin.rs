//! The bin: what was removed lies there for a while, and is then gone for good.
//!
//! What is forgotten here is what `people` keeps. Audits are others' rows: whoever knows them forgets them first, in the
//! same transaction, and then calls [`forget_site`] and [`forget_workspace`].

use jiff::{SignedDuration, Timestamp};
use store::{Db, Tx, sql};

use crate::{Fault, Signed, member};

/// A site in the bin.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Binned {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it begins.
    pub address: String,
    /// Since when it lies there, in UTC microseconds.
    pub removed_at: i64,
}

/// The sites of the workspace of `signed` in the bin, the last one first.
pub async fn all(db: &Db, signed: &Signed) -> Result<Vec<Binned>, Fault> {
    Ok(sql!("site_bin").bind(signed.workspace.clone()).fetch_all(db).await?)
}

/// Holds the site `id` in the bin of the workspace of `signed`, so that nobody takes it out: its address.
pub async fn hold_site(tx: &mut Tx, signed: &Signed, id: &str) -> Result<String, Fault> {
    let found = sql!("site_in_bin").bind(signed.workspace.clone()).bind(id).fetch_optional(&*tx).await?;
    found.ok_or(Fault::Unknown("site in the bin"))
}

/// Forgets a site, its links for clients with it.
pub async fn forget_site(tx: &mut Tx, site: &str) -> Result<(), store::Fault> {
    sql!("demo_forget").bind(site).execute(&mut *tx).await?;
    sql!("site_forget").bind(site).execute(tx).await.map(drop)
}

/// The sites that were removed before `before`.
pub async fn old_sites(tx: &mut Tx, before: Timestamp) -> Result<Vec<String>, store::Fault> {
    sql!("site_removed_before").bind(before).fetch_all(&*tx).await
}

/// The workspaces that were removed before `before`.
pub async fn old_workspaces(tx: &mut Tx, before: Timestamp) -> Result<Vec<String>, store::Fault> {
    sql!("workspace_removed_before").bind(before).fetch_all(&*tx).await
}

/// All sites of a workspace, those in the bin among them.
pub async fn sites_of(tx: &mut Tx, workspace: &str) -> Result<Vec<String>, store::Fault> {
    sql!("site_of_workspace").bind(workspace).fetch_all(&*tx).await
}

/// Forgets a workspace, of which no site is left, and everybody who belongs nowhere else.
pub async fn forget_workspace(tx: &mut Tx, workspace: &str) -> Result<(), store::Fault> {
    let people: Vec<(String, String)> = sql!("membership_persons").bind(workspace).fetch_all(&*tx).await?;
    sql!("membership_end_all").bind(workspace).execute(&mut *tx).await?;
    sql!("deed_forget_in").bind(workspace).execute(&mut *tx).await?;
    sql!("once_link_forget_in").bind(workspace).execute(&mut *tx).await?;
    for (person, _) in people {
        crate::session::move_out(&mut *tx, &person, workspace).await?;
        member::forget_if_nowhere(&mut *tx, &person).await?;
    }
    sql!("workspace_forget").bind(workspace).execute(tx).await.map(drop)
}

/// What has run out is kept so long, for whoever looks at a list.
const RUN_OUT_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Forgets sessions, links, invitations and tokens that ran out, and who was throttled a day ago.
pub async fn forget_what_ran_out(db: &Db, now: Timestamp) -> Result<(), Fault> {
    db.write(move |tx| {
        Box::pin(async move {
            sql!("session_expired").bind(now).execute(&mut *tx).await?;
            sql!("once_link_expired").bind(now).execute(&mut *tx).await?;
            sql!("reset_link_expired").bind(now).execute(&mut *tx).await?;
            sql!("invitation_expired").bind(now).execute(&mut *tx).await?;
            sql!("client_link_expired").bind(now - RUN_OUT_KEPT).execute(&mut *tx).await?;
            sql!("api_token_expired").bind(now - RUN_OUT_KEPT).execute(&mut *tx).await?;
            sql!("refused_old").bind(now - SignedDuration::from_hours(24)).execute(tx).await
        })
    })
    .await?;
    Ok(())
}
