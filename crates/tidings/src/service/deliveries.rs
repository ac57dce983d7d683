//! Deliveries: posts that are due, and looks at those that are live.

use market::deliver;
use store::Fault;
use store::queue::Claim;

use super::Shop;

/// Delivers what `claim` is about. What went wrong on our side is told, and the job comes back when its lease ends.
pub(crate) async fn run(shop: Shop, claim: Claim) -> Result<(), Fault> {
    shop.house.is_looked_at().await;
    told(Box::pin(deliver::deliver(&shop.house.desk(), &claim)).await, &claim)
}

/// What is done with posts that are live.
pub(crate) const LOOKS: &[&str] = &[deliver::LOOK, deliver::CORRECT, deliver::TAKE_DOWN, deliver::TAKE_BACK];

/// Looks whether what `claim` is about is still there, corrects it, or takes it away.
pub(crate) async fn look(shop: Shop, claim: Claim) -> Result<(), Fault> {
    let desk = shop.house.desk();
    let done = match &*claim.kind {
        deliver::CORRECT => Box::pin(deliver::put_right(&desk, &claim)).await,
        deliver::TAKE_DOWN => Box::pin(deliver::is_taken_down(&desk, &claim)).await,
        deliver::TAKE_BACK => Box::pin(deliver::take_back(&desk, &claim)).await,
        _ => Box::pin(deliver::look(&desk, &claim)).await,
    };
    told(done, &claim)
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
