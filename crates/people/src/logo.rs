//! The logo of a workspace, as its clients see it.

use std::sync::Arc;

use domain::{ImageKind, Random};
use jiff::Timestamp;
use store::{Db, sql};

use crate::{Fault, Signed, deed};

/// The heaviest logo, in bytes.
pub const AT_MOST: usize = 256 * 1024;

/// A logo.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Logo {
    /// `image/png`, `image/jpeg` or `image/webp`.
    pub mime: String,
    /// The picture.
    pub bytes: Vec<u8>,
}

/// `bytes` are the logo of the workspace of `signed` from now on. `kind` is what their header says they are; a drawing
/// (SVG) could hold scripts, and is not taken.
pub async fn put(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    kind: Option<ImageKind>,
    bytes: Vec<u8>,
) -> Result<(), Fault> {
    let kind = kind.filter(|kind| matches!(kind, ImageKind::Png | ImageKind::Jpeg | ImageKind::Webp));
    let (Some(kind), true) = (kind, bytes.len() <= AT_MOST) else {
        let says = format!("a logo is a PNG, JPEG or WebP picture of {} KB at most", AT_MOST / 1024);
        return Err(Fault::wrong("logo_unusable", says));
    };
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            deed::note(&mut *tx, &*random, now, &who, "logo changed", "").await?;
            let put = sql!("workspace_logo_put").bind(who.workspace).bind(kind.mime()).bind(bytes).bind(now);
            put.execute(tx).await
        })
    })
    .await?;
    Ok(())
}

/// The logo of the workspace of `signed`.
pub async fn logo(db: &Db, signed: &Signed) -> Result<Logo, Fault> {
    let found = sql!("workspace_logo").bind(signed.workspace.clone()).fetch_optional(db).await?;
    found.ok_or(Fault::Unknown("logo"))
}

/// The workspace of `signed` has no logo any more.
pub async fn remove(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed) -> Result<(), Fault> {
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            if sql!("workspace_logo_end").bind(who.workspace.clone()).execute(&mut *tx).await? > 0 {
                deed::note(tx, &*random, now, &who, "logo removed", "").await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(())
}
