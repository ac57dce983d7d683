//! Proofs: how somebody showed that a site is his own. Who looks at the site tells here what he saw.
//!
//! The token is the site's id: drawn at random, of one workspace alone, and no secret.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Db, Tx, sql};

use super::{Watch, of};
use crate::{Fault, Signed, deed};

/// A proof is lost when it was looked for in vain so often, one time after the other.
const MISSED_AT_MOST: i64 = 2;

/// Where the token of a proof stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "ProofBy")]
pub enum How {
    /// In a file.
    File,
    /// In a tag of the start page.
    Tag,
    /// In the name service.
    Dns,
}

impl How {
    /// As it stands in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Tag => "tag",
            Self::Dns => "dns",
        }
    }

    /// `None` for a way that this program does not know.
    pub fn of(name: &str) -> Option<Self> {
        [Self::File, Self::Tag, Self::Dns].into_iter().find(|how| how.name() == name)
    }
}

/// Writes down that `site` was proved by `how` just now.
pub async fn keep_proof(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    site: &str,
    how: How,
) -> Result<Watch, Fault> {
    let watch = of(db, now, signed, site).await?;
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            sql!("proof_keep").bind(watch.site).bind(how.name()).bind(now).execute(&mut *tx).await?;
            deed::note(tx, &*random, now, &who, "site proved", &watch.address).await
        })
    })
    .await?;
    of(db, now, signed, site).await
}

/// The proof of `site` was found again.
pub async fn proof_seen(tx: &mut Tx, site: &str) -> Result<(), store::Fault> {
    sql!("proof_seen").bind(site).execute(tx).await?;
    Ok(())
}

/// The proof of `site` was looked for in vain; whether it is lost by that.
pub async fn proof_missed(tx: &mut Tx, site: &str) -> Result<bool, store::Fault> {
    let missed: Option<i64> = sql!("proof_missed").bind(site).fetch_optional(&*tx).await?;
    let lost = missed.is_some_and(|missed| missed >= MISSED_AT_MOST);
    if lost {
        lose_proof(tx, site).await?;
    }
    Ok(lost)
}

/// `site` is proved no more.
pub async fn lose_proof(tx: &mut Tx, site: &str) -> Result<(), store::Fault> {
    sql!("proof_lose").bind(site).execute(tx).await?;
    Ok(())
}
