//! Links for clients: whoever holds one sees one site, until it ends.

use std::sync::Arc;

use domain::Random;
use jiff::{SignedDuration, Timestamp};
use store::{Db, sql};

use crate::{Fault, Signed, deed, secret, site, words};

/// The longest that one lasts.
const LONGEST_DAYS: u32 = 365;

/// A link for a client, without its secret.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClientLink {
    /// Its id.
    pub id: String,
    /// Whom it is for.
    pub name: String,
    /// When it was made, in UTC microseconds.
    pub created_at: i64,
    /// When it runs out.
    pub expires_at: i64,
    /// When the client looked last, to the hour.
    pub seen_at: Option<i64>,
}

/// The links of the site `site`, the newest first.
pub async fn all(db: &Db, signed: &Signed, site: &str) -> Result<Vec<ClientLink>, Fault> {
    let site = site::by_id(db, signed, site).await?;
    Ok(sql!("client_link_all").bind(site.id).fetch_all(db).await?)
}

/// Makes a link to the site `site` that lasts `days`: it, and the link below `base`, which is told this once.
#[expect(clippy::too_many_arguments, reason = "who makes it, for whom, for how long")]
pub async fn make(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &str,
    name: &str,
    days: u32,
    base: &str,
) -> Result<(ClientLink, String), Fault> {
    let site = site::by_id(db, signed, site).await?;
    let name = words::name(name)?;
    if !(1..=LONGEST_DAYS).contains(&days) {
        return Err(Fault::wrong("days_invalid", format!("a link for a client lasts from 1 to {LONGEST_DAYS} days")));
    }
    let secret = secret::secret(&**random);
    let link = format!("{base}/client/{secret}");
    let made = ClientLink {
        id: random.code(),
        name,
        created_at: now.as_microsecond(),
        expires_at: (now + SignedDuration::from_hours(24 * i64::from(days))).as_microsecond(),
        seen_at: None,
    };
    let (random, who, row) = (Arc::clone(random), signed.clone(), made.clone());
    db.write(move |tx| {
        Box::pin(async move {
            let about = format!("{}: {}", row.name, site.address);
            deed::note(&mut *tx, &*random, now, &who, "client link made", &about).await?;
            sql!("client_link_add")
                .bind(row.id)
                .bind(secret::hash(&secret))
                .bind(site.id)
                .bind(row.name)
                .bind(row.created_at)
                .bind(row.expires_at)
                .execute(tx)
                .await
        })
    })
    .await?;
    Ok((made, link))
}

/// Ends the link `id` of a site of the workspace.
pub async fn revoke(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed, id: &str) -> Result<(), Fault> {
    let (random, who, id) = (Arc::clone(random), signed.clone(), id.to_owned());
    db.write_or(move |tx| {
        Box::pin(async move {
            let end = sql!("client_link_end").bind(who.workspace.clone()).bind(id);
            let name: Option<String> = end.fetch_optional(&*tx).await?;
            let name = name.ok_or(Fault::Unknown("client link"))?;
            deed::note(tx, &*random, now, &who, "client link revoked", &name).await?;
            Ok(())
        })
    })
    .await
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The site.
    pub site: String,
    /// Its workspace.
    pub workspace: String,
    /// For how long from now.
    pub lasts: SignedDuration,
}

/// What the link that `secret` is for leads to; `None` for one that was revoked, has run out, or never was. The secret
/// is what the client's cookie holds from then on ([`crate::signed`]), so that both end at once.
pub async fn open(db: &Db, now: Timestamp, secret: &str) -> Result<Option<Opened>, Fault> {
    let found: Option<(String, String, i64)> =
        sql!("client_link_open").bind(secret::hash(secret)).bind(now).fetch_optional(db).await?;
    Ok(found.map(|(site, workspace, ends)| {
        let lasts = SignedDuration::from_micros(ends - now.as_microsecond());
        Opened { site, workspace, lasts }
    }))
}
