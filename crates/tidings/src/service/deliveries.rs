//! Deliveries: posts that are due, and looks at those that are live.

use store::Fault;
use store::queue::Claim;

use super::Shop;

/// Delivers what `claim` is about. What went wrong on our side is told, and the job comes back when its lease ends.
pub(crate) async fn run(shop: Shop, claim: Claim) -> Result<(), Fault> {
    told(Box::pin(market::deliver::deliver(&shop.house.desk(), &claim)).await, &claim)
}

/// What is done with posts that are live.
pub(crate) const LOOKS: &[&str] = &[market::deliver::LOOK, market::deliver::TAKE_BACK];

/// Looks whether what `claim` is about is still there, or takes it back.
pub(crate) async fn look(shop: Shop, claim: Claim) -> Result<(), Fault> {
    if claim.kind == market::deliver::TAKE_BACK {
        return told(Box::pin(market::deliver::take_back(&shop.house.desk(), &claim)).await, &claim);
    }
    told(Box::pin(market::deliver::look(&shop.house.desk(), &claim)).await, &claim)
}

fn told(done: Result<(), market::Fault>, claim: &Claim) -> Result<(), Fault> {
    match done {
        Err(market::Fault::Store(fault)) => Err(fault),
        Err(fault) => {
            tracing::error!(%fault, delivery = %claim.payload, "a delivery cannot be worked on");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}
