//! Clearing: takes away the folders of audits that are gone.

use jiff::SignedDuration;
use optimize::kept;
use store::Fault;
use store::queue::{self, Claim};

use super::Shop;

/// The kind of job.
pub(crate) const JOB: &str = kept::CLEAR;
/// A folder that cannot be taken away is tried again then.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// Takes away the folders that `claim` names.
pub(crate) async fn run(shop: &Shop, claim: Claim) -> Result<(), Fault> {
    let ids: Vec<String> = serde_json::from_value(claim.payload.clone()).unwrap_or_default();
    let data = shop.audits.data.clone();
    let cleared = tokio::task::spawn_blocking(move || ids.iter().try_for_each(|id| kept::clear(&data, id))).await;
    let fault = match cleared {
        Ok(Ok(())) => None,
        Ok(Err(fault)) => Some(fault.to_string()),
        Err(fault) => Some(fault.to_string()),
    };
    let now = shop.audits.clock.now();
    let kept = shop.audits.db.write(move |tx| {
        Box::pin(async move {
            match fault {
                None => queue::complete(tx, &claim, "done", now).await,
                Some(why) => {
                    tracing::error!(%why, "the folder of a deleted audit cannot be taken away");
                    queue::put_back(tx, &claim, now + AGAIN, &why).await
                }
            }
        })
    });
    kept.await
}
