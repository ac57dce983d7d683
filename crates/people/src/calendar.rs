//! Calendars: a link by which a calendar program reads what one site has planned, and nothing else.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use store::{Db, sql};

use crate::{Fault, Signed, Site, deed, secret, site};

/// Makes a key to the calendar of `site`; those before go on to open it.
pub async fn new_key(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &str,
) -> Result<String, Fault> {
    let site = site::by_id(db, signed, site).await?;
    let key = secret::secret(&**random);
    let (random, who, hash) = (Arc::clone(random), signed.clone(), secret::hash(&key));
    let made = db.write(move |tx| {
        Box::pin(async move {
            sql!("calendar_key_add").bind(hash).bind(site.id).bind(now).execute(&mut *tx).await?;
            deed::note(tx, &*random, now, &who, "calendar link made", &site.address).await
        })
    });
    made.await?;
    Ok(key)
}

/// How many keys open the calendar of `site`.
pub async fn keys(db: &Db, signed: &Signed, site: &str) -> Result<i64, Fault> {
    let site = site::by_id(db, signed, site).await?;
    Ok(sql!("calendar_key_count").bind(site.id).fetch_one(db).await?)
}

/// Ends all keys to the calendar of `site`.
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
            sql!("calendar_key_end").bind(site.id).execute(&mut *tx).await?;
            deed::note(tx, &*random, now, &who, "calendar links ended", &site.address).await
        })
    });
    ended.await?;
    Ok(())
}

/// The site whose calendar `key` opens.
pub async fn site_of(db: &Db, key: &str) -> Result<Option<Site>, Fault> {
    Ok(sql!("calendar_key_site").bind(secret::hash(key)).fetch_optional(db).await?)
}
