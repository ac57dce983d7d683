//! Presence: what of ours stood where, from when until when. The channel rules ask for it, and so does whoever wants to know
//! what a post came to.

use domain::Activity;
use jiff::Timestamp;
use store::{On, Tx, sql};

/// Something that is live from now on.
#[derive(Clone, Debug)]
pub struct New {
    /// By which whoever put it there knows it again.
    pub id: String,
    /// The site that it is for.
    pub site: String,
    /// The network's id.
    pub network: String,
    /// What it is.
    pub activity: Activity,
    /// The code in its link.
    pub code: Option<String>,
    /// Where people see it.
    pub url: Option<String>,
}

/// Something that stands outside, or did.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Presence {
    /// Its id.
    pub id: String,
    /// The network's id.
    pub network: String,
    /// The name of its activity.
    pub activity: String,
    /// The code in its link.
    pub code: Option<String>,
    /// Where people see it.
    pub url: Option<String>,
    /// UTC microseconds.
    pub from_at: i64,
    /// UTC microseconds; `None`: it stands there still.
    pub to_at: Option<i64>,
}

/// It stands outside from now on. Told twice, it is what it is.
pub async fn begins(tx: &mut Tx, now: Timestamp, new: &New) -> Result<(), store::Fault> {
    sql!("presence_add")
        .bind(&*new.id)
        .bind(&*new.site)
        .bind(&*new.network)
        .bind(new.activity.name())
        .bind(new.code.as_deref())
        .bind(new.url.as_deref())
        .bind(now)
        .execute(tx)
        .await
        .map(drop)
}

/// It stands outside no more.
pub async fn ends(tx: &mut Tx, now: Timestamp, id: &str) -> Result<(), store::Fault> {
    sql!("presence_end").bind(id).bind(now).execute(tx).await.map(drop)
}

/// What stands outside of a site, or did, the newest first.
pub async fn of_site(on: &(impl On + ?Sized), site: &str, at_most: i64) -> Result<Vec<Presence>, store::Fault> {
    sql!("presence_of_site").bind(site).bind(at_most).fetch_all(on).await
}
