//! Demo: the workspace that shows a shop of ours, until somebody wants his own site there.
//!
//! A row says so, and nothing else: whoever deletes it makes the workspace an ordinary one. Start at [`open`].

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use store::{Db, Tx, sql};
use url::Url;

use crate::{Fault, Signed, deed, first};

/// What a workspace is called while it shows the demo.
const WORKSPACE: &str = "Demo";

/// A demo.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Demo {
    /// The workspace that shows it.
    pub workspace: String,
    /// The shop, as one of its sites.
    pub site: String,
    /// Where the shop begins.
    pub address: String,
    /// The shop serves its mended pages since then, in UTC microseconds.
    pub mended_at: Option<i64>,
    /// It shows the cards that were made for it since then.
    pub cards_at: Option<i64>,
    /// It has its share bar since then.
    pub bar_at: Option<i64>,
}

/// Readers of the demo's own who followed a link in a post.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Readers {
    /// The code in it.
    pub code: String,
    /// The number of the day on which the first one came, on the shop's wall.
    pub day: i64,
    /// How many.
    pub visits: i64,
}

/// What the shop takes over from the console, and gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The cards that were made for its pages.
    Cards,
    /// Its share bar.
    Bar,
}

/// The demo of `workspace`; `None` where it shows none.
pub async fn of(db: &Db, workspace: &str) -> Result<Option<Demo>, Fault> {
    Ok(sql!("demo_of").bind(workspace).fetch_optional(db).await?)
}

/// The demo that this database holds.
pub async fn any(db: &Db) -> Result<Option<Demo>, Fault> {
    Ok(sql!("demo_any").fetch_optional(db).await?)
}

/// The demo that this database holds, its shop at `address` from now on; made where nobody has begun anything yet.
/// `None` where somebody has: demo data do not go among his own.
pub async fn open(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    address: &Url,
    called: &'static str,
) -> Result<Option<Demo>, Fault> {
    let (random, address, now) = (Arc::clone(random), address.to_string(), now.as_microsecond());
    let opened = db.write(move |tx| {
        Box::pin(async move {
            let there: Option<Demo> = sql!("demo_any").fetch_optional(&*tx).await?;
            if let Some(demo) = there {
                sql!("site_move").bind(demo.site.clone()).bind(address.clone()).execute(tx).await?;
                return Ok(Some(Demo { address, ..demo }));
            }
            let somebody: Option<(String, String)> = sql!("membership_first").fetch_optional(&*tx).await?;
            if somebody.is_some() {
                return Ok(None);
            }
            let (_, workspace) = first::begin(&mut *tx, &*random, now, WORKSPACE, true).await?;
            let site = random.code();
            sql!("site_add")
                .bind(site.clone())
                .bind(workspace.clone())
                .bind(address.clone())
                .bind(called)
                .bind(now)
                .bind(None::<String>)
                .execute(&mut *tx)
                .await?;
            sql!("demo_add").bind(workspace.clone()).bind(site.clone()).execute(tx).await?;
            Ok(Some(Demo { workspace, site, address, mended_at: None, cards_at: None, bar_at: None }))
        })
    });
    Ok(opened.await?)
}

/// Notes that the shop serves its mended pages. Once is enough: the first time stays.
pub async fn mended(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed) -> Result<(), Fault> {
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            let at = now.as_microsecond();
            let first = sql!("demo_mended").bind(who.workspace.clone()).bind(at).execute(&mut *tx).await?;
            if first > 0 {
                deed::note(tx, &*random, now, &who, "demo shop mended", "").await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(())
}

/// Notes that the shop has taken `piece` over, as it is `now`; or, where it is not `on`, that it has given it back.
pub async fn put(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    piece: Piece,
    on: bool,
) -> Result<(), Fault> {
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            let at = on.then(|| now.as_microsecond());
            let (statement, what) = match (piece, on) {
                (Piece::Cards, true) => (sql!("demo_cards"), "cards put onto the demo shop"),
                (Piece::Cards, false) => (sql!("demo_cards"), "cards taken off the demo shop"),
                (Piece::Bar, true) => (sql!("demo_bar"), "share bar put onto the demo shop"),
                (Piece::Bar, false) => (sql!("demo_bar"), "share bar taken off the demo shop"),
            };
            let there = statement.bind(who.workspace.clone()).bind(at).execute(&mut *tx).await?;
            if there > 0 {
                deed::note(tx, &*random, now, &who, what, "").await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(())
}

/// The demo's own readers, by the links that they followed.
pub async fn readers(db: &Db, workspace: &str) -> Result<Vec<Readers>, store::Fault> {
    sql!("demo_readers").bind(workspace).fetch_all(db).await
}

/// One more of the demo's readers is about to follow a link; `readers` counts him already.
pub async fn comes(db: &Db, workspace: &str, readers: &Readers) -> Result<(), store::Fault> {
    let Readers { code, day, visits } = readers.clone();
    let came = sql!("demo_reader_came").bind(code).bind(workspace).bind(day).bind(visits);
    db.write(move |tx| Box::pin(async move { came.execute(tx).await.map(drop) })).await
}

/// What really happened in the past that was made up for the demo of `workspace`, as JSON; `None` where none was.
pub async fn truth(db: &Db, workspace: &str) -> Result<Option<String>, store::Fault> {
    let told: Option<Option<String>> = sql!("demo_truth").bind(workspace).fetch_optional(db).await?;
    Ok(told.flatten())
}

/// Keeps it, in the caller's transaction.
pub async fn tell_truth(tx: &mut Tx, workspace: &str, truth: &str) -> Result<(), store::Fault> {
    sql!("demo_tell_truth").bind(workspace).bind(truth).execute(tx).await.map(drop)
}

/// The site `site` of a demo was there since `since`, in the caller's transaction: its past is told as if it had been.
pub async fn was_there(tx: &mut Tx, site: &str, since: Timestamp) -> Result<(), store::Fault> {
    sql!("demo_was_there").bind(site).bind(since).execute(tx).await.map(drop)
}

/// Takes the shop out of the workspace of `signed`, which is an ordinary one from then on, in the caller's transaction.
/// What refers to the shop's site must be gone by then.
///
/// The workspace itself stays, since somebody may have added a site of his own beside the shop.
pub async fn remove(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    signed: &Signed,
    demo: &Demo,
) -> Result<(), store::Fault> {
    sql!("demo_remove").bind(demo.workspace.clone()).execute(&mut *tx).await?;
    sql!("site_delete").bind(demo.site.clone()).execute(&mut *tx).await?;
    sql!("workspace_own").bind(demo.workspace.clone()).bind(first::WORKSPACE).execute(&mut *tx).await?;
    deed::note(tx, random, now, signed, "demo data removed", "").await
}

/// Whether anybody has a site of his own here, beside the shop.
pub async fn has_own_sites(db: &Db) -> Result<bool, Fault> {
    let many: i64 = sql!("site_own_count").fetch_one(db).await?;
    Ok(many > 0)
}
