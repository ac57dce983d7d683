//! What comes back by the clock for sites that are watched.

use anyhow::Result;
use jiff::SignedDuration;
use optimize::kept;

use super::Shop;

/// Notices are kept so long.
const NOTICES_KEPT: SignedDuration = SignedDuration::from_hours(180 * 24);

/// Asks for the audits that schedules are due for, and those that were to follow another.
pub(crate) async fn ask_by_schedule(shop: Shop) -> Result<()> {
    let audits = &shop.audits;
    let asked = kept::scheduled(&audits.db, &audits.random, audits.clock.now()).await?;
    kept::left_to_follow(&audits.db, audits.clock.now()).await?;
    if asked > 0 {
        tracing::info!(asked, "audits were asked for by schedule");
        shop.house.work().notify_one();
    }
    Ok(())
}

/// Asks for an audit of each site that is back.
pub(crate) async fn look_at_sites_that_are_down(shop: Shop) -> Result<()> {
    let audits = &shop.audits;
    let back = kept::back_again(&audits.db, &audits.random, audits.clock.now(), &audits.looker).await?;
    if back > 0 {
        shop.house.work().notify_one();
    }
    Ok(())
}

/// Clears away the files of old audits.
pub(crate) async fn sweep_old_audits(shop: Shop) -> Result<()> {
    let audits = &shop.audits;
    let swept = kept::sweep(&audits.db, &audits.data, audits.clock.now()).await?;
    if swept > 0 {
        tracing::info!(swept, "the files of old audits were cleared away");
    }
    Ok(())
}

/// Forgets cards that others took the place of long ago.
pub(crate) async fn forget_old_cards(shop: Shop) -> Result<()> {
    let now = shop.audits.clock.now();
    shop.audits.db.write(move |tx| Box::pin(async move { kept::forget_cards(tx, now).await })).await?;
    Ok(())
}

/// Forgets old notices.
pub(crate) async fn forget_old_notices(shop: Shop) -> Result<()> {
    let before = shop.audits.clock.now() - NOTICES_KEPT;
    shop.audits.db.write(move |tx| Box::pin(async move { people::notice::forget(tx, before).await })).await?;
    Ok(())
}
