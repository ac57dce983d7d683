//! Feeds: a key with which a plug-in reads what the pages of one site lack, and nothing else.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use store::{Db, sql};

use crate::{Fault, Signed, Site, deed, secret, site};

/// Makes a key to the feed of `site`; those before go on to open it.
pub async fn new_key(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &str,
) -> Result<(Site, String), Fault> {
    let site = site::by_id(db, signed, site).await?;
    let key = secret::secret(&**random);
    let (random, who, of, hash) = (Arc::clone(random), signed.clone(), site.clone(), secret::hash(&key));
    let made = db.write(move |tx| {
        Box::pin(async move {
            sql!("feed_key_add").bind(hash).bind(of.id).bind(now).execute(&mut *tx).await?;
            deed::note(tx, &*random, now, &who, "plug-in handed out", &of.address).await
        })
    });
    made.await?;
    Ok((site, key))
}

/// Ends all keys to the feed of `site`.
pub async fn end_keys(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &str,
) -> Result<(), Fault> {
    let site = site::by_id(db, signed, site).await?;
    let (random, who) = (Arc::clone(random), signed.clone());
    let ended = db.write(move |tx| {
        Box::pin(async move {
            sql!("feed_key_end").bind(site.id).execute(&mut *tx).await?;
            deed::note(tx, &*random, now, &who, "plug-ins ended", &site.address).await
        })
    });
    ended.await?;
    Ok(())
}

/// The site whose feed `key` opens.
pub async fn site_of(db: &Db, key: &str) -> Result<Option<Site>, Fault> {
    Ok(sql!("feed_key_site").bind(secret::hash(key)).fetch_optional(db).await?)
}
