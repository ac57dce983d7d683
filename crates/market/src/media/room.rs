//! Room: how much of the disk the pictures and films of a site may take.

use store::{On, sql};

use super::known;
use crate::{Desk, Fault};

/// Whether the site has room for so many bytes more: asked before they come, and again when they are kept.
pub async fn has_room(desk: &Desk, site: &str, more: u64) -> Result<(), Fault> {
    room(&desk.db, site, more, desk.media_at_most).await
}

/// The same where it is known what would be kept: what the site has already takes no more.
pub(super) async fn room_for(
    on: &(impl On + ?Sized),
    site: &str,
    (digest, bytes): (&str, u64),
    at_most: u64,
) -> Result<(), Fault> {
    match known(on, site, digest).await {
        Err(Fault::Unknown(_)) => room(on, site, bytes, at_most).await,
        known => known.map(drop),
    }
}

/// Whether the site, which may have so many bytes, has room for so many more; why not, and what makes room.
pub(super) async fn room(on: &(impl On + ?Sized), site: &str, more: u64, at_most: u64) -> Result<(), Fault> {
    let (taken,): (i64,) = sql!("medium_bytes").bind(site).fetch_one(on).await?;
    if (taken as u64).saturating_add(more) <= at_most {
        return Ok(());
    }
    let (unused,): (i64,) = sql!("medium_unused_bytes").bind(site).fetch_one(on).await?;
    let says = format!(
        "the pictures and films of this site take {} of the {} that they may, and {} more would come: delete posts that carry \
         heavy ones (what no post carries goes by itself 30 days after it came; of that there are {} now), or have whoever runs \
         Tidings raise --media-at-most",
        told(taken as u64),
        told(at_most),
        told(more),
        told(unused as u64),
    );
    Err(Fault::wrong("media_full", says))
}

fn told(bytes: u64) -> String {
    match bytes {
        0..1_000_000_000 => format!("{} MB", bytes.div_ceil(1_000_000)),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
