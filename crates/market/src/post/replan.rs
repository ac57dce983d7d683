//! Planning anew: what was meant is the time on the wall. Where a new time-zone database says that the wall shows it at another
//! instant, the post goes out then, and its owners hear of it.

use jiff::Timestamp;
use ledger::link::By;
use people::notice::{self, Event, Kind};
use store::{Tx, sql};

use super::When;
use super::schedule::move_to;
use crate::{Desk, Fault};

/// A post that is to come, as it was planned.
#[derive(sqlx::FromRow)]
struct Coming {
    id: String,
    site: String,
    workspace: String,
    version: i64,
    wall: String,
    zone: String,
    due_at: i64,
}

/// Holds every post that is to come against the zones as they are now. How many go out at another instant than was planned.
pub async fn replan(desk: &Desk) -> Result<u32, Fault> {
    let coming: Vec<Coming> = sql!("post_coming").bind(desk.now()).fetch_all(&desk.db).await?;
    let mut moved = 0;
    for it in coming {
        // A zone that is gone leaves the instant as it is: nobody knows better.
        let Ok(when) = When::of(&it.wall, &it.zone) else { continue };
        if when.at.as_microsecond() == it.due_at || when.at <= desk.now() {
            continue;
        }
        let now = desk.now();
        let done = desk.db.write_or(move |tx| Box::pin(async move { moves(tx, now, &it, &when).await }));
        match done.await {
            Ok(()) => moved += 1,
            // Somebody changed it meanwhile, or it has begun: what he said holds.
            Err(Fault::Changed(_) | Fault::Wrong { .. } | Fault::Unknown(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(moved)
}

async fn moves(tx: &mut Tx, now: Timestamp, it: &Coming, when: &When) -> Result<(), Fault> {
    // Nobody meant it otherwise: the house did it.
    let by = By { site: it.site.clone(), name: "Tidings".to_owned() };
    move_to(&mut *tx, now, &by, (&it.id, it.version), when).await?;
    let was = Timestamp::from_microsecond(it.due_at).unwrap_or_default();
    let event = Event {
        kind: Kind::PostReplanned,
        workspace: Some(it.workspace.clone()),
        site: Some(it.site.clone()),
        about: format!("{}/{}", it.id, it.version),
        says: format!(
            "The rules of {} changed: a post goes out at {} as you planned, which is {} and no longer {was}",
            it.zone, when.wall, when.at
        ),
        remedy: "Nothing, if the time on the wall is what you meant; else move it".to_owned(),
    };
    Ok(notice::raise(tx, now, event).await.map(drop)?)
}
