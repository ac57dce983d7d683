//! First: how the first person comes in, before there is a password.

use std::sync::Arc;
use std::time::Duration;

use domain::Random;
use jiff::Timestamp;
use store::{Db, Tx, sql};

use crate::{Fault, secret};

/// What somebody is called who did not say his name yet.
pub const NAME: &str = "You";
/// What the first workspace is called.
pub(crate) const WORKSPACE: &str = "Your sites";
/// A printed link lets in for so long.
const LINK_LASTS: Duration = Duration::from_hours(1);

/// Whether anybody has a password, so that one signs in with it.
pub async fn has_password(db: &Db) -> Result<bool, Fault> {
    let many: i64 = sql!("person_with_password_count").fetch_one(db).await?;
    Ok(many > 0)
}

/// A link for the first person, who is made with a workspace of his own where there is none; `None` where somebody has
/// a password. What is returned is the secret at the end of the link.
pub async fn link(db: &Db, random: &Arc<dyn Random>, now: Timestamp) -> Result<Option<String>, Fault> {
    if has_password(db).await? {
        return Ok(None);
    }
    let secret = secret::secret(&**random);
    let (random, kept, now) = (Arc::clone(random), secret::hash(&secret), now.as_microsecond());
    db.write(move |tx| {
        Box::pin(async move {
            let there: Option<(String, String)> = sql!("membership_first").fetch_optional(&*tx).await?;
            let (person, workspace) = match there {
                Some(there) => there,
                None => begin(&mut *tx, &*random, now, WORKSPACE, false).await?,
            };
            // A link that was printed before lets nobody in any more.
            sql!("once_link_clear").bind(person.clone()).execute(&mut *tx).await?;
            let ends = now + LINK_LASTS.as_micros() as i64;
            sql!("once_link_add").bind(kept).bind(person).bind(workspace).bind(ends).execute(tx).await
        })
    })
    .await?;
    Ok(Some(secret))
}

/// The first person with a workspace of his own, in the caller's transaction: the ids of both.
pub(crate) async fn begin(
    tx: &mut Tx,
    random: &dyn Random,
    now: i64,
    called: &str,
    sandbox: bool,
) -> Result<(String, String), store::Fault> {
    let (person, workspace) = (random.code(), random.code());
    sql!("person_add").bind(person.clone()).bind(NAME).bind(now).execute(&mut *tx).await?;
    sql!("workspace_add").bind(workspace.clone()).bind(called).bind(sandbox).bind(now).execute(&mut *tx).await?;
    sql!("membership_add").bind(workspace.clone()).bind(person.clone()).bind("owner").bind(now).execute(tx).await?;
    Ok((person, workspace))
}

/// Lets in whoever holds `secret`, once: person and workspace. `None` for a link that was used, has run out, or never
/// was one.
pub async fn come_in(db: &Db, now: Timestamp, secret: &str) -> Result<Option<(String, String)>, Fault> {
    let (secret, now) = (secret::hash(secret), now.as_microsecond());
    // Taking and looking are one statement, so that of two who come at once one is let in.
    let taken = db.write(move |tx| {
        Box::pin(async move { sql!("once_link_take").bind(secret).bind(now).fetch_optional(tx).await })
    });
    Ok(taken.await?)
}

/// The first person, who is made with a workspace of his own where there is none, gets an e-mail and a password; `false`
/// where somebody has a password.
pub async fn with_password(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    email: &str,
    password: &str,
) -> Result<bool, Fault> {
    // As if he came by the printed link.
    let Some(secret) = link(db, random, now).await? else { return Ok(false) };
    let Some((person, workspace)) = come_in(db, now, &secret).await? else { return Ok(false) };
    let cookie = crate::begin(db, &**random, now, &person, &workspace, "").await?;
    if let Some(signed) = crate::signed(db, now, &cookie).await? {
        crate::sign_in::set_password(db, random, now, &signed, email, password, None).await?;
    }
    crate::end(db, &cookie).await?;
    Ok(true)
}
