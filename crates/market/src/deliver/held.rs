//! Held: a delivery whose time has come while its post waits for a yes. It goes out when somebody says it in time; later it is as
//! its workspace has it with posts that missed their time.

use jiff::{SignedDuration, Timestamp};
use store::queue::{self, Claim};

use super::row::{self, Moved};
use super::{Delivery, State, Turn, ends};
use crate::{Desk, Fault, approval, missed};

/// By so much it is looked at later than the last moment at which a yes is in time.
const THEN: SignedDuration = SignedDuration::from_secs(1);

/// It waits for the yes, which its post lacks at `due`.
pub(super) async fn waits(
    desk: &Desk,
    claim: &Claim,
    it: &Delivery,
    (workspace, due): (&str, Timestamp),
) -> Result<Turn, Fault> {
    let now = desk.now();
    let missed = missed::of(&desk.db, workspace).await?;
    if let Some((state, _)) = missed.of_one_so_late(due.duration_until(now)) {
        let says = if state == State::Person {
            "its time passed while it waited for a yes: have it approved, then send it now, plan it anew, or skip it"
        } else {
            "its time passed while it waited for a yes, and the workspace skips what is so late"
        };
        return ends(desk, claim, it, &Moved::because(state, "approval", says)).await;
    }
    let last = due.saturating_add(missed.in_time() + THEN).unwrap_or(now);
    let to = Moved::because(it.state(), "approval", "it waits until somebody says yes to it");
    let (id, fence, post) = (it.id.clone(), it.fence, it.post.clone());
    let put = super::on(&desk.db, claim, move |tx, claim| {
        Box::pin(async move {
            // Who says yes meanwhile finds the job put back, or is found here.
            if !approval::still_lacks(&mut *tx, now, &post).await?
                || !row::moves(&mut *tx, (&id, fence), &to, now).await?
            {
                return Ok(false);
            }
            queue::put_back(tx, &claim, last, "it waits for a yes").await?;
            Ok(true)
        })
    });
    Ok(if put.await? { Turn::Over } else { Turn::Again })
}
