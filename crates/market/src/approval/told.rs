//! Telling: who may say yes hears that somebody waits for it, and whoever wrote the post what was said.

use jiff::Timestamp;
use people::notice::{self, Event, Kind};
use store::Tx;

use super::{Said, Whose};
use crate::post::Post;

/// Signs of a post that stand in a notice.
const SHORT: usize = 60;

/// Somebody has to say yes before it goes out.
pub(super) async fn is_asked(tx: &mut Tx, now: Timestamp, post: &Post, whose: &Whose) -> Result<(), store::Fault> {
    let at = post.wall.as_deref().map_or_else(String::new, |wall| {
        format!(" on {} ({})", wall.get(..16).unwrap_or(wall).replace('T', " at "), post.zone)
    });
    let says = format!("A post for {} waits for a yes: {}", whose.site_name, shortened(post));
    let remedy = format!("It is to go out{at}: look at it, then say yes or no");
    raise(tx, now, (Kind::PostApproval, &post.id, whose), says, remedy).await
}

/// Nobody is asked any more.
pub(super) async fn is_over(tx: &mut Tx, now: Timestamp, post: &str) -> Result<(), store::Fault> {
    for kind in [Kind::PostApproval, Kind::PostApproved, Kind::PostNotApproved] {
        notice::over(&mut *tx, now, kind, &matter(post)).await?;
    }
    Ok(())
}

/// Somebody said something.
pub(super) async fn is_answered(
    tx: &mut Tx,
    now: Timestamp,
    (post, whose): (&Post, &Whose),
    said: &Said,
) -> Result<(), store::Fault> {
    is_over(&mut *tx, now, &post.id).await?;
    let remark = said
        .remark
        .as_deref()
        .map_or_else(String::new, |remark| format!("He remarks: {}", remark.trim_end_matches('.')));
    let (kind, says, otherwise) = if said.yes {
        let says = format!("{} said yes to a post for {}: {}", said.by, whose.site_name, shortened(post));
        (Kind::PostApproved, says, "It goes out at its time")
    } else {
        let says = format!("{} said no to a post for {}: {}", said.by, whose.site_name, shortened(post));
        (Kind::PostNotApproved, says, "Ask what is to be changed, and change it")
    };
    let remedy = if remark.is_empty() { otherwise.to_owned() } else { remark };
    raise(tx, now, (kind, &post.id, whose), says, remedy).await
}

fn shortened(post: &Post) -> String {
    let line = post.text.lines().map(str::trim).find(|line| !line.is_empty());
    let line = line.or(post.page.as_deref()).unwrap_or("without a text");
    match line.char_indices().nth(SHORT) {
        Some((end, _)) => format!("“{}…”", line[..end].trim_end()),
        None => format!("“{line}”"),
    }
}

async fn raise(
    tx: &mut Tx,
    now: Timestamp,
    (kind, post, whose): (Kind, &str, &Whose),
    says: String,
    remedy: String,
) -> Result<(), store::Fault> {
    let event = Event {
        kind,
        workspace: Some(whose.workspace.clone()),
        site: Some(whose.site.clone()),
        about: matter(post),
        says,
        remedy,
    };
    notice::raise(tx, now, event).await.map(drop)
}

/// What such a notice is about: the post, by which the console leads there, and that it is about its approval.
fn matter(post: &str) -> String {
    format!("{post}/approval")
}
