//! The watchman: looks after the house itself, whether anybody works in it, and whether there is room on the disk.
//!
//! He runs beside the workers, not as one of their jobs: when nobody works, somebody has to say so.

use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use people::notice::{self, Event, Kind};
use store::Fault;
use web::House;

/// How often he looks.
const EVERY: Duration = Duration::from_secs(30);
/// Nobody looked for jobs for so long: nobody works.
const SILENT: SignedDuration = SignedDuration::from_mins(2);
/// A disk is filling below so much.
const LEAST_BYTES: u64 = 1_000_000_000;
const LEAST_PER_CENT: u64 = 5;

/// Room on a disk, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    free: u64,
    of: u64,
}

impl Room {
    /// Less than 1 GB, or less than 5 %, is free.
    pub(crate) fn is_short(self) -> bool {
        self.free < LEAST_BYTES || self.free / LEAST_PER_CENT < self.of / 100
    }

    /// A tenth more than that is free: a disk that stands at the edge is not told of again and again.
    fn is_ample(self) -> bool {
        !Self { free: self.free / 11 * 10, of: self.of }.is_short()
    }
}

impl std::fmt::Display for Room {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let gigabytes = |bytes: u64| bytes as f64 / 1e9;
        let (free, of) = (gigabytes(self.free), gigabytes(self.of));
        write!(out, "The disk of the data folder is nearly full: {free:.1} GB of {of:.1} GB are free")
    }
}

/// Looks until the task ends. `workers_too`: whether he tells of workers, as one does who answers requests.
pub(crate) async fn watch(house: House, workers_too: bool) {
    let began = house.now();
    loop {
        tokio::time::sleep(EVERY).await;
        let looked = async {
            if workers_too {
                workers(&house, began).await?;
            }
            disk(&house).await
        };
        if let Err(fault) = looked.await {
            tracing::error!(%fault, "the watchman could not look");
        }
    }
}

/// Tells when nobody looked for jobs for two minutes, and when somebody does again.
async fn workers(house: &House, began: Timestamp) -> Result<(), Fault> {
    let now = house.now();
    // Before the first of all workers came, he counts from his own beginning.
    let last = notice::worker_looked(house.db()).await?.map_or(began, |last| last.max(began));
    let silent = now.duration_since(last) >= SILENT;
    let event = || Event {
        kind: Kind::WorkerSilent,
        workspace: None,
        site: None,
        about: "workers".to_owned(),
        says: "Nobody has looked for work for two minutes, so no audit runs and no mail is sent".to_owned(),
        remedy: "Start `tidings work`, or look into its log for why it stopped".to_owned(),
    };
    tell(house, now, silent, !silent, event).await
}

/// Tells when the disk of the data folder is nearly full, and when there is room again.
async fn disk(house: &House) -> Result<(), Fault> {
    let folder = house.data().to_owned();
    let Ok(Some(room)) = tokio::task::spawn_blocking(move || room(&folder)).await else { return Ok(()) };
    let event = || Event {
        kind: Kind::DiskFilling,
        workspace: None,
        site: None,
        about: "data folder".to_owned(),
        says: room.to_string(),
        remedy: "Make room there: when it is full, nothing can be kept any more, and audits stop".to_owned(),
    };
    tell(house, house.now(), room.is_short(), room.is_ample(), event).await
}

/// Raises what is so, and ends what is no more.
async fn tell(
    house: &House,
    now: Timestamp,
    is_so: bool,
    is_over: bool,
    event: impl FnOnce() -> Event,
) -> Result<(), Fault> {
    let event = event();
    let open = notice::is_open(house.db(), event.kind, &event.about).await?;
    if is_so && !open {
        house.db().write(move |tx| Box::pin(async move { notice::raise(tx, now, event).await })).await?;
    } else if is_over && open {
        house
            .db()
            .write(move |tx| Box::pin(async move { notice::over(tx, now, event.kind, &event.about).await }))
            .await?;
    }
    Ok(())
}

#[cfg(unix)]
pub(crate) fn room(folder: &Path) -> Option<Room> {
    let told = rustix::fs::statvfs(folder).ok()?;
    Some(Room { free: told.f_bavail.saturating_mul(told.f_frsize), of: told.f_blocks.saturating_mul(told.f_frsize) })
}

/// Elsewhere the system tells it itself.
#[cfg(not(unix))]
pub(crate) fn room(_: &Path) -> Option<Room> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const GB: u64 = 1_000_000_000;

    #[test]
    fn a_disk_is_filling_below_five_per_cent_or_one_gigabyte() {
        for (free, of, short) in [(49 * GB, 1000 * GB, true), (50 * GB, 1000 * GB, false), (GB - 1, 4 * GB, true)] {
            assert_eq!(Room { free, of }.is_short(), short, "{free} of {of}");
        }
        assert!(!Room { free: GB, of: 4 * GB }.is_short());
        // At the edge it is neither: what was told stays told.
        let edge = Room { free: 51 * GB, of: 1000 * GB };
        assert!(!edge.is_short() && !edge.is_ample());
        assert!(Room { free: 56 * GB, of: 1000 * GB }.is_ample());
        assert!(!Room { free: 0, of: 0 }.is_ample());
    }
}
