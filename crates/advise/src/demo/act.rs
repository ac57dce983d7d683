//! Acts: what is done to the demo, each so that a kill in its midst is made good at the next start.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::Random;
use jiff::Timestamp;
use market::account::stand_in;
use optimize::kept::{self, FROM_THE_NEWEST, Head};
use people::demo::{Demo, Piece};
use people::{Signed, site};
use store::{Db, Fault};

/// How long an audit under way may take to stop, before its folder is thrown away.
const STOPS_WITHIN: Duration = Duration::from_secs(10);

/// Why the shop was not changed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is being read: half of the audit would be of one shop, half of the other.
    #[error("the shop is being read just now: wait until that is done, then try again")]
    UnderWay,
    /// There is no card to put on.
    #[error("no card is made for the shop's pages yet: make them on the screen of cards, then put them on")]
    NothingMade,
    /// The shop was put into the bin.
    #[error(transparent)]
    People(#[from] people::Fault),
    /// A link was not minted.
    #[error(transparent)]
    Ledger(#[from] ledger::Fault),
    /// A card was not drawn.
    #[error(transparent)]
    Card(#[from] kept::NotDrawn),
    /// The database.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// The newest audit of the shop.
async fn newest(db: &Db, demo: &Demo) -> Result<Option<Head>, Fault> {
    Ok(kept::of_site(db, &demo.site, FROM_THE_NEWEST, 1).await?.pop().map(|kept| kept.head))
}

/// Whether what the shop shows `since` then is read in `newest`, or is going to be.
fn follows(newest: &Head, since: i64) -> bool {
    newest.asked_at >= since && matches!(&*newest.state, "waiting" | "reading" | "judging" | "done")
}

/// Notes that the shop is mended. Whoever calls has it [dressed](super::dressed) then, and, where no audit is answered that
/// follows already, [read again](read_again): doing it twice is doing it once.
pub async fn mend(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    demo: &Demo,
) -> Result<Option<Head>, Refused> {
    site::by_id(db, signed, &demo.site).await?;
    let newest = newest(db, demo).await?;
    if let (Some(newest), Some(mended)) = (&newest, demo.mended_at)
        && follows(newest, mended)
    {
        return Ok(Some(newest.clone()));
    }
    if newest.is_some_and(|newest| newest.ended_at.is_none()) {
        return Err(Refused::UnderWay);
    }
    people::demo::mended(db, random, now, signed).await?;
    Ok(None)
}

/// Notes that the shop takes `piece` over as it is now, or, where not `on`, that it gives it back. What is to be done then is
/// as with [`mend`]; for a bar nothing is read again, since no network looks at it.
pub async fn put(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    demo: &Demo,
    (piece, on): (Piece, bool),
) -> Result<Option<Head>, Refused> {
    site::by_id(db, signed, &demo.site).await?;
    if piece == Piece::Cards {
        let stock = kept::stock_of(db, &demo.site).await?;
        if on && stock.pages == 0 {
            return Err(Refused::NothingMade);
        }
        let newest = newest(db, demo).await?;
        let is_so = match demo.cards_at {
            Some(since) => on && stock.changed_at.is_none_or(|changed| changed <= since),
            None => !on,
        };
        if let Some(newest) = newest.as_ref().filter(|newest| is_so && follows(newest, demo.cards_at.unwrap_or(0))) {
            return Ok(Some(newest.clone()));
        }
        if newest.is_some_and(|newest| newest.ended_at.is_none()) {
            return Err(Refused::UnderWay);
        }
    }
    people::demo::put(db, random, now, signed, piece, on).await?;
    Ok(None)
}

/// Asks for an audit of what the shop shows from now on.
pub async fn read_again(db: &Db, random: &Arc<dyn Random>, now: Timestamp, demo: &Demo) -> Result<Head, Refused> {
    match kept::ask(db, random, now, &demo.site).await {
        // Somebody else asked in this very moment.
        Err(Fault::Taken { .. }) => Err(Refused::UnderWay),
        asked => Ok(asked?),
    }
}

/// Brings the rows in order at the start of a house that serves the shop: it is read where it never was, where it was
/// mended or given cards since, and where it `moved` to another address.
///
/// Nobody else may be at work on the database.
pub async fn settle(db: &Db, random: &Arc<dyn Random>, now: Timestamp, demo: &Demo, moved: bool) -> Result<(), Fault> {
    if moved {
        kept::cut_off(db, now, &demo.site).await?;
    }
    let changed = demo.mended_at.max(demo.cards_at);
    let is_read = newest(db, demo).await?.is_some_and(|newest| changed.is_none_or(|since| newest.asked_at >= since));
    if moved || !is_read {
        match kept::ask(db, random, now, &demo.site).await {
            Ok(_) | Err(Fault::Taken { .. }) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}

/// Takes the demo out of the workspace of `signed`: the shop, its audits and what they read, its posts and the accounts at
/// its stand-ins are gone for good.
pub async fn remove(
    db: &Db,
    data: &Path,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    demo: Demo,
) -> Result<(), Fault> {
    let under_way =
        kept::of_site(db, &demo.site, FROM_THE_NEWEST, 1).await?.pop().filter(|kept| kept.head.ended_at.is_none());
    if let Some(kept) = under_way {
        kept::stop(db, now, &kept.head.id).await?;
        // Whoever is at work on it would go on writing into its folder.
        let _ = tokio::time::timeout(STOPS_WITHIN, ended(db, &demo.site)).await;
    }
    let (random, who) = (Arc::clone(random), signed.clone());
    let gone: Vec<String> = db
        .write(move |tx| {
            Box::pin(async move {
                let gone = kept::delete_all(tx, &demo.site).await?;
                people::demo::remove(&mut *tx, &*random, now, &who, &demo).await?;
                if let Some(base) = &who.stand_ins {
                    stand_in::closed(tx, &demo.workspace, base, now).await?;
                }
                Ok(gone)
            })
        })
        .await?;
    let folders: Vec<_> = gone.iter().map(|id| kept::folder_of(data, id)).collect();
    let removed = tokio::task::spawn_blocking(move || {
        for folder in folders {
            if let Err(fault) = std::fs::remove_dir_all(&folder)
                && fault.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(folder = %folder.display(), %fault, "what an audit of the demo read could not be removed");
            }
        }
    });
    let _ = removed.await;
    Ok(())
}

/// Until no audit of `site` is under way.
async fn ended(db: &Db, site: &str) {
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    loop {
        tick.tick().await;
        match kept::of_site(db, site, FROM_THE_NEWEST, 1).await.map(|mut audits| audits.pop()) {
            Ok(Some(newest)) if newest.head.ended_at.is_none() => {}
            _ => return,
        }
    }
}
