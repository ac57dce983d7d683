//! Sweeping: pictures that no post carries go after a while, and files that no site has; what broke off goes after a day.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use store::sql;

use super::{blocking, files, upload};
use crate::{Desk, Fault};

/// What nobody uses is kept for so long: some write slowly, and what was made for one delivery is sent within days.
const UNUSED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is still to come is kept for so long behind its last byte.
const BROKEN_OFF: SignedDuration = SignedDuration::from_hours(24);

/// Takes away what was not used for long. How many files that were.
pub async fn sweep(desk: &Desk) -> Result<usize, Fault> {
    let before = desk.now().saturating_sub(UNUSED).unwrap_or_default();
    let unused: Vec<(String, String)> = sql!("medium_unused").bind(before).fetch_all(&desk.db).await?;
    let forgotten = desk.db.write(move |tx| {
        Box::pin(async move {
            for (site, digest) in unused {
                sql!("medium_forget").bind(site).bind(digest).execute(&mut *tx).await?;
            }
            Ok(())
        })
    });
    forgotten.await?;
    let kept: Vec<(String,)> = sql!("medium_digests").fetch_all(&desk.db).await?;
    let kept: BTreeSet<String> = kept.into_iter().map(|(digest,)| digest).collect();
    let (data, still) = (desk.data.clone(), desk.now().saturating_sub(BROKEN_OFF).unwrap_or_default());
    blocking(move || Ok(files::sweep(&data, &kept, before)? + upload::sweep(&data, still)?)).await?
}
