//! Deliveries: posts that are due.

use store::Fault;
use store::queue::Claim;

use super::Shop;

/// Delivers what `claim` is about. What went wrong on our side is told, and the job comes back when its lease ends.
pub(crate) async fn run(shop: Shop, claim: Claim) -> Result<(), Fault> {
    match Box::pin(market::deliver::deliver(&shop.house.desk(), &claim)).await {
        Err(market::Fault::Store(fault)) => Err(fault),
        Err(fault) => {
            tracing::error!(%fault, delivery = %claim.payload, "a delivery cannot be worked on");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}
